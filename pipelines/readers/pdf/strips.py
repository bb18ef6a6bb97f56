"""Columns that no rule parts in a table where others have rules: two columns of figures with a white strip between them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pipelines.readers.pdf.lines import Piece, rows_of
from pipelines.readers.pdf.rules import Rule
from pipelines.readers.pdf.words import is_figure, split_figures

_LINES = 3  # lines that a column has to have to be cut
_BOTH = 0.7  # share of them that stand on both sides of a strip
_WIDE = 0.6  # of the letters' height: the narrowest strip


def white_walls(pieces: Sequence[Piece], xs: Sequence[float], ys: Sequence[float]) -> list[Rule]:
    """The walls that white strips stand for: in columns between `xs`, from the first row below what crosses them down.

    Only where most lines of a column have figures on both sides; a column of words with gaps stays one.
    """
    walls: list[Rule] = []
    for left, right in pairwise(xs):
        own = [p for p in pieces if left - 1 <= p.x0 and p.x1 <= right + 1 and p.unit is None]
        rows = [[part for piece in row for part in split_figures(piece)] for row in rows_of(own)]
        several = [row for row in rows if len(row) > 1]
        if len(several) < _LINES or len(several) < _BOTH * len(rows):
            continue
        walls += [rule for strip in white_strips(several) if (rule := _wall(strip, own, len(rows), ys)) is not None]
    return walls


def white_strips(rows: Sequence[Sequence[Piece]]) -> list[tuple[float, float]]:
    """The white strips (left, right) that hold over all rows with figures on both sides."""
    body = [row for row in rows if sum(is_figure(p.text) for p in row) > 1]
    if len(body) < _LINES or len(body) < _BOTH * len(rows):
        return []
    found: list[tuple[float, float]] = []
    reached = None
    for piece in sorted((p for row in body for p in row), key=lambda p: p.x0):
        if reached is not None and piece.x0 - reached >= _WIDE * piece.size:
            at = (reached + piece.x0) / 2
            both = sum(any(p.x1 < at for p in row) and any(p.x0 > at for p in row) for row in body)
            if both >= _BOTH * len(body):
                found.append((reached, piece.x0))
        reached = piece.x1 if reached is None else max(reached, piece.x1)
    return found


def _wall(strip: tuple[float, float], own: Sequence[Piece], rows: int, ys: Sequence[float]) -> Rule | None:
    """The wall in a strip, where it cuts the fewest heads; None where words cross it again and again."""
    left, right = strip
    at = (left + right) / 2
    places = [at, *(x for p in own for x in (p.x0 - 1, p.x1 + 1) if left < x < right)]
    cut = {x: [p for p in own if p.x0 < x < p.x1] for x in places}
    at = min(places, key=lambda x: (len(cut[x]), abs(x - at)))
    crossing = cut[at]
    if len(crossing) > max(2, 0.2 * rows):
        return None
    reached = max((p.base for p in crossing), default=ys[0] - 1)
    top = next((y for y in ys if y > reached), None)
    if top is None or top >= ys[-1]:
        return None
    return Rule(at, top, ys[-1])
