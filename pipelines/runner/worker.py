"""A worker process: reads tasks from a pipe, one at a time, and answers each (`python -m pipelines.runner.worker FD`).

It limits itself: its memory by the operating system, and the processor's time of one task by an alarm that ends the process,
as one on the clock does where the parent does not get its turn. When the parent was killed, it leaves within a second, also in the middle of a document.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

ALARM_FACTOR = 1.5  # the parent ends a worker at its limit; the alarm is for one whose threads do not get their turn
FOR_EVER = 2.0**31 - 1  # seconds: timers take no more


def resolve(function: str) -> Callable[[Any], Any]:
    """The function that "module:name" names.

    >>> resolve("math:sqrt")(9.0)
    3.0
    """
    module, _, name = function.partition(":")
    return getattr(importlib.import_module(module), name)


def describe(error: BaseException) -> str:
    """An exception in one line with the place of our code that raised it.

    >>> describe(MemoryError())
    'out of memory'
    """
    if isinstance(error, MemoryError):
        return "out of memory"
    if isinstance(error, RecursionError):
        return "nested too deeply (RecursionError)"
    frames = [f for f in traceback.extract_tb(error.__traceback__) if "pipelines" in f.filename]
    place = f" at {frames[-1].filename.rsplit('/pipelines/', 1)[-1]}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}: {str(error)[:500]}{place}"


def limit_memory(megabytes: int) -> None:
    """Let this process hold at most so much private memory (where the system can; elsewhere no limit)."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (megabytes << 20, megabytes << 20))


def leave_with(parent: int, every: float = 1.0) -> None:
    """End this process when it has another parent than that one, which is then no more."""
    while os.getppid() == parent:
        time.sleep(every)
    os._exit(1)


def serve(connection: Connection, seconds: float, longest: float) -> None:
    """Answer tasks until the pipe closes: the first message names the function, each further one is a task.

    A task may take `seconds` of the processor and `longest` on the clock.
    """
    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):
        function = resolve(connection.recv())
        while True:
            task = connection.recv()
            started = time.perf_counter()
            signal.setitimer(signal.ITIMER_PROF, min(seconds, FOR_EVER))
            signal.setitimer(signal.ITIMER_REAL, min(longest * ALARM_FACTOR, FOR_EVER))
            try:
                answer = (True, function(task))
            except Exception as error:
                answer = (False, describe(error))
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.setitimer(signal.ITIMER_REAL, 0)
            connection.send((*answer, time.perf_counter() - started))


def main(argv: list[str]) -> None:
    """`FD SECONDS LONGEST MEGABYTES`: the pipe's descriptor, a task's limits of processor time and on the clock, the memory's."""
    descriptor, seconds, longest, megabytes = int(argv[0]), float(argv[1]), float(argv[2]), int(argv[3])
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the parent, which closes the pipe
    limit_memory(megabytes)
    gc.set_threshold(
        50_000, 20, 50
    )  # patterns and catalogues stay; the collector would look through them again and again
    threading.Thread(target=leave_with, args=(os.getppid(),), daemon=True).start()
    serve(Connection(descriptor), seconds, longest)


if __name__ == "__main__":
    main(sys.argv[1:])
