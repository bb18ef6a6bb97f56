"""What every sheet has: a heading that stays in view, filters, and pages that print."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pipelines.serve.workbook.styles import Styles

MOST_ROWS = 1_048_576  # of a worksheet
A4 = 9
LINE = 14.0  # points
MOST_LINES = 12


class Layout:
    """A sheet in the making: fill `headings` (column → text), call `finish`, then write the rows in order.

    Sheets are written row by row and not kept in memory, so the heading must be complete before the first row.
    """

    def __init__(self, sheet: Any, styles: Styles, *, head_rows: int = 1, labels: int = 1) -> None:
        self.sheet = sheet
        self.styles = styles
        self.head_rows = head_rows
        self.labels = labels  # columns on the left that stay in view
        self.headings: dict[int, str] = {}

    def finish(self, rows: int, columns: int, paper: int = 0) -> None:
        """Write the headings; freeze, filter and print settings for `rows` rows of `columns` columns.

        `paper` is how many of the columns are printed, if not all.
        """
        last = self.head_rows - 1
        for column, text in sorted(self.headings.items()):
            self.sheet.write_string(last, column, text, self.styles.head())
        self.sheet.freeze_panes(self.head_rows, self.labels)
        self.sheet.autofilter(last, 0, last + max(rows, 1), columns - 1)
        self.sheet.repeat_rows(0, last)
        self.sheet.print_area(0, 0, last + max(rows, 1), (paper or columns) - 1)
        print_settings(self.sheet)

    def fit(self, row: int, texts: Iterable[tuple[Any, float]]) -> None:
        """Make a row as high as its longest text in its column's width; to be called before the row is written.

        Programs that open the file do not measure wrapped text by themselves.
        """
        lines = max((lines_of(text, width) for text, width in texts if isinstance(text, str)), default=1)
        if lines > 1:
            self.sheet.set_row(row, min(lines, MOST_LINES) * LINE + 2)


def lines_of(text: str, width: float) -> int:
    """Lines that a text takes in a column of so many figures' width; a Chinese character is as wide as two figures.

    >>> lines_of("一二三四五六", 10), lines_of("123", 10)
    (2, 1)
    """
    return sum(
        max(1, -(-sum(10 if sign < "\u2e80" else 21 for sign in line) // int(width * 10))) for line in text.split("\n")
    )


def print_settings(sheet: Any) -> None:
    """A4 across, as wide as the sheet, numbered pages."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.set_header("&L台账&C&A")
    sheet.set_footer("&R第 &P 页，共 &N 页")
    sheet.hide_gridlines(2)
