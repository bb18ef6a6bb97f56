"""`taizhang.xlsx`: the warehouse as a workbook for people.

    path = write(published, folder)

Sheets: what is where, the panel (indicator × year), targets and outcomes, observations, projects, 民生实事, conflicts, and
what every column means. Written row by row, so that its size costs no memory; the same warehouse gives the same bytes.
"""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.errors import PublishError
from pipelines.publish.files import write_aside
from pipelines.serve.query import connect
from pipelines.serve.workbook import front, lists, panel, projects
from pipelines.serve.workbook.styles import Styles

if TYPE_CHECKING:
    import duckdb

NAME = "taizhang.xlsx"
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


def _require(connection: duckdb.DuckDBPyConnection) -> None:
    names = connection.execute("select view_name from duckdb_views() where not internal").fetchall()
    if missing := [name for name in NEEDED if (name,) not in names]:
        raise PublishError(
            f"the warehouse has no view {missing[0]}: it is older than this version; run: taizhang build"
        )


def _sheets(book: Any, look: Styles, connection: duckdb.DuckDBPyConnection) -> None:
    rows = panel.read(connection)
    queries = {one.sheet: one for one in lists.lists()}
    panels = panel.sheets(rows)
    about = [(name, "每个指标一行，各年目标与结果并列", len(own)) for name, own in panels]
    about += [(one.sheet, one.about, _count(connection, one.query)) for one in queries.values()]
    [many] = connection.execute("select count(*) from dim_project").fetchone() or (0,)
    # 项目 comes before the list of its mentions.
    at = next(number for number, (name, _, _) in enumerate(about) if name == "项目提及")
    about.insert(at, (projects.NAME, "每个重点项目一行，各年阶段并列", many))
    about.append(
        (front.LAST, "各表各列的含义", _count(connection, "select 1 from duckdb_columns() where not internal"))
    )
    front.write_first(book, look, connection, about)
    for name, own in panels:
        panel.write(book, look, own, name)
    for name, _, _ in about:
        if name in queries:
            lists.write(connection, book, look, queries[name])
        elif name == projects.NAME:
            projects.write(connection, book, look)
    front.write_last(book, look, connection)


def _count(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    [count] = connection.execute(f"select count(*) from ({query})").fetchone() or (0,)
    return count
