"""A PDF's bytes to an open document, or to a clear error."""

from __future__ import annotations

from dataclasses import dataclass

import pypdfium2

_HEADER = 1024  # bytes in which a PDF has to say that it is one


class PdfError(ValueError):
    """A PDF that cannot be read; the message says what was found and what to do."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a PDF may hold: bytes, pages, and on one page characters and drawn paths.

    `broken_share` is the share of characters without a meaning above which a page counts as unread. `ocr` says whether
    pages without text go through character recognition, where it is installed, and `ocr_seconds` how much processor time
    that may take over the whole document: less than a document has, so that the pages read so far are kept.
    """

    max_bytes: int = 100_000_000
    max_pages: int = 2_000
    max_chars: int = 100_000
    max_paths: int = 50_000
    broken_share: float = 0.02
    ocr: bool = True
    ocr_seconds: float = 90.0


def open_document(data: bytes, limits: Limits) -> pypdfium2.PdfDocument:
    """The open document; raises PdfError for what is no PDF, too large, locked, damaged or too long."""
    if not data:
        raise PdfError("empty file (0 bytes)")
    if len(data) > limits.max_bytes:
        raise PdfError(f"too large: {len(data):,} bytes, the limit is {limits.max_bytes:,}; split the file")
    if b"%PDF-" not in data[:_HEADER]:
        raise PdfError("not a PDF: no %PDF- in its first 1,024 bytes; check the file's type")
    document = _opened(data)
    count = len(document)
    if 0 < count <= limits.max_pages:
        return document
    document.close()
    if count:
        raise PdfError(f"{count:,} pages, the limit is {limits.max_pages:,}; split the file")
    raise PdfError("the PDF has no pages; it is damaged: export or download it again")


def _opened(data: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        reason = str(error).lower()
    if "password" in reason and b"/Encrypt" in data:
        raise PdfError("encrypted: it opens only with a password; save a copy without one")
    if "security" in reason:
        raise PdfError("encrypted in a way that is not supported; save a copy without protection")
    start = data.find(b"%PDF-", 0, _HEADER)
    if start > 0:  # something was put before it
        try:
            return pypdfium2.PdfDocument(data[start:])
        except pypdfium2.PdfiumError:
            pass
    raise PdfError("damaged or cut off: its structure cannot be read; export or download it again")
