"""The local runner: a pool of worker processes on this machine.

One worker has one task at a time, so it is always known which document a process died of. A task whose process dies
is tried once more in a fresh process and then reported; one that takes too long is ended and reported. The others go
on. (A ProcessPoolExecutor breaks as a whole when one worker dies.) Workers are plain interpreters, not forks of the
parent: they import what the task's function needs and nothing of Dagster.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, Pipe, wait
from pathlib import Path
from typing import Any

from pipelines.runner import Done, Lost, Outcome

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 10.0  # how many times its limit of processor time a document may take on the clock: one that waits for ever
ATTEMPTS = 2  # a process may die of something else than its document (a full machine); twice is the document


@dataclass(slots=True)
class _Item:
    task: Any
    attempts: int = 0
    spent: float = 0.0


@dataclass(slots=True)
class _Worker:
    process: subprocess.Popen[bytes]
    connection: Connection
    served: int = 0
    item: _Item | None = None
    since: float = field(default=0.0)

    def give(self, item: _Item) -> None:
        """Send the task; a worker that is dead already is found out when its pipe is read."""
        self.item, self.since = item, time.monotonic()
        item.attempts += 1
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self.connection.send(item.task)

    def end(self, *, kill: bool = False) -> int:
        """Close the pipe, upon which the worker leaves (or kill it); returns its exit code."""
        if kill:
            self.process.kill()
        self.connection.close()
        try:
            return self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()


@dataclass(slots=True)
class LocalRunner:
    """`workers` processes; `seconds` and `memory_mb` bound one task; a process is replaced after `recycle` tasks.

    Seconds are of the processor, so that a busy machine ends no good document; on the clock it may be `patience` times that.
    """

    workers: int = 2
    seconds: float = 120
    memory_mb: int = 2048
    recycle: int = 2500
    patience: float = PATIENCE

    @property
    def longest(self) -> float:
        """Seconds on the clock after which a task is ended whatever it does."""
        return self.seconds * self.patience

    def map(self, function: str, batches: Iterable[Sequence[Any]]) -> Iterator[tuple[Any, Outcome]]:
        """See `Runner.map`; batches are taken apart, for a local pipe costs nothing."""
        source = (_Item(task) for batch in batches for task in batch)
        again: deque[_Item] = deque()
        pool: list[_Worker] = []
        try:
            while True:
                self._fill(pool, function, again, source)
                busy = [worker for worker in pool if worker.item is not None]
                if not busy:
                    return
                for worker in self._ready(busy):
                    item = worker.item
                    assert item is not None
                    outcome = self._collect(worker)
                    if outcome is None or worker.served >= self.recycle:
                        pool.remove(worker)
                    if outcome is None:
                        died = self._died(worker, item)
                        if isinstance(died, _Item):
                            again.append(died)
                            continue
                        outcome = died
                    elif worker.served >= self.recycle:
                        worker.end()
                    yield item.task, outcome
        finally:
            for worker in pool:
                worker.end(kill=worker.item is not None)

    def _fill(self, pool: list[_Worker], function: str, again: deque[_Item], source: Iterator[_Item]) -> None:
        """Give every idle worker a task, starting workers up to the limit."""
        while True:
            idle = next((worker for worker in pool if worker.item is None), None)
            if idle is None and len(pool) >= self.workers:
                return
            item = again.popleft() if again else next(source, None)
            if item is None:
                return
            if idle is None:
                idle = self._start(function)
                pool.append(idle)
            idle.give(item)

    def _start(self, function: str) -> _Worker:
        parent, child = Pipe()
        path = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
        one_thread = dict.fromkeys(("POLARS_MAX_THREADS", "OMP_NUM_THREADS", "ARROW_NUM_THREADS"), "1")
        command = [sys.executable, "-m", "pipelines.runner.worker"]
        # Ctrl-C goes to the parent; blocked here, it does not even reach a worker that is not yet up.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
        try:
            process = subprocess.Popen(
                [*command, str(child.fileno()), str(self.seconds), str(self.longest), str(self.memory_mb)],
                pass_fds=[child.fileno()],
                stdin=subprocess.DEVNULL,
                env={**os.environ, **one_thread, "PYTHONPATH": path},
            )
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        child.close()
        with contextlib.suppress(BrokenPipeError):
            parent.send(function)
        return _Worker(process, parent)

    def _ready(self, busy: list[_Worker]) -> list[_Worker]:
        """The workers that answered, died, or are past their time; waits until there is one."""
        deadline = min(worker.since for worker in busy) + self.longest
        ready = wait([worker.connection for worker in busy], timeout=max(0.0, deadline - time.monotonic()))
        now = time.monotonic()
        return [w for w in busy if w.connection in ready or now >= w.since + self.longest]

    def _collect(self, worker: _Worker) -> Outcome | None:
        """What the worker answered, and the worker is idle again; None if it died or had to be ended."""
        if not worker.connection.poll():
            return None
        try:
            success, value, duration = worker.connection.recv()
        except (EOFError, OSError):
            return None
        assert worker.item is not None
        duration += worker.item.spent
        worker.item = None
        worker.served += 1
        return Done(value, duration) if success else Lost(value, duration)

    def _died(self, worker: _Worker, item: _Item) -> Outcome | _Item:
        """End what is left of the worker: the item to try again, or the outcome that reports it."""
        spent = time.monotonic() - worker.since
        late = spent >= self.longest
        code = worker.end(kill=True)
        item.spent += spent
        if code == -signal.SIGPROF:
            return Lost(f"ended after {self.seconds:g} s of the processor, the time limit for one document", item.spent)
        if late or code == -signal.SIGALRM:
            said = f"it waits: the time limit for one document is {self.seconds:g} s of the processor"
            return Lost(f"ended after {self.longest:g} s on the clock; {said}", item.spent)
        if item.attempts < ATTEMPTS:
            return item
        how = f"signal {-code}" if code < 0 else f"exit code {code}"
        return Lost(f"the reading process died twice on this document ({how})", item.spent)


@dataclass(slots=True)
class InlineRunner:
    """Every task in this process, without limits: for tests and for debugging."""

    def map(self, function: str, batches: Iterable[Sequence[Any]]) -> Iterator[tuple[Any, Outcome]]:
        """See `Runner.map`; the order is that of the batches."""
        from pipelines.runner.worker import describe, resolve

        call = resolve(function)
        for batch in batches:
            for task in batch:
                started = time.perf_counter()
                try:
                    yield task, Done(call(task), time.perf_counter() - started)
                except Exception as error:
                    yield task, Lost(describe(error), time.perf_counter() - started)
