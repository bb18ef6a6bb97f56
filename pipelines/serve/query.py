"""Reading the published warehouse.

with connect(published) as connection: ...      # read-only; a clear error where there is no warehouse
answer = query(published, "select …")           # Answer(columns, rows)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
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


# A statement of somebody else's may read what is published and nothing else: no file, no extension, no setting.
LOCKED = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "lock_configuration": "true",
}
READING = {"SELECT", "EXPLAIN"}  # describe, show, summarize, values and from are selects to DuckDB


def connect(published: Path, *, files: bool = False) -> duckdb.DuckDBPyConnection:
    """Open the published file for reading; PublishError says what to do where that is not possible.

    With `files` statements may write and read other files: for exports, never for statements of somebody else's.
    """
    import duckdb

    if not published.exists():
        raise PublishError(f"there is no warehouse at {published}; make one with: taizhang build")
    try:
        return duckdb.connect(str(published), read_only=True, config={} if files else dict(LOCKED))
    except duckdb.Error as error:
        raise PublishError(f"{published} cannot be opened: {error}") from None


def query(
    published: Path, sql: str, parameters: Sequence[Any] = (), *, most: int | None = None, seconds: float | None = None
) -> Answer:
    """Ask the published warehouse one reading statement; PublishError with DuckDB's message for what it does not take.

    No more than `most` rows are fetched, and a statement that takes longer than `seconds` is broken off.
    """
    with connect(published) as connection:
        return answer(connection, sql, parameters, most=most, seconds=seconds)


def answer(
    connection: duckdb.DuckDBPyConnection,
    sql: str,
    parameters: Sequence[Any] = (),
    *,
    most: int | None = None,
    seconds: float | None = None,
) -> Answer:
    """The same over a connection that is open."""
    import duckdb

    clock = Timer(seconds, connection.interrupt) if seconds else None
    try:
        _require_reading(connection, sql)
        if clock:
            clock.daemon = True
            clock.start()
        cursor = connection.execute(sql, list(parameters) or None)
        columns = [column[0] for column in cursor.description or ()]
        if not columns:
            return Answer([], [])
        return Answer(columns, cursor.fetchall() if most is None else cursor.fetchmany(most))
    except duckdb.InterruptException:
        raise PublishError(f"the statement took longer than {seconds:g} seconds and was broken off") from None
    except duckdb.Error as error:
        raise PublishError(str(error)) from None
    finally:
        if clock:
            clock.cancel()


def _require_reading(connection: duckdb.DuckDBPyConnection, sql: str) -> None:
    statements = connection.extract_statements(sql)
    if len(statements) != 1:
        found = f"{len(statements)} statements" if statements else "no statement"
        raise PublishError(
            f"one statement that reads is expected, and there are {found}: {sql.strip()[:80] or '(empty)'}"
        )
    kind = statements[0].type.name
    if kind not in READING:
        raise PublishError(
            f"only statements that read are taken (select, from, describe, show, explain), not {kind.lower()}"
        )
