"""Rows that no rule separates: which printed lines of several columns make one row of a table.

Numbers anchor rows. A line with words only belongs to the row it stands nearer to, or is a row of its own (a band such
as 按投资来源分类); where it stands as near to both, it goes on with a line above that fills its column.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from statistics import median

from pipelines.extract.tables.numbers import is_empty_value, looks_numeric
from pipelines.readers.pdf.cells import Grid, GridCell
from pipelines.readers.pdf.content import Printed

_FEW = 3  # rows that the rules give a table whose body they do not part
Placed = tuple[int, Printed]  # a line with its column


def split_bands(grid: Grid) -> Grid:
    """The grid with every row cut in which words and numbers line up in rows of their own (half-ruled tables)."""
    rows: list[list[GridCell]] = [grid.row_cells(r) for r in range(grid.rows)]
    covered = {r for cell in grid.cells if cell.row_span > 1 for r in range(cell.row, cell.row + cell.row_span)}
    cells: list[GridCell] = []
    number = 0
    moved: dict[int, int] = {}
    for r, row in enumerate(rows):
        moved[r] = number
        parts = [] if r in covered else _parts(row, grid.rows <= _FEW)
        if len(parts) < 2:
            cells += row
            number += 1
            continue
        for part in parts:
            end = 0
            for cell in row:
                if cell.col < end:
                    continue
                lines = [line for col, line in part if col == cell.col]
                end = cell.col + max([cell.col_span, *(line.span for line in lines)])
                if len({col for col, _ in part}) == 1 and end > cell.col + cell.col_span:
                    end = grid.cols  # a band's words stand alone
                right = grid.edges[end]
                cells.append(GridCell(-1 - number, cell.col, 1, end - cell.col, lines, cell.left, right))
            number += 1
    if number == grid.rows:
        return grid
    for cell in cells:
        if cell.row >= 0:
            cell.row = moved[cell.row]
        else:
            cell.row = -1 - cell.row
    grid.cells, grid.rows, grid.how = cells, number, "half"
    return grid


def _parts(row: Sequence[GridCell], whole: bool) -> list[list[Placed]]:
    """The text rows of a band, [] or one where it is a row already; `whole` where it is all of the table's body."""
    placed = [(cell.col, line) for cell in row for line in cell.lines]
    counts = Counter(col for col, _ in placed)
    if len(counts) < 2 or max(counts.values()) < 2:
        return []
    widths = {cell.col: cell.right - cell.left for cell in row}
    if _lined_up(placed, counts, widths):
        return text_rows(placed, widths)
    return white_rows(placed, widths) if whole else []


def _lined_up(placed: Sequence[Placed], counts: Counter[int], widths: dict[int, float]) -> bool:
    """Whether a band's lines are rows: its columns of numbers have several, beside as many lines of words."""
    strips = _strips(placed)
    several = sum(len({col for col, _ in strip}) > 1 for strip in strips)
    if several < 2 or several < 0.4 * len(strips):
        return False
    numeric = []
    for col, count in counts.items():
        lines = [line for at, line in placed if at == col]
        numbers = [line for line in lines if looks_numeric(line.text) or is_empty_value(line.text)]
        if count >= 2 and len(numbers) >= 0.7 * count and not _broken(lines, widths[col]):
            numeric.append(col)
    if numeric:
        words = [count for col, count in counts.items() if col not in numeric]
        return not words or max(words) >= max(counts[col] for col in numeric) or len(numeric) > 1
    if len(set(counts.values())) > 1 or len(strips) < 3 or several < 0.8 * len(strips):
        return False
    short = sum(line.x1 - line.x0 < 0.75 * widths[col] for col, line in placed)
    return short >= 0.8 * len(placed)


def _broken(lines: Sequence[Printed], width: float) -> bool:
    """Whether a cell's lines are one number cut at a narrow column's edge."""
    return (
        any(
            one.text.endswith((".", ","))
            or other.text.startswith((".", ","))
            or one.x1 - one.x0 > width - 1.2 * one.size
            for one, other in zip(lines, lines[1:], strict=False)
        )
        and len(lines) <= 3
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


def text_rows(placed: Sequence[Placed], widths: dict[int, float]) -> list[list[Placed]]:
    """Lines of several columns as rows of a table from the top down; `widths` are the columns' in points."""
    strips = _strips(placed)
    columns = {col for col, _ in placed}
    anchors = [_is_anchor(strip, len(columns)) for strip in strips]
    bases = [median(line.base for _, line in strip) for strip in strips]
    rows: list[list[Placed]] = []
    owner: list[int] = []  # strip -> row
    waiting: list[int] = []  # strips that belong to the next row
    for n, strip in enumerate(strips):
        if n and bases[n] - bases[n - 1] < 0.8 * max(line.size for _, line in strip) and not waiting:
            rows[owner[-1]] += strip  # a label of two lines around its numbers
            owner.append(owner[-1])
            continue
        if not anchors[n] and rows:
            side = _side(n, strips, bases, anchors, widths)
            if side < 0:
                rows[owner[-1]] += strip
                owner.append(owner[-1])
                continue
            if side > 0:
                waiting.append(n)
                owner.append(len(rows))
                continue
        rows.append([item for w in waiting for item in strips[w]] + strip)
        waiting = []
        owner.append(len(rows) - 1)
    if waiting:
        rows.append([item for w in waiting for item in strips[w]])
    return rows


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
    rows = [blocks[0]]
    for gap, block in zip(gaps, blocks[1:], strict=True):
        if gap > cut:
            rows.append(block)
        else:
            rows[-1] = rows[-1] + block
    several = sum(len({col for col, _ in row}) > 1 for row in rows)
    return rows if several >= 0.75 * len(rows) else []


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


def _side(n: int, strips: list[list[Placed]], bases: list[float], anchors: list[bool], widths: dict[int, float]) -> int:
    """-1 where a strip of words belongs to the row above, 1 where to the row below, 0 where it is a row of its own."""
    above = bases[n] - bases[n - 1]
    below = bases[n + 1] - bases[n] if n + 1 < len(strips) else float("inf")
    steps = [b - a for a, b in zip(bases, bases[1:], strict=False)]
    usual = max((b - a for k, (a, b) in enumerate(zip(bases, bases[1:], strict=False)) if anchors[k] and anchors[k + 1]),
                default=max(steps))  # fmt: skip
    if len(strips[n]) > 1 or not any(col == strips[n][0][0] for col, _ in strips[n - 1]):
        return -1 if above < min(below, 0.8 * usual) - 1 else (1 if below < min(above, 0.8 * usual) - 1 else 0)
    if above < below - 1.5 and above < 0.92 * usual:
        return -1
    if below < above - 1.5 and below < 0.92 * usual and n + 1 < len(strips) and anchors[n + 1]:
        return 1
    col, line = strips[n][0]
    last = [other for at, other in strips[n - 1] if at == col][-1]
    full = last.x1 - last.x0 > 0.85 * widths.get(col, 1e9) and anchors[n - 1]
    return -1 if full and not _complete(last.text) else 0


def _complete(text: str) -> bool:
    return text.endswith(("）", ")", "：", ":"))
