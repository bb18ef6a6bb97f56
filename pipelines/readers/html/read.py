"""A web page to a document: its main text as lines, its tables as grids, its meta as hints."""

from __future__ import annotations

import re
from dataclasses import replace

from lxml.html import HtmlElement

from pipelines.documents.model import Hints
from pipelines.readers.grid import MOST_CELLS, TooManyCells
from pipelines.readers.html import words
from pipelines.readers.html.blocks import Block, read_blocks
from pipelines.readers.html.hints import joined, line_hints, meta_hints
from pipelines.readers.html.main import drop_chrome, main_element
from pipelines.readers.html.tables import is_box
from pipelines.readers.html.tree import decoded, drop_unseen, parse, too_deep
from pipelines.readers.medium import MediumError, Reading
from pipelines.readers.writer import Writer

_HEAD = 14  # lines in which a page's own lines above the text stand
_NEAR = 80  # blocks of a whole page in which it says what it is of
_SENTENCE = re.compile(r"[，；].*[。；！]")


def read(data: bytes, name: str) -> Reading:
    """The page in the bytes; raises MediumError where it has no text."""
    text, encoding, warnings = decoded(data)
    return replace(read_page(text), encoding=encoding, warnings=warnings)


def read_page(source: str) -> Reading:
    """The document in the source of a page; raises MediumError where it has no text."""
    root = parse(source)
    held = list(root.iter())  # lxml makes an element anew, which takes long, for each look at one that nobody holds
    if too_deep(root):
        raise MediumError("elements stand in one another hundreds of levels deep: no page of a report")
    if source.count("<t") > MOST_CELLS and sum(1 for _ in root.iter("td", "th")) > MOST_CELLS:
        raise MediumError(f"tables of more than {MOST_CELLS:,} cells; split the page")
    hints = meta_hints(root)
    drop_unseen(root, hidden=True)
    box = _take_box(root)
    try:
        near = read_blocks(_body(root), _NEAR)
        drop_chrome(root)
        blocks = read_blocks(main_element(root))
    except TooManyCells as error:
        raise MediumError(str(error)) from error
    blocks, above = _trimmed(blocks)
    printed = joined(line_hints(above), line_hints(near[:_NEAR]))
    del held
    hints = joined(Hints(title=hints.title), joined(printed, joined(hints, box)))
    if not any(block.grid or block.text for block in blocks):
        raise MediumError("no text on the page: it holds only links or pictures; get the file that it shows")
    return _written(blocks, hints)


def _body(root: HtmlElement) -> HtmlElement:
    body = root.find("body")
    return root if body is None else body


def _take_box(root: HtmlElement) -> Hints:
    """Take out the box that says what the paper is (索引号 …); its date is a hint."""
    hints = Hints()
    for table in list(root.iter("table")):
        if table.getparent() is not None and is_box(table):
            hints = joined(hints, line_hints([Block(re.sub(r"\s+", " ", table.text_content()))]))
            table.drop_tree()
    return hints


def _trimmed(blocks: list[Block]) -> tuple[list[Block], list[Block]]:
    """(the text's blocks, the lines of the page that stood above it)."""
    kept: list[Block] = []
    above: list[Block] = []
    started = False
    marks = sum(len(block.text) for block in blocks) or 1
    seen = 0
    for block in blocks:
        bare = re.sub(r"\s", "", block.text)
        seen += len(block.text)
        if block.grid is not None:
            kept.append(block)
            continue
        if seen > 0.3 * marks and started and words.ends().search(bare) and len(bare) < 220:
            break
        started = started or bool(len(bare) > 40 and _SENTENCE.search(bare))
        if (
            words.drops().search(bare)
            or (not started and words.ends().search(bare) and len(bare) < 60)
            or not started
            and len(bare) < 120
            and words.dated().search(bare)
            or block.linked > 0.8
            and not started
        ):
            above.append(block)
        else:
            kept.append(block)
    return _without_links_at_end(kept), above


def _without_links_at_end(blocks: list[Block]) -> list[Block]:
    """Without the lines of links that a page ends with."""
    while blocks and blocks[-1].grid is None and blocks[-1].linked > 0.8:
        blocks = blocks[:-1]
    return blocks


def _without_heading(blocks: list[Block], title: str) -> list[Block]:
    """Without the page's heading where the text begins with its own, fuller title (关于…的报告 under …的报告)."""
    bare = [re.sub(r"\s", "", block.text) for block in blocks[:_HEAD]]
    name = re.sub(r"\s", "", title)
    if name in bare and any(name in other and name != other and len(other) < 100 for other in bare):
        return [block for n, block in enumerate(blocks) if n != bare.index(name)]
    return blocks


def _written(blocks: list[Block], hints: Hints) -> Reading:
    writer = Writer()
    title = hints.title
    blocks = _without_heading(blocks, title) if title else blocks
    head = re.sub(r"\s", "", "".join(block.text for block in blocks[:_HEAD] if block.grid is None))[:1500]
    if title and re.sub(r"\s", "", title) not in head:
        writer.line(title)
        writer.gap()
    for block in blocks:
        if block.grid is not None:
            writer.table(block.grid)
        else:
            writer.line(block.text)
    text, tables, places = writer.done()
    return Reading(text, "text/html", tables, hints=hints, places=places)
