"""One warehouse of the three reports, for all tests of the ledger."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from pipelines.serve.query import connect
from tests.command import House
from tests.ledger import documents


@pytest.fixture(scope="session")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> House:
    """Built once, never changed."""
    house = House(tmp_path_factory.mktemp("ledger"))
    documents.write(house.raw)
    result = house.run("build")
    assert result.returncode == 0, result.stderr
    return house


@pytest.fixture
def connection(ledger: House) -> Iterator[duckdb.DuckDBPyConnection]:
    with connect(ledger.published) as opened:
        yield opened
