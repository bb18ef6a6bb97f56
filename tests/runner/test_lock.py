"""One build at a time, and nothing to clean up after a build that was killed."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipelines.publish.errors import PublishError
from pipelines.runner.lock import LockedError, lock
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
    started = time.monotonic()
    other_build.kill()
    with lock(tmp_path, 10):
        assert time.monotonic() - started < 5


def test_the_lock_goes_with_an_error(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), lock(tmp_path):
        raise ZeroDivisionError
    with lock(tmp_path):
        pass


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(PublishError, match="cannot write into"), lock(tmp_path / "file" / "warehouse"):
        pass
