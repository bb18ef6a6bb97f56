"""Forms that are Word files: the same as workbooks, with the sources in a table behind the form."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pipelines.errors import PublishError
from pipelines.serve.fill.decide import Decision
from pipelines.serve.fill.meaning import Sheet
from pipelines.serve.fill.report import LEFT, SOURCES, left_rows, source_rows


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
            table = self.document.add_table(rows=0, cols=len(rows[0]))
            for row in rows:
                for cell, words in zip(table.add_row().cells, row, strict=True):
                    cell.text = "" if words is None else str(words)
        self.document.save(str(target))
