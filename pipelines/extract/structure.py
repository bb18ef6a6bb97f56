"""The staged rows that say what a document is made of: the document itself, its parts, its passages, the cells of its tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipelines.documents.model import Document, Part, Passage, Section, Table
from pipelines.extract.pages import box_of, locator_of, page_of

Row = dict[str, Any]


def section_of(document: Document, number: int | None) -> Section | None:
    """The section of a number as passages and tables carry it; None outside of all."""
    return document.sections[number - 1] if number is not None else None


def document_row(document: Document) -> Row:
    """The row of `document`."""
    meta = document.meta
    return {
        "document_id": document.document_id, "source_file": document.source_file, "title": meta.title, "kind": meta.kind,
        "issuer": meta.issuer, "region_code": meta.region_code, "region_name": meta.region_name,
        "published_date": meta.published_date, "review_year": meta.review_year, "plan_year": meta.plan_year,
        "media_type": document.media_type, "page_count": document.pages.page_count if document.pages else None,
        "char_count": len(document.text), "encoding": document.encoding, "source_url": meta.source_url, "licence": meta.licence,
    }  # fmt: skip


def part_row(document: Document, part: Part) -> Row:
    """A row of `document_part`."""
    meta = part.meta
    return {
        "document_id": document.document_id, "part": part.number, "title": meta.title, "kind": meta.kind,
        "region_code": meta.region_code, "region_name": meta.region_name, "review_year": meta.review_year,
        "plan_year": meta.plan_year, "published_date": meta.published_date, "char_start": part.start, "char_end": part.end,
    }  # fmt: skip


def passage_row(document: Document, passage: Passage) -> Row:
    """A row of `passage`."""
    section = section_of(document, passage.section)
    return {
        "document_id": document.document_id, "passage_no": passage.number, "kind": passage.kind,
        "section": section.path if section else None, "section_role": section.role if section else "",
        "char_start": passage.start, "char_end": passage.end, "page": page_of(document.pages, passage.start),
        "text": document.text[passage.start : passage.end],
    }  # fmt: skip


def cell_rows(document: Document, table: Table) -> Iterator[Row]:
    """The rows of `cell` of a table, empty cells too."""
    for cell in table.cells:
        yield {
            "document_id": document.document_id, "table_no": table.number, "table_kind": table.kind,
            "caption": table.caption or None, "row_no": cell.row, "col_no": cell.col, "row_span": cell.row_span,
            "col_span": cell.col_span, "is_header": cell.header, "text": cell.text, "char_start": cell.start,
            "char_end": cell.end, "page": page_of(document.pages, cell.start),
            "bbox": box_of(document.pages, cell.start, cell.end), "locator": locator_of(document, cell.start),
        }  # fmt: skip
