"""Pages without a usable text layer, by character recognition (RapidOCR, an optional extra with its models in the wheel).

Nothing here is imported unless it is installed. The page is rendered, turned straight, recognised, and set back into
the page's points; long dark strokes become rules, so that tables come out of the same engine as those of digital pages.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from statistics import median
from typing import Any

from pipelines.readers.pdf.lines import Piece, piece_of
from pipelines.readers.pdf.page import Char
from pipelines.readers.pdf.rules import Drawing, Rule, merged

Affine = tuple[float, float, float, float, float, float]  # x' = a x + b y + c, y' = d x + e y + f

_DPI = 200
_MOST = 5000  # pixels of a page's longer side
_LONG = 0.25  # inches: a dark stroke that is longer is a rule
_SKEW = 3.0  # degrees that a page may be turned


def installed() -> bool:
    """Whether the extra is there: pip install -e '.[ocr]'."""
    return all(importlib.util.find_spec(name) is not None for name in ("rapidocr", "cv2", "numpy"))


class Ocr:
    """The recogniser; its models are loaded with the first page."""

    def __init__(self) -> None:
        self._engine: Any = None

    def read(self, page: Any, width: float, height: float) -> tuple[list[Piece], Drawing, Affine | None]:
        """Pieces and rules of a rendered pdfium page in points, and what turns the straightened page back as it is.

        Each character has the recogniser's confidence.
        """
        if self._engine is None:
            from rapidocr import RapidOCR

            self._engine = RapidOCR(params={"Global.log_level": "error"})
        scale = min(_DPI / 72, _MOST / max(width, height))
        image = page.render(scale=scale, rev_byteorder=False, prefer_bgrx=False).to_numpy()[:, :, :3]
        angle = skew(image)
        image, back = straightened(image, angle)
        result = self._engine(image, use_cls=False, return_word_box=True, return_single_char_box=True)
        pieces = pieces_of(result, scale)
        _even(pieces)
        return (
            pieces,
            strokes(image, scale),
            back and (back[0], back[1], back[2] / scale, back[3], back[4], back[5] / scale),
        )


def pieces_of(result: Any, scale: float) -> list[Piece]:
    """The recognised lines of a page; none where the recogniser found no character, whatever it then gives."""
    lines = [words for words in getattr(result, "word_results", None) or () if words]
    return [piece for n, words in enumerate(lines) if (piece := _piece(words, n, scale)) is not None]


def _piece(words: Sequence[Any], number: int, scale: float) -> Piece | None:
    """A recognised line; `words` are (text, score, corners) of its characters."""
    chars: list[Char] = []
    for text, score, corners in words:
        if not text or not corners:  # a page without a letter gives ("", 1.0, None)
            continue
        xs, ys = [corner[0] / scale for corner in corners], [corner[1] / scale for corner in corners]
        top, bottom = min(ys), max(ys)
        chars.append(
            Char(text, min(xs), max(xs), top, bottom, bottom - 0.2 * (bottom - top), 0.8 * (bottom - top), float(score))
        )
    return piece_of(chars, number) if chars else None


def _even(pieces: list[Piece]) -> None:
    """Boxes of one page's letters differ by some pixels: lines of nearly the usual size are given it."""
    if not pieces:
        return
    usual = median(piece.size for piece in pieces for _ in piece.chars)
    for piece in pieces:
        if 0.75 * usual < piece.size < 1.3 * usual:
            middle = (piece.top + piece.bottom) / 2
            piece.size, piece.base = usual, middle + 0.375 * usual
            piece.chars = [char._replace(size=usual, base=piece.base) for char in piece.chars]


def skew(image: Any) -> float:
    """By how many degrees an image has to be turned for its lines to be level (0.0 for less than a tenth)."""
    import cv2
    import numpy

    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    small = cv2.resize(grey, None, fx=0.35, fy=0.35, interpolation=cv2.INTER_AREA)
    dark = (small < min(160, small.mean() * 0.8)).astype(numpy.float32)
    size = (dark.shape[1], dark.shape[0])

    def sharpness(angle: float) -> float:
        matrix = cv2.getRotationMatrix2D((size[0] / 2, size[1] / 2), angle, 1.0)
        rows = cv2.warpAffine(dark, matrix, size, flags=cv2.INTER_LINEAR).sum(axis=1)
        return float(numpy.square(numpy.diff(rows)).sum())

    coarse = max((step / 2 for step in range(int(-2 * _SKEW), int(2 * _SKEW) + 1)), key=sharpness)
    fine = max((coarse + step / 10 for step in range(-4, 5)), key=sharpness)
    return fine if abs(fine) >= 0.1 and sharpness(fine) > 1.02 * sharpness(0.0) else 0.0


def straightened(image: Any, angle: float) -> tuple[Any, Affine | None]:
    """The image turned by `angle` degrees, and what leads from its pixels back to the page's."""
    import cv2

    height, width = image.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    if not angle:
        return image, None
    turned = cv2.warpAffine(image, matrix, (width, height), borderValue=(255, 255, 255), flags=cv2.INTER_CUBIC)
    back = cv2.invertAffineTransform(matrix).tolist()
    return turned, (*back[0], *back[1])


def strokes(image: Any, scale: float) -> Drawing:
    """The long dark strokes of an image as rules in points."""
    import cv2

    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    dark = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 15)
    length = int(_LONG * 72 * scale)
    drawing = Drawing()
    for shape, rules, level in (((length, 1), drawing.horizontal, True), ((1, length), drawing.vertical, False)):
        kernel = cv2.getStructuringElement(cv2.MORPH_RECT, shape)
        found = cv2.dilate(
            cv2.morphologyEx(dark, cv2.MORPH_OPEN, kernel), cv2.getStructuringElement(cv2.MORPH_RECT, (3, 3))
        )
        outlines, _ = cv2.findContours(found, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
        for outline in outlines:
            x, y, width, height = (value / scale for value in cv2.boundingRect(outline))
            across, along = (height, width) if level else (width, height)
            if across < 5 and along > 12:
                rules.append(Rule(y + height / 2, x, x + width) if level else Rule(x + width / 2, y, y + height))
    drawing.horizontal, drawing.vertical = merged(drawing.horizontal, gap=8.0), merged(drawing.vertical, gap=8.0)
    return drawing
