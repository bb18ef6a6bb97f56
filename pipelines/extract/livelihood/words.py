"""The vocabulary of 民生实事 (lexicon/livelihood.yml) and the cutting of its lists."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from pipelines.lexicon.files import content
from pipelines.lexicon.guards import guarded
from pipelines.lexicon.patterns import patterns

_P = patterns("livelihood.words")

_OPEN, _CLOSE = "（(“‘《「【[", "）)”’》」】]"
_HAN = {c: n for n, c in enumerate("零一二三四五六七八九十")} | {"两": 2}


@cache
def words() -> dict[str, Any]:
    """livelihood.yml as it stands."""
    return content("livelihood")


def is_title(text: str) -> bool:
    """Whether a line speaks of 民生实事 in one of its names."""
    return _titles().search(text) is not None


@cache
def _titles() -> re.Pattern[str]:
    return guarded("|".join(words()["titles"]))  # a list of livelihood.yml


def number_of(printed: str) -> int:
    """3, 三, 十二 as a number; 0 if it is none.

    >>> number_of("38"), number_of("十二"), number_of("五")
    (38, 12, 5)
    """
    if printed.isdigit():
        return int(printed)
    if "十" in printed:
        tens, _, ones = printed.partition("十")
        return (_HAN.get(tens, 0) if tens else 1) * 10 + (_HAN.get(ones, 0) if ones else 0)
    return _HAN.get(printed, 0)


@cache
def _marks(separators: str) -> re.Pattern[str]:
    return re.compile(f"[{re.escape(_OPEN + _CLOSE + separators)}]")  # single marks


def split_outside(text: str, separators: str) -> list[tuple[int, int]]:
    """Spans between separators that stand outside brackets and quotation marks; empty ones are left out.

    >>> t = "甲（子、丑）、乙"
    >>> [t[a:b] for a, b in split_outside(t, "、")]
    ['甲（子、丑）', '乙']
    """
    bounds, depth = [0], 0
    for mark in _marks(separators).finditer(text) if any(char in text for char in separators) else ():
        char = mark.group()
        if char in _OPEN:
            depth += 1
        elif char in _CLOSE:
            depth = max(0, depth - 1)
        elif not depth:
            bounds += mark.span()
    bounds.append(len(text))
    return [(a, b) for a, b in zip(bounds[::2], bounds[1::2], strict=True) if text[a:b].strip()]


def similarity(left: str, right: str) -> float:
    """How alike two names are, 0 to 1, by their pairs of characters; 1 where one holds the other.

    >>> similarity("“三小”建设", "三小建设"), similarity("城区厕所建设", "农村改厕") < 0.3
    (1.0, True)
    """
    a, b = _plain(left), _plain(right)
    if not a or not b:
        return 0.0
    if a == b or (min(len(a), len(b)) >= 4 and (a in b or b in a)):
        return 1.0
    pairs_a, pairs_b = _pairs(a), _pairs(b)
    common = len(pairs_a & pairs_b)
    return 2 * common / (len(pairs_a) + len(pairs_b)) if pairs_a and pairs_b else 0.0


def _plain(name: str) -> str:
    return _P["marks"].sub("", name)


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)}


def ordinal(m: re.Match[str]) -> int:
    """The number that a mark of a list has, in whatever style it is printed (②, （三）, 四是, 5.)."""
    if m["c"]:
        return ord(m["c"]) - ord("①") + 1
    groups = m.groupdict()
    return number_of(next(g for g in (groups.get(k) for k in ("n", "m", "s", "z", "l")) if g))


def rank_of(m: re.Match[str]) -> int:
    """How high a style of numbers stands: 一、 0, （一） 1, 一是 and 1. 2, （1） 3, ① 4."""
    groups = m.groupdict()
    if groups.get("z"):
        return 0
    if m["m"]:
        return 3 if m["m"].isdigit() else 1
    return 4 if m["c"] else 2


def unquoted(text: str, start: int, end: int) -> tuple[int, int]:
    """A member without the blanks, the 等 and the quotation marks around it."""
    words_ = text[start:end].rstrip().removesuffix("等")
    begin = start + len(words_) - len(words_.lstrip())
    words_ = words_.strip()
    if words_.startswith("“") and words_.endswith("”") and "”" not in words_[:-1]:
        return begin + 1, begin + len(words_) - 1
    return begin, begin + len(words_)
