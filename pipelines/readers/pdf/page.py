"""A page as its producer drew it: characters with their boxes, and how the page lies.

All places are in points from the top left of the page in reading orientation, in which most characters stand upright;
`shown` turns a box back into the page as it is shown.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

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


def frame_of(page: Any, turns: int) -> Frame:
    """The crop box of a pdfium page with its turning."""
    box = pdfium.FS_RECTF()
    if not pdfium.FPDF_GetPageBoundingBox(page, box) or box.right - box.left < 1 or box.top - box.bottom < 1:
        return Frame(0, 0, 595, 842, turns)
    return Frame(box.left, box.bottom, box.right, box.top, turns)
