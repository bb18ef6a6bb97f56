"""Figures of one report with the same name, place, period, scope and kind, and values that cannot both hold.

One of them nearly always lost its owner on the way (全市民办早教机构15所，主城区民办早教机构14所; a list whose members all took the
first one's name). Which one it is cannot be told from the values, so none of them is sure.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import Any

from pipelines.lexicon.patterns import patterns

Row = dict[str, Any]

CHECK = "same_series_differs"
DOUBTED = 0.8
_P = patterns("same_series")
_STEP = _P["step"]
_BASIS = _P["basis"]
_MEASURES = frozenset({"level", "growth", "share"})
_RANGE = frozenset({"range_low", "range_high"})
_UP, _DOWN = frozenset({"gt", "ge"}), frozenset({"lt", "le"})
_NEAR = Decimal("0.1")  # 近, 约, 左右: what is within a tenth of one another may be the same figure
_STEP_REACH = Decimal("1.5")  # 跃上500亿斤台阶: the figure itself lies above the mark, before the next one
_WAYS = ("G8.from", "G18.ratio")  # what was there before has no period of its own


def doubt_same_series(rows: list[Row]) -> None:
    """Write the doubt into `checks` of all rows that another one of the same series contradicts, and lower their confidence."""
    series: dict[tuple, list[Row]] = defaultdict(list)
    for row in rows:
        if row["measure"] in _MEASURES and row["period_end"] is not None and row["rule"] not in _WAYS:
            series[_key(row)].append(row)
    for group in series.values():
        if len(group) > 1:
            for row in _contradicted(group):
                if CHECK not in row["checks"]:
                    row["checks"].append(CHECK)
                row["confidence"] = min(row["confidence"], DOUBTED)


def _key(row: Row) -> tuple:
    names = row["indicator_name"], row["region_name"], row["scope"], row["part"]
    kinds = row["measure"], row["statement"], row["unit_base"] or row["unit"]
    return (*names, *kinds, row["period_start"], row["period_end"], row["period_label"])


def _contradicted(group: list[Row]) -> list[Row]:
    """The rows of a series that cannot hold together with another one of it."""
    values = {_value(row) for row in group}
    if len(values) < 2:
        return []
    return [row for row in group if any(not _hold(row, other) for other in group if other is not row)]


def _value(row: Row) -> Decimal:
    return row["value"] if row["value_base"] is None else row["value_base"]


def _hold(a: Row, b: Row) -> bool:
    """Whether two figures of one series may both be right: rounded, qualified, or stated on another basis."""
    if a["qualifier"] in _RANGE or b["qualifier"] in _RANGE:
        return True
    if bool(_BASIS.search(a["quote"])) != bool(_BASIS.search(b["quote"])):
        return True
    return _covers(a, b) or _covers(b, a)


def _covers(a: Row, b: Row) -> bool:
    """Whether the first, as it is printed and qualified, allows the second."""
    x, y = _value(a), _value(b)
    slack = _slack(a) + _slack(b)
    if abs(x - y) <= slack:
        return True
    if a["qualifier"] in _UP:
        return x <= y
    if a["qualifier"] in _DOWN:
        return x >= y
    if a["qualifier"] == "approx":
        return abs(x - y) <= abs(x) * _NEAR
    return bool(_STEP.search(a["quote"])) and x <= y <= x * _STEP_REACH


def _slack(row: Row) -> Decimal:
    """Half of the last printed place, in the base unit."""
    value = row["value"]
    half = Decimal(5).scaleb(int(value.as_tuple().exponent) - 1)
    return abs(half * _value(row) / value) if value else half
