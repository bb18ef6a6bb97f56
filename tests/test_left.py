"""Commands that write beside a build: what is full is one sentence, what was killed leaves nothing, what comes late is waited for."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from pipelines.cli import run
from pipelines.commands import summary
from pipelines.errors import PublishError
from pipelines.publish import swap, versions
from pipelines.publish.files import sweep
from pipelines.staging import staged as staging
from tests.command import House
from tests.conftest import First
from tests.test_faults import leftovers, limited


@pytest.fixture
def house(first: First, tmp_path: Path) -> House:
    """A warehouse of one's own."""
    made = House(tmp_path / "left")
    shutil.copytree(first.copy.warehouse, made.warehouse)
    return made


@pytest.mark.parametrize(
    "words",
    [("export", "--format", "parquet"), ("export", "--format", "csv"), ("export", "--format", "xlsx"), ("site",)],
)
def test_a_full_disk_is_one_sentence_with_its_folder(
    house: House, tmp_path: Path, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    with limited(5_000):
        assert run([*words, "--warehouse", str(house.warehouse), str(out)]) == 1
    said = capsys.readouterr().err
    assert str(out) in said and "make room there" in said and len(said.splitlines()) == 1
    assert [path.name for path in out.rglob("*") if ".aside-" in path.name] == []


def test_a_rollback_without_room_leaves_what_is_published(
    house: House, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = house.published.read_bytes()

    def full(source: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(versions, "_link", full)
    assert run(["rollback", "1", "--warehouse", str(house.warehouse)]) == 1
    said = capsys.readouterr().err
    assert f"cannot write into {house.warehouse}: No space left on device; make room" in said
    assert house.published.read_bytes() == before and leftovers(house) == []


def ended() -> int:
    """The number of a process that is no more."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


@pytest.mark.parametrize("words", [("export", "--format", "csv"), ("site",)])
def test_the_next_one_takes_away_what_a_killed_one_left(house: House, tmp_path: Path, words: tuple[str, ...]) -> None:
    out = tmp_path / "out"
    (out / "deeper").mkdir(parents=True)
    left, mine = out / f".aside-{ended()}-dim_document.csv", out / f".aside-{os.getpid()}-x"
    below = out / "deeper" / left.name
    for path in (left, mine, below):
        path.touch()
    assert run([*words, "--warehouse", str(house.warehouse), str(out)]) == 0
    assert not left.exists() and mine.exists(), "what somebody is writing stays"
    assert below.exists(), "a folder that was given is not searched"
    assert sweep(out) == 1 and not below.exists()


def test_the_next_rollback_takes_away_what_a_killed_one_left(house: House) -> None:
    left = [
        house.warehouse / f"{swap.ASIDE}1-taizhang.duckdb",
        house.warehouse / "versions" / f"{swap.ASIDE}1-000002.duckdb",
    ]
    for path in left:
        path.touch()
    assert run(["rollback", "1", "--warehouse", str(house.warehouse)]) == 0
    assert leftovers(house) == []


def test_rows_that_are_just_being_written_are_waited_for(house: House) -> None:
    """Somebody copies the staged folder of another machine beside a build; a document's file is away for a moment."""
    staged = house.warehouse / "staged"
    stages = staging.read_manifest(staged)
    file = staging.path(staged, stages[0])
    content = file.read_bytes()
    file.unlink()
    with pytest.raises(PublishError, match="build again, they are read anew"):
        staging.require_whole(staged, stages, patience=0)

    def later() -> None:
        time.sleep(0.3)
        file.write_bytes(content)

    writer = threading.Thread(target=later)
    writer.start()
    staging.require_whole(staged, stages, patience=60)
    writer.join()


def test_an_error_of_a_file_says_what_to_do_and_claims_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from pipelines.commands import read

    def denied(*_: object) -> int:
        raise PermissionError(13, "Permission denied", "/data/ledger/taizhang.duckdb")

    monkeypatch.setattr(read, "explain", denied)
    assert run(["explain", "x"]) == 1
    said = capsys.readouterr().err
    assert "/data/ledger/taizhang.duckdb: Permission denied; change its permissions, or name another place" in said
    assert "published" not in said, "explaining publishes nothing"


def test_too_little_memory_says_what_to_ask_less_of(house: House) -> None:
    class Event:
        is_step_failure = True
        event_type_value = "STEP_FAILURE"
        step_key = "build_database"
        message = ""

        class step_failure_data:
            user_failure_data = None

            class error:
                cause = None
                message = "_duckdb.OutOfMemoryException: Out of Memory Error: Allocation failure"

    class Result:
        all_events = (Event,)
        run_id = "0123456789"

    from pipelines import settings

    said = summary.failure(Result, settings.load({}, warehouse=str(house.warehouse)))  # type: ignore[arg-type]
    assert "TAIZHANG_DATABASE_MEMORY=500MB" in said and "as it was" in said
