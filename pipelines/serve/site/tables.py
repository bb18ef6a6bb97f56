"""The tables of one page: the answers of the queries, with references between them as positions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pipelines.serve.site import queries
from pipelines.serve.site.encode import Table
from pipelines.serve.site.parts import Part

if TYPE_CHECKING:
    import duckdb


def read(connection: duckdb.DuckDBPyConnection, part: Part) -> dict[str, Table]:
    """All tables of a page. `connection` is read-only; the page's own lists are temporary tables."""
    connection.execute(
        "create or replace temp table page_document(document_id varchar primary key, number integer, home boolean)"
    )
    documents = [(document.document_id, number) for number, document in enumerate(part.documents)]
    for start in range(0, len(documents), 500):
        run = documents[start : start + 500]
        marks = ", ".join(["(?, ?, true)"] * len(run))
        connection.execute(f"insert into page_document values {marks}", [value for row in run for value in row])
    connection.execute(queries.PAGE_OBSERVATIONS.format(own=queries.OWN_OBSERVATIONS, asked=""))
    connection.execute(queries.GUEST_DOCUMENTS)
    connection.execute(queries.PAGE_PASSAGES)
    connection.execute("update page_document set number = number - 1 where not home")
    tables = {name: _ask(connection, sql) for name, sql in queries.TABLES.items()}
    _link(tables)
    return tables


def across(
    connection: duckdb.DuckDBPyConnection,
    own: str,
    without: Sequence[str] = (),
    *,
    texts: bool = False,
    asked: bool = False,
    laid_out: bool = False,
) -> dict[str, Table]:
    """The tables of a view across documents: the observations of the select `own` and what they are compared with.

    `page_document` is made by the caller, empty. Columns named in `without` are empty. With `texts`, the passages and rows
    of tables in page_found come too; documents are there with their heads only. With `asked`, all are of the code in page_asked; with
    `laid_out` that code is in own.by_indicator.
    """
    chosen = queries.LAID_OUT_PAGE_OBSERVATIONS if laid_out else queries.PAGE_OBSERVATIONS
    connection.execute(chosen.format(own=own, asked=f" where {queries.ASKED}" if asked else ""))
    connection.execute(queries.GUEST_DOCUMENTS)
    if texts:
        connection.execute(queries.FOUND_DOCUMENTS)
    connection.execute(queries.FOUND_PASSAGES if texts else "create or replace temp table page_passage(rid bigint)")
    connection.execute("update page_document set number = number - 1")
    given = {name: queries.TABLES[name] for name in ("document", "alias", "indicator", "sector")}
    given |= {
        "target": queries.TARGETS_ASKED if asked else queries.TARGETS_ACROSS,
        "conflict": queries.CONFLICTS_ACROSS,
    }
    if texts:
        given |= {"passage": queries.TABLES["passage"], "cell": queries.FOUND_CELLS}
    tables = {}
    for name, sql in queries.TABLES.items():
        if name == "observation":
            tables[name] = _observations(connection, without, laid_out)
        else:
            tables[name] = _ask(connection, given.get(name, f"select * from ({sql}) limit 0"))
    _link(tables)
    return tables


def _observations(connection: duckdb.DuckDBPyConnection, without: Sequence[str], laid_out: bool) -> Table:
    """The observations of the page in their order; columns in `without` are empty."""

    def ask(sql: str) -> Table:
        for column in without:
            sql = sql.replace(f"o.{column},", f"null as {column},", 1)
        return _ask(connection, sql)

    if not laid_out:
        return ask(queries.TABLES["observation"])
    table = ask(queries.LAID_OUT_OBSERVATIONS)
    if len(table.rows) < one(connection, "select count(*) from page_observation"):
        order = [table.columns.index(name) for name in ("document", "start", "end", "id")]
        others = ask(queries.OTHER_OBSERVATIONS).rows
        table.rows = sorted(table.rows + others, key=lambda row: [row[at] for at in order])
    return table


def one(connection: duckdb.DuckDBPyConnection, sql: str, given: Sequence[str] = ()) -> int:
    """The one number of a select."""
    row = connection.execute(sql, list(given) or None).fetchone()
    assert row is not None
    return int(row[0])


def _ask(connection: duckdb.DuckDBPyConnection, sql: str) -> Table:
    cursor = connection.execute(sql)
    columns = [column[0] for column in cursor.description]
    return Table(columns, [list(row) for row in cursor.fetchall()])


def _link(tables: dict[str, Table]) -> None:
    """Ids become positions: observations in targets and conflicts, indicators in observations, texts in quotes."""
    observation, target = tables["observation"], tables["target"]
    places = _positions(observation)
    observation.replace("quote", _quotes(observation, tables["passage"]))
    _replace_each(observation, "whole", places.get)
    _replace_each(observation, "checks", lambda checks: " ".join(checks or ()) or None)
    _replace_each(observation, "bbox", lambda box: box and [round(x, 1) for x in box])
    _replace_each(observation, "best", int)
    for name in ("target", "original", "actual"):
        _replace_each(target, name, places.get)
    _replace_each(tables["conflict"], "observations", lambda keys: [places[key] for key in keys])
    _indicators(tables, places)
    projects = _positions(tables["project"])
    _replace_each(tables["mention"], "project", projects.__getitem__)
    _replace_each(tables["project"], "similar", lambda keys: [projects[k] for k in keys or () if k in projects] or None)


def _positions(table: Table) -> dict[str, int]:
    """Where each id of a table stands."""
    return {key: number for number, key in enumerate(table.column("id"))}


def _replace_each(table: Table, name: str, value: Callable[[Any], Any]) -> None:
    """Put into a column what `value` makes of each of its values."""
    table.replace(name, [value(old) for old in table.column(name)])


def _quotes(observation: Table, passage: Table) -> list[Any]:
    """A quote that its passage holds is told by [start, end) in the document; others stay as text."""
    columns = (passage.column(name) for name in ("document", "number", "start", "text"))
    texts = {(document, number): (start, text) for document, number, start, text in zip(*columns, strict=True)}
    made: list[Any] = []
    columns = (observation.column(name) for name in ("document", "passage", "start", "quote"))
    for document, number, start, quote in zip(*columns, strict=True):
        begin, text = texts.get((document, number), (0, ""))
        at = text.rfind(quote, 0, start - begin + len(quote)) if quote else -1
        made.append([begin + at, begin + at + len(quote)] if 0 <= at <= start - begin < at + len(quote) else quote)
    return made


def _indicators(tables: dict[str, Table], places: Mapping[str, int]) -> None:
    """One row per indicator: the catalogued ones, then the names that no catalogue knows, in the order of the texts."""
    observation, target, alias = tables["observation"], tables["target"], tables.pop("alias")
    indicator = tables["indicator"]
    aliases: dict[str, list[str]] = {}
    for code, name in alias.rows:
        aliases.setdefault(code, []).append(name)
    numbers: dict[tuple[str | None, str | None], int] = {}
    for row in indicator.rows:
        numbers[row[0], None] = len(numbers)
    indicator.columns.append("aliases")
    for row in indicator.rows:
        row.append("\n".join(aliases.get(row[0], ())) or None)

    def number(code: str | None, name: str, sector: int | None) -> int:
        key = (code, None) if code else (None, name)
        if key not in numbers:
            numbers[key] = len(numbers)
            given = {"code": code, "name": name, "sector": sector}
            indicator.rows.append([given.get(column) for column in indicator.columns])
        return numbers[key]

    columns = (observation.column(name) for name in ("code", "name", "sector"))
    mine = [number(*row) for row in zip(*columns, strict=True)]
    observation.replace("code", mine, "indicator")
    columns = (target.column(name) for name in ("code", "name", "target", "actual"))
    theirs = []
    for code, name, aim, outcome in zip(*columns, strict=True):
        known = next((place for place in (aim, outcome) if place is not None), None)
        theirs.append(number(code, name, None) if code or known is None else mine[known])
    target.replace("code", theirs, "indicator")
