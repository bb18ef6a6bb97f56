"""One build at a time in a warehouse folder: a lock of the operating system, gone with the process that holds it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from pipelines.publish.errors import PublishError


class LockedError(PublishError):
    """Another build is writing into the folder; the message says what to do."""


@contextmanager
def lock(warehouse: Path, seconds: float = 0) -> Iterator[None]:
    """Hold the folder's lock, waiting up to `seconds` for it.

    Raises LockedError while another build has it, PublishError when the folder cannot be written.
    """
    held = FileLock(warehouse / ".lock")
    try:
        warehouse.mkdir(parents=True, exist_ok=True)
        held.acquire(timeout=seconds, poll_interval=0.2)
    except Timeout:
        waited = f" (waited {seconds:g} s)" if seconds else ""
        raise LockedError(
            f"another build is writing into {warehouse}{waited}; wait for it, name another folder with --warehouse, or "
            "let this one wait: TAIZHANG_LOCK_SECONDS=600"
        ) from None
    except OSError as error:
        raise PublishError(
            f"cannot write into {warehouse}: {error.strerror or error}; name another folder with --warehouse"
        ) from None
    try:
        yield
    finally:
        held.release()
