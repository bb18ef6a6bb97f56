"""The quantity of a list is said once: 蔬菜播种面积8万公顷，瓜果1.6万公顷; 采矿业增加值增长8%，制造业增长15%."""

from __future__ import annotations

from functools import lru_cache

from pipelines.extract.prose import names
from pipelines.extract.prose.naming.model import Unnamed, noun_of
from pipelines.lexicon.patterns import patterns
from pipelines.lexicon.word_lists import word_lists

_P = patterns("naming")
_W = word_lists("naming")
_BRANCH = _P["branch"]
_OWN_MONEY = _P["own_money"]
_DEBT = _P["debt"]
_LEVEL = _P["level"]
_AREA = _P["area"]
_OF_DEBT = frozenset(_W["of_debt"])
_YIELDS = frozenset(_W["yields"])
_BODIES = frozenset(_W["bodies"])
_PAID = _W["paid"]
_OF_BRANCHES = frozenset(_W["of_branches"])
_LONG_BRANCHES = _W["long_branches"]
_TOTALS = frozenset(_W["of_total"])
_MEASURES = frozenset({"area", "land", "mass", "volume", "energy"})
_SHORT = 4
_LONGEST = 16
_NEAR = 8
"""Facts before a part in which its whole may have named the quantity."""


def with_quantity(u: Unnamed, name: str) -> str:
    """A name with the quantity that the label or a figure before has named; as it is where it needs none."""
    listed = _yield_of_label(u, name)
    if listed:
        return name.removesuffix(listed) + listed
    long = len(name) > _LONGEST and not name.endswith(_LONG_BRANCHES)
    if u.verb or long or not u.memory.facts or _LEVEL.fullmatch(name):
        return name
    quantity = _quantity_said(u)
    if not quantity or quantity in name or _quantity_of(name) or names.canonical(name) is not None:
        return name
    if quantity == "价格" and u.is_part and _AREA.fullmatch(name) and u.memory.root.endswith(quantity):
        area = _AREA.match(u.memory.root)  # 居民消费价格上涨2%，其中城市上涨1.9%，农村上涨2.1%
        return name + u.memory.root[area.end() if area else 0 :]
    whole = name + _without_overlap(name, quantity)
    return whole if names.canonical(whole) is not None or _is_shared(u, name, quantity) else name


def _without_overlap(name: str, quantity: str) -> str:
    """What a name lacks of a quantity whose beginning it says itself.

    >>> _without_overlap("第三产业", "产业增加值"), _without_overlap("寿险赔付", "赔付支出"), _without_overlap("寿险", "赔付支出")
    ('增加值', '支出', '赔付支出')
    """
    if name.endswith(_PAID) and quantity.startswith(_PAID):
        return "支出" if quantity.endswith("支出") else ""
    return quantity.removeprefix("产业") if name.endswith("业") else quantity


def _yield_of_label(u: Unnamed, name: str) -> str:
    """主要产品产量：大米18万吨，鞋95万双."""
    if not u.memory.label or not u.level or u.verb or len(name) > _SHORT:
        return ""
    tail = names.tails().search(u.memory.label)
    return tail.group() if tail and tail.group() in _YIELDS else ""


def has_quantity(name: str) -> bool:
    """Whether a name ends in a quantity; a body such as 企业 is none.

    >>> has_quantity("制造业增加值"), has_quantity("国有控股企业")
    (True, False)
    """
    return _quantity_of(name) != ""


def _quantity_of(name: str) -> str:
    """The quantity that a name ends in; a body such as 企业 is none."""
    tail = names.tails().search(name)
    return tail.group() if tail and tail.group() not in _BODIES else ""


@lru_cache(maxsize=1024)
def _measured(indicator: str) -> tuple[bool, str]:
    """Whether a name says what is measured, and the quantity that it ends in; asked for each figure of a sentence again."""
    name = indicator.partition("总水平")[0].removesuffix("(CPI)").removesuffix("（CPI）")
    return names.tails().search(name) is not None, _quantity_of(name)


def _quantity_said(u: Unnamed) -> str:
    """The quantity of the last figure in the same unit whose name has one, if it was measured in the same way."""
    memory, unit, part = u.memory, u.figure.token.unit, u.is_part
    said = memory.facts[-_NEAR:] if part else memory.of_sentence()
    parts = len(memory.facts) - memory.parts_from
    for age, fact in enumerate(reversed(said)):
        if fact.unit != unit or fact.measure == "change" and u.level:
            continue  # 播种面积8万公顷，增加0.3万公顷。其中，稻谷…: by how much the whole has moved is no measure of its parts
        measured, quantity = _measured(fact.indicator)
        if measured:
            quantity = quantity if fact.measure == u.reading.measure else ""
            return _whole_total(u, quantity) if quantity in _TOTALS else quantity
        if part and u.level and age >= parts:
            return ""  # 保费收入48亿元。赔款给付20亿元，其中财产险8亿元: the whole has no quantity, what stands before it is another's
    return ""


def _whole_total(u: Unnamed, total: str) -> str:
    """What ends in a total and is of the sentence as a whole (进出口总额, 社会消费品零售总额); '' where a part alone does."""
    before = u.memory.facts[: u.parts_from] if u.is_part else u.memory.of_sentence()[:1]
    said = (f.indicator for f in reversed(before) if f.unit == u.unit and f.indicator.endswith(total))
    return noun_of(next(said, ""))


def _is_shared(u: Unnamed, name: str, quantity: str) -> bool:
    """Whether a name that no catalogue knows is of the quantity: a branch that grew, a part, something measured."""
    branch = _BRANCH.search(name) is not None
    if u.reading.measure == "growth":
        if quantity == "价格":
            return u.is_part and _LEVEL.fullmatch(name) is None and _AREA.fullmatch(name) is None
        return branch and quantity in _OF_BRANCHES
    size = u.dimension
    debt = quantity in _OF_DEBT and _DEBT.fullmatch(name) is not None
    money = size == "currency" and (u.is_part and (debt or not _OWN_MONEY.search(name)) or branch)
    return u.level and (size in _MEASURES or money)
