"""Writes the figures of one passage down as facts."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from pipelines.extract.facts import Context, Fact, Measure, Qualifier
from pipelines.extract.prose import names
from pipelines.extract.prose.figures import Figure
from pipelines.extract.prose.measures.model import Reading, better_sign, signed
from pipelines.extract.prose.memory import Memory
from pipelines.extract.prose.numerals import misprinted
from pipelines.extract.prose.periods import Period
from pipelines.extract.prose.places import before_bracket, is_of_all, scope_of
from pipelines.extract.prose.predicates import Tail, strip_leading
from pipelines.extract.prose.ranks import is_ranking
from pipelines.extract.prose.scope.frame import PARTS, Frame
from pipelines.extract.prose.scope.scope import YEAR_PLAN, Scope
from pipelines.extract.prose.sentences import Clause
from pipelines.extract.prose.tokens import Token
from pipelines.extract.prose.writing.entry import Entry
from pipelines.extract.prose.writing.governing import base_year, months_so_far, statement_of, years_of
from pipelines.extract.prose.writing.implied import imply
from pipelines.lexicon.patterns import patterns
from pipelines.lexicon.word_lists import word_lists
from pipelines.lexicon.years import part_label

_P = patterns("writing")
_W = word_lists("writing")
_PART_BEHIND = _P["part_behind"]
_NEARLY = _P["nearly"]
_YEAR_BEFORE = _P["year_before"]
_POPULATIONS = _W["parts_of_people"]
_VERBLESS = ("G9.share", "G2.level", "G3.flow")


class Writer:
    """One passage with what governs its figures (scope) and what it has said so far (memory).

    text: the passage as a view; tokens: its numbers in their order.
    """

    def __init__(self, text: str, context: Context, tokens: list[Token]) -> None:
        self.text = text
        self.context = context
        self.tokens = tokens
        self.scope = Scope(context)
        self.memory = Memory(subject=context.subject, root=context.subject)

    def emit(
        self, clause: Clause, figure: Figure, name: str, reading: Reading, tail: Tail, dates: list[Token], carried: bool
    ) -> Fact:
        """Write a figure down; carried: it has no name of its own. The fact may be mended by whoever read the figure."""
        follows = carried or not tail.kind and reading.rule in _VERBLESS and not names.split_verb(name)[0]
        frame = self.scope.frame(clause, self.text, figure.token.start, dates, follows)
        if carried and not frame.label:
            frame = self._carried_on(frame, clause, figure, dates)
        entry = Entry(self.text, clause, figure, tail, dates, frame, carried, self._tidied(name), reading)
        _take_part_of_year(entry)
        entry.name = figure.token.noun or entry.name
        imply(entry, self.memory)
        period = years_of(entry, self.scope, self.memory)
        fact = self._fact(entry, period, self._region(entry))
        self._of_which(entry, fact)
        if reading.measure == "growth" and fact.period_start != fact.period_end and base_year(entry, self.memory):
            self._beside_a_base(fact)
        self.memory.add(fact)
        return fact

    def _carried_on(self, frame: Frame, clause: Clause, figure: Figure, dates: list[Token]) -> Frame:
        """重点项目1—3月完成投资30亿元，增长9%: what has no name of its own is of the months of the figure before it."""
        last = self.memory.last()
        year = frame.year_end
        if (
            last is None
            or year is None
            or dates
            or frame.year_start != year
            or "全年" in self.text[last.end : figure.token.start]
            or YEAR_PLAN.search(self.text, last.end, figure.token.start)
        ):
            return frame
        months = last.period_label if "/" in last.period_label and last.period_end == last.period_start == year else ""
        return replace(frame, label=months) if months else frame

    def _beside_a_base(self, based: Fact) -> None:
        """投资667亿元、增长31%，比“九五”末增长2.8倍: a growth beside one with a base is the last year's, and so is the amount."""
        same = [f for f in self.memory.of_sentence() if f.indicator == based.indicator]
        grown = [f for f in same if f.measure == "growth" and f.period_start != f.period_end == based.period_end]
        if not grown or "均" in self.text[grown[-1].quote_start : grown[-1].start]:
            return
        for fact in same:
            if fact.measure in ("growth", "level") and fact.period_end == based.period_end:
                fact.hold_in(fact.period_end)

    def _tidied(self, name: str) -> str:
        return names.tidy(strip_leading(name)) or names.tidy(name) or self.memory.understood() or name

    def _region(self, e: Entry) -> str:
        """The place of a figure other than the document's; the name loses the words that say it."""
        if e.reading.measure == "rank" and is_ranking(e.name):
            return self.memory.region  # 全国投资潜力百强区第59位: the place itself has the rank
        region, e.name = scope_of(e.name, self.context.region)
        if e.clause.bracket and _is_bare(e):
            region = before_bracket(self.memory.open_words) or region
        circle = self.memory.circle
        return region or self.memory.region or (circle if circle and is_of_all(e.name) else "")

    def _fact(self, e: Entry, period: Period, region: str) -> Fact:
        token, reading, frame = e.figure.token, e.reading, e.frame
        if e.clause.bracket and period.end and _is_bare(e) and _YEAR_BEFORE.search(self.memory.open_words):
            period = replace(period, start=period.end - 1, end=period.end - 1)  # 较上年同期（3.2%）
        in_range = token.range_end == 1
        return Fact(
            token.num_start,
            token.num_end,
            signed(token.value, reading.sign or better_sign(e.name), token.negative),
            token.unit,
            e.name,
            cast(Measure, reading.measure),
            statement_of(e, self.scope, self.memory.last()),
            period.start,
            period.end,
            months_so_far(e) or frame.label or span_label(period.start, period.end),
            "range_low" if in_range else _qualifier(e),
            region,
            e.clause.start,
            e.clause.end,
            "G16.range" if in_range else reading.rule,
            checks=self._doubts(e, period),
            said=frame.said,
            told=frame.cue,
        )

    def _doubts(self, e: Entry, period: Period) -> list[str]:
        token, found = e.figure.token, []
        if period.guessed or period.end is not None and self.context.guessed and e.frame.said is None:
            found.append("period_guessed")
        if token.unit == "" and token.kind == "quantity":
            found.append("unit_missing")
        if misprinted(self.text[token.num_start : token.num_end]):
            found.append("misprint")
        return found

    def _of_which(self, e: Entry, fact: Fact) -> None:
        """The whole that the fact is a part of; 户籍人口134.9万人，其中城镇人口25万人: the part is of the same people."""
        memory = self.memory
        at = self.text.rfind("其中", max(0, e.clause.start - 4), e.figure.token.start) if memory.has_facts() else -1
        if at >= 0:
            fact.whole = memory.whole_before(at, fact)
        if memory.part and e.name in _POPULATIONS and any("户籍" in one.indicator for one in memory.of_sentence()):
            fact.indicator = "户籍" + e.name


def _take_part_of_year(e: Entry) -> None:
    """粮食产量上半年: a part of the year behind a name is its period, unless the name was carried over with it."""
    part = _PART_BEHIND.search(e.name)
    if not part or part.start() < 2 or not e.frame.year_end:
        return
    e.name = e.name[: part.start()]
    if not e.carried:
        e.frame.label = part_label(e.frame.year_end, PARTS[part.group()])


def _is_bare(e: Entry) -> bool:
    """Whether a bracket holds nothing but the figure, which is then of the words in front of it."""
    return not names.has_words(e.figure.pre)


def _qualifier(e: Entry) -> Qualifier:
    said = e.figure.qualifier or ("" if e.reading.measure in ("gap", "rank") else e.tail.qualifier)
    return cast(Qualifier, said or ("approx" if _NEARLY.search(e.figure.pre) else ""))


def span_label(start: int | None, end: int | None) -> str:
    """The label of a year or of a span of years, where nothing finer is said.

    >>> span_label(2022, 2022), span_label(2021, 2025), span_label(None, None)
    ('2022', '2021-2025', '')
    """
    if end is None:
        return ""
    return str(end) if start == end else f"{start}-{end}"
