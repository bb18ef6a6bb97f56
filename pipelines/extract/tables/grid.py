"""From raw rows to a grid: header rows, merged header cells, short rows set in their columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pipelines.documents.model import Cell
from pipelines.extract.tables.lines import RawCell
from pipelines.extract.tables.numbers import is_empty_value, looks_numeric
from pipelines.extract.tables.words import column_role, is_total
from pipelines.lexicon.patterns import patterns

_P = patterns("tables.grid")

_PERIOD = _P["period"]
_MAX_HEADER = 4

Row = Sequence[RawCell]


def build_grid(text: str, rows: list[list[RawCell]], header_rows: int | None = None) -> tuple[Cell, ...]:
    """Cells with row and column numbers, header flags and spans, in reading order.

    Cells that a merged neighbour covers are left out; other empty cells stay. A row with fewer cells than the table has
    columns is set where its numbers fall under columns of numbers; a lone cell is a band over the whole width.
    """
    words = [[text[c.start : c.end] for c in row] for row in rows]
    count = header_rows if header_rows is not None else _header_count(words)
    rows = _without_spacers(text, rows, count)
    words = [[text[c.start : c.end] for c in row] for row in rows]
    width = _width(words[count:]) or _width(words)
    placed = _header(text, rows[:count], width)
    numeric = _numeric_columns(words[count:], width)
    for number, (row, row_words) in enumerate(zip(rows[count:], words[count:], strict=True), start=count):
        for cell, col, span in _data_row(*_moved_back(row, row_words, numeric), width, numeric):
            placed.append(Cell(number, col, cell.start, cell.end, text[cell.start : cell.end], False, 1, span))
    return tuple(placed)


def _without_spacers(text: str, rows: list[list[RawCell]], count: int) -> list[list[RawCell]]:
    """The rows without columns that are empty in the whole body, where the heads have fewer cells than the body.

    A merged head over a number and an empty cell leaves such a column behind: 指标 | 产量 | 增长 over 粮食 | 650.0 | | 17.3.
    """
    body = rows[count:]
    widest = max((len(row) for row in body), default=0)
    heads = rows[count - 1] if count else []
    empty = [
        col
        for col in range(1, widest)
        if all(row[col].start == row[col].end for row in body if col < len(row))
        and not (len(heads) >= widest and heads[col].end > heads[col].start)
    ]
    if not count or not empty or len(heads) >= widest:
        return rows
    dropped = set(empty[-(widest - len(heads)) :]) if widest - len(heads) < len(empty) else set(empty)
    kept = [[cell for col, cell in enumerate(row) if col not in dropped] for row in body]
    return [*rows[:count], *kept]


def _width(words: list[list[str]]) -> int:
    counts = Counter(len(row) for row in words if len(row) > 1)
    return max(counts, key=lambda n: (counts[n], n)) if counts else 0


def _is_head_word(word: str) -> bool:
    return not looks_numeric(word) or bool(_PERIOD.match(word))


def _header_count(words: list[list[str]]) -> int:
    """How many rows are the header: up to the first row with a value, one where the whole table is words."""
    width = _width(words)
    for number, row in enumerate(words[: _MAX_HEADER + 1]):
        values = [w for w in row if w and not is_empty_value(w)]
        if (number and _begins_body(row, values)) or not all(map(_is_head_word, values)):
            # A first row of numbers under no head at all: there is no header.
            return number
        if number and width and len(row) >= width and all(row) and not _heads(row):
            return 1
    return 1


def _begins_body(row: list[str], values: list[str]) -> bool:
    """A row with a label that is a band (二、第三产业), or has figures that only look like years (工业 | 2000 | 2000)."""
    if not row[0]:
        return False
    years = [w for w in values if w.isdigit()]
    label = len(set(years)) < len(years) and not _PERIOD.match(row[0]) and not column_role(row[0])
    return len(values) == 1 or label


def _heads(row: list[str]) -> int:
    return sum(column_role(w) != "" or bool(_PERIOD.match(w)) for w in row)


def _header(text: str, rows: list[list[RawCell]], width: int) -> list[Cell]:
    """Header cells with spans. An upper row with fewer cells than the row below has merged cells (完成情况 over 总量, 增速)."""
    slots = [_header_slots(text, rows, k, width) for k in range(len(rows))]
    cells: list[Cell] = []
    covered: set[tuple[int, int]] = set()
    for number, row in enumerate(slots):
        for cell, col, span in row:
            if (number, col) in covered:
                continue
            word = text[cell.start : cell.end]
            down = 1
            while word and span == 1 and number + down < len(slots) and _empty_below(text, slots[number + down], col):
                covered.add((number + down, col))
                down += 1
            cells.append(Cell(number, col, cell.start, cell.end, word, True, down, span))
    return cells


def _empty_below(text: str, row: list[tuple[RawCell, int, int]], col: int) -> bool:
    return any(c == col and span == 1 and cell.start == cell.end for cell, c, span in row)


def _header_slots(text: str, rows: list[list[RawCell]], number: int, width: int) -> list[tuple[RawCell, int, int]]:
    """(cell, column, columns covered) of one header row."""
    row = rows[number]
    words = [text[c.start : c.end] for c in row]
    below_is_full = number + 1 < len(rows) and len(rows[number + 1]) >= width
    if len(row) < width and below_is_full and any(not word for word in words[1:]):
        # tabs behind the last word are not kept: 乡镇 | 粮食产量 | | 蔬菜产量 over five columns
        row = rows[number] = [*row, *(RawCell(row[-1].end, row[-1].end) for _ in range(width - len(row)))]
    if len(row) >= width:
        return _merge_empty(text, rows, number)
    below = rows[number + 1] if number + 1 < len(rows) else None
    if below is None:
        return _sub_header(text, rows, number, width)
    below_words = [text[c.start : c.end] for c in below]
    if len(below) >= len(row) and len(below) == width and any(not w for w in below_words):
        return _spread(row, below_words)
    return _spread_over(row, words, below_words, width)


def _merge_empty(text: str, rows: list[list[RawCell]], number: int) -> list[tuple[RawCell, int, int]]:
    """A full header row: an empty cell behind a head continues it where the row below has words there."""
    row = rows[number]
    below = rows[number + 1] if number + 1 < len(rows) and len(rows[number + 1]) >= len(row) else None
    slots: list[tuple[RawCell, int, int]] = []
    for col, cell in enumerate(row):
        filled_below = below is not None and below[col].end > below[col].start
        own_below = slots and below is not None and below[slots[-1][1]].end > below[slots[-1][1]].start
        if cell.start == cell.end and slots and filled_below and own_below and slots[-1][0].end > slots[-1][0].start:
            slots[-1] = (slots[-1][0], slots[-1][1], slots[-1][2] + 1)
        else:
            slots.append((cell, col, 1))
    return slots


def _spread(row: Row, below: list[str]) -> list[tuple[RawCell, int, int]]:
    """Upper heads over a lower row whose empty cells show which heads go down: those stand alone, the rest share."""
    runs: list[list[int]] = []
    for col, word in enumerate(below):
        if word and runs and below[runs[-1][0]] and runs[-1][-1] == col - 1:
            runs[-1].append(col)
        else:
            runs.append([col])
    extra = len(row) - len(runs)
    columns: list[list[int]] = []
    for run in runs:
        parts = 1
        if extra > 0 and len(run) > 1:
            parts = _parts([below[c] for c in run], extra + 1)
            extra -= parts - 1
        size = len(run) // parts
        columns += [run[k * size : (k + 1) * size] if k < parts - 1 else run[k * size :] for k in range(parts)]
    return [(cell, cols[0], len(cols)) for cell, cols in zip(row, columns, strict=False)]


def _parts(words: list[str], most: int) -> int:
    """Into how many equal groups a run of lower heads falls: where its words repeat, else as many as needed."""
    for parts in range(min(most, len(words)), 1, -1):
        size = len(words) // parts
        if len(words) % parts == 0 and (len(set(words)) == size or size == 1):
            return parts
    return most if len(words) % most == 0 else 1


def _spread_over(row: Row, words: list[str], below: list[str], width: int) -> list[tuple[RawCell, int, int]]:
    """Upper heads over a lower row that holds only the parts: the head that is known to have parts covers them."""
    extra = width - len(row)
    wide = [k for k, w in enumerate(words) if column_role(w) in ("actual", "target", "period", "value")]
    wide = wide or [len(row) - 1]
    if below and len(below) % (extra + 1) and len(wide) > 1 and len(below) % len(wide) == 0:
        spans = {k: len(below) // len(wide) for k in wide}
    else:
        parts = max(1, len(below) - extra)
        wide = wide[-parts:]
        spans = {k: len(below) // len(wide) for k in wide}
    slots: list[tuple[RawCell, int, int]] = []
    col = 0
    for k, cell in enumerate(row):
        slots.append((cell, col, spans.get(k, 1)))
        col += spans.get(k, 1)
    return slots


def _sub_header(text: str, rows: list[list[RawCell]], number: int, width: int) -> list[tuple[RawCell, int, int]]:
    """The last header row, shorter than the table: its cells stand under the wide heads of the row above."""
    row = rows[number]
    if number == 0:
        return [(cell, k, 1) for k, cell in enumerate(row)]
    free = [
        c for _, col, span in _header_slots(text, rows, number - 1, width) if span > 1 for c in range(col, col + span)
    ]
    columns = free if len(free) >= len(row) else list(range(width - len(row), width))
    return [(cell, columns[k], 1) for k, cell in enumerate(row)]


def _numeric_columns(words: list[list[str]], width: int) -> list[bool | None]:
    """Whether each column holds numbers; None where no full row has anything in it."""
    full = [row for row in words if len(row) == width]
    filled = [[row[c] for row in full if not is_empty_value(row[c])] for c in range(width)]
    return [sum(map(looks_numeric, column)) * 2 > len(column) if column else None for column in filled]


def _moved_back(row: Row, words: list[str], numeric: list[bool | None]) -> tuple[Row, list[str]]:
    """A row whose figures fit better moved to its end, without its trailing empty cells, so that it is placed as a short one.

    经济稳定 | 1.产值增长率 | % | 7.2 over 2.价格涨幅 | % | 2.7 | (empty): the first cell reaches down and was not repeated.
    """
    kept = len(words) - next((k for k, word in enumerate(reversed(words)) if word), len(words))
    missing = len(words) - kept
    if not missing or kept < 2 or len(words) != len(numeric) or is_total(words[0]):
        return row, words

    def fit(by: int) -> int:
        return sum(numeric[k + by] in (None, looks_numeric(word)) for k, word in enumerate(words[:kept]))

    return (row[:kept], words[:kept]) if fit(missing) == kept > fit(0) else (row, words)


def _data_row(row: Row, words: list[str], width: int, numeric: list[bool | None]) -> list[tuple[RawCell, int, int]]:
    if len(row) == 1 and width > 1:
        return [(row[0], 0, width)]
    missing = width - len(row)
    if missing <= 0:
        return [(cell, col, 1) for col, cell in enumerate(row)]
    shifted = [(cell, col + missing, 1) for col, cell in enumerate(row)]
    merged = [(row[0], 0, 1 + missing), *shifted[1:]]
    left = [(cell, col, 1) for col, cell in enumerate(row)]

    def fit(slots: list[tuple[RawCell, int, int]]) -> int:
        return sum(numeric[col] in (None, looks_numeric(w)) for w, (_, col, _) in zip(words, slots, strict=True) if w)

    if is_total(words[0]) and fit(merged[1:] and merged) >= fit(left) - 1:
        return merged
    return max((left, shifted, merged), key=fit)
