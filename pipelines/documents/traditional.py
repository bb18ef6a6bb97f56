"""Texts in traditional characters: read as if they were simplified, printed as they stand.

The lexicon and the grammar are in simplified characters. OpenCC turns one character into one character, so every offset of
the simplified text is that of the printed one, and what was read is shown with the letters of the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

_HAN = re.compile(r"[\u3400-\u9fff]+")
_SAMPLE = 40_000  # characters that are looked at
_SHARE = 0.05  # of Han characters outside GB 2312 in a traditional text; a third of them are, in a simplified one one in 2,000
_FEW = 8  # Han characters outside GB 2312 below which nothing is said of a text


def is_traditional(text: str) -> bool:
    """Whether a text is in traditional characters: by the share of Han characters that GB 2312 does not have.

    >>> is_traditional("經濟穩步增長，居民收入繼續提高，財政狀況良好"), is_traditional("经济稳步增长，居民收入继续提高，财政状况良好")
    (True, False)
    """
    han = "".join(_HAN.findall(text[:_SAMPLE]))
    other = len(han) - len(han.encode("gb2312", "ignore")) // 2
    if other < _FEW or other < _SHARE * len(han):
        return False
    return sum(a != b for a, b in zip(han, simplified(han), strict=True)) >= _SHARE * len(han)


def simplified(text: str) -> str:
    """The text in simplified characters, each at the place of its traditional one.

    >>> simplified("財政收入增長5.2%，\\n著名企業顯著增多")
    '财政收入增长5.2%，\\n著名企业显著增多'
    """
    return "".join(_line(line) for line in text.splitlines(keepends=True))


def _line(line: str) -> str:
    made = _converter().convert(line)
    return made if len(made) == len(line) else "".join(_character(char) for char in line)


@cache
def _character(char: str) -> str:
    made = _converter().convert(char)
    return made if len(made) == 1 else char


@cache
def _converter() -> Any:
    from opencc import OpenCC  # a fifth of a second, which only such texts need

    return OpenCC("t2s")


class Printed:
    """Gives words that were read in a simplified text the characters of the printed one, by where they stand in it."""

    def __init__(self, read: str, printed: str) -> None:
        self._read, self._printed = read, printed

    def of(self, words: str, near: int) -> str:
        """The words as printed: each run between blanks and bars from the place nearest behind `near` minus some lines.

        Words that do not stand in the text (they were put together) stay as they are.
        """
        return "".join(self._run(run, near) if _HAN.search(run) else run for run in re.split(r"([\s｜]+)", words))

    def _run(self, run: str, near: int) -> str:
        """A run of characters, which line ends may part in the text."""
        for start in _starts(self._read, run, near):
            found = self._aligned(run, start)
            if found is not None:
                return found
        return run

    def _aligned(self, run: str, start: int) -> str | None:
        at, made = start, []
        for char in run:
            while at < len(self._read) and self._read[at] != char and self._read[at].isspace():
                at += 1
            if at >= len(self._read) or self._read[at] != char:
                return None
            made.append(self._printed[at])
            at += 1
        return "".join(made)


_BACK = 3_000  # characters before a figure in which its sentence or its table's head begins
_TRIES = 20


def _starts(text: str, run: str, near: int) -> Iterable[int]:
    """Where a run may begin: by its first characters, from some lines above `near` on, then from the text's beginning."""
    head = run[:2]
    for first, last in ((max(0, near - _BACK), len(text)), (0, near)):
        at = text.find(head, first, last)
        for _ in range(_TRIES):
            if at < 0:
                break
            yield at
            at = text.find(head, at + 1, last)
