"""A page's tables and panels, taken out of its pieces; what remains is running text."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.documents.headings import is_box
from pipelines.extract.tables.lines import is_caption, is_note, unit_of_line
from pipelines.extract.tables.numbers import looks_numeric
from pipelines.readers.pdf.bands import split_bands
from pipelines.readers.pdf.borderless import read_plain
from pipelines.readers.pdf.cells import Grid, cell_lines
from pipelines.readers.pdf.columns import split_columns
from pipelines.readers.pdf.content import Run
from pipelines.readers.pdf.fills import shaded
from pipelines.readers.pdf.grid import Component, components, read_grid
from pipelines.readers.pdf.lines import Piece
from pipelines.readers.pdf.page import Box
from pipelines.readers.pdf.rules import Drawing
from pipelines.readers.pdf.units import Panel, TableUnit

_BAND = 40.0  # points between two parts of a table that a band parts
_STREWN = 0.5  # share of a grid's places that a chart's figures do not fill
_PROSE = 24  # characters of a cell that is no label


def take_units(pieces: Sequence[Piece], drawing: Drawing, page: int) -> list[Piece]:
    """The page's pieces with every table and panel as one piece in the place of its words."""
    left = list(pieces)
    found = [c for c in components(drawing) if c.box[2] - c.box[0] > 20 and c.box[3] - c.box[1] > 8]
    found = join_over_bands(found, left)
    if drawing.fills:
        found += shaded(drawing, found, left)
    boxes = [component.box for component in found]
    for component, box in zip(found, boxes, strict=True):
        grid = read_grid(component, left, page)
        words = [p for p in left if _covers(grid.box, p)] if grid is not None else []
        if grid is None or not words:
            continue
        frames_others = any(other is not box and _inside(other, box) for other in boxes)
        unit = _unit_of(component, grid, words, frames_others, page)
        if unit is not None:
            own = {id(p) for p in words}
            left = [p for p in left if id(p) not in own] + [_stand_in(unit, grid.box, grid.order)]
    return _take_plain(left, drawing, found, page)


def _unit_of(
    component: Component, grid: Grid, words: Sequence[Piece], frames_others: bool, page: int
) -> Panel | TableUnit | None:
    """What a grid is with the words in it: the frame of a table, a panel, a table; None where it is only lines."""
    if is_panel(grid):
        return _framed_table(component, words, page) or (None if frames_others else _panel(grid, words, page))
    return TableUnit([split_bands(grid)]) if is_table(grid) else None


def _framed_table(component: Component, pieces: Sequence[Piece], page: int) -> TableUnit | None:
    """The table in a frame that draws no rules between its columns, None where running text is in it."""
    found = [(grid, inside) for grid, inside in read_plain(pieces, component.horizontal, page) if grid.how != "loose"]
    if len(found) != 1 or len(found[0][1]) < 0.7 * len(pieces):
        return None
    return TableUnit([found[0][0]])


def join_over_bands(found: list[Component], pieces: Sequence[Piece]) -> list[Component]:
    """Components with the same columns that only a row of one word parts, which is no caption: a band of the table."""
    joined: list[Component] = []
    for component in found:
        for other in joined:
            x0, bottom, x1, top = other.box[0], other.box[3], other.box[2], component.box[1]
            if not 0 <= top - bottom < _BAND or abs(component.box[0] - x0) > 3 or abs(component.box[2] - x1) > 3:
                continue
            ours = sorted({round(rule.at / 4) for rule in component.vertical})
            theirs = sorted({round(rule.at / 4) for rule in other.vertical})
            between = [p for p in pieces if bottom - 2 < (p.top + p.bottom) / 2 < top + 2 and x0 < p.x0 < x1]
            if (
                len(ours) == len(theirs)
                and all(abs(a - b) <= 1 for a, b in zip(ours, theirs, strict=True))
                and _is_band(between)
            ):
                other.horizontal = sorted(other.horizontal + component.horizontal)
                other.vertical = sorted(other.vertical + component.vertical)
                break
        else:
            joined.append(component)
    return joined


def _is_band(pieces: Sequence[Piece]) -> bool:
    words = "".join(p.text for p in sorted(pieces, key=lambda p: p.x0)).strip()
    named = is_caption(words) and words.startswith(("表", "附表", "续表"))
    return 0 < len(words) <= 30 and not (named or is_note(words) or unit_of_line(words) or is_box(words))


def _take_plain(pieces: list[Piece], drawing: Drawing, grids: Sequence[Component], page: int) -> list[Piece]:
    """Tables without rules between their columns, column by column of the page."""
    used = {rule for component in grids for rule in component.horizontal}
    rules = [rule for rule in drawing.horizontal if rule not in used]
    for region in split_columns(pieces):
        for grid, inside in read_plain(region, rules, page):
            gone = {id(p) for p in inside}
            pieces = [p for p in pieces if id(p) not in gone] + [_stand_in(TableUnit([grid]), grid.box, grid.order)]
    return pieces


def is_panel(grid: Grid) -> bool:
    """A frame of one column, or of few cells, with running text in it."""
    filled = [cell for cell in grid.cells if cell.lines]
    length = sum(len(cell.text) for cell in filled)
    if grid.cols == 1:
        return bool(filled) and (len(filled) <= 4 or length / len(filled) > _PROSE)
    return 0 < len(filled) <= 4 and len(grid.cells) <= 4 and length / len(filled) > 40 and grid.rows <= 2


def is_table(grid: Grid) -> bool:
    """At least two columns with words in them; a single row may be the end of a table on the page before."""
    filled = [cell for cell in grid.cells if cell.lines]
    return len({cell.col for cell in filled}) > 1 and not is_chart(grid)


def is_chart(grid: Grid) -> bool:
    """Figures strewn over a grid without a word: the values and the axis of a chart, not a table."""
    filled = [cell for cell in grid.cells if cell.lines]
    places = sum(cell.row_span * cell.col_span for cell in grid.cells)
    sparse = sum(cell.row_span * cell.col_span for cell in filled) < _STREWN * places
    return sparse and len(filled) >= 4 and all(looks_numeric(cell.text) for cell in filled)


def _panel(grid: Grid, pieces: Sequence[Piece], page: int) -> Panel:
    left, top, right, bottom = grid.box
    return Panel([Run(cell_lines(pieces, page), None, (left, right))], page, top, bottom, left, right)


def _stand_in(unit: Panel | TableUnit, box: Box, order: int) -> Piece:
    """A piece that takes the unit's place in the reading order."""
    return Piece([], order, box[0], box[2], box[1], box[3], box[3], 0.0, unit)


def _covers(box: Box, piece: Piece) -> bool:
    x, y = (piece.x0 + piece.x1) / 2, (piece.top + piece.bottom) / 2
    return piece.unit is None and box[0] - 1 <= x <= box[2] + 1 and box[1] - 1 <= y <= box[3] + 1


def _inside(inner: Box, outer: Box) -> bool:
    return inner[0] > outer[0] - 1 and inner[1] > outer[1] - 1 and inner[2] < outer[2] + 1 and inner[3] < outer[3] + 1
