"""Tables in the text of a report: found in the layouts that reports come in, and set back into a grid.

>>> found = find_tables("表1：主要指标\\n\\t指标\\n\\t总量\\n\\n\\t产值（亿元）\\n\\t12.5\\n\\n\\t投资（亿元）\\n\\t7\\n\\n\\n说完。")
>>> [(t.caption, [(c.row, c.col, c.text) for c in t.cells if not c.header]) for t in found]
[('表1：主要指标', [(1, 0, '产值（亿元）'), (1, 1, '12.5'), (2, 0, '投资（亿元）'), (2, 1, '7')])]
"""

from __future__ import annotations

from dataclasses import replace

from pipelines.documents.model import Table
from pipelines.extract.tables.bare import begins_bare_table, read_bare_cells
from pipelines.extract.tables.cells import read_cell_lines
from pipelines.extract.tables.flowed import read_flowed_rows
from pipelines.extract.tables.grid import build_grid
from pipelines.extract.tables.kinds import classify
from pipelines.extract.tables.lines import (
    Line,
    RawCell,
    RawTable,
    is_base_note,
    is_caption,
    is_foreign,
    is_furniture,
    is_panel,
    split_lines,
    unit_of_line,
)
from pipelines.extract.tables.pipe_cells import read_pipe_cells
from pipelines.extract.tables.pipes import read_pipe_rows
from pipelines.extract.tables.rows import read_one_line, read_spaced_rows, read_tab_rows

_MAX_HEAD_CELL = 60
_CAPTION_LINES = 6


def find_tables(text: str) -> list[Table]:
    """All tables of a text in their order, with grid and kind; text[cell.start:cell.end] == cell.text everywhere.

    Understood layouts: a cell per line behind a tab, tab-separated rows, rows with pipes (also folded on one line, also
    a cell per line before a pipe), rows in columns of blanks, cells that only their order tells apart. Boxed panels (专栏) are text and are not returned. The
    section is None here. Work is linear in the text.
    """
    lines = list(split_lines(text))
    tables: list[Table] = []
    i = 0
    while i < len(lines):
        raw, following = _read(text, lines, i)
        if raw:
            table = _finish(text, lines, i, raw, len(tables) + 1, tables[-1].end if tables else 0)
            if table:
                tables.append(table)
        i = max(following, i + 1)
    return tables


def _read(text: str, lines: list[Line], i: int) -> tuple[RawTable | None, int]:
    kind = lines[i].kind
    if kind == "cell":
        return (None, i + 1) if is_panel(lines[i].text) else read_cell_lines(lines, i)
    if kind == "row":
        return read_tab_rows(text, lines, i)
    if kind == "pipe":
        return read_pipe_rows(text, lines, i)
    if kind == "pipe_cell":
        return read_pipe_cells(text, lines, i)
    if kind == "text" and begins_bare_table(lines[i]):
        return read_bare_cells(text, lines, i)
    if kind == "spaced" or (kind == "text" and " " in lines[i].text):
        line_table = read_one_line(text, lines[i])
        if line_table:
            return line_table, i + 1
        spaced = read_spaced_rows(text, lines, i)
        return spaced if spaced[0] else _flowed(text, lines, i, spaced[1])
    return None, i + 1


def _flowed(text: str, lines: list[Line], i: int, following: int) -> tuple[RawTable | None, int]:
    """Flowed rows whose heads stand in line i; where a later line before `following` has some, that line is next."""
    for k in range(i, following):
        table, after = read_flowed_rows(text, lines, k)
        if table:
            return (table, after) if k == i else (None, k)
    return None, following


def _finish(text: str, lines: list[Line], i: int, raw: RawTable, number: int, after: int) -> Table | None:
    """The table of the raw rows with its caption, None where they do not have the shape of a table."""
    titles, rows = _titles(text, raw.rows, drawn=lines[i].kind in ("pipe", "pipe_cell"))
    rows = _shaped(text, rows)
    if not rows:
        return None
    caption_start, caption = _caption(lines, i, after)
    if lines[i].start < raw.start and not caption:
        before = " ".join(text[lines[i].start : raw.start].split())
        caption_start, caption = (lines[i].start, before) if is_caption(before) else (caption_start, caption)
    inner = [word for word in (text[c.start : c.end] for c in titles) if unit_of_line(word) is None]
    caption = caption or " ".join(inner[:2])
    start = min([s for s in (caption_start, titles[0].start if titles else None, rows[0][0].start) if s is not None])
    end = max(cell.end for cell in rows[-1])
    header_rows = max(1, raw.header_rows - len(titles)) if raw.header_rows else None
    table = Table(number, start, end, caption, None, build_grid(text, rows, header_rows))
    return replace(table, kind=classify(table))


def _titles(text: str, rows: list[list[RawCell]], drawn: bool) -> tuple[list[RawCell], list[list[RawCell]]]:
    """Title and unit lines that stand in the grid's first rows as single cells, and the rows below them.

    drawn: the rows are drawn with strokes, so that a lone cell above the heads is a title whatever it says.
    """
    titles: list[RawCell] = []
    k = 0
    while k < len(rows) - 1:
        filled = [c for c in rows[k] if c.end > c.start]
        if len(filled) != 1:
            break
        word = text[filled[0].start : filled[0].end]
        said = is_caption(word) or unit_of_line(word) is not None or (drawn and len(rows[k]) > 1 and "。" not in word)
        if len(word) > _MAX_HEAD_CELL or not said:
            break
        titles.append(filled[0])
        k += 1
    return titles, rows[k:]


def _shaped(text: str, rows: list[list[RawCell]]) -> list[list[RawCell]]:
    """The rows that belong together as a table, [] where there is none.

    Asked for: a first row of two or more short heads without a full stop, a second row of two or more cells, something
    printed in at least two columns. A lone cell with a sentence ends the table (a paragraph that begins with a tab).
    """
    cut = next((k for k, row in enumerate(rows) if k and _is_remark(text, row)), len(rows))
    rows = rows[:cut]
    while rows and not any(c.end > c.start for c in rows[-1]):
        rows = rows[:-1]
    wide = [row for row in rows if sum(c.end > c.start for c in row) > 1]
    if len(wide) < 2 or not rows or rows[0] is not wide[0] or len(wide) * 3 < len(rows):
        return []
    heads = [text[c.start : c.end] for c in rows[0]]
    if any("。" in h or len(h) > _MAX_HEAD_CELL for h in heads):
        return []
    return rows


def _is_remark(text: str, row: list[RawCell]) -> bool:
    """A row with nothing but a sentence in its first cell."""
    return not any(cell.end > cell.start for cell in row[1:]) and _is_sentence(text, row[0])


def _is_sentence(text: str, cell: RawCell) -> bool:
    word = text[cell.start : cell.end]
    return "。" in word or len(word) > _MAX_HEAD_CELL


def _caption(lines: list[Line], i: int, after: int) -> tuple[int | None, str]:
    """(start of the caption and unit lines above line i, the caption); (None, '') where there is none."""
    start: int | None = None
    for j in range(i - 1, max(-1, i - 1 - _CAPTION_LINES), -1):
        line = lines[j]
        if not line.text or is_furniture(line.text) or is_foreign(line.text):
            continue
        if line.start < after or is_panel(line.text):
            break
        if unit_of_line(line.text) is not None or is_base_note(line.text):
            start = line.start
            continue
        if is_caption(line.text):
            return line.start, line.text
        break
    return start, ""
