"""Both files of a build, copied or moved as one."""

from __future__ import annotations

import shutil
from pathlib import Path

from pipelines.publish.database import remove_build, work_file


def copy_build(build: Path, target: Path) -> Path:
    """Copy a build; returns the target."""
    target.parent.mkdir(exist_ok=True)
    remove_build(target)
    shutil.copyfile(build, target)
    shutil.copyfile(work_file(build), work_file(target))
    return target


def move_build(build: Path, target: Path) -> Path:
    """Move a build, if it is there; returns the target."""
    for one, other in ((build, target), (work_file(build), work_file(target))):
        if one.exists():
            one.replace(other)
    return target
