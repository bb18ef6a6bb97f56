"""What several rooms of tests need and what takes long to make: made once."""

from __future__ import annotations

import gc
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from pipelines.commands.history import owner
from tests.command import ROOT, House
from tests.reports import write_bad, write_good

if TYPE_CHECKING:
    from tests.schedule import Rooms

# A suite of thousands of tests holds a million objects, which no collection of garbage need walk through again and again.
gc.set_threshold(50_000, 20, 50)


@dataclass(frozen=True)
class First:
    """A first build of two good reports, a copy of one of them, and files that are none.

    `house` is for the one module that goes on building in it; `copy` is as it was after the first build, for all to read.
    """

    house: House
    copy: House
    bad: dict[str, str]
    said: str


@pytest.fixture(scope="session")
def first(tmp_path_factory: pytest.TempPathFactory) -> First:
    """The command, in a folder of its own."""
    house = House(tmp_path_factory.mktemp("first"))
    write_good(house.raw)
    bad = write_bad(house.raw)
    (house.raw / "plan-copy.txt").write_bytes((house.raw / "plan.txt").read_bytes())
    result = house.run("build", TAIZHANG_SERVE_UP_TO="20000")
    assert result.returncode == 0, result.stderr
    copy = House(tmp_path_factory.mktemp("copy") / "first")
    shutil.copytree(house.folder, copy.folder, symlinks=True)
    owner(copy.folder / "dagster").unlink()  # the history is that of the copy now
    return First(house, copy, bad, result.stdout)


@pytest.fixture(scope="session")
def ours(tmp_path_factory: pytest.TempPathFactory) -> House:
    """The warehouse of the repository's own raw/, with all that a build makes; for all to read."""
    house = House(tmp_path_factory.mktemp("ours"))
    house.raw.symlink_to(ROOT / "raw")
    result = house.run("build", TAIZHANG_SERVE_UP_TO="20000")
    assert result.returncode == 0, result.stderr
    assert "documents     5 read, 0 unchanged, 0 failed" in result.stdout
    return house


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Rooms:
    """Where the suite runs in several processes, who gets what."""
    from tests.schedule import Rooms

    return Rooms(config, log)


def pytest_collection_finish() -> None:
    """What is collected now stays to the end."""
    gc.freeze()
