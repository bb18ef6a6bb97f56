"""A table as it stands on a page: cells with their place in the grid and their printed lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pipelines.documents.headings import ends_sentence, read_mark
from pipelines.readers.pdf.content import Printed, printed
from pipelines.readers.pdf.lines import Piece, line_of, piece_of, rows_of
from pipelines.readers.pdf.page import Box, Char

_ITEM = re.compile(r"[0-9０-９]{1,2}[.．、)）](?![0-9])|[（(][0-9一二三四五六七八九十]{1,2}[)）]|[①-⑳]|[●■◆•○]")

_NAME = re.compile(r"[^，,。；;：:！？、\d][^，,。；;：:！？]{2,28}[：:]")


@dataclass(slots=True)
class GridCell:
    """A cell; `left` and `right` are the edges between which its words are set."""

    row: int
    col: int
    row_span: int = 1
    col_span: int = 1
    lines: list[Printed] = field(default_factory=list)
    left: float = 0.0
    right: float = 0.0

    @property
    def text(self) -> str:
        """The cell's words as they will stand in the text, paragraphs on lines of their own."""
        return "\n".join("".join(line.text for line in part) for part in self.paragraphs())

    def paragraphs(self) -> list[list[Printed]]:
        """The cell's lines by paragraph.

        A line begins a paragraph when the one above ended a sentence and left room, or when a list's item begins, or
        after a sentence something that is named before a colon.
        """
        parts: list[list[Printed]] = []
        room = max(self.right - self.left, max((line.x1 - line.x0 for line in self.lines), default=0.0))
        for index, line in enumerate(self.lines):
            last = parts[-1][-1] if parts else None
            if last is not None:
                free = room - (last.x1 - last.x0)
                ended = ends_sentence(last.text)
                item = bool(_ITEM.match(line.text) or read_mark(line.text)) and len(line.text) > 4
                begins = free > 3.2 * last.size and (ended or item) or (ended and item and free > 1.2 * last.size)
                begins = begins or (ended and len(self.lines) > 2 and self._named(index))
                indented = ended and line.x0 - min(other.x0 for other in self.lines) > 1.4 * line.size
                if not begins and not (indented and len(self.lines) > 3):
                    parts[-1].append(line)
                    continue
            parts.append([line])
        return parts

    def _named(self, index: int) -> bool:
        """Whether a line, with the next one where it is short, begins with a name and a colon."""
        return bool(_NAME.match("".join(line.text for line in self.lines[index : index + 3])[:32]))


@dataclass(slots=True)
class Grid:
    """A table, or the part of one that stands on one page or in one column.

    `edges` are the x of the columns' borders (one more than columns); `how` says what it was read from: ruled, half
    (some rules), plain (none). `header` is the number of header rows where something on the page says it.
    """

    page: int
    box: Box
    edges: list[float]
    cells: list[GridCell]
    rows: int
    how: str
    header: int | None = None
    order: int = 0

    @property
    def cols(self) -> int:
        return len(self.edges) - 1

    def words(self) -> list[list[str]]:
        """The text of every row by column; a merged cell's stands at its first row and column."""
        words = [[""] * self.cols for _ in range(self.rows)]
        for cell in self.cells:
            words[cell.row][cell.col] = cell.text
        return words

    def row_cells(self, row: int) -> list[GridCell]:
        return sorted((cell for cell in self.cells if cell.row == row), key=lambda cell: cell.col)


def cut_pieces(pieces: Iterable[Piece], edges: Sequence[float]) -> list[tuple[int, Piece]]:
    """Pieces cut at the borders of columns, each with its column: a character is where its middle is.

    `edges` are the borders from left to right; what is left of the first belongs to the first column, and so on.
    """
    cut: list[tuple[int, Piece]] = []
    for piece in pieces:
        run: list[Char] = []
        column = -1
        begin = 0
        for index, char in enumerate(piece.chars):
            middle = (char.x0 + char.x1) / 2
            at = 0
            while at < len(edges) - 2 and middle >= edges[at + 1]:
                at += 1
            if at != column and run:
                part = piece_of(run, piece.order + begin)
                if part is not None:
                    cut.append((column, part))
                run, begin = [], index
            column = at
            run.append(char)
        part = piece_of(run, piece.order + begin) if run else None
        if part is not None:
            cut.append((column, part))
    return cut


def cell_lines(pieces: Sequence[Piece], page: int) -> list[Printed]:
    """The printed lines of a cell's pieces from the top down."""
    return [printed(line_of(row, page)) for row in rows_of(pieces)]
