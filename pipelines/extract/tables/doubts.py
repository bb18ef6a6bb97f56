"""What the model of a table could not make sure of for a cell, the rule that read it, and how sure it is."""

from __future__ import annotations

from pipelines.documents.model import Statement
from pipelines.extract.facts import Measure
from pipelines.extract.tables.column import NOT_VALUES, Column
from pipelines.extract.tables.label import RowLabel
from pipelines.extract.tables.parents import is_complete, is_rate, stands_alone
from pipelines.extract.tables.periods import find_period
from pipelines.extract.tables.reading import TableReading
from pipelines.extract.tables.times import period_of
from pipelines.extract.tables.words import head_in, words
from pipelines.lexicon.patterns import patterns
from pipelines.lexicon.units import unit_of

_P = patterns("tables.doubts")
_GROWTH_TAIL = _P["growth_tail"]
_ASIDE = _P["aside"]
_BY_CHECK = {
    "table_period_unknown": 0.6, "table_unit_unknown": 0.6, "table_change_by_sense": 0.8, "table_parent_by_order": 0.85,
    "table_unit_of_neighbour": 0.8, "negative_level": 0.8, "table_group_row": 0.5, "label_not_in_name": 0.5, "table_head_unread": 0.7,
    "table_unit_unlisted": 0.85,
    "table_row_ragged": 0.5,
    "table_quantity_unsaid": 0.85,

}  # fmt: skip


def rule_of(reading: TableReading, column: Column, measure: Measure, statement: Statement) -> str:
    """The rule that a cell is written down under."""
    if reading.table.kind == "project_plan":
        counted = column.heads and head_in(column.heads[-1], words()["project_plan"]["count"])
        return "table.project_count" if counted else "table.project_investment"
    if column.role == "completion":
        return "table.completion"
    if reading.table.kind == "target_actual" and statement == "target":
        return "table.target"
    return f"table.{measure}"


def doubts_of(
    reading: TableReading,
    column: Column,
    label: RowLabel,
    unit: str,
    measure: Measure,
    name: str,
    negative: bool = False,
) -> list[str]:
    """What the model of the table could not make sure of for a cell, by name."""
    doubts = _of_period(reading, column, label) + _of_unit(reading, column, label, unit, measure, name)
    if measure == "change" and column.measure == "growth":
        doubts.append("table_change_by_sense")  # 比上年增长 of a rate: a difference by sense, not by its head
    if negative and measure == "level":
        doubts.append("negative_level")
    if label.row in reading.ragged:
        doubts.append("table_row_ragged")
    if label.group:
        doubts.append("table_group_row")  # its figures may be a count and a sum under heads of single projects
    if not label.sure:
        doubts.append("table_parent_by_order")
    if not _says(label, name, reading):
        doubts.append("label_not_in_name")
    if _unsaid(reading, column, label, name):
        doubts.append("table_quantity_unsaid")
    if any(not c.heads and c.role not in NOT_VALUES for c in reading.columns):
        doubts.append("table_head_unread")  # where one column has no head, the others may have that of their neighbour
    return doubts


def _of_unit(
    reading: TableReading, column: Column, label: RowLabel, unit: str, measure: Measure, name: str
) -> list[str]:
    """Whether nobody says the unit, or one of several that the caption states is meant, or it is one of another table."""
    doubts = []
    one_of_several = not (column.unit or label.unit) and not reading.unit_for(column.name or label.name)[1]
    unsaid = not unit and measure in ("level", "change", "gap") and not _is_index(name)
    if unsaid or (one_of_several and measure in ("level", "change")):
        doubts.append("table_unit_unknown")
    if unit and unit_of(unit) is None:
        doubts.append("table_unit_unlisted")
    if reading.unit_is_lent and unit == reading.unit:
        doubts.append("table_unit_of_neighbour")
    return doubts


def _unsaid(reading: TableReading, column: Column, label: RowLabel, name: str) -> bool:
    """Whether nobody says what is measured of the row: 制造业 under 比上年增长, in a table without a caption."""
    if (label.place or reading.stub_is_region) and name in words()["bare_measures"]:
        return True  # 产量 of places, and nobody says of what
    if reading.account or reading.table.kind == "project_plan" or label.total or column.name or reading.stub_is_period:
        return False
    return not (is_complete(name) or stands_alone(name) or _is_index(name) or is_rate(name))


def _of_period(reading: TableReading, column: Column, label: RowLabel) -> list[str]:
    """Whether nobody says the year, or for 本月 the month."""
    dated = reading.period.start is not None or column.period is not None or (label.period and label.period.start)
    others = {c.period.end for c in reading.columns if c.period and c.period.end}
    elsewhere = column.period is None and len(others) > 1 and reading.period.end not in others
    if elsewhere and not label.period and find_period(reading.table.caption, None) is None:
        return ["table_period_unknown"]  # 人口数 beside 2010年 | 2020年, in a document of another year
    monthless = column.reach == "month" and not period_of(reading, column, label).part
    return ["table_period_unknown"] if not dated or monthless else []


def _is_index(name: str) -> bool:
    return "指数" in name or name.endswith(("价格", "性别比"))


def _says(label: RowLabel, name: str, reading: TableReading) -> bool:
    """Whether the row's label stands in the name, which a name from another row or half would not show."""
    if (
        label.total
        or label.place
        or reading.stub_is_period
        or reading.stub_is_region
        or reading.table.kind == "project_plan"
    ):
        return True
    core = _GROWTH_TAIL.sub("", _ASIDE.sub("", label.label))
    return core in name or label.label in name


def confidence_of(reading: TableReading, column: Column, doubts: list[str]) -> float:
    """As sure as the least sure field: what the model doubts, else how well the column's head is known."""
    least = min((_BY_CHECK[doubt] for doubt in doubts), default=1.0)
    if reading.table.kind in ("target_actual", "project_plan"):
        return min(least, 0.97)
    return min(least, 0.93 if column.role or column.period or column.unit else 0.85)
