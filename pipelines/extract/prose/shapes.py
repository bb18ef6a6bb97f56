"""Figures of a shape of their own: ranges, from-to pairs, ranks, compositions, and plans inside a completion rate."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipelines.extract.prose import names
from pipelines.extract.prose.bases import base_period, yearly_base
from pipelines.extract.prose.figures import AFTER, Figure
from pipelines.extract.prose.measures import Reading, dimension, without_growth_noun
from pipelines.extract.prose.name_lists import members
from pipelines.extract.prose.predicates import Tail, read_tail
from pipelines.extract.prose.ranks import BEGAN, rank_subject
from pipelines.extract.prose.roots import is_head
from pipelines.extract.prose.rules import Rule, Table
from pipelines.extract.prose.sentences import Clause
from pipelines.extract.prose.tokens import Token
from pipelines.lexicon.cues import cues
from pipelines.lexicon.patterns import patterns
from pipelines.lexicon.word_lists import word_lists

if TYPE_CHECKING:
    from pipelines.extract.facts import Fact
    from pipelines.extract.prose.memory import Memory
    from pipelines.extract.prose.statements import Reader

_P = patterns("shapes")
_W = word_lists("shapes")
_FROM_A_TO_B = _P["from_a_to_b"]
_FROM = _P["from"]
_REFERENCE = _P["reference"]
_REFERENCE_NOUN = _P["reference_noun"]
_TO = _P["to"]
_TO_BEHIND = _P["to_behind"]
_PLAN_OF = _P["plan_of"]
_STRUCTURE = _P["structure"]
_STRUCTURE_FROM = _P["structure_from"]
_SHARES = tuple(f"三次产业结构中{one}增加值占比" for one in _W["sectors"])


@dataclass(frozen=True, slots=True)
class Shaped:
    """A figure that may be of a shape of its own, and where it stands."""

    reader: Reader
    clause: Clause
    figures: list[Figure]
    i: int
    dates: list[Token]
    figure: Figure


def read_shape(reader: Reader, clause: Clause, figures: list[Figure], i: int, dates: list[Token]) -> bool:
    """Read figures[i] if it is of a special shape; False leaves it to the ordinary rule."""
    return SHAPES.first(Shaped(reader, clause, figures, i, dates, figures[i])) or False


def _is_ratio(s: Shaped) -> bool | None:
    if s.figure.token.kind != "ratio":
        return None
    if not _to_one(s.reader, s.clause, s.figures, s.i, s.dates):
        _structure(s.reader, s.clause, s.figures, s.i, s.dates)
    return True


def _is_rank(s: Shaped) -> bool | None:
    if s.figure.token.kind != "rank":
        return None
    _rank(s.reader, s.clause, s.figure, s.dates)
    return True


def _is_high_end(s: Shaped) -> bool | None:
    if s.figure.token.range_end != 2:
        return None
    _range_high(s.reader, s.figure)
    return True


def _is_among_first(s: Shaped) -> bool | None:
    token = s.figure.token
    if token.unit not in ("位", "名") or not s.figure.pre.endswith("前"):
        return None
    subject, found = rank_subject(s.reader.text[s.clause.start : token.start - 1])
    if not found:
        return None
    _ranked(s.reader, s.clause, s.figure, subject, s.dates)
    return True


def _is_reference(s: Shaped) -> bool | None:
    return _reference(s.reader, s.clause, s.figure, s.dates) or None


def _is_from(s: Shaped) -> bool | None:
    return _from(s.reader, s.clause, s.figures, s.i, s.dates) or None


def _is_plan(s: Shaped) -> bool | None:
    return _plan(s.reader, s.clause, s.figures, s.i, s.dates) or None


SHAPES = Table(
    "shapes",
    (
        Rule("ratio", "三次产业结构a:b:c, 收入比2.5:1", _is_ratio),
        Rule("rank", "居全省第3位", _is_rank),
        Rule("high_end", "the second number of 5%—6%", _is_high_end),
        Rule("among_first", "居全省前3位", _is_among_first),
        Rule("reference", "低于上年2.9%的涨幅: what a figure is compared with", _is_reference),
        Rule("from", "由12天缩短到3天", _is_from),
        Rule("plan", "完成年计划710亿元的89.4%", _is_plan),
    ),
)


def _reference(reader: Reader, clause: Clause, figure: Figure, dates: list[Token]) -> bool:
    """低于上年2.9%的涨幅, 低于3.5%左右的预期目标: what a figure is compared with, a figure of the same name."""
    memory, before = reader.memory, _REFERENCE.search(figure.pre)
    behind = _REFERENCE_NOUN.match(reader.text, figure.end)
    if not before or not behind or dimension(figure.token.unit) != "percent" or not memory.has_facts():
        return False
    name = memory.understood()
    same = memory.percentage_of(name)
    measure = "growth" if behind["growth"] else same.measure if same else reader.implied_measure(name)
    reading = Reading(measure, -1 if behind["growth"] in ("降幅", "跌幅") else 1, name, "G11.reference")
    fact = reader.emit(clause, figure, name, reading, Tail(""), dates, True)
    place = before["ref"]
    if behind["goal"]:
        fact.statement = "target"
    elif place in ("上年", "去年") and fact.period_end:
        fact.period_start = fact.period_end = fact.period_end - 1
        fact.period_label = str(fact.period_end)
    elif place:
        fact.region = place
    return True


def _range_high(reader: Reader, figure: Figure) -> None:
    """The high end of a range repeats the low end (G16)."""
    low, token = reader.memory.last(), figure.token
    if low is None or low.qualifier != "range_low":
        return
    value = token.value if low.value >= 0 else -token.value
    high = replace(low, start=token.num_start, end=token.num_end, value=value, unit=token.unit, checks=[])
    high.qualifier, high.rule = "range_high", "G16.range"
    reader.memory.facts.append(high)


def _from(reader: Reader, clause: Clause, figures: list[Figure], i: int, dates: list[Token]) -> bool:
    """由a提高到b: a is a value of the same name at an earlier time (G8)."""
    figure = figures[i]
    tail = read_tail(figure.pre)
    match = None
    if figure.token.range_end == 0 and tail.kind != "level":
        match = _FROM_A_TO_B.fullmatch(tail.name) or _FROM.fullmatch(tail.name)
    if not match or figure.last:
        return False
    following = figures[i + 1]
    if not _TO.search(following.pre) and not read_tail(following.pre).kind:
        return False
    memory = reader.memory
    subject = names.tidy(names.phrase(match["subject"]))
    carried = not names.has_words(subject)
    if carried:
        name = memory.latest or memory.subject or memory.topic or memory.label
    else:
        name = memory.headed(subject) if is_head(subject) else names.without_empty_verb(subject)
    if not name:
        return False
    figure.token.unit = figure.token.unit or following.token.unit
    percent = dimension(figure.token.unit) == "percent"
    name, said = without_growth_noun(name) if percent else (name, 0)  # 增速由3.2%转为-7.6%
    memory.call(name)
    memory.verb = ""
    measure = ("growth" if tail.kind or said else "share") if percent else "level"
    reading = Reading(measure, -1 if tail.kind == "fall" else 1, name, "G8.from")
    fact = reader.emit(clause, figure, name, reading, Tail(""), dates, carried)
    if fact.statement == "target":
        fact.statement = "actual"  # what is to be left behind is the present state
    if not _dated(clause, figure, dates):
        year, label = base_period(match["base"], reader.scope.years[1])
        if year is None and not match["base"]:
            year = reader.scope.first_year() or _first_before(memory, fact)
            label = str(year or "")
        fact.period_start = fact.period_end = year
        fact.period_label = label
    return True


def _first_before(memory: Memory, fact: Fact) -> int | None:
    """The base year of the pair before in the sentence (由2010年的5亿元增加到9亿元；支出由6亿元增加到12亿元)."""
    before = [f for f in memory.of_sentence() if f.rule == "G8.from" and f is not fact]
    return before[-1].period_start if before else None


def _dated(clause: Clause, figure: Figure, dates: list[Token]) -> bool:
    """Whether a year is printed before the figure in its clause."""
    return any(clause.start <= d.start < figure.token.start and d.date and d.date[0] for d in dates)


def _plan(reader: Reader, clause: Clause, figures: list[Figure], i: int, dates: list[Token]) -> bool:
    """The plan in 完成年计划710亿元的89.4%, in 完成目标任务（5万人）的104% and in （预期目标6%以上）: a target (G10)."""
    figure, memory = figures[i], reader.memory
    match = _PLAN_OF.search(figure.pre or memory.open_words if clause.bracket else figure.pre)
    completed = figure.gap.strip() == "的" and not figure.last
    if not match or not (completed or clause.bracket and (memory.has_facts() or match["subject"])):
        return False
    subject = "" if clause.bracket else names.tidy(names.phrase(match["subject"]))
    name = (names.without_empty_verb(subject) if names.has_words(subject) else "") or memory.subject
    if not name:
        return False
    measure, plan = "level", match["plan"]
    if dimension(figure.token.unit) == "percent":
        before = memory.percentage_of(name)
        measure, plan = before.measure if before else reader.implied_measure(name), ""
    if completed:
        figures[i + 1].pre = f"{match['subject']}完成{plan}的"
    reading = Reading(measure, 1, name, "G10.plan")
    fact = reader.emit(clause, figure, name, reading, read_tail(figure.pre), dates, True)
    fact.statement = "target"
    return True


def _rank(reader: Reader, clause: Clause, figure: Figure, dates: list[Token]) -> None:
    """第N behind 居, 列, 排, or behind the field it is ranked in (G12); other ordinals are no figures."""
    subject, found = rank_subject(figure.pre)
    if not found:
        subject, found = rank_subject(reader.text[clause.start : figure.token.start])
    start = None if found else _FROM.fullmatch(figure.pre)
    if start and _TO_BEHIND.match(figure.gap):
        subject, found = start["subject"], True
    before = reader.memory.last()
    began = BEGAN.search(figure.pre) if _TO_BEHIND.match(figure.gap) else None
    if began:  # 由全国第12位跃升至第9位
        subject, found = figure.pre[: began.start()], True
    if found or figure.joined and before and before.measure == "rank":
        _ranked(reader, clause, figure, subject, dates)
        fact = reader.memory.last()
        if began and fact and fact.start == figure.token.num_start and not _dated(clause, figure, dates):
            fact.period_end, fact.period_label = base_period(began["base"], reader.scope.years[1])
            fact.period_start, fact.statement = fact.period_end, "actual"


def _ranked(reader: Reader, clause: Clause, figure: Figure, subject: str, dates: list[Token]) -> None:
    memory = reader.memory
    clean = names.tidy(names.phrase(subject))
    carried = not names.has_words(clean) or names.is_empty(clean)
    if carried:
        name = (
            memory.topic if memory.topic and not memory.has_facts() else memory.subject or memory.topic or memory.label
        )
    elif is_head(clean):
        name = memory.subject = memory.root_of(clean) + clean
    else:
        name = names.without_empty_verb(clean)
        memory.call(name)
    if name:
        reader.emit(clause, figure, name, Reading("rank", 1, name, "G12.rank"), Tail(""), dates, carried)


def _at(tokens: list[Token], token: Token) -> int:
    """The place of a token among all, which stand in the order of the text."""
    return bisect_left(tokens, token.start, key=lambda each: each.start)


def _to_one(reader: Reader, clause: Clause, figures: list[Figure], i: int, dates: list[Token]) -> bool:
    """城乡居民收入比由2.53:1缩小到2.51:1: a ratio to one is one value without a unit; the 1 is none."""
    figure, tokens = figures[i], reader.tokens
    if figure.token.ratio == 2:
        return figure.token.value == 1
    at = _at(tokens, figure.token)
    one = tokens[at + 1] if figure.token.ratio == 1 and _run(tokens, figure.token) == 2 else None
    if one is None or one.value != 1:
        return False
    memory, tail = reader.memory, read_tail(figure.pre)
    match = _FROM.fullmatch(tail.name)
    subject = names.tidy(names.phrase(match["subject"] if match else tail.name))
    carried = not names.has_words(subject)
    name = memory.understood() if carried else subject
    if not name.endswith(_W["proportions"]):
        return True
    memory.call(name)
    behind = AFTER.match(reader.text, one.end)
    figure.qualifier = figure.qualifier or (behind.lastgroup or "" if behind else "")  # 1.9:1以内
    rule = "G8.from" if match else "G18.ratio"
    fact = reader.emit(clause, figure, name, Reading("level", 1, name, rule), tail, dates, carried)
    if match and not _dated(clause, figure, dates):
        fact.period_end, fact.period_label = yearly_base(match["base"], *reader.scope.years)
        fact.period_start = fact.period_end
    return True


def _structure(reader: Reader, clause: Clause, figures: list[Figure], i: int, dates: list[Token]) -> None:
    """三次产业结构a:b:c is three shares, and six where 由…调整为…; so is the composition of any list of names (G18)."""
    memory, figure = reader.memory, figures[i]
    place = figure.token.ratio
    if place == 1:
        base = _STRUCTURE_FROM.search(figure.pre)
        if _STRUCTURE.search(figure.pre):
            memory.keep(topic=figure.pre, members=_members(figure.pre, base, _run(reader.tokens, figure.token)))
        memory.structure_base = None
        if base and not _dated(clause, figure, dates):
            year = yearly_base(base["base"], *reader.scope.years)[0]
            memory.structure_base = (year, year)
    if place > len(memory.members):
        return
    name = memory.members[place - 1]
    fact = reader.emit(clause, figure, name, Reading("share", 1, name, "G18.structure"), Tail(""), dates, False)
    if memory.structure_base is not None:
        fact.period_start, fact.period_end = memory.structure_base
        fact.period_label = str(fact.period_end or "")
    memory.call("三次产业结构" if name in _SHARES else names.tidy(memory.topic))


def _run(tokens: list[Token], first: Token) -> int:
    """How many numbers the composition has that begins with `first`; a full-width colon parts clauses, not it."""
    i, count = _at(tokens, first), 1
    while i + count < len(tokens) and tokens[i + count].ratio == count + 1:
        count += 1
    return count


def _members(pre: str, base: re.Match[str] | None, count: int) -> tuple[str, ...]:
    """What each number of a composition is the share of; () where the words do not name so many."""
    subject = pre[: base.start()] if base else read_tail(pre).name
    if "产业" in subject and count <= len(_SHARES):
        return _SHARES[:count]
    found = members(subject, count)
    spelled = cues()["one_letter_members"]
    return tuple(spelled.get(name[:1], name[:1]) + name[1:] for name in found) if found else ()
