"""The sheet 项目: a row per key project, its stages over the years side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipelines.errors import PublishError
from pipelines.serve.workbook import styles
from pipelines.serve.workbook.layout import MOST_ROWS, Layout
from pipelines.serve.workbook.styles import Styles

if TYPE_CHECKING:
    import duckdb

NAME = "项目"
LABELS = {"项目": 34, "地区": 12, "领域": 18, "最近阶段": 9, "提及次数": 8, "文件数": 7, "所述投资": 18}
COLOURS = {"完工": "good", "在建": "work", "开工": "work", "前期": "open"}
MOST_YEARS = 12  # the latest ones have a column
# The furthest stage that a year's statements of one kind name, and the largest amount stated with the project.
PROJECTS = """
    select "项目编号" as id, any_value("项目") as "项目", min("地区") as "地区", min("领域") as "领域",
      any_value("最近阶段") as "最近阶段", any_value("提及次数") as "提及次数", any_value("文件数") as "文件数",
      arg_max(regexp_replace(cast("投资额" as varchar), '\\.?0+$', '') || "投资额单位", "投资额") as "所述投资",
      min("地区代码") as code
    from "v_重点项目" where {place} group by "项目编号" order by code, "项目", id
"""
STAGES = """
    select "项目编号", "年份", "性质" = '目标' as aimed,
      arg_max("阶段", list_position(['前期', '开工', '在建', '完工'], "阶段")) as stage
    from "v_重点项目" where "阶段" is not null and "年份" is not null and {place} group by all order by all
"""


def write(connection: duckdb.DuckDBPyConnection, book: Any, look: Styles, place: str | None = None) -> int:
    """Write the sheet, of one place or of all; returns its rows. Raises PublishError for more rows than a sheet takes."""
    here, given = ('"地区" = ?', [place]) if place else ("true", [])
    cursor = connection.execute(PROJECTS.format(place=here), given)
    names = [column[0] for column in cursor.description or ()]
    projects = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    if len(projects) + 1 > MOST_ROWS:
        raise PublishError(f"{NAME} has {len(projects)} rows, more than a worksheet holds; export as parquet or csv")
    stages = {
        (key, year, aimed): stage
        for key, year, aimed, stage in connection.execute(STAGES.format(place=here), given).fetchall()
    }
    years = sorted({year for _, year, _ in stages})[-MOST_YEARS:]
    sheet = book.add_worksheet(NAME)
    layout = Layout(sheet, look)
    for column, (name, width) in enumerate([*LABELS.items(), *((f"{year}年", 15) for year in years)]):
        sheet.set_column(column, column, width)
        layout.headings[column] = name
    layout.finish(len(projects), len(LABELS) + len(years))
    for number, project in enumerate(projects, 1):
        layout.fit(number, [(project["项目"], LABELS["项目"])])
        for column, name in enumerate(LABELS):
            shade = COLOURS.get(project[name], "") if name == "最近阶段" else ""
            styles.write(sheet, look, number, column, project[name], shade, wrap=name == "项目")
        for column, year in enumerate(years, len(LABELS)):
            done, aimed = stages.get((project["id"], year, False)), stages.get((project["id"], year, True))
            text = "；".join(t for t in (f"实际{done}" if done else "", f"目标{aimed}" if aimed else "") if t)
            # The colour is that of what was done; a plan alone stays white.
            styles.write(sheet, look, number, column, text, COLOURS.get(done or "", ""))
    return len(projects)
