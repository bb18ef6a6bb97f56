"""Follows period and kind of statement from clause to clause."""

from __future__ import annotations

import re

from pipelines.documents.frame.model import Time
from pipelines.documents.frame.time import read_turn
from pipelines.documents.model import Statement
from pipelines.extract.facts import Context
from pipelines.extract.prose.predicates import strip_leading
from pipelines.extract.prose.scope.dates import DEFINES, is_base, is_head, is_since
from pipelines.extract.prose.scope.frame import PARTS, Frame, Years, clock_of, plan_start
from pipelines.extract.prose.scope.kind import Kind
from pipelines.extract.prose.sentences import Clause
from pipelines.extract.prose.tokens import Token
from pipelines.lexicon.patterns import patterns
from pipelines.lexicon.word_lists import word_lists
from pipelines.lexicon.years import part_label

_P = patterns("scope")
_W = word_lists("scope")
_DIGIT = re.compile(r"\d")  # a digit is no rule
_RATIO = _P["ratio"]
_PART = _P["part"]
_PLAN = _P["plan"]
_FIVE = _P["five"]
_RELATIVE = _P["relative"]
_WHOLE_YEAR = _P["whole_year"]
YEAR_PLAN = _P["year_plan"]
"""An amount that is planned for a whole year, whatever months the figures beside it are of; ends at its number."""
_FIRST_WORDS = 14
_OPENING = ("，", ",")


class Scope:
    """Follows period and statement from clause to clause of one passage."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.years: Years = (context.year_start, context.year_end)
        self.label = context.period_label
        self.kind = Kind(context.statement)
        self.kind.foreseen = context.foreseen
        self.own: Years = (context.year_start, context.year_end)
        """The years of the passage, or of the sentence that turned last."""
        self.clock = clock_of(context)
        self.said: tuple[int, int] | None = None
        self.between = False
        """Whether the years are the two ends that a sentence printed (2020年到2025年)."""
        self.turn: Time | None = None
        self.back: tuple[Years, str, Statement, bool, tuple[int, int] | None] | None = None
        self.sentence = -1
        self.year_stated = False
        self.outside: tuple[Years, str, bool] | None = None

    # from clause to clause

    def enter(self, clause: Clause, text: str, dates: list[Token]) -> None:
        """Begin a clause: heads of clauses set the period, the end of a sentence ends the reach of a cue."""
        if clause.bracket or self.outside is not None:
            self._pass_bracket(clause.bracket)
        told, self.turn = self.kind.told, None
        if clause.before in (".", ";"):
            self.kind.told = None
        if clause.before == ";":
            self.kind.end_part()
        if clause.sentence != self.sentence:
            self._sentence(clause, text)
            if told == "estimate" and text.startswith("其中", clause.start):
                self.kind.say("estimate", "sentence")  # 预计实现生产总值709亿元。其中，农业增加值52亿元
        else:
            self.kind.shorten_reach(clause.before)
        for token in dates:
            if clause.start <= token.start < clause.end and is_head(clause, text, token):
                self._set_years(token, text, clause.before == ".")
        self._first_words(clause, text[clause.start : clause.start + _FIRST_WORDS])

    def _pass_bracket(self, inside: bool) -> None:
        """What brackets say of the period ends with them: 规划（2021—2035年）获批复，新建公园12个."""
        if inside and self.outside is None:
            self.outside = self.years, self.label, self.year_stated
        elif not inside and self.outside is not None:
            (self.years, self.label, self.year_stated), self.outside = self.outside, None

    def _state(self, first: int | None, last: int | None) -> None:
        """The passage itself has said these years."""
        self.years, self.year_stated, self.label = (first, last), True, ""

    def _first_words(self, clause: Clause, head: str) -> None:
        """What a clause's first words say of the time without a date: 全年, 去年, “十四五”末, 一季度."""
        if _WHOLE_YEAR.match(head):
            self._whole_year()
        if self.turn is None and ("年" in head or "五" in head or "季度" in head):
            held = self.years
            self._words(head, clause.start == 0)
            if self.years != held:
                self.said = (clause.start, min(clause.start + len(head), clause.end))

    def _sentence(self, clause: Clause, text: str) -> None:
        """Begin a sentence: what held for the one before ends; its first words may turn the time."""
        self.between = False
        self.sentence = clause.sentence
        if self.back is not None:
            self.years, self.label, self.kind.ground, self.year_stated, self.said = self.back
            self.own, self.back = self.years, None
        self.kind.begin_sentence()
        if not self.year_stated:
            self.label = self.context.period_label
        turn = read_turn(text, self.clock, clause.start) if clause.before == "." else None
        if turn is not None:
            self._turn(turn)

    def _turn(self, turn: Time) -> None:
        """五年来, 刚刚过去的2025年, 今后五年: the time of this sentence and, where the part allows it, of those behind it."""
        role = self.context.role
        if self.clock.review is not None and turn.role and role and turn.role != role and not self.context.mixed:
            self._keep()
        spans = self.context.several or self.own[0] != self.own[1]
        if turn.kind == "year_said" and self.context.several or turn.kind == "year_weak" and spans:
            self._keep()
        if turn.kind in ("year", "year_said", "year_weak") and self.own == turn.years and self.label:
            self.turn = turn
            return  # 2024年，… in a text on the first half of 2024
        self.turn, self.said = turn, (turn.at, turn.stop)
        self.years = self.own = turn.years
        self.label, self.year_stated = "", True
        self.kind.turn(turn.role)

    def _keep(self) -> None:
        """Keep what holds now for the next sentence: what is said from here holds for this one only."""
        if self.back is None:
            self.back = self.years, self.label, self.kind.ground, self.year_stated, self.said

    def _whole_year(self) -> None:
        """全年 ends a part of a year; within a span of years it means the last one."""
        self.label = ""
        start, end = self.years
        if start != end and end is not None and self.kind.ground != "target":
            self._keep()
            self.years = (end, end)

    def first_year(self) -> int | None:
        """The year that a change printed between two years begins with (2020年到2025年，占比从21%提高到47%)."""
        return self.years[0] if self.between and self.years[0] != self.years[1] else None

    def _set_years(self, token: Token, text: str, fresh: bool) -> None:
        """A date at the head of a clause; `fresh` where it begins a sentence."""
        start, end, label = token.date or (None, None, "")
        if start is None:
            last = self.own[1]
            if fresh and last is not None and (self.years[1] or last) > last:
                self.years = self.own  # 到2025年，…。1月份已完成投资3亿元: a month of the year that is spoken of
            year = self.years[1]
            if label and year:
                self.label = part_label(year, label)
            return
        if is_since(text, token):
            return
        if self.turn is not None and token.start < self.turn.stop:
            if label and self.years == (start, end):
                self.label = part_label(start, label)  # 2020年1—6月，…: the turn is of its months alone
            return
        if self._passes(start, end):
            self._keep()
        self.years, self.between = (start, end), start != end
        self.year_stated, self.said = True, (token.start, token.end)
        self.label = part_label(start, label) if label else ""
        self.kind.year(end, *self.own)

    def _passes(self, start: int | None, end: int | None) -> bool:
        """Whether years hold for their sentence only: one of several, one before those that are planned, or beyond those of the part."""
        first, last = self.own
        if first is None or last is None or end is None:
            return False
        return (
            first != last
            and first - 1 <= end <= last
            or self.kind.ground == "target"
            and end < first
            or self._beyond(end)
        )

    def _beyond(self, year: int) -> bool:
        """Whether a year lies behind the one that the part of a report is about (到2030年 among the tasks or results of a year)."""
        first, last = self.own
        role = self.context.role
        known = role == "plan" or role == "review" and self.context.clock.plan is not None
        return known and first is not None and first == last and year > first

    # words of time

    def _words(self, head: str, opens: bool) -> None:
        self._plan_words(head)
        self._five_years(head)
        bare = head.lstrip('“‘"「')
        relative = _RELATIVE.match(bare)
        if relative and not DEFINES.match(bare, relative.end()):
            self._relative(relative.group(), opens and bare.startswith(_OPENING, relative.end()))
        part = _PART.search(head)
        if part and self.years[1] and strip_leading(head[: part.start()]) in ("", "第"):
            self.label = f"{self.years[1]}{PARTS[part.group(1)]}"

    def _plan_words(self, head: str) -> None:
        """“十四五”期间, “十四五”末, “十四五”以来: a five-year plan, its end, or from its beginning to now."""
        plan = _PLAN.search(head)
        if not plan or plan.start() > 3:
            return
        first, kind = plan_start(plan.group(1)), plan.group(2)
        last = first + 4
        if self.own[0] != self.own[1] or self._beyond(last):
            self._keep()
        if kind in _W["plan_ends"]:
            self._state(last, last)
        elif kind == "以来":
            self._state(first, self.context.year_end or last)
        else:
            self._state(first, last)
        self.kind.year(self.years[0], *self.own)

    def _five_years(self, head: str) -> None:
        """五年来, 今后五年: up to the year that is spoken of, or from the next one on."""
        first, own = self.own
        five = _FIVE.search(head) if own and first == own else None
        if not five or not own or five.start() > 2 or five["summed"] is not None and self.kind.ground == "target":
            return
        self._keep()
        if five["next"]:
            self._state(own + 1, own + 5)
            self.kind.year(own + 1, *self.own)
        else:
            self._state(own - 4, own)

    def _relative(self, word: str, of_passage: bool) -> None:
        """去年 and 今年 are told from the year of publication; in a plan part also from the planned year.

        of_passage: the passage begins with it (去年，我们…), so that it is about that year up to its end.
        """
        own = self.own[1]
        published = own if self.kind.ground == "target" and own else self.context.published_year
        if word in _W["next_year"]:
            if own and self.kind.ground == "actual":
                self._state(own + 1, own + 1)
                self.kind.say("target", "sentence")
        elif published and word in ("去年", "上年"):
            if not of_passage and self._passes(published - 1, published - 1):
                self._keep()
            self._state(published - 1, published - 1)
            self.kind.year(published - 1, *self.own)
        elif published and self.years[1] != published:
            self._state(published, published)
            self.kind.rest()

    # what governs a figure

    def frame(self, clause: Clause, text: str, position: int, dates: list[Token], carried: bool) -> Frame:
        """What governs the figure at `position`; carried: the figure has no subject of its own."""
        years, label, said = self._time_at(clause, text, position, dates)
        statement = self.kind.at(clause, text, position, carried)
        if "-" in label and statement == "estimate" and "全年" in text[clause.start : position]:
            label = ""  # 1—11月超4500亿元，预计全年突破5000亿元
        if label and self.kind.goal and label == self.context.period_label:
            label = ""  # 目标任务：改造学校8所, in a text on 1—4月: of the year
        if "-" in label and YEAR_PLAN.search(text, clause.start, position):
            label = ""  # 1—6月完成投资…；在建项目年度计划投资327亿元
        first, last = self.own
        span = (first, last) if first is not None and last == years[1] and first != last else None
        if span is None and self.clock.span and years == (last, last) and self.clock.span[1] == last:
            span = self.clock.span  # 过去五年: 2022年，生产总值90亿元，年均增长7%
        return Frame(years[0], years[1], label, statement, bool(self.kind.reach), said, span)

    def _time_at(
        self, clause: Clause, text: str, position: int, dates: list[Token]
    ) -> tuple[Years, str, tuple[int, int] | None]:
        """Years, label and where they are said: those that hold, or of the last date of the clause before `position`."""
        years, label, said = self.years, self.label, self.said
        for token in dates:
            before = clause.start <= token.start and token.end <= position
            if not before or is_base(text, token) or _is_of_first_value(text, token, position):
                continue
            start, end, part = token.date or (None, None, "")
            if start:
                years, said = (start, end), (token.start, token.end)
                label = part_label(start, part) if part else ""
            elif part and years[1] and not label.startswith(f"{years[1]}-{part}"):
                label = part_label(years[1], part)
        return years, label, said


def _is_of_first_value(text: str, date: Token, position: int) -> bool:
    """从2016年的50.2亿元增加到92.9亿元: only the first value is of 2016."""
    return text[date.start - 1] in "从由" and _DIGIT.search(_RATIO.sub("", text[date.end : position])) is not None
