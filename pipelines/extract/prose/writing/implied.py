"""What the words do not say of a percentage: a growth where the name is an amount; 预期目标 is no part of a name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from pipelines.extract.prose import names
from pipelines.extract.prose.memory import Memory
from pipelines.extract.prose.writing.entry import Entry
from pipelines.extract.prose.writing.governing import goal_behind
from pipelines.lexicon.indicators import indicators
from pipelines.lexicon.patterns import patterns
from pipelines.lexicon.word_lists import word_lists

_P = patterns("writing")
_W = word_lists("writing")
GROWTH = _P["growth"]
"""The noun of growth that a name ends in (增速, 降幅)."""
_PRICE_RISE = _P["price_rise"]
_GOAL_NOUN = _P["goal_noun"]
_RATE = patterns("measures")["rate"]
_NOT_SAID = ("G9.share", "G5.carried", "G5.topic")
"""Rules that read a percentage as a share because no word says otherwise."""
_OF_STEPS = frozenset({"share", "growth", "change"})
"""Measures whose words may leave something out; an amount or a rank says what it is."""
_INDEX_FROM = 50
_MONEY = _W["money"]
_PRICES = 5
_SHORT = 4
_SHORT_GROWTH = 6


def implied_measure(name: str) -> str:
    """Measure of a percentage without a verb: a growth where the catalogue knows the name as an amount.

    >>> implied_measure("地区生产总值"), implied_measure("森林覆盖率")
    ('growth', 'share')
    """
    code = names.canonical(name)
    return "growth" if code and "percent" not in indicators()[code].dimensions else "share"


def imply(entry: Entry, memory: Memory) -> None:
    """Complete name and reading of a figure by what its words leave out."""
    if entry.reading.measure in _OF_STEPS:
        for step in STEPS:
            step(entry, memory)
    _goal(entry)


def _without_verb(e: Entry, memory: Memory) -> None:
    """A bare percentage (地区生产总值3.5%), and a goal (5%左右的目标): of the kind that its name was given in before."""
    if e.reading.measure != "share" or e.reading.rule not in _NOT_SAID:
        return
    is_goal = goal_behind(e)
    if e.tail.kind and not is_goal:
        return
    before = memory.percentage_of(e.name) if e.clause.bracket or is_goal else None
    measure = before.measure if before else implied_measure(e.name)
    if measure == "share" and not _RATE.search(e.name) and (e.figure.token.negative or _goes_on_growing(e, memory)):
        measure = "growth"  # 综合能耗-3.3%
    e.reading = replace(e.reading, measure=measure, rule="G1.implied" if measure == "growth" else e.reading.rule)


def _goes_on_growing(e: Entry, memory: Memory) -> bool:
    """教育支出增长25%，农林水支出20.7%: the verb of an amount is left out behind one of its kind."""
    last = memory.last()
    return (
        last is not None and last.measure == "growth" and e.name[-2:] == last.indicator[-2:] and e.name.endswith(_MONEY)
    )


def _after_from(e: Entry, memory: Memory) -> None:
    """由a到b: the second value is what the first was, unless its own words make it a growth."""
    last = memory.last()
    if e.reading.rule == "G5.carried" and last and last.rule == "G8.from" and last.indicator == e.name:
        e.reading = replace(e.reading, measure=last.measure if e.reading.measure == "share" else e.reading.measure)


def _index(e: Entry, memory: Memory) -> None:
    """价格指数为99%, 居民消费价格指数（CPI）达101.2%."""
    if e.reading.measure == "share" and e.name.split("（")[0].split("(")[0].endswith("指数"):
        e.reading = replace(e.reading, measure=_of_index(e.name, e.figure.token.value))


def _price_rise(e: Entry, memory: Memory) -> None:
    """居民消费价格上涨2%: the verb has stayed in the name."""
    if e.reading.measure == "share" and len(e.name) > _SHORT and _PRICE_RISE.search(e.name):
        e.name = e.name.removesuffix("上涨")
        e.reading = replace(e.reading, measure="growth", rule="G1.growth_noun")


def _adverbs(e: Entry, memory: Memory) -> None:
    """服务业增加值实际增长5%, 降碳累计下降10%: the adverb of the verb is no part of the name."""
    if e.reading.measure in ("growth", "change") and len(e.name) > _SHORT:
        e.name = e.name.removesuffix("累计").removesuffix("可比")
    if e.reading.measure == "growth" and len(e.name) > _SHORT_GROWTH:
        e.name = e.name.removesuffix("实际").removesuffix("名义")


def _pace(e: Entry, memory: Memory) -> None:
    """税收增速（14.9%）居全省第一; 投资增速居前列，预计增长16%."""
    carried = e.carried and e.reading.measure == "growth"
    pace = GROWTH.search(e.name) if carried or e.reading.measure == "share" else None
    if pace and pace.start() >= 2 and pace.group() != "降幅":
        e.name, e.reading = e.name[: pace.start()], replace(e.reading, measure="growth")


def _goal(e: Entry) -> None:
    """投资增长预期目标5%: a goal is a kind of statement, not of quantity."""
    goal = _GOAL_NOUN.search(e.name)
    if not goal or goal.start() < 2:
        return
    e.name = e.name[: goal.start()]
    if e.reading.measure == "share" and e.name.endswith(("增长", "增速")):
        e.name, e.reading = e.name[:-2].removesuffix("预期") or e.name, replace(e.reading, measure="growth")


STEPS: tuple[Callable[[Entry, Memory], None], ...] = (
    _without_verb,
    _after_from,
    _index,
    _price_rise,
    _adverbs,
    _pace,
)
"""In the order in which they are taken: each reads what the ones before have left."""


def _of_index(name: str, value: Decimal) -> str:
    """An index in percent is a level (价格指数为99%); a small one of prices is what it has risen by (控制在2%左右)."""
    if value >= _INDEX_FROM:
        return "level"
    code = names.canonical(name)
    return "growth" if code is not None and indicators()[code].sector_code == _PRICES else "share"
