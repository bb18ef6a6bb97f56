"""Tables of a page: those of figures told from those that only arrange the page, and their grids."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from pipelines.readers.grid import Grid
from pipelines.readers.html import words

_BLANK = re.compile(r"\s+")
_LONGEST_CELL = 600  # a task or a project is told in fewer characters; a page's text in more


def is_data(table: HtmlElement) -> bool:
    """Whether a table is one to its reader: rows and columns of words and figures, no arrangement of a page."""
    if any(inner is not table and _rows_of(inner) for inner in table.iter("table")):
        return False
    rows = [[_text(cell) for cell in cells] for cells in _rows(table)]
    filled = [[text for text in row if text] for row in rows]
    wide = [row for row in filled if len(row) > 1]
    cells = [text for row in filled for text in row]
    if len(wide) < 2 or len(cells) < 4 or max(map(len, cells)) > _LONGEST_CELL:
        return False
    if next(table.iter("th"), None) is not None or len(wide) > 4:
        return True
    return any(re.search(r"\d", text) for row in wide for text in row[1:])


def is_box(table: HtmlElement) -> bool:
    """The box on which a government site says what a paper is: 索引号, 发文机关, 成文日期."""
    labels = [
        _BLANK.sub("", cell.text_content()).strip("：:[]【】") for cell in table.iter("td", "th", "b", "strong", "span")
    ]
    return (
        sum(label in words.page()["box_labels"] for label in dict.fromkeys(labels)) >= 2
        and len(table.text_content()) < 3000
    )


def grid_of(table: HtmlElement) -> Grid:
    """The table's cells with their spans; heads are those that the page marks as such."""
    grid = Grid()
    rows = list(_rows(table))
    for number, cells in enumerate(rows):
        for cell in cells:
            down = _span(cell, "rowspan")
            down = len(rows) - number if down == 0 else min(down, len(rows) - number)
            head = cell.tag == "th" or _in_head(cell)
            grid.add(number, _text(cell), down, _span(cell, "colspan") or 1, head)
    if all(cell.header for cell in grid.cells):
        for cell in grid.cells:
            cell.header = False
    return _without_side_heads(grid)


def _without_side_heads(grid: Grid) -> Grid:
    """Heads of rows (a th in front of figures) are no heads of columns."""
    plain = {cell.row for cell in grid.cells if not cell.header and cell.text}
    for cell in grid.cells:
        if cell.row in plain:
            cell.header = False
    return grid


def _rows_of(table: HtmlElement) -> bool:
    return bool(_BLANK.sub("", table.text_content()))


def _rows(table: HtmlElement) -> Iterator[list[HtmlElement]]:
    for row in table.iter("tr"):
        owner = next((up for up in row.iterancestors("table")), None)
        if owner is table:
            cells = [cell for cell in row if cell.tag in ("td", "th")]
            if cells:
                yield cells


def _in_head(cell: HtmlElement) -> bool:
    parent = cell.getparent()
    above = parent.getparent() if parent is not None else None
    return above is not None and above.tag == "thead"


def _span(cell: HtmlElement, name: str) -> int:
    match = re.match(r"\s*(\d{1,5})", cell.get(name) or "1")
    return int(match[1]) if match else 1


def _text(cell: HtmlElement) -> str:
    """The words of a cell, its lines kept apart."""
    return re.sub(r" *\n+ *", "\n", "".join(_ordered(cell))).strip(" \n\u00a0\u3000")


def _ordered(cell: HtmlElement) -> Iterator[str]:
    waiting: list[tuple[HtmlElement, bool]] = [(cell, False)]
    while waiting:
        node, closing = waiting.pop()
        if closing:
            if node.tag in ("p", "div", "li", "tr"):
                yield "\n"
            if node is not cell:
                yield _BLANK.sub(" ", node.tail or "")
            continue
        if node.tag in ("br", "p", "div", "li", "tr"):
            yield "\n"
        yield _BLANK.sub(" ", node.text or "")
        waiting.append((node, True))
        waiting += [(child, False) for child in reversed(node) if isinstance(child.tag, str)]
