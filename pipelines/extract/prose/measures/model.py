"""What a figure measures: the reading, the words that it is read from, and what is taken off names."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from pipelines.extract.prose.predicates import Tail
from pipelines.lexicon.indicators import code_of_name, indicators
from pipelines.lexicon.patterns import patterns
from pipelines.lexicon.units import unit_of
from pipelines.lexicon.word_lists import word_lists

_P = patterns("measures")
_W = word_lists("measures")
_GROWTH_NOUN = _P["growth_noun"]
_FALL_NOUN = _P["fall_noun"]
_COMPARISON = _P["comparison"]
_COMPARED_PACE = _P["compared_pace"]


@dataclass(slots=True)
class Reading:
    """measure, sign (1 or -1; 0 for what got better, whichever way that is), the name it is of, and the rule that read it."""

    measure: str
    sign: int
    name: str
    rule: str


@dataclass(slots=True)
class Words:
    """What stands around a number: the words before it, the same read by read_tail, its dimension, the words behind."""

    pre: str
    tail: Tail
    dimension: str
    behind: str

    @property
    def sign(self) -> int:
        return -1 if self.tail.kind == "fall" else 1

    @property
    def moved(self) -> bool:
        return self.tail.kind in ("grow", "fall")


def moves(kind: str) -> bool:
    """Whether the verb before a number (the kind of its tail) says that something has grown or fallen."""
    return kind in ("grow", "fall")


def rests(kind: str) -> bool:
    """Whether it does not."""
    return kind not in ("grow", "fall")


def has_no_verb(kind: str) -> bool:
    """Whether no verb stands before a number."""
    return not kind


def kind_of_verb(words: Words) -> str:
    """What the tables of measures go by."""
    return words.tail.kind


@lru_cache(maxsize=4096)
def dimension(unit: str) -> str:
    """The dimension of a printed unit; '' for none, 'unknown' for one that the table does not know."""
    if not unit:
        return ""
    known = unit_of(unit)
    return known.dimension if known else ("" if unit in _W["magnitudes"] else "unknown")


def without_comparison(name: str) -> str:
    """A name without what it is compared with: 增速较一季度 → 增速.

    >>> without_comparison("增速较一季度"), without_comparison("降幅比1—10月"), without_comparison("比上月降幅")
    ('增速', '降幅', '降幅')
    """
    return _COMPARISON.sub("", _COMPARED_PACE.sub("", name))


def without_growth_noun(name: str) -> tuple[str, int]:
    """A name without the noun that says growth, and the sign of that; 0 where it has none.

    >>> without_growth_noun("投资增速"), without_growth_noun("能耗降幅"), without_growth_noun("覆盖率")
    (('投资', 1), ('能耗', -1), ('覆盖率', 0))
    """
    match = _GROWTH_NOUN.search(name)
    if match and match.start():
        return name[: match.start()], 1
    match = _FALL_NOUN.search(name)
    if match and match.start():
        return name[: match.start()], -1
    return name, 0


def better_sign(name: str) -> int:
    """-1 where the catalogue says that less of it is better, else 1.

    >>> better_sign("PM2.5平均浓度"), better_sign("空气质量优良天数")
    (-1, 1)
    """
    code = code_of_name(name)
    return -1 if code is not None and indicators()[code].direction == "down" else 1


def signed(value: Decimal, sign: int, negative: bool) -> Decimal:
    """The value with the sign of its verb; a printed minus behind a verb of growth stays a minus.

    >>> signed(Decimal("8.7"), 1, True), signed(Decimal("4"), -1, False)
    (Decimal('-8.7'), Decimal('-4'))
    """
    if negative:
        return -value if sign > 0 else value * -1
    return value * sign
