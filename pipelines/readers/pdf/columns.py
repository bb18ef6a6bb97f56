"""The reading order of a page: by its geometry (columns, headings over them), or as it was written.

Producers mostly write a page in reading order; where they do, that order knows more than the geometry. Both orders
are made and the one with fewer leaps over the page is taken.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from pipelines.readers.pdf.lines import Line, Piece, line_of, rows_of, same_line, typical

_FIGURES = frozenset("0123456789.,%-+ ")
_EDGE = 0.08  # of the page's height, at its top and bottom
_MIN_ROWS = 3  # lines that a column must have


def read_runs(pieces: Sequence[Piece], page: int, height: float, drawn: bool = True) -> list[list[Line]]:
    """The page's runs of lines in reading order: a run goes down one column without a leap.

    A piece with a unit (table, panel) becomes a line of its own and a run of its own. `height` is the page's;
    `drawn` is False for recognised pieces, whose order says nothing.
    """
    if not pieces:
        return []
    written = sorted(pieces, key=lambda p: p.order)
    rank = {id(piece): n for n, piece in enumerate(written)}
    by_place = [run for region in split_columns(list(pieces)) for run in _runs(_down(region, page))]
    if not drawn:
        return by_place
    by_order = _runs(_as_written(written, page))
    inner = (_EDGE * height, (1 - _EDGE) * height)  # headers and footers are written at any time
    good_enough = 1.25 * _leaps(by_place, rank, inner) + 1
    return by_order if _leaps(by_order, rank, inner) <= good_enough else by_place


def split_columns(pieces: list[Piece]) -> list[list[Piece]]:
    """Regions in reading order, each of one column; pieces over several columns part the page into bands."""
    gutter = _gutter(pieces)
    if gutter is None:
        return [pieces] if pieces else []
    regions: list[list[Piece]] = []
    band: list[Piece] = []
    for piece in sorted(pieces, key=lambda p: (p.top, p.x0)):
        if piece.x0 < gutter < piece.x1:
            regions += _band(band, gutter)
            band = []
            if regions and regions[-1] and all(p.x0 < gutter < p.x1 for p in regions[-1]):
                regions[-1].append(piece)
            else:
                regions.append([piece])
        else:
            band.append(piece)
    return regions + _band(band, gutter)


def _band(pieces: list[Piece], gutter: float) -> list[list[Piece]]:
    """A band between two headings: left of the gutter, then right of it, if both have lines side by side."""
    left = [p for p in pieces if p.x1 <= gutter]
    right = [p for p in pieces if p.x0 >= gutter]
    if not left or not right:
        return split_columns(pieces) if pieces else []
    return split_columns(left) + split_columns(right)


def _gutter(pieces: list[Piece]) -> float | None:
    """The middle of the widest white strip between two columns of running text, None where there is none."""
    if len(pieces) < 2 * _MIN_ROWS:
        return None
    size = typical((p.size for p in pieces if p.unit is None), 10.0)
    starts, ends = sorted(p.x0 for p in pieces), sorted(p.x1 for p in pieces)
    strips: list[tuple[float, float]] = []
    for x in sorted({round(p.x1, 1) for p in pieces}):
        begun, left = bisect_right(starts, x + 0.05), bisect_right(ends, x + 0.05)
        right = len(pieces) - begun
        # few pieces may lie over the strip, which ends where the right column begins
        if min(left, right) < _MIN_ROWS or begun - left > 0.4 * min(left, right):
            continue
        width = starts[min(len(starts) - 1, begun + right // 50)] - x
        if width >= 0.8 * size:
            strips.append((width, x + width / 2))
    for _, middle in sorted(strips, reverse=True):
        if _parts_columns(pieces, middle, size):
            return middle
    return None


def _parts_columns(pieces: list[Piece], middle: float, size: float) -> bool:
    """Whether running text stands on both sides of a strip, side by side."""
    left = [p for p in pieces if p.x1 <= middle]
    right = [p for p in pieces if p.x0 >= middle]
    if len(pieces) - len(left) - len(right) > 0.4 * min(len(left), len(right)):
        return False
    overlap = min(max(p.bottom for p in left), max(p.bottom for p in right)) - max(
        min(p.top for p in left), min(p.top for p in right)
    )
    return overlap > _MIN_ROWS * size and _is_column(left) and _is_column(right)


def _is_column(pieces: list[Piece]) -> bool:
    """Whether pieces are columns of running text: most rows have some words, not figures alone."""
    rows = [sum(_words(p) for p in row) for row in rows_of([p for p in pieces if p.unit is None])]
    return len(rows) >= _MIN_ROWS and sum(n >= 7 for n in rows) >= 0.6 * len(rows) and typical(rows, 0) >= 8


def _words(piece: Piece) -> int:
    """How many characters are no figures."""
    return sum(char.text not in _FIGURES for char in piece.chars)


def _down(pieces: Sequence[Piece], page: int) -> list[Line]:
    """The lines of one column from the top down; units keep their place."""
    units = [line_of([p], page) for p in pieces if p.unit is not None]
    lines = [line_of(row, page) for row in rows_of([p for p in pieces if p.unit is None])]
    return sorted([*lines, *units], key=lambda line: (line.top + line.bottom, line.x0))


def _as_written(pieces: Sequence[Piece], page: int) -> list[Line]:
    """Lines in the order of the content: pieces that follow each other to the right on a baseline are one."""
    lines: list[Line] = []
    row: list[Piece] = []
    for piece in pieces:
        last = row[-1] if row else None
        if last is not None and (
            piece.unit is not None
            or last.unit is not None
            or not same_line(last, piece)
            or piece.x0 < last.x1 - 0.5 * piece.size
        ):
            lines.append(line_of(row, page))
            row = []
        row.append(piece)
    return [*lines, line_of(row, page)] if row else lines


def _runs(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines cut into runs wherever the next line does not stand just below in the same column, or has other letters."""
    runs: list[list[Line]] = []
    left = 0.0
    for line in lines:
        last = runs[-1][-1] if runs else None
        other = last is None or abs(last.size - line.size) > 0.2 * line.size or line.x0 < left - 3 * line.size
        if last is None or other or _leap(last, line) > 0 or _unit(last) or _unit(line):
            runs.append([line])
            left = line.x0
        else:
            runs[-1].append(line)
            left = min(left, line.x0)
    return runs


def _unit(line: Line) -> bool:
    return line.pieces[0].unit is not None


def _leaps(runs: Sequence[Sequence[Line]], rank: dict[int, int], inner: tuple[float, float]) -> float:
    """How much reading in this order leaps about, and how often a line is made of pieces that were not written together."""
    lines = [line for run in runs for line in run if inner[0] < line.base < inner[1]]
    leaps = sum(_leap(one, other) for one, other in zip(lines, lines[1:], strict=False))
    apart = sum(
        rank[id(other)] != rank[id(one)] + 1
        for line in lines
        for one, other in zip(line.pieces, line.pieces[1:], strict=False)
    )
    return leaps + apart


def _leap(one: Line, other: Line) -> float:
    """0 for the next line below, 1 for a way on to elsewhere, 2 for a way back."""
    size = max(one.size, other.size) if not (_unit(one) or _unit(other)) else 12.0
    overlap = min(one.x1, other.x1) - max(one.x0, other.x0)
    below = other.top - one.bottom
    narrow = min(one.x1 - one.x0, other.x1 - other.x0)
    if below > -0.6 * size:
        near = below < 4 * size
        return 0.0 if near and (overlap > 0.3 * narrow or one.x0 <= other.x0 <= one.x1 + 12 * size) else 1.0
    return 1.0 if other.x0 > one.x0 + 2 * size else 2.0
