"""What several rooms of tests need and what takes long to make: made once."""

from __future__ import annotations

import gc
import shutil
from dataclasses import dataclass

import pytest

from tests.command import House
from tests.reports import write_bad, write_good

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
    return First(house, copy, bad, result.stdout)


def pytest_collection_finish() -> None:
    """What is collected now stays to the end."""
    gc.freeze()
