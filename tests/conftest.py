"""What several rooms of tests need and what takes long to make: made once."""

from __future__ import annotations

import gc
import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.command import ROOT, House
from tests.reports import write_bad, write_good
from tests.shared import copied, once

if TYPE_CHECKING:
    from tests.schedule import Files

# What Python and pytest make of the sources is kept, also where an environment says otherwise (PYTHONDONTWRITEBYTECODE):
# to make it takes half of the collection, and a third of a second in each of a hundred processes.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

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


def _first(folder: Path) -> None:
    house = House(folder / "first")
    write_good(house.raw)
    bad = write_bad(house.raw)
    (house.raw / "plan-copy.txt").write_bytes((house.raw / "plan.txt").read_bytes())
    result = house.run_anew("build", TAIZHANG_SERVE_UP_TO="20000", TAIZHANG_WORKERS="2")
    assert result.returncode == 0, result.stderr
    copy = folder / "copy" / "first"
    copied(house.folder, copy)
    (folder / "told.json").write_text(json.dumps({"bad": bad, "said": result.stdout}), encoding="utf-8")


@pytest.fixture(scope="session")
def first(tmp_path_factory: pytest.TempPathFactory) -> First:
    """The command, in a folder of its own."""
    folder = once(tmp_path_factory, "first", _first)
    told = json.loads((folder / "told.json").read_text(encoding="utf-8"))
    return First(House(folder / "first"), House(folder / "copy" / "first"), **told)


def _ours(folder: Path) -> None:
    house = House(folder)
    house.raw.symlink_to(ROOT / "raw")
    result = house.run("build", TAIZHANG_SERVE_UP_TO="20000")
    assert result.returncode == 0, result.stderr
    assert "documents     5 read, 0 unchanged, 0 failed" in result.stdout


@pytest.fixture(scope="session")
def ours(tmp_path_factory: pytest.TempPathFactory) -> House:
    """The warehouse of the repository's own raw/, with all that a build makes; for all to read."""
    return House(once(tmp_path_factory, "ours", _ours))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Files:
    """Where the suite runs in several processes, who gets what."""
    from tests.schedule import Files

    return Files(config, log)


def pytest_collection_finish() -> None:
    """What is collected now stays to the end."""
    gc.freeze()
