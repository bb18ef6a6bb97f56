"""Whether the targets of a table's rows bind (约束性) or are only expected (预期性)."""

from __future__ import annotations

from pipelines.documents.model import Table
from pipelines.extract.prose.obligation import Obligation, obligation_in
from pipelines.extract.tables.index import index_of
from pipelines.extract.tables.words import squeeze, words


def obligations_of(table: Table) -> dict[int, Obligation]:
    """Row → what the column of properties (属性) says of it, else the band above it; rows without either are left out."""
    index = index_of(table)
    heads: list[str] = words()["obligation_heads"]
    columns = [c for c, h in enumerate(index.heads) if h and squeeze(h[-1]) in heads]
    found: dict[int, Obligation] = {}
    band: Obligation | None = None
    for row, cells in index.rows.items():
        filled = [c for c in cells.values() if c.text.strip()]
        if len(filled) == 1:
            band = obligation_in(filled[0].text)
        own = next((kind for c in columns if c in cells and (kind := obligation_in(cells[c].text))), None) or band
        if own:
            found[row] = own
    return found
