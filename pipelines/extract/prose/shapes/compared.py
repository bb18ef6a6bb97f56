"""Two figures of one thing: what one is compared with, where it came from, what was planned, the two ends of a range."""

from __future__ import annotations

import re
from dataclasses import replace

from pipelines.extract.facts import Fact
from pipelines.extract.prose import names
from pipelines.extract.prose.bases import base_period
from pipelines.extract.prose.measures.model import Reading, dimension, without_growth_noun
from pipelines.extract.prose.predicates import Tail, read_tail
from pipelines.extract.prose.roots import is_head
from pipelines.extract.prose.shapes.model import Shaped
from pipelines.extract.prose.writing.implied import implied_measure
from pipelines.lexicon.patterns import patterns

_P = patterns("shapes")
_FROM_A_TO_B = _P["from_a_to_b"]
FROM = _P["from"]
"""A subject and where its figure came from (由上年的)."""
_REFERENCE = _P["reference"]
_REFERENCE_NOUN = _P["reference_noun"]
_TO = _P["to"]
_PLAN_OF = _P["plan_of"]
_OF_YEAR = _P["of_year"]


def high_end(s: Shaped) -> bool | None:
    """The high end of a range repeats the low end (G16)."""
    token = s.figure.token
    if token.range_end != 2:
        return None
    low = s.memory.last()
    if low is not None and low.qualifier == "range_low":
        value = token.value if low.value >= 0 else -token.value
        high = replace(low, start=token.num_start, end=token.num_end, value=value, unit=token.unit, checks=[])
        high.qualifier, high.rule = "range_high", "G16.range"
        s.memory.add(high)
    return True


def reference(s: Shaped) -> bool | None:
    """低于上年2.9%的涨幅, 低于3.5%左右的预期目标: what a figure is compared with, a figure of the same name."""
    before = _REFERENCE.search(s.figure.pre)
    behind = _REFERENCE_NOUN.match(s.text, s.figure.end) if before else None
    if not before or not behind or not s.memory.has_facts():
        return None
    name = s.memory.understood()
    same = s.memory.percentage_of(name)
    measure = "growth" if behind["growth"] else same.measure if same else implied_measure(name)
    reading = Reading(measure, -1 if behind["growth"] in ("降幅", "跌幅") else 1, name, "G11.reference")
    fact = s.write(name, reading, carried=True)
    place = before["ref"]
    if not s.figure.last and dimension(s.following.token.unit) == "percentage_point":
        s.following.pre = before.group()[:2] + (place or "目标")  # 高于计划12%的目标14.4个百分点
    if behind["goal"]:
        fact.statement = "target"
    elif place in ("上年", "去年") and fact.period_end:
        fact.hold_in(fact.period_end - 1)
    elif place:
        fact.region = place
    return True


# from a to b


def from_to(s: Shaped) -> bool | None:
    """由a提高到b: a is a value of the same name at an earlier time (G8)."""
    if s.figure.last or s.figure.token.range_end:
        return None
    tail = read_tail(s.figure.pre)
    match = _began(s, tail)
    name, carried = _name_of_base(s, match["subject"]) if match else ("", False)
    if not match or not name:
        return None
    token = s.figure.token
    token.unit = token.unit or s.following.token.unit
    percent = dimension(token.unit) == "percent"
    name, said = without_growth_noun(name) if percent else (name, 0)  # 增速由3.2%转为-7.6%
    s.memory.call(name)
    s.memory.verb = ""
    measure = ("growth" if tail.kind or said else "share") if percent else "level"
    if token.unit == "位" and s.following.token.kind == "rank":
        measure = "rank"  # 由2016年的100位升至第86位
    fact = s.write(name, Reading(measure, -1 if tail.kind == "fall" else 1, name, "G8.from"), carried=carried)
    fact.statement = "actual"  # what is to be left behind, or is expected to have been, is the state before
    if not s.is_dated:
        fact.hold_in(*_base_of_pair(s, match["base"], fact))
    return True


def _began(s: Shaped, tail: Tail) -> re.Match[str] | None:
    """Where the words say that the figure is a beginning, and the next figure of the clause is reached from it."""
    if tail.kind == "level":
        return None
    match = _FROM_A_TO_B.fullmatch(tail.name) or FROM.fullmatch(tail.name)
    reached = match and (_TO.search(s.following.pre) or read_tail(s.following.pre).kind)
    return match if reached else None


def _name_of_base(s: Shaped, words: str) -> tuple[str, bool]:
    """What went from a to b, and whether that was said before."""
    subject = names.tidy(names.phrase(words))
    if not names.has_words(subject):
        return s.memory.latest or s.memory.subject or s.memory.topic or s.memory.label, True
    if (
        subject.startswith(("占", "在")) and "占" in subject and s.memory.has_facts()
    ):  # 收入80亿元，占生产总值的比重由9%提高到11%
        return s.memory.understood().partition("占")[0] + subject, True
    return s.memory.headed(subject) if is_head(subject) else names.without_empty_verb(subject), False


def _base_of_pair(s: Shaped, words: str, fact: Fact) -> tuple[int | None, str]:
    """The year of the first value and its label: what the words say of it, else that of the pair before."""
    year, label = base_period(words, s.writer.scope.years[1])
    if year is not None or words:
        return year, label
    year = s.writer.scope.first_year()
    if not year:  # 由2010年的5亿元增加到9亿元；支出由6亿元增加到12亿元
        before = [f for f in s.memory.of_sentence() if f.rule == "G8.from" and f is not fact]
        year = before[-1].period_start if before else None
    return year, str(year or "")


# a plan inside a completion rate


def plan(s: Shaped) -> bool | None:
    """The plan in 完成年计划710亿元的89.4%, in 完成目标任务（5万人）的104% and in （预期目标6%以上）: a target (G10)."""
    figure, memory, bracket = s.figure, s.memory, s.clause.bracket
    completed = not figure.last and figure.gap.strip() == "的"
    if not completed and not bracket:
        return None
    match = _PLAN_OF.search(figure.pre or memory.open_words if bracket else figure.pre)
    if not match or not (completed or bracket and (memory.has_facts() or match["subject"])):
        return None
    name = ("" if bracket else _planned(match["subject"])) or memory.subject
    if not name:
        return None
    measure, of_plan = "level", match["plan"]
    if dimension(figure.token.unit) == "percent":
        before = memory.percentage_of(name)
        measure, of_plan = before.measure if before else implied_measure(name), ""
    if completed:
        s.following.pre = f"{match['subject']}完成{of_plan}的"
    fact = s.write(name, Reading(measure, 1, name, "G10.plan"), tail=read_tail(figure.pre), carried=True)
    fact.statement = "target"
    if fact.period_end and fact.period_start == fact.period_end and _OF_YEAR.search(match["plan"]):
        fact.hold_in(fact.period_end)  # 1—11月收入10亿元，占年初预算数11亿元的90.9%
    return True


def _planned(words: str) -> str:
    subject = names.tidy(names.phrase(words))
    return names.without_empty_verb(subject) if names.has_words(subject) else ""
