"""Tables without rules between their columns: three-line tables, rules under rows, and none at all.

Rows of several words that keep white rivers between them over some lines make a table, if they look like one: figures
under each other, or short words that begin at common edges. Long rules above and below speak for one.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from pipelines.extract.tables.numbers import is_empty_value, looks_numeric
from pipelines.readers.pdf.bands import text_rows, white_rows
from pipelines.readers.pdf.cells import Grid, GridCell
from pipelines.readers.pdf.content import Printed, printed
from pipelines.readers.pdf.heads import read_heads
from pipelines.readers.pdf.lines import Piece, line_of
from pipelines.readers.pdf.rules import Rule
from pipelines.readers.pdf.segments import Segment, between, find_segments
from pipelines.readers.pdf.strips import white_strips
from pipelines.readers.pdf.words import Row, is_figure, read_rows, rivers

_FIGURES = 0.4  # share of a band's lines from which on they are figures, each line of them a row
_ROWS = 3  # rows that a table without rules must have


def read_plain(pieces: Sequence[Piece], rules: Sequence[Rule], page: int) -> list[tuple[Grid, list[Piece]]]:
    """The tables among the pieces of one column, each with the pieces that are in it; `rules` are those of no grid."""
    words = [p for p in pieces if p.unit is None]
    if len(words) < 4:
        return []
    left, right = min(p.x0 for p in words), max(p.x1 for p in words)
    near = [r for r in rules if r.start < right and r.end > left]
    rows = read_rows(words, left, right)
    found = []
    for segment in find_segments(rows, near, left, right, [p for p in pieces if p.unit is not None]):
        grid = _read(segment, near, page)
        if grid is not None and not (grid.how == "loose" and segment.rows[0] is not rows[0]):
            inside = [p for p in words if grid.box[1] - 1 <= (p.top + p.bottom) / 2 <= grid.box[3] + 1]
            grid.order = min(p.order for p in inside)
            found.append((grid, inside))
    return found


def _read(segment: Segment, rules: Sequence[Rule], page: int) -> Grid | None:
    """The grid of a segment, None where it is no table."""
    rows = segment.rows
    layout = _layout(segment)
    if layout is None:
        return _loose(rows, page)
    head, body, columns = layout
    columns = _cut_columns(columns, body)
    cells, header = _head_cells(segment, rules, head, columns, page) if head else ([], 0)
    lines = _body(rows[head:], columns, segment, page)
    cells += [GridCell(number, *rest) for number, line in enumerate(lines, header) for rest in line]
    edges = [columns[0][0], *((a[1] + b[0]) / 2 for a, b in pairwise(columns)), columns[-1][1]]
    left = min(min(w.x0 for w in row.words) for row in rows)
    right = max(max(w.x1 for w in row.words) for row in rows)
    box = (left, rows[0].top, right, rows[-1].bottom)
    return Grid(page, box, edges, cells, header + len(lines), "plain", header)


def _layout(segment: Segment) -> tuple[int, Sequence[Row], list[tuple[float, float]]] | None:
    """(printed rows of the header, rows of the body, columns), None where the segment is no table."""
    rows = segment.rows
    if segment.columns:
        return segment.head, _table_rows(rows[segment.head :]), segment.columns
    if sum(row.kind == "T" for row in rows) < 2:
        return None
    head = _header_rows(segment)
    body = _table_rows(rows[head:])
    columns = _columns(body, rows) if body else []
    return (head, body, columns) if len(columns) > 1 and _is_table(segment, body, columns) else None


def _table_rows(rows: Sequence[Row]) -> Sequence[Row]:
    """The rows with several words, or all of them where there are none."""
    return [row for row in rows if row.kind == "T"] or rows


def _head_cells(
    segment: Segment, rules: Sequence[Rule], head: int, columns: Sequence[tuple[float, float]], page: int
) -> tuple[list[GridCell], int]:
    """(cells, number of rows) of the header, with the short rules that are drawn below its heads."""
    rows = segment.rows
    end = rows[head - 1].bottom + 1.6 * rows[0].size
    short = [rule for rule in rules if rule not in segment.rules and rows[0].top < rule.at < end]
    return read_heads(rows[:head], columns, short, page)


def _loose(rows: Sequence[Row], page: int) -> Grid | None:
    """A row or two with figures that may be the end of a table on the page before; none of its own is a table."""
    if len(rows) > 2 or any(row.kind != "T" or not row.numbers for row in rows):
        return None
    cells = [
        GridCell(r, c, 1, 1, [printed(line_of([word], page))], word.x0, word.x1)
        for r, row in enumerate(rows) for c, word in enumerate(row.words)
    ]  # fmt: skip
    box = (min(c.left for c in cells), rows[0].top, max(c.right for c in cells), rows[-1].bottom)
    return Grid(page, box, [box[0], box[2]], cells, len(rows), "loose", 0)


def _header_rows(segment: Segment) -> int:
    """How many printed rows are the header: down to the first long rule below them, else down to the first figures."""
    rows, rules = segment.rows, segment.rules
    below = [r for r in rules if r.at > rows[0].base]
    if below and len(rules) > 1 and below[0].at < rows[-1].base:
        count = sum(row.base < below[0].at for row in rows)
        if count < len(rows) and count <= 6 and not (rows[0].numbers > 1 and count > 1):
            return count if _wordy(rows[:count]) else 0
    for count, row in enumerate(rows[:6]):
        if row.numbers and any(is_figure(w.text) for w in row.words[1:] or row.words):
            return count
    return 1


def _wordy(rows: Sequence[Row]) -> bool:
    words = [w.text for row in rows for w in row.words]
    return sum(is_figure(w) for w in words) * 2 <= len(words)


def _columns(body: Sequence[Row], rows: Sequence[Row]) -> list[tuple[float, float]]:
    """The extents of the columns' words, from left to right."""
    strips = rivers(body, 0.0)
    if len(strips) + 1 < max(len(row.words) for row in body):
        # single rows that cross a river are bands or long labels
        usual = median(len(row.words) for row in body)
        strips = max((rivers([r for r in body if len(r.words) >= usual]), rivers(body, 0.08), strips), key=len)
    left = min(w.x0 for row in rows for w in row.words)
    right = max(w.x1 for row in rows for w in row.words)
    starts = [left, *[b for _, b in strips]]
    ends = [*[a for a, _ in strips], right]
    return list(zip(starts, ends, strict=True))


def _cut_columns(columns: Sequence[tuple[float, float]], body: Sequence[Row]) -> list[tuple[float, float]]:
    """The columns, those cut in which most rows have several figures with white strips between: heads had hidden them."""
    result: list[tuple[float, float]] = []
    for number, (left, right) in enumerate(columns):
        rows = [[w for w in row.words if _column_of(w, columns) == (number, number)] for row in body]
        filled = [row for row in rows if row]
        strips = white_strips(filled) if max((len(row) for row in filled), default=0) > 1 else []
        starts, ends = [left, *(b for _, b in strips)], [*(a for a, _ in strips), right]
        result += zip(starts, ends, strict=True)
    return result


def _is_table(segment: Segment, body: Sequence[Row], columns: Sequence[tuple[float, float]]) -> bool:
    """Whether rows and columns look like a table at all."""
    ruled = len(segment.rules) >= 2
    if len(body) < (1 if ruled else _ROWS):
        return False
    words = [(w, _column_of(w, columns)) for row in body for w in row.words]
    beside = [w for w, (first, _) in words if first > 0]
    if not beside:
        return False
    filled = len(words) / (len(body) * len(columns))
    crossing = sum(last > first for _, (first, last) in words)
    if filled < 0.4 or crossing > 0.15 * len(words):
        return False
    if 2 * sum(is_figure(w.text) for w in beside) >= len(beside):
        return True
    length = sum(len(w.text) for w, _ in words) / len(words)
    if ruled:
        return length <= 20 and filled >= 0.5
    return len(body) > 3 and len(columns) > 2 and length <= 14 and filled >= 0.7 and _all_aligned(words, len(columns))


def _all_aligned(words: Sequence[tuple[Piece, tuple[int, int]]], columns: int) -> bool:
    """Whether the words of every column keep to a common place."""
    return all(_aligned([w for w, (c, _) in words if c == column]) for column in range(columns))


def _aligned(words: Sequence[Piece]) -> bool:
    """Whether words of a column begin, end or have their middle at a common place."""
    if len(words) < 3:
        return bool(words)
    for place in (lambda w: w.x0, lambda w: w.x1, lambda w: (w.x0 + w.x1) / 2):
        usual = median(place(w) for w in words)
        if sum(abs(place(w) - usual) < 0.6 * w.size for w in words) >= 0.75 * len(words):
            return True
    return False


def _column_of(word: Piece, columns: Sequence[tuple[float, float]]) -> tuple[int, int]:
    """First and last column that a word stands in."""
    hit = [c for c, (x0, x1) in enumerate(columns) if min(x1, word.x1) - max(x0, word.x0) > 0.1 * word.size]
    if hit:
        return hit[0], hit[-1]
    middle = (word.x0 + word.x1) / 2
    nearest = min(range(len(columns)), key=lambda c: max(columns[c][0] - middle, middle - columns[c][1]))
    return nearest, nearest


def _body(
    rows: Sequence[Row], columns: Sequence[tuple[float, float]], segment: Segment, page: int
) -> list[list[tuple[int, int, int, list, float, float]]]:
    """The body's rows, each as (column, row span, column span, lines, left, right) of its cells."""
    widths = {c: x1 - x0 for c, (x0, x1) in enumerate(columns)}
    bands = _bands(rows, segment.rules)
    result = []
    for band in bands:
        placed, spans = [], {}
        for row in band:
            for word in row.words:
                first, last = _column_of(word, columns)
                line = printed(line_of([word], page))
                placed.append((first, line))
                spans[id(line)] = last - first + 1
        parts = _rows_of_band(placed, widths, own=len(bands) > 4 and len(band) > 1 and len(bands) >= len(rows) // 6)
        for part in parts:
            cells = []
            col = 0
            while col < len(columns):
                lines = [line for at, line in part if at == col]
                span = max((spans[id(line)] for line in lines), default=1)
                if len({at for at, _ in part}) == 1 and lines and _centred(lines[0], columns):
                    span = len(columns) - col
                cells.append((col, 1, span, lines, columns[col][0], columns[col + span - 1][1]))
                col += span
            result.append(cells)
    return result


def _rows_of_band(
    placed: list[tuple[int, Printed]], widths: dict[int, float], own: bool
) -> list[list[tuple[int, Printed]]]:
    """The table rows of a band between two rules; `own` where the rules are so many that each band is a row.

    Where many of its lines are figures each line of figures is a row of its own, whatever white stands between groups.
    """
    figures = sum(looks_numeric(line.text) or is_empty_value(line.text) for _, line in placed)
    if figures > _FIGURES * len(placed):
        return text_rows(placed, widths)
    return [placed] if own else white_rows(placed, widths) or text_rows(placed, widths)


def _bands(rows: Sequence[Row], rules: Sequence[Rule]) -> list[list[Row]]:
    """Rows between two long rules."""
    bands: list[list[Row]] = []
    for row in rows:
        if bands and not between(bands[-1][-1], row, rules):
            bands[-1].append(row)
        else:
            bands.append([row])
    return bands


def _centred(line: Printed, columns: Sequence[tuple[float, float]]) -> bool:
    middle = (columns[0][0] + columns[-1][1]) / 2
    return abs((line.x0 + line.x1) / 2 - middle) < 1.5 * line.size
