"""Statements: every figure of a passage as a fact, right in all its fields.

The text is cut into clauses; in each, the numbers (tokens, figures) take their verb from the words before them
(predicates), their measure and sign from verb and unit (measures), their name from the words before or behind (naming,
names), their period and kind of statement from what governs the clause (scope). What a clause does not name it takes
from the ones before (memory). Shapes that break the rule are in shapes and lists.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from decimal import Decimal
from typing import cast

from pipelines.documents.frame.place import leads, listed, returns
from pipelines.documents.frame.time import plan_years
from pipelines.documents.model import Statement
from pipelines.extract.facts import Context, Fact, Measure, Qualifier
from pipelines.extract.prose import budget, lists, names, shapes
from pipelines.extract.prose.apart import name_apart
from pipelines.extract.prose.figures import Figure, cut, run_length, streaks, without_marks
from pipelines.extract.prose.measures import Reading, better_sign, dimension, read_measure, signed
from pipelines.extract.prose.memory import Memory
from pipelines.extract.prose.name_lists import members
from pipelines.extract.prose.naming.namer import Namer
from pipelines.extract.prose.periods import Period, Said, in_span, in_year
from pipelines.extract.prose.places import before_bracket, circle_at, is_of_all, scope_of, zone_at
from pipelines.extract.prose.predicates import Tail, read_tail, strip_leading
from pipelines.extract.prose.scope import PARTS, Frame, Scope
from pipelines.extract.prose.sentences import Clause, clauses
from pipelines.extract.prose.tokens import Token, misprinted, scan
from pipelines.lexicon.indicators import indicators
from pipelines.lexicon.patterns import patterns
from pipelines.lexicon.word_lists import word_lists
from pipelines.lexicon.years import part_label

FIGURE_KINDS = ("quantity", "rank", "ratio")

_P = patterns("statements")
_W = word_lists("statements")
_STREAK_BEHIND = _P["streak_behind"]
_BREAKDOWN = _P["breakdown"]
_TOPIC_VERB = _P["topic_verb"]
_WHILE = _P["while"]
_POPULATIONS = _W["parts_of_people"]
_PART_BEHIND = _P["part_behind"]
_GROWTH = _P["growth"]
_GOAL = _P["goal"]
_GOAL_NOUN = _P["goal_noun"]
_PRICE_RISE = _P["price_rise"]
_LAST_YEARS = _P["last_years"]
_PLAN_BRACKET = _P["plan_bracket"]
_PLANNED = _P["planned"]
_NEARLY = _P["nearly"]
_GOAL_BEHIND = _P["goal_behind"]
_YEAR_BEFORE = _P["year_before"]
_COMPARED = _P["compared"]
_WITH = _P["with_amount"]
_TIMES_OF = _P["times_of"]
_PLAN_BASE = _P["plan_base"]
_MOVES = frozenset({"growth", "change", "multiple"})
_VERBLESS = ("G9.share", "G2.level", "G3.flow")
_EACH = _P["each"]
_LISTED = _P["listed"]
_INDEX_FROM = 50
_PRICES = 5
_TOPIC_LENGTH = range(4, 21)


def read_statements(text: str, context: Context, tokens: list[Token] | None = None) -> list[Fact]:
    """All facts of a passage, in the order of their numerals.

    text: a view of the passage; context: what it inherits; tokens: scan(text), if the caller has it.

    >>> facts = read_statements("全年地区生产总值1202.8亿元，增长3.5%。", Context(2022, 2022))
    >>> [(str(f.value), f.unit, f.indicator, f.measure, f.period_end) for f in facts]
    [('1202.8', '亿元', '地区生产总值', 'level', 2022), ('3.5', '%', '地区生产总值', 'growth', 2022)]
    """
    tokens = scan(text) if tokens is None else tokens
    figures = [t for t in tokens if t.kind in FIGURE_KINDS]
    if not figures:
        return []
    return Reader(text, context, figures, [t for t in tokens if t.kind == "date"]).read()


class Reader:
    """Reads one passage from left to right."""

    def __init__(self, text: str, context: Context, tokens: list[Token], dates: list[Token]) -> None:
        self.text = text
        self.context = context
        self.tokens = tokens
        self.dates = dates
        self.scope = Scope(context)
        self.apart: list[Fact] = []
        self.memory = Memory(subject=context.subject, root=context.subject)
        self.namer = Namer(self.memory, context)

    def read(self) -> list[Fact]:
        """The facts of the passage."""
        starts = [t.start for t in self.tokens]
        parts = clauses(self.text)
        spoken = {c.sentence for c in parts if bisect_left(starts, c.start) < bisect_left(starts, c.end)}
        sentence = -1
        for clause in parts:
            if clause.sentence != sentence:
                sentence = clause.sentence
                self.memory.new_sentence()
                self.memory.region = self.context.place
            dates = [d for d in self.dates if clause.start <= d.start < clause.end] if self.dates else []
            self.scope.enter(clause, self.text, dates)
            self.memory.bracket(clause.bracket)
            if clause.before == ";":
                self.memory.keep(
                    since=len(self.memory.facts), topic="" if self.memory.has_facts() else self.memory.topic
                )
            if not clause.bracket:
                self.memory.own(self.text[clause.start : clause.end])
            if sentence not in spoken:
                continue
            tokens = self.tokens[bisect_left(starts, clause.start) : bisect_left(starts, clause.end)]
            figures = cut(self.text, clause, tokens, self.memory.open_words, self.context.subject) if tokens else []
            self._streaks(clause, tokens, figures, dates)
            if figures:
                self._with_figures(clause, figures, dates)
            else:
                self._without_figures(clause)
        name_apart(self.memory.facts, self.text)
        return self.memory.facts + self.apart

    def _streaks(self, clause: Clause, tokens: list[Token], figures: list[Figure], dates: list[Token]) -> None:
        """连续6年居全省第一: for how long, as a figure apart, which names nothing that follows."""
        counted = {id(figure.token) for figure in figures}
        for token in streaks(self.text, clause, tokens):
            if id(token) in counted:
                continue
            first = max((f.end for f in figures if f.end <= token.start), default=clause.start)
            before = self.text[first : token.start].removesuffix("连续").removesuffix("已")
            subject = names.without_empty_verb(names.tidy(names.phrase(before))) if names.has_words(before) else ""
            behind = _STREAK_BEHIND.match(self.text, token.end, clause.end)
            name = (
                (subject or self.memory.understood())
                + "连续"
                + (names.tidy(behind.group()).rstrip("在达为到") if behind else "")
            )
            if len(name) <= len("连续") + 1:
                continue
            frame = self.scope.frame(clause, self.text, token.start, dates, False)
            end = frame.year_end
            self.apart.append(
                Fact(token.num_start, token.num_end, token.value, token.unit, name, "level", frame.statement, end, end,
                     _label(end, end), "gt" if token.many else "", self.memory.region, clause.start, clause.end, "G3.streak")
            )  # fmt: skip

    def _without_figures(self, clause: Clause) -> None:
        """A clause without figures may name the subject, the place or the kind of statement of those that follow."""
        memory = self.memory
        self.scope.skim(clause, self.text)
        self._open(clause, clause.start)
        words = without_marks(self.text[clause.start : clause.end])
        stripped = strip_leading(words)
        if self.text[clause.end : clause.end + 1] in ("：", ":") and len(words) <= 24:
            memory.label = names.tidy(stripped)
            if not _GOAL.search(words):
                memory.topic = memory.label
            return
        if clause.bracket:
            return
        memory.listed = words if _LISTED.search(words) else ""
        if words.endswith("其中"):
            memory.part = True
            return
        if _BREAKDOWN.fullmatch(words):
            memory.breakdown = memory.divided or _GROWTH.sub("", memory.subject)
            return
        topic = _TOPIC_VERB.search(words)
        if topic and 2 <= topic.start() <= 30:
            memory.topic = memory.latest = _WHILE.sub("", names.tidy(strip_leading(words[: topic.start()])))
        else:
            noun = names.noun_behind(stripped, False)
            if not noun and not self.context.subject:
                noun = names.tidy(names.split_verb(stripped)[1])
            if len(noun) in _TOPIC_LENGTH and "《" not in words and (not memory.has_facts() or noun != stripped):
                memory.topic = noun
        memory.region = zone_at(stripped)[0] or memory.region
        memory.circle = circle_at(stripped)[0] or memory.circle

    def _with_figures(self, clause: Clause, figures: list[Figure], dates: list[Token]) -> None:
        self._place(figures[0])
        i = 0
        while i < len(figures):
            run = run_length(figures, i)
            if run > 1 and lists.read_list(self, clause, figures[i : i + run], dates):
                i += run
            else:
                self._single(clause, figures, i, dates)
                i += 1
        self._open(clause, figures[-1].end)

    def _place(self, figure: Figure) -> None:
        """A zone or a place that leads the clause is the place of its figures, and of those behind it in the sentence."""
        head = strip_leading(figure.pre)
        zone, end = zone_at(head)
        if zone and end < len(head) and zone not in self.context.region:
            self.memory.region = zone
            return
        circle, whole = circle_at(head)
        if circle and whole:
            self.memory.circle, figure.pre = circle, head[len(circle) :]
            return
        own = self.context.region_code or None
        place, end = leads(head, own)
        if not place and "、" in head:
            place, end = listed(head, own)
        if place and names.split_verb(head)[0] != place:  # 新建 is a district and a verb
            self.memory.region = place
            figure.pre = head[end:]
            if figure.pre == "以":  # 常州以1.08万亿元的GDP总量居首, 唐山以1万亿元紧随其后
                named = _WITH.match(figure.gap)
                figure.pre, figure.gap = (named["name"], "") if named else (self.memory.subject, "")
        elif (self.memory.region or self.memory.circle) and returns(figure.pre.lstrip("，、；: ")):
            self.memory.region = self.memory.circle = ""

    def _open(self, clause: Clause, start: int) -> None:
        """Remember the words in front of a bracket: what follows it goes on with them."""
        if self.text[clause.end : clause.end + 1] in ("（", "("):
            self.memory.open_words = self.text[start : clause.end]
        elif not clause.bracket:
            self.memory.open_words = ""

    def _single(self, clause: Clause, figures: list[Figure], i: int, dates: list[Token]) -> None:
        if shapes.read_shape(self, clause, figures, i, dates):
            return
        figure = figures[i]
        pre, tail = figure.pre, read_tail(figure.pre)
        if i and figure.joined and not names.has_words(pre) and not names.noun_behind(figure.gap, not figure.last):
            tail = replace(read_tail(figures[i - 1].pre), name="")  # 增长8.8%和11.5%: the second repeats the first
            pre = tail.verb
        past = clause.bracket and _LAST_YEARS.fullmatch(pre) is not None
        if past:
            pre, tail = "", Tail("")  # 826万人（上年为751万人）
        reading = read_measure(pre, tail, figure.token.unit, figure.gap)
        before = self.memory.last()
        if figure.joined and reading.rule == "G3.flow" and before and before.rule == "G11.cut":
            reading = replace(reading, measure="change", sign=-1, rule="G11.cut")  # 精简环节5个、材料12份
        named = self.namer.name(figures, i, tail, reading, self.text)
        if named.name:
            reading = replace(reading, rule=named.rule) if named.rule else reading
            first, *others = self._each(named.name, pre, figure)
            fact = self.emit(clause, figure, first, reading, tail, dates, named.carried)
            for name in others:
                self.emit(clause, figure, name, replace(reading, rule="G7.each"), tail, dates, named.carried)
            if before and clause.bracket and self._is_restated(before, fact):
                fact.measure, fact.value = before.measure, abs(fact.value) if before.value > 0 else -abs(fact.value)
                fact.period_start, fact.period_end = before.period_start, before.period_end
                fact.period_label = before.period_label
            if past and fact.period_end:
                fact.period_start = fact.period_end = fact.period_end - 1
                fact.period_label = str(fact.period_end)

    def _is_restated(self, before: Fact, fact: Fact) -> bool:
        """增产474.8万吨（94.9亿斤）: a bracket without words gives the change in front of it in another unit."""
        between = self.text[before.end : fact.start]
        return (
            before.measure == "change"
            and fact.measure == "level"
            and fact.unit != before.unit
            and dimension(fact.unit) == dimension(before.unit)
            and between.rstrip("约合折").lstrip("约近多余").removeprefix(before.unit) in ("（", "(")
        )

    def _each(self, name: str, pre: str, figure: Figure) -> tuple[str, ...]:
        """进出口总值、实际使用外资均增长10%: one figure of several indicators, if the catalogue knows each of them."""
        if _EACH.search(pre) and not figure.joined and ("、" in name or "和" in name):
            for count in range(len(_LISTED.split(name)), 1, -1):
                found = members(name, count)
                if found and all(map(names.canonical, found)):
                    return found
        return (name,)

    # writing a fact down

    def emit(
        self, clause: Clause, figure: Figure, name: str, reading: Reading, tail: Tail, dates: list[Token], carried: bool
    ) -> Fact:
        """Make a fact of a figure; what governs it (scope) and the sentence (memory) complete the reading."""
        token, memory = figure.token, self.memory
        follows = carried or not tail.kind and reading.rule in _VERBLESS and not names.split_verb(name)[0]
        frame = self.scope.frame(clause, self.text, token.start, dates, follows)
        name = names.tidy(strip_leading(name)) or names.tidy(name) or memory.understood() or name
        part = _PART_BEHIND.search(name)
        if part and part.start() >= 2 and frame.year_end:
            name = name[: part.start()]
            frame.label = frame.label if carried else part_label(frame.year_end, PARTS[part.group()])
        name, reading = self._implied(clause, figure, token.noun or name, reading, tail)
        period = self._period(clause, frame, reading, tail, figure, name, dates)
        start, end = period.start, period.end
        region, name = scope_of(name, self.context.region)
        if clause.bracket and not names.has_words(figure.pre):
            region = before_bracket(memory.open_words) or region
            past = _YEAR_BEFORE.search(memory.open_words)
            if past and end:
                start = end = end - 1  # 较上年同期（3.2%）: the bracket holds last year's figure
        region = region or memory.region or (memory.circle if memory.circle and is_of_all(name) else "")
        qualifier = figure.qualifier or ("" if reading.measure in ("gap", "rank") else tail.qualifier)
        if not qualifier and _NEARLY.search(figure.pre):
            qualifier = "approx"
        rule = reading.rule
        if token.range_end == 1:
            qualifier, rule = "range_low", "G16.range"
        fact = Fact(
            token.num_start, token.num_end, signed(token.value, reading.sign or better_sign(name), token.negative), token.unit, name,
            cast(Measure, reading.measure), self._statement(clause, figure, reading, tail, frame, name), start, end,
            frame.label or _label(start, end), cast(Qualifier, qualifier), region, clause.start, clause.end, rule,
            said=frame.said, told=frame.cue,
        )  # fmt: skip
        if period.guessed or end is not None and self.context.guessed and frame.said is None:
            fact.checks.append("period_guessed")
        if token.unit == "" and token.kind == "quantity":
            fact.checks.append("unit_missing")
        if misprinted(self.text[token.num_start : token.num_end]):
            fact.checks.append("misprint")
        of_which = self.text.rfind("其中", max(0, clause.start - 4), token.start)
        if memory.has_facts() and of_which >= 0:
            fact.whole = memory.whole_before(of_which, fact)
        if memory.part and name in _POPULATIONS and any("户籍" in one.indicator for one in memory.of_sentence()):
            fact.indicator = "户籍" + name  # 户籍人口134.9万人，其中城镇人口25万人
        memory.facts.append(fact)
        return fact

    def _implied(self, clause: Clause, figure: Figure, name: str, reading: Reading, tail: Tail) -> tuple[str, Reading]:
        """A percentage without a verb is a growth where the name is an amount; 预期目标 is no part of a name."""
        if (
            reading.measure == "share"
            and reading.rule in ("G9.share", "G5.carried", "G5.topic")
            and (not tail.kind or _GOAL_BEHIND.match(self.text, figure.end))
        ):
            held = _GOAL_BEHIND.match(self.text, figure.end)
            before = self.memory.percentage_of(name) if clause.bracket or held else None
            measure = before.measure if before else self.implied_measure(name)
            reading = replace(reading, measure=measure, rule="G1.implied" if measure == "growth" else reading.rule)
        last = self.memory.last()
        if reading.rule == "G5.carried" and last and last.rule == "G8.from" and last.indicator == name:
            reading = replace(reading, measure=last.measure if reading.measure == "share" else reading.measure)
        if reading.measure == "share" and name.endswith("指数"):
            reading = replace(reading, measure=_of_index(name, figure.token.value))
        if reading.measure == "share" and len(name) > 4 and _PRICE_RISE.search(name):
            name, reading = name.removesuffix("上涨"), replace(reading, measure="growth", rule="G1.growth_noun")
        if reading.measure in ("growth", "change") and len(name) > 4:
            name = name.removesuffix("累计")
        if reading.measure == "growth" and len(name) > 6:
            name = name.removesuffix("实际").removesuffix("名义")
        pace = _GROWTH.search(name)
        if reading.measure == "share" and pace and pace.start() >= 2 and pace.group() != "降幅":
            name, reading = name[: pace.start()], replace(reading, measure="growth")  # 税收增速（14.9%）居全省第一
        goal = _GOAL_NOUN.search(name)
        if goal and goal.start() >= 2:
            name = name[: goal.start()]
            if reading.measure == "share" and name.endswith(("增长", "增速")):
                reading = replace(reading, measure="growth")
        return name, reading

    def implied_measure(self, name: str) -> str:
        """Measure of a percentage without a verb: a growth where the catalogue knows the name as an amount."""
        code = names.canonical(name)
        return "growth" if code and "percent" not in indicators()[code].dimensions else "share"

    def _statement(
        self, clause: Clause, figure: Figure, reading: Reading, tail: Tail, frame: Frame, name: str
    ) -> Statement:
        """The frame's statement, unless the words before the number speak of the plan itself."""
        scope = self.scope
        if frame.statement == "estimate" and budget.is_planned(name, scope.ground, frame.year_end, scope.own[0]):
            return "target"
        if reading.measure == "level" and budget.is_plan(figure.pre):
            return "target"
        if clause.bracket and _PLAN_BRACKET.search(figure.pre):
            return "target"
        if reading.measure == "level" and frame.statement == "actual":
            planned = _PLAN_BRACKET.search(tail.name) and figure.gap.startswith("的")
            if planned or _PLANNED.search(figure.pre):
                return "target"
        if frame.statement == "actual" and _GOAL_BEHIND.match(self.text, figure.end):
            return "target"
        return frame.statement

    def _period(
        self, clause: Clause, frame: Frame, reading: Reading, tail: Tail, figure: Figure, name: str, dates: list[Token]
    ) -> Period:
        """The frame's years, or those of them that the figure is of."""
        start, end, token = frame.year_start, frame.year_end, figure.token
        several = start is not None and end is not None and start != end
        moves = reading.measure in _MOVES
        summed = reading.measure == "level" and not several and "累计" in figure.pre
        last = self.memory.last()
        cut_too = last is not None and last.rule == "G11.cut" and last.indicator == name
        if not (several or moves or summed) or reading.rule == "G11.cut" or cut_too:
            return Period(start, end)  # what was cut adds up over the span
        base = self._base_year(clause, token.start, dates) if moves else None
        before = without_marks(self.text[clause.start : token.start])
        said = Said(before, self.text[figure.end : figure.end + 24], name, tail.verb, reading.measure, base)
        if several and start is not None and end is not None:
            return in_span(start, end, said)
        first = next((f.period_start for f in self.memory.of_sentence() if f.rule == "G8.from"), None)
        return in_year(start, end, said, tail.adverbs, frame.span[0] if frame.span else first)

    def _base_year(self, clause: Clause, position: int, dates: list[Token]) -> int | None:
        """The year that a change is measured from (比2020年累计下降), where one is printed."""
        for date in dates:
            before = self.text[max(0, date.start - 2) : date.start]
            if clause.start <= date.start < position and date.date and date.date[0]:
                times = _TIMES_OF.match(self.text, date.end) if before.endswith(_W["links"]) else None
                if _COMPARED.search(before) or times:
                    return date.date[0]
        plan = _PLAN_BASE.search(self.text, clause.start, position)
        years = plan_years(plan[1]) if plan else None
        return years[1] if years else None


def _of_index(name: str, value: Decimal) -> str:
    """An index in percent is a level (价格指数为99%); a small one of prices is what it has risen by (控制在2%左右)."""
    if value >= _INDEX_FROM:
        return "level"
    code = names.canonical(name)
    return "growth" if code is not None and indicators()[code].sector_code == _PRICES else "share"


def _label(start: int | None, end: int | None) -> str:
    if end is None:
        return ""
    return str(end) if start == end else f"{start}-{end}"
