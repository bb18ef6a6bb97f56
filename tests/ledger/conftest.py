"""One warehouse of the three reports, for all tests of the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from pipelines.serve.query import connect
from tests.command import House
from tests.ledger import documents
from tests.shared import once


def _ledger(folder: Path) -> None:
    house = House(folder)
    documents.write(house.raw)
    result = house.run("build")
    assert result.returncode == 0, result.stderr


@pytest.fixture(scope="session")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> House:
    """Built once, never changed."""
    return House(once(tmp_path_factory, "ledger", _ledger))


@pytest.fixture
def connection(ledger: House) -> Iterator[duckdb.DuckDBPyConnection]:
    with connect(ledger.published) as opened:
        yield opened
