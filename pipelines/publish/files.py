"""Files that are there whole or not at all.

with write_aside(target) as aside: ...      # write to `aside`; it becomes `target`
sweep(folder)                               # what killed processes left of such files
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def write_aside(target: Path) -> Iterator[Path]:
    """A path beside `target` to write to; it takes the target's place when all went well, and is removed otherwise."""
    aside = target.with_name(f".aside-{os.getpid()}-{target.name}")
    try:
        yield aside
        aside.replace(target)
    finally:
        aside.unlink(missing_ok=True)


def sweep(folder: Path) -> int:
    """Remove the half-written files of processes that are no more, below a folder; returns how many."""
    left = [
        path
        for path in folder.rglob(".aside-*")
        if (found := re.match(r"\.aside-(\d+)-", path.name)) and not _alive(int(found[1]))
    ]
    for path in left:
        with contextlib.suppress(OSError):
            path.unlink()
    return len(left)


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:  # somebody else's
        return True
    return True
