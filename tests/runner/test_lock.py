"""One build at a time, and nothing to clean up after a build that was killed."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipelines.runner import lock
from pipelines.settings import ROOT

HOLD = "import sys, time, pathlib; from pipelines.runner import lock; h = lock.acquire(pathlib.Path(sys.argv[1]), 0); print('held', flush=True); time.sleep(60)"


@pytest.fixture
def other_build(tmp_path: Path):
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert process.stdout and process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.wait()


def test_a_second_build_says_so(tmp_path: Path, other_build: subprocess.Popen) -> None:
    with pytest.raises(lock.LockedError, match="another build is writing into"):
        lock.acquire(tmp_path, 0)


def test_a_second_build_waits_and_a_kill_frees_the_lock(tmp_path: Path, other_build: subprocess.Popen) -> None:
    started = time.monotonic()
    other_build.kill()
    held = lock.acquire(tmp_path, 10)
    assert time.monotonic() - started < 5
    held.release()


def test_the_same_process_may_take_it_again(tmp_path: Path) -> None:
    first, second = lock.acquire(tmp_path, 0), lock.acquire(tmp_path, 0)
    second.release()
    assert first.is_locked
    first.release()
    assert not first.is_locked
