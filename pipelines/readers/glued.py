"""Rows of a medium's table that hold several rows: each cell has as many lines as its label (第一产业 / 第二产业 | 25.4 / 40.1)."""

from __future__ import annotations

from pipelines.extract.tables.numbers import is_empty_value, looks_numeric
from pipelines.readers.grid import Grid, GridCell


def unglued(grid: Grid) -> Grid:
    """The grid with each row of so many lines as rows of their own; the grid itself where no row has several.

    A row is parted only where its label and all of its other cells have the same number of lines, and all lines behind
    the label are figures or signs for none: a level over its growth stays in its cell. A grid whose rows hang together
    by spans is left.
    """
    rows = list(grid.rows())
    parts = [_lines(row) for row in rows]
    if all(n == 1 for n in parts) or any(cell.row_span > 1 and parts[cell.row] > 1 for cell in grid.cells):
        return grid
    at = [sum(parts[:number]) for number in range(len(parts) + 1)]
    result = Grid()
    for row in rows:
        for cell in row:
            for k, words in enumerate(_words(cell, parts[cell.row])):
                down = at[min(cell.row + cell.row_span, len(parts))] - at[cell.row] if cell.row_span > 1 else 1
                made = result.put(at[cell.row] + k, cell.col, words, down, cell.col_span, cell.header)
                made.locator = cell.locator
    return result


def _words(cell: GridCell, n: int) -> list[str]:
    """The words of a cell in each of the rows that its row is parted into."""
    if n == 1:
        return [cell.text]
    return cell.text.split("\n") if cell.text else [""] * n


def _lines(cells: list[GridCell]) -> int:
    """How many rows a row holds."""
    filled = [cell.text.split("\n") for cell in cells if cell.text]
    counts = {len(lines) for lines in filled}
    if len(filled) < 2 or len(counts) != 1 or counts == {1} or any(cell.header for cell in cells):
        return 1
    label, *others = filled
    figures = [line for lines in others for line in lines]
    worded = not any(looks_numeric(line) or not line.strip() for line in label)
    counted = all(looks_numeric(line) or is_empty_value(line) for line in figures)
    return len(label) if worded and counted and any(map(looks_numeric, figures)) else 1
