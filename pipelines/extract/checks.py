"""Checks that a document offers for free: parts and wholes, table against prose, completion against plan and actual.

A check that holds raises the confidence of the rows it compared; one that fails puts its name into their `checks` and
lowers it. Nothing is changed or dropped. Checks over several documents are made in the marts.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import Any

from pipelines.extract.prose.cut_names import is_cut, is_holder

Row = dict[str, Any]

CONFIRMED = 0.99
DOUBTED = 0.5
_HUNDRED = Decimal(100)


def flag(rows: list[Row]) -> None:
    """Compare the rows of one document, in reading order; `checks` and `confidence` are changed in place.

    `whole_id` still points to the whole's row here, not to its id.
    """
    _cut_names(rows)
    _parts(rows)
    _table_against_prose(rows)
    _completions(rows)


def _cut_names(rows: list[Row]) -> None:
    """A name of the prose that cannot be whole, or that lacks what is counted; it is shown as it was read, and never sure."""
    for row in rows:
        if row["origin"] != "prose" or row["indicator_code"] is not None:
            continue
        if is_cut(row["indicator_name"]) or is_holder(row["indicator_name"], row["unit"]):
            _doubt(row, "name_cut")


def places(value: Decimal) -> Decimal:
    """Half of the last printed decimal place: what rounding may hide.

    >>> places(Decimal("3.50")), places(Decimal("120"))
    (Decimal('0.005'), Decimal('0.5'))
    """
    exponent = value.as_tuple().exponent
    return Decimal(5).scaleb(int(exponent) - 1)


def _comparable(a: Row, b: Row) -> bool:
    return (
        a["measure"] == b["measure"] == "level"
        and a["unit_base"] == b["unit_base"]
        and a["value_base"] is not None
        and b["value_base"] is not None
        and a["period_end"] == b["period_end"]
    )


def _parts(rows: list[Row]) -> None:
    """其中: no part exceeds its whole; parts that sum to it exactly confirm one another."""
    parts: dict[int, list[Row]] = defaultdict(list)
    wholes: dict[int, Row] = {}
    for row in rows:
        whole = row["whole_id"]
        if whole is None or not _comparable(row, whole):
            continue
        wholes[id(whole)] = whole
        parts[id(whole)].append(row)
        if row["value_base"] > whole["value_base"] and whole["qualifier"] not in ("gt", "ge", "approx"):
            _doubt(row, "part_exceeds_whole")
    for key, members in parts.items():
        if len(members) > 1 and sum(m["value_base"] for m in members) == wholes[key]["value_base"]:
            for row in (one for one in (*members, wholes[key]) if "name_cut" not in one["checks"]):
                row["confidence"] = max(row["confidence"], CONFIRMED)


def _table_against_prose(rows: list[Row]) -> None:
    """A figure that a table and the prose both give: the same, or one of them is misread or misprinted."""
    groups: dict[tuple, dict[str, Row]] = defaultdict(dict)
    for row in rows:
        name = row["indicator_code"]
        if name is None or row["period_end"] is None or row["region_name"] is None:
            continue
        key = (
            name,
            row["region_name"],
            row["period_start"],
            row["period_end"],
            row["measure"],
            row["statement"],
            row["unit_base"],
        )
        groups[key].setdefault(row["origin"], row)
    for both in groups.values():
        if len(both) < 2:
            continue
        table, prose = both["table"], both["prose"]
        if table["value"] == prose["value"] and table["unit"] == prose["unit"]:
            for row in (table, prose):
                row["confidence"] = max(row["confidence"], CONFIRMED)
        elif not _rounds_to(table, prose):
            for row in (table, prose):
                _doubt(row, "table_differs_from_prose")


def _rounds_to(a: Row, b: Row) -> bool:
    """Whether one value is the other, rounded or qualified (超 50, 近 3)."""
    if a["value_base"] is None or b["value_base"] is None or a["qualifier"] or b["qualifier"]:
        return True
    slack = max(_slack(a), _slack(b))
    return abs(a["value_base"] - b["value_base"]) <= slack


def _slack(row: Row) -> Decimal:
    factor = row["value_base"] / row["value"] if row["value"] else Decimal(1)
    return abs(places(row["value"]) * factor)


def _completions(rows: list[Row]) -> None:
    """完成年度计划710亿元的89.4%: actual over plan is the rate, within what rounding hides."""
    for before, plan, rate in zip(rows, rows[1:], rows[2:], strict=False):
        if rate["rule"] != "G10.completion" or plan["rule"] != "G10.plan" or not plan["value_base"]:
            continue
        if before["unit_base"] != plan["unit_base"] or before["value_base"] is None or before["measure"] != "level":
            continue
        computed = before["value_base"] / plan["value_base"] * _HUNDRED
        slack = places(rate["value"]) + computed * (places(before["value"]) / before["value"] if before["value"] else 0)
        if abs(computed - rate["value"]) <= slack + computed * places(plan["value"]) / plan["value"]:
            for row in (before, plan, rate):
                row["confidence"] = max(row["confidence"], CONFIRMED)
        else:
            _doubt(rate, "completion_mismatch")


def _doubt(row: Row, check: str) -> None:
    if check not in row["checks"]:
        row["checks"].append(check)
    row["confidence"] = min(row["confidence"], DOUBTED)
