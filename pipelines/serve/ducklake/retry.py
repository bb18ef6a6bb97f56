"""Trying again what another writer's commit got in the way of."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
FIRST_SECONDS, LONGEST_SECONDS = 0.1, 3.0
CONFLICTS = re.compile(
    "Transaction conflict|write-write conflict|could not serialize access|deadlock detected|ducklake_max_retry_count|"
    "ducklake_snapshot_pkey"
)


def is_conflict(error: Exception) -> bool:
    """Whether an error of DuckDB's says that somebody else committed in between.

    >>> is_conflict(RuntimeError("Transaction conflict - attempting to insert into table …"))
    True
    >>> is_conflict(RuntimeError("Column x exists in file but was not found in table fct_conflict"))
    False
    """
    return CONFLICTS.search(str(error)) is not None


def patiently(act: Callable[[], T], again: Callable[[Exception], bool], seconds: float) -> T:
    """What `act` returns; while `again` says so of its error, it is done again after a growing, uneven pause.

    The last error is raised when `seconds` are over.
    """
    deadline = time.monotonic() + seconds
    pause = FIRST_SECONDS
    while True:
        try:
            return act()
        except Exception as error:
            wait = pause * random.uniform(0.5, 1.5)
            if not again(error) or time.monotonic() + wait > deadline:
                raise
        time.sleep(wait)
        pause = min(pause * 2, LONGEST_SECONDS)
