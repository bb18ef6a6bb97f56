"""Tables with pipes: Markdown rows, and a whole table folded on one line."""

from __future__ import annotations

from pipelines.extract.tables.lines import Line, RawCell, RawTable, trimmed
from pipelines.extract.tables.numbers import looks_numeric
from pipelines.extract.tables.runs import sink
from pipelines.extract.tables.words import column_role
from pipelines.lexicon.patterns import patterns

_P = patterns("tables.pipes")

_PIPE = _P["pipe"]
_RULE = _P["rule"]
_MAX_COLUMNS = 16
_LEAST_FIGURES = 0.3
"""How much of the body of a table must be figures."""


def read_pipe_rows(text: str, lines: list[Line], i: int) -> tuple[RawTable | None, int]:
    """The rows with pipes that begin at line i, and the first line that was not read."""
    taken, j = _lines_with_pipes(lines, i)
    split = [_split(text, line.start, line.end) for line in taken]
    if len(taken) == 1 or any(_folded(text, row) for row in split):
        tables = [_unfold(text, row) for row in split if len(row) > 3]
        found = [table for table in tables if table]
        return (found[0] if found else None), (j if len(found) < 2 else i + 1)
    rows, header_rows = _without_rules(text, split)
    _complete_head(text, rows)
    _shifted_head(text, rows)
    heads = rows[: _heads_of_words(text, rows)]
    sink([row for row in heads if sum(cell.end > cell.start for cell in row) > 1])
    return (RawTable(taken[0].start, taken[-1].end, rows, header_rows) if rows else None), j


def _heads_of_words(text: str, rows: list[list[RawCell]]) -> int:
    """How many rows stand above the first one with a figure behind its label."""
    figures = (any(looks_numeric(text[c.start : c.end]) for c in row[1:]) for row in rows)
    return next((k for k, found in enumerate(figures) if found), 0)


def _lines_with_pipes(lines: list[Line], i: int) -> tuple[list[Line], int]:
    """The lines with pipes from line i on, single blank lines between them passed over, and where they end."""
    taken: list[Line] = []
    j = i
    while j < len(lines):
        line = lines[j]
        blank_between = line.kind == "blank" and taken and j + 1 < len(lines) and lines[j + 1].kind == "pipe"
        if line.kind == "pipe":
            taken.append(line)
        elif not blank_between:
            break
        j += 1
    return taken, j


def _without_rules(text: str, split: list[list[RawCell]]) -> tuple[list[list[RawCell]], int | None]:
    """The rows without those of dashes, and how many heads stand above the first of these."""
    rows: list[list[RawCell]] = []
    header_rows: int | None = None
    for row in split:
        if _is_rule(text, row):
            header_rows = header_rows or len(rows) or None
        else:
            rows.append(row)
    return rows, header_rows


def _is_rule(text: str, row: list[RawCell]) -> bool:
    """A row of dashes, which parts the heads from the body."""
    return bool(row) and all(_RULE.match(text[c.start : c.end]) or c.start == c.end for c in row)


def _complete_head(text: str, rows: list[list[RawCell]]) -> None:
    """Give a first row that lost the empty cell over the labels (| 绝对数 | 增长 | over 产值 | 12 | 3 |) that cell back."""
    widths = {len(row) for row in rows[1:]}
    if len(rows) < 3 or widths != {len(rows[0]) + 1}:
        return
    labels = [text[row[0].start : row[0].end] for row in rows[1:]]
    heads = [text[cell.start : cell.end] for cell in rows[0]]
    if not any(map(looks_numeric, [*labels, *heads])):
        rows[0].insert(0, RawCell(rows[0][0].start, rows[0][0].start))


_UNIT_BEHIND = _P["unit_behind"]


def _shifted_head(text: str, rows: list[list[RawCell]]) -> None:
    """Move heads that stand a column too far left (播种面积（公顷） | 产量（吨） | over 甲县 | 12 | 3), as a lost first cell leaves them.

    Sure only where every head carries its unit, the column behind the last one has figures, and the first has none.
    """
    for h, head in enumerate(rows[:3]):
        body = [row for row in rows[h + 1 :] if sum(cell.end > cell.start for cell in row) > 1]
        if len(body) > 1 and (_is_shifted(text, head, body) or _lacks_sequence(text, head, body)):
            head.insert(0, RawCell(head[0].start, head[0].start))
            head.pop()
            return


def _is_shifted(text: str, head: list[RawCell], body: list[list[RawCell]]) -> bool:
    """Whether the last column has no head and figures, and the first a head and none."""
    printed = [text[cell.start : cell.end] for cell in head]
    filled = [words for words in printed if words]
    if len(filled) < 2 or printed[-1] or printed[: len(filled)] != filled:
        return False
    if not all(_UNIT_BEHIND.search(words) for words in filled):
        return False
    figures = [[looks_numeric(text[c.start : c.end]) for c in row] for row in body if len(row) == len(head)]
    return bool(figures) and all(not row[0] and row[len(filled)] for row in figures)


def _lacks_sequence(text: str, head: list[RawCell], body: list[list[RawCell]]) -> bool:
    """Whether the rows begin with their numbers, and the heads with that of the column behind: 地区 | 产量 | over 1 | 甲县 | 12."""
    printed = [text[cell.start : cell.end] for cell in head]
    full = [[text[c.start : c.end] for c in row] for row in body if len(row) == len(head)]
    if (
        len(printed) < 3
        or printed[-1]
        or not all(printed[:-1])
        or column_role(printed[0]) == "sequence"
        or len(full) < 2
    ):
        return False
    counted = [row[0] for row in full] == [str(k + 1) for k in range(len(full))]
    return counted and not any(looks_numeric(row[1]) for row in full) and all(row[-1] for row in full)


def _split(text: str, start: int, end: int) -> list[RawCell]:
    """Cells between the pipes of text[start:end]; text before a first pipe is a cell unless the line is folded prose."""
    cells: list[RawCell] = []
    position = start
    for m in _PIPE.finditer(text, start, end):
        if m.start() > start:
            cells.append(trimmed(text, position, m.start()))
        position = m.end()
    if trimmed(text, position, end).start < end and position < end:
        cells.append(trimmed(text, position, end))
    return cells


def _folded(text: str, row: list[RawCell]) -> bool:
    """A line that holds several rows: a rule between its cells and cells that are none."""
    rules = sum(bool(_RULE.match(text[c.start : c.end])) and c.end - c.start > 2 for c in row)  # -- is no value
    return rules >= 2 and any(c.end > c.start and not _RULE.match(text[c.start : c.end]) for c in row)


def _unfold(text: str, cells: list[RawCell]) -> RawTable | None:
    """The rows of a table that stands on one line, cut by its rule or by the period of its numbers.

    Prose before the first pipe and behind the last one is no cell.
    """
    if cells and (cells[0].end - cells[0].start > 30 or text[cells[0].end - 1 : cells[0].end] in "：:。"):
        cells = cells[1:]
    if cells and (cells[-1].end - cells[-1].start > 40 or "。" in text[cells[-1].start : cells[-1].end]):
        cells = cells[:-1]
    words = [text[c.start : c.end] for c in cells]
    rule = next((k for k, w in enumerate(words) if _RULE.match(w)), None)
    if rule is not None:
        stop = rule
        while stop < len(words) and _RULE.match(words[stop]):
            stop += 1
        width = stop - rule
        head_end = rule - 1 if rule and not words[rule - 1] else rule
        if not 2 <= width <= _MAX_COLUMNS or head_end < width:
            return None
        rows = [cells[head_end - width : head_end]] + recut(words[stop:], cells[stop:], width)
        return RawTable(rows[0][0].start, rows[-1][-1].end, rows, 1)
    period = row_width(words)
    if not period:
        return None
    rows = recut(words, cells, period)
    return RawTable(rows[0][0].start, rows[-1][-1].end, rows)


def recut(words: list[str], cells: list[RawCell], width: int) -> list[list[RawCell]]:
    """Cells in rows of `width`; an empty cell between two rows (| |) is the row's end, not a cell.

    A row that came out short shows where the empty cell behind it stands too early: it is cut there.
    """
    at = 1 if words and not words[0] else 0
    gaps = sum(not w for w in words[at + width :: width + 1]) * 2 > len(words[at + width :: width + 1])
    rows: list[list[RawCell]] = []
    while at < len(cells):
        size = width
        following = words[at + width : at + width + 1]
        if gaps and following and following != [""]:
            short = [
                k
                for k in range(1, width)
                if not words[at + k] and words[at + k + 1 + width : at + k + 2 + width] == [""]
            ]
            size = short[0] if short else width
        rows.append(cells[at : at + size])
        at += size + (1 if gaps and words[at + size : at + size + 1] == [""] else 0)
    return [row for row in rows if row]


def row_width(words: list[str]) -> int | None:
    """How many cells a row has, from the regular place of the numbers; None where no width fits.

    >>> row_width(["指标", "总量", "增速", "", "产值", "12", "3", "", "投资", "34", "5"])
    3
    >>> row_width(["指标", "总量", "产值", "12", "投资", "34", "消费", "7"])
    2
    """
    best, found = _LEAST_FIGURES, None
    for width in range(2, min(_MAX_COLUMNS, len(words) // 2) + 1):
        for gap in (1, 0):
            share = _share_of_figures(words, width, gap)
            if share > best or share == best and found is None:
                best, found = share, width
    return found


def _share_of_figures(words: list[str], width: int, gap: int) -> float:
    """How much of the body is figures if a row has so many cells; 0 where heads, labels or gaps do not fit.

    gap: 1 where an empty cell ends each row.
    """
    period = width + gap
    labels = words[::period]
    gaps = words[width::period] if gap else []
    if any(gaps) or any(looks_numeric(word) or not word for word in labels[1:]) or len(labels) < 3:
        return 0
    body = [word for k, word in enumerate(words[period:]) if 0 < k % period < width]
    if any(looks_numeric(word) for word in words[1:width]) or not body:
        return 0
    return sum(looks_numeric(word) for word in body) / len(body)
