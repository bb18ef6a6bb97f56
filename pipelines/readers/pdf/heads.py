"""The header of a table without rules between its columns: which heads stand over which columns."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.readers.pdf.cells import GridCell, cell_lines
from pipelines.readers.pdf.lines import Piece
from pipelines.readers.pdf.rules import Rule
from pipelines.readers.pdf.words import Row

Extent = tuple[float, float]  # left and right edge of a column's words
Span = tuple[int, int]  # first and last column
_WRAP = 1.45  # of the letters' height: lines of one head are no further apart


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
    depth = {id(word): 0 for word in wide}
    for word in wide:  # from the top down: a head below another one that covers it is one level deeper
        first, last = spans[id(word)]
        above = [
            o
            for o in wide
            if o.base < word.base - 0.3 * word.size and spans[id(o)][0] <= first and last <= spans[id(o)][1]
        ]
        depth[id(word)] = max((depth[id(o)] + 1 for o in above), default=0)
    levels = max(depth.values(), default=-1) + 2 if wide else 1
    cells = [
        GridCell(
            depth[id(w)], spans[id(w)][0], 1, spans[id(w)][1] - spans[id(w)][0] + 1, cell_lines([w], page), w.x0, w.x1
        )
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
        lower = [w for w in words if w.base - base > 1.2 * size]
        beside = {home[id(w)] for w in words if abs(w.base - base) <= 1.2 * size}
        for word in strip:
            under = _ruled(word, strip, columns, rules)
            if under is not None:
                spans[id(word)] = under
            elif len(strip) == len(columns):
                spans[id(word)] = (home[id(word)], home[id(word)])
            else:
                spans[id(word)] = _covered(word, home, beside, strip, lower, columns)
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


def _covered(
    word: Piece,
    home: dict[int, int],
    beside: set[int],
    strip: Sequence[Piece],
    lower: Sequence[Piece],
    columns: Sequence[Extent],
) -> Span:
    """The run of columns with lower heads and none beside that a head shares with its neighbours."""
    own = home[id(word)]
    touched = [
        c
        for c, x in enumerate(columns)
        if min(x[1], word.x1) - max(x[0], word.x0) > 0.25 * min(x[1] - x[0], word.x1 - word.x0)
    ]
    below = {home[id(w)]: w for w in reversed(lower)}
    single = (own, own) if len(touched) < 2 else (touched[0], touched[-1])
    if own not in below or (len(touched) < 2 and below[own].base - word.base <= _WRAP * word.size):
        return single
    first = last = own
    while first - 1 in below and first - 1 not in beside:
        first -= 1
    while last + 1 in below and last + 1 not in beside:
        last += 1
    if first == last:
        return single
    rivals = [w for w in strip if first - 1 <= home[id(w)] <= last + 1 and w is not word and home[id(w)] in below]
    left = [w for w in rivals if home[id(w)] < own]
    right = [w for w in rivals if home[id(w)] > own]
    middle = (word.x0 + word.x1) / 2
    for column in range(
        own - 1, first - 1, -1
    ):  # a free column goes to the nearer head, the one before it if it begins there
        centre = sum(columns[column]) / 2
        if left and (
            abs(left[-1].x1 - centre) < abs(middle - centre)
            or abs(left[-1].x0 - columns[home[id(left[-1])]][0]) < word.size / 2
        ):
            first = column + 1
            break
    begins = abs(word.x0 - below[own].x0) < 0.5 * word.size
    for column in range(own + 1, last + 1):
        centre = sum(columns[column]) / 2
        nearer = right and abs((right[0].x0 + right[0].x1) / 2 - centre) < abs(middle - centre)
        if nearer and not begins:
            last = column - 1
            break
    return min(first, single[0]), max(last, single[1])
