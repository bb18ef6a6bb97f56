"""Reading the published warehouse.

with connect(published) as connection: ...      # read-only; a clear error where there is no warehouse
answer = query(published, "select …")           # Answer(columns, rows)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.errors import PublishError

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a query: column names, and rows as tuples in the same order."""

    columns: list[str]
    rows: list[tuple[Any, ...]]

    def records(self) -> list[dict[str, Any]]:
        """The rows as dicts."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


def connect(published: Path) -> duckdb.DuckDBPyConnection:
    """Open the published file for reading; PublishError says what to do where that is not possible."""
    import duckdb

    if not published.exists():
        raise PublishError(f"there is no warehouse at {published}; make one with: taizhang build")
    try:
        return duckdb.connect(str(published), read_only=True)
    except duckdb.Error as error:
        raise PublishError(f"{published} cannot be opened: {error}") from None


def query(published: Path, sql: str, parameters: Sequence[Any] = ()) -> Answer:
    """Ask the published warehouse; PublishError with DuckDB's message for SQL that it does not take."""
    import duckdb

    with connect(published) as connection:
        try:
            cursor = connection.execute(sql, list(parameters) or None)
            columns = [column[0] for column in cursor.description or ()]
            return Answer(columns, cursor.fetchall() if columns else [])
        except duckdb.Error as error:
            raise PublishError(str(error)) from None
