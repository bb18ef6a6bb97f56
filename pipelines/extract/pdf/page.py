"""A page as its producer drew it: characters with their boxes, drawn rules, filled boxes, images.

Read through pdfium's raw functions, which are called for every character: nothing here is done twice. All places are
in points from the top left of the page in reading orientation, in which most characters stand upright; `shown` turns a
box back into the page as it is shown.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from pipelines.extract.pdf.glyphs import UNKNOWN, readable

Box = tuple[float, float, float, float]


class Char(NamedTuple):
    """A printed character: its box, the height of its baseline, its font's size as printed, and how sure it is.

    Lines are told by the baseline: the boxes of digits and Chinese characters of one line begin at different heights.
    """

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    base: float
    size: float
    confidence: float = 1.0


@dataclass(slots=True)
class Page:
    """A page's contents in the order in which they were drawn.

    `turned` are characters at a right angle to the others, in runs. `images` are boxes. `glyphs` counts the visible
    characters, `broken` those without a meaning (no Unicode, private use). `turns` is by how many right angles,
    clockwise, the page is shown turned against its reading orientation.
    """

    number: int
    width: float
    height: float
    turns: int = 0
    chars: list[Char] = field(default_factory=list)
    turned: list[list[Char]] = field(default_factory=list)
    images: list[Box] = field(default_factory=list)
    glyphs: int = 0
    broken: int = 0

    def shown(self, box: Box) -> Box:
        """(x0, top, x1, bottom) on the page as it is shown."""
        x0, top, x1, bottom = box
        if self.turns == 1:
            return self.height - bottom, x0, self.height - top, x1
        if self.turns == 2:
            return self.width - x1, self.height - bottom, self.width - x0, self.height - top
        if self.turns == 3:
            return top, self.width - x1, bottom, self.width - x0
        return box


@dataclass(frozen=True, slots=True)
class Frame:
    """The visible part of a page in PDF space, and by how many right angles it is turned clockwise for reading."""

    left: float
    bottom: float
    right: float
    top: float
    turns: int

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in reading orientation."""
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.turns % 2 else (width, height)

    def place(self, x: float, y: float) -> tuple[float, float]:
        """A point of PDF space (origin at the bottom left) from the top left of the page in reading orientation.

        >>> Frame(0, 0, 600, 800, 0).place(10, 790), Frame(0, 0, 600, 800, 1).place(10, 790)
        ((10, 10), (790, 10))
        """
        if self.turns == 0:
            return x - self.left, self.top - y
        if self.turns == 1:
            return y - self.bottom, x - self.left
        if self.turns == 2:
            return self.right - x, y - self.bottom
        return self.top - y, self.right - x


class _Raw(NamedTuple):
    """A character in PDF space; `turn` is its direction in right angles counter-clockwise, -1 for a slanted one."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    x: float
    y: float
    turn: int
    size: float


def frame_of(page: Any, turns: int) -> Frame:
    """The crop box of a pdfium page with its turning."""
    box = pdfium.FS_RECTF()
    if not pdfium.FPDF_GetPageBoundingBox(page, box) or box.right - box.left < 1 or box.top - box.bottom < 1:
        return Frame(0, 0, 595, 842, turns)
    return Frame(box.left, box.bottom, box.right, box.top, turns)


def read_chars(page: Any, textpage: Any, number: int) -> tuple[Page, Frame]:
    """The page with its characters but without its drawings, and the frame in which those have to be placed.

    `page` and `textpage` are pdfium's handles. The direction in which most characters run is taken as upright.
    """
    rotation = pdfium.FPDFPage_GetRotation(page) % 4
    counts = _Counts()
    raw = list(_raw_chars(textpage, counts))
    directions = Counter(char.turn for char in raw)
    directions.pop(-1, None)
    turns = max(sorted(directions), key=lambda turn: directions[turn], default=rotation)
    frame = frame_of(page, turns)
    width, height = frame.size
    result = Page(number, width, height, (rotation - turns) % 4, glyphs=counts.glyphs, broken=counts.broken)
    _place(raw, frame, result)
    return result, frame


class _Counts:
    glyphs = 0
    broken = 0


def _raw_chars(textpage: Any, counts: _Counts) -> Iterator[_Raw]:
    """The page's characters; those that pdfium makes up for gaps are left out."""
    box = pdfium.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    box_, x_, y_ = ctypes.byref(box), ctypes.byref(x), ctypes.byref(y)
    unicode_of: Callable[[Any, int], int] = pdfium.FPDFText_GetUnicode
    sizes: dict[float, float] = {}  # a font's height from descender to ascender -> its size; fonts differ in both
    loose, origin, generated = pdfium.FPDFText_GetLooseCharBox, pdfium.FPDFText_GetCharOrigin, pdfium.FPDFText_IsGenerated
    for index in range(pdfium.FPDFText_CountChars(textpage)):
        code = unicode_of(textpage, index)
        if code <= 32 or code in (0xA0, 0xFFFE, 0xFFFF):
            if generated(textpage, index) == 1:
                continue
            if code in (2, 0xFFFE) and pdfium.FPDFText_IsHyphen(textpage, index) == 1:
                code = 0x2D
        text = readable(code)
        if text is None:
            counts.glyphs += 1
            counts.broken += 1
            text = "" if 0xE000 <= code <= 0xF8FF else UNKNOWN  # signs of symbol fonts go, letters leave a mark
        elif text and text != " ":
            counts.glyphs += 1
        if not text:
            continue
        loose(textpage, index, box_)
        origin(textpage, index, x_, y_)
        left, right, bottom, top, turn = box.left, box.right, box.bottom, box.top, 0
        # text that runs to the right begins at its box's left edge
        if top - bottom < 0.5 or right - left < 0 or abs(x.value - left) > 0.1 + 0.03 * (top - bottom):
            turn = _direction(textpage, index)
            if abs(top - bottom) < 0.5 or abs(right - left) < 0.5:
                left, right, bottom, top = _tight(textpage, index)
            left, right, bottom, top = min(left, right), max(left, right), min(bottom, top), max(bottom, top)
        height = round(right - left if turn % 2 else top - bottom, 2)
        size = sizes.get(height)
        if size is None:
            size = sizes[height] = _size(textpage, index, height)
        yield _Raw(text, left, right, bottom, top, x.value, y.value, turn, size)


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


def _place(raw: list[_Raw], frame: Frame, page: Page) -> None:
    """Set the characters into the reading orientation; slanted ones (watermarks) and those off the page are left out."""
    place, width, height = frame.place, page.width, page.height
    run: list[Char] | None = None
    for char in raw:
        x0, y0 = place(char.left, char.top)
        x1, y1 = place(char.right, char.bottom)
        if x1 < x0:
            x0, x1 = x1, x0
        if y1 < y0:
            y0, y1 = y1, y0
        base = place(char.x, char.y)[1]
        if char.turn < 0 or x1 < -1 or y1 < -1 or x0 > width + 1 or y0 > height + 1:
            continue
        size = char.size
        y0, y1 = max(y0, base - 0.95 * size), min(y1, base + 0.3 * size)
        placed = Char(char.text, x0, x1, y0, y1, base, size)
        if char.turn == frame.turns:
            page.chars.append(placed)
            run = None
        elif run is not None and min(abs(run[-1].x0 - x0), abs(run[-1].bottom - y1)) < 1.0:
            run.append(placed)
        else:
            run = [placed]
            page.turned.append(run)
