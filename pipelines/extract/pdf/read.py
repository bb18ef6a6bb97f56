"""A PDF's bytes to the text of our documents, with the place of every character.

Nothing inside a PDF is executed or fetched. What a hostile file does to time and memory is limited by the process that
reads it; here are the limits that can be known before or between pages.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from pipelines.documents.model import PageMap, Table
from pipelines.extract.pdf.blocks import read_blocks
from pipelines.extract.pdf.columns import read_runs
from pipelines.extract.pdf.content import Content, Run, runs_of
from pipelines.extract.pdf.furniture import drop_furniture
from pipelines.extract.pdf.layout import Writer, write_blocks
from pipelines.extract.pdf.lines import read_pieces
from pipelines.extract.pdf.page import Page, read_chars
from pipelines.extract.pdf.regions import take_units
from pipelines.extract.pdf.rules import Drawing, TooComplex, read_drawing
from pipelines.extract.pdf.stitch import pull_titles, stitch
from pipelines.extract.pdf.units import TableUnit, finish_tables

_HEADER = 1024  # bytes in which a PDF has to say that it is one


class PdfError(ValueError):
    """A PDF that cannot be read; the message says what was found and what to do."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a PDF may hold: bytes, pages, and on one page characters and drawn paths."""

    max_bytes: int = 100_000_000
    max_pages: int = 2_000
    max_chars: int = 100_000
    max_paths: int = 50_000
    broken_share: float = 0.02


@dataclass(frozen=True, slots=True)
class PdfText:
    """What a PDF says: its text as our documents have it, the place of every character, its tables, and what is doubtful.

    Offsets of tables and cells are those of `text`; `pages` has an entry for every character of it.
    """

    text: str
    pages: PageMap
    tables: list[Table]
    warnings: list[str]


def read_pdf(data: bytes, limits: Limits | None = None) -> PdfText:
    """The text of a PDF; raises PdfError where there is none to be had."""
    limits = limits or Limits()
    document = _open(data, limits)
    try:
        count = len(document)
        if count == 0:
            raise PdfError("the PDF has no pages; it is damaged: export or download it again")
        if count > limits.max_pages:
            raise PdfError(f"{count:,} pages, the limit is {limits.max_pages:,}; split the file")
        pages = [read_page(document, number, limits) for number in range(1, count + 1)]
    finally:
        document.close()
    warnings = _unread(pages)
    drop_furniture(pages)
    stitch(pages)
    tables = _tables(pages)
    writer = Writer(pages)
    write_blocks(writer, read_blocks(pages))
    text = writer.text()
    if not text.strip():
        reasons = sorted({page.unread for page in pages if page.unread})
        raise PdfError(f"no text on {count} page{'s' * (count > 1)} ({'; '.join(reasons)})")
    return PdfText(text, writer.page_map(count), finish_tables(text, tables), warnings)


def _tables(pages: list[Content]) -> list[TableUnit]:
    """The tables in reading order; captions in their grids become lines above them, single rows become lines."""
    units: list[TableUnit] = []
    for page in pages:
        runs: list[Run] = []
        for run in page.runs:
            if not isinstance(run.unit, TableUnit):
                runs.append(run)
            elif run.unit.is_row():
                runs.append(Run(run.unit.lines()))
            else:
                runs += [*pull_titles(run.unit), run]
                units.append(run.unit)
        page.runs = runs
    return units


def _open(data: bytes, limits: Limits) -> pypdfium2.PdfDocument:
    """The open document; raises PdfError for what is no PDF, too large, locked or damaged."""
    if not data:
        raise PdfError("empty file (0 bytes)")
    if len(data) > limits.max_bytes:
        raise PdfError(f"too large: {len(data):,} bytes, the limit is {limits.max_bytes:,}; split the file")
    if b"%PDF-" not in data[:_HEADER]:
        raise PdfError("not a PDF: no %PDF- in its first 1,024 bytes; check the file's type")
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        reason = str(error)
    if "password" in reason.lower():
        raise PdfError("encrypted: it opens only with a password; save a copy without one")
    if "security" in reason.lower():
        raise PdfError("encrypted in a way that is not supported; save a copy without protection")
    raise PdfError("damaged or cut off: its structure cannot be read; export or download it again")


def read_page(document: pypdfium2.PdfDocument, number: int, limits: Limits) -> Content:
    """One page (from 1) in reading order, closed again; a page that cannot be read says why in `unread`."""
    try:
        handle = document[number - 1]
    except pypdfium2.PdfiumError:
        return Content(number, 595, 842, 0, [], "damaged page")
    try:
        textpage = handle.get_textpage()
        try:
            count = pdfium.FPDFText_CountChars(textpage)
            if count > limits.max_chars:
                return _refused(handle, number, f"too complex: {count:,} characters")
            page, frame = read_chars(handle, textpage, number)
        finally:
            textpage.close()
        try:
            drawing = read_drawing(handle, frame, limits.max_paths)
        except TooComplex:
            return _refused(handle, number, f"too complex: more than {limits.max_paths:,} drawn paths")
        return _content(page, drawing, limits)
    finally:
        handle.close()


def _content(page: Page, drawing: Drawing, limits: Limits) -> Content:
    reason = ""
    if page.glyphs and page.broken > limits.broken_share * page.glyphs and page.broken > 3:
        reason = f"broken text layer: {page.broken:,} of {page.glyphs:,} characters mean nothing"
    elif not page.chars:
        reason = "no text layer: an image" if drawing.images else ""
    pieces = take_units(read_pieces(page.chars), drawing, page.number)
    runs = read_runs(pieces, page.number, page.height)
    return Content(page.number, page.width, page.height, page.turns, runs_of(runs), reason)


def _refused(handle: Any, number: int, reason: str) -> Content:
    width, height = handle.get_size()
    return Content(number, width, height, 0, [], reason)


def _unread(pages: list[Content]) -> list[str]:
    """A warning for each reason why pages were not read, with their numbers."""
    by_reason: dict[str, list[int]] = {}
    for page in pages:
        if page.unread:
            by_reason.setdefault(page.unread, []).append(page.number)
    return [f"page {_ranges(numbers)} not read ({reason})" for reason, numbers in by_reason.items()]


def _ranges(numbers: list[int]) -> str:
    """1-3, 7 for [1, 2, 3, 7]."""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and parts[-1][1] == number - 1:
            parts[-1][1] = number
        else:
            parts.append([number, number])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in parts)
