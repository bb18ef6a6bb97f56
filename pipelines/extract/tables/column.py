"""A column of a grid, and the unit that a head states."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.documents.model import Statement
from pipelines.extract.facts import Measure
from pipelines.extract.tables.periods import Period, Reach
from pipelines.extract.tables.words import bare_head, column_role, squeeze, words
from pipelines.lexicon.patterns import patterns
from pipelines.lexicon.units import unit_of

_P = patterns("tables.column")
_UNIT_BRACKET = _P["unit_bracket"]
NOT_VALUES = frozenset({"sequence", "unit", "remark", "label"})
"""Roles of columns that hold no values."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the grid. `role` is '' for a head that the vocabulary does not know: its words are then `name`.

    `measure` and `statement` are None, `unit` '' and `period` None where the heads do not say. `stub` is the column
    that holds the labels of this one's rows, None where the table has one for all; `level` a level of government that
    the head names (本级 beside 本地区). `reach` is how much of the table's months the head takes: `month` (本月) or
    `so_far` (本月止累计), '' where it does not say. `place` is the place that the head names, in a table whose columns are places.
    """

    col: int
    role: str
    name: str
    unit: str
    measure: Measure | None
    statement: Statement | None
    period: Period | None
    heads: tuple[str, ...]
    stub: int | None = None
    level: str = ""
    reach: Reach = ""
    place: str = ""


def unit_in(head: str) -> str:
    """The unit in a head's brackets, '' if there is none.

    >>> unit_in("年度计划投资（亿元）"), unit_in("增速（%）"), unit_in("建设（一期）"), unit_in("比上年增长%"), unit_in("个数")
    ('亿元', '%', '', '%', '个')
    >>> unit_in("万人次"), unit_in("增长（±%）"), unit_in("产值（亿元、%）")
    ('万人次', '%', '亿元')
    """
    word = squeeze(head)
    for m in _UNIT_BRACKET.finditer(word):
        unit = _P["marks"].split(m["unit"])[0].strip("±+-＋－")
        if unit_of(unit):
            return unit
    if word.endswith("%"):
        return "%"
    if unit_of(word.strip("（）")) and not column_role(word):
        return word.strip("（）")
    return next((unit for tail, unit in words()["count_heads"].items() if bare_head(head).endswith(tail)), "")
