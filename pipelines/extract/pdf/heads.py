"""The header of a table without rules between its columns: which heads stand over which columns."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.extract.pdf.cells import GridCell, cell_lines
from pipelines.extract.pdf.lines import Piece
from pipelines.extract.pdf.rules import Rule
from pipelines.extract.pdf.words import Row

Span = tuple[int, int]  # first and last column


def read_heads(
    rows: Sequence[Row], columns: Sequence[Span | tuple[float, float]], rules: Sequence[Rule], page: int
) -> tuple[list[GridCell], int]:
    """(cells, number of rows) of the header made of some printed rows.

    `columns` are the extents of the columns' words. A head that stands over several columns lies on a level above
    theirs; heads that stand over each other on one column are one cell of several lines. `rules` are the short ones
    that some tables draw below a head, as wide as its columns.
    """
    words = sorted((word for row in rows for word in row.words), key=lambda w: (w.base, w.x0))
    spans = {id(word): _span(word, words, columns, rules) for word in words}
    wide = [word for word in words if spans[id(word)][1] > spans[id(word)][0]]
    depth = {id(word): 0 for word in wide}
    for word in wide:  # from the top down: a head below another one that covers it is one level deeper
        first, last = spans[id(word)]
        above = [o for o in wide if o.base < word.base - 0.3 * word.size and spans[id(o)][0] <= first and last <= spans[id(o)][1]]
        depth[id(word)] = max((depth[id(o)] + 1 for o in above), default=0)
    levels = max(depth.values(), default=-1) + 2 if wide else 1
    cells = [
        GridCell(depth[id(w)], spans[id(w)][0], 1, spans[id(w)][1] - spans[id(w)][0] + 1, cell_lines([w], page), w.x0, w.x1)
        for w in wide
    ]
    for column in range(len(columns)):
        own = [w for w in words if spans[id(w)] == (column, column)]
        over = [w for w in wide if spans[id(w)][0] <= column <= spans[id(w)][1]]
        row = max((depth[id(w)] + 1 for w in over), default=0)
        if own or row < levels:
            left, right = columns[column]
            cells.append(GridCell(row, column, levels - row, 1, cell_lines(own, page), left, right))
    return cells, levels


def _span(
    word: Piece, words: Sequence[Piece], columns: Sequence[tuple[float, float]], rules: Sequence[Rule]
) -> Span:
    """The columns that a head stands over."""
    below = [rule for rule in rules if 0 <= rule.at - word.base < 1.6 * word.size and rule.start < word.x0 + 2 and rule.end > word.x1 - 2]
    if below:
        rule = min(below, key=lambda r: (r.at, r.end - r.start))
        hit = [c for c, (x0, x1) in enumerate(columns) if rule.start - 2 <= (x0 + x1) / 2 <= rule.end + 2]
        if hit:
            return hit[0], hit[-1]
    middle = (word.x0 + word.x1) / 2
    touched = [c for c, (x0, x1) in enumerate(columns) if min(x1, word.x1) - max(x0, word.x0) > 0.25 * min(x1 - x0, word.x1 - word.x0)]
    nearest = min(range(len(columns)), key=lambda c: _distance(columns[c], middle))
    lower = [w for w in words if w.base > word.base + 0.6 * word.size]
    beside = [w for w in words if w is not word and abs(w.base - word.base) <= 0.6 * word.size]
    free = [c for c in range(len(columns)) if _has(lower, columns[c]) and not _has(beside, columns[c])]
    if not touched:
        touched = [nearest]
    best: Span = (touched[0], touched[-1])
    if len(free) < 2 or not set(touched) & set(free):
        return best
    # heads stand in the middle of what they cover: of the runs of free columns the best centred one
    options = [(a, b) for a in free for b in free if a <= b and all(c in free for c in range(a, b + 1))]
    options = [(a, b) for a, b in options if a <= min(touched) and max(touched) <= b]
    if not options:
        return best
    return min(options, key=lambda o: (round(abs((columns[o[0]][0] + columns[o[1]][1]) / 2 - middle) / 4), o[0] - o[1]))


def _distance(column: tuple[float, float], x: float) -> float:
    return max(column[0] - x, x - column[1], 0.0) + abs((column[0] + column[1]) / 2 - x) / 1000


def _has(words: Sequence[Piece], column: tuple[float, float]) -> bool:
    return any(min(column[1], w.x1) - max(column[0], w.x0) > 0 for w in words)
