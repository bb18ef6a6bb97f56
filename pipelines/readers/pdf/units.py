"""What stands in the reading order as one thing, and how it is written: tables and boxed panels."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field

from pipelines.documents.headings import is_box
from pipelines.documents.model import Cell, Table
from pipelines.extract.tables.find import _caption as caption_above
from pipelines.extract.tables.grid import _header_count as header_count
from pipelines.extract.tables.kinds import classify
from pipelines.extract.tables.lines import is_caption, split_lines, unit_of_line
from pipelines.readers.pdf.blocks import read_blocks
from pipelines.readers.pdf.cells import Grid, GridCell
from pipelines.readers.pdf.content import Content, Printed, Run
from pipelines.readers.pdf.layout import Writer, joins_with_blank


@dataclass(slots=True)
class Panel:
    """A frame around running text (专栏); `parts` are its lines, one run for each frame that it goes on over."""

    parts: list[Run]
    page: int
    top: float
    bottom: float
    left: float
    right: float

    def titled(self) -> bool:
        """Whether the frame begins with a panel's title."""
        return bool(self.parts[0].lines) and is_box(self.parts[0].lines[0].text.strip())

    def write(self, writer: Writer) -> None:
        """The title behind a tab, then the paragraphs with an empty line between them and two after the last."""
        contents = [Content(part.lines[0].page, 0, 0, 0, [part]) for part in self.parts if part.lines]
        writer.put("\n")
        for index, block in enumerate(read_blocks(contents)):
            if index:
                writer.put("\n")
            elif self.titled():
                writer.put("\t")
            writer.lines(block.lines)
            writer.put("\n")
        writer.put("\n\n")


@dataclass(slots=True)
class TableUnit:
    """A table of one or more parts, each on its page; after writing, `cells` have offsets."""

    parts: list[Grid]
    start: int = 0
    end: int = 0
    cells: list[Cell] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)

    def rows(self) -> list[tuple[int, list[GridCell]]]:
        """(number, cells) of every row over all parts; a cell with row -1 stands for one that goes on from above."""
        rows: list[tuple[int, list[GridCell]]] = []
        for part in self.parts:
            tall = [cell for cell in part.cells if cell.row_span > 1]
            begin = len(rows)
            for r in range(part.rows):
                covered = [GridCell(-1, cell.col) for cell in tall if cell.row < r < cell.row + cell.row_span]
                rows.append((begin + r, sorted([*part.row_cells(r), *covered], key=lambda cell: cell.col)))
        return rows

    def is_row(self) -> bool:
        """Whether it is no table after all: but one row in a frame, or what might have been another table's end."""
        return sum(part.rows for part in self.parts) < 2 or self.parts[0].how == "loose"

    def lines(self) -> list[Printed]:
        """Its cells as running lines, those side by side as one."""
        lines = sorted(
            (line for part in self.parts for cell in part.cells for line in cell.lines),
            key=lambda line: (line.base, line.x0),
        )
        joined: list[Printed] = []
        for line in lines:
            last = joined[-1] if joined else None
            if last is not None and abs(last.base - line.base) < 0.3 * line.size and line.x0 >= last.x1 - 1:
                xs = last.xs + array("f", (last.x1, line.x0)) + line.xs
                top, bottom = min(last.top, line.top), max(last.bottom, line.bottom)
                joined[-1] = Printed(last.page, f"{last.text} {line.text}", xs, top, bottom, last.base, last.size)
            else:
                joined.append(line)
        return joined

    def words(self) -> list[list[str]]:
        """The text of every row by column."""
        return [row for part in self.parts for row in part.words()]

    def header_rows(self) -> int:
        """How many rows are heads: what the page says, else up to the first row with a value."""
        first = self.parts[0]
        if first.header is not None:
            return min(first.header, max(0, first.rows))
        merged = max(
            (cell.row + cell.row_span for cell in first.cells if cell.row == 0 and cell.row_span < first.rows),
            default=1,
        )
        words = self.words()
        count = header_count(words)
        return max(count, merged) if count and merged <= 4 else count

    def write(self, writer: Writer) -> None:
        """The table in the layout of our texts: a cell on each line behind a tab, an empty line between two rows."""
        header = self.header_rows()
        writer.put("\n")
        self.start = writer.length
        for number, cells in self.rows():
            if number:
                writer.put("\n")
            for cell in cells:
                if cell.row < 0:
                    writer.put("\t\n")
                else:
                    self._write_cell(writer, cell, number, number < header)
        writer.put("\n\n")

    def _write_cell(self, writer: Writer, cell: GridCell, row: int, header: bool) -> None:
        writer.put("\t")
        start, text = writer.length, []
        for index, lines in enumerate(cell.paragraphs()):
            if index:
                writer.put("\n")
                text.append("\n")
            writer.lines(lines)
            for k, line in enumerate(lines):
                text.append(" " if k and joins_with_blank(lines[k - 1].text, line.text) else "")
                text.append(line.text)
        self.end = writer.length
        self.cells.append(Cell(row, cell.col, start, self.end, "".join(text), header, cell.row_span, cell.col_span))
        writer.put("\n")


def finish_tables(text: str, units: list[TableUnit]) -> list[Table]:
    """The tables with caption and kind, in the order of the text."""
    lines = list(split_lines(text))
    at_start = {line.start: n for n, line in enumerate(lines)}
    tables: list[Table] = []
    for unit in units:
        first = unit.cells[0]
        printed = next((cell for cell in unit.cells if cell.text), first)
        line = at_start.get(printed.start)
        begin, caption = caption_above(lines, line, tables[-1].end if tables else 0) if line is not None else (None, "")
        start = min(begin if begin is not None else first.start, first.start)
        table = Table(len(tables) + 1, start, unit.end, caption, None, tuple(unit.cells))
        tables.append(Table(table.number, start, unit.end, caption, None, table.cells, classify(table)))
    return tables


def is_title(text: str) -> bool:
    """Whether a lone cell on top of a grid is the table's caption or unit line."""
    return is_caption(text) or unit_of_line(text) is not None
