"""Which part of a report a heading opens: review or plan, for which years, and what its figures are by default."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipelines.documents import vocabulary
from pipelines.documents.frame.clock import clock_of
from pipelines.documents.frame.model import Clock, Time
from pipelines.documents.frame.time import fold, heading_times, read_turn
from pipelines.documents.model import Metadata, Role, Statement

_WORDS = vocabulary.load("roles")
_ROLES: dict[str, Role] = dict.fromkeys(_WORDS["plan"], "plan") | dict.fromkeys(_WORDS["review"], "review")
_CUE = re.compile("|".join(re.escape(word) for role in ("review", "plan") for word in _WORDS[role]))  # of those words
_SITUATION = re.compile(_WORDS["situation"])
_FUTURE = re.compile(_WORDS["future"])
_PLAN_NAME = re.compile(
    r"[“\"「](?P<quoted>[一二三四五六七八九十]{1,3})五[”\"」]|第(?P<nth>[一二三四五六七八九十]{1,3})个五年"
    r"|(?<![一二三四五六七八九十第])(?P<plain>十[一二三四五六七八九]?|二十[一二]?)五(?=规划|时期|期间|末|以来|收官|开局|发展)"
)
_PLAN_ALONE = re.compile(r"计划(?:草案|安排)?(?:的报告)?$|目标任务")
_LOOKS_BACK = re.compile(r"回顾|完成情况|执行情况|成效|总结")
_DONE = re.compile(r"执行|完成|进展|实施")
_ENDS_AHEAD = re.compile(_WORDS["ends_ahead"])
_WAS_DONE = re.compile(_WORDS["was_done"])
_SENTENCE = re.compile(r"[^。！!；;\n\s][^。！!；;\n]*")
_OPENING = 1500  # characters of a part within which it says what it is about
_ASIDE = re.compile(r"《[^《》]*》|[（(][^（）()]*\d{4}[^（）()]*[）)]")


_Span = tuple[int | None, int | None]  # the first and the last year


@dataclass(frozen=True, slots=True)
class Standing:
    """Role, years (both None where unknown) and the default kind of statement of a section."""

    role: Role = ""
    year_start: int | None = None
    year_end: int | None = None
    statement: Statement = "actual"


@dataclass(frozen=True, slots=True)
class _Heading:
    """A heading's words without asides, the role that its cue names, its times, and the years that it is about."""

    words: str
    cue: Role | None
    times: list[Time]
    span: _Span | None

    @property
    def known_years(self) -> tuple[int, int] | None:
        """Its first and last year where it has both."""
        if self.span is None or self.span[0] is None or self.span[1] is None:
            return None
        return self.span[0], self.span[1]


def five_year_plan(text: str) -> tuple[int, int] | None:
    """The years of the first five-year plan that a text names.

    >>> five_year_plan("“十四五”期间"), five_year_plan("第十五个五年规划"), five_year_plan("十五五规划"), five_year_plan("十五个")
    ((2021, 2025), (2026, 2030), (2026, 2030), None)
    """
    match = _PLAN_NAME.search(text)
    if match is None:
        return None
    nth = vocabulary.number(match["quoted"] or match["nth"] or match["plain"])
    return (1951 + 5 * nth, 1955 + 5 * nth) if nth >= 6 else None


def root(meta: Metadata) -> Standing:
    """What holds for a document before any heading says more."""
    if meta.kind == "communique" or (meta.kind in ("press", "other") and meta.review_year is not None):
        return Standing("review", meta.review_year, meta.review_year)
    if meta.kind in ("plan_report", "budget_report") and meta.plan_year is None and meta.review_year is not None:
        return Standing("review", meta.review_year, meta.review_year)  # final accounts, half a year's execution
    if meta.kind == "other" and meta.plan_year is not None:
        return Standing("plan", meta.plan_year, meta.plan_year, "target")
    title = meta.title or ""
    plan = five_year_plan(title)
    if meta.kind == "other" and plan:
        return Standing("plan", *plan, "target")
    if meta.kind == "plan_report" and _PLAN_ALONE.search(title) and not _DONE.search(title):
        return Standing("plan", meta.plan_year, meta.plan_year, "target")
    return Standing()


def standing(
    title: str, above: Standing, before: Standing | None, meta: Metadata, top: bool, body: str = ""
) -> Standing:
    """What a heading makes of its section, below `above`, after its sibling `before`.

    A year or a span of years in the heading decides for its subtree, a cue decides at the top, and below a part that
    is review or plan only a heading with a year of its own leaves it. `body` is given for headings of newspaper
    pages, which carry no cue.
    """
    heading = _read_heading(title, meta)
    if meta.kind == "communique":
        return Standing("review", *(heading.span or (above.year_start, above.year_end)))
    plan = five_year_plan(meta.title or "") if meta.kind == "other" else None
    if plan and heading.cue == "review" and heading.span is None:
        return Standing("review", plan[0] - 5, plan[0] - 1)
    if heading.span is None and above.role and not (top and heading.cue):
        return _below(heading.words, above)
    role, span = _role_and_years(heading, above, before, meta, top)
    if role is None and body:
        role, span = _of_body(body, before, meta, span)
    if role is None:
        return before if before is not None and top else above
    return _with_statement(role, span or _usual_years(role, meta, body), heading.words)


def _read_heading(title: str, meta: Metadata) -> _Heading:
    words = _ASIDE.sub("", fold(title))
    times = heading_times(words, clock_of(meta))
    return _Heading(words, _cue(words), times, _span(times))


def _role_and_years(
    heading: _Heading, above: Standing, before: Standing | None, meta: Metadata, top: bool
) -> tuple[Role | None, _Span | None]:
    """What the heading itself says, by its cue and its years; None where it says nothing."""
    role, span = heading.cue, heading.span
    if len({time.role for time in heading.times if time.role}) > 1:
        # 主要成绩和目标任务: its paragraphs say which (frame.follow)
        role, span = heading.times[0].role or role, heading.times[0].years
    elif (years := heading.known_years) and (role is None or not top or _is_past(years[1], role, meta)):
        role = _role_of_years(years, role, above, meta)
    if role == "review" and span and not _LOOKS_BACK.search(heading.words) and _lies_ahead(span, before, meta):
        role = "plan"  # 2024年主要工作 in the report that is given at the beginning of 2024
    return role, span


def _is_past(year: int, role: Role, meta: Metadata) -> bool:
    """Whether a heading with a cue of planning is about years that lie behind (“十五”计划主要目标提前实现)."""
    return (
        role == "plan"
        and meta.review_year is not None
        and year <= meta.review_year
        and meta.plan_year != meta.review_year
    )


def _below(words: str, above: Standing) -> Standing:
    """The same standing as the part above; a look at the situation within a plan gives no targets."""
    if above.role == "plan" and _SITUATION.search(words):
        return Standing(above.role, above.year_start, above.year_end, "actual")
    return above


def _with_statement(role: Role, span: _Span, words: str) -> Standing:
    target = role == "plan" and not _SITUATION.search(words)
    return Standing(role, span[0], span[1], "target" if target else "actual")


def _cue(words: str) -> Role | None:
    """The role that the last cue of a heading names."""
    found = _CUE.findall(words)
    return _ROLES[found[-1]] if found else None


def _span(times: list[Time]) -> _Span | None:
    """The years that a heading is about: a range, a year, else the first plan or span of five years that it names."""
    for time in times:
        if time.kind == "range":
            return time.years
    years = [time.start for time in times if time.kind == "year" and time.start is not None]
    if years:
        return (years[-1], years[-1]) if len(years) == 1 or years[-1] - years[0] > 5 else (years[0], years[-1])
    known = next((time.years for time in times if time.start is not None), None)
    return known or (times[0].years if times else None)


def _role_of_years(span: tuple[int, int], cue: Role | None, above: Standing, meta: Metadata) -> Role:
    """Review or plan by the years of a heading, measured against the years that the document is about."""
    last = meta.review_year
    if last is None:
        return cue or above.role or ("plan" if meta.plan_year is not None and span[1] >= meta.plan_year else "review")
    if meta.period_label and span[1] == last:
        return cue or above.role or "review"
    planned = meta.plan_year if meta.plan_year != last else None
    return "review" if span[1] <= last and span[0] != planned else "plan"


def _usual_years(role: Role, meta: Metadata, body: str) -> _Span:
    """The years of a part whose heading names none: the document's, or those of the five-year plan it speaks of."""
    if meta.review_year is None and meta.plan_year is None:
        plan = (five_year_plan(body) if body else None) or five_year_plan(meta.title or "")
        return plan or (None, None)
    year = meta.review_year if role == "review" else meta.plan_year
    if role == "plan" and year is None and meta.period_label:
        year = meta.review_year
    return year, year


def _lies_ahead(span: _Span, before: Standing | None, meta: Metadata) -> bool:
    """Whether a part's years are the planned ones: those of the document, else later ones than the review before it told."""
    if meta.plan_year is not None and meta.plan_year != meta.review_year:
        return span[1] == meta.plan_year
    told = before.year_end if before is not None and before.role == "review" else None
    return told is not None and span[0] is not None and span[0] > told


def opens_part(title: str) -> bool:
    """Whether a line reads as the heading of a part: it names a time, or what it does with one.

    >>> opens_part("2018年：实干争先见成效"), opens_part("2012年工作回顾"), opens_part("工业经济")
    (True, True, False)
    """
    return bool(heading_times(title, Clock())) or _cue(title) is not None


def turns_to_plan(title: str) -> bool:
    """Whether a heading without a number leaves the look back for what is planned: it ends with the plan's own noun.

    >>> turns_to_plan("新一届政府的奋斗目标"), turns_to_plan("重点任务圆满完成"), turns_to_plan("年度目标完成情况")
    (True, False, False)
    """
    return _cue(title) == "plan" and _ENDS_AHEAD.search(title) is not None and _WAS_DONE.search(title) is None


def _of_body(
    body: str, before: Standing | None, meta: Metadata, span: _Span | None
) -> tuple[Role | None, _Span | None]:
    """Role and years of a part whose heading has no cue, from the words that its text begins with, else from its tense."""
    if meta.kind not in ("work_report", "plan_report", "budget_report"):
        future = _speaks_of_future(body) or _goes_on_planning(body, before, meta)
        return ("plan" if future else "review"), span
    if before is not None and before.role == "plan":
        return None, span  # a report does not look back again behind its plan
    for sentence in _SENTENCE.finditer(body[:_OPENING]):
        turn = read_turn(body, clock_of(meta), sentence.start())
        if turn is not None and turn.role:
            return turn.role, span or turn.years
    return ("plan" if _speaks_of_future(body) else "review"), span


def _goes_on_planning(body: str, before: Standing | None, meta: Metadata) -> bool:
    """Whether a newspaper's section speaks of the same five years to come as the plan before it."""
    if before is None or before.role != "plan" or meta.review_year is not None:
        return False
    return five_year_plan(body) == (before.year_start, before.year_end)


def _speaks_of_future(body: str) -> bool:
    sentences = [s for s in re.split(r"[。！；]", body) if len(s) > 8]
    ahead = sum(len(s) for s in sentences if _FUTURE.search(s))
    return bool(sentences) and 2 * ahead >= sum(map(len, sentences))
