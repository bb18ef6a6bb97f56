"""Rows whose empty cells a converter moved to the end: | 甲县 | 12 | 3 | || beside | 乙县 | 8 | 4 | 2 | 1 |.

Nobody can tell under which heads the figures of such a row stand.
"""

from __future__ import annotations

from pipelines.documents.model import Cell, Table

_BLANKS = " \u00a0\u3000"


def ragged_rows(text: str, table: Table) -> frozenset[int]:
    """The rows that end in more strokes without blanks between them than the fullest row of the body does."""
    last: dict[int, Cell] = {}
    for cell in table.cells:
        if not cell.header and cell.text and cell.col and cell.col_span == 1:
            last[cell.row] = cell
    strokes = {row: _strokes(text, cell.end) for row, cell in last.items()}
    fullest = min(strokes.values(), default=0)
    return frozenset(row for row, count in strokes.items() if count > max(fullest, 1))


def _strokes(text: str, at: int) -> int:
    """How many strokes follow each other behind the blanks and the stroke that end a cell."""
    stop = text.find("\n", at)
    behind = text[at : stop if stop >= 0 else len(text)].strip(_BLANKS)
    run = behind.removeprefix("|").lstrip(_BLANKS)
    return len(run) if run and not run.strip("|") else 0
