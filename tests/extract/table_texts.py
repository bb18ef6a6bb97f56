"""Tables as tests write them: a text, or a grid with spans, and what is read of it in brief."""

from __future__ import annotations

from pipelines.documents.model import Cell, Document, Metadata, Table
from pipelines.extract.facts import Fact
from pipelines.extract.tables.facts import table_facts
from pipelines.extract.tables.find import find_tables
from pipelines.extract.tables.heads import with_heads

Brief = tuple[str, str, str, str]


def document(text: str, tables: list[Table] | None = None, review: int = 2022) -> Document:
    meta = Metadata(review_year=review, region_name="栖霞市")
    return Document("d", "d.txt", text, meta, tables=tuple(find_tables(text) if tables is None else tables))


def brief(facts: list[Fact]) -> list[Brief]:
    return [(f.indicator, str(f.value), f.unit, f.measure) for f in facts]


def read(text: str) -> list[Brief]:
    doc = document(text)
    (table,) = doc.tables
    return brief(table_facts(doc, table))


def grid(rows: list[list[str | tuple[str, int, int]]], caption: str = "") -> Document:
    """A document with a true grid as web pages and sheets have it: (text, row span, column span), no head flags."""
    text, cells, busy = "", [], set()
    for r, row in enumerate(rows):
        col = 0
        for entry in row:
            word, down, wide = entry if isinstance(entry, tuple) else (entry, 1, 1)
            while (r, col) in busy:
                col += 1
            busy |= {(r + y, col + x) for y in range(down) for x in range(wide)}
            cells.append(Cell(r, col, len(text), len(text) + len(word), word, False, down, wide))
            text += word + "\n"
            col += wide
    return document(text, [with_heads(Table(1, 0, len(text), caption, None, tuple(cells)))])


def read_grid(rows: list[list[str | tuple[str, int, int]]], caption: str = "") -> list[Brief]:
    doc = grid(rows, caption)
    return brief(table_facts(doc, doc.tables[0]))


def rows_of(text: str) -> list[tuple[str, str, str, str, int | None]]:
    doc = document(text)
    return [(f.indicator, str(f.value), f.unit, f.statement, f.period_end) for f in table_facts(doc, doc.tables[0])]


def checks(text: str) -> dict[str, list[str]]:
    doc = document(text)
    return {str(f.value): f.checks for f in table_facts(doc, doc.tables[0])}


SIDES = "2022年一般公共预算收支表\n单位：万元\n收入\t预算数\t决算数\t支出\t预算数\t决算数\n税收收入\t210\t214\t教育支出\t90\t88\n非税收入\t60\t57\t农林水支出\t41\t43\n"
