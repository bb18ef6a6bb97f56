"""The named checks, beyond types, values and keys.

`CHECKS[kind]` lists the checks of single rows of a staged table, `TOGETHER[kind]` the one of its rows together. A check is a function of a row and what is known of its document; it
returns the reason, in words, or None. A blocking check sends the row to quarantine; any other one is a doubt, whose
name is added to the row's `checks` (tables without that column have blocking checks only).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from pipelines.validate import observations, spans, totals
from pipelines.validate.known import Facts

Row = Mapping[str, Any]

DOUBTED = 0.85


@dataclass(frozen=True, slots=True)
class Check:
    """A check by its name; the names are public: they stand in `quarantine.check_name` and in `checks`."""

    name: str
    reason: Callable[[Row, Facts], str | None]
    blocking: bool = True
    most: float = 1.0
    """The confidence that a doubted row keeps at most; 1 where the doubt says nothing of its reading."""
    measure: str = ""
    """The only measure that it judges; '' where it judges every row."""


@dataclass(frozen=True, slots=True)
class TableCheck:
    """A blocking check of rows against one another: row number -> reason."""

    name: str
    reasons: Callable[[Sequence[Row]], dict[int, str]]


_INSIDE = Check("span_inside", spans.inside)

CHECKS: dict[str, tuple[Check, ...]] = {
    "passage": (_INSIDE, Check("span_text", spans.passage)),
    "cell": (_INSIDE,),
    "observation": (
        _INSIDE,
        Check("span_numeral", spans.numeral),
        Check("span_passage", spans.in_passage),
        Check("numeral_value", spans.value),
        Check("period_order", observations.period_order),
        Check("year_range", observations.year_range),
        Check("share_range", observations.share_range, measure="share"),
        Check("growth_range", observations.growth_range, measure="growth"),
        Check("rank_range", observations.rank_range, measure="rank"),
        Check("level_negative", observations.level_negative, measure="level"),
        Check("base_value", observations.base_value),
        Check("passage_missing", spans.no_passage, blocking=False),
        Check("unit_unknown", observations.unit_unknown, blocking=False),
        Check("count_whole", observations.count_whole, blocking=False, most=DOUBTED, measure="level"),
        Check("unit_dimension", observations.unit_dimension, blocking=False, measure="level"),
        Check("growth_extreme", observations.growth_extreme, blocking=False, measure="growth"),
        Check("year_far", observations.year_far, blocking=False),
        Check("actual_in_future", observations.actual_in_future, blocking=False),
    ),
    "qualitative_target": (_INSIDE, Check("period_order", observations.period_order)),
    "key_project": (_INSIDE, Check("span_name", spans.name), Check("year_range", observations.year_range)),
    "project_list": (_INSIDE,),
    "project_plan": (Check("year_range", observations.year_range),),
    "livelihood_project": (_INSIDE, Check("year_range", observations.year_range)),
    "livelihood_task": (_INSIDE, Check("year_range", observations.year_range)),
    "livelihood_quantity": (Check("year_range", observations.year_range),),
}


@cache
def checks_of(kind: str, measure: str | None) -> tuple[Check, ...]:
    """The checks of a row of that table and measure, in their order."""
    return tuple(check for check in CHECKS.get(kind, ()) if check.measure in ("", measure))


TOGETHER: dict[str, TableCheck] = {"project_plan": TableCheck("sum_total", totals.plan_totals)}
