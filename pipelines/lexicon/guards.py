"""Patterns that look first for what they cannot do without: so that most texts are spared the search.

A text of which a pattern needs a character is asked for it first, which costs a tenth of a search. What that is, the
pattern's own form says (forms.py).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

from pipelines.lexicon.forms import EVERYTHING, FEW, Chars, ends, firsts, lasts, needs, starts

_FAR = sys.maxsize
_LEAPT = 128
"""Characters of which one begins what is leapt to; more of them are found nearly everywhere."""


class Guarded:
    """A compiled pattern that looks for what it needs first; it is used, and answers, as the pattern itself does.

    Only where that is cheaper: a pattern that begins with few characters leaves a place at once that has none of them.
    """

    __slots__ = ("__dict__",)

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.pattern, self.flags, self.groups = pattern.pattern, pattern.flags, pattern.groups
        self.groupindex = pattern.groupindex
        for method in _METHODS:
            setattr(self, method, getattr(pattern, method))
        last, end, words = lasts(pattern), ends(pattern), needs(pattern)
        quick, few = firsts(pattern) is not EVERYTHING, 0 < len(words) <= FEW
        if not quick and last is not EVERYTHING:
            self.fullmatch = _whole(pattern.fullmatch, last | {"\n"})
        elif not quick and few:
            self.fullmatch = _alone(pattern.fullmatch, words)
        if not quick and few:
            self.match = _alone(pattern.match, words)
        if (start := starts(pattern)) is not EVERYTHING:
            self.search, self.sub = _starting(pattern.search, start), _starting_sub(pattern.sub, start)
            return
        if end is not EVERYTHING:
            self.search, self.sub = _ending(pattern.search, end), _ending_sub(pattern.sub, end)
        elif 0 < len(words) <= 2 * FEW:
            self.sub = _holding_sub(pattern.sub, words)
        if end is EVERYTHING and few:
            self.search = _holding(pattern.search, words, quick)
            if not quick:
                self.finditer, self.findall = _each(pattern.finditer, words), _each(pattern.findall, words)


_BEHIND = 16  # characters before a span that a pattern may look at
_METHODS = ("match", "fullmatch", "search", "sub", "subn", "finditer", "findall", "split")
Call = Callable[..., Any]


def _whole(call: Call, last: Chars) -> Call:
    def fullmatch(text: str, start: int = 0, end: int = _FAR) -> Any:
        return call(text, start, end) if start or end != _FAR or text[-1:] in last else None

    return fullmatch


def _ending(call: Call, chars: Chars) -> Call:
    def search(text: str, start: int = 0, end: int = _FAR) -> Any:
        last = text[-1:] if end >= len(text) else text[end - 1 : end]
        return call(text, start, end) if last in chars else None

    return search


def _starting(call: Call, chars: Chars) -> Call:
    def search(text: str, start: int = 0, end: int = _FAR) -> Any:
        return call(text, start, end) if text[:1] in chars else None

    return search


def _starting_sub(call: Call, chars: Chars) -> Call:
    def sub(put: Any, text: str, count: int = 0) -> str:
        return call(put, text, count) if text[:1] in chars else text

    return sub


def _ending_sub(call: Call, chars: Chars) -> Call:
    def sub(put: Any, text: str, count: int = 0) -> str:
        return call(put, text, count) if text[-1:] in chars else text

    return sub


def _holding(call: Call, words: tuple[str, ...], quick: bool) -> Call:
    """quick: whether the pattern itself is quick to look through the few characters of a span.

    Words are looked for only where the pattern looks, so that a long text is not read for each of its clauses.
    """

    def search(text: str, start: int = 0, end: int = _FAR) -> Any:
        if not start and end >= len(text):
            for word in words:
                if word in text:
                    return call(text)
            return None
        if quick:
            return call(text, start, end)
        begin = start - _BEHIND if start > _BEHIND else 0
        for word in words:
            if text.find(word, begin, end) >= 0:
                return call(text, start, end)
        return None

    return search


def _alone(call: Call, words: tuple[str, ...]) -> Call:
    """For what stands at one place: a text that goes on is not asked, for it may be long."""

    def match(text: str, start: int = 0, end: int = _FAR) -> Any:
        if start and end == _FAR:
            return call(text, start)
        begin = start - _BEHIND if start > _BEHIND else 0
        for word in words:
            if text.find(word, begin, end) >= 0:
                return call(text, start, end)
        return None

    return match


def _holding_sub(call: Call, words: tuple[str, ...]) -> Call:
    def sub(put: Any, text: str, count: int = 0) -> str:
        for word in words:
            if word in text:
                return call(put, text, count)
        return text

    return sub


def _each(call: Call, words: tuple[str, ...]) -> Call:
    iterates = call.__name__ == "finditer"

    def every(text: str, start: int = 0, end: int = _FAR) -> Any:
        begin = start - _BEHIND if start > _BEHIND else 0
        for word in words:
            if text.find(word, begin, end) >= 0:
                return call(text, start, end)
        return iter(()) if iterates else []

    return every


def leaping(written: str) -> re.Pattern[str]:
    """A pattern; where it begins with one of many words, behind a look at their first characters, so that most places of a
    text are left at once. Words alone need none: for them the search itself has it.

    >>> leaping("(?P<up>增长|上升)|下降").pattern, leaping("增长|下降").pattern
    ('(?=[上下增])(?:(?P<up>增长|上升)|下降)', '增长|下降')
    """
    pattern = re.compile(written)
    op, value = next(iter(parser.parse(written, pattern.flags & ~re.UNICODE)), (None, (None, ())))
    words_alone = op is not sre.BRANCH or all(branch and branch[0][0] is sre.LITERAL for branch in value[1])
    first = firsts(pattern)
    if words_alone or pattern.flags != re.UNICODE or len(first) > _LEAPT or first is EVERYTHING:
        return pattern
    return re.compile(f"(?=[{re.escape(''.join(sorted(first)))}])(?:{written})")


def guarded(written: str) -> re.Pattern[str]:
    """A pattern that asks for what it needs first, from its text; for patterns that are put together from words."""
    return Guarded(leaping(written))  # type: ignore[return-value]
