"""Tables with one cell per line, each line beginning with a tab and a blank line between two rows.

This is what is left of a word processor's table in the plan reports. A cell of several lines goes on without a tab,
even over a blank line. The text after the last row looks the same as a continuation; it belongs to the table only
where nothing else can be meant.
"""

from __future__ import annotations

from pipelines.extract.tables.lines import Line, RawCell, RawTable, ends_table, is_panel
from pipelines.lexicon.patterns import patterns

_P = patterns("tables.cells")

_MAX_CONTINUATION = 60
_LABEL = _P["label"]


def read_cell_lines(lines: list[Line], i: int) -> tuple[RawTable | None, int]:
    """The table that begins at line i (of kind `cell`), or None; and the first line that was not read."""
    rows: list[list[RawCell]] = [[]]
    open_rows: set[int] = set()
    several: set[int] = set()
    gap = 0
    while i < len(lines):
        line, row = lines[i], rows[-1]
        if line.kind == "cell":
            if is_panel(line.text) or (gap > 1 and _is_sentence(line)):
                break
            if gap and row:
                row = []
                rows.append(row)
            row.append(RawCell(line.start, line.end))
            i += 1
        elif line.kind == "blank":
            gap += 1
            i += 1
            continue
        else:
            last, goes_on = _continuation(lines, i, gap), True
            if last is None:
                last, goes_on = _trailing(lines, i, gap, len(row) - 1 in several), False
            if last is None or not row:
                break
            row[-1].end = lines[last].end
            several.add(len(row) - 1)
            open_rows.add(len(rows) - 1)
            i = last + 1
            if not goes_on:
                break
        gap = 0
    if not rows[0]:
        return None, max(i, 1)
    rows = _mend(rows, open_rows)
    return RawTable(rows[0][0].start, rows[-1][-1].end, rows), i


def _is_sentence(line: Line) -> bool:
    return len(line.text) > 40 or "。" in line.text


def _continuation(lines: list[Line], i: int, gap: int) -> int | None:
    """Last line of the cell that goes on at line i, None if the table does not go on.

    The cell goes on if the next cell follows it without a blank, or if further rows do: two or more cell lines
    together, or a short one (合计, a band).
    """
    if gap > 1:
        return None
    last = i
    for j in range(i, min(len(lines), i + _MAX_CONTINUATION)):
        line = lines[j]
        if line.kind == "cell":
            more = j + 1 < len(lines) and lines[j + 1].kind == "cell"
            short = len(line.text) <= 20 and "。" not in line.text
            joined = lines[j - 1].kind != "blank"
            return last if not is_panel(line.text) and (joined or more or short) else None
        if line.kind == "blank":
            if j > i and lines[j - 1].kind == "blank":
                return None
            continue
        if line.kind in ("row", "pipe") or ends_table(line.text):
            return None
        last = j
    return None


def _trailing(lines: list[Line], i: int, gap: int, column_has_lines: bool) -> int | None:
    """Last line of the last cell's continuation at the table's end, None if the text there is not the table's.

    Accepted: lines that follow without a blank, and lines after one blank in a column whose other cells have several
    lines too, if they begin like a sub-item (a label with a colon, a list number).
    """
    last: int | None = None
    for j in range(i, min(len(lines), i + _MAX_CONTINUATION)):
        line = lines[j]
        if line.kind == "blank":
            gap += 1
            continue
        if gap > 1 or line.kind != "text" or ends_table(line.text):
            break
        labelled = column_has_lines and bool(_LABEL.match(line.text))
        if (gap or last is None) and not labelled and not (gap == 0 and column_has_lines):
            break
        last, gap = j, 0
    return last


def _mend(rows: list[list[RawCell]], open_rows: set[int]) -> list[list[RawCell]]:
    """Rows cut in two by a blank line after a cell of several lines, joined where the halves make a full row."""
    widths = sorted(len(row) for row in rows)
    width = widths[len(widths) // 2]
    mended: list[list[RawCell]] = []
    for number, row in enumerate(rows):
        if number - 1 in open_rows and len(mended[-1]) < width and len(mended[-1]) + len(row) == width:
            mended[-1].extend(row)
        else:
            mended.append(row)
    return mended
