"""A PDF's bytes to the text of our documents, with the place of every character.

Nothing inside a PDF is executed or fetched. What a hostile file does to time and memory is limited by the process that
reads it; here are the limits that can be known before or between pages.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.documents.model import PageMap, Table
from pipelines.readers.pdf.blocks import read_blocks
from pipelines.readers.pdf.content import Content, Run
from pipelines.readers.pdf.furniture import drop_furniture
from pipelines.readers.pdf.layout import Writer, write_blocks
from pipelines.readers.pdf.pages import PageReader
from pipelines.readers.pdf.source import Limits, PdfError
from pipelines.readers.pdf.stitch import pull_titles, stitch
from pipelines.readers.pdf.units import TableUnit, finish_tables

__all__ = ["Limits", "PdfError", "PdfText", "read_pdf", "text_of"]


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
    reader = PageReader(data, limits)
    count = reader.count
    try:
        pages = [reader.read(number) for number in range(1, count + 1)]
    finally:
        reader.close()
    found = text_of(pages)
    if not found.text.strip():
        reasons = sorted({page.unread for page in pages if page.unread}) or ["the pages are empty"]
        raise PdfError(f"no text on {count} page{'s' * (count > 1)}: {'; '.join(reasons)}{_advice(pages, reader)}")
    return found


def text_of(pages: list[Content]) -> PdfText:
    """The text of pages as their reader has set them, whatever kind of file they are from; it may be empty."""
    warnings = _warnings(pages)
    drop_furniture(pages)
    stitch(pages)
    tables = _tables(pages)
    writer = Writer(pages)
    write_blocks(writer, read_blocks(pages))
    text = writer.text()
    return PdfText(text, writer.page_map(len(pages)), finish_tables(text, tables), warnings)


def _advice(pages: list[Content], reader: PageReader) -> str:
    scanned = any("text layer" in page.unread for page in pages)
    return ". Scanned pages are read after pip install -e '.[ocr]'" if scanned and reader.ocr is None else ""


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


def _warnings(pages: list[Content]) -> list[str]:
    """A warning for each reason why pages were not read, or not as usual, with their numbers."""
    by_reason: dict[str, list[int]] = {}
    for page in pages:
        if page.unread:
            by_reason.setdefault(f"not read ({page.unread})", []).append(page.number)
        elif page.note:
            by_reason.setdefault(page.note, []).append(page.number)
    return [f"page {_ranges(numbers)}: {reason}" for reason, numbers in by_reason.items()]


def _ranges(numbers: list[int]) -> str:
    """1-3, 7 for [1, 2, 3, 7]."""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and parts[-1][1] == number - 1:
            parts[-1][1] = number
        else:
            parts.append([number, number])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in parts)
