"""Checks of rows against other rows of their document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

Row = Mapping[str, Any]

COUNTS = ("project_count",)
AMOUNTS = ("total_investment", "planned_investment")
ROUNDING = Decimal("0.05")  # what printing one amount with one decimal place can hide


def plan_totals(rows: Sequence[Row]) -> dict[int, str]:
    """Rows of a breakdown that does not add up to its table's total: row number -> what is off.

    Counts must add up exactly, amounts within what rounding each row can make. The total itself stays: where both
    breakdowns miss it, it may be the one that is misprinted, and people see all three.

    >>> plan_totals([{"table_no": 1, "breakdown": b, "project_count": n, "total_investment": None,
    ...               "planned_investment": None} for b, n in (("total", 5), ("by_use", 2), ("by_use", 2))])
    {1: 'by_use adds up to 4, total project_count is 5', 2: 'by_use adds up to 4, total project_count is 5'}
    """
    groups: dict[tuple[int, str], list[int]] = {}
    for number, row in enumerate(rows):
        groups.setdefault((row["table_no"], row["breakdown"]), []).append(number)
    wrong: dict[int, str] = {}
    for (table, breakdown), numbers in groups.items():
        total = groups.get((table, "total"))
        if breakdown == "total" or not total:
            continue
        reason = _off(rows[total[0]], [rows[n] for n in numbers])
        if reason:
            wrong |= dict.fromkeys(numbers, f"{breakdown} adds up to {reason}")
    return wrong


def _off(total: Row, parts: Sequence[Row]) -> str | None:
    for column in (*COUNTS, *AMOUNTS):
        values = [part[column] for part in parts]
        if total[column] is None or None in values:
            continue
        added = sum(values, start=type(values[0])(0))
        slack = ROUNDING * len(values) if column in AMOUNTS else 0
        if abs(added - total[column]) > slack:
            return f"{added}, total {column} is {total[column]}"
    return None
