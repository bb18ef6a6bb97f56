"""Ctrl-C ends a command, whatever the code does that it comes upon.

    with stop.heard(): ...        # from here on a stop that is asked for is not lost
    stop.check()                  # raises KeyboardInterrupt if one was asked for

Python turns the signal into an exception wherever the main thread happens to be. Raised in a callback of the garbage
collector or of the import system, it is printed and forgotten; raised within dbt, it is a result among others. So the
signal is heard a second time, by a thread that reads it from a pipe which the interpreter itself writes to, whoever has
set a handler meanwhile (Dagster does, again and again). The thread remembers it for `check`, raises the signal once more
when the command is still there after a while, and in the end leaves without it: killed at any moment, a build leaves the
published file whole. A second Ctrl-C leaves at once. SIGTERM (a service that is stopped) is heard as Ctrl-C is.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator

PATIENCE = 5.0  # seconds until the signal is raised again
TIMES = 2  # how often it is raised again
CODE = 130  # as shells say it: 128 and the signal's number
_asked = threading.Event()


def asked() -> bool:
    """Whether a stop was asked for (known some milliseconds after the signal)."""
    return _asked.is_set()


def check() -> None:
    """Raise KeyboardInterrupt if a stop was asked for: before a step that should not be begun any more."""
    if _asked.is_set():
        raise KeyboardInterrupt


def leave(said: str = "stopped") -> None:
    """End the process here and now, without any cleaning up; its workers see their pipes closed and end too."""
    with contextlib.suppress(OSError, ValueError):
        print(said, file=sys.stderr, flush=True)
    os._exit(CODE)


@contextlib.contextmanager
def heard(patience: float = PATIENCE, leave: Callable[[], None] = leave) -> Iterator[None]:
    """Hear stops while the block runs; does nothing outside the main thread, where no signal can be handled.

    Python tells of signals that somebody handles: a background job, whose Ctrl-C is ignored, hears of none until Dagster
    sets its own handlers.
    """
    _asked.clear()
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    before = signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    listener = threading.Thread(target=_listen, args=(reading, patience, leave), daemon=True)
    listener.start()
    try:
        yield
    finally:
        signal.set_wakeup_fd(before)
        os.close(writing)
        listener.join()
        os.close(reading)


def _listen(pipe: int, patience: float, leave: Callable[[], None]) -> None:
    """Read signal numbers until the pipe closes; from the first stop on, see to it that it is obeyed."""
    import select

    raised, own = 0, 0  # how often the signal was raised again here; how many of those are still to be read
    while True:
        if not select.select([pipe], [], [], patience if _asked.is_set() else None)[0]:
            if raised == TIMES:
                return leave()
            raised, own = raised + 1, own + 1
            signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)  # a real one: it wakes a sleeper
            continue
        numbers = os.read(pipe, 64)
        if not numbers:
            return None
        stops = numbers.count(signal.SIGINT) + numbers.count(signal.SIGTERM)  # Dagster takes both for a stop
        of_others = max(0, stops - own)
        own -= stops - of_others
        if of_others > 1 or (of_others and _asked.is_set()):
            return leave()
        if of_others:
            _asked.set()
