"""`taizhang.xlsx`: the warehouse as a workbook for people.

    path = write(published, folder)
    paths = write_places(published, folder)      # and one for each place

Sheets: a cover, what is where, the panel (indicator × year), targets and outcomes, observations, projects, 民生实事, conflicts, and
what every column means. Written row by row, so that its size costs no memory; the same warehouse gives the same bytes.
"""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.errors import PublishError
from pipelines.publish.files import write_aside
from pipelines.serve.query import connect
from pipelines.serve.workbook import cover, front, lists, panel, projects
from pipelines.serve.workbook.styles import Styles

if TYPE_CHECKING:
    import duckdb

NAME = "taizhang.xlsx"
PLACES, PREFIX = "places", "台账-"  # the folder of the workbooks of single places, and how they begin
MOST_PLACES = 200  # of more places, only the one workbook of all is made
NEEDED = ("v_指标观测", "v_目标与完成", "v_重点项目", "v_民生实事", "v_数据冲突")
OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
# A file says when it was made; here it must not, for the same warehouse is to give the same bytes.
MADE = datetime.datetime(2000, 1, 1)


def write(published: Path, folder: Path) -> Path:
    """Write the workbook into a folder that exists; returns its path.

    Raises PublishError where there is no warehouse, where an older version made it, and where a sheet would be too long.
    """
    import xlsxwriter

    target = folder / NAME
    with connect(published, files=True) as connection, write_aside(target) as aside:
        _require(connection)
        # What it reads and sorts is small beside what DuckDB takes for every thread.
        connection.execute("set threads = 2")
        with xlsxwriter.Workbook(str(aside), OPTIONS) as book:
            book.set_properties({"title": "台账", "subject": "政府报告数据手册", "created": MADE})
            book.set_size(2400, 1400)
            _sheets(book, Styles(book), connection)
    return target


def write_places(published: Path, folder: Path) -> list[Path]:
    """A workbook for each place of several, in the folder PLACES below `folder`; none where there is one place, or too many.

    Workbooks of places that are not there any more are removed.
    """
    made: list[Path] = []
    with connect(published, files=True) as connection:
        _require(connection)
        connection.execute("set threads = 2")
        names = connection.execute(
            "select region_name from dim_document where region_name is not null group by 1 order by min(region_code), 1"
        ).fetchall()
        rows: dict[str, list[panel.Row]] = {}
        if 1 < len(names) <= MOST_PLACES:
            for row in panel.read(connection):
                rows.setdefault(row.labels[0], []).append(row)
            (folder / PLACES).mkdir(exist_ok=True)
            made = [_write_place(connection, folder / PLACES, name, rows.get(name, [])) for (name,) in names]
    for path in (folder / PLACES).glob(f"{PREFIX}*.xlsx"):
        if path not in made:
            path.unlink()
    return made


def _write_place(connection: duckdb.DuckDBPyConnection, folder: Path, place: str, rows: list[panel.Row]) -> Path:
    import xlsxwriter

    target = folder / f"{PREFIX}{re.sub(r'[^0-9A-Za-z一-鿿]+', '_', place)[:60]}.xlsx"
    with write_aside(target) as aside, xlsxwriter.Workbook(str(aside), OPTIONS) as book:
        book.set_properties({"title": f"台账 {place}", "subject": "政府报告数据手册", "created": MADE})
        book.set_size(2400, 1400)
        _place_sheets(book, Styles(book), connection, place, rows)
    return target


def _require(connection: duckdb.DuckDBPyConnection) -> None:
    names = connection.execute("select view_name from duckdb_views() where not internal").fetchall()
    if missing := [name for name in NEEDED if (name,) not in names]:
        raise PublishError(
            f"the warehouse has no view {missing[0]}: it is older than this version; run: taizhang build"
        )


def _sheets(book: Any, look: Styles, connection: duckdb.DuckDBPyConnection) -> None:
    rows = panel.read(connection)
    panels = panel.sheets(rows)
    cover.write(book, look, connection)
    about = _about(connection, panels)
    about.append(
        (front.LAST, "各表各列的含义", _count(connection, "select 1 from duckdb_columns() where not internal"))
    )
    front.write_first(book, look, connection, about)
    _lists(book, look, connection, panels, about)
    front.write_last(book, look, connection)


def _place_sheets(
    book: Any, look: Styles, connection: duckdb.DuckDBPyConnection, place: str, rows: list[panel.Row]
) -> None:
    """The sheets of one place; those that would be empty are left out."""
    panels = [(panel.NAME, rows)] if rows else []
    about = [one for one in _about(connection, panels, place) if one[2]]
    cover.write(book, look, connection, place)
    front.write_first(book, look, connection, about, place)
    _lists(book, look, connection, panels, about, place)


def _about(
    connection: duckdb.DuckDBPyConnection, panels: list[tuple[str, list[panel.Row]]], place: str | None = None
) -> list[tuple[str, str, int]]:
    """(sheet, what it holds, its rows), in the order of the workbook."""
    about = [(name, "每个指标一行，各年目标与结果并列", len(own)) for name, own in panels]
    about += [(one.sheet, one.about, lists.counted(connection, one, place)) for one in lists.lists()]
    here, given = (' where "地区" = ?', [place]) if place else ("", [])
    [many] = connection.execute(
        f'select count(distinct "项目编号") from "v_重点项目"{here}', given
    ).fetchone() or (0,)  # fmt: skip
    # 项目 comes before the list of its mentions.
    at = next(number for number, (name, _, _) in enumerate(about) if name == "项目提及")
    about.insert(at, (projects.NAME, "每个重点项目一行，各年阶段并列", many))
    return about


def _lists(
    book: Any,
    look: Styles,
    connection: duckdb.DuckDBPyConnection,
    panels: list[tuple[str, list[panel.Row]]],
    about: list[tuple[str, str, int]],
    place: str | None = None,
) -> None:
    queries = {one.sheet: one for one in lists.lists()}
    for name, own in panels:
        panel.write(book, look, own, name, one_place=place is not None)
    for name, _, count in about:
        if name in queries:
            lists.write(connection, book, look, queries[name], count, place)
        elif name == projects.NAME:
            projects.write(connection, book, look, place)


def _count(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    [count] = connection.execute(f"select count(*) from ({query})").fetchone() or (0,)
    return count
