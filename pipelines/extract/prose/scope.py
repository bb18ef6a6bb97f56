"""The period and the kind of statement that govern a figure.

A passage inherits both from its frame. The beginning of a sentence may turn the time of all that follows (五年来,
frame.time); a year at the head of a clause holds from there on, within a part on several years for its sentence; a year
inside a clause holds for the figures behind it; a year behind 比 or 较 is a base and changes nothing. 预计 and 力争 at the head of a clause reach to
the end of the sentence, inside a clause they reach over the clauses that have no subject of their own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipelines.documents.frame.model import Clock, Time
from pipelines.documents.frame.time import plan_years, read_turn
from pipelines.documents.model import Statement
from pipelines.extract.facts import Context
from pipelines.extract.prose.predicates import strip_leading
from pipelines.extract.prose.sentences import Clause
from pipelines.extract.prose.tokens import Token
from pipelines.lexicon.patterns import patterns
from pipelines.lexicon.word_lists import word_lists
from pipelines.lexicon.years import part_label

_P = patterns("scope")
_W = word_lists("scope")

_BASE_BEFORE = _P["base_before"]
_BASE_AFTER = _P["base_after"]
_PERCENT_OF = _P["percent_of"]
_DIGIT = re.compile(r"\d")  # a digit is no rule
_RATIO = _P["ratio"]
_SINCE = _P["since"]
_EVENT = _P["event"]
# A year that only says which things are meant (2005年签约的电厂, 去年开工的项目) is no time of what is said of them.
_DEFINES = _P["defines"]
_PART = _P["part"]
_PLAN = _P["plan"]
_FIVE = _P["five"]
PARTS = _W["parts"]
_RELATIVE = _P["relative"]
_HEAD = _P["head"]


_WHOLE_YEAR = _P["whole_year"]
_BUILT = frozenset({"规划建设"})
"""Words of planning that a review uses of what was begun (规划建设22个特色小镇)."""


def plan_start(numeral: str) -> int:
    """The first year of a five-year plan by the numeral before its 五: 十四五 began in 2021.

    >>> plan_start("十四"), plan_start("十"), plan_start("九")
    (2021, 2001, 1996)
    """
    years = plan_years(numeral)
    assert years is not None, f"{numeral}五 is no five-year plan"
    return years[0]


_ANNOUNCED = _P["announced"]


@dataclass(slots=True)
class Frame:
    """What governs a figure: period, label, statement; `cue` is true where a word, not the section, says so."""

    year_start: int | None
    year_end: int | None
    label: str
    statement: Statement
    cue: bool = False
    said: tuple[int, int] | None = None
    """The words that give the years, where the passage itself does."""
    span: tuple[int, int | None] | None = None
    """The years that the passage is about, where they are several and end with the year that governs."""


def _clock(context: Context) -> Clock:
    """The years that a passage's words count from; where the document names none, the passage's own year does."""
    clock, first, year = context.clock, context.year_start, context.year_end
    if clock.review is not None or clock.plan is not None or year is None or first is None:
        return clock
    if first != year:
        return Clock(year, span=(first, year)) if context.statement == "actual" else Clock(first - 1, first)
    return (
        Clock(year, year + 1, context.published_year) if context.statement == "actual" else Clock(year - 1, year, year)
    )


class Scope:
    """Follows period and statement from clause to clause of one passage."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.years = (context.year_start, context.year_end)
        self.label = context.period_label
        self.ground: Statement = context.statement
        """The kind of statement where no cue says otherwise; a turn may change it."""
        self.own = (context.year_start, context.year_end)
        """The years of the passage, or of the sentence that turned last."""
        self.statement: Statement = context.statement
        self.clock = _clock(context)
        self.said: tuple[int, int] | None = None
        self.between = False
        """Whether the years are the two ends that a sentence printed (2020年到2025年)."""
        self.turn: Time | None = None
        self.back: tuple[tuple[int | None, int | None], str, Statement, bool, tuple[int, int] | None] | None = None
        self.reach = ""
        self.sentence = -1
        self.year_stated = False
        self.told: Statement | None = None
        self.nested = False
        self.outside: tuple[tuple[int | None, int | None], str, bool] | None = None

    def enter(self, clause: Clause, text: str, dates: list[Token]) -> None:
        """Begin a clause: heads of clauses set the period, the end of a sentence ends the reach of a cue.

        What brackets say of the period ends with them: 规划（2021—2035年）获批复，新建公园12个.
        """
        if clause.bracket and self.outside is None:
            self.outside = self.years, self.label, self.year_stated
        elif not clause.bracket and self.outside is not None:
            (self.years, self.label, self.year_stated), self.outside = self.outside, None
        told = self.told
        if clause.before in (".", ";"):
            self.told = None
        if self.nested and clause.before == ";":  # 超4500亿元，预计全年突破5000亿元；增加值增长29%: the aside ends
            self.statement, self.reach = self.ground, ""
        self.nested = self.nested and clause.before != ";"
        self.turn = None
        if clause.sentence != self.sentence:
            self._sentence(clause, text)
            if told == "estimate" and text.startswith("其中", clause.start):
                self.statement, self.reach = "estimate", "sentence"  # 预计实现生产总值709亿元。其中，农业增加值52亿元
        elif self.reach == "carried" and clause.before == ";" or self.reach == "clause" and clause.before == ";":
            self.statement, self.reach = self.ground, ""
        elif self.reach == "clause" and clause.before not in ("(", ")"):
            self.reach = "carried"
        for token in dates:
            if clause.start <= token.start < clause.end and self._is_head(clause, text, token):
                self._set_years(token, text, clause.before == ".")
        self._first_words(clause, text[clause.start : clause.start + 14])

    def _first_words(self, clause: Clause, head: str) -> None:
        """What a clause's first words say of the time without a date: 全年, 去年, “十四五”末, 一季度."""
        if _WHOLE_YEAR.match(head):
            self._whole_year()
        if self.turn is None and ("五" in head or "半年" in head or "季度" in head or "年" in head):
            held = self.years
            self._words(head)
            if self.years != held:
                self.said = (clause.start, min(clause.start + len(head), clause.end))

    def _sentence(self, clause: Clause, text: str) -> None:
        """Begin a sentence: what held for the one before ends; its first words may turn the time."""
        self.nested = self.between = False
        self.sentence = clause.sentence
        if self.back is not None:
            self.years, self.label, self.ground, self.year_stated, self.said = self.back
            self.own, self.back = self.years, None
        self.statement, self.reach = self.ground, ""
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
        if turn.role == "plan" and self.ground == "actual":
            self.ground = self.statement = "target"
        elif turn.role == "review" and self.ground == "target":
            self.ground = self.statement = "actual"

    def _keep(self) -> None:
        """Keep what holds now for the next sentence: what is said from here holds for this one only."""
        if self.back is None:
            self.back = self.years, self.label, self.ground, self.year_stated, self.said

    def _whole_year(self) -> None:
        """全年 ends a part of a year; within a span of years it means the last one."""
        self.label = ""
        start, end = self.years
        if start != end and end is not None and self.ground != "target":
            self._keep()
            self.years = (end, end)

    def _is_head(self, clause: Clause, text: str, token: Token) -> bool:
        before = text[clause.start : token.start]
        if before.endswith(("从", "由")) or before.endswith("于") and clause.before != ".":
            return False  # the base of a from-to pair, the day of an event
        if (
            clause.before != "."
            and before.endswith(("到", "至"))
            and text[token.end : token.end + 1] not in ("，", ",", "末", "底")
        ):
            return False
        return bool(_HEAD.fullmatch(before)) and not self.is_base(text, token)

    def first_year(self) -> int | None:
        """The year that a change printed between two years begins with (2020年到2025年，占比从21%提高到47%)."""
        return self.years[0] if self.between and self.years[0] != self.years[1] else None

    def is_base(self, text: str, token: Token) -> bool:
        """Whether a date is what a figure is compared with (比2020年, 2012年的2.4倍), not when it holds."""
        if _BASE_AFTER.match(text, token.end) or _DEFINES.match(text, token.end):
            return True
        before = text[max(0, token.start - 4) : token.start]
        if _SINCE.match(text, token.end) or before.endswith("于") and _EVENT.match(text, token.end):
            return True
        if before.endswith(("为", "是")) and _PERCENT_OF.match(text, token.end):
            return True
        return not before.endswith("在") and bool(_BASE_BEFORE.search(before))

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
        if _SINCE.match(text, token.end) or self.turn is not None and token.start < self.turn.stop:
            return
        if self._passes(start, end):
            self._keep()
        self.years, self.between = (start, end), start != end
        self.year_stated, self.said = True, (token.start, token.end)
        self.label = part_label(start, label) if label else ""
        self._future(end)

    def _passes(self, start: int | None, end: int | None) -> bool:
        """Whether years hold for their sentence only: one of several, one before those that are planned, or beyond those of the part."""
        first, last = self.own
        if first is None or last is None or end is None:
            return False
        return (
            first != last and first - 1 <= end <= last or self.ground == "target" and end < first or self._beyond(end)
        )

    def _beyond(self, year: int) -> bool:
        """Whether a year lies behind the one that the part of a report is about (到2030年 among the tasks or results of a year)."""
        first, last = self.own
        role = self.context.role
        known = role == "plan" or role == "review" and self.context.clock.plan is not None
        return known and first is not None and first == last and year > first

    def _future(self, year: int | None) -> None:
        first, own = self.own
        if year and own and self.ground == "actual" and year > own and self.statement == "actual":
            self.statement, self.reach = "target", "sentence"
        if year and own and self.ground == "target" and first and year < first:
            self.statement, self.reach = "actual", "sentence"

    def _words(self, head: str) -> None:
        plan = _PLAN.search(head)
        if plan and plan.start() <= 3:
            first = plan_start(plan.group(1))
            kind = plan.group(2)
            if self.own[0] != self.own[1] or self._beyond(first + 4):
                self._keep()
            if kind in _W["plan_ends"]:
                self.years, self.year_stated = (first + 4, first + 4), True
            elif kind == "以来":
                self.years, self.year_stated = (first, self.context.year_end or first + 4), True
            else:
                self.years, self.year_stated = (first, first + 4), True
            self.label = ""
            self._future(self.years[0])
        five = _FIVE.search(head)
        own = self.own[1]
        if (
            five
            and five.start() <= 2
            and own
            and self.own[0] == own
            and not (five["summed"] is not None and self.ground == "target")
        ):
            self._keep()
            self.years = (own + 1, own + 5) if five.group("next") else (own - 4, own)
            self.year_stated, self.label = True, ""
            if five.group("next"):
                self._future(self.years[0])
        bare = head.lstrip('“‘"「')
        relative = _RELATIVE.match(bare)
        if relative and not _DEFINES.match(bare, relative.end()):
            self._relative(relative.group())
        part = _PART.search(head)
        if part and self.years[1] and strip_leading(head[: part.start()]) in ("", "第"):
            self.label = f"{self.years[1]}{PARTS[part.group(1)]}"

    def _relative(self, word: str) -> None:
        """去年 and 今年 are told from the year of publication; in a plan part also from the planned year."""
        published, own = self.context.published_year, self.own[1]
        if self.ground == "target" and own:
            published = own
        if word in _W["next_year"]:
            if own and self.ground == "actual":
                self.years, self.year_stated, self.label = (own + 1,) * 2, True, ""
                self.statement, self.reach = "target", "sentence"
            return
        if not published:
            return
        if word in ("去年", "上年"):
            if self._passes(published - 1, published - 1):
                self._keep()
            self.years, self.year_stated, self.label = (published - 1,) * 2, True, ""
            self._future(published - 1)
        elif self.years[1] != published:
            self.years, self.year_stated, self.label = (published,) * 2, True, ""
            self.statement, self.reach = self.ground, ""

    def frame(self, clause: Clause, text: str, position: int, dates: list[Token], carried: bool) -> Frame:
        """What governs the figure at `position`; carried: the figure has no subject of its own."""
        years, label, said = self.years, self.label, self.said
        for token in dates:
            if clause.start <= token.start and token.end <= position and not self.is_base(text, token):
                if text[token.start - 1] in "从由" and _DIGIT.search(_RATIO.sub("", text[token.end : position])):
                    continue  # 从2016年的50.2亿元增加到92.9亿元: only the first value is of 2016
                start, end, part = token.date or (None, None, "")
                if start:
                    years, said = (start, end), (token.start, token.end)
                    label = part_label(start, part) if part else ""
                elif part and years[1] and not label.startswith(f"{years[1]}-{part}"):
                    label = part_label(years[1], part)
        if self.reach == "carried" and not carried:
            self.statement, self.reach = self.ground, ""
        self._cues(clause, text, position)
        if self.statement == "target" and self.ground == "actual" and text[position - 1 : position] == "了":
            self.statement, self.reach = "actual", ""  # 规划建设了18个园区
        statement = self.told = self.statement
        if "-" in label and statement == "estimate" and "全年" in text[clause.start : position]:
            label = ""  # 1—11月超4500亿元，预计全年突破5000亿元
        first, last = self.own
        span = (first, last) if first is not None and last == years[1] and first != last else None
        return Frame(years[0], years[1], label, statement, bool(self.reach), said, span)

    def _cues(self, clause: Clause, text: str, position: int) -> None:
        if _ANNOUNCED.search(text, clause.start, min(position + 1, clause.end + 2)) and self.ground == "actual":
            self.ground = self.statement = "target"  # 主要预期目标是…: also of the sentences behind it in the passage
        for match in _P["cue"].finditer(text, clause.start, min(position, clause.end)):
            kind = match.lastgroup
            after = text[match.end() : match.end() + 1]
            if kind == "estimate":
                self.nested = self.nested or self.told == "actual"
                self.statement = "estimate"
            elif kind == "target" and not (match.group() in _BUILT and self.ground == "actual"):
                self.statement = "target"
            elif kind == "actual" and self.ground == "target" or match.group().startswith("实际"):
                self.statement = "actual"
            else:
                continue
            head = not strip_leading(text[clause.start : match.start()]).strip("，、 ")
            self.reach = "sentence" if head or after in "：:" else "clause"

    def skim(self, clause: Clause, text: str) -> None:
        """A clause without figures may still set the statement for the ones behind it (主要预期目标是：)."""
        if self.reach == "carried":
            self.statement, self.reach = self.ground, ""
        self._cues(clause, text, clause.end)
        words = text[clause.start : clause.end]
        if (
            self.reach == "clause"
            and words.startswith(_W["sources"])
            and len(words) <= 12
            and self.statement == "estimate"
        ):
            self.reach = "sentence"  # 据统计预测，全县…
        if self.reach == "clause" and text[clause.end : clause.end + 1] not in "：:":
            goal = text[clause.start : clause.end].endswith(_W["goals"])
            self.statement, self.reach = (self.statement, "sentence") if goal else (self.ground, "")
