"""Rows that no rule separates: which printed lines of several columns make one row of a table.

Numbers anchor rows. A line with words only belongs to the row it stands nearer to, or is a row of its own (a band such
as 按投资来源分类); where it stands as near to both, it goes on with a line above that fills its column.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from pipelines.documents.headings import ends_sentence
from pipelines.extract.tables.numbers import is_empty_value, looks_numeric
from pipelines.readers.pdf.cells import Grid, GridCell
from pipelines.readers.pdf.content import Printed
from pipelines.readers.pdf.wrap import need

_LINE = 0.8  # of the letters' height: lines of one cell are further apart
_FEW = 3  # rows that the rules give a table whose body they do not part
Placed = tuple[int, Printed]  # a line with its column


def split_bands(grid: Grid) -> Grid:
    """The grid with every row cut in which words and numbers line up in rows of their own (half-ruled tables).

    A cell that spans a band, or a label that stands alone at its middle, spans all rows that the band is cut into.
    """
    begins: list[int] = []  # where each row begins among the new ones
    count, margin = 0, _margin(grid)
    bands: list[tuple[list[GridCell], list[list[Placed]], list[GridCell]]] = []
    for r in range(grid.rows):
        row = grid.row_cells(r)
        parts, labels = _parts(row, _covered(grid, r), grid.rows <= _FEW, margin)
        bands.append((row, parts, labels))
        begins.append(count)
        count += max(len(parts), 1)
    if count == grid.rows:
        return grid
    begins.append(count)
    cells: list[GridCell] = []
    for r, (row, parts, labels) in enumerate(bands):
        split = [cell for cell in row if cell.row_span == 1 and cell not in labels] if len(parts) > 1 else []
        for number, part in enumerate(parts if split else []):
            cells += _part_cells(part, split, grid, begins[r] + number, alone=len(split) == len(row))
        for cell in row:
            if cell not in split:
                cell.row, cell.row_span = begins[r], begins[r + cell.row_span] - begins[r]
                cells.append(cell)
    grid.cells, grid.rows, grid.how = cells, count, "half"
    return grid


def _margin(grid: Grid) -> float:
    """How far a table's words keep from the borders of their cells: nearly all lines keep at least that far."""
    sides = sorted(min(line.x0 - cell.left, cell.right - line.x1) for cell in grid.cells for line in cell.lines)
    return max(sides[len(sides) // 10], 0.0) if sides else 0.0


def _covered(grid: Grid, row: int) -> bool:
    """Whether a cell of several rows goes on into or out of a row."""
    return any(c.row_span > 1 and c.row <= row < c.row + c.row_span for c in grid.cells)


def _part_cells(part: Sequence[Placed], cells: Sequence[GridCell], grid: Grid, row: int, alone: bool) -> list[GridCell]:
    """The cells of one of the rows that a band is cut into; words that stand `alone` in it span the rest of the row."""
    made: list[GridCell] = []
    end = 0
    for cell in cells:
        if cell.col < end:
            continue
        lines = [line for col, line in part if col == cell.col]
        end = cell.col + max([cell.col_span, *(line.span for line in lines)])
        if alone and len({col for col, _ in part}) == 1 and end > cell.col + cell.col_span:
            end = grid.cols  # a band's words stand alone
        made.append(GridCell(row, cell.col, 1, end - cell.col, lines, cell.left, grid.edges[end]))
    return made


def _parts(
    row: Sequence[GridCell], covered: bool, whole: bool, margin: float
) -> tuple[list[list[Placed]], list[GridCell]]:
    """The text rows of a band and the labels that span them; [] or one where it is a row already.

    `whole` where the band is all of the table's body, `covered` where a merged cell stands beside it; `margin` is what
    words keep from the borders.
    """
    own = [cell for cell in row if cell.row_span == 1]
    labels = _labels(own)
    found = _cut([cell for cell in own if cell not in labels], False, margin, figures=True) if labels or covered else []
    if len(found) > 1:
        return found, labels
    return ([], []) if covered else (_cut(row, whole, margin), [])


def _cut(row: Sequence[GridCell], whole: bool, margin: float, figures: bool = False) -> list[list[Placed]]:
    """The text rows of some cells of a band; with `figures` only where columns of figures tell them."""
    placed = [(cell.col, line) for cell in row for line in cell.lines]
    counts = Counter(col for col, _ in placed)
    if len(counts) < 2 or max(counts.values()) < 2:
        return []
    widths = {cell.col: cell.right - cell.left for cell in row}
    rooms = {col: width - 2 * margin for col, width in widths.items()}
    if figures and not _numeric(placed, counts, rooms):
        return []
    if _lined_up(placed, counts, rooms):
        return text_rows(placed, widths)
    return white_rows(placed, widths) if whole else []


def _labels(row: Sequence[GridCell]) -> list[GridCell]:
    """The leading cells of a band whose few words stand at its middle, beside more lines in the cells that follow."""
    most = max((len(cell.lines) for cell in row), default=0)
    found: list[GridCell] = []
    for cell in row:
        if len(cell.lines) == most:
            break
        if not cell.lines or 2 * len(cell.lines) > most or any(looks_numeric(line.text) for line in cell.lines):
            return found if not cell.lines and found else []
        found.append(cell)
    if not found or most < 2:
        return []
    bases = sorted({line.base for cell in row if len(cell.lines) == most for line in cell.lines})
    middle, step = (bases[0] + bases[-1]) / 2, (bases[-1] - bases[0]) / (most - 1)
    for cell in found:
        centre = (cell.lines[0].base + cell.lines[-1].base) / 2
        if abs(centre - middle) > 0.4 * step:
            return []
    return found


def _lined_up(placed: Sequence[Placed], counts: Counter[int], rooms: dict[int, float]) -> bool:
    """Whether a band's lines are rows: its columns of numbers have several, beside as many lines of words.

    `rooms` is how wide a line of each column may be.
    """
    strips = _levels(placed)
    several = sum(len({col for col, _ in strip}) > 1 for strip in strips)
    if several < 2 or several < 0.4 * len(strips):
        return False
    numeric = _numeric(placed, counts, rooms)
    if numeric:
        words = [count for col, count in counts.items() if col not in numeric]
        return not words or max(words) >= max(counts[col] for col in numeric) or len(numeric) > 1
    if len(set(counts.values())) > 1 or len(strips) < 3 or several < 0.8 * len(strips):
        return False
    if _wrapped(placed, rooms):
        return False
    short = sum(line.x1 - line.x0 < 0.75 * rooms[col] for col, line in placed)
    return short >= 0.8 * len(placed)


def _wrapped(placed: Sequence[Placed], rooms: dict[int, float]) -> bool:
    """Whether most lines ended because what the next one begins with had no room: running words in narrow columns."""
    pairs = [
        (one, other, rooms[col])
        for col in rooms
        for one, other in pairwise(sorted((line for at, line in placed if at == col), key=lambda line: line.base))
    ]
    full = sum(one.x1 - one.x0 + need(other) > room + 0.1 * one.size for one, other, room in pairs)
    return full > 0.5 * len(pairs)


def _numeric(placed: Sequence[Placed], counts: Counter[int], rooms: dict[int, float]) -> list[int]:
    """The columns of several lines that are numbers, none of them one number over two lines."""
    numeric = []
    for col, count in counts.items():
        lines = [line for at, line in placed if at == col]
        numbers = [line for line in lines if looks_numeric(line.text) or is_empty_value(line.text)]
        if count >= 2 and len(numbers) >= 0.7 * count and not _broken(lines, rooms[col]):
            numeric.append(col)
    return numeric


def _broken(lines: Sequence[Printed], room: float) -> bool:
    """Whether a cell's lines are one number cut at a narrow column's edge.

    A digit that begins the next line had no room on this one, and the lines together read as a number.
    """
    if len(lines) > 3:
        return False
    joined = looks_numeric("".join(line.text for line in lines))
    return any(
        one.text.endswith((".", ","))
        or other.text.startswith((".", ","))
        or one.x1 - one.x0 > room - 1.2 * one.size
        or (joined and one.x1 - one.x0 + other.xs[1] - other.x0 > room)
        for one, other in pairwise(lines)
    )


def _strips(placed: Sequence[Placed]) -> list[list[Placed]]:
    """Lines side by side, from the top down; what overlaps in height by half belongs together."""
    strips: list[list[Placed]] = []
    for col, line in sorted(placed, key=lambda item: (item[1].base, item[0])):
        last = strips[-1] if strips else None
        if last is not None and line.base - last[-1][1].base < 0.35 * line.size:
            last.append((col, line))
        else:
            strips.append([(col, line)])
    return strips


def _levels(placed: Sequence[Placed]) -> list[list[Placed]]:
    """Strips that are less than a line apart as one: figures raised against their label, or between its two lines."""
    levels: list[list[Placed]] = []
    last = 0.0
    for strip in _strips(placed):
        base = median(line.base for _, line in strip)
        if levels and base - last < _LINE * max(line.size for _, line in strip):
            levels[-1] += strip
        else:
            levels.append(strip)
        last = base
    return levels


def text_rows(placed: Sequence[Placed], widths: dict[int, float]) -> list[list[Placed]]:
    """Lines of several columns as rows of a table from the top down; `widths` are the columns' in points."""
    strips = _levels(placed)
    columns = {col for col, _ in placed}
    anchors = [_is_anchor(strip, len(columns)) for strip in strips]
    rows: list[list[Placed]] = []
    waiting: list[Placed] = []  # lines that belong to the next row
    for n, strip in enumerate(strips):
        side = _side(n, strips, anchors, widths) if rows and not anchors[n] else 0
        if side > 0:
            waiting += strip
        elif side < 0 and not waiting:
            rows[-1] += strip
        else:
            rows.append([*waiting, *strip])
            waiting = []
    return [*rows, waiting] if waiting else rows


def white_rows(placed: Sequence[Placed], widths: dict[int, float]) -> list[list[Placed]]:
    """Rows of cells with running text, told by white strips over all columns that are wider than between lines.

    [] where the strips do not fall into narrow and wide ones, or the parts between do not look like rows.
    """
    lines = sorted(placed, key=lambda item: item[1].base)
    full = sum(line.x1 - line.x0 > 0.75 * widths.get(col, 1e9) for col, line in lines)
    if full < 0.25 * len(lines) or len(lines) < 6:
        return []
    blocks: list[list[Placed]] = []
    gaps: list[float] = []
    reached = 0.0
    for item in lines:
        line = item[1]
        top = line.base - 0.88 * line.size
        if blocks and top < reached + 0.05 * line.size:
            blocks[-1].append(item)
        else:
            if blocks:
                gaps.append(top - reached)
            blocks.append([item])
        reached = max(reached, line.base + 0.12 * line.size)
    cut = _between_sizes(gaps)
    if cut is None:
        return []
    rights = {col: max(line.x1 for at, line in lines if at == col) for col in {col for col, _ in lines}}
    rows = [blocks[0]]
    for gap, block in zip(gaps, blocks[1:], strict=True):
        if gap > cut and not _run_on(rows[-1], block, rights):
            rows.append(block)
        else:
            rows[-1] = rows[-1] + block
    several = sum(len({col for col, _ in row}) > 1 for row in rows)
    return rows if several >= 0.75 * len(rows) else []


def _run_on(above: Sequence[Placed], below: Sequence[Placed], rights: dict[int, float]) -> bool:
    """Whether every cell that has lines on both sides of a strip goes on over it: its line was full and ended no sentence.

    `rights` is where the widest line of each column ends. Other letters make a line higher, and the strip above it wider.
    """
    last, first = dict(above), dict(reversed(below))
    shared = last.keys() & first.keys()
    return bool(shared) and all(
        not ends_sentence(last[col].text) and rights[col] - last[col].x1 < need(first[col]) for col in shared
    )


def _between_sizes(gaps: Sequence[float]) -> float | None:
    """The size that parts narrow from wide gaps, None where they are all alike."""
    ordered = sorted(gaps)
    steps = [
        (b - a, (a + b) / 2)
        for a, b in zip(ordered, ordered[1:], strict=False)
        if b - a > 1.2 and b > 1.35 * max(a, 0.1)
    ]
    return min(steps, key=lambda step: step[1])[1] if steps else None


def _is_anchor(strip: Sequence[Placed], columns: int) -> bool:
    filled = len({col for col, _ in strip})
    numbers = sum(looks_numeric(line.text) for _, line in strip)
    return filled > 1 and (numbers > 0 or filled * 2 >= columns)


def _side(n: int, strips: list[list[Placed]], anchors: list[bool], widths: dict[int, float]) -> int:
    """-1 where a strip of words belongs to the row above, 1 where to the row below, 0 where it is a row of its own."""
    steps = [_step(one, other) for one, other in zip(strips, strips[1:], strict=False)]
    above = steps[n - 1]
    below = steps[n] if n < len(steps) else float("inf")
    usual = max((step for k, step in enumerate(steps) if anchors[k] and anchors[k + 1]), default=max(steps))
    column, before = strips[n][0][0], [line for col, line in strips[n - 1] if col == strips[n][0][0]]
    if len(strips[n]) > 1 or not before:
        near = 0.8 * usual
        return -1 if above < min(below, near) - 1 else (1 if below < min(above, near) - 1 else 0)
    near = 0.92 * usual
    if above < min(below - 1.5, near):
        return -1
    followed = n + 1 < len(strips) and anchors[n + 1]
    if followed and below < min(above - 1.5, near):
        return 1
    full = before[-1].x1 - before[-1].x0 > 0.85 * widths.get(column, 1e9)
    return -1 if full and anchors[n - 1] and not _complete(before[-1].text) else 0


def _step(one: Sequence[Placed], other: Sequence[Placed]) -> float:
    """How far a strip stands below another: by the first column that both have, for figures may be raised."""
    above = {col: line.base for col, line in one}
    shared = [line.base - above[col] for col, line in other if col in above]
    return shared[0] if shared else median(line.base for _, line in other) - median(line.base for _, line in one)


def _complete(text: str) -> bool:
    return text.endswith(("）", ")", "：", ":"))
