"""Forms that are Word files: the same as workbooks, with the sources in a table behind the form."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipelines.errors import PublishError
from pipelines.serve.fill.decide import Decision
from pipelines.serve.fill.meaning import Sheet
from pipelines.serve.fill.report import LEFT, SOURCES, left_rows, source_rows
from pipelines.serve.ledger.figures import plain
from pipelines.serve.spot import in_words

_SHARES = (0.12, 0.16, 0.14, 0.07, 0.18, 0.19, 0.14)  # of the page's width, for the columns behind the form
_SMALL = 8  # points


class WordForm:
    """A form of a .docx file."""

    def __init__(self, path: Path) -> None:
        import docx

        try:
            self.document = docx.Document(str(path))
        except Exception as error:  # a damaged file raises errors of many kinds
            raise PublishError(f"{path} cannot be opened as a Word file: {error}") from None
        self._cells: dict[str, Any] = {}

    def sheets(self) -> list[Sheet]:
        """The tables with the paragraphs between them."""
        from docx.table import Table
        from docx.text.paragraph import Paragraph

        found: list[Sheet] = []
        lines: list[str] = []
        for element in self.document.element.body.iterchildren():
            if element.tag.endswith("}p"):
                lines.append(Paragraph(element, self.document).text)
            elif element.tag.endswith("}tbl"):
                found.append(self._read(Table(element, self.document), len(found) + 1, lines))
                lines = []
        return found

    def _read(self, table: Any, number: int, lines: list[str]) -> Sheet:
        sheet = Sheet(lines=[line for line in lines if line.strip()])
        seen: dict[Any, tuple[int, int]] = {}
        for r, row in enumerate(table.rows):
            for c, cell in enumerate(row.cells):
                first = seen.setdefault(cell._tc, (r, c))
                locator = f"table {number} row {r + 1} col {c + 1}"
                sheet.locators[r, c] = locator
                if first != (r, c):
                    sheet.covered.add((r, c))
                    sheet.spans[first] = (r - first[0] + 1, c - first[1] + 1)
                    continue
                sheet.cells[r, c] = cell.text
                self._cells[locator] = cell
        return sheet

    def write(self, decisions: Sequence[Decision], target: Path) -> None:
        """Write the figures into their cells, in the format of the cell's first paragraph, and the sources behind the form."""
        for decision in decisions:
            if decision.given:
                paragraph = self._cells[decision.asked.locator].paragraphs[0]
                if paragraph.runs:
                    paragraph.runs[0].text = decision.given
                else:
                    paragraph.add_run(decision.given)
        for title, rows in ((SOURCES, source_rows(decisions)), (LEFT, left_rows(decisions))):
            self.document.add_paragraph(title)
            self._annex(rows)
        self.document.save(str(target))

    def _annex(self, rows: list[list[Any]]) -> None:
        """A table with lines, its columns as wide as what stands in them needs, in small letters."""
        from docx.shared import Pt

        table = self.document.add_table(rows=0, cols=len(rows[0]))
        table.autofit = False
        _line(table)
        section = self.document.sections[-1]
        room = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
        for column, share in zip(table.columns, _SHARES, strict=True):
            column.width = int(room * share)
        for number, row in enumerate(rows):
            for cell, words, share in zip(table.add_row().cells, row, _SHARES, strict=True):
                cell.width = int(room * share)
                text = plain(words) if isinstance(words, Decimal) else "" if words is None else str(words)
                cell.paragraphs[0].paragraph_format.space_after = Pt(0)
                run = cell.paragraphs[0].add_run(in_words(text))
                run.font.size = Pt(_SMALL)
                run.bold = number == 0


def _line(table: Any) -> None:
    """Lines around every cell, whatever styles the form has."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        line.set(qn("w:val"), "single")
        line.set(qn("w:sz"), "4")
        borders.append(line)
    table._tbl.tblPr.append(borders)
