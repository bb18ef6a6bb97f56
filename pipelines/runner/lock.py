"""One build at a time in a warehouse folder: a lock of the operating system, gone with the process that holds it."""

from __future__ import annotations

from pathlib import Path

from filelock import FileLock, Timeout


class LockedError(RuntimeError):
    """Another build is writing into the folder; the message says what to do."""


def acquire(warehouse: Path, seconds: float) -> FileLock:
    """The folder's lock, held; waits up to `seconds`. Taking it again in the same process only counts.

    Raises LockedError while another process holds it.
    """
    warehouse.mkdir(parents=True, exist_ok=True)
    lock = FileLock(warehouse / ".lock", is_singleton=True, thread_local=False)
    try:
        lock.acquire(timeout=seconds, poll_interval=0.2)
    except Timeout:
        waited = f" (waited {seconds:g} s)" if seconds else ""
        raise LockedError(
            f"another build is writing into {warehouse}{waited}; wait for it, or let this one wait: "
            "TAIZHANG_LOCK_SECONDS=600"
        ) from None
    return lock
