"""Tables and panels that go on over pages and columns, made one again.

The part before ends low on its page, the next begins high on its own, nothing is printed between, and both have the same
columns. A header that is printed again is dropped; a row that was cut by the page's end is joined.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.documents.headings import ends_sentence
from pipelines.extract.tables.lines import is_caption, unit_of_line
from pipelines.extract.tables.numbers import looks_numeric
from pipelines.readers.pdf.cells import Grid, GridCell
from pipelines.readers.pdf.content import Content, Run
from pipelines.readers.pdf.units import Panel, TableUnit

_LOW = 0.60  # of the page's height: where a part that goes on ends at the earliest
_HIGH = 0.40  # where the next part begins at the latest
_EDGE = 6.0  # points that the columns of two parts may differ


def stitch(pages: Sequence[Content]) -> None:
    """Join the units that go on, in place; furniture has been taken out before."""
    last: tuple[Run, Content] | None = None
    passed: list[tuple[Run, Content]] = []
    for page in pages:
        for run in list(page.runs):
            if last is not None and run.unit is not None and last[0].unit is not None:
                above, before = last[0].unit, last[1]
                if _goes_on(above, before, run.unit, page):
                    _join(above, run.unit)
                    page.runs.remove(run)
                    for other, there in passed:  # its unit, printed again
                        there.runs.remove(other)
                    passed = []
                    continue
            if last is not None and _between(run, last[0]):
                passed.append((run, page))
                continue
            last, passed = (run, page), []


def _between(run: Run, last: Run) -> bool:
    """Lines that may stand between two parts of a table: its unit or 续表 printed again."""
    if not isinstance(last.unit, TableUnit) or run.unit is not None or len(run.lines) > 2:
        return False
    return all("续" in line.text[:8] or unit_of_line(line.text.strip()) is not None for line in run.lines) and bool(
        run.lines
    )


def _goes_on(above: object, before: Content, unit: object, page: Content) -> bool:
    if isinstance(above, TableUnit) and isinstance(unit, TableUnit):
        one, other = above.parts[-1], unit.parts[0]
        if not _apart(one.box[3], one.page, before, other.box[1], other.page, page):
            return False
        return _same_columns(one, other)
    if isinstance(above, Panel) and isinstance(unit, Panel) and not unit.titled():
        width = above.right - above.left
        return _apart(above.bottom, above.page, before, unit.top, unit.page, page) and (
            abs(unit.right - unit.left - width) < _EDGE
        )
    return False


def _apart(end: float, page: int, before: Content, start: float, following: int, after: Content) -> bool:
    """Whether one ends low and the next begins high, on the next page or in the next column of the same one."""
    return following in (page, page + 1) and end > _LOW * before.height and start < _HIGH * after.height


def _same_columns(one: Grid, other: Grid) -> bool:
    if other.how == "loose":
        return one.how == "plain" and _fits(one, other)
    if one.cols != other.cols:
        return False
    shift = other.edges[0] - one.edges[0]
    near = _EDGE if one.how != "plain" else 4 * _EDGE
    return all(abs(b - a - shift) < near for a, b in zip(one.edges, other.edges, strict=True))


def _fits(one: Grid, other: Grid) -> bool:
    """Whether single rows keep to the columns of a table; they are then set into them."""
    places: list[int] = []
    for cell in other.cells:
        middle = (cell.left + cell.right) / 2
        column = next((c for c in range(one.cols) if one.edges[c] - 2 <= middle <= one.edges[c + 1] + 2), None)
        inside = column is not None and cell.left > one.edges[column] - 8 and cell.right < one.edges[column + 1] + 8
        if (
            not inside
            or column is None
            or (places and column <= places[-1] and cell.row == other.cells[len(places) - 1].row)
        ):
            return False
        places.append(column)
    for cell, column in zip(other.cells, places, strict=True):
        cell.col = column
    filled = {(cell.row, cell.col) for cell in other.cells}
    for row in range(other.rows):
        other.cells += [
            GridCell(row, c, 1, 1, [], one.edges[c], one.edges[c + 1])
            for c in range(one.cols)
            if (row, c) not in filled
        ]
    other.edges, other.how = list(one.edges), "plain"
    return True


def _join(above: object, unit: object) -> None:
    if isinstance(above, Panel) and isinstance(unit, Panel):
        above.parts += unit.parts
        above.page, above.top, above.bottom = unit.page, unit.top, unit.bottom
    elif isinstance(above, TableUnit) and isinstance(unit, TableUnit):
        for part in unit.parts:
            repeated = _drop_header(above.parts[0], part)
            if repeated and above.parts[0].header is None:
                above.parts[0].header = repeated
            _join_cut_row(above, part)
            if part.rows:
                above.parts.append(part)


def _drop_header(first: Grid, part: Grid) -> int:
    """Take the rows out of `part` that repeat the table's first rows; returns how many."""
    same = 0
    for one, other in zip(_keys(first), _keys(part), strict=False):
        if one != other or not any(one):
            break
        same += 1
    if same and (same < part.rows or part.rows == 1) and not _is_data(first.words()[same - 1]):
        _drop_rows(part, same)
        return same
    return 0


def _keys(grid: Grid) -> list[list[str]]:
    return [["".join(word.split()) for word in row] for row in grid.words()]


def _is_data(row: list[str]) -> bool:
    return sum(looks_numeric(word) for word in row) > 1


def _drop_rows(grid: Grid, count: int) -> None:
    grid.cells = [cell for cell in grid.cells if cell.row >= count]
    for cell in grid.cells:
        cell.row -= count
    grid.rows -= count


def _join_cut_row(unit: TableUnit, other: Grid) -> None:
    """Join a row that the page's end cut: its rest has nothing in the first column, and words that go on.

    Words that begin anew go on with the row where every row above has something in its first column (a number, a name).
    """
    one = unit.parts[-1]
    if one.rows == 0 or other.rows == 0:
        return
    above, below = one.row_cells(one.rows - 1), other.row_cells(0)
    if [(c.col, c.col_span) for c in above] == [(c.col, c.col_span) for c in below] and _is_rest(unit, above, below):
        for a, b in zip(above, below, strict=True):
            a.lines += b.lines
        _drop_rows(other, 1)


def _is_rest(unit: TableUnit, above: Sequence[GridCell], below: Sequence[GridCell]) -> bool:
    """Whether a row is the rest of the one above it: no name of its own, no figure below words, and words that go on."""
    pairs = list(zip(above, below, strict=True))
    if any(b.row_span > 1 or (a.lines and looks_numeric(b.text)) for a, b in pairs):
        return False
    rest = [(a, b) for a, b in pairs if b.lines]
    if not rest or (below[0].lines and above[0].lines):
        return False
    if any(_open_ended(a, b) and len(a.text) > 10 for a, b in rest):
        return True  # within a sentence: the row as a whole goes on
    if not below[0].lines and _always_named(unit):
        return True
    return all(_open_ended(a, b) or not a.lines for a, b in rest)


def _always_named(unit: TableUnit) -> bool:
    """Whether no row of a table, of three or more below its head, leaves its first column empty."""
    rows = [cells[0] for _, cells in unit.rows()[unit.header_rows() :] if cells]
    return len(rows) > 2 and all(cell.row >= 0 and cell.lines for cell in rows)


def _open_ended(above: GridCell, below: GridCell) -> bool:
    """Whether a cell's last line is full, or long, and ends within a sentence."""
    if not above.lines or not below.lines or ends_sentence(above.text):
        return False
    last = above.lines[-1]
    return len(above.text) > 6 or last.x1 - last.x0 > 0.6 * (above.right - above.left)


def pull_titles(unit: TableUnit) -> list[Run]:
    """The caption and unit lines that stand in the grid's first rows as lone cells, taken out of it as lines."""
    titles: list[Run] = []
    part = unit.parts[0]
    while part.rows > 2:
        filled = [cell for cell in part.row_cells(0) if cell.lines]
        spans = max((cell.row_span for cell in part.row_cells(0)), default=1)
        if len(filled) != 1 or spans > 1:
            break
        words = filled[0].text.replace("\n", "")
        if len(words) > 60 or not (is_caption(words) or unit_of_line(words) is not None):
            break
        titles.append(Run(filled[0].lines))
        _drop_rows(part, 1)
    return titles
