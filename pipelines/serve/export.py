"""The marts as files to take away: Parquet or CSV with a datapackage.json, or an Excel workbook for people.

    paths = export(published, "csv", Path("out"))                       # every table, the view observations
    paths = export(published, "csv", Path("out"), ["v_指标观测"])       # these only

In CSV, text that a spreadsheet would take for a formula is defused by an apostrophe in front, and lists become JSON;
Parquet keeps both as they are. Whatever is written stands whole or not at all, and the same warehouse gives the same
bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.errors import PublishError
from pipelines.publish import shapes
from pipelines.publish.files import write_aside
from pipelines.serve import datapackage
from pipelines.serve.query import connect

if TYPE_CHECKING:
    import duckdb

FORMATS = ("parquet", "csv", "xlsx")
# As `render.is_formula`: full-width signs too, and signs behind what is not seen.
FORMULA = r"^[\p{Cf}\p{Cc}\p{Z}\p{Mn}]*[-=+@\t\r\n＝＋－＠﹢﹣﹦﹫⁺₊−]"
OPTIONS = {"parquet": "format parquet, compression zstd", "csv": "format csv, header true"}


def export(published: Path, form: str, directory: Path, tables: Sequence[str] | None = None) -> list[Path]:
    """Write the published warehouse, or the named tables and views of it, into a folder; returns the files.

    Raises PublishError for an unknown format or table, for tables of a workbook (it has sheets of its own), and where a
    sheet would have more rows than a spreadsheet takes.
    """
    if form not in FORMATS:
        raise PublishError(f"unknown format {form}; known: {', '.join(FORMATS)}")
    if form == "xlsx":
        from pipelines.serve.workbook import book

        if tables:
            raise PublishError("the workbook has sheets of its own; single tables are exported as parquet or csv")
        directory.mkdir(parents=True, exist_ok=True)
        return [book.write(published, directory), *book.write_places(published, directory)]
    with connect(published, files=True) as connection:
        chosen = _chosen(shapes.read(connection), tables)
        directory.mkdir(parents=True, exist_ok=True)
        written = [_copy(connection, relation, form, directory / f"{relation.name}.{form}") for relation in chosen]
        return [*written, datapackage.write(connection, chosen, form, directory)]


def _chosen(relations: list[shapes.Relation], tables: Sequence[str] | None) -> list[shapes.Relation]:
    """What is to be written, in the file's order; the Chinese-named views only if they are named."""
    if not tables:
        return [relation for relation in relations if not relation.is_flat]
    known = {relation.name: relation for relation in relations}
    if unknown := [name for name in tables if name not in known]:
        raise PublishError(f"there is no table {unknown[0]}; known: {', '.join(known)}")
    return [relation for relation in relations if relation.name in tables]


def _copy(connection: duckdb.DuckDBPyConnection, relation: shapes.Relation, form: str, target: Path) -> Path:
    chosen = "*" if form == "parquet" else ", ".join(_plain_columns(connection, relation))
    # A table keeps the order in which it was made; that of a view's joins is not fixed.
    order = " order by all" if relation.is_view else ""
    with write_aside(target) as aside:
        path = str(aside).replace("'", "''")
        connection.execute(f"copy (select {chosen} from main.\"{relation.name}\"{order}) to '{path}' ({OPTIONS[form]})")
    return target


def _plain_columns(connection: duckdb.DuckDBPyConnection, relation: shapes.Relation) -> Iterator[str]:
    """The columns as CSV holds them: lists as JSON, text that looks like a formula defused."""
    dangerous = _formulas(connection, relation)
    for column in relation.columns:
        name = column.name
        if column.is_list:
            yield f'cast(to_json("{name}") as varchar) as "{name}"'
        elif name in dangerous:
            defused = f"""'''' || "{name}\""""
            yield f"""case when regexp_matches("{name}", '{FORMULA}') then {defused} else "{name}" end as "{name}\""""
        else:
            yield f'"{name}"'


def _formulas(connection: duckdb.DuckDBPyConnection, relation: shapes.Relation) -> set[str]:
    """The columns with a text that looks like a formula.

    All of a table's are asked at once: DuckDB makes the pattern anew for each place in a query where it stands, which for
    the columns of all tables took four times as long as writing them.
    """
    texts = ", ".join(f'"{column.name}"' for column in relation.columns if column.type == "VARCHAR")
    if not texts:
        return set()
    found = connection.execute(
        f"""select distinct name
            from (unpivot (select {texts} from main."{relation.name}") on columns(*) into name name value value)
            where regexp_matches(value, '{FORMULA}')"""
    )
    return {name for (name,) in found.fetchall()}
