"""A copy of a warehouse is one of its own, whatever was run in the one that it was copied from."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.commands import history
from pipelines.errors import CommandError
from tests.command import House
from tests.shared import copied


def test_the_history_of_a_copy_is_the_copys(tmp_path: Path) -> None:
    house = House(tmp_path / "house")
    house.warehouse.mkdir(parents=True)
    history.claim(house.folder / "dagster", house.warehouse)
    copy = House(copied(house.folder, tmp_path / "copy"))
    history.claim(copy.folder / "dagster", copy.warehouse)
    history.claim(house.folder / "dagster", house.warehouse)
    with pytest.raises(CommandError, match="is that of the warehouse"):
        history.claim(copy.folder / "dagster", house.warehouse)
