"""The first sheet, that says what is where and what the colours mean, and the last, that explains every column."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipelines.publish import shapes
from pipelines.serve.workbook import styles
from pipelines.serve.workbook.layout import Layout, print_settings
from pipelines.serve.workbook.lists import lists
from pipelines.serve.workbook.styles import Styles

if TYPE_CHECKING:
    import duckdb

FIRST, LAST = "说明", "字段说明"
LEGEND = (
    ("good", "绿 ✓", "达到、完成、完工"),
    ("bad", "红 ✗", "未达到、未开始、矛盾"),
    ("doubt", "黄", "不可比、部分完成、预计数、口径不同"),
    ("open", "灰", "未到期、前期、尚无完成情况、不明"),
    ("work", "蓝", "在建、推进中、修订、目标"),
)
NOTES = (
    "数值前的 ≥ > ≈ ≤ < 是原文的“以上、超过、左右、以内、不到”；斜体并带“（预计）”的是预计数。",
    "面板单元格的批注是原文与文件；批注太多时不写，出处见“目标与结果”。",
    "观测编号可用于 taizhang explain，也可接在浏览页地址后：index.html#obs=编号。",
)
DOCUMENTS = """
    select coalesce(title, source_file) as "文件", region_name as "地区", published_date as "日期", review_year as "回顾年份",
      plan_year as "计划年份", (select count(*) from fct_indicator as o where o.document_id = d.document_id) as "观测数",
      licence as "使用许可", source_url as "来源地址"
    from dim_document as d where {place} order by source_file, document_id
"""
MOST_DOCUMENTS = 2_000  # that are listed; all of them are in the warehouse


def write_first(
    book: Any,
    look: Styles,
    connection: duckdb.DuckDBPyConnection,
    about: list[tuple[str, str, int]],
    place: str | None = None,
) -> None:
    """The sheet 说明; `about` is (sheet, what it holds, its rows) of those that follow."""
    sheet = book.add_worksheet(FIRST)
    layout = Layout(sheet, look)
    for column, width in enumerate((50, 16, 12, 10, 10, 10, 16, 40)):
        sheet.set_column(column, column, width)
    sheet.write_string(
        0, 0, f"台账：{place or '政府报告数据手册'}", look.format(bold=True, font_size=16, font_color="#24415F")
    )
    row = 2
    row = _heading(sheet, look, row, ("工作表", "行数", "内容"))
    for name, said, count in about:
        sheet.write_url(row, 0, f"internal:'{name}'!A1", look.cell(font_color="#1D4477", underline=1), name)
        sheet.write_number(row, 1, count, look.cell(num_format="#,##0"))
        sheet.write_string(row, 2, said, look.format())
        row += 1
    row = _heading(sheet, look, row + 1, ("颜色", "含义"))
    for colour, name, meaning in LEGEND:
        sheet.write_string(row, 0, name, look.cell(colour))
        sheet.write_string(row, 1, meaning, look.format())
        row += 1
    for note in NOTES:
        sheet.write_string(row + 1, 0, note, look.format())
        row += 1
    here, given = ("d.region_name = ?", [place]) if place else ("true", [])
    cursor = connection.execute(f"{DOCUMENTS.format(place=here)} limit {MOST_DOCUMENTS}", given)
    row = _heading(sheet, look, row + 2, [column[0] for column in cursor.description or ()])
    for document in cursor.fetchall():
        layout.fit(row, [(document[0], 50), (document[7], 40)])
        for column, value in enumerate(document):
            styles.write(sheet, look, row, column, value, wrap=column in (0, 7))
        row += 1
    print_settings(sheet)


def _heading(sheet: Any, look: Styles, row: int, names: Any) -> int:
    for column, name in enumerate(names):
        sheet.write_string(row, column, name, look.head())
    return row + 1


def write_last(book: Any, look: Styles, connection: duckdb.DuckDBPyConnection) -> int:
    """The sheet 字段说明: the columns of the sheets, then those of the warehouse's tables; returns its rows."""
    relations = shapes.read(connection)
    meanings = {column.name: column.comment for relation in relations for column in relation.columns}
    rows = [
        (one.sheet, name, "", meanings.get(name, ""))
        for one in lists()
        for name in one.columns
        if meanings.get(name)  # the sheet's own few are said by their names
    ]
    rows += [(one.name, column.name, column.type, column.comment) for one in relations for column in one.columns]
    sheet = book.add_worksheet(LAST)
    layout = Layout(sheet, look, labels=2)
    for column, (name, width) in enumerate({"表": 26, "字段": 28, "类型": 14, "说明": 110}.items()):
        sheet.set_column(column, column, width)
        layout.headings[column] = name
    layout.finish(len(rows), 4)
    for number, row in enumerate(rows, 1):
        layout.fit(number, [(row[3], 110)])
        for column, text in enumerate(row):
            styles.write(sheet, look, number, column, text, wrap=column == 3)
    return len(rows)
