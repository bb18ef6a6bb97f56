"""Processor time of a piece of work, fit for comparisons: without what else the process holds or the machine does."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable


def processor_seconds(work: Callable[[], object], tries: int = 3) -> float:
    """The least processor time of some tries.

    What the process already holds is kept out of the garbage collector's sight meanwhile: a test-suite holds a million
    objects, and walking them again and again is no part of the work (nor is it done once before: that alone takes half a
    second).
    """
    gc.freeze()
    try:
        return min(_once(work) for _ in range(tries))
    finally:
        gc.unfreeze()


def _once(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started
