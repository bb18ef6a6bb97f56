"""A text as its metadata are read from it: years in Arabic digits, wrapped lines joined, a page's furniture left out.

The view has no map back to the text: what is read from it are years, dates, kinds and places, never an offset. Titles are
read from the text as it stands.
"""

from __future__ import annotations

import re

from pipelines.documents import vocabulary
from pipelines.documents.flat import pieces
from pipelines.documents.frame.time import fold
from pipelines.documents.headings import ends_sentence
from pipelines.documents.lines import Line, read_lines
from pipelines.documents.paragraphs import read_paragraphs

_FURNITURE = vocabulary.any_of(vocabulary.load("furniture")["furniture"])
_DATED = re.compile(r"(?:发布|成文|印发|公布|更新|生成|发文)?(?:时间|日期)[：:]")
_BLANK = re.compile(
    r"(?m)^[ \t]+(?=\d)|(?<=[\u4e00-\u9fff\d])[ \t\u3000\xa0]+(?=[\d年月日])|(?<=\d)[ \t\u3000\xa0]+(?=[\u4e00-\u9fff])"
)
_SET_WIDE = re.compile(r"(?:[一二三四五六七八九十]{1,3}[、．.]\s*)?(?:[\u4e00-\u9fff]\s+)+[\u4e00-\u9fff]")
_WIDE = 24  # characters of the longest heading that is set wide
_ENDS = 40  # lines at either end of a text in which a page's furniture stands
_SHORT = 120  # characters of the longest line of furniture
_COLUMN = 60  # characters of the longest line of a text whose lines are wrapped
_PROSE = 12  # characters from which a line counts
_WRAPPED = 0.5  # share of lines that end within a sentence in a wrapped text
_SAMPLE = 400  # lines that are looked at


def plain(text: str) -> str:
    """The text with its years in Arabic digits and without blanks around them, one paragraph a line, no furniture.

    >>> plain("二○二三年工作回顾\\n2024 年全县经济增长。\\n上一篇：2001年的通知")
    '2023年工作回顾\\n2024年全县经济增长。'
    """
    lines = read_lines(text)
    kept = [line for index, line in enumerate(lines) if not _is_furniture(line, index, len(lines))]
    words = [line.text for line in kept]
    if _is_wrapped(words):
        words = [paragraph.text for paragraph in read_paragraphs("\n".join(words))]
    whole = fold("\n".join(_together(part) for line in words for part in pieces(line)))
    return _BLANK.sub("", whole)


def _together(line: str) -> str:
    """A heading whose words are set wide without the blanks between them (二、农 业)."""
    return re.sub(r"\s+", "", line) if len(line) <= _WIDE and _SET_WIDE.fullmatch(line) else line


def _is_furniture(line: Line, index: int, count: int) -> bool:
    """Whether a line at either end of a page is what the site prints around the text; a date is kept."""
    if _ENDS <= index < count - _ENDS or len(line.text) > _SHORT or _DATED.search(line.text):
        return False
    return _FURNITURE.fullmatch(line.text) is not None


def _is_wrapped(lines: list[str]) -> bool:
    """Whether most lines of a text end within a sentence at about the same width."""
    prose = [line for line in lines[:_SAMPLE] if len(line) >= _PROSE]
    if len(prose) < 3 or sorted(map(len, prose))[(9 * len(prose)) // 10] > _COLUMN:
        return False
    within = sum(not ends_sentence(line) for line in prose)
    return within >= _WRAPPED * len(prose)
