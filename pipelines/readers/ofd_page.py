"""What a page of an OFD document draws: characters with their boxes and rules, in points from its top left."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator

from lxml import etree

from pipelines.readers.pdf.glyphs import UNKNOWN, readable
from pipelines.readers.pdf.page import Box, Char, Page
from pipelines.readers.pdf.rules import Drawing, merged, outline

POINTS = 72 / 25.4  # in a millimetre
MOST_CHARS = 100_000  # of a page
MOST_PATHS = 50_000
_WHITE = 248
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,2})?")
_PATH = re.compile(rf"[A-Za-z]|{_NUMBER.pattern}")
# How many numbers follow each mark of a path; the last two of them are where it leads.
_ARGUMENTS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}

Numbers = tuple[float, ...]
_ONE: Numbers = (1, 0, 0, 1, 0, 0)


class TooMuch(ValueError):
    """More on a page than a report has."""


def local(element: etree._Element) -> str:
    """The name of an element without its namespace, of which there are two; '' for a comment."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def numbers(words: str | None) -> Numbers:
    """The numbers in an attribute; those that are none are left out.

    >>> numbers("0 0 210 297"), numbers("nan"), numbers(None)
    ((0.0, 0.0, 210.0, 297.0), (), ())
    """
    found = (float(number) for number in _NUMBER.findall((words or "")[:100_000]))
    return tuple(value for value in found if abs(value) < 1e6)


class PageDrawing:
    """Collects what the layers of a page draw; `origin` is the top left of the page in millimetres."""

    def __init__(self, number: int, width: float, height: float, origin: tuple[float, float]) -> None:
        self._page, self._drawing, self._origin = Page(number, width, height), Drawing(), origin

    def add(self, tree: etree._Element) -> None:
        """All that a page or a template of it draws; raises TooMuch."""
        for item in tree.iter():
            kind = local(item)
            if item.get("Visible", "true").lower() == "false":
                continue
            if kind == "TextObject":
                self._text(item)
            elif kind == "PathObject":
                self._path(item)
            elif kind == "ImageObject":
                box = numbers(item.get("Boundary"))
                if len(box) == 4:
                    self._page.images.append(self._placed(box[0], box[1], box[0] + box[2], box[1] + box[3]))

    def done(self) -> tuple[Page, Drawing]:
        """The page and its rules."""
        drawing, page = self._drawing, self._page
        drawing.horizontal = merged(rule for rule in drawing.horizontal if -2 < rule.at < page.height + 2)
        drawing.vertical = merged(rule for rule in drawing.vertical if -2 < rule.at < page.width + 2)
        return page, drawing

    def _placed(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        left, top = self._origin
        return (x0 - left) * POINTS, (y0 - top) * POINTS, (x1 - left) * POINTS, (y1 - top) * POINTS

    # characters

    def _text(self, item: etree._Element) -> None:
        """The characters of a text object. `Size` is in millimetres; each has its own place by the deltas."""
        corner = (*numbers(item.get("Boundary"))[:2], 0.0, 0.0)[:2]
        matrix = _matrix(item)
        size = abs((numbers(item.get("Size")) or (3.5,))[0])
        wide = (numbers(item.get("HScale")) or (1.0,))[0]
        x = y = 0.0
        for code in item:
            if local(code) != "TextCode":
                continue
            x, y = (numbers(code.get("X")) or (x,))[0], (numbers(code.get("Y")) or (y,))[0]
            words = (code.text or "").strip("\r\n\t")
            self._page.glyphs += len(words)
            if self._page.glyphs > MOST_CHARS:
                raise TooMuch(f"more than {MOST_CHARS:,} characters")
            for char, left, base, advance in _steps(words, x, y, size * wide, code):
                self._char(char, left, base, min(advance, size * wide * _share(char)), size, corner, matrix)

    def _char(self, char: str, x: float, y: float, width: float, size: float, corner: Numbers, matrix: Numbers) -> None:
        shown = readable(ord(char))
        self._page.broken += shown is None
        shown = UNKNOWN if shown is None else shown
        if not shown:
            return
        ax, ay = _applied(matrix, x, y)
        bx, by = _applied(matrix, x + width, y)
        if abs(by - ay) > abs(bx - ax):  # turned by a right angle: a mark on the margin
            return
        high = size * math.hypot(matrix[2], matrix[3])
        x0, base, x1, _ = self._placed(corner[0] + min(ax, bx), corner[1] + ay, corner[0] + max(ax, bx), 0)
        points = high * POINTS
        page = self._page
        if x1 < -1 or x0 > page.width + 1 or base < -1 or base > page.height + points:
            return
        page.chars.append(Char(shown, x0, x1, base - 0.86 * points, base + 0.14 * points, base, points))

    # rules

    def _path(self, item: etree._Element) -> None:
        self._drawing.paths += 1
        if self._drawing.paths > MOST_PATHS:
            raise TooMuch(f"more than {MOST_PATHS:,} drawn objects")
        stroked = item.get("Stroke", "true").lower() != "false" and not _is_white(item, "StrokeColor")
        filled = item.get("Fill", "false").lower() == "true" and not _is_white(item, "FillColor")
        if not stroked and not filled:
            return
        corner = (*numbers(item.get("Boundary"))[:2], 0.0, 0.0)[:2]
        matrix = _matrix(item)
        data = next((child.text or "" for child in item if local(child) == "AbbreviatedData"), "")
        for points in _parts(data[:1_000_000]):
            placed = [_applied(matrix, x, y) for x, y in points]
            outline(
                self._drawing,
                [self._placed(corner[0] + x, corner[1] + y, 0, 0)[:2] for x, y in placed],
                stroked,
                filled,
            )


def _steps(
    words: str, x: float, y: float, size: float, code: etree._Element
) -> Iterator[tuple[str, float, float, float]]:
    """(character, x, y, advance) of each character; where the deltas end, letters advance by their usual width."""
    across, down = deltas(code.get("DeltaX"), len(words)), deltas(code.get("DeltaY"), len(words))
    for number, char in enumerate(words):
        own = size * _share(char)
        advance = across[number] if number < len(across) else (0.0 if number < len(down) else own)
        yield char, x, y, advance if advance > 0 else own
        x += advance
        y += down[number] if number < len(down) else 0.0


def deltas(words: str | None, most: int) -> list[float]:
    """The steps between characters; `g 3 4.2` stands for three times 4.2. Never more than there are characters.

    >>> deltas("3.5 g 2 4", 10), deltas("g 1000000000 4", 2)
    ([3.5, 4.0, 4.0], [4.0, 4.0])
    """
    result: list[float] = []
    tokens = iter((words or "")[:1_000_000].split())
    for token in tokens:
        if len(result) >= most:
            break
        try:
            if token == "g":
                count, value = int(next(tokens)), float(next(tokens))
                result += [value] * max(0, min(count, most - len(result)))
            else:
                result.append(float(token))
        except (ValueError, StopIteration):
            break
    return [value if abs(value) < 1e5 else 0.0 for value in result]


def _share(char: str) -> float:
    """The width of a character in its size: that of Han characters is 1."""
    return 1.0 if unicodedata.east_asian_width(char) in "WF" else 0.5


def _matrix(item: etree._Element) -> Numbers:
    found = numbers(item.get("CTM"))
    return found if len(found) == 6 else _ONE


def _applied(matrix: Numbers, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _is_white(item: etree._Element, name: str) -> bool:
    for child in item:
        if local(child) == name:
            value = numbers(child.get("Value"))
            return child.get("Alpha") == "0" or (len(value) == 3 and min(value) >= _WHITE)
    return False


def _parts(data: str) -> Iterator[list[tuple[float, float]]]:
    """The points of every part of a path that is drawn without lifting the pen."""
    points: list[tuple[float, float]] = []
    tokens = _PATH.findall(data)
    at = 0
    while at < len(tokens):
        mark = tokens[at]
        count = _ARGUMENTS.get(mark)
        at += 1
        if count is None:
            continue
        given = tokens[at : at + count]
        at += count
        if mark == "C" and len(points) > 1:
            points.append(points[0])
        elif len(given) == count and count and not any(each.isalpha() for each in given):
            if mark in "SM" and points:
                yield points
                points = []
            points.append((float(given[-2]), float(given[-1])))
    if points:
        yield points
