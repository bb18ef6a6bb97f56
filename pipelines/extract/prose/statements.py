"""Statements: every figure of a passage as a fact, right in all its fields.

The text is cut into clauses; in each, the numbers (tokens, figures) take their verb from the words before them
(predicates), their measure and sign from verb and unit (measures), their name from the words before or behind (naming,
names), their period and kind of statement from what governs the clause (scope). What a clause does not name it takes
from the ones before (memory, openings). Shapes that break the rule are in shapes and lists; writing makes the fact.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace

from pipelines.extract.facts import Context, Fact
from pipelines.extract.prose import names, nouns
from pipelines.extract.prose.apart import name_apart
from pipelines.extract.prose.counted_from import hold_base, is_counted_from
from pipelines.extract.prose.figures import Figure, cut, run_length, streaks
from pipelines.extract.prose.lists.read import read_list
from pipelines.extract.prose.measures.model import Reading, dimension
from pipelines.extract.prose.measures.read import read_measure
from pipelines.extract.prose.memory import Memory
from pipelines.extract.prose.name_lists import members
from pipelines.extract.prose.naming.namer import Namer
from pipelines.extract.prose.openings import LISTED, open_place, open_subject
from pipelines.extract.prose.predicates import Tail, read_tail
from pipelines.extract.prose.sentences import Clause, clauses
from pipelines.extract.prose.shapes.table import read_shape
from pipelines.extract.prose.tokens import Token, scan
from pipelines.extract.prose.writing.writer import Writer, span_label
from pipelines.lexicon.patterns import patterns

FIGURE_KINDS = ("quantity", "rank", "ratio")

_P = patterns("statements")
_STREAK_BEHIND = _P["streak_behind"]
_AWARDED = _P["awarded"]
_EACH = _P["each"]
_ZONE_LABEL = _P["zone_label"]


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
        zone = _ZONE_LABEL.match(text) if not context.place else None
        self.text = text
        self.context = context = replace(context, place=zone["zone"]) if zone else context
        self.tokens = tokens
        self.dates = dates
        self.apart: list[Fact] = []
        self.writer = Writer(text, context, tokens)
        self.scope = self.writer.scope
        self.memory = self.writer.memory
        self.namer = Namer(self.memory, context)

    def read(self) -> list[Fact]:
        """The facts of the passage."""
        starts = [t.start for t in self.tokens]
        parts = clauses(self.text, starts[-1])
        held = [(bisect_left(starts, c.start), bisect_left(starts, c.end)) for c in parts]
        spoken = {c.sentence for c, (first, end) in zip(parts, held, strict=True) if first < end}
        sentence = -1
        for clause, (first, end) in zip(parts, held, strict=True):
            if clause.sentence != sentence:
                sentence = clause.sentence
                self.memory.new_sentence(self.context.place)
            dates = [d for d in self.dates if clause.start <= d.start < clause.end] if self.dates else []
            self._enter(clause, dates)
            if sentence in spoken:
                self._clause(clause, self.tokens[first:end], dates)
        name_apart(self.memory.facts, self.text)
        return self.memory.facts + self.apart

    def _enter(self, clause: Clause, dates: list[Token]) -> None:
        """Begin a clause, whether it has figures or not."""
        self.scope.enter(clause, self.text, dates)
        self.memory.bracket(clause.bracket)
        if clause.before == ";":
            self.memory.new_part()
        if not clause.bracket:
            self.memory.own(self.text[clause.start : clause.end])

    def _clause(self, clause: Clause, tokens: list[Token], dates: list[Token]) -> None:
        """Read the figures of a clause, or what it says without any."""
        figures = cut(self.text, clause, tokens, self.memory.open_words, self.context.subject) if tokens else []
        if tokens:
            self._streaks(clause, tokens, figures, dates)
        if figures:
            open_place(figures[0], self.memory, self.context)
            self._figures(clause, figures, dates)
            self._open(clause, figures[-1].end)
        else:
            self.scope.kind.skim(clause, self.text)
            self._open(clause, clause.start)
            open_subject(clause, self.text, self.memory, self.context)

    def _open(self, clause: Clause, start: int) -> None:
        """Remember the words in front of a bracket, from `start` on."""
        if self.text[clause.end : clause.end + 1] in ("（", "("):
            self.memory.open_bracket(self.text[start : clause.end])
        elif not clause.bracket:
            self.memory.open_bracket("")

    def _streaks(self, clause: Clause, tokens: list[Token], figures: list[Figure], dates: list[Token]) -> None:
        """连续6年居全省第一: for how long, as a figure apart, which names nothing that follows."""
        found = streaks(self.text, clause, tokens)
        counted = {id(figure.token) for figure in figures} if found else set()
        for token in found:
            name = "" if id(token) in counted else self._name_of_streak(clause, token, figures)
            if len(name) <= len("连续") + 1:
                continue
            frame = self.scope.frame(clause, self.text, token.start, dates, False)
            end = frame.year_end
            fact = Fact(
                token.num_start, token.num_end, token.value, token.unit, name, "level", frame.statement, end, end
            )
            fact.period_label, fact.qualifier = span_label(end, end), "gt" if token.many else ""
            fact.region, fact.rule = self.memory.region, "G3.streak"
            fact.quote_start, fact.quote_end = clause.start, clause.end
            self.apart.append(fact)

    def _name_of_streak(self, clause: Clause, token: Token, figures: list[Figure]) -> str:
        """What has gone on for so long: the subject, 连续, and what became of it (城市绿化连续居全省第一)."""
        first = max((f.end for f in figures if f.end <= token.start), default=clause.start)
        before = self.text[first : token.start].removesuffix("连续").removesuffix("已")
        subject = names.without_empty_verb(names.tidy(names.phrase(before))) if names.has_words(before) else ""
        behind = _STREAK_BEHIND.match(self.text, token.end, clause.end)
        became = names.tidy(behind.group()).rstrip("在达为到") if behind else ""
        subject = subject or ("" if _AWARDED.match(became) else self.memory.understood())
        return subject + "连续" + became  # 目标任务全面完成，连续12年蝉联榜首: the place itself has won it

    def _figures(self, clause: Clause, figures: list[Figure], dates: list[Token]) -> None:
        """Lists first, then figures of a shape of their own, then the ordinary rule."""
        i = 0
        while i < len(figures):
            run = run_length(figures, i)
            if run > 1 and read_list(self.writer, clause, figures[i : i + run], dates):
                i += run
                continue
            if not read_shape(self.writer, clause, figures, i, dates):
                self._single(clause, figures, i, dates)
            i += 1

    def _single(self, clause: Clause, figures: list[Figure], i: int, dates: list[Token]) -> None:
        """The ordinary rule: verb, measure, name, and the fact; nothing where nothing names the figure."""
        figure, before = figures[i], self.memory.last()
        pre, tail = _words_before(figures, i, self.memory.moved)
        of_last_year = is_counted_from(clause, figures, i, pre, before)
        if of_last_year:
            pre, tail = "", Tail("")  # 826万人（上年为751万人）
        reading = _goes_on_cutting(read_measure(pre, tail, figure.token.unit, figure.gap), figure, before)
        named = self.namer.name(figures, i, tail, reading, self.text)
        if not named.name:
            return
        reading = replace(reading, rule=named.rule) if named.rule else reading
        first, *others = _all(named.name, pre, self.memory) if named.carried else _each(named.name, pre, figure)
        fact = self.writer.emit(clause, figure, first, reading, tail, dates, named.carried)
        for name in others:
            self.writer.emit(clause, figure, name, replace(reading, rule="G7.each"), tail, dates, named.carried)
        if before and clause.bracket and _is_restated(before, fact, self.text[before.end : fact.start]):
            _restate(before, fact)
        if of_last_year:
            hold_base(fact, figures, i)


def _words_before(figures: list[Figure], i: int, moved: str) -> tuple[str, Tail]:
    """The words before a figure; 增长8.8%和11.5%: a second without words has the verb of the first.

    moved: the verb of a label that says how what it lists has moved (上涨的有：食品3%、衣着1%).
    """
    figure = figures[i]
    if i and figure.joined and not names.has_words(figure.pre) and not nouns.noun_behind(figure.gap, not figure.last):
        tail = replace(read_tail(figures[i - 1].pre), name="")
        return tail.verb, tail
    tail = read_tail(figure.pre)
    if moved and not tail.kind and dimension(figure.token.unit) == "percent":
        tail = replace(read_tail(moved), name=tail.name)
    return figure.pre, tail


def _goes_on_cutting(reading: Reading, figure: Figure, before: Fact | None) -> Reading:
    """精简环节5个、材料12份: what is listed behind something cut is cut as well."""
    if figure.joined and reading.rule == "G3.flow" and before and before.rule == "G11.cut":
        return replace(reading, measure="change", sign=-1, rule="G11.cut")
    return reading


def _each(name: str, pre: str, figure: Figure) -> tuple[str, ...]:
    """进出口总值、实际使用外资均增长10%: one figure of several indicators, if the catalogue knows each of them."""
    if _EACH.search(pre) and not figure.joined and ("、" in name or "和" in name):
        for count in range(len(LISTED.split(name)), 1, -1):
            found = members(name, count)
            if found and all(map(names.canonical, found)):
                return found
    return (name,)


def _all(name: str, pre: str, memory: Memory) -> tuple[str, ...]:
    """城乡居民收入分别达到3.3万元、1.5万元，均增长8.5%: one figure of each member of the list before it."""
    last = memory.last()
    if not _EACH.search(pre) or last is None or not last.rule.startswith("G6.") or last.indicator != name:
        return (name,)
    listed = [f.indicator for f in memory.of_sentence() if f.rule[:3] == "G6." and f.quote_start == last.quote_start]
    return tuple(dict.fromkeys([name, *listed]))


def _is_restated(before: Fact, fact: Fact, between: str) -> bool:
    """增产474.8万吨（94.9亿斤）: a bracket without words gives the change in front of it in another unit."""
    return (
        before.measure == "change"
        and fact.measure == "level"
        and fact.unit != before.unit
        and dimension(fact.unit) == dimension(before.unit)
        and between.rstrip("约合折").lstrip("约近多余").removeprefix(before.unit) in ("（", "(")
    )


def _restate(before: Fact, fact: Fact) -> None:
    """Make a fact say in its own unit what the one before says."""
    fact.measure, fact.value = before.measure, abs(fact.value) if before.value > 0 else -abs(fact.value)
    fact.period_start, fact.period_end = before.period_start, before.period_end
    fact.period_label = before.period_label
