"""Cells that follow each other without a sign where a row ends, whose heads stand in one to three rows.

A converter that drops spans writes a head over two rows as cells and strokes: 类别 | 本月 | 同期 | | 本月 | 至本月平均 | || and then
the body, every row a label with figures. How many cells a row has is told by the body, which must be regular throughout.
"""

from __future__ import annotations

from pipelines.extract.tables.lines import RawCell, RawTable
from pipelines.extract.tables.numbers import is_empty_value, looks_numeric

_MAX_COLUMNS, _MAX_HEADS, _LEAST_ROWS = 16, 3, 3
_PARTED = 2  # rows of heads of which the lower one parts those above; of three nothing is said here


def read_run(text: str, cells: list[RawCell]) -> RawTable | None:
    """The rows of a run of cells with the head rows told apart, None where no width makes all of it regular."""
    words = [text[c.start : c.end] for c in cells]
    for width in range(3, min(_MAX_COLUMNS, len(cells) // (_LEAST_ROWS + 1)) + 1):
        if len(cells) % width:
            continue
        rows = [cells[k : k + width] for k in range(0, len(cells), width)]
        printed = [words[k : k + width] for k in range(0, len(words), width)]
        if not any(row[0] for row in printed):
            rows, printed = [row[1:] for row in rows], [row[1:] for row in printed]
        heads = _head_rows(printed)
        if heads:
            sink(rows[:heads])
            return RawTable(rows[0][0].start, rows[-1][-1].end, rows, heads)
    return None


def _head_rows(printed: list[list[str]]) -> int:
    """How many rows of words stand above rows of a label and figures; 0 where the rows are not like that."""
    count = next((k for k, row in enumerate(printed) if _is_body(row)), 0)
    body = printed[count:]
    if (
        not 1 <= count <= _MAX_HEADS
        or len(body) < _LEAST_ROWS
        or not all(_is_body(row) or _is_band(row) for row in body)
    ):
        return 0
    heads = [word for row in printed[:count] for word in row]
    return 0 if not printed[0][0] or any(looks_numeric(word) for word in heads) else count


def _is_body(row: list[str]) -> bool:
    figures = [word for word in row[1:] if not is_empty_value(word)]
    return bool(row[0]) and not looks_numeric(row[0]) and bool(figures) and all(map(looks_numeric, figures))


def _is_band(row: list[str]) -> bool:
    return bool(row[0]) and not looks_numeric(row[0]) and not any(row[1:])


def sink(heads: list[list[RawCell]]) -> None:
    """Put the words of a lower head row under the heads that they part, where lost spans left them at the row's beginning.

    类别 | 基期 | 同期 | (empty) over 本月 | 平均 | (empty) | (empty): the two stand below 同期, which covers two columns.
    """
    if len(heads) != _PARTED:
        return
    upper, lower = heads
    width = len(upper)
    filled = [cell for cell in lower if cell.end > cell.start]
    if len(lower) != width or lower[: len(filled)] != filled or len(filled) == width or upper[-1].end > upper[-1].start:
        return
    wide = _wide(upper)
    columns = wide if len(wide) == len(filled) else list(range(1, width)) if len(filled) == width - 1 else []
    placed = [RawCell(lower[-1].end, lower[-1].end) for _ in lower]
    for column, cell in zip(columns, filled, strict=False):
        placed[column] = cell
    lower[:] = placed if columns else lower


def _wide(upper: list[RawCell]) -> list[int]:
    """The columns of the heads that go on over empty cells."""
    empty = [cell.end == cell.start for cell in upper]
    return [k for k in range(1, len(upper)) if empty[k] or (k + 1 < len(upper) and empty[k + 1])]
