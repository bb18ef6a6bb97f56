"""The text that a reader makes: paragraphs on lines, tables as rows of cells behind tabs, each with its offsets."""

from __future__ import annotations

import re

from pipelines.documents.model import Cell, Place, Table
from pipelines.extract.tables.find import _caption as caption_in
from pipelines.extract.tables.kinds import classify
from pipelines.extract.tables.lines import is_caption, split_lines, unit_of_line
from pipelines.readers.glued import unglued
from pipelines.readers.grid import Grid, GridCell

_BREAKS = re.compile(r"[ \t\u00a0\u3000]*[\r\n\t\v\f]+[ \t\u00a0\u3000]*")
_NEAR = 12  # lines above a table that are looked at for its caption


class Writer:
    """Collects the text of a document; what was put first stands first.

    >>> writer, grid = Writer(), Grid()
    >>> for row, words in enumerate((("指标", "数量"), ("产量", "9"))):
    ...     for word in words: _ = grid.add(row, word)
    >>> writer.line("表1 概况"); writer.table(grid)
    >>> text, tables, places = writer.done()
    >>> text, tables[0].caption, places[-1].locator
    ('表1 概况\\n\\n指标\\t数量\\n产量\\t9\\n\\n', '表1 概况', 'table 1 row 2 col 2')
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._tables: list[tuple[int, int, tuple[Cell, ...], str]] = []
        self._places: list[Place] = []
        self._lines = 0  # paragraphs so far

    @property
    def count(self) -> int:
        """How many tables there are so far."""
        return len(self._tables)

    def line(self, words: str, locator: str = "") -> None:
        """A paragraph on a line of its own; without a place of its own its place is its number."""
        words = words.strip()
        if not words:
            return
        self._lines += not locator
        locator = locator or f"paragraph {self._lines}"
        self._places.append(Place(self._length, self._length + len(words), locator))
        self._put(words + "\n")

    def gap(self) -> None:
        """An empty line, one at most."""
        if self._parts and not self._parts[-1].endswith("\n\n") and self._parts[-1] != "\n":
            self._put("\n")

    def table(self, grid: Grid, caption: str = "") -> None:
        """A table; lone cells on its top that are a caption or a unit line become lines above it."""
        number = self.count + 1
        named = any(cell.locator for cell in grid.cells)
        for cell in grid.cells:
            cell.locator = cell.locator or f"table {number} row {cell.row + 1} col {cell.col + 1}"
        grid = unglued(grid)
        for cell in grid.cells:
            cell.text = one_line(cell.text)
        rows = list(grid.trimmed().rows())
        lifted, rows = _lifted(rows)
        for words, locator in lifted:
            self.line(words, locator)
            caption = caption or ("" if unit_of_line(words) is not None else words)
        if len(rows) < 2 or max((len(row) for row in rows), default=0) < 2:
            for row in rows:  # no table, so none of its number
                for cell in row:
                    self.line(cell.text, cell.locator if named else "")
            return
        self.gap()
        start, cells = self._length, []
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                self._put("\t" * (place > 0))
                cells.append(self._cell(cell, number))
            self._put("\n")
        end = max(cell.end for cell in cells)
        self._tables.append((start, end, tuple(cells), caption))
        self._put("\n")

    def _cell(self, cell: GridCell, row: int) -> Cell:
        start = self._length
        self._put(cell.text)
        if cell.text:
            self._places.append(Place(start, self._length, cell.locator))
        return Cell(row, cell.col, start, self._length, cell.text, cell.header, cell.row_span, cell.col_span)

    def _put(self, words: str) -> None:
        if words:
            self._parts.append(words)
            self._length += len(words)

    def done(self) -> tuple[str, list[Table], list[Place]]:
        """The text, its tables with captions and kinds, and the places."""
        text = "".join(self._parts)
        tables: list[Table] = []
        for start, end, cells, caption in self._tables:
            after = tables[-1].end if tables else 0
            begin, above = caption_above(text, start, after)
            table = Table(len(tables) + 1, min(begin, start), end, above or caption, None, cells)
            tables.append(Table(table.number, table.start, end, table.caption, None, cells, classify(table)))
        return text, tables, self._places


def one_line(words: str) -> str:
    """A cell's words on one line: breaks between Han characters go, others become a blank.

    >>> one_line("  规模以上\\n工业 "), one_line("GDP\\n(亿元)")
    ('规模以上工业', 'GDP (亿元)')
    """
    return _BREAKS.sub(lambda m: _joint(words, m.start(), m.end()), words.strip(" \t\r\n\u00a0\u3000")).strip()


def _joint(words: str, start: int, end: int) -> str:
    stripped = words.strip(" \t\r\n\u00a0\u3000")
    before, after = stripped[start - 1 : start], stripped[end : end + 1]
    return "" if before > "\u2e80" or after > "\u2e80" else " "


def _lifted(rows: list[list[GridCell]]) -> tuple[list[tuple[str, str]], list[list[GridCell]]]:
    """(lines, rows): the captions and unit lines that stand in the first rows, and the rows below them."""
    lines: list[tuple[str, str]] = []
    width = max((cell.col + cell.col_span for row in rows for cell in row), default=0)
    while len(rows) > 1:
        filled = [cell for cell in rows[0] if cell.text]
        if filled and not _stands_above(rows[0], filled, width):
            break
        lines += [(cell.text, cell.locator) for cell in filled]
        rows = rows[1:]
    return lines, rows


def _stands_above(row: list[GridCell], filled: list[GridCell], width: int) -> bool:
    """Whether a first row is a caption or a unit line, and none of the table's own; `filled` are its cells with words."""
    first = filled[0]
    if any(cell.row_span > 1 for cell in filled):
        return False
    lone = len(filled) == 1 and (len(row) > 1 or first.col_span >= width) and width > 1
    if lone and (is_caption(first.text) or len(first.text) > 4):
        return True
    units = [unit_of_line(cell.text) is not None for cell in filled]
    said = all(unit or is_caption(cell.text) for unit, cell in zip(units, filled, strict=True))
    return said and any(units) and len(filled) < 3


def caption_above(text: str, start: int, after: int) -> tuple[int, str]:
    """(where caption and unit line begin, the caption) above a table that begins at `start`."""
    begin = start
    for _ in range(_NEAR):
        if begin <= after:
            break
        begin = text.rfind("\n", after, begin - 1) + 1 if begin > 1 else 0
        begin = max(begin, after)
    lines = list(split_lines(text[begin:start] + "\n"))
    index = next((n for n, line in enumerate(lines) if line.first >= start - begin), len(lines))
    found, caption = caption_in(lines, index, 0)
    return (start if found is None else begin + found), caption
