"""The rules that a page draws: lines, thin boxes and the edges of boxes, whatever the producer drew them with.

Word and WPS draw thin filled boxes, others stroke lines, some draw curves that are straight: all the same here. White
ones are not seen and not kept.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from pipelines.readers.pdf.page import Box, Frame

_THIN = 2.6  # points: a box that is thinner is a rule
_SHORT = 4.0  # points: what is shorter is a dot, a tick or a part of a drawing
_STRAIGHT = 0.6  # points that an end of a rule may be higher than the other
_WHITE = 248
_CHINESE_FONT = re.compile(rb"(?i)song|sun|hei|kai|fang|ming|gothic|gb|big5|yahei|hwa|dengxian|[\x80-\xff]")
_SAMPLE = 6  # every how many-th piece of text is asked for its font
_DEPTH = 6  # nested forms that are followed
_Matrix = tuple[float, float, float, float, float, float]


class TooComplex(ValueError):
    """More drawn objects on a page than a report has."""


class Rule(NamedTuple):
    """A horizontal or vertical rule: `at` is its place across, `start`..`end` its extent along its direction."""

    at: float
    start: float
    end: float


@dataclass(slots=True)
class Drawing:
    """A page's rules, its filled boxes that are not white, and its images, in reading orientation.

    `paths` counts all that is drawn, `lost` the pieces of text that pdfium does not give.
    """

    horizontal: list[Rule] = field(default_factory=list)
    vertical: list[Rule] = field(default_factory=list)
    fills: list[Box] = field(default_factory=list)
    images: list[Box] = field(default_factory=list)
    paths: int = 0
    lost: int = 0


def read_drawing(page: Any, frame: Frame, max_paths: int) -> Drawing:
    """The drawing of a pdfium page; raises TooComplex when it has more than `max_paths` objects that are no text."""
    drawing = Drawing()
    walker = _Walker(frame, drawing, max_paths)
    walker.walk(page, (1, 0, 0, 1, 0, 0), 0)
    width, height = frame.size
    drawing.horizontal = merged(r for r in drawing.horizontal if -2 < r.at < height + 2)
    drawing.vertical = merged(r for r in drawing.vertical if -2 < r.at < width + 2)
    return drawing


class _Walker:
    """Walks the objects of a page and of the forms in it; keeps the buffers that pdfium writes into."""

    def __init__(self, frame: Frame, drawing: Drawing, most: int) -> None:
        self.frame, self.drawing, self.left = frame, drawing, most
        self._floats = [ctypes.c_float() for _ in range(4)]
        self._float_refs = [ctypes.byref(f) for f in self._floats]
        self._bytes = [ctypes.c_uint() for _ in range(4)]
        self._byte_refs = [ctypes.byref(b) for b in self._bytes]
        self._mode, self._stroked = ctypes.c_int(), ctypes.c_int()
        self.foreign = False  # a font was met that the file does not bring along

    def walk(self, container: Any, matrix: _Matrix, depth: int) -> None:
        count, get = pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject
        if depth:
            count, get = pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject
        texts = -1
        for index in range(count(container)):
            item = get(container, index)
            kind = pdfium.FPDFPageObj_GetType(item)
            if kind == pdfium.FPDF_PAGEOBJ_TEXT:
                texts += 1
                if not texts % _SAMPLE and self._foreign(item):
                    self.foreign = True
                if self.foreign:
                    self._text(item)
                continue
            self.left -= 1
            if self.left < 0:
                raise TooComplex
            if kind == pdfium.FPDF_PAGEOBJ_PATH:
                self.drawing.paths += 1
                self._path(item, matrix)
            elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                box = self._bounds(item, matrix)
                if box:
                    self.drawing.images.append(box)
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEPTH:
                self.walk(item, _times(self._matrix(item), matrix), depth + 1)

    def _foreign(self, item: Any) -> bool:
        """Whether text is set in a Chinese font that the file does not bring along."""
        font = pdfium.FPDFTextObj_GetFont(item)
        if not font or pdfium.FPDFFont_GetIsEmbedded(font) != 0:
            return False
        name = ctypes.create_string_buffer(80)
        pdfium.FPDFFont_GetBaseFontName(font, name, 80)
        return bool(_CHINESE_FONT.search(name.value))

    def _text(self, item: Any) -> None:
        """Count text that pdfium passes over: what has no width because neither file nor system has its font.

        On a page that is turned that is every word of such a font, on others single characters.
        """
        if pdfium.FPDFPageObj_GetBounds(item, *self._float_refs):
            left, bottom, right, top = (f.value for f in self._floats)
            self.drawing.lost += right <= left and self._foreign(item)

    def _matrix(self, item: Any) -> _Matrix:
        m = pdfium.FS_MATRIX()
        if not pdfium.FPDFPageObj_GetMatrix(item, m):
            return 1, 0, 0, 1, 0, 0
        return m.a, m.b, m.c, m.d, m.e, m.f

    def _bounds(self, item: Any, matrix: _Matrix) -> Box | None:
        """The box of an object in reading orientation."""
        if not pdfium.FPDFPageObj_GetBounds(item, *self._float_refs):
            return None
        left, bottom, right, top = (f.value for f in self._floats)
        return self._placed(left, bottom, right, top, matrix)

    def _placed(self, x0: float, y0: float, x1: float, y1: float, matrix: _Matrix) -> Box:
        ax, ay = self.frame.place(*_apply(matrix, x0, y0))
        bx, by = self.frame.place(*_apply(matrix, x1, y1))
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)

    def _path(self, item: Any, matrix: _Matrix) -> None:
        pdfium.FPDFPath_GetDrawMode(item, ctypes.byref(self._mode), ctypes.byref(self._stroked))
        stroked, filled = bool(self._stroked.value), self._mode.value != 0
        stroked = stroked and not self._is_white(pdfium.FPDFPageObj_GetStrokeColor, item)
        filled = filled and not self._is_white(pdfium.FPDFPageObj_GetFillColor, item)
        if not stroked and not filled:
            return
        box = self._bounds(item, matrix)
        if box is None:
            return
        if box[2] - box[0] < _THIN or box[3] - box[1] < _THIN:
            _thin(self.drawing, box)
            return
        segments = pdfium.FPDFPath_CountSegments(item)
        self.left -= segments // 16
        if self.left < 0:
            raise TooComplex
        for points in self._subpaths(item, segments, _times(self._matrix(item), matrix)):
            outline(self.drawing, points, stroked, filled)

    def _is_white(self, get: Any, item: Any) -> bool:
        if not get(item, *self._byte_refs):
            return False
        red, green, blue, alpha = (b.value for b in self._bytes)
        return alpha == 0 or min(red, green, blue) >= _WHITE

    def _subpaths(self, item: Any, segments: int, matrix: _Matrix) -> Iterator[list[tuple[float, float]]]:
        """The points of every part of a path that is drawn without lifting the pen."""
        points: list[tuple[float, float]] = []
        x, y = ctypes.c_float(), ctypes.c_float()
        for index in range(segments):
            segment = pdfium.FPDFPath_GetPathSegment(item, index)
            if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO and points:
                yield points
                points = []
            pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
            points.append(self.frame.place(*_apply(matrix, x.value, y.value)))
            if pdfium.FPDFPathSegment_GetClose(segment) and len(points) > 1:
                points.append(points[0])
        if points:
            yield points


def outline(drawing: Drawing, points: Sequence[tuple[float, float]], stroked: bool, filled: bool) -> None:
    """Note a part of a path: a thin box is a rule, a stroked one has an edge for each straight side."""
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    box = (min(xs), min(ys), max(xs), max(ys))
    if box[2] - box[0] < _THIN or box[3] - box[1] < _THIN:
        _thin(drawing, box)
        return
    if filled and len(points) <= 6 and _is_box(points):
        drawing.fills.append(box)
    if stroked:
        for (ax, ay), (bx, by) in zip(points, points[1:], strict=False):
            if abs(ay - by) <= _STRAIGHT and abs(ax - bx) >= _SHORT:
                drawing.horizontal.append(Rule((ay + by) / 2, min(ax, bx), max(ax, bx)))
            elif abs(ax - bx) <= _STRAIGHT and abs(ay - by) >= _SHORT:
                drawing.vertical.append(Rule((ax + bx) / 2, min(ay, by), max(ay, by)))


def _thin(drawing: Drawing, box: Box) -> None:
    x0, top, x1, bottom = box
    if x1 - x0 >= max(_SHORT, 2 * (bottom - top)):
        drawing.horizontal.append(Rule((top + bottom) / 2, x0, x1))
    elif bottom - top >= max(_SHORT, 2 * (x1 - x0)):
        drawing.vertical.append(Rule((x0 + x1) / 2, top, bottom))


def merged(rules: Iterator[Rule] | Sequence[Rule], near: float = 1.6, gap: float = 4.0) -> list[Rule]:
    """Rules on one line, drawn twice or in parts, as one.

    >>> merged([Rule(10, 0, 50), Rule(10.4, 52, 90), Rule(30, 0, 9)])
    [Rule(at=10.2, start=0, end=90), Rule(at=30.0, start=0, end=9)]
    """
    groups: list[list[Rule]] = []
    for rule in sorted(rules):
        if groups and rule.at - groups[-1][-1].at <= near and rule.at - groups[-1][0].at <= 2 * near:
            groups[-1].append(rule)
        else:
            groups.append([rule])
    result: list[Rule] = []
    for group in groups:
        at = sum(rule.at for rule in group) / len(group)
        spans: list[list[float]] = []
        for rule in sorted(group, key=lambda r: r.start):
            if spans and rule.start - spans[-1][1] <= gap:
                spans[-1][1] = max(spans[-1][1], rule.end)
            else:
                spans.append([rule.start, rule.end])
        result += [Rule(at, start, end) for start, end in spans]
    return result


def _is_box(points: Sequence[tuple[float, float]]) -> bool:
    return all(
        abs(ax - bx) <= _STRAIGHT or abs(ay - by) <= _STRAIGHT
        for (ax, ay), (bx, by) in zip(points, points[1:], strict=False)
    )


def _apply(m: _Matrix, x: float, y: float) -> tuple[float, float]:
    return m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]


def _times(one: _Matrix, other: _Matrix) -> _Matrix:
    """First `one`, then `other`."""
    a, b, c, d, e, f = one
    k, m, n, o, p, q = other
    return a * k + b * n, a * m + b * o, c * k + d * n, c * m + d * o, e * k + f * n + p, e * m + f * o + q
