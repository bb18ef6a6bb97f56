"""Budget figures in prose: what was approved, what it was changed to, and what was carried out under the same name.

年初预算为5亿元，实际完成6亿元: the first is a plan, the second an outcome, and only the first may keep 预算 at its name's end.
"""

from __future__ import annotations

from collections.abc import Iterable

from pipelines.extract.accounts import is_fiscal
from pipelines.extract.facts import Fact
from pipelines.lexicon.patterns import patterns

_P = patterns("budget")
_PLAN = _P["plan"]
_NAME = _P["name"]
_HEAD = _P["head"]
_APPROVED = _P["approved"]
_ARRANGED = _P["arranged"]
_CARRIED_OUT = _P["carried_out"]
_APPROVED_BOTH = _P["approved_both"]
_REACH = 80
"""Characters before a number in which the first side of an approved account stands."""
_ADJUSTED = _P["adjusted"]
_MOVED = _P["moved"]
_SIDE = _P["side"]
_OWN = _P["own"]


def is_plan(before: str) -> bool:
    """Whether the words before a number say that it is budgeted, not carried out.

    >>> is_plan("全市一般公共预算收入年初预算为"), is_plan("支出预算调整为"), is_plan("支出预算完成"), is_plan("调入一般公共预算")
    (True, True, False, False)
    """
    return _PLAN.search(before) is not None


def is_second_of_plan(text: str, position: int) -> bool:
    """Whether the number at `position` is the second side of an approved account.

    >>> said = "人代会批准的一般公共预算收入为3亿元，支出为"
    >>> is_second_of_plan(said, len(said)), is_second_of_plan("收入为3亿元，支出为", 10)
    (True, False)
    """
    before = text[max(0, position - _REACH) : position]
    return "的" in before and before[-1:] in "出入计为是" and _APPROVED_BOTH.search(before) is not None


def grows_with_plan(name: str, before: Fact | None, between: str) -> bool:
    """Whether a growth or change without a name of its own is that of the budgeted amount before it.

    before: the last figure; between: the words from it to this one (预算数为5亿元，比上年执行数增加1亿元，增长25%).
    """
    if before is None or before.statement != "target" or before.rule == "G10.plan":
        return False
    return before.indicator.startswith(name) and is_fiscal(name) and _CARRIED_OUT.search(between) is None


def is_planned(name: str, ground: str, year: int | None, first: int | None) -> bool:
    """Whether 预计 announces what is budgeted: in a plan part, of its own year, of an account of the government."""
    return ground == "target" and is_fiscal(name) and (year is None or first is None or year >= first)


def names_nothing(name: str) -> bool:
    """Whether a name says only how the budget was changed (执行中经人大批准 of 执行中经人大批准调整为…)."""
    return _ADJUSTED.fullmatch(name) is not None


def settle(name: str, before: str, said: Iterable[str]) -> tuple[str, str]:
    """The name of a figure, and the name that an outcome behind it is of; both are `name` where it is of no budget.

    before: the words before the number; said: names that the passage has given, the last first, which say the account of 支出预算.

    >>> settle("支出预算", "支出预算为", ["市级一般公共预算收入"])
    ('市级一般公共预算支出预算', '市级一般公共预算支出')
    >>> settle("政府性基金支出预算", "政府性基金支出预算完成", []), settle("粮食产量", "粮食产量", [])
    (('政府性基金支出', '政府性基金支出'), ('粮食产量', '粮食产量'))
    """
    found = _NAME.search(name)
    if not found:
        approved = _APPROVED.match(name) or _ARRANGED.match(name)
        name = name[approved.end() :] if approved else name
        return name, name
    base = _of_account(_HEAD.sub("", name[: found.end("side")]) or found["side"], said)
    moved = _MOVED.search(name)
    if moved:
        return name[moved.start() :], base
    return (base + (found["plan"] or "") if is_plan(before) else base), base


def _of_account(base: str, said: Iterable[str]) -> str:
    """支出 behind 市级一般公共预算收入 is 市级一般公共预算支出."""
    alone = _SIDE.fullmatch(base)
    own = next((o for o in map(_OWN.fullmatch, said) if o), None) if alone else None
    return (alone["level"] or own["level"] or "") + own["account"] + alone["side"] if alone and own else base
