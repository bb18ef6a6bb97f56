"""Where in its file something stands, in the words of people who look it up."""

from __future__ import annotations

import re

_WORDS = (
    (r"table (\d+) row (\d+) col (\d+)", r"表\1第\2行第\3列"),
    (r"paragraph (\d+)", r"第\1段"),
)


def in_words(locator: str) -> str:
    """A locator in Chinese; names of members, sheets and cells as they are.

    >>> in_words("table 1 row 2 col 3"), in_words("a.zip/b.docx paragraph 12"), in_words("Sheet1!C7")
    ('表1第2行第3列', 'a.zip/b.docx 第12段', 'Sheet1!C7')
    """
    for pattern, words in _WORDS:
        locator = re.sub(rf"(?:^|(?<= )){pattern}$", words, locator)
    return locator


def spot(page: int | None, locator: str | None) -> str:
    """The page and what a locator adds to it; empty in a plain text.

    >>> spot(3, "p.3"), spot(None, "Sheet1!C7"), spot(None, None), spot(2, "b.zip/a.pdf p.2")
    ('第3页', 'Sheet1!C7', '', 'b.zip/a.pdf 第2页')
    """
    said = in_words((locator or "").removesuffix(f"p.{page}" if page else "").strip())
    return " ".join(part for part in (said, f"第{page}页" if page else "") if part)
