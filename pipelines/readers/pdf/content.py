"""What is kept of a page once it is closed: its lines in reading order with the place of every character.

Floats are packed, so that a report of a thousand pages stays small.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from pipelines.readers.pdf.lines import Line
from pipelines.readers.pdf.page import Char, Page


@dataclass(slots=True)
class Printed:
    """A printed line: `xs` holds left and right edge of every character of `text`; one height serves them all.

    `span` is how many columns of a table it covers; `confidence` has a value for every character of recognised text.
    """

    page: int
    text: str
    xs: array[float]
    top: float
    bottom: float
    base: float
    size: float
    confidence: array[float] | None = None
    span: int = 1

    @property
    def x0(self) -> float:
        return self.xs[0]

    @property
    def x1(self) -> float:
        return max(self.xs[1::2])


def printed(line: Line) -> Printed:
    """A line as it is kept."""
    kept = print_chars(line.chars(), line.page, line.base, line.size)
    kept.span = max(piece.span for piece in line.pieces)
    return kept


def print_chars(chars: Iterable[Char], page: int, base: float, size: float) -> Printed:
    """The line that some characters make; a ligature's letters share its box."""
    words: list[str] = []
    xs: list[float] = []
    sure: list[float] = []
    top, bottom = 1e9, -1e9
    for text, x0, x1, upper, lower, _, _, confidence in chars:
        words.append(text)
        xs += (x0, x1) * len(text)
        sure += (confidence,) * len(text)
        if upper < top:
            top = upper
        if lower > bottom:
            bottom = lower
    kept = Printed(page, "".join(words), array("f", xs), top, bottom, base, size)
    if sure and min(sure) < 1.0:
        kept.confidence = array("f", sure)
    return kept


@dataclass(slots=True)
class Run:
    """Lines down one column, or a unit (table, panel) in their place; `edges` are a frame's around them."""

    lines: list[Printed] = field(default_factory=list)
    unit: Any = None
    edges: tuple[float, float] | None = None


@dataclass(slots=True)
class Content:
    """A page that has been read: its runs in reading order and how it lies.

    `unread` says why a page gave no text, '' where it did; `note` what was unusual in reading it.
    `back` turns places of a scan that was straightened to those of the page as it is.
    """

    number: int
    width: float
    height: float
    turns: int
    runs: list[Run]
    unread: str = ""
    note: str = ""
    back: tuple[float, float, float, float, float, float] | None = None

    def shown(self, x0: float, top: float, x1: float, bottom: float) -> tuple[float, float, float, float]:
        """A box on the page as it is shown."""
        if self.back is not None:
            a, b, c, d, e, f = self.back
            x, y = (x0 + x1) / 2, (top + bottom) / 2
            dx, dy = a * x + b * y + c - x, d * x + e * y + f - y
            return x0 + dx, top + dy, x1 + dx, bottom + dy
        return Page(self.number, self.width, self.height, self.turns).shown((x0, top, x1, bottom))

    def lines(self) -> list[Printed]:
        """The page's lines outside its units, from the top down."""
        return sorted((line for run in self.runs for line in run.lines), key=lambda line: (line.base, line.x0))


def runs_of(runs: Sequence[Sequence[Line]]) -> list[Run]:
    """Runs of lines as they are kept."""
    kept = []
    for lines in runs:
        unit = lines[0].pieces[0].unit
        kept.append(Run(unit=unit) if unit is not None else Run([printed(line) for line in lines]))
    return kept
