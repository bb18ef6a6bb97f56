"""The second opinion: a page as pdfplumber reads it, where pdfium gives less than the page has.

pdfplumber costs about ten times as much and is only imported when it is needed.
"""

from __future__ import annotations

import io
import re
from typing import Any

from pipelines.readers.pdf.glyphs import UNKNOWN, readable
from pipelines.readers.pdf.page import Char, Page

_CID = re.compile(r"\(cid:\d+\)")
_THIN = 2.6


class Plumber:
    """A PDF opened with pdfplumber when the first page is asked for."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._pdf: Any = None

    def page(self, number: int) -> Page | None:
        """The characters of a page (from 1), None where pdfplumber cannot read it either."""
        try:
            if self._pdf is None:
                import pdfplumber

                self._pdf = pdfplumber.open(io.BytesIO(self._data))
            found = self._pdf.pages[number - 1]
        except Exception:  # it raises errors of many kinds for damaged files
            return None
        try:
            return _page(found, number)
        except Exception:
            return None
        finally:
            found.close()

    def close(self) -> None:
        """Let go of the file."""
        if self._pdf is not None:
            self._pdf.close()


def _page(found: Any, number: int) -> Page:
    page = Page(number, float(found.width), float(found.height))
    for char in found.chars:
        words = char["text"]
        broken = _CID.fullmatch(words) is not None
        text = UNKNOWN if broken else "".join(readable(ord(c)) or "" for c in words)
        page.glyphs += bool(words.strip())
        page.broken += broken
        if not text or not char.get("upright", True):
            continue
        size = float(char["size"])
        base = page.height - float(char["matrix"][5]) if not found.rotation else float(char["bottom"]) - 0.14 * size
        top, bottom = max(float(char["top"]), base - 0.95 * size), min(float(char["bottom"]), base + 0.3 * size)
        page.chars.append(Char(text, float(char["x0"]), float(char["x1"]), top, bottom, base, size))
    return page
