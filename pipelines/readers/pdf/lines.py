"""Characters to pieces (what was written in one go on one baseline) and pieces to printed lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from statistics import median
from typing import Any

from pipelines.readers.pdf.page import Box, Char

_BLANKS = " \u3000"
_SIZE = attrgetter("size")
_SAME_LINE = 0.22  # of the letters' height: baselines nearer than this are one line
_BREAK = 0.5  # of the letters' height: a wider gap may be a column's or a cell's


@dataclass(slots=True)
class Piece:
    """Characters that stand side by side on one baseline, in order of reading, without blanks at the ends.

    `order` is the place of its first character in the page's content. `unit` is set for a table or a panel, which takes
    the place of a piece in the reading order and has no characters of its own. `span` is how many columns of a table it
    covers.
    """

    chars: list[Char]
    order: int
    x0: float = 0.0
    x1: float = 0.0
    top: float = 0.0
    bottom: float = 0.0
    base: float = 0.0
    size: float = 0.0
    unit: Any = None
    span: int = 1

    @property
    def text(self) -> str:
        return "".join(char.text for char in self.chars)

    @property
    def box(self) -> Box:
        return self.x0, self.top, self.x1, self.bottom


def piece_of(chars: list[Char], order: int) -> Piece | None:
    """The piece of some characters of one line, None where nothing but blanks is there."""
    first, last = 0, len(chars)
    while first < last and chars[first].text in _BLANKS:
        first += 1
    while last > first and chars[last - 1].text in _BLANKS:
        last -= 1
    if first == last:
        return None
    if first or last < len(chars):
        chars = chars[first:last]
    x1, top, bottom = chars[0].x1, chars[0].top, chars[0].bottom
    for char in chars:
        if char.x1 > x1:
            x1 = char.x1
        if char.top < top:
            top = char.top
        if char.bottom > bottom:
            bottom = char.bottom
    usual = sorted(chars, key=_SIZE)[len(chars) // 2]  # a single sign may be smaller or larger than the letters
    return Piece(chars, order + first, chars[0].x0, x1, top, bottom, usual.base, usual.size)


def read_pieces(chars: Sequence[Char]) -> list[Piece]:
    """The pieces of a page in the order of its content.

    A raised or lowered small character beside its neighbour (a footnote's mark, the 2.5 of PM2.5) stays in its line.
    """
    pieces: list[Piece] = []
    run: list[Char] = []
    begin = 0
    for index, char in enumerate(chars):
        if run and not _goes_on(run, char):
            piece = piece_of(run, begin)
            if piece is not None:
                pieces.append(piece)
            run = []
        if not run:
            begin = index
        run.append(char)
    piece = piece_of(run, begin) if run else None
    return [*pieces, piece] if piece is not None else pieces


def _goes_on(run: list[Char], char: Char) -> bool:
    last = run[-1]
    size = max(last.size, char.size)
    gap = char.x0 - last.x1
    if last.text in _BLANKS and char.text not in _BLANKS:
        blank = len(run)
        while blank and run[blank - 1].text in _BLANKS:
            blank -= 1
        if blank:
            # several blanks, or one wide one, set things apart as a gap does; a single blank is part of the words
            wide = char.x0 - run[blank - 1].x1
            gap = wide if len(run) - blank > 1 and wide > 1.2 * size else gap
    if not -0.6 * size <= gap <= _BREAK * size:
        return _is_ligature(last, char)
    shift = abs(char.base - last.base)
    if shift <= _SAME_LINE * size:
        return True
    small = min(last.size, char.size) < 0.8 * size
    return small and gap < 0.35 * size and shift < 0.65 * size


def _is_ligature(one: Char, other: Char) -> bool:
    """Whether two Latin letters are one glyph (fl), whose box both are given."""
    same = (one.x0, one.x1, one.base) == (other.x0, other.x1, other.base)
    return same and (one.text + other.text).isascii() and other.text.isalpha()


@dataclass(slots=True)
class Line:
    """A printed line: pieces on one baseline from left to right. `page` is the 1-based page it stands on."""

    page: int
    pieces: list[Piece] = field(default_factory=list)
    x0: float = 0.0
    x1: float = 0.0
    top: float = 0.0
    bottom: float = 0.0
    base: float = 0.0
    size: float = 0.0

    @property
    def text(self) -> str:
        return "".join(char.text for char in self.chars())

    def chars(self) -> list[Char]:
        """The line's characters; a blank without width is put where a gap between two words has none."""
        chars: list[Char] = []
        end = float("inf")  # further left than this no blank is needed
        for piece in self.pieces:
            for char in piece.chars:
                if char.x0 > end and needs_blank(chars[-1], char):
                    last = chars[-1]
                    chars.append(Char(" ", last.x1, char.x0, last.top, last.bottom, last.base, last.size))
                chars.append(char)
                end = char.x1 + 0.2 * char.size
        return chars


def needs_blank(last: Char, char: Char) -> bool:
    """Whether a gap between two characters stands for a blank: between Latin words, or wide between any two."""
    if last.text[-1] in _BLANKS or char.text[0] in _BLANKS:
        return False
    gap, size = char.x0 - last.x1, max(last.size, char.size)
    if gap > 0.9 * size:
        return True
    both = last.text.isascii() and char.text.isascii() and (last.text.isalpha() or char.text.isalpha())
    return both and gap > 0.22 * size


def line_of(pieces: Iterable[Piece], page: int) -> Line:
    """The line of pieces that share a baseline."""
    parts = sorted(pieces, key=lambda p: (p.x0, p.order))
    big = max(parts, key=lambda p: p.x1 - p.x0)
    return Line(
        page, parts, parts[0].x0, max(p.x1 for p in parts), min(p.top for p in parts), max(p.bottom for p in parts),
        big.base, big.size,
    )  # fmt: skip


def same_line(one: Piece | Line, other: Piece | Line) -> bool:
    """Whether two stand on one baseline: nearly the same height, or one small beside a large one and within it."""
    size = max(one.size, other.size)
    shift = abs(one.base - other.base)
    return shift <= _SAME_LINE * size or (shift < 0.5 * size and min(one.size, other.size) < 0.7 * size)


def rows_of(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Pieces grouped by baseline from the top down, each row from left to right."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda p: (p.base, p.x0)):
        row = rows[-1] if rows else None
        if row is not None and same_line(max(row, key=lambda p: p.size), piece) and not _collides(row, piece):
            row.append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda p: (p.x0, p.order)) for row in rows]


def _collides(row: list[Piece], piece: Piece) -> bool:
    """Whether a piece stands over one of the row, so that they are two lines, however near."""
    return any(min(p.x1, piece.x1) - max(p.x0, piece.x0) > 0.6 * min(p.size, piece.size) for p in row) and any(
        abs(p.base - piece.base) > 0.1 * p.size for p in row
    )


def typical(values: Iterable[float], default: float) -> float:
    """The median, or the default where there are none."""
    known = list(values)
    return median(known) if known else default
