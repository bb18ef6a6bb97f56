"""The rows that fail a data test, with the document and the passage that each comes from.

A test selects what it judges by: a key, a value. Whoever is to put it right needs the place: it is looked up in the
model that was tested, or, where that has none of its own (a conflict, a target with its outcome), in the observations
that the row is made from.
"""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb

ROWS = 20  # failing rows that are shown of a check
COLUMNS = 12  # columns that are shown of a row
FILE = "source_file"
PASSAGES = ("quote", "plan_text", "completion_text", "values_text", "target_quote", "full_name", "category", "text")
NAME = "name"  # of an item of which no passage is kept
IDS = ("observation_id", "observation_ids", "target_observation_id", "actual_observation_id")

Row = dict[str, Any]


def failing(
    connection: duckdb.DuckDBPyConnection, query: str, model: str = "", first: Collection[str] = ()
) -> list[Row]:
    """The first rows of a test's query, with `source_file` and a passage as far as there are any.

    `model` is the name of the tested model; the columns in `first` are shown first. What DuckDB cannot answer comes
    back as the only row.
    """
    import duckdb

    try:
        cursor = connection.execute(f"select * from ({query}) limit {ROWS}")
        names = [column[0] for column in cursor.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    except duckdb.Error as error:
        return [{"error": str(error)}]
    rows = [_found(connection, model, row) for row in rows]
    said = _said(connection, {id_ for row in rows if row.get(FILE) is None for id_ in _ids(row)})
    return [_shown(_placed(connection, said, row), first) for row in rows]


def _found(connection: duckdb.DuckDBPyConnection, model: str, row: Row) -> Row:
    """The row, with what its model knows of it where it has no place of its own."""
    import duckdb

    if not _has_place(row):
        with contextlib.suppress(duckdb.Error):  # a row of another shape: what the test says of it is shown
            row = row | {name: value for name, value in _of_model(connection, model, row).items() if name not in row}
    return row


def _placed(connection: duckdb.DuckDBPyConnection, said: Mapping[str, tuple[str, str]], row: Row) -> Row:
    """The row with its place, where it does not say it itself."""
    import duckdb

    if row.get(FILE) is None:
        row = row | _of_observations(said, row)
        with contextlib.suppress(duckdb.Error):
            row = row | _of_document(connection, row)
    return row


def _has_place(row: Mapping[str, Any]) -> bool:
    return row.get(FILE) is not None and any(row.get(name) for name in PASSAGES)


def _of_model(connection: duckdb.DuckDBPyConnection, model: str, row: Row) -> Row:
    """Place and observations of the first row of the model that agrees with this one wherever both have a column."""
    found = connection.execute(
        "select schema_name, column_name from duckdb_columns() where table_name = ? order by column_index", [model]
    ).fetchall()
    columns = [name for _, name in found]
    wanted = [name for name in (FILE, *PASSAGES, NAME, *IDS) if name in columns]
    common = [name for name in row if name in columns]
    if not wanted or not common:
        return {}
    same = " and ".join(f'"{name}" is not distinct from ?' for name in common)
    chosen = ", ".join(f'"{name}"' for name in wanted)
    query = f'select {chosen} from "{found[0][0]}"."{model}" where {same} limit 1'
    values = connection.execute(query, [row[name] for name in common]).fetchone()
    return dict(zip(wanted, values, strict=True)) if values else {}


def _ids(row: Row) -> list[str]:
    """The observations that the row names."""
    ids: list[str] = []
    for name in IDS:
        value = row.get(name)
        ids += value if isinstance(value, list) else [value] if value else []
    return ids


def _said(connection: duckdb.DuckDBPyConnection, ids: Collection[str]) -> dict[str, tuple[str, str]]:
    """Observation → its file and passage; all are asked for at once, for each asking looks through tens of millions."""
    import duckdb

    if not ids:
        return {}
    query = "select observation_id, source_file, quote from main.fct_indicator where observation_id in (select unnest(?::varchar[]))"
    try:
        return {id_: (file, quote) for id_, file, quote in connection.execute(query, [sorted(ids)]).fetchall()}
    except duckdb.Error:
        return {}


def _of_observations(said: Mapping[str, tuple[str, str]], row: Row) -> Row:
    """Files and passages of the observations that the row names."""
    known = [said[id_] for id_ in _ids(row) if id_ in said]
    if not known:
        return {}
    files, quotes = ({value for value in values if value is not None} for values in zip(*known, strict=True))
    return {FILE: " · ".join(sorted(files)), "quote": " · ".join(sorted(quotes)) or None}


def _of_document(connection: duckdb.DuckDBPyConnection, row: Row) -> Row:
    """The file of the document that the row names."""
    if not row.get("document_id"):
        return {}
    query = "select source_file from main.dim_document where document_id = ?"
    found = connection.execute(query, [row["document_id"]]).fetchone()
    return {FILE: found[0]} if found else {}


def _shown(row: Row, first: Iterable[str]) -> Row:
    """What the test is about, then the place, then the rest, not too much of it."""
    names = [name for name in (*first, FILE, *PASSAGES) if name in row]
    ordered = list(dict.fromkeys([*names, *row]))
    return {name: row[name] for name in ordered[:COLUMNS]}
