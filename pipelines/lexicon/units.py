"""Units as printed: dimension, base unit and exact factor, and the pattern that finds them.

The table is `units.csv`; adding a unit means adding its row there. `not_before` lists what may not follow (个人 is not
the unit 个), so that a unit does not swallow the beginning of the next word.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

_TABLE = Path(__file__).with_name("units.csv")

SCALES: dict[str, Decimal] = {
    "百": Decimal(100), "千": Decimal(1000), "万": Decimal(10**4), "十万": Decimal(10**5), "百万": Decimal(10**6),
    "千万": Decimal(10**7), "亿": Decimal(10**8), "十亿": Decimal(10**9), "百亿": Decimal(10**10),
    "千亿": Decimal(10**11), "万亿": Decimal(10**12),
}  # fmt: skip
"""Magnitude words before a unit, as factors."""

PER = (
    r"(?:百|千|万|十万|百万)?(?:人|户|名|平方公里|平方千米|公里|亩|公顷|平方米|立方米|吨|辆|天|日|月|年|小时|分钟|秒|千瓦时"
    r"|度|元|万元|亿元|床|班|头|只|株|次|升|千克|公斤)"
)
"""What a quantity may be counted by: 部/百人, 吨/公顷."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as printed. `whole` says that it counts things, so that a value in it has no decimals."""

    name: str
    base_unit: str
    factor: Decimal
    dimension: str
    whole: bool


@cache
def _rows() -> tuple[dict[str, str], ...]:
    with _TABLE.open(encoding="utf-8", newline="") as f:
        return tuple(csv.DictReader(f))


@cache
def units() -> dict[str, Unit]:
    """All units of the table by their printed form."""
    return {
        r["unit"]: Unit(r["unit"], r["base_unit"], Decimal(r["factor"]), r["dimension"], r["whole"] == "true")
        for r in _rows()
    }


@cache
def unit_of(name: str) -> Unit | None:
    """The unit as printed, its magnitude included; None where neither the whole nor its base is known.

    >>> unit_of("亿元").factor, unit_of("亿元").base_unit
    (Decimal('100000000'), '元')
    >>> unit_of("百万只").factor
    Decimal('1000000')
    >>> unit_of("万元／人").base_unit, unit_of("部/百人").base_unit, unit_of("万头(只)").factor
    ('元/人', '部/百人', Decimal('10000'))
    >>> unit_of("魔法") is None
    True
    """
    name = name.replace("／", "/").replace("(", "（").replace(")", "）")
    known = units()
    if name in known:
        return known[name]
    whole, slash, per = name.rpartition("/")
    if slash and (of := unit_of(whole)) and re.fullmatch(PER, per):
        return Unit(name, f"{of.base_unit}/{per}", of.factor, "price" if of.dimension == "currency" else "rate", False)
    for scale in sorted(SCALES, key=len, reverse=True):
        base = known.get(name[len(scale) :]) if name.startswith(scale) else None
        if base:
            return Unit(name, base.base_unit, base.factor * SCALES[scale], base.dimension, False)
    return None


def to_base(value: Decimal, unit: str) -> tuple[Decimal | None, str | None]:
    """A value in its base unit: 1202.8亿元 → 120280000000 元; (None, None) for an unknown unit.

    >>> to_base(Decimal("1202.8"), "亿元")
    (Decimal('120280000000.0'), '元')
    """
    if not unit:
        return value, ""
    known = unit_of(unit)
    if known is None:
        return (value * SCALES[unit], "") if unit in SCALES else (None, None)
    return value * known.factor, known.base_unit


def _bases() -> dict[str, str]:
    """Printed forms without a magnitude word, with what may not follow."""
    found: dict[str, str] = {}
    for row in _rows():
        name = row["unit"]
        for scale in ("万亿", "百万", "千万", "百亿", "千亿", "万", "亿"):
            if name.startswith(scale) and len(name) > len(scale):
                name = name[len(scale) :]
                break
        for form in {name, name.replace("/", "／"), name.replace("（", "(").replace("）", ")")}:
            found.setdefault(form, row["not_before"])
    return found


def trie_pattern(words: dict[str, str]) -> str:
    """A regular expression for a set of words as a trie, longest first; the value is what may not follow a word.

    >>> import re
    >>> re.match(trie_pattern({"人": "民", "人次": ""}), "人次数").group()
    '人次'
    >>> re.match(trie_pattern({"人": "民", "人次": ""}), "人民") is None
    True
    """
    root: dict = {}
    for word, forbidden in words.items():
        node = root
        for char in word:
            node = node.setdefault(char, {})
        node[""] = forbidden
    return _trie(root)


_MANY = 128
"""Branches that are tried one after another; more of them are parted by what they begin with."""


def _trie(node: dict) -> str:
    if len(node) > _MANY and "" not in node:
        return _parted(node)
    branches = [re.escape(char) + _trie(child) for char, child in sorted(node.items()) if char]
    if "" in node:
        forbidden = node[""]
        branches.append(f"(?!{forbidden})" if forbidden else "")
    return branches[0] if len(branches) == 1 else "(?:" + "|".join(branches) + ")"


def _parted(node: dict) -> str:
    """Hundreds of branches in groups, each behind a look at the next character, so that a few are tried and not all."""
    chars = sorted(node)
    size = len(chars) // 16 + 1
    groups = [chars[k : k + size] for k in range(0, len(chars), size)]
    parts = [f"(?=[{re.escape(''.join(g))}]){_trie({char: node[char] for char in g})}" for g in groups]
    return f"(?=[{re.escape(''.join(chars))}])(?:{'|'.join(parts)})"


@cache
def unit_pattern() -> str:
    """The pattern of a unit without its magnitude word, with what it is counted by (部/百人)."""
    return f"{trie_pattern(_bases())}(?:[/／]{PER}(?![\\u4e00-\\u9fff]))?"
