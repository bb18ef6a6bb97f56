"""The figure that another one is counted from: 比上年同期751万人增加75万人, 比年初预算42亿元超收4亿元, 826万人（上年为751万人）."""

from __future__ import annotations

import re

from pipelines.documents.frame.time import plan_years
from pipelines.extract.facts import Fact
from pipelines.extract.prose.figures import Figure
from pipelines.extract.prose.sentences import Clause
from pipelines.extract.prose.writing.writer import span_label
from pipelines.lexicon.patterns import patterns

_P = patterns("counted_from")
_LAST_YEARS = _P["last_years"]
_YEAR_BASE = _P["year_base"]
_MOVED_BEHIND = _P["moved_behind"]


def is_counted_from(clause: Clause, figures: list[Figure], i: int, pre: str, before: Fact | None) -> bool:
    """Whether a figure is what the one before or behind it is counted from; a base names nothing that stands behind it."""
    if before is not None and _is_base(figures, i):
        figures[i].gap = ""
        return True
    return clause.bracket and _LAST_YEARS.fullmatch(pre) is not None


def hold_base(fact: Fact, figures: list[Figure], i: int) -> None:
    """Put a figure that another one is counted from where it belongs: to its plan, or to the year before."""
    base = _YEAR_BASE.fullmatch(figures[i].pre)
    if base and (base["goal"] or base["goal2"]):
        _hold_as_goal(fact, base, figures[i + 1])
    elif fact.period_end:
        _hold_before(fact, base)


def _is_base(figures: list[Figure], i: int) -> bool:
    """比上年同期751万人增加75万人: the figure is the last year's, from which the next one is counted."""
    figure = figures[i]
    follows = i + 1 < len(figures) and _MOVED_BEHIND.match(figure.gap) is not None
    return follows and _YEAR_BASE.fullmatch(figure.pre) is not None


def _hold_as_goal(fact: Fact, base: re.Match[str], following: Figure) -> None:
    """比“十五”计划目标80亿元超过5亿元: the first is what was aimed at, the second by how much it was passed."""
    fact.statement = "target"
    span = plan_years(base["plan"]) if base["plan"] else None
    if span:
        fact.hold_in(span[1])
    following.pre = "少于计划" if following.pre.strip("，,")[:1] in "少减降" else "超过计划"


def _hold_before(fact: Fact, base: re.Match[str] | None) -> None:
    """The figure is of the year before, or of the plan that is named (比“十三五”541亿元增加294亿元)."""
    span = plan_years(base["plan"]) if base and base["plan"] else None
    if span and base and base["end"]:
        fact.hold_in(span[1])
    elif span:
        fact.period_start, fact.period_end = span
        fact.period_label = span_label(*span)
    elif base and base["year"]:
        fact.hold_in(int(base["year"]))
    elif fact.period_end:
        year = fact.period_end
        fact.hold_in(year - 1, fact.period_label.replace(str(year), str(year - 1)))
