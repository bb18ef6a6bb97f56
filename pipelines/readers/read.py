"""A file to a Document: bytes, text, what it says about itself, tables, sections, passages."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from pipelines.documents import overrides, own_place
from pipelines.documents.archive import ArchiveError
from pipelines.documents.frame.follow import frames_of
from pipelines.documents.frame.parts import PartError, read_parts
from pipelines.documents.metadata import read_metadata
from pipelines.documents.model import Document, Hints, Metadata, Section, Table
from pipelines.documents.outline import read_outline
from pipelines.documents.passages import read_passages
from pipelines.documents.scan import SourceFile
from pipelines.documents.sections import sections_of
from pipelines.documents.traditional import is_traditional, simplified
from pipelines.extract.tables.find import find_tables
from pipelines.extract.tables.heads import parted, with_heads
from pipelines.extract.tables.kinds import classify
from pipelines.readers.medium import MediumError
from pipelines.readers.registry import read_medium

_TRADITIONAL = "in traditional characters: read as simplified ones, shown as printed"
_LETTER, _HAN = re.compile("[A-Za-z]"), re.compile("[\u4e00-\u9fff]+")
_LANGUAGE = 4_000  # characters that tell which language a text is in


class ReadError(ValueError):
    """A file that could not be read as a document; the message names the file, what was found and what to do."""


def read_document(source: SourceFile, override: dict[str, Any] | None = None) -> Document:
    """The document in a file, with what documents.yml says of it; raises ReadError."""
    if source.error:
        raise ReadError(f"{source.source_file}: {source.error}")
    try:
        data = source.read()
    except ArchiveError as error:
        raise ReadError(f"{source.source_file}: {error}") from error
    except OSError as error:
        raise ReadError(f"{source.source_file}: cannot be read: {error.strerror or error}") from error
    digest = hashlib.sha256(data).hexdigest()
    if source.sha256 is not None and digest != source.sha256:
        raise ReadError(f"{source.source_file}: changed while the build was reading; build again when it is complete")
    try:
        reading = read_medium(data, source.source_file)
    except MediumError as error:
        raise ReadError(f"{source.source_file}: {error}") from error
    printed, text, tables = reading.text, reading.text, reading.tables
    if is_traditional(printed):
        text = simplified(printed)
        tables = tables and [_simplified(table) for table in tables]
    meta = described(text, source.source_file, override, reading.hints)
    try:
        document = parse_text(text, meta, source.source_file, digest, tables, override)
    except PartError as error:
        raise ReadError(f"{source.source_file}: {error}") from error
    return replace(
        document,
        media_type=reading.media_type,
        encoding=reading.encoding,
        pages=reading.pages,
        places=sorted(reading.places, key=lambda place: place.start),
        member=source.member,
        printed=printed if printed != text else "",
        warnings=reading.warnings + ((_TRADITIONAL,) if printed != text else ()) + document.warnings,
    )


def _simplified(table: Table) -> Table:
    """A reader's table in simplified characters."""
    cells = tuple(replace(cell, text=simplified(cell.text)) for cell in table.cells)
    made = replace(table, caption=simplified(table.caption), cells=cells)
    return replace(made, kind=classify(made))


def parse_text(
    text: str,
    meta: Metadata | None = None,
    source_file: str = "text.txt",
    document_id: str | None = None,
    tables: Sequence[Table] | None = None,
    override: dict[str, Any] | None = None,
) -> Document:
    """The document that a decoded text is; without `meta` what the text says about itself.

    `tables` are those that a reader found by other means than the text's layout (a PDF's rules); `override` is what
    documents.yml says of the file, of which its parts are used here.

    >>> document = parse_text("甲县政府工作报告\\n\\n一、2024年工作回顾\\n粮食产量9万吨。")
    >>> document.meta.kind, [s.title for s in document.sections], [p.kind for p in document.passages]
    ('work_report', ['一、2024年工作回顾'], ['heading', 'heading', 'prose'])
    """
    meta = read_metadata(text, source_file) if meta is None else meta
    tables = find_tables(text) if tables is None else _with_heads(tables)
    skip = [(table.start, table.end) for table in tables]
    outline = read_outline(text, skip)
    parts = read_parts(text, meta, lambda words: read_metadata(words, source_file), (override or {}).get("parts") or ())
    sections = sections_of(text, parts, skip, outline)
    passages = read_passages(text, sections, skip, outline)
    return Document(
        document_id=document_id or hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        source_file=source_file,
        text=text,
        meta=meta,
        sections=sections,
        passages=passages,
        frames=frames_of(text, parts, sections, passages),
        parts=parts,
        tables=tuple(replace(table, section=section_at(sections, table.start)) for table in tables),
        warnings=_doubts(meta) + _foreign(text),
    )


def described(
    text: str, source_file: str, override: dict[str, Any] | None = None, hints: Hints | None = None
) -> Metadata:
    """What the text says about itself, the file beside it, and documents.yml of it; a region given there gets its code."""
    meta = overrides.apply(read_metadata(text, source_file, hints), override)
    if meta.region_code is None and override and override.get("region"):
        name, code = own_place.resolved(meta.region_name, text[:20_000])
        meta = replace(meta, region_name=name, region_code=code)
    return meta


def section_at(sections: Sequence[Section], offset: int) -> int | None:
    """The number of the innermost section that an offset stands in."""
    found = None
    for section in sections:
        if section.start > offset:
            break
        if section.end > offset:
            found = section.number
    return found


def _with_heads(tables: Sequence[Table]) -> list[Table]:
    """The tables of a reader, with heads where the medium did not mark any."""
    tables = [replace(part, number=n) for n, part in enumerate((p for t in tables for p in parted(t)), start=1)]
    bare = [not any(cell.header for cell in table.cells) for table in tables]
    headed = [with_heads(table) for table in tables]
    return [
        replace(table, kind=classify(table)) if was_bare else table
        for table, was_bare in zip(headed, bare, strict=True)
    ]


def _foreign(text: str) -> tuple[str, ...]:
    """That a text is in letters and not in Chinese, of which nothing can be read."""
    letters, han = len(_LETTER.findall(text[:_LANGUAGE])), sum(map(len, _HAN.findall(text[:_LANGUAGE])))
    return ("the text is not Chinese: no figure of it can be read",) if letters >= 50 and han < letters / 20 else ()


def _doubts(meta: Metadata) -> tuple[str, ...]:
    """What the document does not say about itself, for its outcome row."""
    missing = [name for name in ("title", "region_name") if getattr(meta, name) is None]
    if meta.review_year is None and meta.plan_year is None:
        missing.append("review_year and plan_year")
    return tuple(f"the text names no {name}; documents.yml can give it" for name in missing)
