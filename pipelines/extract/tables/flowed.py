"""Rows of a label and figures parted by single blanks, as text flows out of a page: no columns are left to see.

A row is told by its figures: all words behind the first one. The heads stand in the line above the first row, one for each
figure, with or without one for the labels. A row with fewer figures is read where the blanks of its empty cells are still
there; else nobody knows under which heads its figures stand, and the row is left out.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from pipelines.extract.tables.lines import Line, RawCell, RawTable, is_foreign, is_note, unit_of_line
from pipelines.extract.tables.numbers import is_empty_value, looks_numeric
from pipelines.extract.tables.printed import is_division
from pipelines.lexicon.patterns import patterns

_P = patterns("tables.flowed")
_LEAST_ROWS, _LEAST_FULL = 3, 0.7
_MAX_LABEL, _MAX_LINE = 40, 300


@dataclass(frozen=True, slots=True)
class _Flowed:
    """A line as a row: its label and its figures; `empty` is how many blanks stand behind the last figure."""

    label: RawCell
    figures: list[RawCell]
    empty: int


def read_flowed_rows(text: str, lines: list[Line], i: int) -> tuple[RawTable | None, int]:
    """The table whose heads stand in line i, or None; and the first line that was not read."""
    heads = _heads(text, lines[i])
    if len(heads) < 2:
        return None, i + 1
    rows, j = _rows(text, lines, i + 1)
    width = _width(rows)
    if width and len(heads) == width:
        heads = [RawCell(lines[i].start, lines[i].start), *heads]
    if not width or len(heads) != width + 1:
        return None, i + 1
    told = [row for row in rows if not row.figures or len(row.figures) + row.empty >= width]
    return RawTable(lines[i].start, lines[j - 1].end, [heads, *(_cells(row, width) for row in told)], 1), j


def _heads(text: str, line: Line) -> list[RawCell]:
    """The heads of a line: its words, or one for the labels before a run of years; [] for a line with figures."""
    cells = _words(line)
    words = [text[c.start : c.end] for c in cells]
    first = next((k for k, word in enumerate(words) if _P["year"].fullmatch(word)), len(words))
    years = words[first:]
    if len(years) > 1 and all(map(_P["year"].fullmatch, years)) and years == sorted(set(years)):
        return [RawCell(cells[0].start, cells[first - 1].end), *cells[first:]] if first else cells
    return [] if any(map(looks_numeric, words)) or is_foreign(line.text) else cells


def _width(rows: list[_Flowed]) -> int:
    """How many figures a full row has; 0 where too few rows are full."""
    counts = Counter(len(row.figures) for row in rows if row.figures)
    width = max(counts, key=lambda n: (counts[n], n), default=0)
    regular = width > 1 and counts[width] >= max(_LEAST_ROWS, _LEAST_FULL * sum(counts.values()))
    return width if regular and max(counts) == width else 0


def _rows(text: str, lines: list[Line], i: int) -> tuple[list[_Flowed], int]:
    """The rows from line i on, and where they end: lines of a label and figures, of a label and then figures, divisions.

    A line in another language between them says what the one above it says.
    """
    rows: list[_Flowed] = []
    label: RawCell | None = None
    stop = i
    for j in range(i, len(lines)):
        line = lines[j]
        if (line.kind == "blank" and not rows) or is_foreign(line.text):
            continue
        figures = _bare(text, line) if label else []
        row = _Flowed(label, figures, 0) if label and figures else _row(text, line)
        if row is None or (label and not figures):
            break
        label = None if row.figures or _stands(text, row.label) else row.label
        if label is None:
            rows.append(row)
            stop = j + 1
    return rows, stop


def _stands(text: str, label: RawCell) -> bool:
    """Whether a label without figures is a row of its own: a division of the whole, or words with a colon."""
    printed = text[label.start : label.end]
    return is_division(printed) or printed.endswith(("：", ":"))


def _bare(text: str, line: Line) -> list[RawCell]:
    """The figures of a line that holds nothing else."""
    cells = _words(line) if line.kind in ("spaced", "text") else []
    return cells if all(_is_figure(text[c.start : c.end]) for c in cells) else []


def _row(text: str, line: Line) -> _Flowed | None:
    """A line as label and figures, or a label alone; None where it is neither."""
    if (
        line.kind not in ("spaced", "text")
        or len(line.text) > _MAX_LINE
        or is_note(line.text)
        or unit_of_line(line.text)
    ):
        return None
    cells = _words(line)
    words = [text[c.start : c.end] for c in cells]
    first = next((k for k, word in enumerate(words) if k and looks_numeric(word)), len(words))
    label, figures = _label(text, cells[:first]), words[first:]
    printed = text[label.start : label.end]
    if looks_numeric(words[0]) or not _is_label(printed) or not all(map(_is_figure, figures)):
        return None
    stop = text.find("\n", line.end)
    return _Flowed(label, cells[first:], (len(text) if stop < 0 else stop) - line.end)


def _label(text: str, cells: list[RawCell]) -> RawCell:
    """The words before the figures, without what follows them in another language: 客运量（万人） of 客运量（万人） Passenger Traffic."""
    latin = (k for k, c in enumerate(cells) if k and _P["begins_latin"].match(text[c.start : c.end]))
    own = cells[: next(latin, len(cells))]
    named = any(_P["han"].search(text[c.start : c.end]) for c in own)
    return RawCell(cells[0].start, (own if named else cells)[-1].end)


def _is_label(printed: str) -> bool:
    short = len(printed) <= _MAX_LABEL and not any(mark in printed for mark in "。；，")
    return short and bool(_P["han"].search(printed))


def _is_figure(word: str) -> bool:
    return looks_numeric(word) or is_empty_value(word)


def _cells(row: _Flowed, width: int) -> list[RawCell]:
    """The cells of a row: label, figures, and the empty ones behind them."""
    end = row.figures[-1].end if row.figures else row.label.end
    return [row.label, *row.figures, *(RawCell(end, end) for _ in range(width - len(row.figures)))]


def _words(line: Line) -> list[RawCell]:
    return [RawCell(line.start + m.start(), line.start + m.end()) for m in _P["word"].finditer(line.text)]
