"""The header of a table without rules between its columns: which heads stand over which columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.readers.pdf.cells import GridCell, cell_lines
from pipelines.readers.pdf.lines import Piece
from pipelines.readers.pdf.rules import Rule
from pipelines.readers.pdf.words import Row

Extent = tuple[float, float]  # left and right edge of a column's words
Span = tuple[int, int]  # first and last column
_WRAP = 1.45  # of the letters' height: lines of one head are no further apart


@dataclass(frozen=True, slots=True)
class _Level:
    """Heads side by side, among all heads of a table."""

    heads: Sequence[Piece]
    home: dict[int, int]
    """The column of each head, by its id."""
    below: dict[int, Piece]
    """The nearest lower head of each column that has one."""
    beside: set[int]
    """The columns of the heads on this level."""
    columns: Sequence[Extent]

    def free_run(self, column: int) -> Span:
        """The columns around one that have lower heads and none on this level."""
        first = last = column
        while first - 1 in self.below and first - 1 not in self.beside:
            first -= 1
        while last + 1 in self.below and last + 1 not in self.beside:
            last += 1
        return first, last


def read_heads(
    rows: Sequence[Row], columns: Sequence[Extent], rules: Sequence[Rule], page: int
) -> tuple[list[GridCell], int]:
    """(cells, number of rows) of the header made of some printed rows.

    A head that stands over several columns lies on a level above theirs; heads that stand over each other on one column
    are one cell of several lines. `rules` are the short ones that some tables draw below a head, as wide as its columns.
    """
    words = sorted((word for row in rows for word in row.words), key=lambda w: (w.base, w.x0))
    spans = _spans(words, columns, rules)
    wide = [word for word in words if spans[id(word)][1] > spans[id(word)][0]]
    depth = _depths(wide, spans)
    levels = max(depth.values(), default=-1) + 2 if wide else 1
    cells = []
    for word in wide:
        first, last = spans[id(word)]
        lines = cell_lines([word], page)
        cells.append(GridCell(depth[id(word)], first, 1, last - first + 1, lines, word.x0, word.x1))
    for column, (left, right) in enumerate(columns):
        own = [word for word in words if spans[id(word)] == (column, column)]
        row = max((depth[id(w)] + 1 for w in wide if spans[id(w)][0] <= column <= spans[id(w)][1]), default=0)
        if own or row < levels:
            cells.append(GridCell(row, column, levels - row, 1, cell_lines(own, page), left, right))
    return cells, levels


def _depths(wide: Sequence[Piece], spans: dict[int, Span]) -> dict[int, int]:
    """The level of each head over several columns, from the top down: one that another covers is a level deeper."""
    depth = {id(word): 0 for word in wide}
    for word in wide:
        first, last = spans[id(word)]
        over = [
            other for other in wide
            if other.base < word.base - 0.3 * word.size and spans[id(other)][0] <= first and last <= spans[id(other)][1]
        ]  # fmt: skip
        depth[id(word)] = max((depth[id(other)] + 1 for other in over), default=0)
    return depth


def _spans(words: Sequence[Piece], columns: Sequence[Extent], rules: Sequence[Rule]) -> dict[int, Span]:
    """The columns that each head stands over."""
    spans: dict[int, Span] = {}
    home: dict[int, int] = {}
    strips = _strips(words)
    for strip in strips:
        for word, column in zip(strip, _match(strip, columns), strict=True):
            home[id(word)] = column
    for strip in strips:
        base, size = strip[0].base, strip[0].size
        below = {home[id(w)]: w for w in reversed(words) if w.base - base > 1.2 * size}
        beside = {home[id(w)] for w in words if abs(w.base - base) <= 1.2 * size}
        level = _Level(strip, home, below, beside, columns)
        for word in strip:
            under = _ruled(word, strip, columns, rules)
            if under is None and len(strip) == len(columns):
                under = (home[id(word)], home[id(word)])
            spans[id(word)] = under or _covered(word, level)
    return spans


def _strips(words: Sequence[Piece]) -> list[list[Piece]]:
    """Heads side by side, from the top down."""
    strips: list[list[Piece]] = []
    for word in sorted(words, key=lambda w: (w.base, w.x0)):
        if strips and word.base - strips[-1][0].base <= 0.4 * word.size:
            strips[-1].append(word)
        else:
            strips.append([word])
    return [sorted(strip, key=lambda w: w.x0) for strip in strips]


def _match(strip: Sequence[Piece], columns: Sequence[Extent]) -> list[int]:
    """A column for each head of a strip, from left to right, none twice, as near as can be."""
    if len(strip) > len(columns):
        return [min(range(len(columns)), key=lambda c: _apart(w, columns[c])) for w in strip]
    # best[c]: (cost, columns) of the heads so far with the last one at or before column c
    best: list[tuple[float, list[int]]] = [(0.0, [])] * (len(columns) + 1)
    for number, word in enumerate(strip):
        following: list[tuple[float, list[int]]] = [(float("inf"), [])]
        for c in range(len(columns)):
            cost, taken = best[c]
            here = (cost + _apart(word, columns[c]), [*taken, c]) if c >= number else (float("inf"), [])
            following.append(min(following[-1], here, key=lambda item: item[0]))
        best = following
    return best[-1][1]


def _apart(word: Piece, column: Extent) -> float:
    """How far a head is from standing over a column: the gap between them, then the distance of their middles."""
    gap = max(column[0] - word.x1, word.x0 - column[1], 0.0)
    return (
        gap + min(abs(word.x0 - column[0]), abs(word.x1 - column[1]), abs((word.x0 + word.x1 - sum(column)) / 2)) / 10
    )


def _ruled(word: Piece, strip: Sequence[Piece], columns: Sequence[Extent], rules: Sequence[Rule]) -> Span | None:
    """The columns over a short rule that a head has for itself."""
    below = [
        r for r in rules if 0 <= r.at - word.base < 1.6 * word.size and r.start < word.x0 + 2 and r.end > word.x1 - 2
    ]
    if not below:
        return None
    rule = min(below, key=lambda r: (r.at, r.end - r.start))
    if any(other is not word and rule.start < (other.x0 + other.x1) / 2 < rule.end for other in strip):
        return None
    hit = [c for c, (x0, x1) in enumerate(columns) if rule.start - 2 <= (x0 + x1) / 2 <= rule.end + 2]
    return (hit[0], hit[-1]) if hit else None


def _covered(word: Piece, level: _Level) -> Span:
    """The run of columns with lower heads and none beside that a head shares with its neighbours."""
    own = level.home[id(word)]
    touched = [c for c, column in enumerate(level.columns) if _over(word, column)]
    single = (own, own) if len(touched) < 2 else (touched[0], touched[-1])
    under = level.below.get(own)
    if under is None or (len(touched) < 2 and under.base - word.base <= _WRAP * word.size):
        return single
    first, last = level.free_run(own)
    if first == last:
        return single
    rivals = [w for w in level.heads if w is not word and level.home[id(w)] in level.below]
    left = [w for w in rivals if first - 1 <= level.home[id(w)] < own]
    right = [w for w in rivals if own < level.home[id(w)] <= last + 1]
    if left:
        first = _without_left(word, left[-1], range(first, own), level)
    if right and abs(word.x0 - under.x0) >= 0.5 * word.size:
        last = _without_right(word, right[0], range(own + 1, last + 1), level)
    return min(first, single[0]), max(last, single[1])


def _over(word: Piece, column: Extent) -> bool:
    """Whether a head stands over a quarter of a column, or of itself."""
    shared = min(column[1], word.x1) - max(column[0], word.x0)
    return shared > 0.25 * min(column[1] - column[0], word.x1 - word.x0)


def _without_left(word: Piece, rival: Piece, free: range, level: _Level) -> int:
    """The first column of a head: free ones go to the nearer head, and to the one before it if that begins its column."""
    middle = (word.x0 + word.x1) / 2
    begins = abs(rival.x0 - level.columns[level.home[id(rival)]][0]) < word.size / 2
    for column in reversed(free):
        centre = sum(level.columns[column]) / 2
        if begins or abs(rival.x1 - centre) < abs(middle - centre):
            return column + 1
    return free.start


def _without_right(word: Piece, rival: Piece, free: range, level: _Level) -> int:
    """The last column of a head: free ones go to the nearer head."""
    middle, other = (word.x0 + word.x1) / 2, (rival.x0 + rival.x1) / 2
    for column in free:
        centre = sum(level.columns[column]) / 2
        if abs(other - centre) < abs(middle - centre):
            return column - 1
    return free.stop - 1
