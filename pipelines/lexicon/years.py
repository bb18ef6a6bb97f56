"""Five-year plans: the years of 十四五, and which plan a year belongs to (`five_year_plans.csv`).

1963 to 1965, between the second and the third plan, belong to none.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class FiveYearPlan:
    """A five-year plan; both years are part of it."""

    number: int
    name: str
    year_start: int
    year_end: int


@cache
def five_year_plans() -> tuple[FiveYearPlan, ...]:
    """All plans, the first one first."""
    with Path(__file__).with_name("five_year_plans.csv").open(encoding="utf-8", newline="") as f:
        return tuple(
            FiveYearPlan(int(r["number"]), r["name"], int(r["year_start"]), int(r["year_end"]))
            for r in csv.DictReader(f)
        )


@cache
def plan_named(name: str) -> FiveYearPlan | None:
    """The plan of a name, quotation marks and 时期, 规划 or 期间 aside.

    >>> plan_named("“十四五”时期").year_end
    2025
    """
    for word in "“”\"'‘’「」":
        name = name.replace(word, "")
    for tail in ("时期", "期间", "规划", "计划"):
        name = name.removesuffix(tail)
    return next((p for p in five_year_plans() if p.name == name), None)


UNKNOWN_YEAR = "XXXX"
"""What stands for the year in the label of a month whose year is not said (ISO 8601-2)."""


def part_label(year: int | str, part: str) -> str:
    """The label of a part of a year: its half, quarter, month, day, or its months from the first to the last.

    >>> part_label(2024, "H1"), part_label(2024, "07"), part_label(2024, "01/07"), part_label(2024, "")
    ('2024H1', '2024-07', '2024-01/2024-07', '2024')
    """
    if "/" in part:
        first, _, last = part.partition("/")
        return f"{year}-{first}/{year}-{last}"
    return f"{year}-{part}" if part[:1].isdigit() else f"{year}{part}"


def part_of(year: int, label: str) -> str:
    """The part that a label says of its year, which part_label writes again; '' for a label of another year.

    >>> part_of(2024, "2024H1"), part_of(2024, "2024-07"), part_of(2024, "2024-01/2024-07"), part_of(2024, "2023H1")
    ('H1', '07', '01/07', '')
    """
    if not label.startswith(str(year)):
        return ""
    return label.replace(f"{year}-", "").removeprefix(str(year))


@cache
def plan_of_year(year: int) -> FiveYearPlan | None:
    """The plan that a year lies in, or None."""
    return next((p for p in five_year_plans() if p.year_start <= year <= p.year_end), None)


def position_in_plan(year: int) -> int | None:
    """The year's place in its plan, 1 for the first (开局之年) to 5 (收官之年).

    >>> position_in_plan(2021), position_in_plan(2025), position_in_plan(1964)
    (1, 5, None)
    """
    plan = plan_of_year(year)
    return year - plan.year_start + 1 if plan else None
