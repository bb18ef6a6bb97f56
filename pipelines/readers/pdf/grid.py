"""Ruled tables: from crossing rules to a grid with merged cells.

Rules that touch make a component. Its borders in x and y cut the plane into elementary cells; two neighbours without a
wall between them are one cell. Where the outer border is not drawn (open sides), the rules' ends stand for it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipelines.readers.pdf.cells import Grid, GridCell, cell_lines, cut_pieces
from pipelines.readers.pdf.lines import Piece
from pipelines.readers.pdf.page import Box
from pipelines.readers.pdf.rules import Drawing, Rule
from pipelines.readers.pdf.strips import white_walls

_TOUCH = 3.0  # points between rules that are meant to meet
_NEAR = 4.5  # points between borders that are one (double lines)
_COVER = 0.5  # of a cell's side that a wall has to cover
_ROW = 36.0  # points that a row may take which the rules leave free
_OPEN = 9.0  # points that rules go on beyond the last border when a side is open


@dataclass(slots=True)
class Component:
    """Rules that touch each other, and the box that they span."""

    horizontal: list[Rule] = field(default_factory=list)
    vertical: list[Rule] = field(default_factory=list)

    @property
    def box(self) -> Box:
        xs = [rule.at for rule in self.vertical] + [x for rule in self.horizontal for x in (rule.start, rule.end)]
        ys = [rule.at for rule in self.horizontal] + [y for rule in self.vertical for y in (rule.start, rule.end)]
        return min(xs), min(ys), max(xs), max(ys)


def components(drawing: Drawing) -> list[Component]:
    """The groups of touching rules that have both directions, from the top down; lone rules belong to none."""
    parent = list(range(len(drawing.horizontal) + len(drawing.vertical)))

    def root(item: int) -> int:
        while parent[item] != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    offset = len(drawing.horizontal)
    columns = sorted(range(len(drawing.vertical)), key=lambda n: drawing.vertical[n].at)
    places = [drawing.vertical[n].at for n in columns]
    for i, across in enumerate(drawing.horizontal):
        first = bisect_right(places, across.start - _TOUCH)
        for at in range(first, bisect_right(places, across.end + _TOUCH)):
            down = drawing.vertical[columns[at]]
            if down.start - _TOUCH <= across.at <= down.end + _TOUCH:
                parent[root(i)] = root(offset + columns[at])
    for one, other in _interrupted(drawing):
        parent[root(offset + one)] = root(offset + other)
    groups: dict[int, Component] = {}
    for i, rule in enumerate(drawing.horizontal):
        groups.setdefault(root(i), Component()).horizontal.append(rule)
    for i, rule in enumerate(drawing.vertical):
        groups.setdefault(root(offset + i), Component()).vertical.append(rule)
    found = [group for group in groups.values() if group.horizontal and group.vertical]
    return sorted(found, key=lambda group: (group.box[1], group.box[0]))


def _interrupted(drawing: Drawing) -> list[tuple[int, int]]:
    """Pairs of vertical rules on one line with a row's height between them and no rule across at both ends.

    A band (按来源分类) interrupts the rules between columns; where a table ends and another begins both have a rule.
    """
    levels = [rule.at for rule in drawing.horizontal]
    pairs: list[tuple[int, int]] = []
    columns = sorted(
        range(len(drawing.vertical)), key=lambda n: (round(drawing.vertical[n].at / 2), drawing.vertical[n].start)
    )
    for one, other in zip(columns, columns[1:], strict=False):
        above, below = drawing.vertical[one], drawing.vertical[other]
        if abs(above.at - below.at) > _TOUCH or not 0 <= below.start - above.end < _ROW:
            continue
        if not all(any(abs(level - end) < _TOUCH for level in levels) for end in (above.end, below.start)):
            pairs.append((one, other))
    return pairs if len(pairs) > 1 else []


def read_grid(component: Component, pieces: Sequence[Piece], page: int) -> Grid | None:
    """The grid of a component with the words that stand in it, None where its rules bound no cell."""
    xs, ys = _borders(component)
    if len(xs) < 2 or len(ys) < 2:
        return None
    box = (xs[0], ys[0], xs[-1], ys[-1])
    inside = [p for p in pieces if _within(p, box)]
    strips = white_walls(inside, xs, ys)
    if strips:
        component = Component(component.horizontal, [*component.vertical, *strips])
        xs = sorted([*xs, *(rule.at for rule in strips)])
    cells = _cells(component, xs, ys)
    words = _words_of(cells, inside, component, xs, ys)
    cells = [part for cell in cells for part in _split(cell, words.get(id(cell), []), xs, page)]
    order = min((p.order for p in inside), default=0)
    return Grid(page, box, xs, cells, len(ys) - 1, "ruled", order=order)


def _words_of(
    cells: Sequence[GridCell], pieces: Sequence[Piece], component: Component, xs: list[float], ys: list[float]
) -> dict[int, list[Piece]]:
    """The words of each cell, by its id. They are cut only at walls that stand beside them: a merged cell's words stay
    whole, and a band's."""
    owner = {
        (cell.row + r, cell.col + c): cell for cell in cells for r in range(cell.row_span) for c in range(cell.col_span)
    }
    down = [[rule for rule in component.vertical if abs(rule.at - x) < _NEAR] for x in xs]
    words: dict[int, list[Piece]] = {}
    for piece in pieces:
        row = _index(ys, (piece.top + piece.bottom) / 2)
        inner = [c for c in range(1, len(xs) - 1) if owner[row, c] is not owner[row, c - 1] and _beside(down[c], piece)]
        walls = [xs[0], *(xs[c] for c in inner), xs[-1]]
        for at, part in cut_pieces([piece], walls):
            cell = owner[row, _index(xs, walls[at] + 0.1)]
            first, last = (_index(xs, (char.x0 + char.x1) / 2) for char in (part.chars[0], part.chars[-1]))
            if last >= cell.col + cell.col_span:
                cell = owner[row, first]
                part.span = last - cell.col + 1
            words.setdefault(id(cell), []).append(part)
    return words


def _split(cell: GridCell, pieces: list[Piece], xs: list[float], page: int) -> list[GridCell]:
    """The cell with its lines; without inner walls (only the header has them) cut where its words keep to the columns."""
    if cell.col_span > 1 and cell.row > 0 and len(pieces) > 1:
        columns = [(_index(xs, p.x0 + 0.5), _index(xs, p.x1 - 0.5)) for p in pieces]
        hit = {first for first, _ in columns}
        if all(first == last for first, last in columns) and len(hit) > max(1, cell.col_span // 2):
            parts = []
            for col in range(cell.col, cell.col + cell.col_span):
                own = [p for p, (at, _) in zip(pieces, columns, strict=True) if at == col]
                parts.append(GridCell(cell.row, col, cell.row_span, 1, cell_lines(own, page), xs[col], xs[col + 1]))
            return parts
    cell.lines = cell_lines(pieces, page)
    return [cell]


def _beside(rules: Sequence[Rule], piece: Piece) -> bool:
    """Whether a border is drawn at the height of some words."""
    middle = (piece.top + piece.bottom) / 2
    return any(rule.start <= middle <= rule.end for rule in rules)


def _borders(component: Component) -> tuple[list[float], list[float]]:
    """The places of the columns' and rows' borders, with those of open sides."""
    xs = _places([rule.at for rule in component.vertical])
    ys = _places([rule.at for rule in component.horizontal])
    return _opened(xs, component.horizontal), _opened(ys, component.vertical)


def _opened(places: list[float], crossing: Sequence[Rule]) -> list[float]:
    """The borders with those of open sides: where the outermost crossing rules, or most of them, go on beyond the last."""
    outer = [min(crossing), max(crossing)] if len(crossing) > 1 else list(crossing)
    starts, ends = [rule.start for rule in crossing], [rule.end for rule in crossing]
    first, last = places[0] - _OPEN, places[-1] + _OPEN
    if all(rule.start < first for rule in outer) or sum(x < first for x in starts) * 2 > len(starts):
        places = [min(starts), *places]
    if all(rule.end > last for rule in outer) or sum(x > last for x in ends) * 2 > len(ends):
        places = [*places, max(ends)]
    return places


def _places(values: Sequence[float]) -> list[float]:
    """Distinct places: what is nearer than a double line's distance is one."""
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][-1] < _NEAR:
            groups[-1].append(value)
        else:
            groups.append([value])
    return [sum(group) / len(group) for group in groups]


def _cells(component: Component, xs: list[float], ys: list[float]) -> list[GridCell]:
    """The cells between the borders; neighbours without a wall are one, always a rectangle."""
    rows, cols = range(len(ys) - 1), range(len(xs) - 1)
    down = [[rule for rule in component.vertical if abs(rule.at - x) < _NEAR] for x in xs]
    across = [[rule for rule in component.horizontal if abs(rule.at - y) < _NEAR] for y in ys]
    plane = _Plane(
        right=[[_walled(down[c + 1], ys[r], ys[r + 1]) for c in cols] for r in rows],
        below=[[_walled(across[r + 1], xs[c], xs[c + 1]) for c in cols] for r in rows],
        taken=[[False] * len(cols) for _ in rows],
    )
    cells: list[GridCell] = []
    for r in rows:
        for c in cols:
            if not plane.taken[r][c]:
                height, width = plane.take(r, c)
                cells.append(GridCell(r, c, height, width, [], xs[c], xs[c + width]))
    return cells


@dataclass(slots=True)
class _Plane:
    """The elementary cells: whether each has a wall on its right and below it, and whether it is in a cell already."""

    right: list[list[bool]]
    below: list[list[bool]]
    taken: list[list[bool]]

    def take(self, row: int, col: int) -> tuple[int, int]:
        """Rows and columns of the cell that begins here; it is taken then."""
        right, taken = self.right[row], self.taken[row]
        width = 1
        while col + width < len(right) and not right[col + width - 1] and not taken[col + width]:
            width += 1
        height = 1
        while row + height < len(self.right) and self._goes_on(row + height, col, width):
            height += 1
        for line in self.taken[row : row + height]:
            line[col : col + width] = [True] * width
        return height, width

    def _goes_on(self, row: int, col: int, width: int) -> bool:
        """Whether the stretch of `row` from `col` on is one cell with the stretch above it."""
        last = col + width - 1
        if any(self.below[row - 1][c] or self.taken[row][c] for c in range(col, last + 1)):
            return False
        if any(self.right[row][c] for c in range(col, last)):
            return False
        return last + 1 == len(self.right[row]) or self.right[row][last]


def _walled(rules: Sequence[Rule], start: float, end: float) -> bool:
    """Whether rules on one border cover at least half of start..end.

    >>> _walled([Rule(5, 0, 10 - 1e-12), Rule(5, 40, 60)], 0, 10), _walled([Rule(5, 0, 4), Rule(5, 40, 60)], 0, 10)
    (True, False)
    """
    spans = sorted((max(r.start, start), min(r.end, end)) for r in rules if r.start < end and r.end > start)
    covered, reached = 0.0, start
    for begin, stop in spans:
        if stop > reached:
            covered += stop - max(begin, reached)
            reached = stop
    return covered >= _COVER * (end - start)


def _within(piece: Piece, box: Box) -> bool:
    x, y = (piece.x0 + piece.x1) / 2, (piece.top + piece.bottom) / 2
    return box[0] - 1 <= x <= box[2] + 1 and box[1] - 1 <= y <= box[3] + 1


def _index(borders: Sequence[float], value: float) -> int:
    """The number of the stretch between two borders that a value lies in."""
    return min(max(bisect_right(borders, value) - 1, 0), len(borders) - 2)
