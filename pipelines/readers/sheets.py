"""Sheets (.xlsx, .xlsm, .xls, .ods, .et that is one): every sheet that is shown as tables, values as they are shown."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

import openpyxl
import python_calamine

from pipelines.readers.grid import MOST_CELLS, Grid, TooManyCells
from pipelines.readers.medium import MediumError, Reading
from pipelines.readers.package import Package
from pipelines.readers.sheet_values import shown
from pipelines.readers.writer import Writer

_OPEN_XML = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_OLD = "application/vnd.ms-excel"
_ODS = "application/vnd.oasis.opendocument.spreadsheet"
_MOST_SHEETS = 200
_LARGEST = 60_000_000  # bytes of one sheet's XML; 400,000 cells take less
_NOTE = re.compile(r"^(?:注|备注|说明|附注|资料来源|数据来源)\s*\d{0,2}\s*[：:]")

Row = list[tuple[int, str]]  # (0-based column, what is shown)
Span = tuple[int, int, int, int]  # first row, first column, last row, last column


def read(data: bytes, name: str) -> Reading:
    """The tables of a workbook; raises MediumError."""
    writer = Writer()
    warnings: list[str] = []
    if data.startswith(b"PK\x03\x04") and _is_open_xml(data):
        media_type, sheets = _OPEN_XML, _open_xml(data, warnings)
    else:
        media_type, sheets = (_ODS if data.startswith(b"PK") else _OLD), _others(data, warnings)
    try:
        for title, rows, spans in sheets:
            write_sheet(writer, title, rows, spans)
    except TooManyCells as error:
        raise MediumError(str(error)) from error
    text, tables, places = writer.done()
    if not text.strip():
        raise MediumError("the workbook's sheets are empty, or hidden")
    return Reading(text, media_type, tables, places=places, warnings=tuple(warnings))


def _is_open_xml(data: bytes) -> bool:
    try:
        return "xl/workbook.xml" in zipfile.ZipFile(io.BytesIO(data)).namelist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return True  # Package says what is wrong


def _open_xml(data: bytes, warnings: list[str]) -> Iterator[tuple[str, list[Row], list[Span]]]:
    package = Package(data, "workbook")
    formulas = _checked(package)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
    except Exception as error:  # openpyxl raises whatever a damaged part leads to
        raise MediumError(f"damaged workbook: {type(error).__name__}: {error}; save it again") from error
    hidden = [sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"]
    if hidden:
        warnings.append(f"hidden sheets, not read: {'、'.join(hidden)}")
    if formulas:
        warnings.append(f"{formulas:,} formulas, read with the results that were stored with them")
    for sheet in book.worksheets[:_MOST_SHEETS]:
        if sheet.sheet_state != "visible":
            continue
        rows = _rows(sheet)
        spans = [(s.min_row - 1, s.min_col - 1, s.max_row - 1, s.max_col - 1) for s in sheet.merged_cells.ranges]
        yield sheet.title, rows, spans


def _rows(sheet: Any) -> list[Row]:
    """The values of a sheet by row, as far as there are any: going through its whole area would make every place of it."""
    filled = sorted((place, cell) for place, cell in sheet._cells.items() if cell.value is not None)
    last = filled[-1][0][0] if filled else 0
    if last > MOST_CELLS:
        raise MediumError(
            f"sheet {sheet.title} has a value in row {last:,}; keep the rows of the report and save again"
        )
    rows: list[Row] = [[] for _ in range(last)]
    for (row, column), cell in filled:
        rows[row - 1].append((column - 1, shown(cell.value, cell.number_format)))
    return rows


def _checked(package: Package) -> int:
    """How many formulas there are; raises MediumError for sheets that no report has."""
    formulas = cells = 0
    for name in sorted(package.names):
        if not re.fullmatch(r"xl/worksheets/[^/]+\.xml", name):
            continue
        source = package.read(name)
        if b"<!DOCTYPE" in source[:2000] or b"<!ENTITY" in source[:2000]:
            raise MediumError(f"workbook: {name} declares entities, which no office file does; it is not read")
        formulas += len(re.findall(rb"<(?:\w+:)?f[ >/]", source))
        cells += source.count(b"<c ") + source.count(b"<c>")
        if len(source) > _LARGEST or cells > MOST_CELLS:
            raise MediumError(
                f"more than {MOST_CELLS:,} cells in the workbook; keep the sheets of the report and save again"
            )
        _bounded_merges(source, name)
    return formulas


def _bounded_merges(source: bytes, name: str) -> None:
    """Refuse merged cells over whole sheets in numbers: each of their places would be made."""
    area = 0
    for first, last in re.findall(rb'<(?:\w+:)?mergeCell [^>]*ref="[A-Z]{1,3}(\d{1,7}):[A-Z]{1,3}(\d{1,7})"', source):
        area += abs(int(last) - int(first)) + 1
        if area > MOST_CELLS:
            raise MediumError(f"workbook: {name} merges {area:,} rows of cells; no table does")


def _others(data: bytes, warnings: list[str]) -> Iterator[tuple[str, list[Row], list[Span]]]:
    """Old workbooks and OpenDocument sheets, whose number formats are not told: a share may come as 0.045."""
    if data.startswith(b"PK"):
        Package(data, "workbook").read("content.xml")
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    except Exception as error:
        raise MediumError(
            f"no workbook that can be read: {str(error) or type(error).__name__}; save it as .xlsx"
        ) from error
    warnings.append("formats of numbers are not known in this kind of workbook: a share may stand as 0.045 for 4.5%")
    for meta in book.sheets_metadata[:_MOST_SHEETS]:
        if "Visible" not in str(meta.visible):
            warnings.append(f"hidden sheets, not read: {meta.name}")
            continue
        if "WorkSheet" not in str(meta.typ):
            continue
        yield meta.name, *_calamine_sheet(book, meta.name)


def _calamine_sheet(book: Any, name: str) -> tuple[list[Row], list[Span]]:
    try:
        sheet = book.get_sheet_by_name(name)
        height, width = sheet.total_height, sheet.total_width
        if height * max(1, width) > 4 * MOST_CELLS:
            raise MediumError(
                f"sheet {name} has {height:,} × {width:,} places; keep the rows of the report and save again"
            )
        rows = [
            [(col, shown(value, "General")) for col, value in enumerate(row) if value not in ("", None)]
            for row in sheet.to_python(skip_empty_area=False)
        ]
        spans = [(a[0], a[1], b[0], b[1]) for a, b in sheet.merged_cell_ranges or ()]
    except MediumError:
        raise
    except Exception as error:
        raise MediumError(f"sheet {name} cannot be read: {error}; save the workbook as .xlsx") from error
    return rows, spans


def write_sheet(writer: Writer, title: str, rows: Sequence[Row], spans: Sequence[Span]) -> None:
    """A sheet as one table or several, parted by empty rows and a lone title; notes below become lines."""
    own = {(top, left): (bottom, right) for top, left, bottom, right in spans}
    named = "" if re.fullmatch(r"(?i)(?:sheet|工作表|表)\s*\d*", title.strip()) else title.strip()
    for first, last in _parts(rows):
        while last > first and _is_note(rows[last - 1]):
            last -= 1
        grid = Grid()
        for number in range(first, last):
            for col, text in rows[number]:
                if not text:
                    continue
                bottom, right = own.get((number, col), (number, col))
                bottom = min(bottom, last - 1)
                cell = grid.put(number - first, col, text, bottom - number + 1, right - col + 1)
                cell.locator = f"{title}!{_letters(col)}{number + 1}"
        _fill(grid)
        writer.table(grid, named)
        for number in range(last, len(rows)):
            if not _is_note(rows[number]):
                break
            for col, text in rows[number]:
                writer.line(text, f"{title}!{_letters(col)}{number + 1}")


def _fill(grid: Grid) -> None:
    """Empty cells where nothing stands, so that every row has all its columns."""
    taken = {
        (row, col)
        for cell in grid.cells
        for row in range(cell.row, cell.row + cell.row_span)
        for col in range(cell.col, cell.col + cell.col_span)
    }
    cols = sorted({cell.col for cell in grid.cells})
    rows = sorted({cell.row for cell in grid.cells})
    for row in rows:
        for col in cols:
            if (row, col) not in taken:
                grid.put(row, col, "")


def _parts(rows: Sequence[Row]) -> list[tuple[int, int]]:
    """(first, after last) of each table: a new one begins below an empty row with a title or unit line of its own."""
    filled = [number for number, row in enumerate(rows) if any(text for _, text in row)]
    parts: list[list[int]] = []
    for number in filled:
        lone = sum(bool(text) for _, text in rows[number]) == 1
        gap = parts and number > parts[-1][1] and lone and parts[-1][1] - parts[-1][0] > 1
        if not parts or (gap and not _is_note(rows[number])):
            parts.append([number, number + 1])
        elif not (number > parts[-1][1] and _is_note(rows[number])):
            parts[-1][1] = number + 1
    return [(first, last) for first, last in parts]


def _is_note(row: Row) -> bool:
    filled = [text for _, text in row if text]
    return len(filled) == 1 and bool(_NOTE.match(filled[0]))


def _letters(col: int) -> str:
    """The letters of a 0-based column.

    >>> _letters(0), _letters(27)
    ('A', 'AB')
    """
    letters = ""
    col += 1
    while col:
        col, rest = divmod(col - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
