"""Cells that hold sentences, as passages for the statement layer: tasks, completions, textual results."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.documents.model import Cell, Document, Statement, Table
from pipelines.documents.view import view
from pipelines.extract.facts import Context
from pipelines.extract.livelihood.items import items_of, labels_in
from pipelines.extract.livelihood.promise import Promise, Span
from pipelines.extract.livelihood.sources import promises_of_table
from pipelines.extract.tables.numbers import read_cell_numbers
from pipelines.extract.tables.reading import read_table
from pipelines.lexicon.patterns import patterns

_P = patterns("tables.passages")


@dataclass(frozen=True, slots=True)
class CellPassage:
    """A stretch of a cell to be read as prose: `start`..`end` in the document's text, with what it inherits.

    A label (老旧小区供水设施改造：) is not part of the stretch but is the context's subject.
    """

    start: int
    end: int
    context: Context
    row: int
    col: int


def table_passages(document: Document, table: Table) -> list[CellPassage]:
    """The prose of a table in reading order; numeric cells, labels, numbers of rows and remarks are not in it."""
    if table.kind == "livelihood":
        return sorted(_of_livelihood(document, table), key=lambda p: p.start)
    reading = read_table(document, table)
    found: list[CellPassage] = []
    for cell in table.cells:
        column = reading.columns[cell.col] if cell.col < len(reading.columns) else None
        label = reading.label_at(cell.row, column) if column else None
        if cell.header or column is None or column.role in ("label", "sequence", "unit", "remark") or cell.col_span > 1:
            continue
        if not any(c.isdigit() for c in cell.text) or read_cell_numbers(document.text, cell.start, cell.end):
            continue
        period = column.period.filled(reading.period.start, reading.period.end) if column.period else reading.period
        subject = label.name if label else ""
        context = _context(document, table, period.end, column.statement or reading.statement, subject)
        found += [
            CellPassage(a, b, context, cell.row, cell.col) for a, b in _lines(document.text, cell.start, cell.end)
        ]
    return found


def _of_livelihood(document: Document, table: Table) -> Iterator[CellPassage]:
    at = {(c.start, c.end): c for c in table.cells if c.text}
    seen: set[Span] = set()
    for promise in promises_of_table(document, table):
        for plan, done in promise.parts:
            told: tuple[tuple[Span | None, Statement], ...] = ((plan, "target"), (done, "actual"))
            for span, statement in told:
                if span and span in at and span not in seen:
                    seen.add(span)
                    yield from _stretches(document, table, promise, at[span], statement, statement == "actual")
    for cell in at.values():
        if cell.header or (cell.start, cell.end) in seen or not any(c.isdigit() for c in cell.text):
            continue
        yield from _other_cell(document, table, cell)


def _other_cell(document: Document, table: Table, cell: Cell) -> Iterator[CellPassage]:
    """A sentence in a column that is neither plan nor completion (a project's name with a figure is left alone)."""
    if any(mark in cell.text for mark in "。；，"):
        context = _context(document, table, None, "actual", "")
        yield from (
            CellPassage(a, b, context, cell.row, cell.col) for a, b in _lines(document.text, cell.start, cell.end)
        )


def _stretches(
    document: Document, table: Table, promise: Promise, cell: Cell, statement: Statement, labelled: bool
) -> Iterator[CellPassage]:
    """The cell cut at the labels that repeat the names of its sub-items, and at its lines."""
    text = document.text
    names = [item.name for item in items_of(text, promise)] if labelled else []
    shown = view(text, cell.start, cell.end)
    labels = labels_in(text, shown, names) if len(names) > 1 else []
    bounds = [(0, labels[0][0] if labels else len(shown.text), promise.name)]
    for k, (start, body, hits) in enumerate(labels):
        stop = labels[k + 1][0] if k + 1 < len(labels) else len(shown.text)
        subject = shown.text[start : body - 1]
        bounds.append((body, stop, _P["bracket_end"].sub("", subject) if len(hits) > 1 else subject))
    for begin, end, subject in bounds:
        if begin < end:
            context = _context(document, table, promise.year, statement, subject)
            for a, b in _lines(text, *shown.span(begin, end)):
                yield CellPassage(a, b, context, cell.row, cell.col)


def _lines(text: str, start: int, end: int) -> list[Span]:
    """The lines of a cell that are sentences of their own; lines cut in the middle of a sentence stay together."""
    spans: list[Span] = []
    position = start
    for line in text[start:end].split("\n"):
        stripped = line.strip()
        if stripped:
            a = position + line.index(stripped[0])
            if spans and text[spans[-1][1] - 1] not in "。；;！：:":
                spans[-1] = (spans[-1][0], a + len(stripped))
            else:
                spans.append((a, a + len(stripped)))
        position += len(line) + 1
    return spans


def _context(document: Document, table: Table, year: int | None, statement: Statement, subject: str) -> Context:
    section = next((s for s in document.sections if s.number == table.section), None)
    meta = document.meta
    published = int(meta.published_date[:4]) if meta.published_date else None
    path = "｜".join(p for p in (section.path if section else "", table.caption) if p)
    return Context(
        year,
        year,
        statement,
        subject,
        heading=False,
        region=meta.region_name or "",
        section=path,
        published_year=published,
    )
