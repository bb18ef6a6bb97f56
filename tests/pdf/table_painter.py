"""Tables drawn with plain canvas calls, so that each way of drawing rules and of setting words is exact.

Rules are strokes, thin filled boxes, a box per cell, or none at all.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from .adjacency import TrueCell


@dataclass(frozen=True, slots=True)
class Style:
    """How a table is drawn. `rules`: grid, boxes (a stroked box per cell), wps (thin filled boxes), open (grid without
    the outer sides), columns (header rules and inner column rules), three (three-line), rows (a rule under each row),
    none. `align` is that of numbers."""

    rules: str = "grid"
    size: float = 10
    leading: float = 13
    pad: float = 4
    align: str = "right"
    caption: bool = True
    note: bool = False
    rotate: int = 0
    bottom: float = 80
    repeat: bool = True
    prose: bool = True
    split: bool = False


@dataclass(slots=True)
class Spec:
    """A table to draw: widths of columns, header and body cells; `row_span`, `col_span` merge."""

    widths: list[float]
    header: list[TrueCell]
    body: list[TrueCell]
    style: Style

    @property
    def header_rows(self) -> int:
        return max((c.row + c.row_span for c in self.header), default=0)

    @property
    def rows(self) -> int:
        return max(c.row + c.row_span for c in [*self.header, *self.body])


class Painter:
    """Draws prose and tables down A4 pages."""

    def __init__(self, font: str, rotate: int = 0) -> None:
        self.stream = io.BytesIO()
        self.font = font
        self.width, self.height = 595.0, 842.0
        self.canvas = Canvas(self.stream, pagesize=(595, 842), invariant=1)
        self.rotate = rotate
        self.page = 1
        self.y = 0.0
        self._begin()

    def _begin(self) -> None:
        if self.rotate:
            self.canvas.setPageRotation(self.rotate)
            if self.rotate == 90:
                self.canvas.translate(842, 0)
                self.canvas.rotate(90)
            elif self.rotate == 270:
                self.canvas.translate(0, 595)
                self.canvas.rotate(-90)
            else:
                self.canvas.translate(595, 842)
                self.canvas.rotate(180)
        self.y = 72.0
        self.text(297 - 9, self.height - 40, f"— {self.page} —", 9)

    def next_page(self) -> None:
        self.canvas.showPage()
        self.page += 1
        self._begin()

    def text(self, x: float, y: float, words: str, size: float) -> None:
        """Words with their baseline `y` points below the page's top."""
        self.canvas.setFont(self.font, size)
        self.canvas.drawString(x, self.height - y, words)

    def rule(self, x0: float, y0: float, x1: float, y1: float, as_box: bool = False) -> None:
        if as_box:
            t = 0.48
            self.canvas.rect(x0, self.height - max(y0, y1), max(x1 - x0, t), max(abs(y1 - y0), t), stroke=0, fill=1)
        else:
            self.canvas.setLineWidth(0.6)
            self.canvas.line(x0, self.height - y0, x1, self.height - y1)

    def prose(self, words: str, size: float = 11, indent: bool = True) -> None:
        """A paragraph over the width of the page."""
        left, right = 72.0, 523.0
        x = left + (2 * size if indent else 0)
        line = ""
        for char in words:
            if x + self.measure(line + char, size) > right:
                self.y += size * 1.7
                self.text(x, self.y, line, size)
                x, line = left, ""
            line += char
        self.y += size * 1.7
        self.text(x, self.y, line, size)
        self.y += size * 0.3

    def measure(self, words: str, size: float) -> float:
        return float(stringWidth(words, self.font, size))

    def wrap(self, words: str, width: float, size: float) -> list[str]:
        lines, line = [], ""
        for char in words:
            if line and self.measure(line + char, size) > width:
                lines.append(line)
                line = ""
            line += char
        return [*lines, line]

    def finish(self) -> bytes:
        self.canvas.save()
        return self.stream.getvalue()


def draw_table(painter: Painter, spec: Spec, left: float = 72.0) -> None:
    """The table from the current height on, over as many pages as it takes."""
    style = spec.style
    xs = [left]
    for width in spec.widths:
        xs.append(xs[-1] + width)
    heights = [_row_height(painter, spec, row) for row in range(spec.rows)]
    rows = list(range(spec.rows))
    first = True
    while rows:
        room = painter.height - style.bottom - painter.y
        shown = [] if first or not style.repeat else list(range(spec.header_rows))
        room -= sum(heights[r] for r in shown)
        taken: list[int] = []
        while rows and heights[rows[0]] <= room:
            room -= heights[rows[0]]
            taken.append(rows.pop(0))
        if not taken and first and painter.y > 100:
            painter.next_page()
            continue
        _draw_part(painter, spec, [*shown, *taken], heights, xs, last=not rows, first=first or style.repeat)
        first = False
        if rows:
            painter.next_page()


def _row_height(painter: Painter, spec: Spec, row: int) -> float:
    lines = [len(_lines(painter, spec, c)) for c in [*spec.header, *spec.body] if c.row == row and c.row_span == 1]
    return max(lines, default=1) * spec.style.leading + 2 * spec.style.pad


def _lines(painter: Painter, spec: Spec, cell: TrueCell) -> list[str]:
    width = sum(spec.widths[cell.col : cell.col + cell.col_span]) - 2 * spec.style.pad
    return painter.wrap(cell.text, width, spec.style.size)


def _draw_part(
    painter: Painter,
    spec: Spec,
    rows: Sequence[int],
    heights: Sequence[float],
    xs: Sequence[float],
    last: bool,
    first: bool,
) -> None:
    tops: dict[int, float] = {}
    y = painter.y + 4
    begin = y
    for row in rows:
        tops[row] = y
        y += heights[row]
    end = y
    for cell in [*spec.header, *spec.body]:
        if cell.row not in tops:
            continue
        covered = [r for r in range(cell.row, cell.row + cell.row_span) if r in tops]
        bottom = tops[covered[-1]] + heights[covered[-1]]
        _draw_cell(painter, spec, cell, xs[cell.col], xs[cell.col + cell.col_span], tops[cell.row], bottom)
    _draw_rules(painter, spec, rows, tops, heights, xs, begin, end, last, first)
    painter.y = end + 4


def _draw_cell(painter: Painter, spec: Spec, cell: TrueCell, x0: float, x1: float, top: float, bottom: float) -> None:
    style = spec.style
    lines = _lines(painter, spec, cell)
    y = (top + bottom) / 2 - len(lines) * style.leading / 2 + style.size * 0.9
    header = cell in spec.header
    number = cell.text[:1].isdigit() or cell.text[:1] in "-±"
    for line in lines:
        width = painter.measure(line, style.size)
        align = "center" if header or (len(lines) == 1 and cell.col_span > 1) else (style.align if number else "left")
        x = {"left": x0 + style.pad, "right": x1 - style.pad - width, "center": (x0 + x1 - width) / 2}[align]
        painter.text(x, y, line, style.size)
        y += style.leading


def _draw_rules(
    painter: Painter, spec: Spec, rows: Sequence[int], tops: dict[int, float], heights: Sequence[float],
    xs: Sequence[float], begin: float, end: float, last: bool, first: bool,
) -> None:  # fmt: skip
    style, head = spec.style, spec.header_rows
    kind = style.rules
    if kind == "none":
        return
    head_end = next((tops[r] for r in rows if r >= head), end)
    if kind in ("three", "rows", "columns"):
        painter.rule(xs[0], begin, xs[-1], begin)
        if first and head_end < end:
            painter.rule(xs[0], head_end, xs[-1], head_end)
        if last or kind == "columns":
            painter.rule(xs[0], end, xs[-1], end)
        for cell in spec.header:  # the rule under a head of several columns
            if cell.row in tops and cell.col_span > 1 and cell.row + 1 < head:
                y = tops[cell.row] + heights[cell.row]
                painter.rule(xs[cell.col] + 3, y, xs[cell.col + cell.col_span] - 3, y)
        if kind == "rows":
            for r in rows:
                if r >= head:
                    painter.rule(xs[0], tops[r] + heights[r], xs[-1], tops[r] + heights[r])
        if kind == "columns":
            for c in range(1, len(xs) - 1):
                crossing = [h for h in spec.header if h.col < c < h.col + h.col_span and h.row in tops]
                start = max((tops[h.row] + heights[h.row] for h in crossing), default=begin)
                for r in [b.row for b in spec.body if b.row in tops and b.col < c < b.col + b.col_span]:
                    if tops[r] > start:
                        painter.rule(xs[c], start, xs[c], tops[r])
                    start = tops[r] + heights[r]
                painter.rule(xs[c], start, xs[c], end)
        return
    for cell in _all_cells(spec):
        covered = [r for r in range(cell.row, cell.row + cell.row_span) if r in tops]
        if not covered:
            continue
        x0, x1 = xs[cell.col], xs[cell.col + cell.col_span]
        top, bottom = tops[covered[0]], tops[covered[-1]] + heights[covered[-1]]
        if kind == "boxes":
            painter.canvas.setLineWidth(0.5)
            painter.canvas.rect(x0, painter.height - bottom, x1 - x0, bottom - top)
            continue
        box = kind == "wps"
        painter.rule(x0, top, x1, top, box)
        painter.rule(x0, bottom, x1, bottom, box)
        if kind != "open" or cell.col > 0:
            painter.rule(x0, top, x0, bottom, box)
        if kind != "open" or x1 < xs[-1] - 1:
            painter.rule(x1, top, x1, bottom, box)


def _all_cells(spec: Spec) -> Iterator[TrueCell]:
    """All cells, with empty ones where nothing else is."""
    taken = {(r, c) for cell in [*spec.header, *spec.body] for r in range(cell.row, cell.row + cell.row_span)
             for c in range(cell.col, cell.col + cell.col_span)}  # fmt: skip
    yield from spec.header
    yield from spec.body
    for r in range(spec.rows):
        for c in range(len(spec.widths)):
            if (r, c) not in taken:
                yield TrueCell(r, c, "")
