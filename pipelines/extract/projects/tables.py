"""Tables that list projects one by one: each filled cell under 项目名称 is a project, with its stage and total investment."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from pipelines.documents.model import Cell, Document, Statement, Table
from pipelines.extract.projects.words import STAGES, Stage, vocabulary
from pipelines.extract.tables.columns import unit_in
from pipelines.extract.tables.index import index_of
from pipelines.extract.tables.numbers import read_cell_numbers
from pipelines.extract.tables.periods import find_period
from pipelines.extract.tables.words import squeeze

_HEAD_UNIT = re.compile(r"[（(][^（）()]*[)）]")
_BAND = re.compile(r"^(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[)）])")


@dataclass(frozen=True, slots=True)
class Listed:
    """A project of a list: its cell, stage where a column, a band above or the caption tells it, total investment."""

    cell: Cell
    stage: Stage | None
    statement: Statement
    year: int | None
    amount: Decimal | None
    unit: str | None
    quote: str


def listed_projects(document: Document, table: Table) -> Iterator[Listed]:
    """The projects of a table of kind other with a column of their names; nothing for any other table."""
    if table.kind != "other":
        return
    index, words = index_of(table), vocabulary()["tables"]
    columns = {key: _column(index.heads, words[key]) for key in ("name", "stage", "amount")}
    name_column = columns["name"]
    if name_column is None or (columns["stage"] is None and columns["amount"] is None):
        return
    unit = _unit(table, index.heads, columns["amount"])
    stated = find_period(table.caption, None)
    year = stated.end if stated and stated.end else document.meta.plan_year or document.meta.review_year
    statement: Statement = "actual" if any(w in table.caption for w in words["done"]) else "target"
    default = _stage(table.caption)
    for cells in index.rows.values():
        filled = [c for c in cells.values() if c.text.strip()]
        first = squeeze(filled[0].text) if filled else ""
        cell = cells.get(name_column)
        label = squeeze(cell.text) if cell else ""
        if len(filled) <= 2 and (_BAND.match(first) or len(filled) == 1):
            default = _stage(first) or default
            continue
        if len(label) < 3 or any(w in first or w in label for w in words["totals"]) or _BAND.match(label):
            default = _stage(label) or default if _BAND.match(label) else default
            continue
        told = cells.get(columns["stage"]) if columns["stage"] is not None else None
        figure = cells.get(columns["amount"]) if columns["amount"] is not None else None
        numbers = read_cell_numbers(document.text, figure.start, figure.end) if figure and figure.text else []
        amount = numbers[0].value if numbers and unit else None
        stage = (_stage(squeeze(told.text)) if told else None) or default
        quote = "｜".join(squeeze(c.text) for c in filled)
        yield Listed(cell, stage, statement, year, amount, unit if amount is not None else None, quote)  # type: ignore[arg-type]


def _column(heads: tuple[tuple[str, ...], ...], names: list[str]) -> int | None:
    for column, above in enumerate(heads):
        if any(_HEAD_UNIT.sub("", squeeze(head)) in names or squeeze(head) in names for head in above):
            return column
    return None


def _unit(table: Table, heads: tuple[tuple[str, ...], ...], column: int | None) -> str | None:
    """The unit of the investment from its head, else from the caption."""
    if column is None:
        return None
    return next((u for text in (*heads[column], table.caption) if (u := unit_in(text))), None)


def _stage(text: str) -> Stage | None:
    """The stage that a cell, a band or a caption names."""
    groups = vocabulary()["tables"]["stages"]
    return next((stage for stage in STAGES if any(word in text for word in groups[stage])), None)
