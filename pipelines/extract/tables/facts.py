"""Numbers of tables as facts, with the meaning that heads, labels, caption and document give them."""

from __future__ import annotations

from dataclasses import replace

from pipelines.documents.model import Cell, Document, Table
from pipelines.extract.accounts import qualified, scope_of
from pipelines.extract.facts import Fact, QualitativeFact
from pipelines.extract.tables.column import Column
from pipelines.extract.tables.doubts import confidence_of, doubts_of, rule_of
from pipelines.extract.tables.index import index_of
from pipelines.extract.tables.label import RowLabel
from pipelines.extract.tables.measuring import measure_of
from pipelines.extract.tables.naming import name_of
from pipelines.extract.tables.numbers import CellNumber, read_cell_numbers
from pipelines.extract.tables.reading import TableReading, read_table
from pipelines.extract.tables.times import period_of, statement_of, years_of_plan
from pipelines.extract.tables.totals import flag_counts, flag_totals
from pipelines.extract.tables.words import squeeze, words
from pipelines.lexicon.patterns import patterns
from pipelines.lexicon.units import unit_of

_P = patterns("tables.facts")
_GROWTH_ASIDE = _P["growth_aside"]


def table_facts(document: Document, table: Table) -> list[Fact]:
    """Every numeral of a numeric table that is an observation; spans are offsets in document.text.

    Numbers of rows (序号), of remark columns and cells of prose are not among them. `whole` points to the fact of the
    row that 其中 names, in the same column, where the two add up: amounts, not averages, prices or growth.
    """
    if table.kind == "livelihood":
        return []
    reading = read_table(document, table)
    facts: list[Fact] = []
    at: dict[tuple[int, int], int] = {}
    for cell in table.cells:
        column = reading.columns[cell.col] if cell.col < len(reading.columns) else None
        label = reading.label_at(cell.row, column) if column else None
        if cell.header or label is None or column is None or column.role in ("sequence", "label", "unit", "remark"):
            continue
        numbers = read_cell_numbers(document.text, cell.start, cell.end)
        for number in numbers:
            if number.summed and not reading.outlines:
                continue
            seen = _of_two(column, number, numbers)
            if seen is None:
                break
            fact = _fact(reading, cell, seen, label, number)
            if label.part_of is not None and _adds_up(fact):
                fact.whole = at.get((label.part_of, cell.col))
            at.setdefault((cell.row, cell.col), len(facts))
            facts.append(fact)
    _flag(reading, facts, at)
    return facts


def _of_two(column: Column, number: CellNumber, numbers: list[CellNumber]) -> Column | None:
    """The column as one number of a cell sees it: under 总量（增速） the one in brackets is the growth of the other.

    None where a number in brackets is no growth by the head; then nobody knows what it is.
    """
    if not any(n.aside for n in numbers):
        return column
    if column.measure != "growth" or not any(_GROWTH_ASIDE.search(head) for head in column.heads):
        return None
    return column if number.aside else replace(column, measure=None, role="value", unit="")


def _flag(reading: TableReading, facts: list[Fact], at: dict[tuple[int, int], int]) -> None:
    """The table's own sums and counts against its rows, half by half."""
    if reading.stub_is_period:
        return
    for labels in reading.halves.values() or [reading.labels]:
        cols = [
            c
            for c in reading.columns
            if reading.label_at(next(iter(labels), 0), c) is labels.get(next(iter(labels), 0))
        ]
        columns = [[(r, facts[at[r, c.col]]) for r in labels if (r, c.col) in at] for c in cols]
        flag_totals(labels, {r: label.printed for r, label in labels.items()}, columns)
        bands = dict.fromkeys(label.band_printed for label in labels.values() if label.band_printed)
        flag_counts(
            (words, [f for column in columns for r, f in column if r in rows], len(rows))
            for words in bands
            for rows in [{r for r, label in labels.items() if label.band_printed == words and not label.total}]
        )


def _adds_up(fact: Fact) -> bool:
    return fact.measure == "level" and not any(word in fact.indicator for word in words()["not_additive"])


def table_qualitative(document: Document, table: Table) -> list[QualitativeFact]:
    """Targets and results without a number: 与经济增长基本同步, 持平. An empty cell gives nothing."""
    if table.kind == "livelihood":
        return []
    reading = read_table(document, table)
    found: list[QualitativeFact] = []
    for cell in table.cells:
        column = reading.columns[cell.col] if cell.col < len(reading.columns) else None
        label = reading.label_at(cell.row, column) if column else None
        if (
            cell.header
            or not cell.text
            or label is None
            or column is None
            or column.role in ("label", "unit", "remark")
        ):
            continue
        printed = squeeze(cell.text)
        comparison = next(
            (name for name, cues in words()["comparisons"].items() if any(cue in printed for cue in cues)), None
        )
        if comparison and len(printed) <= 20 and not any(c.isdigit() for c in printed):
            period = period_of(reading, column, label)
            statement = statement_of(reading, column, label, period)
            found.append(
                QualitativeFact(
                    cell.start, cell.end, label.name, comparison, printed, "growth", statement, period.start, period.end,
                    "table.qualitative",
                )
            )  # fmt: skip
    return found


def cell_quote(table: Table, cell: Cell) -> str:
    """A cell with its row label and its heads, as printed but for line ends: 地区生产总值（亿元）｜预期目标｜7.5%以上."""
    index = index_of(table)
    row = index.rows.get(cell.row, {})
    label = next((c.text for col, c in sorted(row.items()) if col < cell.col and _is_name(c.text)), "")
    heads = index.heads[cell.col] if not cell.header else ()
    return "｜".join(squeeze(t) for t in (label, *heads, cell.text) if t)


def _is_name(text: str) -> bool:
    return bool(text) and not text.strip().isdigit() and unit_of(squeeze(text)) is None


def fact_cell(table: Table, start: int) -> Cell | None:
    """The cell that covers an offset of the document's text."""
    return index_of(table).cell_at(start)


def _fact(reading: TableReading, cell: Cell, column: Column, label: RowLabel, number: CellNumber) -> Fact:
    measure, unit, sign = measure_of(reading, column, label, number)
    name, region = name_of(reading, column, label)
    period = years_of_plan(reading) if number.summed else period_of(reading, column, label)
    statement = statement_of(reading, column, label, period)
    doubts = doubts_of(reading, column, label, unit, measure, name, number.value * sign < 0)
    heads = () if measure in ("rank", "gap") else column.heads[::-1]  # 全市位次: the field of the rank, no scope
    scope = scope_of(name, [column.level, *heads, label.band, reading.table.caption], reading.headings[::-1])
    name = qualified(name, scope)
    return Fact(
        number.start, number.end, number.value * sign, unit, name, measure, statement, period.start, period.end,
        period.label(), number.qualifier, region, cell.start, cell.end, rule_of(reading, column, measure, statement),
        confidence_of(reading, column, doubts), doubts, scope,
    )  # fmt: skip
