"""The workbook's lists, as sheets.yml describes them: one heading, then row after row."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines import yamls
from pipelines.errors import PublishError
from pipelines.serve.workbook import styles
from pipelines.serve.workbook.layout import MOST_ROWS, Layout
from pipelines.serve.workbook.styles import Styles

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True, slots=True)
class List:
    """A sheet that lists rows: the query, its columns with their widths, and what is coloured by what."""

    sheet: str
    about: str
    asked: str
    region: str
    fixed: int
    columns: dict[str, int]
    paper: str
    wrap: frozenset[str] = frozenset()
    percent: frozenset[str] = frozenset()
    colour: dict[str, Any] = field(default_factory=dict)

    def query(self, place: str | None = None) -> tuple[str, list[str]]:
        """The query with its parameters: of one place, or of all."""
        return self.asked.format(place=f"{self.region} = ?" if place else "true"), [place] if place else []


@functools.cache
def lists() -> tuple[List, ...]:
    """All lists in the order of the workbook."""
    content = yamls.read(Path(__file__).with_name("sheets.yml"))
    return tuple(
        List(
            one["sheet"], one["about"], one["from"], one.get("region", '"地区"'), one["fixed"], one["columns"], one["paper"],
            frozenset(one.get("wrap", ())), frozenset(one.get("percent", ())), one.get("colour", {}),
        )
        for one in content["lists"]
    )  # fmt: skip


def write(
    connection: duckdb.DuckDBPyConnection, book: Any, look: Styles, wanted: List, count: int, place: str | None = None
) -> None:
    """Write one list, of one place or of all: `count` rows. Raises PublishError for more rows than a sheet takes."""
    if count + 1 > MOST_ROWS:
        raise PublishError(f"{wanted.sheet} has {count} rows, more than a worksheet holds; export it as parquet or csv")
    sheet = book.add_worksheet(wanted.sheet)
    layout = Layout(sheet, look, labels=wanted.fixed)
    for column, (name, width) in enumerate(wanted.columns.items()):
        sheet.set_column(column, column, width)
        layout.headings[column] = name
    layout.finish(count, len(wanted.columns), paper=list(wanted.columns).index(wanted.paper) + 1)
    widths = {name: width for name, width in wanted.columns.items() if name in wanted.wrap}
    for number, row in enumerate(_rows(connection, wanted, place), 1):
        layout.fit(number, ((row[name], width) for name, width in widths.items()))
        _write_row(sheet, look, number, row, wanted)


def counted(connection: duckdb.DuckDBPyConnection, wanted: List, place: str | None = None) -> int:
    """How many rows a list has."""
    query, given = wanted.query(place)
    [count] = connection.execute(f"select count(*) from ({query})", given).fetchone() or (0,)
    return int(count)


def _rows(connection: duckdb.DuckDBPyConnection, wanted: List, place: str | None) -> Iterator[dict[str, Any]]:
    query, given = wanted.query(place)
    cursor = connection.execute(query, given)
    names = [column[0] for column in cursor.description or ()]
    while rows := cursor.fetchmany(2000):
        for row in rows:
            yield dict(zip(names, row, strict=True))


def _write_row(sheet: Any, look: Styles, number: int, row: dict[str, Any], wanted: List) -> None:
    rule = wanted.colour
    colour = rule["values"].get(row[rule["column"]], "") if rule else ""
    for column, name in enumerate(wanted.columns):
        shade = colour if colour and name in rule["cells"] else ""
        if name in wanted.percent and row[name] is not None:
            sheet.write_number(number, column, row[name], look.cell(shade, num_format="0%"))
        else:
            styles.write(sheet, look, number, column, row[name], shade, wrap=name in wanted.wrap)
