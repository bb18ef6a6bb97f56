"""An element of a page to its lines and tables, in the order in which they are shown."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass

from lxml.html import HtmlElement

from pipelines.readers.grid import Grid
from pipelines.readers.html.tables import grid_of, is_data

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "ucapcontent",
    ]
)
_WHITE = re.compile(r"[ \t\r\n\f\v]+")


@dataclass(slots=True)
class Block:
    """A line of the page or a table; `linked` is how much of a line is links, `heading` whether it is an h1 to h6."""

    text: str = ""
    grid: Grid | None = None
    linked: float = 0.0
    heading: bool = False


class _Lines:
    """Collects inline text to lines."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._parts: list[str] = []
        self._linked = 0

    def add(self, words: str | None, linked: bool) -> None:
        if words:
            self._parts.append(words)
            self._linked += len(words.strip()) if linked else 0

    def flush(self, heading: bool = False) -> None:
        if not self._parts:
            return
        raw = "".join(self._parts)
        text = folded(raw)
        if text:
            self.blocks.append(Block(text, None, min(1.0, self._linked / max(1, len(raw.strip()))), heading))
        self._parts, self._linked = [], 0


def folded(raw: str) -> str:
    """Blanks as a browser shows them; a line break of the source between Han characters is none.

    >>> folded("  全年\\n  粮食 <x>\\u00a0"), folded("a\\n b")
    ('全年粮食 <x>', 'a b')
    """
    return _WHITE.sub(lambda m: _blank(raw, m), raw).strip(" \u00a0\u3000\u200b\ufeff")


def _blank(raw: str, match: re.Match[str]) -> str:
    before, after = raw[match.start() - 1 : match.start()], raw[match.end() : match.end() + 1]
    return "" if "\n" in match.group() and before > "\u2e80" and after > "\u2e80" else " "


def read_blocks(element: HtmlElement, most: int = sys.maxsize) -> list[Block]:
    """Lines and data tables below an element, at least the first `most`; layout tables are walked through. A loop, not a
    recursion.
    """
    out = _Lines()
    waiting: list[tuple[HtmlElement, bool, bool]] = [(element, False, False)]
    while waiting and len(out.blocks) < most:
        node, linked, closing = waiting.pop()
        block = node.tag in _BLOCKS
        if closing:
            if block:
                out.flush(node.tag in ("h1", "h2", "h3", "h4", "h5", "h6"))
            if node is not element:
                out.add(node.tail, linked)
            continue
        if block or node.tag == "br":
            out.flush()
        if node.tag == "table" and is_data(node):
            out.blocks.append(Block(grid=grid_of(node)))
            waiting.append((node, linked, True))
            continue
        inside = linked or node.tag == "a"
        out.add(node.text, inside)
        waiting.append((node, linked, True))
        waiting += [(child, inside, False) for child in reversed(node) if isinstance(child.tag, str)]
    out.flush()
    return out.blocks
