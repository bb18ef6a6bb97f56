"""Tables with one row per line: cells separated by tabs, or by runs of blanks in aligned columns."""

from __future__ import annotations

import re
import unicodedata

from pipelines.extract.tables.lines import Line, RawCell, RawTable, ends_table, is_foreign, is_heading, trimmed
from pipelines.extract.tables.numbers import looks_numeric
from pipelines.extract.tables.pipes import row_width
from pipelines.extract.tables.printed import is_division
from pipelines.lexicon.patterns import patterns

_P = patterns("tables.rows")

_MARKER = _P["marker"]
_MAX_BAND = 40
_RUN = _P["run"]
_ANY_BLANK = _P["any_blank"]


def read_tab_rows(text: str, lines: list[Line], i: int) -> tuple[RawTable | None, int]:
    """The tab-separated rows that begin at line i; a short line without a tab between two rows is a band."""
    taken: list[Line] = []
    j = i
    while j < len(lines):
        line = lines[j]
        if line.kind == "blank":
            if j + 1 < len(lines) and lines[j + 1].kind == "row":
                j += 1
                continue
            break
        if line.kind != "row" and not (_is_band(lines, j) or taken and _is_numbered_band(lines, j, taken[0])):
            break
        taken.append(line)
        j += 1
    rows = [_split_tabs(text, line) for line in taken]
    if all(not row[0].end > row[0].start for row in rows):
        rows = [row[1:] for row in rows]
    if _is_list(text, rows):
        return None, j
    return RawTable(taken[0].start, taken[-1].end, rows), j


def _is_band(lines: list[Line], j: int) -> bool:
    line = lines[j]
    following = j + 1 < len(lines) and lines[j + 1].kind == "row"
    short = line.kind in ("text", "cell") and 0 < len(line.text) <= 20 and not line.text.endswith(("。", "：", "；"))
    return following and (is_division(line.text) or (short and not ends_table(line.text)))


def _is_numbered_band(lines: list[Line], j: int, head: Line) -> bool:
    """A group between rows that looks like a heading (（一）甲县（2个）): a row of values comes next, not a head."""
    line = lines[j]
    if line.kind not in ("text", "cell") or not is_heading(line.text) or j + 1 >= len(lines):
        return False
    following = lines[j + 1]
    if following.kind != "row" or len(line.text) > _MAX_BAND or line.text.endswith(("。", "：", "；")):
        return False
    cells, heads = following.text.split("\t"), head.text.split("\t")
    return 2 * len(cells) > len(heads) and any(looks_numeric(c.strip()) for c in cells)


def _split_tabs(text: str, line: Line) -> list[RawCell]:
    """Cells of a row; tabs before the first word are empty cells, tabs behind the last word are not kept."""
    cells: list[RawCell] = []
    position = line.first
    for part in text[line.first : line.end].split("\t"):
        cells.append(trimmed(text, position, position + len(part)))
        position += len(part) + 1
    return cells


def _is_list(text: str, rows: list[list[RawCell]]) -> bool:
    """Numbered paragraphs with a tab behind the number, or a table of contents, and no table."""
    if any(len(row) > 2 for row in rows):
        return False
    pairs = [(text[r[0].start : r[0].end], text[r[1].start : r[1].end]) for r in rows if len(r) == 2]
    if not pairs:
        return True
    markers = sum(bool(_MARKER.match(left)) for left, _ in pairs)
    pages = [int(right) for _, right in pairs if right.isascii() and right.isdigit() and len(right) < 4]
    contents = len(pages) == len(pairs) and pages == sorted(pages) and pages[0] < pages[-1] and ends_table(pairs[0][0])
    return markers == len(pairs) or contents


def read_spaced_rows(text: str, lines: list[Line], i: int) -> tuple[RawTable | None, int]:
    """Rows separated by blanks that begin at line i.

    Runs of two or more blanks separate cells; single blanks do where every row then has as many cells. Evidence asked
    for: three rows, and a column of numbers under a head that is none.
    """
    taken: list[Line] = []
    j = i
    while j < len(lines):
        line = lines[j]
        if line.kind == "blank" and taken and j + 1 < len(lines) and _is_row(lines[j + 1]):
            j += 1
            continue
        if not _is_row(line):
            break
        taken.append(line)
        j += 1
    for separator in (_RUN, _ANY_BLANK):
        rows = [_split_blanks(line, separator) for line in taken]
        head = next((k for k, row in enumerate(rows[:3]) if len(row) > 1), 0)
        table = _aligned(text, taken[head:], rows[head:])
        if table:
            return table, j
    return None, max(j, i + 1)


def read_one_line(text: str, line: Line) -> RawTable | None:
    """A whole table that stands on one line, its cells parted by blanks; told by the regular place of its numbers.

    Leading words that are no head (表2, the title) are taken off as long as the rest falls into full rows.
    """
    cells = _split_blanks(line, _ANY_BLANK)
    words = [text[c.start : c.end] for c in cells]
    if len(cells) < 9 or sum(map(looks_numeric, words)) < 4 or any("。" in word for word in words):
        return None
    for skip in range(min(4, len(cells))):
        width = row_width(words[skip:])
        if width and (len(words) - skip) % width == 0 and (len(words) - skip) // width > 2:
            body = words[skip + width :]
            figures = [looks_numeric(w) == (k % width > 0) for k, w in enumerate(body)]
            if all(figures):
                rows = [cells[k : k + width] for k in range(skip, len(cells), width)]
                return RawTable(rows[0][0].start, rows[-1][-1].end, rows, 1)
    return None


def _is_row(line: Line) -> bool:
    return (
        line.kind in ("spaced", "text")
        and len(line.text) <= 200
        and " " in line.text.replace("\u3000", " ")
        and not (line.text.endswith(("。", "；", "：")) or ends_table(line.text))
    )


def _split_blanks(line: Line, separator: re.Pattern[str]) -> list[RawCell]:
    cells: list[RawCell] = []
    position = line.start
    for m in separator.finditer(line.text):
        cells.append(RawCell(position, line.start + m.start()))
        position = line.start + m.end()
    cells.append(RawCell(position, line.end))
    return cells


def _aligned(text: str, taken: list[Line], rows: list[list[RawCell]]) -> RawTable | None:
    """The rows as a table if they have the shape of one; short rows get their cells under the columns they stand in."""
    if len(rows) < 3 or is_foreign(taken[0].text):
        return None
    counts = sorted(len(row) for row in rows)
    width = counts[len(counts) // 2]
    full = [k for k, row in enumerate(rows) if len(row) == width]
    if width < 2 or len(full) < 0.6 * len(rows) or any(len(row) > width for row in rows):
        return None
    numeric = [
        sum(looks_numeric(text[rows[k][c].start : rows[k][c].end]) for k in full[1:]) >= 0.6 * max(len(full) - 1, 2)
        for c in range(width)
    ]
    head_is_words = not any(looks_numeric(text[c.start : c.end]) for c in rows[0][1:])
    if not any(numeric[1:]) or not head_is_words:
        return None
    columns = [_extent(text, taken, rows, full, c) for c in range(width)]
    placed = [
        row if len(row) == width else _place(text, line, row, columns) for line, row in zip(taken, rows, strict=True)
    ]
    return RawTable(taken[0].start, taken[-1].end, placed)


def _display(text: str, line: Line, at: int) -> int:
    """Display column of an offset: wide characters count two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text[line.first : at])


def _extent(text: str, taken: list[Line], rows: list[list[RawCell]], full: list[int], c: int) -> tuple[int, int]:
    spans = [(_display(text, taken[k], rows[k][c].start), _display(text, taken[k], rows[k][c].end)) for k in full]
    return min(s for s, _ in spans), max(e for _, e in spans)


def _place(text: str, line: Line, row: list[RawCell], columns: list[tuple[int, int]]) -> list[RawCell]:
    placed = [RawCell(line.end, line.end) for _ in columns]
    free = 0
    for cell in row:
        start, end = _display(text, line, cell.start), _display(text, line, cell.end)
        left = len(row) - row.index(cell)
        candidates = range(free, len(columns) - left + 1)
        best = max(candidates, key=lambda c: (min(end, columns[c][1]) - max(start, columns[c][0]), -c))
        placed[best] = cell
        free = best + 1
    return placed
