"""OFD documents (GB/T 33190, .ofd): a zip of XML pages, whose characters and rules go the way of those of a PDF.

The standard sets everything in millimetres from the top left of a page; here it becomes points. Signatures, seals,
annotations, scripts and attachments are left alone.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree

from pipelines.documents.model import Hints
from pipelines.readers.medium import MediumError, Reading
from pipelines.readers.ofd_page import POINTS, Numbers, PageDrawing, TooMuch, local, numbers
from pipelines.readers.package import Package
from pipelines.readers.pdf.columns import read_runs
from pipelines.readers.pdf.content import Content, runs_of
from pipelines.readers.pdf.lines import read_pieces
from pipelines.readers.pdf.read import text_of
from pipelines.readers.pdf.regions import take_units

_TYPE = "application/ofd"
_WHAT = "OFD document"
_MOST_PAGES = 2_000
_MOST_XML = 30_000_000  # bytes of one page
_BROKEN = 0.02  # share of characters without a meaning above which a page is not read
_A4 = (0.0, 0.0, 210.0, 297.0)


def read(data: bytes, name: str) -> Reading:
    """The document with its pages and tables; raises MediumError."""
    package = Package(data, _WHAT)
    bodies = [body for body in package.xml("OFD.xml") if local(body) == "DocBody"]
    if not bodies:
        raise MediumError("an OFD document without a body; it is damaged: get the file again")
    if any(posixpath.basename(part).lower() == "encryptions.xml" for part in package.names):
        raise MediumError("encrypted: the OFD document opens only with its key; save a copy without it, or a PDF")
    pages = [content for body in bodies for content in _pages(package, body)]
    pages = [_numbered(content, number) for number, content in enumerate(pages, 1)]
    if not pages:
        raise MediumError("an OFD document without pages; it is damaged: get the file again")
    read_ = text_of(pages)
    if not read_.text.strip():
        reasons = sorted({page.unread for page in pages if page.unread}) or ["its pages are empty"]
        raise MediumError(
            f"no text in the OFD document: {'; '.join(reasons)}; save it as PDF with the reader that opens it"
        )
    return Reading(
        read_.text, _TYPE, read_.tables, read_.pages, hints=_hints(bodies[0]), warnings=tuple(read_.warnings)
    )


def _numbered(content: Content, number: int) -> Content:
    content.number = number
    return content


def _hints(body: etree._Element) -> Hints:
    """The title in the document's properties, where it is one and no file's name."""
    title = next((each.text or "" for each in body.iter() if local(each) == "Title"), "").strip()
    named = title.lower().endswith((".doc", ".docx", ".wps", ".ofd", ".pdf"))
    return Hints(title=title if len(title) > 5 and not named else None)


def _pages(package: Package, body: etree._Element) -> Iterator[Content]:
    root = next((child.text or "" for child in body if local(child) == "DocRoot"), "")
    document_part = _resolved(package, "", root)
    document = package.xml(document_part)
    folder = posixpath.dirname(document_part)
    usual = _box_of([each for each in document.iter() if local(each) == "PageArea"]) or _A4
    templates = _Templates.of_document(package, folder, document)
    listed = [each for each in document.iter() if local(each) == "Page" and each.get("BaseLoc")]
    if len(listed) > _MOST_PAGES:
        raise MediumError(f"{len(listed):,} pages, the limit is {_MOST_PAGES:,}; split the file")
    for number, each in enumerate(listed, 1):
        try:
            page = _part(package, folder, each.get("BaseLoc", ""))
        except MediumError as error:
            yield Content(number, usual[2] * POINTS, usual[3] * POINTS, 0, [], f"damaged page ({error})")
            continue
        box = _box_of([each for each in page if local(each) == "Area"]) or usual
        yield _content([*templates.behind(page), page], number, box)


@dataclass(slots=True)
class _Templates:
    """What pages have behind their own words; each template is read once."""

    package: Package
    folder: str
    places: dict[str, str]
    """The file of each template by its id."""
    read: dict[str, etree._Element] = field(default_factory=dict)

    @classmethod
    def of_document(cls, package: Package, folder: str, document: etree._Element) -> _Templates:
        listed = [each for each in document.iter() if local(each) == "TemplatePage"]
        return cls(package, folder, {each.get("ID", ""): each.get("BaseLoc", "") for each in listed})

    def behind(self, page: etree._Element) -> list[etree._Element]:
        """The templates that a page names, in its order."""
        used = [self.places.get(each.get("TemplateID", ""), "") for each in page if local(each) == "Template"]
        return [self._tree(place) for place in used if place]

    def _tree(self, place: str) -> etree._Element:
        if place not in self.read:
            self.read[place] = _part(self.package, self.folder, place)
        return self.read[place]


def _content(trees: list[etree._Element], number: int, box: Numbers) -> Content:
    """A page with what its templates draw behind it."""
    width, height = box[2] * POINTS, box[3] * POINTS
    drawing = PageDrawing(number, width, height, (box[0], box[1]))
    try:
        for tree in trees:
            drawing.add(tree)
    except TooMuch as error:
        return Content(number, width, height, 0, [], f"too complex: {error}")
    page, ruled = drawing.done()
    if page.broken > 3 and page.broken > _BROKEN * page.glyphs:
        return Content(
            number, width, height, 0, [], f"{page.broken / page.glyphs:.0%} of its characters have no meaning"
        )
    if not page.chars:
        return Content(
            number, width, height, 0, [], "an image without text" if page.images else "nothing is printed on it"
        )
    pieces = read_pieces(page.chars)
    runs = read_runs(take_units(pieces, ruled, number), number, height)
    return Content(number, width, height, 0, runs_of(runs), "", "")


def _part(package: Package, folder: str, place: str) -> etree._Element:
    name = _resolved(package, folder, place)
    if package.size(name) > _MOST_XML:
        raise MediumError(f"{package.size(name):,} bytes of a page, the limit is {_MOST_XML:,}")
    return package.xml(name)


def _resolved(package: Package, folder: str, place: str) -> str:
    """The part that a path of the document means: from the root, from its folder, or, in files of some makers, neither."""
    place = place.strip().replace("\\", "/")
    names = [posixpath.normpath(posixpath.join(folder, place)), posixpath.normpath(place.lstrip("/"))]
    found = next((name for name in names if not place.startswith("/") and name in package.names), None)
    found = found or next((name for name in reversed(names) if name.lstrip("/") in package.names), names[0])
    return found.lstrip("/")


def _box_of(areas: Sequence[etree._Element]) -> Numbers | None:
    """The box of the first area, where it says one."""
    return _box(areas[0]) if areas else None


def _box(area: etree._Element) -> Numbers | None:
    """x, y, width and height of a page in millimetres."""
    for name in ("PhysicalBox", "ApplicationBox"):
        for child in area:
            values = numbers(child.text) if local(child) == name else ()
            if len(values) == 4 and 5 < values[2] < 5000 and 5 < values[3] < 5000:
                return values
    return None
