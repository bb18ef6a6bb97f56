"""Measure, unit and sign of a cell: its own unit, its column's head and its row's label, in this order."""

from __future__ import annotations

from pipelines.extract.facts import Measure
from pipelines.extract.tables.column import Column
from pipelines.extract.tables.index import index_of
from pipelines.extract.tables.label import RowLabel
from pipelines.extract.tables.numbers import CellNumber, first_value
from pipelines.extract.tables.parents import is_rate
from pipelines.extract.tables.reading import TableReading

_NEAR_ZERO = 50
"""What no price changes by in a year; a percentage of prices beyond it is an index."""


def measure_of(reading: TableReading, column: Column, label: RowLabel, number: CellNumber) -> tuple[Measure, str, int]:
    """(measure, unit, sign) of a cell from its own unit, its column's head and its row's label, in this order."""
    stated = number.unit or column.unit
    own = stated or label.unit or reading.unit_for(column.name or label.name)[0]
    growth = label.growth or (1 if number.verb else 0)
    sign = -1 if label.growth < 0 and not number.verb else 1
    if number.summed:
        return _summed(label, number.unit or label.unit or stated, sign)
    if own in ("个百分点", "百分点"):
        return "change", own, 1
    if column.measure in ("growth", "change", "gap"):
        return _moved(reading, column, label, number, stated, own)
    if column.measure in ("share", "rank"):
        return column.measure, stated, 1
    if own in ("%", "‰"):
        return _percentage(reading, column, label, number, growth), own, sign if growth else 1
    if own == "倍":
        return "multiple", own, 1
    if growth and not own:
        return "growth", "%", sign
    return "level", own, 1


def _summed(label: RowLabel, unit: str, sign: int) -> tuple[Measure, str, int]:
    """A figure in 〔〕: of a rate the change over the plan's years, of amounts their sum."""
    if unit in ("%", "‰", "个百分点"):
        return ("growth" if label.growth else "change"), unit, sign
    return "level", unit, 1


def _is_price_index(label: RowLabel, number: CellNumber) -> bool:
    return abs(number.value) > _NEAR_ZERO and "价格" in label.name


def _percentage(reading: TableReading, column: Column, label: RowLabel, number: CellNumber, growth: int) -> Measure:
    """Whether a percentage is a growth, a share or an index of prices, where the column's head does not say it."""
    if not growth and _is_price_index(label, number):
        return "level"  # 居民消费价格指数 | % | 102.1
    row_is_amount = label.unit not in ("%", "‰", "") or (not label.unit and reading.unit not in ("%", "‰", ""))
    target, rate = column.statement == "target", is_rate(label.name)
    planned = target and not rate and (label.unit == "" or (number.unit == "%" and row_is_amount))
    falls = number.value < 0 and not rate  # no share of anything is below nothing
    return "growth" if growth or planned or falls or (reading.moves and not rate) else "share"


def _beside_value(reading: TableReading, column: Column, label: RowLabel) -> bool:
    """Whether the rate itself stands beside its growth, below the same head: 计划 over 绝对值 | 增长%."""
    group = column.heads[:-1]
    beside = (c for c in reading.columns if group and c.col == column.col - 1 and c.heads[:-1] == group)
    row = index_of(reading.table).rows.get(label.row, {})
    return any(c.col in row and first_value(row[c.col].text) is not None for c in beside)


def _moved(
    reading: TableReading, column: Column, label: RowLabel, number: CellNumber, stated: str, own: str
) -> tuple[Measure, str, int]:
    """The same under a head of growth, change or distance: of a rate the growth is a change in points."""
    if label.unit in ("%", "‰") and is_rate(label.name) and column.measure in ("growth", "change"):
        if column.statement == "target" and not _beside_value(
            reading, column, label
        ):  # what is planned of a rate is the rate (4以内), not its growth
            return "share", label.unit, 1
        return "change", "个百分点", 1
    if column.measure == "change":
        return "change", stated or label.unit or reading.unit, 1
    if column.measure == "growth" and not stated:
        return "growth", "%" if "%" in reading.units else "", 1
    return column.measure or "growth", stated or own, 1
