"""Head rows of a true grid: web pages, sheets and Word files give cells with spans and say nothing about heads.

A title or unit line in the grid's first rows is no head of a column; rows of column numbers and formulas (栏次, 7=6/1)
under the heads say nothing about a column either.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from pipelines.documents.model import Cell, Table
from pipelines.extract.tables.lines import is_caption, unit_of_line
from pipelines.extract.tables.numbers import is_empty_value, looks_numeric
from pipelines.extract.tables.words import column_role, squeeze, words
from pipelines.lexicon.patterns import patterns
from pipelines.lexicon.units import unit_of

_P = patterns("tables.heads")

_MAX_HEADS = 5
_PERIOD = _P["period"]
_COLUMN_NUMBER = _P["column_number"]


def with_heads(table: Table) -> Table:
    """The table with its head rows marked, where its reader gave none; a title inside the grid becomes the caption."""
    if any(cell.header for cell in table.cells):
        return table
    rows = _rows(table)
    title, first = _titles(rows)
    last = _last_head(rows, first)
    cells = tuple(replace(cell, header=cell.row <= last) for cell in table.cells)
    return replace(table, cells=cells, caption=table.caption or title)


def parted(table: Table) -> list[Table]:
    """The tables that stand in one grid below each other, each with heads of its own; the table itself where it is one.

    A row of heads amid the body begins another table, with the title and unit rows above it. The same heads again are
    those of a page that the table goes on over.
    """
    if any(cell.header for cell in table.cells):
        return [table]
    table = _drawn_in(table)
    cuts = _cuts(table)
    return [table] if len(cuts) == 1 else _cut(table, cuts)


def _cuts(table: Table) -> list[int]:
    """The numbers of the rows at which tables begin."""
    rows = _rows(table)
    numbers = list(rows)
    first = _titles(rows)[1]
    cuts = [numbers[0]]
    heads = _printed(rows.get(first, []))
    width = max((cell.col + cell.col_span for cell in table.cells), default=0)
    for k, number in enumerate(numbers):
        if number <= first or not _begins_heads(rows[number]) or _printed(rows[number]) == heads:
            continue
        begin = k
        while begin and is_lone(rows[numbers[begin - 1]], width):
            begin -= 1
        if numbers[begin] > cuts[-1] + 1:
            cuts.append(numbers[begin])
            heads = _printed(rows[number])
    return cuts


def _printed(cells: list[Cell]) -> list[str]:
    return [squeeze(cell.text) for cell in cells]


def _cut(table: Table, cuts: list[int]) -> list[Table]:
    """The tables between the cuts; the first keeps the caption."""
    parts = []
    for start, stop in zip(cuts, [*cuts[1:], max(cell.row for cell in table.cells) + 1], strict=True):
        cells = tuple(replace(c, row=c.row - start) for c in table.cells if start <= c.row < stop)
        end = max(c.end for c in cells)
        if start == cuts[0]:
            parts.append(replace(table, end=end, cells=cells))
        else:
            parts.append(replace(table, start=min(c.start for c in cells), end=end, caption="", cells=cells))
    return parts


def _drawn_in(table: Table) -> Table:
    """The table with rows put back that spans without a row of their own pushed out to the right.

    Where all cells of a head row claim a second row that was left out, the first row of values stands beside the grid.
    """
    rows = _rows(table)
    widths = Counter(max(c.col + c.col_span for c in cells) for cells in rows.values())
    width = max(widths, key=lambda w: (widths[w], -w)) if widths else 0
    moved = {n for n, cells in rows.items() if cells[0].col >= width and len(cells) <= width}
    if not moved:
        return table
    claiming = {n for n in rows if n + 1 in moved}
    cells = tuple(
        replace(c, col=c.col - width) if c.row in moved else replace(c, row_span=1) if c.row in claiming else c
        for c in table.cells
    )
    return replace(table, cells=cells)


def _begins_heads(cells: list[Cell]) -> bool:
    """A row that leads with 指标, 项目 … and goes on with words of heads."""
    filled = [squeeze(cell.text) for cell in cells if cell.text]
    if len(filled) < 3 or column_role(filled[0]) != "label":
        return False
    return all(_PERIOD.match(word) or column_role(word) for word in filled[1:]) and not any(
        looks_numeric(word) and not _PERIOD.match(word) for word in filled
    )


def is_column_numbers(texts: list[str]) -> bool:
    """A row that numbers the columns or gives their formulas.

    >>> is_column_numbers(["栏次", "1", "2", "3=1+2"]), is_column_numbers(["甲", "1", "2"]), is_column_numbers(["投资", "1", "2"])
    (True, True, False)
    """
    printed = ["".join(text.split()) for text in texts]
    if not printed or (printed[0] not in words()["counting_heads"] and not _COLUMN_NUMBER.match(printed[0])):
        return False
    rest = [word for word in printed[1:] if word]
    if len(rest) < 2 or not all(map(_COLUMN_NUMBER.match, rest)):
        return False
    numbers = [
        int(word.strip("（）()")) for word in rest if word.strip("（）()").isascii() and word.strip("（）()").isdigit()
    ]
    return len(numbers) < len(rest) or all(b - a == 1 for a, b in zip(numbers, numbers[1:], strict=False))


def is_lone(cells: list[Cell], width: int) -> bool:
    """One printed cell in a row of several columns: a title, a unit line, a band."""
    return width > 1 and sum(bool(cell.text) for cell in cells) == 1


def _rows(table: Table) -> dict[int, list[Cell]]:
    rows: dict[int, list[Cell]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, []).append(cell)
    return dict(sorted(rows.items()))


def _titles(rows: dict[int, list[Cell]]) -> tuple[str, int]:
    """(the title inside the grid, the number of the first row below titles and unit lines)."""
    width = max((cell.col + cell.col_span for cells in rows.values() for cell in cells), default=0)
    title = ""
    for number, cells in rows.items():
        filled = [cell for cell in cells if cell.text]
        if not filled:
            continue
        lone = len(filled) == 1
        stated = all(unit_of_line(cell.text) is not None or is_caption(cell.text) for cell in filled)
        if not (lone or stated) or width < 2:
            return title, number
        title = title or next((_P["wide"].split(c.text)[0] for c in filled if unit_of_line(c.text) is None), "")
    return title, next(iter(rows), 0)


def _last_head(rows: dict[int, list[Cell]], first: int) -> int:
    """The number of the last head row; `first` - 1 where the grid begins with values."""
    last = covered = first - 1
    seen = 0
    for number, cells in rows.items():
        if number < first:
            continue
        if seen >= _MAX_HEADS or not _is_head_row(cells, below=seen > 0 and number > covered):
            break
        last, seen = number, seen + 1
        covered = max(covered, _covered_by(rows, number, cells))
    return last


def _filled(cells: list[Cell]) -> list[str]:
    return [cell.text for cell in cells if cell.text and not is_empty_value(cell.text)]


def _is_head_row(cells: list[Cell], *, below: bool) -> bool:
    """Whether a row is one of heads; below: no head above reaches down to it.

    There a lone cell is a band, and a row that leads with a word a row of words.
    """
    if is_column_numbers([cell.text for cell in cells]):
        return True
    filled = _filled(cells)
    if any(looks_numeric(text) and not _PERIOD.match(squeeze(text)) for text in filled):
        return False
    if not below:
        return True
    return len(filled) > 1 and not (cells[0].text and not _is_units(filled[1:]))


def _covered_by(rows: dict[int, list[Cell]], number: int, cells: list[Cell]) -> int:
    """The last row that the heads of a row reach down to: by their spans, or by their parts in the row below."""
    if not _filled(cells):
        return -1
    printed = [cell for cell in cells if cell.text]
    covered = max(cell.row + cell.row_span - 1 for cell in printed)
    wide = any(cell.col_span > 1 for cell in printed)
    return max(covered, number + 1) if wide and _parts_below(rows, number, cells) else covered


def _parts_below(rows: dict[int, list[Cell]], number: int, cells: list[Cell]) -> bool:
    """Whether the row below parts a wide head: several cells of words stand under it."""
    below = rows.get(number + 1, [])
    for wide in (cell for cell in cells if cell.text and cell.col_span > 1):
        under = [c for c in below if wide.col <= c.col < wide.col + wide.col_span and c.text]
        if len(under) > 1 and not any(looks_numeric(c.text) and not _PERIOD.match(squeeze(c.text)) for c in under):
            return True
    return False


def _is_units(texts: list[str]) -> bool:
    return bool(texts) and all(unit_of(squeeze(text).strip("（）")) is not None for text in texts)
