"""Named projects: every project that a report names, with its stage, in prose, panels and tables."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from pipelines.documents.metadata import published_year
from pipelines.documents.model import Document, Passage, Section, Statement, Table
from pipelines.documents.view import TextView, view
from pipelines.extract.livelihood.sources import promises_of_table
from pipelines.extract.projects.keys import match_key, region_words
from pipelines.extract.projects.mentions import Clock, Mention, Place, mentions
from pipelines.extract.projects.names import Name
from pipelines.extract.projects.tables import listed_projects
from pipelines.lexicon.sectors import sector_of

__all__ = ["match_key", "read_projects"]

_KINDS = ("prose", "list_item")


def read_projects(document: Document) -> list[dict[str, Any]]:
    """Staged key_project rows in the order of the text; page and bbox are left to the caller.

    `name` is as printed (without line breaks) and name_start..name_end its span in the text; full_name completes it
    where a list shares its tail. Spans of one document never overlap.
    """
    rows: dict[tuple[int, int], dict[str, Any]] = {}
    region = region_words(document.meta.region_name)
    clock = Clock(published_year(document.meta), document.meta.kind in ("press", "other"))
    for start, end, place in _stretches(document):
        seen = view(document.text, start, end)
        for mention in mentions(seen.text, place, region, clock):
            span = seen.span(mention.name.start, mention.name.end)
            if span not in rows:
                rows[span] = _row(document, _printed(document, seen, mention.name), mention, span, place)
    for table in document.tables:
        place = Place("target", None, _path(document, table), None)
        for listed in listed_projects(document, table):
            shown = view(document.text, listed.cell.start, listed.cell.end)
            name = Name(0, len(shown.text), shown.text, 0.95, "table.list")
            amount = (str(listed.amount), listed.unit or "") if listed.amount is not None else None
            mention = Mention(name, listed.stage, listed.statement, listed.year, listed.quote, amount)
            rows[shown.span(0, len(shown.text))] = _row(
                document, _printed(document, shown, name), mention, shown.span(0, len(shown.text)), place
            )
    return [rows[span] for span in sorted(rows)]


def _printed(document: Document, seen: TextView, name: Name) -> str:
    """The name with the file's own characters, without the line breaks and marks that stand in it."""
    chars = (document.text[offset] for offset in seen.offsets[name.start : name.end])
    return "".join(" " if char.isspace() else char for char in chars)


def _row(document: Document, printed: str, mention: Mention, span: tuple[int, int], place: Place) -> dict[str, Any]:
    name, quote = mention.name, mention.quote
    key = f"{document.document_id}:project:{span[0]}:{span[1]}"
    return {
        "mention_id": hashlib.sha256(key.encode()).hexdigest()[:16], "document_id": document.document_id,
        "source_file": document.source_file, "name": printed, "full_name": name.full,
        "match_key": match_key(name.full, document.meta.region_name), "name_start": span[0], "name_end": span[1],
        "page": None, "bbox": None, "stage": mention.stage, "statement": mention.statement, "year": mention.year,
        "section": place.section, "topic": place.topic,
        "sector_code": sector_of(name.full, quote, place.section or ""),
        "amount": Decimal(mention.amount[0]) if mention.amount else None,
        "amount_unit": mention.amount[1] if mention.amount else None,
        "quote": quote, "rule": name.rule, "confidence": name.confidence,
    }  # fmt: skip


# where projects are named


def _stretches(document: Document) -> Iterator[tuple[int, int, Place]]:
    for passage in document.passages:
        if passage.kind in _KINDS:
            yield passage.start, passage.end, _place(document, passage)
    for table in document.tables:
        if table.kind == "livelihood":
            yield from _of_table(document, table)


def _place(document: Document, passage: Passage) -> Place:
    section = document.sections[passage.section - 1] if passage.section is not None else None
    if section is None:
        return Place("actual", document.meta.review_year, None, None)
    statement: Statement = "target" if section.role == "plan" and section.statement == "target" else section.statement
    return Place(
        statement, section.year_end or document.meta.review_year, section.path or None, _topic(document, section)
    )


def _topic(document: Document, section: Section | None) -> str | None:
    while section is not None and not section.topic:
        section = document.sections[section.parent - 1] if section.parent is not None else None
    return section.title if section else None


def _of_table(document: Document, table: Table) -> Iterator[tuple[int, int, Place]]:
    """The lines of the plan and completion cells of a table of 民生实事."""
    path = _path(document, table)
    for promise in promises_of_table(document, table):
        for plan, done in promise.parts:
            for span, statement in ((plan, "target"), (done, "actual")):
                if span:
                    place = Place(statement, promise.year, path, promise.name, cell=True)
                    for a, b in _lines(document.text, *span):
                        yield a, b, place


def _path(document: Document, table: Table) -> str | None:
    section = document.sections[table.section - 1] if table.section is not None else None
    return " / ".join(p for p in (section.path if section else "", table.caption) if p) or None


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Lines of a cell; a line that stops in the middle of a sentence goes on in the next one."""
    begin = position = start
    for line in text[start:end].split("\n"):
        position += len(line) + 1
        if line.strip() and line.rstrip()[-1] in "。；;":
            yield begin, min(position - 1, end)
            begin = position
    if text[begin:end].strip():
        yield begin, end
