"""What a machine of a cluster does, without a cluster."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pipelines.runner import Done, Lost, Outcome
from pipelines.runner.cluster import worker
from pipelines.runner.cluster.worker import Place, Terms, Unfit, libraries, unfit, work
from pipelines.settings import ROOT
from pipelines.version import extractor_version
from tests.runner.fakes import told

TERMS = Terms("tests.runner.fakes:work", extractor_version(), seconds=2, memory_mb=512, recycle=3)


@pytest.fixture(autouse=True)
def alone() -> Iterator[None]:
    yield
    worker._readers.clear()


def read(*tasks: str, terms: Terms = TERMS) -> list[Outcome]:
    outcomes = work(terms, [pickle.dumps(task) for task in tasks])
    assert not isinstance(outcomes, Unfit), outcomes
    return outcomes


def test_batches_are_read_by_one_process_that_is_kept() -> None:
    pids = [outcome.value for batch in ("ab", "c") for outcome in read(*(f"pid:{letter}" for letter in batch))]
    assert len(set(pids)) == 1 and pids[0] != str(os.getpid())
    assert read("pid:d")[0].value != pids[0], "until it is replaced"


def test_a_bad_document_is_told_in_the_words_of_the_local_runner(tmp_path: Path) -> None:
    tasks = ["ok:1", "die:x", "hang:", "ok:2", "raise:y", "memory:", f"die-once:{tmp_path / 'marker'}", "ok:3"]
    found = dict(zip(tasks, read(*tasks), strict=True))
    assert all(isinstance(found[task], Done) for task in (*tasks[::3], tasks[7])), found
    assert {task: told(outcome.error) for task, outcome in found.items() if isinstance(outcome, Lost)} == {
        "die:x": "the reading process died twice on this document (signal 9)",
        "hang:": "ended after 2 s of the processor, the time limit for one document",
        "raise:y": "ValueError: cannot read y",
        "memory:": "out of memory",
    }


def test_other_terms_get_another_process() -> None:
    [first], [other] = read("pid:a"), read("pid:a", terms=replace(TERMS, memory_mb=600))
    assert first.value != other.value and len(worker._readers) == 1


def test_a_reader_that_failed_is_not_used_again() -> None:
    with pytest.raises(pickle.UnpicklingError):
        work(TERMS, [b"no pickle"])
    assert read("ok:1")[0].value == "ok:1"


def test_another_version_is_unfit() -> None:
    found = work(replace(TERMS, extractor_version="0.0.1+abc"), [])
    assert isinstance(found, Unfit) and "another version of taizhang" in found.why and "0.0.1+abc" in found.why


def test_other_libraries_are_unfit() -> None:
    """A worker without recognition would report the scanned pages as unread that another one reads."""
    assert unfit(replace(TERMS, libraries=libraries())) is None
    why = unfit(replace(TERMS, libraries=(("polars", "1.0"),)))
    assert why and f"has polars {dict(libraries())['polars']}, this machine 1.0" in why
    why = unfit(replace(TERMS, libraries=(("polars-ocr", "2"),)))
    assert why and "has polars-ocr (none), this machine 2" in why


def test_a_folder_that_is_not_shared_is_unfit(tmp_path: Path) -> None:
    (tmp_path / "here").touch()
    assert unfit(replace(TERMS, places=(Place(str(tmp_path), "here", written=True),))) is None
    assert [path.name for path in tmp_path.iterdir()] == ["here"]
    why = unfit(replace(TERMS, places=(Place(str(tmp_path), "there"),)))
    assert why and f"does not see what this machine sees in {tmp_path}" in why and "share" in why


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="a folder that nobody can write into")
def test_a_folder_that_cannot_be_written_is_unfit() -> None:
    why = unfit(replace(TERMS, places=(Place("/proc", "self", written=True),)))
    assert why and "cannot write into /proc" in why


def test_a_reading_process_leaves_when_the_one_above_is_killed() -> None:
    """Also in the middle of a document, which nobody waits for any more."""
    program = f"""
import pickle
from pipelines.runner.cluster.worker import Terms, work
terms = Terms("tests.runner.fakes:work", {extractor_version()!r})
print(work(terms, [pickle.dumps("pid:")])[0].value, flush=True)
work(terms, [pickle.dumps("wait:")])
"""
    above = subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert above.stdout
    reading = int(above.stdout.readline())
    time.sleep(0.5)
    above.send_signal(signal.SIGKILL)
    above.wait()
    deadline = time.monotonic() + 300
    while _runs(reading) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not _runs(reading)


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False
