"""The characters of a page through pdfium's raw functions.

These are called for every character of every page, so nothing is asked twice: what the characters of a line share
(height, baseline, size, direction) is asked for the first one only.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from typing import Any

import pypdfium2.raw as pdfium

from pipelines.readers.pdf.glyphs import UNKNOWN, readable
from pipelines.readers.pdf.page import Char, Frame, Page, frame_of

_ODD = frozenset({*range(33), 0xA0, 0xFFFE, 0xFFFF})  # codes that pdfium may have made up
_Band = tuple[float, float, float]  # top, bottom and baseline in reading orientation


class _Strip:
    """What characters side by side have in common, in PDF space.

    `turn` is their direction in right angles counter-clockwise, -1 for a slanted one. Only characters that run to the
    right share a strip; `x` is the origin of the one that it was made for.
    """

    __slots__ = ("band", "bottom", "size", "top", "turn", "x", "y")

    def __init__(self, bottom: float, top: float, x: float, y: float, turn: int, size: float) -> None:
        self.bottom, self.top, self.x, self.y, self.turn, self.size = bottom, top, x, y, turn, size
        self.band: _Band | None = None


_Raw = tuple[str, float, float, _Strip]  # text, left, right


def read_chars(page: Any, textpage: Any, number: int) -> tuple[Page, Frame]:
    """The page with its characters but without its drawings, and the frame in which those have to be placed.

    `page` and `textpage` are pdfium's handles. The direction in which most characters run is taken as upright.
    """
    rotation = pdfium.FPDFPage_GetRotation(page) % 4
    result = Page(number, 0.0, 0.0)
    raw = _raw_chars(textpage, result)
    directions = Counter(strip.turn for _, _, _, strip in raw)
    directions.pop(-1, None)
    turns = max(sorted(directions), key=lambda turn: directions[turn], default=rotation)
    frame = frame_of(page, turns)
    result.width, result.height = frame.size
    result.turns = (rotation - turns) % 4
    if turns == 0:
        _place_upright(raw, frame, result)
    else:
        _place_turned(raw, frame, result)
    return result, frame


def _codes(textpage: Any, count: int) -> list[int]:
    """The code points of all characters, in one call where each of them has one UTF-16 unit."""
    buffer = ctypes.create_string_buffer(2 * count + 2)
    written = pdfium.FPDFText_GetText(textpage, 0, count, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)))
    if written == count + 1:
        codes = list(memoryview(buffer).cast("B").cast("H")[:count])
        asked = range(0, count, 61)
        if all(pdfium.FPDFText_GetUnicode(textpage, n) == codes[n] for n in asked):
            return codes
    return [pdfium.FPDFText_GetUnicode(textpage, n) for n in range(count)]


def _raw_chars(textpage: Any, page: Page) -> list[_Raw]:
    """The characters in PDF space, those left out that pdfium makes up for gaps; counts them on the page."""
    box = pdfium.FS_RECTF()
    box_ = ctypes.byref(box)
    loose = pdfium.FPDFText_GetLooseCharBox
    strips: dict[float, _Strip] = {}  # by the lower edge; the upper one varies with the letters
    raw: list[_Raw] = []
    for index, code in enumerate(_codes(textpage, pdfium.FPDFText_CountChars(textpage))):
        if code in _ODD:
            if pdfium.FPDFText_IsGenerated(textpage, index) == 1:
                continue
            if code in (2, 0xFFFE) and pdfium.FPDFText_IsHyphen(textpage, index) == 1:
                code = 0x2D
        text = readable(code)
        if text != " ":
            if text is None:
                page.broken += 1
                text = "" if 0xE000 <= code <= 0xF8FF else UNKNOWN  # signs of symbol fonts go, letters leave a mark
                page.glyphs += not text
            if not text:
                continue
            page.glyphs += 1
        loose(textpage, index, box_)
        left, right, bottom, top = box.left, box.right, box.bottom, box.top
        strip = strips.get(bottom)
        if strip is None or not -0.2 < (top - strip.top) / strip.size < 0.2:
            left, right, strip = _strip(textpage, index, left, right, bottom, top)
            if strip.turn == 0:
                strips[bottom] = strip
        raw.append((text, left, right, strip))
    return raw


def _strip(
    textpage: Any, index: int, left: float, right: float, bottom: float, top: float
) -> tuple[float, float, _Strip]:
    """Left and right edge of a character, and the strip that it begins."""
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(textpage, index, ctypes.byref(x), ctypes.byref(y))
    turn = 0
    # text that runs to the right begins at its box's left edge
    if top - bottom < 0.5 or right < left or abs(x.value - left) > 0.1 + 0.03 * (top - bottom):
        turn = _direction(textpage, index)
        if abs(top - bottom) < 0.5 or abs(right - left) < 0.5:
            left, right, bottom, top = _tight(textpage, index)
        left, right, bottom, top = min(left, right), max(left, right), min(bottom, top), max(bottom, top)
    size = _size(textpage, index, right - left if turn % 2 else top - bottom)
    return left, right, _Strip(bottom, top, x.value, y.value, turn, size)


def _size(textpage: Any, index: int, height: float) -> float:
    """The size in points in which a character is printed: its font's size, scaled as its text is."""
    matrix = pdfium.FS_MATRIX()
    size = pdfium.FPDFText_GetFontSize(textpage, index)
    if pdfium.FPDFText_GetMatrix(textpage, index, matrix):
        size *= math.hypot(matrix.c, matrix.d)
    return size if 0.4 * height < size < 2.5 * height else max(height, 1.0)


def _direction(textpage: Any, index: int) -> int:
    """In which direction a character runs, in right angles counter-clockwise; -1 for a slanted one."""
    quarters = -pdfium.FPDFText_GetCharAngle(textpage, index) / (math.pi / 2)
    return -1 if abs(quarters - round(quarters)) > 0.06 else round(quarters) % 4


def _tight(textpage: Any, index: int) -> tuple[float, float, float, float]:
    """Left, right, bottom and top of a character's ink, where its font says nothing of its own height."""
    edges = [ctypes.c_double() for _ in range(4)]
    pdfium.FPDFText_GetCharBox(textpage, index, *map(ctypes.byref, edges))
    left, right, bottom, top = (edge.value for edge in edges)
    return left, right, bottom, top


def _place_upright(raw: list[_Raw], frame: Frame, page: Page) -> None:
    """Set the characters of a page that is read as it lies; slanted ones and those off the page are left out."""
    shift, edge, width = frame.left, frame.top, page.width + 1
    chars = page.chars
    turned: list[_Raw] = []
    for item in raw:
        text, left, right, strip = item
        if strip.turn:
            turned.append(item)
            continue
        band = strip.band
        if band is None:
            base, size = edge - strip.y, strip.size
            band = strip.band = (
                max(edge - strip.top, base - 0.95 * size),
                min(edge - strip.bottom, base + 0.3 * size),
                base,
            )
        x0, x1 = left - shift, right - shift
        if x1 >= -1 and x0 <= width and band[1] >= -1 and band[0] <= page.height + 1:
            chars.append(Char(text, x0, x1, *band, strip.size))
    if turned:
        _place_turned(turned, frame, page)


def _place_turned(raw: list[_Raw], frame: Frame, page: Page) -> None:
    """Set characters into a page that is turned for reading; those that run otherwise are kept in runs."""
    place, width, height = frame.place, page.width, page.height
    run: list[Char] | None = None
    for text, left, right, strip in raw:
        ax, ay = place(left, strip.top)
        bx, by = place(right, strip.bottom)
        x0, x1, y0, y1 = min(ax, bx), max(ax, bx), min(ay, by), max(ay, by)
        if strip.turn < 0 or x1 < -1 or y1 < -1 or x0 > width + 1 or y0 > height + 1:
            continue
        base, size = place(strip.x, strip.y)[1], strip.size
        placed = Char(text, x0, x1, max(y0, base - 0.95 * size), min(y1, base + 0.3 * size), base, size)
        if strip.turn == frame.turns:
            page.chars.append(placed)
            run = None
        elif run is not None and min(abs(run[-1].x0 - x0), abs(run[-1].bottom - y1)) < 1.0:
            run.append(placed)
        else:
            run = [placed]
            page.turned.append(run)
