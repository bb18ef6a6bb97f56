"""Files that are there whole or not at all.

with write_aside(target) as aside: ...      # write to `aside`; it becomes `target`
sweep(folder)                               # what killed processes left of such files
unwritable(error, place)                    # what to say of an OSError
"""

from __future__ import annotations

import contextlib
import errno
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


def sweep(folder: Path, *, below: bool = True) -> int:
    """Remove the half-written files of processes that are no more, below a folder or only in it; returns how many."""
    left = [
        path
        for path in (folder.rglob if below else folder.glob)(".aside-*")
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


def unwritable(error: OSError, place: Path | str) -> str:
    """What went wrong with a file or folder, and the next step, as one sentence.

    >>> unwritable(OSError(28, "No space left on device"), "out")
    'cannot write into out: No space left on device; make room there and run it again'
    >>> unwritable(NotADirectoryError(20, "Not a directory", "out/a"), "out")
    'cannot write out/a: Not a directory; a file stands where a folder is needed: move it away, or name another place'
    """
    what = f"cannot write {error.filename}" if error.filename else f"cannot write into {place}"
    if error.errno in (errno.ENOSPC, errno.EFBIG, errno.EDQUOT):
        step = "make room there and run it again"
    elif error.errno in (errno.ENOTDIR, errno.EEXIST, errno.EISDIR):
        step = "a file stands where a folder is needed: move it away, or name another place"
    elif error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        step = "change its permissions, or name another place"
    else:
        step = "put it right and run it again"
    return f"{what}: {error.strerror or error}; {step}"
