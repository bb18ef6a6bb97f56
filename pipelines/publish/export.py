"""The marts as files to take away: Parquet, CSV, or one Excel workbook.

    paths = export(published, "xlsx", Path("out"), tables=None)     # every table and view of the warehouse

Text that a spreadsheet would take for a formula is defused in CSV by an apostrophe in front; in a workbook, text cells
are text whatever they begin with. Lists become JSON.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.publish.errors import PublishError
from pipelines.publish.query import connect

if TYPE_CHECKING:
    import duckdb

FORMATS = ("parquet", "csv", "xlsx")
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
MOST_ROWS = 1_048_575  # of a worksheet, the header not counted
MOST_TEXT = 32_767  # characters of a cell
WORKBOOK = "taizhang.xlsx"


def export(published: Path, form: str, directory: Path, tables: Sequence[str] | None = None) -> list[Path]:
    """Write tables of the published warehouse (all of them if none are named) into a folder; returns the files.

    Raises PublishError for an unknown format or table, and where a table has more rows than a worksheet.
    """
    if form not in FORMATS:
        raise PublishError(f"unknown format {form}; known: {', '.join(FORMATS)}")
    directory.mkdir(parents=True, exist_ok=True)
    with connect(published) as connection:
        known = list_tables(connection)
        chosen = list(tables) if tables else known
        if unknown := [name for name in chosen if name not in known]:
            raise PublishError(f"there is no table {unknown[0]}; known: {', '.join(known)}")
        if form == "xlsx":
            return [_workbook(connection, chosen, directory / WORKBOOK)]
        return [_copy(connection, name, form, directory / f"{name}.{form}") for name in chosen]


def list_tables(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Tables and views of the warehouse, dimensions first, by name."""
    rows = connection.execute(
        """select table_name from information_schema.tables
           where table_catalog = current_database() and table_schema = 'main'
           order by not starts_with(table_name, 'dim_'), not starts_with(table_name, 'fct_'), table_name"""
    ).fetchall()
    return [name for (name,) in rows]


def _columns(connection: duckdb.DuckDBPyConnection, table: str) -> list[tuple[str, str, str]]:
    """(name, type, comment) of a table's columns."""
    return connection.execute(
        """select column_name, data_type, coalesce(comment, '') from duckdb_columns()
           where database_name = current_database() and schema_name = 'main' and table_name = ? order by column_index""",
        [table],
    ).fetchall()


def _copy(connection: duckdb.DuckDBPyConnection, table: str, form: str, target: Path) -> Path:
    chosen = "*"
    if form == "csv":
        chosen = ", ".join(_plain_column(name, kind) for name, kind, _ in _columns(connection, table))
    options = "format parquet, compression zstd" if form == "parquet" else "format csv, header true"
    aside = target.with_name(f".aside-{os.getpid()}-{target.name}")
    try:
        path = str(aside).replace("'", "''")
        connection.execute(f"copy (select {chosen} from main.\"{table}\") to '{path}' ({options})")
        aside.replace(target)
    finally:
        aside.unlink(missing_ok=True)
    return target


def _plain_column(name: str, kind: str) -> str:
    """A column as CSV holds it: lists as JSON, text that looks like a formula defused."""
    if kind.endswith("]"):
        return f'cast(to_json("{name}") as varchar) as "{name}"'
    if kind == "VARCHAR":
        return f"""case when regexp_matches("{name}", '^[=+@\\t\\r\\n-]') then '''' || "{name}" else "{name}" end as "{name}\""""
    return f'"{name}"'


def _workbook(connection: duckdb.DuckDBPyConnection, tables: Sequence[str], target: Path) -> Path:
    import xlsxwriter

    aside = target.with_name(f".aside-{os.getpid()}-{target.name}")
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    try:
        with xlsxwriter.Workbook(str(aside), options) as book:
            head = book.add_format({"bold": True, "bg_color": "#DDE6F0", "border": 1})
            for table in tables:
                _sheet(connection, book, head, table)
            _dictionary(connection, book, head, tables)
        aside.replace(target)
    finally:
        aside.unlink(missing_ok=True)
    return target


def _sheet(connection: duckdb.DuckDBPyConnection, book: Any, head: Any, table: str) -> None:
    columns = [name for name, _, _ in _columns(connection, table)]
    [count] = connection.execute(f'select count(*) from main."{table}"').fetchone() or (0,)
    if count > MOST_ROWS:
        raise PublishError(f"{table} has {count} rows, more than a worksheet holds; export it as parquet or csv")
    sheet = book.add_worksheet(table[:31])
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(columns) - 1, 16)
    for number, name in enumerate(columns):
        sheet.write_string(0, number, name, head)
    sheet.autofilter(0, 0, max(count, 1), len(columns) - 1)
    cursor = connection.execute(f'select * from main."{table}"')
    line = 0
    while rows := cursor.fetchmany(2000):
        for row in rows:
            line += 1
            for number, value in enumerate(row):
                _cell(sheet, line, number, value)


def _cell(sheet: Any, line: int, column: int, value: Any) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(line, column, value)
    elif isinstance(value, (int, float, Decimal)):
        sheet.write_number(line, column, value)
    elif isinstance(value, list):
        sheet.write_string(line, column, json.dumps(value, ensure_ascii=False, default=str)[:MOST_TEXT])
    else:
        sheet.write_string(line, column, str(value)[:MOST_TEXT])


def _dictionary(connection: duckdb.DuckDBPyConnection, book: Any, head: Any, tables: Sequence[str]) -> None:
    """The sheet that says what every column means."""
    sheet = book.add_worksheet("字段说明")
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, 2, 24)
    sheet.set_column(3, 3, 100)
    for number, name in enumerate(("表", "字段", "类型", "说明")):
        sheet.write_string(0, number, name, head)
    line = 0
    for table in tables:
        for name, kind, comment in _columns(connection, table):
            line += 1
            for number, text in enumerate((table, name, kind, comment)):
                sheet.write_string(line, number, text)
