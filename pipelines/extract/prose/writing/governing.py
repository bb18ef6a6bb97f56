"""The years and the kind of statement of one figure, within those of its frame."""

from __future__ import annotations

from dataclasses import replace

from pipelines.documents.frame.time import plan_years
from pipelines.documents.model import Statement
from pipelines.extract.facts import Fact
from pipelines.extract.prose import budget, names
from pipelines.extract.prose.figures import without_marks
from pipelines.extract.prose.measures.model import dimension
from pipelines.extract.prose.memory import Memory
from pipelines.extract.prose.periods import Period, Said, in_span, in_year
from pipelines.extract.prose.scope.scope import Scope
from pipelines.extract.prose.writing.entry import Entry
from pipelines.lexicon.indicators import indicators
from pipelines.lexicon.patterns import patterns
from pipelines.lexicon.word_lists import word_lists
from pipelines.lexicon.years import part_label

_P = patterns("writing")
_W = word_lists("writing")
_PLAN_BRACKET = _P["plan_bracket"]
_PLANNED = _P["planned"]
_GOAL_BEHIND = _P["goal_behind"]
_COMPARED = _P["compared"]
_TIMES_OF = _P["times_of"]
_PLAN_BASE = _P["plan_base"]
_BELOW_TOO = _P["below_too"]
_OWN_BASE = _P["own_base"]
_UNTIL = _P["until"]
_SUMMED = _P["summed"]
_PARTS_UNTIL = {3: "Q1", 6: "H1", 9: "Q1-Q3", 12: ""}
_RECKONED = frozenset({"currency", "percent", "percentage_point", "mass", "people", ""})
"""What statistics are told in; works are told in counts, lengths and areas."""
_MOVES = frozenset({"growth", "change", "multiple"})
_BEHIND = 24
"""Characters behind a figure that may say whether it adds up over a span."""


def goal_behind(e: Entry) -> bool:
    """Whether the words behind the figure call it a goal (5%左右的预期目标)."""
    return _GOAL_BEHIND.match(e.text, e.figure.end) is not None


# the kind of statement


def statement_of(e: Entry, scope: Scope, before: Fact | None) -> Statement:
    """The frame's statement, unless the words around the number speak of the plan itself; before: the sentence's last figure."""
    frame = e.frame
    if frame.statement == "estimate":
        if budget.is_planned(e.name, scope.kind.ground, frame.year_end, scope.own[0]):
            return "target"
    elif frame.statement == "actual" and (_is_planned(e) or _goes_with_plan(e, before)):
        return "target"
    if (
        e.reading.measure == "level"
        and (budget.is_plan(e.figure.pre) or budget.is_second_of_plan(e.text, e.figure.token.start))
        or e.clause.bracket
        and _PLAN_BRACKET.search(e.figure.pre)
    ):
        return "target"
    if scope.kind.foreseen and frame.statement == "actual" and _is_statistic(e):
        return "estimate"  # 预计（下同）: of the statistics, not of the works that are told as done
    return frame.statement


def _is_statistic(e: Entry) -> bool:
    """Whether a figure is of what statistics tell at a year's end, and not of a work that was done."""
    if dimension(e.figure.token.unit) not in _RECKONED or "完成" in e.name:
        return False
    return names.canonical(e.name) is not None or e.name.endswith(_W["statistics"])


def _goes_with_plan(e: Entry, before: Fact | None) -> bool:
    moves = before is not None and e.carried and e.reading.measure in ("growth", "change")
    return moves and budget.grows_with_plan(e.name, before, e.text[before.end : e.figure.token.start] if before else "")


def _is_planned(e: Entry) -> bool:
    """年计划完成投资5亿元; 计划5亿元的…; 5%左右的目标."""
    if e.reading.measure == "level" and (
        _PLANNED.search(e.figure.pre) or e.figure.gap.startswith("的") and _PLAN_BRACKET.search(e.tail.name)
    ):
        return True
    return goal_behind(e)


# the years


def years_of(e: Entry, scope: Scope, memory: Memory) -> Period:
    """The frame's years, or those of them that the figure is of."""
    frame = e.frame
    start, end = frame.year_start, frame.year_end
    several = start is not None and end is not None and start != end
    moves = e.reading.measure in _MOVES
    summed = e.reading.measure == "level" and not several and "累计" in e.figure.pre
    if not (several or moves or summed) or _is_cut(e, memory):
        return Period(start, end)
    before = without_marks(e.text[e.clause.start : e.figure.token.start])
    behind = e.text[e.figure.end : e.figure.end + _BEHIND]
    said = Said(before, behind, e.name, e.tail.verb, e.reading.measure, base_year(e, memory) if moves else None)
    if several and start is not None and end is not None:
        period = in_span(start, end, said)
        summed = period.start == period.end and e.reading.measure == "level" and _sums_before(e)
        return replace(period, guessed=True) if summed else period
    first = frame.span[0] if frame.span else _first_of_pair(memory)
    return in_year(start, end, said, e.tail.adverbs, first)


def _sums_before(e: Entry) -> bool:
    """累计利用外资9亿美元，进出口总额21亿美元: a sum in front may reach over the clauses behind it, or not."""
    begun = max(e.text.rfind("。", 0, e.clause.start), e.text.rfind("；", 0, e.clause.start))
    return "累计" in e.text[begun + 1 : e.clause.start] and not e.tail.kind


def _is_cut(e: Entry, memory: Memory) -> bool:
    """What was cut (精简环节5个) adds up over the span, and so does what is said of it."""
    last = memory.last()
    return e.reading.rule == "G11.cut" or last is not None and last.rule == "G11.cut" and last.indicator == e.name


def _first_of_pair(memory: Memory) -> int | None:
    """The year that a pair (由2010年的a增加到b) has begun with in the sentence."""
    return next((fact.period_start for fact in memory.of_sentence() if fact.rule == "G8.from"), None)


def base_year(e: Entry, memory: Memory) -> int | None:
    """The year that a change is measured from (比2020年累计下降), where one is printed here or for all that follows."""
    position = e.figure.token.start
    for date in e.dates:
        if not (e.clause.start <= date.start < position and date.date and date.date[0]):
            continue
        before = e.text[max(0, date.start - 2) : date.start]
        if _COMPARED.search(before) or before.endswith(_W["links"]) and _TIMES_OF.match(e.text, date.end):
            if _BELOW_TOO.match(e.text, date.end):
                memory.base = date.date[0]
            return date.date[0]
    plan = _PLAN_BASE.search(e.text, e.clause.start, position)
    years = plan_years(plan[1]) if plan else None
    if years or _OWN_BASE.search(e.text, e.clause.start, position):
        return years[1] if years else None
    return memory.base


def months_so_far(e: Entry) -> str:
    """预计到6月底，生产总值达14.7亿元: the label of what adds up over a year until then; '' for anything else."""
    year = e.frame.year_end
    month = _month(e.frame.label, year) if year and e.frame.label else 1
    if year is None or month == 1 or not _adds_up(e.name) or not _is_summed(e.text, e.figure.token.start, month):
        return ""
    return part_label(year, _PARTS_UNTIL.get(month, f"01/{month:02d}"))


def _adds_up(name: str) -> bool:
    """Whether a name is of something that adds up over a year, or of how much of its plan is done."""
    code = names.canonical(name)
    return _SUMMED.search(name) is not None if code is None else indicators()[code].flow_or_stock == "flow"


def _month(label: str, year: int) -> int:
    """The month that a label is of, 1 for another label."""
    part = label.removeprefix(f"{year}-")
    return int(part) if len(part) == 2 and part.isdigit() else 1


def _is_summed(text: str, position: int, month: int) -> bool:
    """Whether the sentence sums up to the end of the month (截至6月末, 6月，…累计完成), not over the month alone (当月)."""
    first = text.rfind("。", 0, position) + 1
    until = max(_UNTIL.finditer(text, first, position), key=lambda found: found.start(), default=None)
    if until is not None:
        return int(until["month"]) == month
    return (
        "累计" in text[max(first, text.rfind("当月", first, position), text.rfind("本月", first, position)) : position]
    )
