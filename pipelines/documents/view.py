"""A readable view of a stretch of text with a map back to the original offsets.

Newspaper text is cut into lines in the middle of words and numbers, digits come full-width, bookmarks and footnote
marks stand between a name and its figure. Extractors read the view; spans are mapped back to the file's own text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipelines.lexicon.guards import leaping

_FOLD = {ord(c): ord(c) - 0xFEE0 for c in map(chr, range(0xFF10, 0xFF1A))}  # ０-９
_FOLD |= {
    ord("％"): ord("%"), ord("．"): ord("."), ord("＋"): ord("+"), ord("－"): ord("-"), ord("−"): ord("-"),
    ord("∶"): ord(":"), ord("︰"): ord(":"), ord("﹪"): ord("%"), ord("\u00a0"): ord(" "), ord("\u3000"): ord(" "),
    ord("〝"): ord("“"), ord("〞"): ord("”"), ord("﹒"): ord("."), ord("ﬁ"): ord("ﬁ"),
}  # fmt: skip
_FOLD |= {c: c - 0xFEE0 for c in range(0xFF21, 0xFF3B)}  # Ａ-Ｚ
_FOLD |= {c: c - 0xFEE0 for c in range(0xFF41, 0xFF5B)}  # ａ-ｚ

# What is taken out of the view altogether: bookmarks of a word processor, footnote marks, zero-width characters,
# the markup that subscripts leave behind (PM_{2.5}), and the page number of a page break within a sentence.
_DROP = leaping(
    r"(?<=\n)[ \t\f]{0,20}[-—–－─]{1,3}[ ]?\d{1,4}[ ]?[-—–－─]{1,3}[ \t]{0,20}\r?(?=\n)|"
    r"(?<=[\u4e00-\u9fff，、；])[ \t]?(?:[—–－─][ ]?\d{1,3}[ ]?[—–－─]|[-][ ]\d{1,3}[ ][-])[ \t]?(?=[\u4e00-\u9fff\d])|"
    r"\[bookmark:[^\]\n]{0,80}\]"
    r"|(?<=[\u4e00-\u9fff])\((?=[a-z]*[āáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜńňǹ])[a-zāáǎàōóǒòēéěèīíǐìūúǔùüǖǘǚǜńňǹ]{1,6}\)"
    r"|[\[［〔]\s?(?:注\s?)?\d{1,3}\s?[\]］〕]"
    r"|[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad]"
    r"|(?<=[A-Za-z])_\{(?=[\d.]{1,4}\})|(?<=[A-Za-z]_\{[\d.]{1})\}|(?<=[A-Za-z]_\{[\d.]{2})\}|(?<=[A-Za-z]_\{[\d.]{3})\}"
)
# The characters that what is taken out begins with, and the beginning of a page number's line: most stretches have neither.
_MAY_DROP = leaping(
    r"[\[［〔(_}\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad]|\n[ \t\f]{0,20}[-—–－─]"
    r"|[-—–－─][ ]?\d{1,3}[ ]?[-—–－─]"
)
_BLANKS = r" \t\r\n\v\f\u0085\u2028\u2029\u00a0\u3000\u2000-\u200a\u202f\u205f"
_ANY_BLANK = re.compile(f"[{_BLANKS}]")
_RUN = re.compile(f"[^{_BLANKS}]+")
_FOLDED = re.compile("[" + re.escape("".join(map(chr, _FOLD))) + "]")


@dataclass(frozen=True, slots=True)
class TextView:
    """`text` as extractors read it; `offsets[i]` is where view character i stands in the original text.

    `offsets` has one entry more than `text`, the original end of the stretch.
    """

    text: str
    offsets: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original [start, end) of a view span; an empty span stays empty.

        >>> v = view("增长\\n1 0％。", 0, 9)
        >>> v.text, v.span(2, 4)
        ('增长10%。', (3, 6))
        """
        if end <= start:
            return self.offsets[start], self.offsets[start]
        return self.offsets[start], self.offsets[end - 1] + 1


# Statements, projects and promises look at the same passages one after the other.
@lru_cache(maxsize=256)
def view(text: str, start: int, end: int) -> TextView:
    """The view of text[start:end]: blanks and soft line breaks dropped, full-width forms folded, marks removed.

    A blank between two Latin words or a Latin word and a digit stays (one blank), between digits and Han it goes;
    between two digits it goes too where a line break or one blank cut a number (the caller passes single passages or
    cells, never whole tables, so that two cells are never joined).
    """
    may_drop = _MAY_DROP.search(text, max(0, start - 1), end)
    if not may_drop and not _ANY_BLANK.search(text, start, end):
        return TextView(folded(text[start:end]), range(start, end + 1))
    found = _DROP.finditer(text, start, end) if may_drop else ()
    parts: list[str] = []
    offsets: list[int] = []
    position, blank = start, False
    for drop_start, drop_end in [*(m.span() for m in found), (end, end)]:
        for run in _RUN.finditer(text, position, drop_start):
            first, stop = run.span()
            if (blank or first > position) and parts and _parted(parts[-1][-1], text[first]):
                parts.append(" ")
                offsets.append(first - 1)
            parts.append(run.group())
            offsets.extend(range(first, stop))
            position, blank = stop, False
        blank = blank or position < drop_start
        position = drop_end
    offsets.append(end)
    return TextView(folded("".join(parts)), tuple(offsets))


def folded(text: str) -> str:
    """The text with full-width forms as narrow ones, character by character.

    >>> folded("增长１０％"), folded("增长10%")
    ('增长10%', '增长10%')
    """
    return text.translate(_FOLD) if _FOLDED.search(text) else text


def _parted(left: str, right: str) -> bool:
    """Whether a blank between two characters parts words: two Latin ones, or a Latin one and a digit."""
    left, right = folded(left), folded(right)
    if not (left.isascii() and right.isascii()):
        return False
    return left.isalpha() and right.isalnum() or left.isalnum() and right.isalpha()
