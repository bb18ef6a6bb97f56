"""A run whose process is gone is not shown as running for ever; one that is at work, or waits, is left alone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest

from pipelines.defs import abandoned
from pipelines.runner.lock import lock
from pipelines.settings import ROOT

STARTED, FAILURE = dg.DagsterRunStatus.STARTED, dg.DagsterRunStatus.FAILURE
# Holds the lock of the folder that it is given until it is killed.
HOLDER = """
import sys, time
from pathlib import Path
from pipelines.runner.lock import lock
with lock(Path(sys.argv[1])):
    print("ready", flush=True)
    time.sleep(600)
"""


@pytest.fixture
def instance() -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.ephemeral() as made:
        yield made


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    folder = tmp_path / "warehouse"
    folder.mkdir()
    return folder


def started(instance: dg.DagsterInstance, warehouse: Path | None) -> str:
    """A run that is said to be running, at work in a folder or still waiting for its lock."""
    run = instance.create_run_for_job(dg.GraphDefinition("build_warehouse").to_job(), status=STARTED)
    if warehouse:
        abandoned.mark(instance, run.run_id, warehouse, warehouse.with_name("raw"))
    return run.run_id


def status(instance: dg.DagsterInstance, run_id: str) -> dg.DagsterRunStatus:
    run = instance.get_run_by_id(run_id)
    assert run is not None
    return run.status


def test_a_run_whose_process_was_killed_is_ended(instance: dg.DagsterInstance, warehouse: Path) -> None:
    holder = subprocess.Popen([sys.executable, "-c", HOLDER, str(warehouse)], cwd=ROOT, stdout=subprocess.PIPE)
    assert holder.stdout is not None and holder.stdout.readline() == b"ready\n"
    run = started(instance, warehouse)
    assert abandoned.end(instance, sleep=lambda _: None) == [] and status(instance, run) is STARTED
    os.kill(holder.pid, signal.SIGKILL)
    holder.wait()
    assert abandoned.end(instance, sleep=lambda _: None) == [run] and status(instance, run) is FAILURE


def test_who_holds_the_lock_knows_that_no_other_run_is_at_work(instance: dg.DagsterInstance, warehouse: Path) -> None:
    run, waiting = started(instance, warehouse), started(instance, None)
    with lock(warehouse):
        assert abandoned.end(instance, held=warehouse, sleep=lambda _: None) == [run]
    assert status(instance, waiting) is STARTED, "it has no lock yet and may be waiting for it"


def test_a_run_that_ends_well_in_the_meantime_is_left_alone(instance: dg.DagsterInstance, warehouse: Path) -> None:
    run = started(instance, warehouse)

    def ends(_: float) -> None:
        found = instance.get_run_by_id(run)
        assert found is not None
        instance.report_run_canceled(found)

    assert abandoned.end(instance, sleep=ends) == []
    assert status(instance, run) is dg.DagsterRunStatus.CANCELED


@pytest.mark.parametrize("state", [STARTED, dg.DagsterRunStatus.NOT_STARTED])
def test_a_run_that_was_killed_before_it_had_its_lock_is_ended(
    instance: dg.DagsterInstance, state: dg.DagsterRunStatus
) -> None:
    program = "from pipelines.defs import abandoned; print(abandoned.process()[abandoned.PROCESS])"
    other = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    job = dg.GraphDefinition("build_warehouse").to_job()
    gone, mine, elsewhere = (
        instance.create_run_for_job(job, status=state, tags={abandoned.PROCESS: said}).run_id
        for said in (other.stdout.strip(), abandoned.process()[abandoned.PROCESS], "another-machine 1 1")
    )
    assert abandoned.end(instance, sleep=lambda _: None) == [gone]
    assert status(instance, gone) is FAILURE and {status(instance, run) for run in (mine, elsewhere)} == {state}


def test_a_number_that_another_process_has_by_now_is_not_the_process() -> None:
    host, pid, born = abandoned.process()[abandoned.PROCESS].split(" ")
    assert not abandoned._gone(f"{host} {pid} {born}")
    if born:  # Linux
        assert abandoned._gone(f"{host} {pid} {int(born) - 1}")


def test_a_run_whose_folder_is_gone_is_ended(instance: dg.DagsterInstance, warehouse: Path) -> None:
    run = started(instance, warehouse)
    warehouse.rmdir()
    assert abandoned.end(instance, sleep=lambda _: None) == [run]


def test_a_run_that_never_came_to_its_lock_is_ended_after_a_day(
    instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = started(instance, None)
    assert abandoned.end(instance, sleep=lambda _: None) == []
    monkeypatch.setattr(abandoned, "OLD", -10.0)
    assert abandoned.end(instance, sleep=lambda _: None) == [run]


def test_a_run_without_a_lock_goes_on_for_days(instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch) -> None:
    """A partition is read without one; it was in the queue for a day before."""
    job = dg.GraphDefinition("read").to_job()
    run = instance.create_run_for_job(job, status=STARTED, tags=abandoned.process()).run_id
    monkeypatch.setattr(abandoned, "OLD", -10.0)
    assert abandoned.end(instance, sleep=lambda _: None) == [] and status(instance, run) is STARTED
