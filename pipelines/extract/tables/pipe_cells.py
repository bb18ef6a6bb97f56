"""Tables with one cell per line, each ending with a pipe."""

from __future__ import annotations

from pipelines.extract.tables.lines import Line, RawCell, RawTable, trimmed
from pipelines.extract.tables.pipes import recut, row_width
from pipelines.extract.tables.runs import read_run

_LEAST_CELLS = 4


def read_pipe_cells(text: str, lines: list[Line], i: int) -> tuple[RawTable | None, int]:
    """One cell per line, each ending with a pipe, that begin at line i; blank lines separate rows where there are any."""
    rows, j = _cells_by_line(text, lines, i)
    following = max(j, i + 1)
    if sum(map(len, rows)) < _LEAST_CELLS:
        return None, following
    run = read_run(text, _run(text, lines, i, j)) if len({len(row) for row in rows}) > 1 or len(rows) == 1 else None
    if run:
        return run, following
    if len(rows) == 1 or max(map(len, rows)) < 2:
        cells = [cell for row in rows for cell in row]
        words = [text[c.start : c.end] for c in cells]
        width = row_width(words)
        if not width:
            return None, following
        rows = recut(words, cells, width)
    return RawTable(rows[0][0].start, rows[-1][-1].end, rows), following


def _run(text: str, lines: list[Line], i: int, j: int) -> list[RawCell]:
    """All cells of the lines, a line of nothing but strokes being as many empty ones."""
    cells: list[RawCell] = []
    for line in lines[i:j]:
        if line.kind == "pipe_cell":
            cells.append(trimmed(text, line.start, line.end - 1))
        elif line.kind != "blank" and _parts_rows(line):
            cells += [RawCell(k, k) for k in range(line.start, line.end)]
        elif line.kind != "blank":
            return []
    return cells


def _cells_by_line(text: str, lines: list[Line], i: int) -> tuple[list[list[RawCell]], int]:
    """The cells between blank lines, and where they end; a short line before one that ends a cell begins that cell."""
    rows: list[list[RawCell]] = [[]]
    begun: Line | None = None
    j = i
    while j < len(lines):
        line = lines[j]
        if line.kind == "pipe_cell":
            rows[-1].append(trimmed(text, begun.start if begun else line.start, line.end - 1))
            begun = None
        elif _parts_rows(line):
            if begun:
                break
            if rows[-1]:
                rows.append([])
        elif rows[-1] and _begins_cell(lines, j):
            begun = begun or line
        else:
            break
        j += 1
    return [row for row in rows if row], j


def _parts_rows(line: Line) -> bool:
    """A blank line, or one of nothing but strokes."""
    return line.kind == "blank" or len(line.text) > 1 and not line.text.strip("|｜│ ")


def _begins_cell(lines: list[Line], j: int) -> bool:
    """Whether a short line of text stands before one that ends a cell."""
    line, following = lines[j], lines[j + 1 : j + 3]
    return line.kind == "text" and len(line.text) <= 40 and any(one.kind == "pipe_cell" for one in following)
