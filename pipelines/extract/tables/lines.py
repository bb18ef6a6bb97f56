"""Lines as the table readers see them, and what may surround a table: captions, unit lines, notes, headings.

A reader gets the list of lines and the index where a table may begin; it returns the raw table and the index of the
first line after it. All readers look at each line a bounded number of times, so the work is linear in the text.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from pipelines.lexicon.patterns import patterns

_P = patterns("tables.lines")

LineKind = Literal["blank", "cell", "row", "pipe", "pipe_cell", "spaced", "text"]

_BLANKS = " \t\r\u00a0\u3000\ufeff"
_GAP = _P["gap"]
_CAPTION = _P["caption"]
_CAPTION_TAIL = _P["caption_tail"]
_DATED = _P["dated"]
_UNIT_IN_CAPTION = _P["unit_in_caption"]
_UNIT_LINE = _P["unit_line"]
_NOTE = _P["note"]
_BASE_NOTE = _P["base_note"]
_HEADING = _P["heading"]
_FURNITURE = _P["furniture"]
_PANEL = _P["panel"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line: `start`..`end` is its content without the blanks around it; `first` is where the line begins."""

    first: int
    start: int
    end: int
    text: str
    kind: LineKind


@dataclass(slots=True)
class RawCell:
    """A cell before it has a place in the grid; start == end for an empty one."""

    start: int
    end: int


@dataclass(slots=True)
class RawTable:
    """Rows of raw cells; `header_rows` is None where the layout does not say how many there are."""

    start: int
    end: int
    rows: list[list[RawCell]]
    header_rows: int | None = None


@lru_cache(maxsize=2)
def split_lines(text: str) -> tuple[Line, ...]:
    """The lines of a text with their kinds; linear in its length. Who asks for those of a document again gets the same ones."""
    lines: list[Line] = []
    first = 0
    for raw in text.split("\n"):
        stripped = raw.strip(_BLANKS)
        start = first + (len(raw) - len(raw.lstrip(_BLANKS))) if stripped else first
        lines.append(Line(first, start, start + len(stripped), stripped, _kind(raw, stripped)))
        first += len(raw) + 1
    return tuple(lines)


def _kind(raw: str, stripped: str) -> LineKind:
    if "\t" in stripped:
        return "row"
    if not stripped:
        return "cell" if "\t" in raw else "blank"
    pipes = stripped.count("|") + stripped.count("｜") + stripped.count("│")
    if pipes == 1 and stripped[-1] in "|｜│":
        return "pipe_cell"
    if pipes >= 2 or (pipes == 1 and 0 < stripped.find("|") < 60):
        return "pipe"
    if raw.lstrip(" \u3000\ufeff").startswith("\t"):
        return "cell"
    return "spaced" if _GAP.search(stripped) else "text"


def is_panel(text: str) -> bool:
    """A boxed panel's title: 专栏1：2023年现代制造业发展重点事项."""
    return bool(_PANEL.match(text))


def is_furniture(text: str) -> bool:
    """A line that a web page puts between a title and its table: 发布日期, 浏览次数, 字号."""
    return len(text) <= 40 and bool(_FURNITURE.match(text))


def is_heading(text: str) -> bool:
    return bool(_HEADING.match(text))


def is_caption(text: str) -> bool:
    """A table's numbered caption, or a short line that calls itself a table.

    >>> is_caption("表1：2022年主要指标完成情况表"), is_caption("全区主要指标完成情况"), is_caption("表明决心。")
    (True, True, False)
    """
    if len(text) > 60 or text.endswith(("。", "；", "：", ":")) or is_panel(text) or is_heading(text):
        return False
    if _CAPTION.match(text):
        return True
    plain = len(text) <= 40 and not any(mark in text for mark in "，。；")
    return plain and bool(_CAPTION_TAIL.search(text) or _DATED.match(text) or _UNIT_IN_CAPTION.search(text))


def is_base_note(text: str) -> bool:
    """A line that says what an index is measured against.

    >>> is_base_note("（上年=100）"), is_base_note("以上年为100"), is_base_note("100家企业")
    (True, True, False)
    """
    return bool(_BASE_NOTE.match(text))


def is_foreign(text: str) -> bool:
    """A line of Latin letters without a Han character: what the line above it says, in another language.

    >>> is_foreign("(10 000 persons)"), is_foreign("铁路 Railways 352"), is_foreign("352 368")
    (True, False, False)
    """
    return bool(_P["latin"].search(text)) and not _P["han"].search(text)


def is_note(text: str) -> bool:
    return bool(_NOTE.match(text))


def unit_of_line(text: str) -> str | None:
    """The unit that a line above a table states for it.

    >>> unit_of_line("（单位：亿元、%）"), unit_of_line("单位产品能耗下降")
    ('亿元、%', None)
    """
    m = _UNIT_LINE.match(text)
    return m.group("unit") if m else None


def ends_table(text: str) -> bool:
    """A line that is certainly not inside a table: a heading, a note, a caption, a panel's title."""
    return is_heading(text) or is_note(text) or is_panel(text) or bool(_CAPTION.match(text) and len(text) <= 60)


def trimmed(text: str, start: int, end: int) -> RawCell:
    """The cell in text[start:end] without the blanks around it."""
    while start < end and text[start] in " \t\r\n\u00a0\u3000\ufeff":
        start += 1
    while end > start and text[end - 1] in " \t\r\n\u00a0\u3000\ufeff":
        end -= 1
    return RawCell(start, end)
