"""What takes long to make is made once in a run of the suite, in whichever of its processes a test asks for it first."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

from pipelines.commands.history import owner


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """A folder of the run that `make` has filled, for all to read and nobody to change.

    The other processes wait while one makes it. What fails is taken away, so that the next one that asks is told, too.
    """
    base = factory.getbasetemp()
    base = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder, whole = base / f"once-{name}", base / f"once-{name}.whole"
    with FileLock(base / f"once-{name}.lock"):
        if not whole.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            make(folder)
            whole.touch()
    return folder


def copied(folder: Path, target: Path) -> Path:
    """A copy of a folder to be changed: two names of one file are two names of one file in it, too.

    The history in a house's copy (`tests/command.py`) is the copy's: somebody may have run a command in the one that is for all.
    """
    names: dict[int, Path] = {}

    def copy(source: str, place: str) -> None:
        status = Path(source).stat()
        if status.st_ino in names and status.st_nlink > 1:
            os.link(names[status.st_ino], place)
        else:
            shutil.copy2(source, place)
            names[status.st_ino] = Path(place)

    shutil.copytree(folder, target, symlinks=True, copy_function=copy)
    owner(target / "dagster").unlink(missing_ok=True)
    return target
