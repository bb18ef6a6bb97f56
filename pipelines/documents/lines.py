"""The printed lines of a text, with their place, their indent and the space above them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

# From the first visible character of a line to its end; runs of empty lines are passed over in one step.
_LINE = re.compile(r"[^\s\u200b\ufeff][^\n\r\x0b\x0c\x85\u2028\u2029]*")
_END = re.compile(r"[\n\r\x0b\x0c\x85\u2028\u2029]")
_BREAK = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")


@dataclass(slots=True)
class Line:
    """A line that is not blank: text[start:end] is what is printed, without the blanks around it.

    `indent` is the blank space before it, `gap` the number of empty lines above it, `width` its printed width in
    half-width columns (a Han character has two), `after_table` whether a table stands between it and the line above.
    """

    start: int
    end: int
    text: str
    indent: str
    gap: int
    width: int
    after_table: bool = False


def read_lines(text: str, skip: Sequence[tuple[int, int]] = ()) -> list[Line]:
    """The lines of the text outside the spans to skip, in order.

    >>> [(line.text, line.gap) for line in read_lines("一、目标\\n\\n\\t增长7%\\n")]
    [('一、目标', 0), ('增长7%', 1)]
    """
    return list(_read(text, tuple(skip)) if skip else _all(text))


@lru_cache(maxsize=2)
def _all(text: str) -> list[Line]:
    """The lines of a whole text; its metadata, its paragraphs and its parts are all read from them."""
    return _read(text, ())


def _read(text: str, skip: Sequence[tuple[int, int]]) -> list[Line]:
    lines: list[Line] = []
    previous = 0
    after_table = False
    for start, end, table in _stretches(len(text), skip):
        if table:
            after_table, previous = True, end
            continue
        for match in _LINE.finditer(text, start, end):
            printed = match.group().rstrip()
            at = match.start()
            between = text[previous:at]
            breaks = len(_BREAK.findall(between)) if len(between) > 1 or not lines else 1
            indent = _END.split(between)[-1] if len(between) > 1 else ""
            gap = max(0, breaks - 1) if lines else breaks
            width = (len(printed.encode("utf-8", "surrogatepass")) + len(printed)) // 2
            lines.append(Line(at, at + len(printed), printed, indent, gap, width, after_table))
            previous, after_table = at + len(printed), False
    return lines


def _stretches(length: int, skip: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, bool]]:
    """(start, end, is it skipped) over the whole text; overlapping spans are merged."""
    position = 0
    for start, end in sorted(skip):
        start, end = max(start, position), min(end, length)
        if end <= start:
            continue
        if start > position:
            yield position, start, False
        yield start, end, True
        position = end
    if position < length:
        yield position, length, False
