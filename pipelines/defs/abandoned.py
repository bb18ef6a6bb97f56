"""Runs whose process is gone without a word (kill -9, no memory, no power): Dagster would show them as running for ever.

Worse, no run of the UI would start: one may run at a time, and such a run counts. Each run holds its warehouse folder's
lock, which is free once its process is gone, whatever ended it; so a run that is said to be running, and whose lock can
be had, is none. A run of the command line is known by its process too, for it may be killed before it has the lock.
"""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable
from pathlib import Path

import dagster as dg

from pipelines.errors import PublishError
from pipelines.runner.lock import lock

TAG = ".dagster/taizhang/warehouse"  # the prefix keeps it out of the lists of runs
PROCESS = ".dagster/taizhang/process"
GRACE = 1.0  # seconds: a run that ends well frees its lock a moment before it says so
OLD = 86_400.0  # seconds after which a run that never got its lock is not waiting for it any more
SAID = (
    "The process of this run ended without a word: it was killed, or the machine went down. Nothing is to be repaired."
)


def process() -> dict[str, str]:
    """The tag that says which process a run is: give it to a run when it is made."""
    return {PROCESS: f"{socket.gethostname()} {os.getpid()} {_born(os.getpid())}"}


def mark(instance: dg.DagsterInstance, run_id: str, warehouse: Path, raw: Path) -> None:
    """Say of a run that it holds a warehouse folder's lock, and in its tags which folders it is about. Call it when it does."""
    instance.add_run_tags(run_id, {TAG: str(warehouse), "warehouse": str(warehouse), "raw": str(raw)})


def end(
    instance: dg.DagsterInstance, *, held: Path | None = None, sleep: Callable[[float], None] = time.sleep
) -> list[str]:
    """Report as failed all runs that are said to be running and are not; returns their ids.

    `held` is the warehouse folder whose lock the caller has: nobody else's run can be at work there.
    """
    found = [run for run in _running(instance) if _free(run, held)]
    if not found:
        return []
    sleep(GRACE)
    still = {run.run_id for run in _running(instance)}
    gone = [run for run in found if run.run_id in still]
    for run in gone:
        instance.report_run_failed(run, SAID)
    return [run.run_id for run in gone]


def _running(instance: dg.DagsterInstance) -> list[dg.DagsterRun]:
    """Runs that are said to be running or about to, and of which something is known; all of those that are old."""
    states = dg.DagsterRunStatus
    records = instance.get_run_records(dg.RunsFilter(statuses=[states.NOT_STARTED, states.STARTED, states.CANCELING]))
    old = time.time() - OLD
    return [r.dagster_run for r in records if _known(r.dagster_run) or r.create_timestamp.timestamp() < old]


def _known(run: dg.DagsterRun) -> bool:
    return TAG in run.tags or (PROCESS in run.tags and _gone(run.tags[PROCESS]))


def _free(run: dg.DagsterRun, held: Path | None) -> bool:
    """Whether nobody but the caller works in the run's warehouse folder; one that is gone is nobody's."""
    folder = Path(run.tags.get(TAG, ""))
    if PROCESS in run.tags and _gone(run.tags[PROCESS]):
        return True
    if PROCESS in run.tags and TAG not in run.tags and _here(run.tags[PROCESS]):
        return False  # at work without a lock, as runs of a partition are, or waiting for it
    if TAG not in run.tags or folder == held or not folder.is_dir():
        return True
    try:
        with lock(folder):
            return True
    except PublishError:
        return False


def _gone(tag: str) -> bool:
    """Whether a process of this machine has ended; of another machine's nothing is known."""
    host, pid, born = (tag.split(" ") + ["", ""])[:3]
    if host != socket.gethostname() or not pid.isdigit():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return bool(born) and _born(int(pid)) != born


def _here(tag: str) -> bool:
    """Whether a process is one of this machine."""
    return tag.split(" ")[0] == socket.gethostname()


def _born(pid: int) -> str:
    """When a process was started, as Linux counts it: another process may get its number later. Else nothing."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rsplit(")", 1)[1].split()[19]
    except (OSError, IndexError):
        return ""
