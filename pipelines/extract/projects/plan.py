"""Arrangements of key projects (表3's kind): counts and investments by source and by use."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Literal

from pipelines.documents.model import Cell, Document, Table
from pipelines.extract.tables.column import unit_in
from pipelines.extract.tables.index import index_of
from pipelines.extract.tables.numbers import read_cell_numbers
from pipelines.extract.tables.reading import read_table
from pipelines.extract.tables.words import head_in, is_total, squeeze, words
from pipelines.lexicon.patterns import patterns

_P = patterns("projects.plan")

Breakdown = Literal["total", "by_source", "by_use"]


def project_plan_rows(document: Document, table: Table) -> list[dict[str, Any]]:
    """Staged project_plan rows: the total and every category under the band that says what it breaks down.

    Amounts are Decimals in `investment_unit` (the unit of the heads, the caption else), counts are ints; a figure that is
    not printed is None. Rows without a figure (the bands) are not rows. [] for a table of another kind.
    """
    if table.kind != "project_plan":
        return []
    columns = _columns(table)
    reading = read_table(document, table)
    unit = next((u for k in ("planned_investment", "total_investment") if (u := _unit(table, columns.get(k)))), "")
    rows: list[dict[str, Any]] = []
    breakdown: Breakdown = "by_use"
    for number, by_column in index_of(table).rows.items():
        cells = list(by_column.values())
        band = _band(document, cells)
        if band:
            breakdown = _breakdown(band) or breakdown
            continue
        category, total = _category(cells, columns)
        figures = {key: _figure(document, cells, col) for key, col in columns.items() if key != "category"}
        if not category or all(v is None for v in figures.values()):
            continue
        if total and any(row["breakdown"] == "total" for row in rows):
            continue  # a band's own sum repeats the table's total
        rows.append({
            "document_id": document.document_id, "source_file": document.source_file,
            "table_no": table.number, "row_no": number, "year": reading.period.end,
            "breakdown": "total" if total else (_source_of(category) or breakdown), "category": category,
            "project_count": _whole(figures.get("count")),
            "total_investment": figures.get("total_investment"),
            "planned_investment": figures.get("planned_investment"),
            "investment_unit": unit or reading.unit or None,
        })  # fmt: skip
    return rows


def _band(document: Document, cells: list[Cell]) -> str:
    """The words of a row with one cell and no figure, '' of any other row."""
    filled = [c for c in cells if c.text]
    if len(filled) != 1 or read_cell_numbers(document.text, filled[0].start, filled[0].end):
        return ""
    return filled[0].text


def _whole(count: Decimal | None) -> int | None:
    return int(count) if count is not None and count == count.to_integral_value() else None


def _columns(table: Table) -> dict[str, int]:
    """category, count, total_investment, planned_investment → column."""
    names = words()["project_plan"]
    heads = dict(enumerate(index_of(table).heads))
    found: dict[str, int] = {}
    for key in ("category", "count", "total_investment", "planned_investment"):
        col = next((c for c, h in heads.items() if h and head_in(h[-1], names[key]) and c not in found.values()), None)
        if col is not None:
            found[key] = col
    if "category" not in found:
        first = min((c for k, c in found.items()), default=1)
        found["category"] = max(0, first - 1)
    return found


def _unit(table: Table, col: int | None) -> str:
    return next((u for h in reversed(index_of(table).heads[col]) if (u := unit_in(h))), "") if col is not None else ""


def _category(cells: list[Cell], columns: dict[str, int]) -> tuple[str, bool]:
    """(category, whether the row is the total)."""
    own = next((c for c in cells if c.col <= columns["category"] < c.col + c.col_span and c.text), None)
    own = own or next((c for c in cells if c.col < columns["category"] and c.text), None)
    if own is None:
        return "", False
    text = squeeze(own.text)
    return text, is_total(text) or text.startswith(("合计", "总计"))


def _figure(document: Document, cells: list[Cell], col: int) -> Decimal | None:
    cell = next((c for c in cells if c.col == col), None)
    numbers = read_cell_numbers(document.text, cell.start, cell.end) if cell else []
    return numbers[0].value if numbers else None


def _breakdown(band: str) -> Breakdown | None:
    """按投资来源分类 → by_source, 按投资用途分类 → by_use; None for a band that says neither."""
    names = words()["project_plan"]
    if any(w in band for w in names["by_source"]):
        return "by_source"
    return "by_use" if any(w in band for w in names["by_use"]) else None


def _source_of(category: str) -> Breakdown | None:
    """A category that is a source of investment by its own words, in tables without bands: 政府主导类, 市场主导类."""
    return "by_source" if _P["source"].search(category) else None
