"""Period and kind of statement of a cell: its column's, else its row's, else the table's."""

from __future__ import annotations

from pipelines.documents.model import Statement
from pipelines.extract.tables.column import Column
from pipelines.extract.tables.label import RowLabel
from pipelines.extract.tables.periods import Period, names_same_part
from pipelines.extract.tables.reading import TableReading
from pipelines.lexicon.patterns import patterns

_P = patterns("tables.times")


def period_of(reading: TableReading, column: Column, label: RowLabel) -> Period:
    """The period of a cell; a part of a year in the head and a year in the label go together."""
    base = reading.period
    row = label.period if reading.stub_is_period or (label.period and label.period.start) else None
    period = column.period or row or base
    if row and column.period and column.period.start is None and row.start is not None:
        period = Period(row.start, row.end, column.period.part)
    period = period.filled(base.start, base.end)
    if not period.part and base.part and period.start == period.end and any(map(names_same_part, column.heads)):
        period = Period(period.start, period.end, base.part)  # 上年同期 of a table of 1-5月
    stock = column.reach == "so_far" and column.measure in (None, "level") and _P["stock"].search(label.name)
    return period.reached("month" if stock else column.reach)  # 存款余额 under 累计 stands at the month's end


def statement_of(reading: TableReading, column: Column, label: RowLabel, period: Period) -> Statement:
    """The column's statement, else the row's, the table's; a year that is over is no target, one to come no result."""
    if label.statement and column.statement in (None, "actual"):
        return label.statement
    if reading.table.kind == "project_plan" and column.statement is None and column.heads:
        said = _of_projects(column.heads[-1])
        if said:
            return said
    if column.statement or period.end is None:
        return column.statement or reading.statement
    stated = column.period is not None and column.period.end is not None
    return _of_year(reading, period) if stated else reading.statement


def _of_year(reading: TableReading, period: Period) -> Statement:
    """The table's statement, but for a year of its heads that is over in a table of aims, or to come in one of results."""
    if reading.statement == "actual":
        later = reading.reviewed and period.end is not None and period.end > reading.reviewed
        return "target" if later else "actual"
    if reading.statement != "target" or _is_aim(reading, period):
        return reading.statement
    if reading.reviewed is None:
        return "actual" if _is_base(reading, period) else "target"
    return "actual" if period.end is not None and period.end <= reading.reviewed else "target"


def _of_projects(head: str) -> Statement | None:
    """What a head of an arrangement of projects says: 年度计划投资 is planned, 累计完成投资 is done; None for 总投资, 个数."""
    planned, done = _P["planned"].search(head), _P["done"].search(head)
    return ("target" if planned else "actual") if bool(planned) != bool(done) else None


def years_of_plan(reading: TableReading) -> Period:
    """From the year after a plan's base to its last: 2020年 | 2025年 is 2021-2025."""
    years = [c.period.end for c in reading.columns if c.period and c.period.end and c.role != "annual"]
    return Period(min(years) + 1, max(years)) if len(set(years)) > 1 else reading.period


def _is_aim(reading: TableReading, period: Period) -> bool:
    """The last of several years under the heads of a plan (2020年 | 2025年), also where the document looks back on it."""
    years = {c.period.end for c in reading.columns if c.period and c.period.end and c.role != "annual"}
    return reading.outlines and len(years) > 1 and period.end == max(years)


def _is_base(reading: TableReading, period: Period) -> bool:
    """The first of several years under the heads of a plan (2020年 | 2025年): where it sets out from."""
    years = {c.period.end for c in reading.columns if c.period and c.period.end and c.role != "annual"}
    return len(years) > 1 and period.start == period.end == min(years)
