"""The local runner: every task gets one outcome, whatever its process suffers."""

import os

import pytest

from pipelines.runner import Done, Lost
from pipelines.runner.local import InlineRunner, LocalRunner

WORK = "tests.runner.fakes:work"


def outcomes(runner: object, tasks: list[str], size: int = 3) -> dict[str, Done | Lost]:
    batches = [tasks[i : i + size] for i in range(0, len(tasks), size)]
    pairs = list(runner.map(WORK, batches))  # type: ignore[attr-defined]
    assert sorted(task for task, _ in pairs) == sorted(tasks), "one outcome for each task"
    return dict(pairs)


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_same_answers_whatever_the_number_of_workers(workers: int) -> None:
    tasks = [f"ok:{n}" for n in range(20)]
    found = outcomes(LocalRunner(workers=workers), tasks)
    assert [found[task].value for task in tasks] == tasks


def test_one_bad_document_does_not_touch_the_others(tmp_path) -> None:
    bad = ["raise:a.txt", "die:b", "memory:", f"die-once:{tmp_path / 'marker'}"]
    good = [f"ok:{n}" for n in range(6)]
    found = outcomes(LocalRunner(workers=2, memory_mb=512), [*good[:3], *bad, *good[3:]])
    assert all(found[task] == Done(task, found[task].duration_s) for task in good)
    assert found["raise:a.txt"].error.startswith("ValueError: cannot read a.txt")
    assert "died twice" in found["die:b"].error and "signal 9" in found["die:b"].error
    assert found["memory:"].error == "out of memory"
    assert isinstance(found[bad[3]], Done), "a process that died once is tried again"


def test_a_document_that_takes_too_long_is_ended() -> None:
    found = outcomes(LocalRunner(workers=2, seconds=1), ["hang:", "ok:1", "ok:2"])
    assert "time limit" in found["hang:"].error
    assert isinstance(found["ok:1"], Done) and isinstance(found["ok:2"], Done)


def test_time_is_the_processors_so_that_a_busy_machine_ends_no_good_document() -> None:
    found = outcomes(LocalRunner(workers=1, seconds=0.5), ["wait:1.2", "ok:1"])
    assert isinstance(found["wait:1.2"], Done) and isinstance(found["ok:1"], Done)


def test_a_document_that_waits_for_ever_is_ended_by_the_clock() -> None:
    found = outcomes(LocalRunner(workers=1, seconds=0.5, patience=2), ["wait:60", "ok:1"])
    assert found["wait:60"].error == (
        "ended after 1 s on the clock; it waits: the time limit for one document is 0.5 s of the processor"
    )


def test_workers_are_replaced() -> None:
    tasks = [f"pid:{n}" for n in range(7)]
    found = outcomes(LocalRunner(workers=1, recycle=3), tasks)
    assert len({found[task].value for task in tasks}) == 3
    assert str(os.getpid()) not in {found[task].value for task in tasks}


def test_leaving_early_leaves_no_process() -> None:
    runner = LocalRunner(workers=2)
    results = runner.map(WORK, [[f"pid:{n}" for n in range(50)]])
    pid = int(next(results)[1].value)
    results.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_no_tasks_start_no_process() -> None:
    assert list(LocalRunner().map("no.such.module:function", [])) == []


def test_inline_runner_keeps_the_interface() -> None:
    found = outcomes(InlineRunner(), ["ok:1", "raise:x"])
    assert found["ok:1"].value == "ok:1" and "cannot read x" in found["raise:x"].error
