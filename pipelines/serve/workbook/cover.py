"""The cover: whose figures these are, of which years, how many, the best known of them, and how the sheets are read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipelines.serve.workbook.layout import A4
from pipelines.serve.workbook.styles import QUALIFIERS, Styles, number_code

if TYPE_CHECKING:
    import duckdb

NAME = "封面"
WIDTHS = (28, 20, 12, 16, 20)
HEADLINES = 8  # figures on the cover
MOST_LISTED = 12  # places that the cover of all places names
COUNTS = """
    select
      (select count(*) from dim_document as d where {document}) as documents,
      (select count(*) from fct_indicator as o where {observation}) as observations,
      (select min(period_start) from fct_indicator as o where {observation}) as first,
      (select max(period_end) from fct_indicator as o where {observation}) as last,
      (select count(*) from fct_target_actual as t where outcome = 'met' and {target}) as met,
      (select count(*) from fct_target_actual as t where outcome = 'missed' and {target}) as missed,
      (select count(*) from fct_indicator as o where len(checks) > 0 and {observation}) as doubtful
"""
# The latest year of each headline indicator, the best known first.
FIGURES = """
    select i.name_zh, s.value, s.unit, s.qualifier, s.year, s.statement, d.title
    from mart_indicator_series as s
    inner join dim_indicator as i using (indicator_code)
    inner join dim_document as d using (document_id)
    where s.region_name = ? and s.measure = 'level' and s.statement in ('actual', 'estimate') and i.is_headline and s.scope = ''
    qualify row_number() over (partition by s.indicator_code order by s.year desc, s.statement, s.observation_id) = 1
    order by coalesce(nullif(list_position(?, s.indicator_code), 0), 99), i.sector_code, s.indicator_code
    limit ?
"""
KNOWN = ["gdp", "industrial_value_added", "fixed_asset_investment", "retail_sales", "budget_revenue", "disposable_income_urban",
         "disposable_income_rural", "trade_total", "permanent_population", "grain_output"]  # fmt: skip
READING = (
    "一行一个指标、项目或事项；每个数字都来自一份文件的一句话或一个单元格，原文、文件、章节在“目标与结果”和“观测”两表。",
    "绿 ✓ 为达到、完成，红 ✗ 为未达到，黄为存疑或不可比，灰为未到期；数字前的 ≥ ≈ ≤ 是原文的以上、左右、以内。",
    "可信度 0.9 及以上可直接使用，以下请先核对原文。台账只照录文件所说，不代为测算。",
)


def write(book: Any, look: Styles, connection: duckdb.DuckDBPyConnection, place: str | None = None) -> None:
    """The first sheet; of one place, or of all of them. On paper it is one page, upright."""
    sheet = book.add_worksheet(NAME)
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    last = len(WIDTHS) - 1
    title = look.format(bold=True, font_size=26, font_color="#24415F", align="center")
    quiet = look.format(font_size=12, font_color="#475467", align="center")
    for row, height in ((1, 42), (2, 30), (3, 24)):
        sheet.set_row(row, height)
    sheet.merge_range(1, 0, 1, last, place or _places(connection), title)
    sheet.merge_range(
        2, 0, 2, last, "政府报告数据台账", look.format(font_size=18, font_color="#24415F", align="center")
    )
    told = _counts(connection, place)
    sheet.merge_range(3, 0, 3, last, _years(told), quiet)
    row = _table(sheet, look, 5, told)
    if place:
        row = _headlines(sheet, look, row + 1, connection, place)
    for note in READING:
        sheet.set_row(row + 1, 34)
        sheet.merge_range(row + 1, 0, row + 1, last, note, look.format(text_wrap=True, font_color="#475467"))
        row += 1
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 1)
    sheet.center_horizontally()
    sheet.hide_gridlines(2)
    sheet.print_area(0, 0, row + 1, last)


def _places(connection: duckdb.DuckDBPyConnection) -> str:
    """The place of all documents, or how many there are."""
    names = [name for (name,) in connection.execute(
        "select distinct region_name from dim_document where region_name is not null order by 1"
    ).fetchall()]  # fmt: skip
    return names[0] if len(names) == 1 else f"{len(names)} 个地区" if names else "地区不明"


def _counts(connection: duckdb.DuckDBPyConnection, place: str | None) -> dict[str, Any]:
    names = {"document": "d", "observation": "o", "target": "t"}
    where = {name: f"{short}.region_name = $place" if place else "true" for name, short in names.items()}
    cursor = connection.execute(COUNTS.format(**where), {"place": place} if place else None)
    return dict(zip([column[0] for column in cursor.description or ()], cursor.fetchone() or (), strict=True))


def _years(told: dict[str, Any]) -> str:
    first, last = told["first"], told["last"]
    return "" if first is None else f"{first}年" if first == last else f"{first}—{last}年"


def _table(sheet: Any, look: Styles, row: int, told: dict[str, Any]) -> int:
    """The counts side by side; returns the row below."""
    heads = ("文件", "数字", "存疑", "目标达到", "目标未达到")
    values = (told["documents"], told["observations"], told["doubtful"], told["met"], told["missed"])
    for column, head in enumerate(heads):
        sheet.write_string(row, column, head, look.head(align="center"))
    for column, value in enumerate(values):  # rows are written in their order: none is kept in memory
        sheet.write_number(row + 1, column, value, look.cell(num_format="#,##0", align="center", font_size=14))
    return row + 2


def _headlines(sheet: Any, look: Styles, row: int, connection: duckdb.DuckDBPyConnection, place: str) -> int:
    """The best known figures with their documents; returns the row below."""
    found = connection.execute(FIGURES, [place, KNOWN, HEADLINES]).fetchall()
    if not found:
        return row
    for column, head in enumerate(("主要指标", "数值", "单位", "年份", "文件")):
        sheet.write_string(row, column, head, look.head(align="center"))
    for name, value, unit, qualifier, year, statement, title in found:
        row += 1
        sheet.set_row(row, 30)
        code = f'"{QUALIFIERS[qualifier]}"{number_code(value)}' if qualifier in QUALIFIERS else number_code(value)
        sheet.write_string(row, 0, name, look.cell(wrap=True, bold=True))
        sheet.write_number(row, 1, value, look.cell(num_format=code, align="right", indent=1))
        sheet.write_string(row, 2, unit, look.cell())
        sheet.write_string(row, 3, f"{year}{'（预计）' if statement == 'estimate' else ''}", look.cell(align="center"))
        sheet.write_string(row, 4, title or "", look.cell(wrap=True, font_size=8))
    return row + 1
