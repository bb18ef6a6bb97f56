"""A side of an insurance fund that leaves the fund out (支出, 滚存结余) is of the fund named last; so is a class of goods of the sales."""

from __future__ import annotations

from pipelines.extract.prose import names
from pipelines.extract.prose.naming.model import Named, Unnamed, alone
from pipelines.lexicon.patterns import patterns

_P = patterns("naming")
_SIDE = _P["fund_side"]
_GOODS = _P["goods"]
_SALES = _P["sales"]
_ALL_FUNDS = ("社会保险基金", "社会保险", "社保基金")  # ends of a name that is remembered, looked for in no text
_ALL_SALES = "社会消费品零售总额"
_REMEMBERED = 24
"""Facts before a class of goods among which its sales are looked for."""


def of_fund(u: Unnamed) -> Named | None:
    """企业职工基本养老保险基金收入30亿元，支出28亿元，滚存结余12亿元: all three are of that fund."""
    if not u.memory.fund or u.suffix or u.dimension not in ("currency", "percent") or not _SIDE.fullmatch(u.clean):
        return None
    if u.clean.endswith("结余") and u.clean != "结余" and u.memory.fund.endswith(_ALL_FUNDS):
        return None  # what is left of all funds takes account and level of its scope (全市社会保险基金预算滚存结余)
    name = u.memory.fund + u.clean
    return Named(name, keep={**u.part, **alone(name), "behind": False, "latest": "", "verb": ""})


def of_goods(u: Unnamed, name: str) -> str:
    """社会消费品零售总额增长7%。其中，粮油食品类增长12%: a class of goods is of the retail sales that were told."""
    name = name.removesuffix(_ALL_SALES) + "零售额" if name.endswith("类" + _ALL_SALES) else name
    if not _GOODS.fullmatch(name) or u.dimension not in ("currency", "percent") or u.reading.measure == "share":
        return name
    sold = next((f for f in reversed(u.memory.facts[-_REMEMBERED:]) if _SALES.search(f.indicator)), None)
    tail = names.tails().search(sold.indicator) if sold else None
    if sold is None:
        return name
    return name + ("零售额" if "零售" in sold.indicator[-5:] else tail.group() if tail else "")
