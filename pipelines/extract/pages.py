"""Page, box and place of a span, for documents that have pages, sheets or tables of their own."""

from __future__ import annotations

from bisect import bisect_right
from operator import attrgetter

from pipelines.documents.model import Document, PageMap


def page_of(pages: PageMap | None, start: int) -> int | None:
    """The 1-based page of a character; None for a text without pages."""
    if pages is None or start >= len(pages.char_pages):
        return None
    return pages.char_pages[start]


def box_of(pages: PageMap | None, start: int, end: int) -> list[float] | None:
    """The box (x0, top, x1, bottom) in points around a span's characters on its first page."""
    if pages is None:
        return None
    page = page_of(pages, start)
    boxes = [pages.char_boxes[i] for i in range(start, min(end, len(pages.char_boxes))) if pages.char_pages[i] == page]
    known = [b for b in boxes if b is not None]
    if not known:
        return None
    return [min(b[0] for b in known), min(b[1] for b in known), max(b[2] for b in known), max(b[3] for b in known)]


def read_confidence(pages: PageMap | None, start: int, end: int) -> float:
    """How sure the reader of the page is of a span and the characters beside it: 1.0 for a text layer, less for a scan."""
    if pages is None or pages.confidence is None:
        return 1.0
    return round(min(pages.confidence[max(0, start - 1) : end + 1], default=1.0), 3)


def locator_of(document: Document, start: int) -> str | None:
    """Where in the file a character stands: `p.3`, `Sheet1!C7`, `table 2 row 5 col 3`, `paragraph 12`.

    In an archive the path of the member stands before it, a blank between them. None in a text that is a file of its own.

    >>> from pipelines.documents.model import Metadata, Place
    >>> sheet = Document("0a", "a.zip/b.xlsx", "粮食\\t9", Metadata(), places=(Place(3, 4, "Sheet1!B1"),), member="b.xlsx")
    >>> locator_of(sheet, 3), locator_of(sheet, 0)
    ('b.xlsx Sheet1!B1', 'b.xlsx')
    """
    page = page_of(document.pages, start)
    found = f"p.{page}" if page else _place_at(document, start)
    return f"{document.member} {found}" if document.member and found else document.member or found or None


_START = attrgetter("start")


def _place_at(document: Document, start: int) -> str:
    number = bisect_right(document.places, start, key=_START) - 1
    place = document.places[number] if number >= 0 else None
    return place.locator if place is not None and start < max(place.end, place.start + 1) else ""
