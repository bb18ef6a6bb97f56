"""A table as a medium gives it, with its merged cells, before it has a place in a text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

MOST_CELLS = 400_000  # of one document; more is no report
MOST_COLUMNS = 1000


class TooManyCells(ValueError):
    """A table that is larger than any of a report."""


@dataclass(slots=True)
class GridCell:
    """A cell at its 0-based place, which covers `row_span` × `col_span`; `locator` is its place in the file."""

    row: int
    col: int
    text: str
    row_span: int = 1
    col_span: int = 1
    header: bool = False
    locator: str = ""


@dataclass(slots=True)
class Grid:
    """A table's cells in reading order; places that a merged cell covers have none of their own.

    `add` sets the next cell of a row into the first free column, as the cells of a page's or a Word file's row stand.
    """

    cells: list[GridCell] = field(default_factory=list)
    height: int = 0
    _taken: dict[int, set[int]] = field(default_factory=dict)
    _slots: int = 0
    _free: dict[int, int] = field(default_factory=dict)  # row → column before which none is free

    def add(self, row: int, text: str, row_span: int = 1, col_span: int = 1, header: bool = False) -> GridCell:
        """The next cell of `row`, set right of what is there and of what hangs down from above."""
        taken = self._taken.setdefault(row, set())
        col = self._free.get(row, 0)
        while col in taken:
            col += 1
        self._free[row] = col
        return self.put(row, col, text, row_span, col_span, header)

    def put(
        self, row: int, col: int, text: str, row_span: int = 1, col_span: int = 1, header: bool = False
    ) -> GridCell:
        """A cell at a known place; raises TooManyCells beyond what any report has."""
        col_span = max(1, min(col_span, MOST_COLUMNS))
        row_span = max(1, row_span)
        self._slots += row_span * col_span
        if self._slots > MOST_CELLS:
            raise TooManyCells(
                f"tables of more than {MOST_CELLS:,} cells; split the file or keep the sheets of the report"
            )
        for r in range(row, row + row_span):
            self._taken.setdefault(r, set()).update(range(col, col + col_span))
        self.height = max(self.height, row + row_span)
        cell = GridCell(row, col, text, row_span, col_span, header)
        self.cells.append(cell)
        return cell

    @property
    def width(self) -> int:
        """How many columns its cells cover."""
        return max((cell.col + cell.col_span for cell in self.cells), default=0)

    def rows(self) -> Iterator[list[GridCell]]:
        """The cells of each row by column, in order; a row that is covered from above is empty."""
        by_row: dict[int, list[GridCell]] = {}
        for cell in self.cells:
            by_row.setdefault(cell.row, []).append(cell)
        for row in range(self.height):
            yield sorted(by_row.get(row, []), key=lambda cell: cell.col)

    def trimmed(self) -> Grid:
        """The grid without rows and columns that hold no word at all; spans shrink with them."""
        filled = [cell for cell in self.cells if cell.text]
        rows = sorted({cell.row for cell in filled})
        cols = sorted({cell.col for cell in filled})
        row_at = {row: n for n, row in enumerate(rows)}
        col_at = {col: n for n, col in enumerate(cols)}
        result = Grid()
        for cell in self.cells:
            if cell.row not in row_at or cell.col not in col_at:
                continue
            down = sum(row in row_at for row in range(cell.row, cell.row + cell.row_span))
            across = sum(col in col_at for col in range(cell.col, cell.col + cell.col_span))
            made = result.put(row_at[cell.row], col_at[cell.col], cell.text, down, across, cell.header)
            made.locator = cell.locator
        return result
