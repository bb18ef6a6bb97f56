"""Rows of words, and the white rivers between columns of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.extract.tables.lines import is_caption, is_note, unit_of_line
from pipelines.extract.tables.numbers import is_empty_value, looks_numeric
from pipelines.readers.pdf.lines import Piece, piece_of, rows_of

_NUMERIC = frozenset("0123456789.,%％-+—–－０１２３４５６７８９")
_CELL_GAP = 0.45  # of the letters' height: figures further apart stand in two cells
_RIVER = 0.4  # of the letters' height: the narrowest river
_PROSE_END = re.compile(r"[。；，、]$")
_LEADERS = re.compile(r"\.{5,}|…{2,}|·{5,}")


@dataclass(slots=True)
class Row:
    """A printed row: its words from left to right. `kind` is T (several words), S (one short), P (running text)."""

    words: list[Piece]
    kind: str
    top: float
    bottom: float
    base: float
    size: float

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def numbers(self) -> int:
        return sum(is_figure(word.text) for word in self.words)


def is_figure(word: str) -> bool:
    """A number, or a sign that there is none."""
    return looks_numeric(word) or (is_empty_value(word) and bool(word.strip()))


def split_figures(piece: Piece) -> list[Piece]:
    """A piece cut between two figures that stand apart: they are two cells, not one number."""
    parts: list[Piece] = []
    chars = piece.chars
    begin = 0
    for index in range(1, len(chars)):
        before, after = chars[index - 1], chars[index]
        if after.text in " \u3000" or after.text not in _NUMERIC:
            continue
        back = index - 1
        while back > begin and chars[back].text in " \u3000":
            back -= 1
        before = chars[back]
        if before.text in _NUMERIC and after.x0 - before.x1 > _CELL_GAP * piece.size:
            part = piece_of(chars[begin : back + 1], piece.order + begin)
            if part is not None:
                parts.append(part)
            begin = index
    last = piece_of(chars[begin:], piece.order + begin)
    return [*parts, last] if last is not None else parts


def read_rows(pieces: Sequence[Piece], left: float, right: float) -> list[Row]:
    """The rows of a region between two edges, from the top down."""
    words = [part for piece in pieces if piece.unit is None for part in split_figures(piece)]
    rows = []
    for row in rows_of(words):
        top, bottom = min(w.top for w in row), max(w.bottom for w in row)
        size = max(w.size for w in row)
        rows.append(Row(row, _kind(row, right - left), top, bottom, row[0].base, size))
    return rows


def _kind(words: Sequence[Piece], width: float) -> str:
    longest = max(words, key=lambda w: w.x1 - w.x0)
    if len(words) > 1:
        long = longest.x1 - longest.x0 > 0.62 * width and len(longest.chars) > 20
        return "P" if long and not any(is_figure(w.text) for w in words) else "T"
    text = longest.text
    long = longest.x1 - longest.x0 > 0.55 * width and len(text) > 18
    return "P" if long or (len(text) > 8 and _PROSE_END.search(text)) else "S"


def ends_segment(row: Row) -> bool:
    """A caption, a unit line, a note: no row of a table."""
    if any(unit_of_line(word.text.strip()) is not None for word in row.words):
        return True
    first = row.words[0].text.strip()
    return (
        is_note(first)
        or (first.startswith(("表", "附表", "续表")) and is_caption(first))
        or bool(_LEADERS.search(row.text))
    )


def rivers(rows: Sequence[Row], allowed: float = 0.0) -> list[tuple[float, float]]:
    """The white strips (left, right) between the rows' words, from left to right.

    `allowed` is the share of rows that may cross one.
    """
    if not rows:
        return []
    size = sorted(row.size for row in rows)[len(rows) // 2]
    events: list[tuple[float, int]] = []
    for row in rows:
        for word in row.words:
            events += [(word.x0, 1), (word.x1, -1)]
    events.sort(key=lambda event: (event[0], -event[1]))
    most = int(allowed * len(rows))
    found: list[tuple[float, float]] = []
    depth, start = 0, None
    left, right = events[0][0], max(x for x, _ in events)
    for x, step in events:
        was, depth = depth, depth + step
        if was > most >= depth:
            start = x
        elif was <= most < depth and start is not None:
            if x - start >= _RIVER * size and start > left and x < right:
                found.append((start, x))
            start = None
    return found
