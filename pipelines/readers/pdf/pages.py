"""One page after the other to its content in reading order; every page is closed before the next is opened."""

from __future__ import annotations

import time
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from pipelines.readers.pdf import ocr
from pipelines.readers.pdf.chars import read_chars
from pipelines.readers.pdf.columns import read_runs
from pipelines.readers.pdf.content import Content, runs_of
from pipelines.readers.pdf.glyphs import strange_share
from pipelines.readers.pdf.lines import Piece, piece_of, read_pieces
from pipelines.readers.pdf.page import Page
from pipelines.readers.pdf.plumber import Plumber
from pipelines.readers.pdf.regions import take_units
from pipelines.readers.pdf.rules import Drawing, TooComplex, read_drawing
from pipelines.readers.pdf.source import Limits, open_document

_AT_ONCE = 200  # pages after which a document is opened anew
_SAMPLE = 8  # every how many-th character is asked whether its font knows what it means
_FEW = 20  # characters of a page whose text is in an image
_STRANGE = 0.25  # share of letters that no report is written with
_SHAPES = 200  # drawn paths of a page whose letters are drawn as shapes


class PageReader:
    """Reads the pages of a file one by one; raises PdfError when the file cannot be opened.

    pdfium keeps what it has read of a document, so a long one is opened anew from time to time.
    """

    def __init__(self, data: bytes, limits: Limits) -> None:
        self.data, self.limits = data, limits
        self.document = open_document(data, limits)
        self.count = len(self.document)
        self._since = 0
        self.plumber = Plumber(data)
        self.spent = 0.0  # processor seconds of recognition so far
        self.ocr = ocr.Ocr() if limits.ocr and ocr.installed() else None

    def read(self, number: int) -> Content:
        """The page (from 1); one that gives no text says why in `unread`, one that needed more than pdfium in `note`."""
        if self._since >= _AT_ONCE:
            self.document.close()
            self.document, self._since = open_document(self.data, self.limits), 0
        self._since += 1
        try:
            handle = self.document[number - 1]
        except pypdfium2.PdfiumError:
            return Content(number, 595, 842, 0, [], "damaged page")
        try:
            return self._read(handle, number)
        finally:
            handle.close()

    def _read(self, handle: Any, number: int) -> Content:
        textpage = handle.get_textpage()
        try:
            count = pdfium.FPDFText_CountChars(textpage.raw)
            if count > self.limits.max_chars:
                return _refused(handle, number, f"too complex: {count:,} characters")
            page, frame = read_chars(handle.raw, textpage.raw, number)
            unmapped = _unmapped(textpage.raw, count)
        finally:
            textpage.close()
        try:
            drawing = read_drawing(handle.raw, frame, self.limits.max_paths)
        except TooComplex:
            return _refused(handle, number, f"too complex: more than {self.limits.max_paths:,} drawn objects")
        note = ""
        if drawing.lost:
            other = self.plumber.page(number)
            if other is not None and other.glyphs > page.glyphs:
                page, note = other, "text in fonts that the file does not bring along, read with pdfplumber"
        reason = self._unread(page, drawing, unmapped)
        if reason and self.ocr is not None:
            return self._recognised(handle, page.number, reason)
        pieces = [] if reason else [*read_pieces(page.chars), *_turned(page)]
        runs = read_runs(take_units(pieces, drawing, number), number, page.height)
        return Content(number, page.width, page.height, page.turns, runs_of(runs), reason, note)

    def _unread(self, page: Page, drawing: Drawing, unmapped: float) -> str:
        """Why a page's text layer is of no use, '' where it is."""
        broken = max(page.broken / page.glyphs, unmapped) if page.glyphs else 0.0
        if broken > self.limits.broken_share and broken * page.glyphs > 3:
            return f"broken text layer: {broken:.0%} of its characters have no meaning"
        if page.glyphs > 50 and strange_share("".join(char.text for char in page.chars)) > _STRANGE:
            return "broken text layer: its letters make no words"
        if page.glyphs <= _FEW:
            covered = sum((x1 - x0) * (bottom - top) for x0, top, x1, bottom in drawing.images)
            if covered > 0.3 * page.width * page.height:
                return "no text layer: an image"
            if drawing.paths > _SHAPES:
                return "no text layer: letters drawn as shapes"
        if not page.chars:
            return "nothing is printed on it"
        return ""

    def _recognised(self, handle: Any, number: int, reason: str) -> Content:
        """The page by character recognition."""
        assert self.ocr is not None
        width, height = handle.get_size()
        if self.spent >= self.limits.ocr_seconds:
            most = f"{self.limits.ocr_seconds:.0f} processor seconds"
            return Content(number, width, height, 0, [], f"{reason}; recognition of the pages before took {most}")
        started = time.process_time()
        pieces, drawing, back = self.ocr.read(handle, width, height)
        self.spent += time.process_time() - started
        if not pieces:
            return Content(number, width, height, 0, [], reason)
        runs = read_runs(take_units(pieces, drawing, number), number, height, drawn=False)
        return Content(number, width, height, 0, runs_of(runs), "", f"{reason}, read by character recognition", back)

    def close(self) -> None:
        """Let go of the file."""
        self.plumber.close()
        self.document.close()


def _unmapped(textpage: Any, count: int) -> float:
    """The share of characters for which the font has no Unicode, from a sample."""
    asked = range(0, count, _SAMPLE)
    return sum(pdfium.FPDFText_HasUnicodeMapError(textpage, n) == 1 for n in asked) / len(asked) if count else 0.0


def _turned(page: Page) -> list[Piece]:
    """Runs of characters at a right angle to the others, each as a piece after all others."""
    begin = len(page.chars)
    found = [piece_of(run, begin + number) for number, run in enumerate(page.turned)]
    return [piece for piece in found if piece is not None]


def _refused(handle: Any, number: int, reason: str) -> Content:
    width, height = handle.get_size()
    return Content(number, width, height, 0, [], reason)
