"""One build at a time, and nothing to clean up after a build that was killed."""

import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.errors import PublishError
from pipelines.runner.lock import LockedError, lock, nobody_reading, reading
from pipelines.settings import ROOT

HOLD = """
import pathlib, sys, time
from pipelines.runner.lock import lock
with lock(pathlib.Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def other_build(tmp_path: Path):
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert process.stdout and process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.wait()


def test_a_second_build_says_so(tmp_path: Path, other_build: subprocess.Popen) -> None:
    with pytest.raises(LockedError, match="another build is writing into"), lock(tmp_path):
        pass


def test_a_second_build_waits_and_a_kill_frees_the_lock(tmp_path: Path, other_build: subprocess.Popen) -> None:
    other_build.kill()
    with lock(tmp_path, 30):  # raises LockedError after that, however long this machine takes to end a process
        assert other_build.wait(30) != 0


def test_the_lock_goes_with_an_error(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), lock(tmp_path):
        raise ZeroDivisionError
    with lock(tmp_path):
        pass


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(PublishError, match="cannot write into"), lock(tmp_path / "file" / "warehouse"):
        pass


READ = HOLD.replace("import lock", "import reading as lock")


def test_many_may_read_at_once_and_nobody_removes_meanwhile(tmp_path: Path) -> None:
    with reading(tmp_path), reading(tmp_path), nobody_reading(tmp_path) as free:
        assert not free
    with nobody_reading(tmp_path) as free, lock(tmp_path):
        assert free


def test_a_reader_that_was_killed_reads_no_more(tmp_path: Path) -> None:
    process = subprocess.Popen([sys.executable, "-c", READ, str(tmp_path)], stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert process.stdout and process.stdout.readline() == "held\n"
    with nobody_reading(tmp_path) as free:
        assert not free
    process.kill()
    process.wait()
    with nobody_reading(tmp_path) as free:
        assert free


def test_who_comes_while_files_are_removed_waits(tmp_path: Path) -> None:
    with nobody_reading(tmp_path):
        process = subprocess.Popen(
            [sys.executable, "-c", READ, str(tmp_path)], stdout=subprocess.PIPE, text=True, cwd=ROOT
        )
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(timeout=1)
    assert process.stdout and process.stdout.readline() == "held\n"
    process.kill()
    process.wait()


def test_a_reader_whose_folder_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(PublishError, match="cannot write into"), reading(tmp_path / "file" / "staged"):
        pass
