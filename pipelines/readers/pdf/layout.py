"""Blocks to text: paragraphs on lines of their own, panels and tables as our text documents have them.

A panel's title stands behind a tab with an empty line between its paragraphs and two empty lines after them; a table
has a cell on each line behind a tab and an empty line between two rows. Every character that was printed knows its
page and its box; line ends and tabs have none.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from typing import overload

from pipelines.documents.model import PageMap
from pipelines.readers.pdf.blocks import Block
from pipelines.readers.pdf.content import Content, Printed

Box = tuple[float, float, float, float]


class Boxes(Sequence["Box | None"]):
    """The boxes of a text's characters, packed: 16 bytes each instead of 200."""

    __slots__ = ("_values",)

    def __init__(self, values: array[float]) -> None:
        self._values = values

    def __len__(self) -> int:
        return len(self._values) // 4

    @overload
    def __getitem__(self, index: int) -> Box | None: ...
    @overload
    def __getitem__(self, index: slice) -> list[Box | None]: ...
    def __getitem__(self, index: int | slice) -> Box | None | list[Box | None]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        if index < 0:
            index += len(self)
        if not 0 <= index < len(self):
            raise IndexError(index)
        x0, top, x1, bottom = self._values[4 * index : 4 * index + 4]
        return None if x1 < x0 else (round(x0, 2), round(top, 2), round(x1, 2), round(bottom, 2))

    def __iter__(self) -> Iterator[Box | None]:
        return (self[i] for i in range(len(self)))


class Writer:
    """Text under construction, with the page and the box of every character."""

    def __init__(self, pages: Sequence[Content]) -> None:
        self._contents = {page.number: page for page in pages}
        self._parts: list[str] = []
        self._boxes = array("f")
        self._pages = array("H")
        self._confidence: array[float] | None = None
        self._page = min(self._contents, default=1)
        self.length = 0

    def put(self, words: str) -> None:
        """Characters that are not printed: line ends, tabs."""
        self._parts.append(words)
        for _ in words:
            self._boxes.extend((0.0, 0.0, -1.0, 0.0))
            self._pages.append(self._page)
            if self._confidence is not None:
                self._confidence.append(1.0)
        self.length += len(words)

    def line(self, line: Printed, start: int = 0, end: int | None = None) -> None:
        """Characters of a printed line."""
        words = line.text[start:end]
        content = self._contents[line.page]
        self._page = line.page
        self._parts.append(words)
        boxes: list[float] = []
        xs = line.xs[2 * start : 2 * (start + len(words))]
        if content.turns or content.back:
            for x0, x1 in zip(xs[::2], xs[1::2], strict=True):
                boxes += content.shown(x0, line.top, x1, line.bottom)
        else:
            top, bottom = line.top, line.bottom
            for x0, x1 in zip(xs[::2], xs[1::2], strict=True):
                boxes += (x0, top, x1, bottom)
        self._boxes.extend(boxes)
        self._pages.extend([line.page] * len(words))
        if line.confidence is not None and self._confidence is None:
            self._confidence = array("f", [1.0] * self.length)
        if self._confidence is not None:
            self._confidence.extend(
                line.confidence[start : start + len(words)] if line.confidence else [1.0] * len(words)
            )
        self.length += len(words)

    def lines(self, lines: Sequence[Printed]) -> None:
        """A paragraph: Chinese lines joined as they are, Latin words with a blank between them."""
        for index, line in enumerate(lines):
            if index and joins_with_blank(lines[index - 1].text, line.text):
                self.put(" ")
            self.line(line)

    def text(self) -> str:
        return "".join(self._parts)

    def page_map(self, page_count: int) -> PageMap:
        """Where every character of the text stands."""
        return PageMap(page_count, self._pages, Boxes(self._boxes), self._confidence)


def joins_with_blank(before: str, after: str) -> bool:
    """Whether two lines of a paragraph are joined by a blank: between Latin words.

    >>> joins_with_blank("Belt and", "Road"), joins_with_blank("增长13", "亿元"), joins_with_blank("12", "34")
    (True, False, False)
    """
    last, first = before[-1:], after[:1]
    return last.isascii() and first.isascii() and last.isalpha() and first.isalpha()


def write_blocks(writer: Writer, blocks: Sequence[Block]) -> None:
    """The blocks as text, with an empty line where the page leaves more space than usual."""
    for index, block in enumerate(blocks):
        if block.unit is not None:
            block.unit.write(writer)
            continue
        if block.space and index:
            writer.put("\n")
        writer.lines(block.lines)
        writer.put("\n")
