"""Who may do what in a warehouse folder: locks of the operating system, gone with the process that holds them.

One build at a time. Who only reads documents into the staged folder adds files and touches none of others, so any number
of them may be at work beside each other and beside a build. But a build removes what it does not need, and nobody's files
may go while they are being written, or after they were found there: that is done only when nobody reads.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from pipelines.errors import PublishError

READING = ".reading"
_held: set[Path] = set()


class LockedError(PublishError):
    """Another build is writing into the folder; the message says what to do."""


@contextmanager
def lock(warehouse: Path, seconds: float = 0) -> Iterator[None]:
    """Hold the folder's lock, waiting up to `seconds` for it.

    Raises LockedError while another build has it, PublishError when the folder cannot be written.
    """
    if warehouse.absolute() in _held:  # by the command that this run is part of
        yield
        return
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


@contextmanager
def holding(warehouse: Path, seconds: float = 0) -> Iterator[None]:
    """Hold the lock for all that this process does meanwhile: `lock` within it has it already. Raises as `lock` does."""
    with lock(warehouse, seconds):
        _held.add(warehouse.absolute())
        try:
            yield
        finally:
            _held.discard(warehouse.absolute())


@contextmanager
def reading(staged: Path) -> Iterator[None]:
    """While this lasts, nothing in the staged folder is removed; waits for a build that is just at it (moments).

    Raises PublishError when the folder cannot be written.
    """
    try:
        staged.mkdir(parents=True, exist_ok=True)
        descriptor = _open(staged)
    except OSError as error:
        raise PublishError(
            f"cannot write into {staged}: {error.strerror or error}; name another folder with --warehouse"
        ) from None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def nobody_reading(staged: Path) -> Iterator[bool]:
    """Whether nobody reads into the staged folder; if so, who comes now waits until this ends."""
    descriptor = _open(staged)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
        else:
            yield True
    finally:
        os.close(descriptor)


def _open(staged: Path) -> int:
    return os.open(staged / READING, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
