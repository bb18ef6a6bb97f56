"""A table read as a whole: its columns, its rows, and the defaults that caption, section and document give."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipelines.documents.model import Document, Statement, Table
from pipelines.extract.tables.columns import Column, read_columns
from pipelines.extract.tables.labels import RowLabel, bare_caption, read_labels
from pipelines.extract.tables.lines import unit_of_line
from pipelines.extract.tables.periods import Period, find_period
from pipelines.extract.tables.words import bare_head, squeeze, words
from pipelines.lexicon.units import unit_of

_PLAN_CAPTION = re.compile(r"计划|目标|预期|安排|任务|规划")
_DONE_CAPTION = re.compile(r"完成|执行|实绩|进展|实施情况|推进|落实")


@dataclass(frozen=True, slots=True)
class TableReading:
    """A table with the meaning of its columns and rows, and the defaults that its place gives."""

    table: Table
    columns: tuple[Column, ...]
    labels: dict[int, RowLabel]
    unit: str
    period: Period
    statement: Statement
    reviewed: int | None
    stub_is_region: bool
    stub_is_period: bool


def read_table(document: Document, table: Table) -> TableReading:
    """Columns, rows and defaults of a table in its document."""
    statement = _statement(document, table)
    period = _period(document, table, statement)
    columns = tuple(read_columns(table, period.end))
    labels = read_labels(table, list(columns), document.text, period.end)
    stub = [bare_head(c.heads[-1]) for c in columns if c.role == "label" and c.heads]
    vocabulary = words()
    years = [label.period for label in labels.values()]
    return TableReading(
        table, columns, labels, _table_unit(document.text, table), period, statement,
        document.meta.review_year, any(s in vocabulary["region_heads"] for s in stub),
        any(s in vocabulary["period_heads"] for s in stub) or (bool(years) and all(p and p.start for p in years)),
    )  # fmt: skip


def _statement(document: Document, table: Table) -> Statement:
    """What the table's figures are where its columns do not say."""
    caption = bare_caption(table.caption)
    if table.kind == "project_plan" or (_PLAN_CAPTION.search(caption) and not _DONE_CAPTION.search(caption)):
        return "target"
    if "预计" in caption:
        return "estimate"
    section = next((s for s in document.sections if s.number == table.section), None)
    return section.statement if section and not caption else "actual"


def _period(document: Document, table: Table, statement: Statement) -> Period:
    """The caption's period, else the section's, else the document's reviewed or planned year."""
    meta = document.meta
    stated = find_period(table.caption, None)
    section = next((s for s in document.sections if s.number == table.section), None)
    default = meta.plan_year if statement == "target" and table.kind != "target_actual" else meta.review_year
    start, end = (section.year_start, section.year_end) if section and section.year_start else (default, default)
    if stated:
        return stated.filled(start, end)
    part = meta.period_label.removeprefix(str(end)).strip("-") if meta.period_label and start == end else ""
    return Period(start, end, part)


def _table_unit(text: str, table: Table) -> str:
    """The one unit stated above the grid: （单位：亿元） in the caption or on a line of its own."""
    first = min((c.start for c in table.cells), default=table.start)
    for line in [table.caption, *text[table.start : first].split("\n")]:
        m = re.search(r"单\s?位\s?[：:]\s?([^\s）)]{1,12})|[（(]([^（）()]{1,6})[)）]\s*$", line)
        unit = squeeze(unit_of_line(line.strip()) or (m[1] or m[2] if m else "")).removeprefix("单位：")
        if unit and unit_of(unit):
            return unit
    return ""
