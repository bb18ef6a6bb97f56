"""A page's tables and panels, taken out of its pieces; what remains is running text."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.extract.pdf.bands import split_bands
from pipelines.extract.pdf.borderless import read_plain
from pipelines.extract.pdf.cells import Grid, cell_lines
from pipelines.extract.pdf.columns import split_columns
from pipelines.extract.pdf.content import Run
from pipelines.extract.pdf.grid import Component, components, read_grid
from pipelines.extract.pdf.lines import Piece
from pipelines.extract.pdf.page import Box
from pipelines.extract.pdf.rules import Drawing
from pipelines.extract.pdf.units import Panel, TableUnit

_PROSE = 24  # characters of a cell that is no label


def take_units(pieces: Sequence[Piece], drawing: Drawing, page: int) -> list[Piece]:
    """The page's pieces with every table and panel as one piece in the place of its words."""
    left = list(pieces)
    found = [c for c in components(drawing) if c.box[2] - c.box[0] > 20 and c.box[3] - c.box[1] > 8]
    for component in found:
        inner = [other for other in found if other is not component and _inside(other.box, component.box)]
        grid = read_grid(component, left, page)
        if grid is None:
            continue
        own = {id(p) for p in left if _covers(grid.box, p)}
        if not own:
            continue
        unit = None
        if is_panel(grid):
            if not inner:
                unit = _panel(grid, [p for p in left if id(p) in own], page)
        elif is_table(grid):
            unit = TableUnit([split_bands(grid)])
        if unit is not None:
            left = [p for p in left if id(p) not in own] + [_stand_in(unit, grid.box, grid.order)]
    return _take_plain(left, drawing, found, page)


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
    return len({cell.col for cell in filled}) > 1


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

