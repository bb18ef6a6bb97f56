"""Observations to be taken away, as many as a filter lets through, every line with the place that it was read from.

Told by an indicator, a place, a year, a statement, or several of them. CSV is sent as it is read; a workbook holds at
most MOST_ROWS rows, because a spreadsheet does, and says so where there are more.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import Response

from pipelines.render import as_csv
from pipelines.serve.snapshot import Snapshot
from pipelines.serve.web.scope import ScopeError

if TYPE_CHECKING:
    from pipelines.serve.web.app import Served

MOST_ROWS = 200_000
FILTERS = {
    "indicator": "(o.indicator_code = ? or (o.indicator_code is null and o.indicator_name = ?))",
    "region": "o.region_name = ?",
    "year": "o.period_start <= ? and ? <= o.period_end",
    "statement": "o.statement = ?",
    "document": "starts_with(o.document_id, ?)",
}
COLUMNS = """o.region_name as 地区, coalesce(i.name_zh, o.indicator_name) as 指标, o.indicator_code as 代码,
  o.indicator_name as 原文名称, o.period_label as 时期, o.statement as 性质, o.measure as 口径, o.qualifier as 限定,
  o.value as 数值, o.unit as 单位, o.value_base as 基本单位数值, o.unit_base as 基本单位, o.confidence as 可信度,
  array_to_string(o.checks, ' ') as 检查, d.title as 标题, o.source_file as 文件, o.section as 章节, o.quote as 引文,
  left(o.document_id, 12) || '#' || coalesce(o.passage_no::varchar, 't' || o.table_no || 'r' || o.row_no) as 段落编号,
  o.observation_id as 观测编号,
  '《' || coalesce(d.title, d.source_file) || '》，' || concat_ws('，', d.issuer, d.published_date, d.region_name,
    '字符 ' || o.value_start || '–' || o.value_end, d.source_url) as 引用"""


def rows(snapshot: Snapshot, given: Mapping[str, str], most: int) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Head and rows of what passes the filters; ScopeError where there is no filter or a year is no number."""
    asked = {name: given[name] for name in FILTERS if given.get(name)}
    if not asked:
        raise ScopeError(f"say what to take away: one or more of {', '.join(FILTERS)}")
    if "year" in asked and not asked["year"].isdecimal():
        raise ScopeError(f"{asked['year']} is no year")
    values = [value for name, value in asked.items() for _ in range(FILTERS[name].count("?"))]
    where = " and ".join(FILTERS[name] for name in asked)
    with snapshot.cursor() as cursor:
        cursor.execute(
            f"create temp table taken as select rowid as rid from fct_indicator as o where {where} limit {most + 1}",
            values,
        )
        cursor.execute(
            f"""select {COLUMNS} from fct_indicator as o inner join taken on o.rowid = taken.rid
              inner join dim_document as d on d.document_id = o.document_id
              left join dim_indicator as i on i.indicator_code = o.indicator_code
              order by o.region_name nulls last, o.indicator_code nulls last, o.period_end nulls last, o.observation_id"""
        )
        return [column[0] for column in cursor.description or ()], cursor.fetchall()


def respond(_: Served, snapshot: Snapshot, request: Request) -> Response:
    """The file."""
    form = request.query_params.get("format", "csv")
    if form not in ("csv", "xlsx"):
        raise ScopeError(f"unknown format {form}; known: csv, xlsx")
    head, found = rows(snapshot, request.query_params, MOST_ROWS)
    if len(found) > MOST_ROWS:
        raise ScopeError(f"more than {MOST_ROWS:,} observations; narrow it by place or year, or use taizhang export")
    disposition = {"content-disposition": f'attachment; filename="taizhang.{form}"'}
    if form == "csv":
        return Response("\ufeff" + as_csv(head, found), media_type="text/csv; charset=utf-8", headers=disposition)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return Response(workbook(head, found), media_type=kind, headers=disposition)


def workbook(head: list[str], found: list[tuple[Any, ...]]) -> bytes:
    """A sheet with the head frozen and filters on it; texts stay texts, whatever they begin with."""
    import xlsxwriter

    memory = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(memory, options) as book:
        sheet = book.add_worksheet("观测")
        bold = book.add_format({"bold": True, "bottom": 1})
        for column, name in enumerate(head):
            sheet.write_string(0, column, name, bold)
        for number, row in _numbered(found):
            for column, value in enumerate(row):
                if value is not None:
                    sheet.write(number, column, value)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(len(found), 1), len(head) - 1)
        sheet.set_column(0, len(head) - 1, 14)
    return memory.getvalue()


def _numbered(found: list[tuple[Any, ...]]) -> Iterator[tuple[int, tuple[Any, ...]]]:
    yield from enumerate(found, start=1)
