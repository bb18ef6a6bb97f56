"""Tables that lost every delimiter: one cell per line or paragraph, nothing but the order of the cells left.

Such a table is recognised by its heads. Either the first head is 序号 and rows begin with 1, 2, 3 …; or all heads are
words of heads (指标, 单位, 绝对数, 比上年增长%) and every row has its figures in the same places. Anything else stays text.
"""

from __future__ import annotations

from pipelines.extract.tables.lines import Line, RawCell, RawTable, is_heading, is_note
from pipelines.extract.tables.numbers import is_empty_value, looks_numeric
from pipelines.extract.tables.words import column_role, squeeze, words
from pipelines.lexicon.units import unit_of

_MAX_HEADS = 14
_MAX_CELL = 400
_LEAST_ROWS = 2
_MAX_LABEL = 30


def begins_bare_table(line: Line) -> bool:
    """Whether a line may be the first head of such a table: 序号, 指标, 项目 …"""
    roles = words()["roles"]
    return len(line.text) <= 6 and squeeze(line.text) in (*roles["sequence"]["exact"], *roles["label"]["exact"])


def read_bare_cells(text: str, lines: list[Line], i: int) -> tuple[RawTable | None, int]:
    """The table whose first head is line i, or None; and the first line that was not read."""
    limit = 3 * _MAX_HEADS
    while True:
        cells, following = _paragraphs(lines, i, limit)
        printed = [squeeze(text[c.start : c.end]) for c in cells]
        numbered = printed[0] in words()["roles"]["sequence"]["exact"]
        rows = (_numbered if numbered else _figured)(cells, printed)
        if len(rows) < 3:
            return None, i + 1
        if len(cells) < limit or rows[-1][-1].end < cells[-_MAX_HEADS].start:
            break
        limit *= 2  # the table may go on: more cells, so that work stays linear in its length
    end = rows[-1][-1].end
    while following > i and lines[following - 1].start >= end:
        following -= 1
    return RawTable(rows[0][0].start, end, rows, 1), max(following, i + 1)


def _paragraphs(lines: list[Line], i: int, limit: int) -> tuple[list[RawCell], int]:
    """The cells from line i on: paragraphs between blank lines if the first heads stand apart, else single lines."""
    apart = i + 1 < len(lines) and lines[i + 1].kind == "blank"
    cells: list[RawCell] = []
    joined = False
    for j in range(i, len(lines)):
        line = lines[j]
        if line.kind == "blank":
            joined = False
            continue
        if len(cells) == limit and not (joined and apart):
            return cells, j
        if (
            line.kind not in ("text", "spaced")
            or len(line.text) > _MAX_CELL
            or (j > i and (is_note(line.text) or (is_heading(line.text) and not _is_label(lines, j))))
        ):
            return cells, j
        if joined and apart:
            cells[-1].end = line.end
        else:
            cells.append(RawCell(line.start, line.end))
        joined = True
    return cells, len(lines)


def _is_label(lines: list[Line], j: int) -> bool:
    """Whether a figure follows a line that looks like a heading (# 批发零售业, 一、食品类), so that it is a row's label."""
    following = next((line.text for line in lines[j + 1 : j + 3] if line.kind != "blank"), "")
    return len(lines[j].text) <= _MAX_LABEL and looks_numeric(following)


def _numbered(cells: list[RawCell], printed: list[str]) -> list[list[RawCell]]:
    """Head and rows where the rows are numbered from 1; a row may lack cells at its end, never have too many."""
    width = next((k for k, word in enumerate(printed[: _MAX_HEADS + 1]) if word in ("1", "一")), 0)
    if width < 3 or any(len(word) > 20 or "。" in word for word in printed[:width]):
        return []
    rows = [cells[:width]]
    at, number = width, 1
    while at < len(cells) and printed[at] in (str(number), "一二三四五六七八九十"[number - 1 : number]):
        names = (str(number + 1), "一二三四五六七八九十"[number : number + 1] or "\0")
        later = [k for k in range(at + 2, min(at + width + 1, len(cells))) if printed[k] in names]
        size = later[-1] - at if later else min(width, len(cells) - at)
        rows.append(cells[at : at + size])
        at += size
        number += 1
    return rows


def _width_by_figures(printed: list[str]) -> int:
    """How many heads stand before the first row's label, told from the first figure; 0 where they do not look like heads."""
    first = next((k for k, word in enumerate(printed[: _MAX_HEADS + 2]) if looks_numeric(word)), 0)
    heads = printed[: first - 1]
    return len(heads) if first > 2 and all(len(word) <= 20 and "。" not in word for word in heads) else 0


def _figured(cells: list[RawCell], printed: list[str]) -> list[list[RawCell]]:
    """Head and rows where the heads are words of heads and the figures stand under the heads that promise them."""
    roles = [column_role(word) for word in printed[:_MAX_HEADS]]
    by_roles = next((k for k, role in enumerate(roles) if not role), len(roles))
    for width in dict.fromkeys((by_roles, _width_by_figures(printed))):
        rows = _rows_of(cells, printed, roles[:width]) if 2 < width < len(printed) else []
        if len(rows) > _LEAST_ROWS:
            return rows
    return []


def _rows_of(cells: list[RawCell], printed: list[str], roles: list[str]) -> list[list[RawCell]]:
    """Head and rows of so many cells, up to the first row that is not like the heads say."""
    width = len(roles)
    values = [k for k in range(1, width) if roles[k] not in _WORDED]
    if not any(roles[k] for k in values):
        return []
    units = [k for k in range(width) if roles[k] == "unit"]
    rows, at = [cells[:width]], width
    while at < len(cells):
        row = printed[at : at + width]
        size = width if len(row) == width and _is_row(row, values, units) else _short_row(row)
        if not size:
            break
        rows += [cells[at : at + size]] if size == width else []
        at += size
    return rows


def _short_row(row: list[str]) -> int:
    """How many cells a row has that lacks some, a label and its figures; 0 where it is none. Nobody knows under which heads they stand."""
    figures = next((k for k, word in enumerate(row[1:]) if not looks_numeric(word)), len(row) - 1)
    return figures + 1 if figures and figures + 1 < len(row) and not looks_numeric(row[0]) else 0


_WORDED = ("unit", "remark", "label", "sequence")


def _is_row(row: list[str], values: list[int], units: list[int]) -> bool:
    """A label that is no figure, figures or dashes where values are due, units where these are."""
    figures = [row[k] for k in values]
    if looks_numeric(row[0]) or not any(map(looks_numeric, figures)):
        return False
    known = all(unit_of(row[k]) or is_empty_value(row[k]) for k in units)
    return known and all(looks_numeric(word) or is_empty_value(word) for word in figures)
