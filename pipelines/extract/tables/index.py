"""Look-ups in a table's grid: heads of a column, cells of a row, the cell at an offset."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from pipelines.documents.model import Cell, Table
from pipelines.extract.tables.heads import is_column_numbers, is_lone
from pipelines.extract.tables.lines import unit_of_line
from pipelines.extract.tables.words import native, squeeze
from pipelines.lexicon.patterns import patterns


@dataclass(frozen=True, slots=True)
class TableIndex:
    """`heads[col]` are the heads above a column from the top down; `rows[row]` the cells of a body row by column."""

    table: Table
    width: int
    heads: tuple[tuple[str, ...], ...]
    rows: dict[int, dict[int, Cell]]
    cells: tuple[Cell, ...]
    starts: tuple[int, ...]

    def cell_at(self, offset: int) -> Cell | None:
        """The filled cell that covers an offset of the document's text."""
        k = bisect_right(self.starts, offset) - 1
        return self.cells[k] if k >= 0 and offset < self.cells[k].end else None


_last: list[TableIndex] = []


def index_of(table: Table) -> TableIndex:
    """The index of a table; the last one asked for is kept, since its cells are asked for one after another."""
    if _last and _last[0].table is table:
        return _last[0]
    width = max((c.col + c.col_span for c in table.cells), default=0)
    heads: list[list[str]] = [[] for _ in range(width)]
    rows: dict[int, dict[int, Cell]] = {}
    silent = _silent_rows(table, width)
    for cell in table.cells:
        if cell.row in silent:
            continue
        if not cell.header:
            rows.setdefault(cell.row, {})[cell.col] = cell
            continue
        if unit_of_line(cell.text) is not None:
            continue
        for col in range(cell.col, cell.col + cell.col_span):
            word = native(cell.text)
            if word and word not in heads[col]:
                heads[col].append(word)
    filled = tuple(sorted((c for c in table.cells if c.end > c.start), key=lambda c: c.start))
    index = TableIndex(
        table, width, tuple(map(_joined, heads)), dict(sorted(rows.items())), filled, tuple(c.start for c in filled)
    )
    _last[:] = [index]
    return index


def _joined(heads: list[str]) -> tuple[str, ...]:
    """Heads of a column; one that breaks off within a phrase goes on in that below: 决算数为 | 调整预算的%."""
    result: list[str] = []
    for head in heads:
        opened = result and _OPEN.search(result[-1])
        result[-1:] = [result[-1] + head] if opened else [*result[-1:], head]
    return tuple(result)


_P = patterns("tables.index")
_OPEN = _P["open"]


def _silent_rows(table: Table, width: int) -> set[int]:
    """Rows that say nothing of the columns below and hold no values: titles above the heads, column numbers, heads again."""
    rows: dict[int, list[Cell]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, []).append(cell)
    heads = [cells for cells in rows.values() if cells[0].header]
    printed = [[squeeze(c.text) for c in cells] for cells in heads]
    silent = set()
    for number, cells in rows.items():
        if cells[0].header:
            lone = len(heads) > 1 and is_lone(cells, width) and (cells[0].col_span == width or not cells[0].row)
            title = lone and max(c.row_span for c in cells) == 1
        else:
            title = any(c.text for c in cells) and [squeeze(c.text) for c in cells] in printed
        if title or is_column_numbers([c.text for c in cells]):
            silent.add(number)
    return silent if len(silent) < len(rows) else set()
