"""Which cells of a row are its label and its unit, and how far blanks push the label in."""

from __future__ import annotations

from pipelines.documents.model import Cell
from pipelines.extract.tables.column import Column
from pipelines.extract.tables.numbers import is_empty_value, looks_numeric
from pipelines.extract.tables.words import column_role, squeeze
from pipelines.lexicon.patterns import patterns
from pipelines.lexicon.units import unit_of

_P = patterns("tables.stubs")


def label_columns(columns: list[Column]) -> list[int]:
    """The columns that hold the labels: those whose heads say so, else all words in front of the values.

    项目名称 | 项目领域 | 债券性质 | 债券规模: the project is the label, what follows it describes it.
    """
    labels = [c for c in columns if c.role == "label"]
    said = [c for c in labels if any(column_role(head) == "label" for head in c.heads)]
    last = max((c.col for c in said), default=-1)
    named = [c for c in labels if c.col <= last]
    return [c.col for c in (named if said and len(named) < len(labels) else labels)]


def half(columns: list[Column], stub: int | None) -> list[Column]:
    if stub is None:
        return columns
    own = [c for c in columns if c.col == stub or (c.stub == stub and c.role != "label")]
    lead = [c for c in columns if c.col < own[0].col and c.role == "sequence"] if own else []
    return [*lead[-1:], *own]


def unnumbered_row(cells: dict[int, Cell], sequence: int | None) -> bool:
    """Whether a row has no number in a table whose rows are numbered."""
    return sequence is not None and sequence in cells and not cells[sequence].text


def label_cell(cells: dict[int, Cell], label_cols: list[int], sequence: int | None) -> Cell | None:
    filled = [cells[c] for c in label_cols if c in cells and cells[c].text]
    if filled:
        return filled[-1]
    first = cells.get(min(cells))
    if first and first.text and (first.col_span > 1 or sequence == first.col) and not first.text.isdigit():
        return first
    return None


def unit_cell(cells: dict[int, Cell], unit_col: int | None, trusted: bool = False) -> str:
    """What the column of units says for a row, '' where that is no unit; trusted: also one that the catalogue lacks (对开色令)."""
    unit = squeeze(cells[unit_col].text) if unit_col is not None and unit_col in cells else ""
    said = next((word for word in (unit, *_P["marks"].split(unit)) if unit_of(word)), "")
    return said or (unit if trusted and _is_printed_unit(unit) else "")


def _is_printed_unit(word: str) -> bool:
    return not (is_empty_value(word) or looks_numeric(word)) and bool(_P["unit"].fullmatch(word))


def same_dimension(one: str, other: str) -> bool:
    """Whether two units measure the same, or one of them is not said.

    >>> same_dimension("吨", "万吨"), same_dimension("吨", "万人"), same_dimension("", "万吨")
    (True, False, True)
    """
    a, b = unit_of(one), unit_of(other)
    return not one or not other or (a is not None and b is not None and a.base_unit == b.base_unit)


def holds_units(rows: dict[int, dict[int, Cell]], unit_col: int | None) -> bool:
    """Whether most words of the column of units are units: under 单位 may stand offices, too."""
    printed = [squeeze(row[unit_col].text) for row in rows.values() if unit_col is not None and unit_col in row]
    filled = [word for word in printed if not is_empty_value(word)]
    return bool(filled) and 2 * sum(unit_of(word) is not None for word in filled) > len(filled)


def indent(text: str, cell: Cell) -> int:
    """How far blanks push a label in, in half characters; blanks behind another cell only keep columns apart."""
    before = text[max(0, cell.start - 40) : cell.start]
    blanks = before[len(before.rstrip(" \u3000\u00a0\u2002\u2003")) :]
    edge = before[: len(before) - len(blanks)][-1:]
    if edge not in ("", "\n", "\r", "\t", "|", "｜", "│"):
        return 0
    return sum(1 if c in " \u00a0\u2002" else 2 for c in blanks)
