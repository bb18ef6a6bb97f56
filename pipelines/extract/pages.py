"""Page and box of a span, for documents that have pages."""

from __future__ import annotations

from pipelines.documents.model import PageMap


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
