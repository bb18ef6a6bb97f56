"""Word files (.docx, .docm, .wps that is one): paragraphs, lists and tables in their order.

Tracked changes are read as accepted; headers and footers are left out; text boxes follow the paragraph that holds them;
numbers of headings and lists, which the file does not write out, are put in front as Word shows them; footnotes stand at
the end.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from pipelines.documents.model import Hints
from pipelines.readers.docx_numbers import Numbering
from pipelines.readers.grid import Grid, TooManyCells
from pipelines.readers.medium import MediumError, Reading
from pipelines.readers.package import Package, parse_xml
from pipelines.readers.writer import Writer

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_DC = "{http://purl.org/dc/elements/1.1/}"
_DEEPEST = 60  # tables in tables, boxes in boxes
_GONE = {f"{W}del", f"{W}moveFrom", f"{W}rPr", f"{W}pPr", f"{_MC}Fallback", f"{W}instrText", f"{W}delText"}
_BOXES = {f"{W}txbxContent"}


def read(data: bytes, name: str) -> Reading:
    """The document of a Word file; raises MediumError."""
    package = Package(data, "Word file")
    source = package.read("word/document.xml").replace(_STRICT, W[1:-1].encode())
    body = _tree(source, package).find(f"{W}body")
    if body is None:
        raise MediumError("a Word file without a body; it is damaged: get the file again")
    reader = _Body(package)
    try:
        reader.blocks(body, 0)
        reader.notes()
        text, tables, places = reader.writer.done()
    except TooManyCells as error:
        raise MediumError(str(error)) from error
    if not text.strip():
        raise MediumError("no text in the Word file: its pages are pictures, or it is empty; make a PDF of it")
    return Reading(text, _TYPE, tables, hints=_hints(package), places=places, warnings=tuple(reader.warnings))


def _tree(source: bytes, package: Package) -> etree._Element:
    return parse_xml(source, f"{package.what}: word/document.xml")


def _hints(package: Package) -> Hints:
    """The title in the file's properties, where somebody has written one."""
    if "docProps/core.xml" not in package.names:
        return Hints()
    try:
        title = package.xml("docProps/core.xml").findtext(f"{_DC}title")
    except MediumError:
        return Hints()
    title = (title or "").strip()
    return Hints(title=title if len(title) > 5 and not title.lower().endswith((".doc", ".docx", ".wps")) else None)


class _Body:
    """Writes the blocks of a body."""

    def __init__(self, package: Package) -> None:
        self.package, self.writer = package, Writer()
        self.numbering = Numbering(package)
        self.warnings: list[str] = []
        self._notes: list[str] = []

    def blocks(self, parent: etree._Element, depth: int) -> None:
        """Paragraphs and tables below an element, through the wrappers that Word puts around them."""
        if depth > _DEEPEST:
            raise MediumError("parts of the Word file stand in one another more than 60 levels deep")
        for child in parent:
            if child.tag == f"{W}p":
                self._paragraph(child, depth)
            elif child.tag == f"{W}tbl":
                self.writer.table(_grid(child, depth))
            elif child.tag not in _GONE and isinstance(child.tag, str):
                self.blocks(child, depth + 1)

    def _paragraph(self, paragraph: etree._Element, depth: int) -> None:
        lines = words_of(paragraph).split("\n")
        number = self.numbering.of(paragraph)
        for position, line in enumerate(lines):
            self.writer.line(f"{number}{line}" if number and position == 0 and line.strip() else line)
        self._notes += [r.get(f"{W}id") or "" for r in paragraph.iter(f"{W}footnoteReference", f"{W}endnoteReference")]
        for box in _outermost_boxes(paragraph):
            self.blocks(box, depth + 1)

    def notes(self) -> None:
        """The footnotes that the text refers to, at the end."""
        for part, tag in (("word/footnotes.xml", "footnote"), ("word/endnotes.xml", "endnote")):
            if not self._notes or part not in self.package.names:
                continue
            for note in self.package.xml(part).iter(f"{W}{tag}"):
                if note.get(f"{W}type") is None and note.get(f"{W}id") in self._notes:
                    self.writer.line("".join(words_of(p) for p in note.iter(f"{W}p")))


def words_of(paragraph: etree._Element) -> str:
    """The words of a paragraph as shown, without deleted ones and those of its text boxes; breaks are line ends."""
    return "".join(_runs(paragraph))


def _runs(paragraph: etree._Element) -> Iterator[str]:
    waiting = list(reversed(paragraph))
    while waiting:
        node = waiting.pop()
        if node.tag in _GONE or node.tag in _BOXES:
            continue
        if node.tag == f"{W}t":
            yield node.text or ""
        elif node.tag == f"{W}tab":
            yield "\u3000"
        elif node.tag in (f"{W}br", f"{W}cr"):
            yield "\n"
        elif node.tag == f"{W}noBreakHyphen":
            yield "-"
        else:
            waiting += reversed(node)


def _outermost_boxes(paragraph: etree._Element) -> Iterator[etree._Element]:
    for box in paragraph.iter(f"{W}txbxContent"):
        above = [up.tag for up in box.iterancestors()]
        inner = above[: above.index(f"{W}p")] if f"{W}p" in above else above
        if f"{_MC}Fallback" not in above and f"{W}txbxContent" not in inner and _owner(box) is paragraph:
            yield box


def _owner(box: etree._Element) -> etree._Element | None:
    return next(box.iterancestors(f"{W}p"), None)


def _grid(table: etree._Element, depth: int) -> Grid:
    """A table with its merged cells: gridSpan across, vMerge down."""
    grid = Grid()
    open_below: dict[int, object] = {}
    for number, row in enumerate(_rows(table)):
        col = _before(row)
        for cell in _cells(row):
            across = _across(cell)
            going_on = _goes_on(cell)
            above = open_below.get(col)
            if going_on and above is not None:
                above.row_span = number - above.row + 1  # type: ignore[attr-defined]
                grid.height = max(grid.height, number + 1)
            else:
                made = grid.put(number, col, _cell_words(cell), 1, across, _is_head(row))
                open_below[col] = made if _merges(cell) else None
            col += across
    _unmark(grid)
    return grid


def _unmark(grid: Grid) -> None:
    """A table all of whose rows repeat as heads has none."""
    if all(cell.header for cell in grid.cells):
        for cell in grid.cells:
            cell.header = False


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        if child.tag == f"{W}tr":
            if child.find(f"{W}trPr/{W}del") is None:
                yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml"):
            yield from _rows(child)


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for child in row:
        if child.tag == f"{W}tc":
            yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml"):
            yield from _cells(child)


def _cell_words(cell: etree._Element) -> str:
    """All paragraphs of a cell, those of a table in it, too."""
    return "\n".join(words for p in cell.iter(f"{W}p") if (words := words_of(p).strip()))


def _before(row: etree._Element) -> int:
    return _int(row.find(f"{W}trPr/{W}gridBefore"), 0)


def _across(cell: etree._Element) -> int:
    return max(1, min(_int(cell.find(f"{W}tcPr/{W}gridSpan"), 1), 1000))


def _merges(cell: etree._Element) -> bool:
    return cell.find(f"{W}tcPr/{W}vMerge") is not None


def _goes_on(cell: etree._Element) -> bool:
    merge = cell.find(f"{W}tcPr/{W}vMerge")
    return merge is not None and merge.get(f"{W}val", "continue") == "continue"


def _is_head(row: etree._Element) -> bool:
    head = row.find(f"{W}trPr/{W}tblHeader")
    return head is not None and head.get(f"{W}val", "1") not in ("0", "false", "off")


def _int(element: etree._Element | None, default: int) -> int:
    value = element.get(f"{W}val") if element is not None else None
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 6 else default
