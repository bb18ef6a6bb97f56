"""One build at a time in a warehouse folder.

    with lock(warehouse, seconds=0):     # LockedError at once, or after so many seconds
        ...

The lock is the operating system's on the file `.lock`: it goes with the process that holds it, however that ends.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipelines.publish.errors import PublishError


class LockedError(PublishError):
    """Another build is running in the same warehouse folder."""


@contextmanager
def lock(warehouse: Path, seconds: float = 0) -> Iterator[None]:
    """Hold the folder's lock; PublishError if the folder cannot be written, LockedError if another build has it."""
    from filelock import FileLock, Timeout

    try:
        warehouse.mkdir(parents=True, exist_ok=True)
        held = FileLock(warehouse / ".lock", timeout=seconds)
        held.acquire()
    except Timeout:
        owner = _owner(warehouse)
        raise LockedError(
            f"another build is running in {warehouse}{owner}; wait for it, or give another --warehouse"
        ) from None
    except OSError as error:
        raise PublishError(f"{warehouse} cannot be written: {error.strerror or error}") from None
    try:
        (warehouse / ".lock.owner").write_text(str(os.getpid()), encoding="ascii")
        yield
    finally:
        (warehouse / ".lock.owner").unlink(missing_ok=True)
        held.release()


def _owner(warehouse: Path) -> str:
    try:
        return f" (process {(warehouse / '.lock.owner').read_text(encoding='ascii').strip()})"
    except OSError:
        return ""
