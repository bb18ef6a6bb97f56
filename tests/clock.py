"""Processor time of a piece of work, fit for comparisons: without what else the process holds or the machine does."""

from __future__ import annotations

import gc
import re
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


QUIET = 0.11  # processor seconds of the yardstick on the quiet machine on which the limits were set
_WORDS = re.compile(r"(?:甲|乙)+丙|[0-9]+(?:\.[0-9]+)?(?:亿元|万人)|丁{1,3}戊?")
_TEXT = "甲乙甲乙，丁丁戊12.5亿元、乙乙丙。3万人" * 20


def within(seconds: float, work: Callable[[], object], tries: int = 3) -> bool:
    """Whether a piece of work takes at most so much of the processor, of the quiet machine's seconds.

    Processes that share a core or its cache take twice the processor time and more for the same work, and an older machine
    takes more of it, too. So what seems to take too long is tried again beside a fixed piece of work, and the limit grows by what that
    takes more than on the quiet machine. It never shrinks.
    """
    for _ in range(tries):
        took = processor_seconds(work, 1)
        if took <= seconds or took <= seconds * processor_seconds(_yardstick, 1) / QUIET:
            return True
    return False


def _yardstick() -> None:
    for _ in range(4000):
        found: dict[str, int] = {}
        for match in _WORDS.finditer(_TEXT):
            found[match[0]] = found.get(match[0], 0) + match.start()
