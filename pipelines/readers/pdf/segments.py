"""Runs of printed rows that may be a table without rules between its columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from pipelines.readers.pdf.lines import Piece
from pipelines.readers.pdf.rules import Rule
from pipelines.readers.pdf.words import Row, ends_segment

_LONG = 0.5  # of the region's width: what a rule must have to bound a table


@dataclass(slots=True)
class Segment:
    """Rows that may be a table; `rules` are the long rules at and between them, from the top down.

    `columns` are the extents of its columns' words and `head` the number of its header's rows, where the header's rules
    led to it; empty and 0 else.
    """

    rows: list[Row]
    rules: Sequence[Rule]
    columns: list[tuple[float, float]] = field(default_factory=list)
    head: int = 0


def find_segments(
    rows: Sequence[Row], rules: Sequence[Rule], left: float, right: float, units: Sequence[Piece]
) -> list[Segment]:
    """Runs of rows that may be tables: below a header between rules, or from row to row of several words."""
    long = [r for r in rules if r.end - r.start > _LONG * (right - left)]
    segments: list[Segment] = []
    begin = 0
    for at, led in _led(rows, long, units):
        segments += _runs(rows[begin:at], long, units)
        segments.append(led)
        begin = at + len(led.rows)
    return segments + _runs(rows[begin:], long, units)


def _runs(rows: Sequence[Row], long: Sequence[Rule], units: Sequence[Piece]) -> list[Segment]:
    """Runs of rows that begin and end with a row of several words, or at a long rule."""
    segments: list[Segment] = []
    run: list[Row] = []
    for row in rows:
        bound = _bound(row, long)
        last = run[-1] if run else None
        if last is not None and (
            row.top - last.bottom > 2.6 * max(row.size, last.size)
            and not between(last, row, long)
            or any(last.bottom <= unit.top + 1 and unit.bottom <= row.top + 1 for unit in units)
            or row.size > 1.25 * last.size
            or last.size > 1.25 * row.size
        ):
            segments.append(Segment(run, long))
            run = []
        if row.kind == "P" and not bound or ends_segment(row):
            if run:
                segments.append(Segment(run, long))
            run = []
            continue
        run.append(row)
    if run:
        segments.append(Segment(run, long))
    return [trimmed for segment in segments if (trimmed := _trim(segment)) is not None]


def _led(rows: Sequence[Row], long: Sequence[Rule], units: Sequence[Piece]) -> list[tuple[int, Segment]]:
    """(first row, segment) of the tables that a header between two rules leads, whatever their cells hold.

    The rows below belong to it as far down as they keep to the header's columns.
    """
    found: list[tuple[int, Segment]] = []
    end = 0
    for above, below in zip(long, long[1:], strict=False):
        head = [n for n, row in enumerate(rows) if above.at < row.base < below.at]
        if (
            not head
            or head[0] < end
            or len(head) > 5
            or abs(above.start - below.start) > 6
            or abs(above.end - below.end) > 6
        ):
            continue
        heads = [rows[n] for n in head]
        if below.at - above.at > 7 * heads[0].size or sum(row.numbers for row in heads) * 2 > sum(
            len(row.words) for row in heads
        ):
            continue
        columns = _extents(heads)
        if len(columns) < 2:
            continue
        last, columns = _down(rows, head[-1], columns, (above.start, above.end), long, units)
        taken = list(rows[head[0] : last + 1])
        if last - head[-1] >= 2 and len(columns) > 1:
            inner = [r for r in long if above.at <= r.at <= taken[-1].bottom + 1.6 * taken[-1].size]
            found.append((head[0], Segment(taken, inner, columns, len(head))))
            end = last + 1
    return found


def _extents(rows: Sequence[Row]) -> list[tuple[float, float]]:
    """The extents of the heads' columns: what stands over each other is one."""
    spans: list[list[float]] = []
    for word in sorted((w for row in rows for w in row.words), key=lambda w: w.x0):
        if spans and word.x0 < spans[-1][1]:
            spans[-1][1] = max(spans[-1][1], word.x1)
        else:
            spans.append([word.x0, word.x1])
    return [(a, b) for a, b in spans]


def _down(
    rows: Sequence[Row], head: int, columns: list[tuple[float, float]], frame: tuple[float, float], long: Sequence[Rule],
    units: Sequence[Piece],
) -> tuple[int, list[tuple[float, float]]]:  # fmt: skip
    """(last row, columns) as far down as rows keep rivers between the columns."""
    last = head
    for number in range(head + 1, len(rows)):
        row, above = rows[number], rows[last]
        if (
            row.top - above.bottom > 2.6 * row.size
            or ends_segment(row)
            or abs(row.size - rows[head].size) > 0.25 * row.size
        ):
            break
        if any(above.bottom <= unit.top + 1 and unit.bottom <= row.top + 1 for unit in units):
            break
        if row.words[0].x0 < frame[0] - row.size or row.words[-1].x1 > frame[1] + row.size:
            break
        passed = number > head + 1 and any(above.base < r.at < row.base for r in long)
        closed = passed and not any(r.at > row.base for r in long)
        wider = _widened(columns, row)
        if closed or (wider is None and not _band(row, frame)):
            break
        columns = wider or columns
        last = number
    return last, columns


def _widened(columns: list[tuple[float, float]], row: Row) -> list[tuple[float, float]] | None:
    """The columns with a row's words in them, None where a word stands over two."""
    result = [list(column) for column in columns]
    for word in row.words:
        hit = [c for c, (x0, x1) in enumerate(result) if word.x0 < x1 and x0 < word.x1]
        if not hit:
            hit = [min(range(len(result)), key=lambda c: max(result[c][0] - word.x1, word.x0 - result[c][1]))]
        if len(hit) > 1:
            return None
        at = hit[0]
        result[at] = [min(result[at][0], word.x0), max(result[at][1], word.x1)]
    if any(a[1] > b[0] - 0.25 * row.size for a, b in zip(result, result[1:], strict=False)):
        return None
    return [(a, b) for a, b in result]


def _band(row: Row, frame: tuple[float, float]) -> bool:
    """A short lone word over the columns: a band of the table, not the text below it."""
    word = row.words[0]
    return len(row.words) == 1 and word.x1 - word.x0 < 0.4 * (frame[1] - frame[0]) and len(word.chars) <= 16


def _bound(row: Row, rules: Sequence[Rule]) -> bool:
    """Whether a long rule stands closely above or below a row."""
    return any(
        -1.2 * row.size < rule.at - row.bottom < 1.2 * row.size or abs(rule.at - row.top) < 1.2 * row.size
        for rule in rules
    )


def between(one: Row, other: Row, rules: Sequence[Rule]) -> bool:
    return any(one.base < rule.at < other.base for rule in rules)


def _trim(segment: Segment) -> Segment | None:
    """The segment from its first to its last row of several words, None where too little is left.

    A row of one word is kept at the top below a long rule (a head over all columns), at the end above one, or as a
    label's last line, nearer to its row than rows are to each other.
    """
    rows = segment.rows
    while (
        rows
        and rows[0].kind != "T"
        and not (rows[0].kind == "S" and _at_rule(rows[0].top, rows[0].size, segment.rules))
    ):
        rows = rows[1:]
    while rows and rows[-1].kind != "T":
        if rows[-1].kind == "S" and (_at_rule(rows[-1].bottom, rows[-1].size, segment.rules) or _clings(rows)):
            break
        rows = rows[:-1]
    if not rows or sum(row.kind == "T" for row in rows) < 1:
        return None
    top, bottom = rows[0].top - 1.6 * rows[0].size, rows[-1].bottom + 1.6 * rows[-1].size
    near = [r for r in segment.rules if top < r.at < bottom]
    longest = max((r.end - r.start for r in near), default=0.0)
    return Segment(rows, [r for r in near if r.end - r.start > 0.9 * longest])  # shorter ones stand under heads


def _at_rule(edge: float, size: float, rules: Sequence[Rule]) -> bool:
    return any(abs(rule.at - edge) < 1.3 * size for rule in rules)


def _clings(rows: Sequence[Row]) -> bool:
    """Whether the last row stands nearer to the one above than the rows of figures to each other."""
    figures = [row.base for row in rows if row.kind == "T"]
    if len(rows) < 3 or len(figures) < 2 or rows[-2].kind != "T":
        return False
    usual = median(b - a for a, b in zip(figures, figures[1:], strict=False))
    inside = rows[-1].words[0].x0 < rows[-2].words[0].x1 and rows[-1].words[0].x1 < max(
        w.x1 for r in rows[:-1] for w in r.words
    )
    return inside and rows[-1].base - rows[-2].base < 0.75 * usual
