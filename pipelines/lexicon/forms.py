"""What a pattern begins and ends with and cannot do without, read from its form.

Nothing here decides what a pattern fits: where its form does not say what it needs, it needs nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

_MOST = 3000
"""Characters of a class that are listed; a larger one is as good as every character."""
_LAST_DIGIT = 0x20000
FEW = 4
"""Words that are asked for before a search (twice as many before words are put in); to ask for more takes as long."""


class Everything(frozenset[str]):
    """The set of all characters, and of none: what a pattern begins with that begins with anything, or is empty."""

    def __contains__(self, char: object) -> bool:
        return True

    def __or__(self, other: object) -> Everything:
        return self

    __ror__ = __or__


EVERYTHING = Everything()
Chars = frozenset[str]
Pattern = str | re.Pattern[str]
"""A pattern or its text, which is asked without being compiled."""


def firsts(pattern: Pattern) -> Chars:
    """The characters that a match of the pattern can begin with.

    >>> sorted(firsts(re.compile("(?:预计|确保)?全年"))), firsts(re.compile("年*")) is EVERYTHING
    (['全', '确', '预'], True)
    """
    return _of(pattern, lambda parsed: _edge(parsed, 1))


def ends(pattern: Pattern) -> Chars:
    """The characters that a text can end with in which the pattern is found; all where it need not stand at the end.

    >>> sorted(ends(re.compile("(?:目标|计划)$"))), ends(re.compile("目标")) is EVERYTHING
    (['\\n', '划', '标'], True)
    """
    return _of(pattern, _anchored)


def starts(pattern: Pattern) -> Chars:
    """The characters that a text can begin with in which the pattern is found; all where it need not stand at the beginning.

    >>> sorted(starts(re.compile("^(?:目标|计划)"))), starts(re.compile("目标")) is EVERYTHING
    (['目', '计'], True)
    """
    parsed = _form_of(pattern)
    anchored = list(parsed)[:1] == [(sre.AT, sre.AT_BEGINNING)] and not parsed.state.flags & re.MULTILINE
    return firsts(pattern) if anchored else EVERYTHING


def lasts(pattern: Pattern) -> Chars:
    """The characters that a match of the pattern can end with.

    >>> sorted(lasts(re.compile("全年?(?:目标|计划)"))), lasts(re.compile(".")) is EVERYTHING
    (['划', '标'], True)
    """
    return _of(pattern, lambda parsed: _edge(parsed, -1))


def behind(pattern: Pattern, run: Chars) -> Chars:
    """The characters that a match of the pattern can come to first behind a run of others; all where it may be a run alone.

    >>> sorted(behind(re.compile("[0-9]+(?:年|个?月)"), frozenset("0123456789")))
    ['个', '年', '月']
    >>> behind(re.compile("1+年?"), frozenset("1")) is EVERYTHING
    True
    """
    return _of(pattern, lambda parsed: _edge(parsed, 1, run))


def needs(pattern: Pattern) -> tuple[str, ...]:
    """Words of which each match of the pattern has one; none where its form does not say so.

    >>> needs(re.compile("(?:年度|全年)?(?:计划|安排)数")), needs(re.compile("[甲乙]?丙|丁")), needs(re.compile("年*"))
    (('数',), ('丁', '丙'), ())
    >>> needs(re.compile("一般预算|公共预算|国资预算|社会保险基金|社保基金"))
    ('保', '算')
    """
    parsed = _form_of(pattern)
    if parsed.state.flags & re.IGNORECASE:
        return ()
    words = _needed(parsed) or set()
    return tuple(sorted(words if len(words) <= FEW else _shared(words) or words))


def _shared(words: set[str]) -> set[str]:
    """A few characters of which each of many words has one; none where it takes more than a few."""
    left, found = set(words), set[str]()
    while left and len(found) < FEW:
        counts = Counter(char for word in left for char in set(word))
        best = max(sorted(counts), key=lambda char: counts[char])
        found.add(best)
        left = {word for word in left if best not in word}
    return set() if left else found


@lru_cache(maxsize=1)
def form(written: str, flags: int) -> Any:
    """A pattern's form; what is asked of one pattern is asked in a row, and its form is read once for it."""
    return parser.parse(written, flags)


def _form_of(pattern: Pattern) -> Any:
    return form(pattern, 0) if isinstance(pattern, str) else form(pattern.pattern, pattern.flags & ~re.UNICODE)


def _of(pattern: Pattern, read: Callable[[Any], tuple[Chars, bool]]) -> Chars:
    """What `read` tells of a parsed pattern: all characters where a match may be empty."""
    parsed = _form_of(pattern)
    if parsed.state.flags & re.IGNORECASE:
        return EVERYTHING
    chars, empty = read(parsed)
    return EVERYTHING if empty or isinstance(chars, Everything) else chars


def _both(left: Chars, right: Chars) -> Chars:
    return EVERYTHING if isinstance(left, Everything) or isinstance(right, Everything) else left | right


def _edge(parsed: Iterable[Any], step: int, run: Chars = frozenset()) -> tuple[Chars, bool]:
    """The characters at an edge of what is parsed (step 1: the beginning, -1: the end), and whether it may be empty.

    run: characters that count as nothing, so that what stands behind them is the edge.
    """
    found: Chars = frozenset()
    for item in list(parsed)[::step]:
        chars, empty = _edge_of(item[0], item[1], step, run)
        if run and chars is not EVERYTHING:
            chars, empty = chars - run, empty or not chars.isdisjoint(run)
        found = _both(found, chars)
        if not empty:
            return found, False
    return found, True


def _edge_of(op: Any, value: Any, step: int, run: Chars) -> tuple[Chars, bool]:
    if op is sre.LITERAL:
        return frozenset({chr(value)}), False
    if op is sre.IN:
        return _class(value), False
    if op is sre.BRANCH:
        edges = [_edge(branch, step, run) for branch in value[1]]
        chars: Chars = frozenset()
        for each, _ in edges:
            chars = _both(chars, each)
        return chars, any(empty for _, empty in edges)
    if op is sre.SUBPATTERN:
        return (EVERYTHING, True) if value[1] or value[2] else _edge(value[3], step, run)
    if op in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
        chars, empty = _edge(value[2], step, run)
        return chars, empty or value[0] == 0
    if op is sre.ATOMIC_GROUP:
        return _edge(value, step, run)
    if op in (sre.AT, sre.ASSERT, sre.ASSERT_NOT):
        return frozenset(), True
    return EVERYTHING, op not in (sre.ANY, sre.NOT_LITERAL)


def _class(items: list[Any]) -> Chars:
    """The characters of a class in brackets."""
    found: set[str] = set()
    for op, value in items:
        if op is sre.LITERAL:
            found.add(chr(value))
        elif op is sre.RANGE and value[1] - value[0] < _MOST:
            found.update(map(chr, range(value[0], value[1] + 1)))
        elif op is sre.CATEGORY and value is sre.CATEGORY_DIGIT:
            found |= _digits()
        elif op is sre.CATEGORY and value is sre.CATEGORY_SPACE:
            found |= _spaces()
        else:
            return EVERYTHING
    return frozenset(found)


@cache
def _digits() -> Chars:
    r"""All that \d fits; they stand ten in a row, so that one of eight tells where to look."""
    near = (i for i in range(0, _LAST_DIGIT, 8) if chr(i).isdecimal())
    return frozenset(char for i in near for char in map(chr, range(i - 9, i + 10)) if char.isdecimal())


@cache
def _spaces() -> Chars:
    r"""All that \s fits."""
    return frozenset(char for char in map(chr, range(0x3001)) if char.isspace())


def _anchored(parsed: Any) -> tuple[Chars, bool]:
    """The last characters of what is parsed where it stands at the end of a text, a final line end included."""
    items = list(parsed)
    if not items:
        return EVERYTHING, True
    op, value = items[-1]
    if op is sre.AT and value in (sre.AT_END, sre.AT_END_STRING):
        chars, empty = _edge(items[:-1], -1)
        return _both(chars, frozenset("\n")), empty
    if op is sre.SUBPATTERN and not value[1] and not value[2]:
        return _anchored(value[3])
    if op is sre.BRANCH:
        found: Chars = frozenset()
        for branch in value[1]:
            chars, empty = _anchored(branch)
            found = EVERYTHING if empty else _both(found, chars)
        return found, False
    return EVERYTHING, True


def _needed(parsed: Any) -> set[str] | None:
    """The fewest words of which what is parsed has one; None where it may have none."""
    best: set[str] | None = None
    run = ""
    for op, value in [*parsed, (None, None)]:
        if op is sre.LITERAL:
            run += chr(value)
            continue
        if run:
            best, run = _fewer(best, {run}), ""
        if op is not None:
            best = _fewer(best, _needed_of(op, value))
    return best


def _needed_of(op: Any, value: Any) -> set[str] | None:
    if op is sre.IN:
        chars = _class(value)
        return None if isinstance(chars, Everything) else set(chars)
    if op is sre.BRANCH:
        found: set[str] = set()
        for branch in value[1]:
            one = _needed(branch)
            if not one:
                return None
            found |= one
        return found
    if op is sre.SUBPATTERN:
        return None if value[1] or value[2] else _needed(value[3])
    if op in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
        return _needed(value[2]) if value[0] else None
    if op is sre.ATOMIC_GROUP:
        return _needed(value)
    return None


def _fewer(left: set[str] | None, right: set[str] | None) -> set[str] | None:
    """The better of two sets of words: the smaller, then the one with longer words."""
    if not left or not right:
        return left or right
    return min(left, right, key=lambda words: (len(words), -min(map(len, words))))
