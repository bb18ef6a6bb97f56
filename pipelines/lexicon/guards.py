"""Patterns that look first for what they cannot do without: so that most texts are spared the search.

A text of which a pattern needs a character is asked for it first, which costs a tenth of a search. What that is, the
pattern's own form says (forms.py).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from functools import cached_property
from re import _constants as sre  # type: ignore[attr-defined]
from typing import Any

from pipelines.lexicon.forms import EVERYTHING, FEW, Chars, ends, firsts, form, lasts, needs, starts

Call = Callable[..., Any]
_FAR = sys.maxsize
_LEAPT = 128
"""Characters of which one begins what is leapt to; more of them are found nearly everywhere."""


class Guarded:
    """A pattern that looks for what it needs first; it is used, and answers, as the pattern itself does.

    Only where that is cheaper: a pattern that begins with few characters leaves a place at once that has none of them.
    Its text is asked for when it is first used, and it is compiled when a guard first lets something through: most patterns
    never fit anything in a document.
    """

    def __init__(self, write: Callable[[], str], *, leaps: bool = False) -> None:
        """leaps: whether it stands behind a look at what it begins with (`leaping`)."""
        self._write, self._leaps = write, leaps

    @cached_property
    def written(self) -> str:
        """Its text, which guards are read from."""
        return self._write()

    @cached_property
    def pattern(self) -> str:
        return leapt(self.written) if self._leaps else self.written

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The pattern itself."""
        return re.compile(self.pattern)

    @cached_property
    def flags(self) -> int:
        return form(self.written, 0).state.flags

    @cached_property
    def groups(self) -> int:
        return self.compiled.groups

    @cached_property
    def groupindex(self) -> Mapping[str, int]:
        return self.compiled.groupindex

    @cached_property
    def match(self) -> Call:
        if _quick(self.written) or not (words := _few(self.written)):
            return self.compiled.match
        return self._behind("match", lambda call: _alone(call, words))

    @cached_property
    def fullmatch(self) -> Call:
        if _quick(self.written):
            return self.compiled.fullmatch
        if (last := lasts(self.written)) is not EVERYTHING:
            return self._behind("fullmatch", lambda call: _whole(call, last | {"\n"}))
        words = _few(self.written)
        return self._behind("fullmatch", lambda call: _alone(call, words)) if words else self.compiled.fullmatch

    @cached_property
    def search(self) -> Call:
        if (start := starts(self.written)) is not EVERYTHING:
            return self._behind("search", lambda call: _starting(call, start))
        if (end := ends(self.written)) is not EVERYTHING:
            return self._behind("search", lambda call: _ending(call, end))
        words, quick = _few(self.written), _quick(self.written)
        return self._behind("search", lambda call: _holding(call, words, quick)) if words else self.compiled.search

    @cached_property
    def sub(self) -> Call:
        if (start := starts(self.written)) is not EVERYTHING:
            return self._behind("sub", lambda call: _starting_sub(call, start))
        if (end := ends(self.written)) is not EVERYTHING:
            return self._behind("sub", lambda call: _ending_sub(call, end))
        words = _few(self.written, 2 * FEW)
        return self._behind("sub", lambda call: _holding_sub(call, words)) if words else self.compiled.sub

    @cached_property
    def subn(self) -> Call:
        return self.compiled.subn

    @cached_property
    def finditer(self) -> Call:
        return self._every("finditer")

    @cached_property
    def findall(self) -> Call:
        return self._every("findall")

    @cached_property
    def split(self) -> Call:
        return self.compiled.split

    def _every(self, method: str) -> Call:
        """What finds all matches, guarded where neither edge of a text is a better guard and the pattern is slow to look."""
        words = _few(self.written)
        anchored = starts(self.written) is not EVERYTHING or ends(self.written) is not EVERYTHING
        if not words or anchored or _quick(self.written):
            return getattr(self.compiled, method)
        return self._behind(method, lambda call: _each(call, words, iterates=method == "finditer"))

    def _behind(self, method: str, guard: Callable[[Call], Call]) -> Call:
        """A guard before a method of the pattern, which is compiled when the guard first calls it."""

        def first(*arguments: Any) -> Any:
            call = getattr(self.compiled, method)
            setattr(self, method, guard(call))
            return call(*arguments)

        return guard(first)


def _quick(written: str) -> bool:
    """Whether a pattern begins with few characters, so that it leaves a place at once that has none of them."""
    return firsts(written) is not EVERYTHING


def _few(written: str, most: int = FEW) -> tuple[str, ...]:
    """The words that a pattern needs one of; none where they are too many to ask for."""
    words = needs(written)
    return words if len(words) <= most else ()


_BEHIND = 16  # characters before a span that a pattern may look at


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


def _each(call: Call, words: tuple[str, ...], *, iterates: bool) -> Call:
    def every(text: str, start: int = 0, end: int = _FAR) -> Any:
        begin = start - _BEHIND if start > _BEHIND else 0
        for word in words:
            if text.find(word, begin, end) >= 0:
                return call(text, start, end)
        return iter(()) if iterates else []

    return every


def leapt(written: str) -> str:
    """The text of a pattern; where it begins with one of many words, behind a look at their first characters, so that most
    places of a text are left at once. Words alone need none: for them the search itself has it.

    >>> leapt("(?P<up>增长|上升)|下降"), leapt("增长|下降")
    ('(?=[上下增])(?:(?P<up>增长|上升)|下降)', '增长|下降')
    """
    parsed = form(written, 0)
    op, value = next(iter(parsed), (None, (None, ())))
    words_alone = op is not sre.BRANCH or all(branch and branch[0][0] is sre.LITERAL for branch in value[1])
    if words_alone or parsed.state.flags != re.UNICODE:
        return written
    first = firsts(written)
    if len(first) > _LEAPT or first is EVERYTHING:
        return written
    return f"(?=[{re.escape(''.join(sorted(first)))}])(?:{written})"


def leaping(written: str) -> re.Pattern[str]:
    """A pattern that leaps (`leapt`)."""
    return re.compile(leapt(written))


def guarded(written: str) -> re.Pattern[str]:
    """A pattern that asks for what it needs first, from its text; for patterns that are put together from words."""
    return Guarded(lambda: written, leaps=True)  # type: ignore[return-value]
