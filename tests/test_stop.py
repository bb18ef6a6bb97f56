"""Ctrl-C ends a command wherever it comes: heard twice, remembered, raised again, and obeyed in the end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from pipelines import stop
from pipelines.settings import ROOT
from tests.command import House
from tests.reports import write_good


@pytest.fixture(autouse=True)
def obeyed() -> Iterator[None]:
    """A suite that runs in the background ignores Ctrl-C, and so would all that it starts."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def run(body: str, again: bool = False, sent: signal.Signals = signal.SIGINT) -> tuple[int, str]:
    """A program with stops heard, sent Ctrl-C when it says `ready` (and again until it ends); its exit code, its words."""
    program = f"import signal, sys, time\nfrom pipelines import stop\n{textwrap.dedent(body)}"
    process = subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert process.stdout is not None and process.stdout.readline() == "ready\n"
    process.send_signal(sent)
    deadline = time.monotonic() + 300
    while again and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
    said, _ = process.communicate(timeout=300)
    return process.returncode, said


def test_a_stop_that_nothing_holds_up_is_a_keyboard_interrupt() -> None:
    assert run("""
        try:
            with stop.heard():
                print("ready", flush=True)
                time.sleep(60)
        except KeyboardInterrupt:
            print("orderly")
    """) == (0, "orderly\n")


def test_a_stop_that_is_swallowed_is_remembered_for_the_next_step() -> None:
    code, said = run("""
        with stop.heard():
            class Swallows:
                def __del__(self):
                    print("ready", flush=True)
                    time.sleep(60)
            one = Swallows()
            del one  # whatever is raised in there is printed and forgotten
            print("went on")
            time.sleep(0.5)
            try:
                stop.check()
            except KeyboardInterrupt:
                print("stopped")
    """)
    assert code == 0 and "KeyboardInterrupt" in said and said.endswith("went on\nstopped\n")


def test_a_stop_that_another_handler_takes_is_heard_all_the_same() -> None:
    code, said = run("""
        with stop.heard():
            signal.signal(signal.SIGINT, lambda *_: print("taken"))
            print("ready", flush=True)
            while not stop.asked():
                time.sleep(0.01)
    """)
    assert (code, said) == (0, "taken\n")


def test_a_service_that_is_stopped_is_heard() -> None:
    code, said = run(
        """
        with stop.heard():
            signal.signal(signal.SIGTERM, lambda *_: print("taken"))  # as Dagster does
            print("ready", flush=True)
            while not stop.asked():
                time.sleep(0.01)
    """,
        sent=signal.SIGTERM,
    )
    assert (code, said) == (0, "taken\n")


def test_a_stop_is_raised_again_and_obeyed_in_the_end() -> None:
    code, said = run("""
        with stop.heard(patience=0.5):
            said = "ready"
            while True:
                try:
                    print(said, flush=True)
                    time.sleep(60)
                except KeyboardInterrupt:
                    said = "swallowed"
    """)
    assert code == stop.CODE and said.endswith("stopped\n")
    assert 2 <= said.count("swallowed") <= 1 + stop.TIMES, "a busy machine may take two for one"


def test_a_second_stop_leaves_at_once() -> None:
    code, said = run(
        """
        with stop.heard(patience=60):
            signal.signal(signal.SIGINT, lambda *_: None)
            print("ready", flush=True)
            while True:
                time.sleep(0.01)
        """,
        again=True,
    )
    assert (code, said) == (stop.CODE, "stopped\n")


def test_nothing_is_left_of_it_afterwards() -> None:
    descriptors = len(list(Path("/proc/self/fd").iterdir())) if Path("/proc/self/fd").exists() else 0
    with stop.heard():
        assert not stop.asked()
    assert signal.set_wakeup_fd(-1) == -1
    if descriptors:
        assert len(list(Path("/proc/self/fd").iterdir())) == descriptors


DBT = """
import signal, sys
from pathlib import Path
from pipelines.publish import dbt_run

def interrupted(event):
    if event.info.name == "MainReportVersion":
        signal.raise_signal(signal.SIGINT)

def taken(*_):
    raise AssertionError("the handler from outside was called")

signal.signal(signal.SIGINT, taken)
try:
    dbt_run.invoke(Path(sys.argv[1]), ["parse"], interrupted)
except KeyboardInterrupt:
    print("stopped" if signal.getsignal(signal.SIGINT) is taken else "the handler is another one")
"""


def test_dbt_that_is_stopped_says_so(tmp_path: Path) -> None:
    """dbt makes a result of it, and Dagster's exception for it would leave dbt's threads at work.

    In a process of its own: the signal may come up anywhere, and within pytest it would end the process of the suite.
    """
    command = [sys.executable, "-c", DBT, str(tmp_path / "a.duckdb")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "stopped\n"), done.stderr


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    made = House(tmp_path_factory.mktemp("stop"))
    write_good(made.raw)
    return made


def interrupted(house: House, seconds: float) -> tuple[int, str]:
    """A build that gets Ctrl-C, as a terminal sends it to all its processes."""
    process = house.start("build", "--all")
    time.sleep(seconds)
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=300)
    return process.returncode, said


@pytest.mark.slow
@pytest.mark.parametrize("tenths", range(2, 90, 3))
def test_a_build_is_stopped_at_any_moment(house: House, tenths: int) -> None:
    before = house.published.stat().st_ino if house.published.exists() else None
    code, said = interrupted(house, tenths / 10)
    after = house.published.stat().st_ino if house.published.exists() else None
    assert code in ((stop.CODE,) if before == after else (0, stop.CODE)), said
    if after:
        with duckdb.connect(str(house.published), read_only=True) as con:
            assert con.execute("select count(*) > 15 from observations").fetchone() == (True,)
