"""Forms that are workbooks: their tables, and figures written into their cells with formats and formulas kept."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from math import ceil
from pathlib import Path
from typing import Any

from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from pipelines.errors import PublishError
from pipelines.serve.fill.decide import Decision
from pipelines.serve.fill.meaning import Sheet
from pipelines.serve.fill.report import LEFT, SOURCES, left_rows, safe, source_of, source_rows

_WIDTHS = (14, 30, 30, 9, 34, 60, 20)  # of the columns of the two sheets behind the form
_WIDTH = 8.43  # of a column that has none
_LINE = 15.0  # points
_HIGHEST = 400.0  # the highest row that a workbook may have is 409 points
MOST = 20_000  # cells of a sheet that a form may have
_AUTHOR = "台账 taizhang"


class Workbook:
    """A form of a .xlsx file."""

    def __init__(self, path: Path) -> None:
        import openpyxl

        try:
            self.book = openpyxl.load_workbook(path)
        except Exception as error:  # a damaged file raises errors of many kinds
            raise PublishError(f"{path} cannot be opened as a workbook: {error}") from None
        self._shown = [sheet for sheet in self.book.worksheets if sheet.sheet_state == "visible"]

    def sheets(self) -> list[Sheet]:
        """The tables of the visible sheets; rows of one cell above a table are its title and unit line."""
        return [_read(sheet) for sheet in self._shown]

    def write(self, decisions: Sequence[Decision], target: Path) -> None:
        """Write the figures with their sources as comments, and two sheets: where each comes from, what stays empty."""
        from openpyxl.comments import Comment

        for decision in decisions:
            if not decision.given:
                continue
            title, _, address = decision.asked.locator.rpartition("!")
            cell = self.book[title][address]
            cell.value = decision.value if decision.value is not None else safe(decision.text)
            if decision.text:
                _wrap(cell)
                _make_room(self.book[title], cell)
            cell.comment = Comment(source_of(decision), _AUTHOR, width=420, height=160)
        self._annex(SOURCES, source_rows(decisions))
        self._annex(LEFT, left_rows(decisions))
        self.book.save(target)

    def _annex(self, title: str, rows: list[list[Any]]) -> None:
        if title in self.book.sheetnames:
            del self.book[title]
        sheet = self.book.create_sheet(title)
        for row in rows:
            sheet.append(row)
        for column, width in zip("ABCDEFG", _WIDTHS, strict=True):
            sheet.column_dimensions[column].width = width
        for row in sheet.iter_rows():
            for cell in row:
                _wrap(cell)
                _make_room(sheet, cell)
        for cell in sheet[1]:
            cell.font = Font(bold=True)
        sheet.freeze_panes = "A2"
        sheet.print_title_rows = "1:1"
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _wrap(cell: Any) -> None:
    """Let a cell's words run over several lines, all else of its alignment kept."""
    wrapped = copy(cell.alignment)
    wrapped.wrap_text = True
    wrapped.vertical = wrapped.vertical or "top"
    cell.alignment = wrapped


def _make_room(sheet: Any, cell: Any) -> None:
    """Make a row as high as a cell's words need, where no height was set for it by hand, and never lower than it is."""
    if cell.value is None:
        return
    span = next((s for s in sheet.merged_cells.ranges if cell.coordinate in s), None)
    first, last = (span.min_col, span.max_col) if span else (cell.column, cell.column)
    width = sum(sheet.column_dimensions[get_column_letter(c)].width or _WIDTH for c in range(first, last + 1))
    needed = lines_needed(str(cell.value), width) * _LINE
    row = sheet.row_dimensions[cell.row]
    if needed > _LINE and needed > (row.height or 0) * (span.size["rows"] if span else 1):
        row.height = min(needed, _HIGHEST)


def lines_needed(words: str, width: float) -> int:
    """How many lines words take in a column so many digits wide; a Chinese character is a little over two digits wide.

    >>> lines_needed("完成居家适老化改造", 10), lines_needed("12", 10)
    (3, 1)
    """
    wide = [sum(2.2 if ord(letter) > 0x2E7F else 1 for letter in line) for line in words.split("\n")]
    return sum(max(1, ceil(line / max(1.0, width - 1))) for line in wide)


def _read(sheet: Any) -> Sheet:
    found = Sheet()
    if sheet.max_row * sheet.max_column > MOST:
        raise PublishError(
            f"sheet {sheet.title} has {sheet.max_row} × {sheet.max_column} cells; a form has at most {MOST:,}"
        )
    for span in sheet.merged_cells.ranges:
        place = (span.min_row - 1, span.min_col - 1)
        found.spans[place] = (span.max_row - span.min_row + 1, span.max_col - span.min_col + 1)
        found.covered |= {
            (r - 1, c - 1) for r in range(span.min_row, span.max_row + 1) for c in range(span.min_col, span.max_col + 1)
        }
        found.covered.discard(place)
    for row in sheet.iter_rows():
        for cell in row:
            place = (cell.row - 1, cell.column - 1)
            found.locators[place] = f"{sheet.title}!{cell.coordinate}"
            value = cell.value
            if isinstance(value, str) and value.startswith("="):
                found.fixed.add(place)
            elif value is not None:
                found.cells[place] = str(value)
    _lift(found)
    return found


def _lift(sheet: Sheet) -> None:
    """Rows of one cell on top are the title and the unit line, which stand above the table."""
    rows = sorted({row for row, _ in sheet.locators})
    for row in rows:
        filled = [place for place in sheet.cells if place[0] == row and sheet.cells[place].strip()]
        if len(filled) > 1:
            break
        sheet.lines += [sheet.cells[place] for place in filled]
        for place in [p for p in sheet.locators if p[0] == row]:
            del sheet.locators[place]
            sheet.cells.pop(place, None)
