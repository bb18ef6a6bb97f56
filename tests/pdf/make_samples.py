"""PDFs made from the digests in raw/: office-like pages, or a newspaper's columns.

    python tests/pdf/make_samples.py DIR [--layout office|columns] [--font FILE] [--scanned] [TEXT ...]
    python tests/pdf/make_samples.py --shipped

--shipped makes those documents of raw/ anew that ship as PDFs; their texts are in tests/pdf/digests.

Without --font the pages name STSong-Light, a font that every PDF reader brings along and that is not embedded.
What the page says is the text's own paragraphs, tables and panels as `pipelines.documents` finds them.
"""

from __future__ import annotations

import argparse
import io
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    FrameBreak,
    NextPageTemplate,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)

ROOT = Path(__file__).resolve().parents[2]
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

from pipelines.documents.model import Cell, Document, Passage  # noqa: E402
from pipelines.documents.model import Table as TextTable  # noqa: E402
from pipelines.readers.read import parse_text  # noqa: E402

LAYOUTS = ("office", "columns")
DIGESTS = Path(__file__).parent / "digests"
SHIPPED = {"yongchuan-2025-work-report": "office", "yongchuan-hightech-zone-feature": "columns"}
"""The documents of raw/ that ship as PDFs, with their layout."""
_SENTENCE = re.compile(r"(?<=[。；！？;])[ \t\r]*\n")
_CUT = re.compile(r"[ \t\r]*\n[ \t\n\r]*")


@dataclass(frozen=True, slots=True)
class Look:
    """How pages look: size of the letters and lines in points, number of columns, running header."""

    font: str
    size: float = 12
    leading: float = 21
    columns: int = 1
    header: str = ""

    def style(self, **changes: object) -> ParagraphStyle:
        values: dict[str, object] = {
            "fontName": self.font, "fontSize": self.size, "leading": self.leading, "wordWrap": "CJK",
            "alignment": TA_JUSTIFY, "firstLineIndent": 2 * self.size,
        }  # fmt: skip
        return ParagraphStyle("", **(values | changes))


def digests() -> list[Path]:
    """The texts of the five digests, those included that raw/ has as PDFs."""
    return sorted([*(ROOT / "raw").glob("*.txt"), *DIGESTS.glob("*.txt")], key=lambda path: path.name)


def digest(name: str) -> str:
    """The text of one digest."""
    return next(path for path in digests() if path.stem == name).read_text(encoding="utf-8")


def register(font: Path | None = None) -> str:
    """The name of a font that has Chinese: the file's, or the one that readers of PDF bring along."""
    if font is None:
        name = "STSong-Light"
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(UnicodeCIDFont(name))
        return name
    if font.stem not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(font.stem, str(font), subfontIndex=0))
    return font.stem


def joined(words: str) -> str:
    """A paragraph or cell of several printed lines as one line; a blank stays between Latin words only."""

    def cut(match: re.Match[str]) -> str:
        before, after = words[match.start() - 1 : match.start()], words[match.end() : match.end() + 1]
        return " " if before.isascii() and after.isascii() and before.isalpha() and after.isalpha() else ""

    return _CUT.sub(cut, words.strip())


def paragraphs_of(cell: Cell) -> list[str]:
    """The cell's paragraphs: a line that ends a sentence ends one, every other line goes on in the next."""
    return [joined(words) for words in _SENTENCE.split(cell.text) if words.strip()]


def blocks(document: Document) -> Iterator[tuple[str, str | TextTable]]:
    """(part, words or table) in order; part is title, heading, text, caption, box, boxed or table."""
    parts: list[Passage | TextTable] = sorted([*document.passages, *document.tables], key=lambda p: p.start)
    panels = [s for s in document.sections if document.text[s.start : s.end].startswith("专栏")]
    for index, part in enumerate(parts):
        if isinstance(part, TextTable):
            if part.caption:
                yield "caption", part.caption
            yield "table", part
            continue
        words = joined(document.text[part.start : part.end])
        panel = next((s for s in panels if s.start <= part.start < s.end), None)
        if panel is not None:
            yield ("box" if part.start == panel.start else "boxed"), words
        elif part.kind == "heading":
            yield ("title" if index == 0 or words == document.meta.title else "heading"), words
        else:
            yield "text", words


def render(text: str, layout: str = "office", font: Path | None = None) -> bytes:
    """The text as a PDF; the same text gives the same bytes."""
    document = parse_text(text)
    look = Look(
        register(font), header=(document.meta.title or "专题")[:20] if layout == "columns" and len(text) > 2500 else ""
    )
    if layout == "columns":
        look = Look(look.font, size=9, leading=14, columns=2, header=look.header)
    story: list[Flowable] = []
    title: Flowable | None = None
    box: list[Flowable] = []
    for part, content in [*blocks(document), ("end", "")]:
        if box and part != "boxed":
            story += [Spacer(1, 6), _boxed(box, look), Spacer(1, 10)]
            box = []
        if isinstance(content, TextTable):
            story += [_table(content, look), Spacer(1, 10)]
        elif part in ("box", "boxed"):
            box.append(Paragraph(escape(content), _style_of(part, look)))
        elif part == "title" and look.columns > 1 and not story and title is None:
            title = Paragraph(escape(content), _style_of(part, look))
        elif part != "end":
            story.append(Paragraph(escape(content), _style_of(part, look)))
    return build(story, look, title)


def build(story: list[Flowable], look: Look, title: Flowable | None = None) -> bytes:
    """The flowables on A4 pages with a page number below and the running header above; a title over all columns."""
    stream = io.BytesIO()
    template = BaseDocTemplate(stream, pagesize=A4, invariant=1, leftMargin=72, rightMargin=72)
    width, height = A4
    gutter = 20.0
    each = (width - 144 - gutter * (look.columns - 1)) / look.columns

    def columns(below: float = 0.0) -> list[Frame]:
        left = [72 + n * (each + gutter) for n in range(look.columns)]
        return [Frame(x, 72, each, height - 144 - below, 0, 0, 0, 0) for x in left]

    def furnish(canvas, page) -> None:  # type: ignore[no-untyped-def]
        canvas.setFont(look.font, 9)
        canvas.drawCentredString(width / 2, 40, f"— {page.page} —")
        if look.header:
            canvas.drawCentredString(width / 2, height - 50, look.header)

    later = PageTemplate(id="later", frames=columns(), onPage=furnish)
    if title is not None:
        high = title.wrap(width - 144, height)[1] + 24
        over = Frame(72, height - 72 - high, width - 144, high, 0, 0, 0, 0)
        story = [title, FrameBreak(), NextPageTemplate("later"), *story]
        template.addPageTemplates([PageTemplate(id="first", frames=[over, *columns(high)], onPage=furnish), later])
    else:
        template.addPageTemplates([later])
    template.build(story)
    return stream.getvalue()


def scanned(data: bytes, turn: float = 0.5, dpi: int = 200, pages: Sequence[int] | None = None) -> bytes:
    """A PDF as a scanner would make it: each page one image, turned by some degrees, blurred, with noise, as JPEG."""
    import pypdfium2
    from PIL import Image, ImageChops, ImageFilter
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    stream = io.BytesIO()
    canvas = Canvas(stream, invariant=1)
    document = pypdfium2.PdfDocument(data)
    for number in pages if pages is not None else range(len(document)):
        page = document[number]
        image = page.render(scale=dpi / 72, grayscale=True).to_pil()
        image = image.rotate(turn, resample=Image.Resampling.BICUBIC, fillcolor=255).filter(
            ImageFilter.GaussianBlur(0.7)
        )
        noise = Image.effect_noise(image.size, 20)
        image = ImageChops.add(image, noise, scale=1, offset=-128)
        jpeg = io.BytesIO()
        image.save(jpeg, "JPEG", quality=60)
        canvas.setPageSize(page.get_size())
        canvas.drawImage(ImageReader(jpeg), 0, 0, *page.get_size())
        canvas.showPage()
        page.close()
    document.close()
    canvas.save()
    return stream.getvalue()


def _style_of(part: str, look: Look) -> ParagraphStyle:
    if part == "title":
        return look.style(
            fontSize=look.size * 1.6, leading=look.leading * 1.5, alignment=TA_CENTER, firstLineIndent=0, spaceAfter=12
        )
    if part in ("caption", "box"):
        return look.style(alignment=TA_CENTER, firstLineIndent=0)
    return look.style()


def _boxed(paragraphs: list[Flowable], look: Look) -> Table:
    """A panel: one frame around its paragraphs, which may go on over pages."""
    table = Table([[p] for p in paragraphs], colWidths=["100%"])
    table.setStyle(TableStyle([("BOX", (0, 0), (-1, -1), 0.7, colors.black), ("TOPPADDING", (0, 0), (-1, -1), 1)]))
    return table


def _table(source: TextTable, look: Look) -> Table:
    """A ruled table with the merged cells of the source; header rows are repeated on further pages."""
    rows = 1 + max(c.row for c in source.cells)
    cols = 1 + max(c.col + c.col_span - 1 for c in source.cells)
    grid: list[list[object]] = [[""] * cols for _ in range(rows)]
    style = [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
    style += [(side, (0, 0), (-1, -1), 2) for side in ("LEFTPADDING", "RIGHTPADDING")]
    weights = [2.0] * cols
    size = min(look.size, 10.0) if look.columns == 1 else 7.0
    words = look.style(fontSize=size, leading=size * 1.3, firstLineIndent=0, alignment=TA_CENTER)
    prose = look.style(fontSize=size, leading=size * 1.3, firstLineIndent=0)
    for cell in source.cells:
        text = joined(cell.text)
        parts = [Paragraph(escape(part), prose if len(text) > 20 else words) for part in paragraphs_of(cell)]
        grid[cell.row][cell.col] = parts or ""
        if cell.col_span == 1:
            weights[cell.col] = min(20.0, max(weights[cell.col], len(text)))
        if cell.row_span > 1 or cell.col_span > 1:
            last = (cell.col + cell.col_span - 1, cell.row + cell.row_span - 1)
            style.append(("SPAN", (cell.col, cell.row), last))
    width = (A4[0] - 144 - 20 * (look.columns - 1)) / look.columns
    widths = [width * w / sum(weights) for w in weights]
    header = 1 + max((c.row for c in source.cells if c.header), default=-1)
    table = Table(grid, colWidths=widths, repeatRows=header, splitInRow=0)
    table.setStyle(TableStyle(style))
    return table


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("texts", nargs="*", type=Path)
    parser.add_argument("--layout", choices=LAYOUTS, default="office")
    parser.add_argument("--font", type=Path, help="a TrueType font with Chinese; the PDF then brings it along")
    parser.add_argument("--scanned", action="store_true", help="as images, turned by half a degree, with noise")
    parser.add_argument("--shipped", action="store_true", help="the documents of raw/ that ship as PDFs")
    arguments = parser.parse_args()
    if arguments.shipped:
        for name, layout in SHIPPED.items():
            (ROOT / "raw" / f"{name}.pdf").write_bytes(render(digest(name), layout))
        return
    if arguments.folder is None:
        parser.error("a folder to write to, or --shipped")
    arguments.folder.mkdir(parents=True, exist_ok=True)
    for path in arguments.texts or digests():
        target = arguments.folder / f"{path.stem}.pdf"
        data = render(path.read_text(encoding="utf-8"), arguments.layout, arguments.font)
        target.write_bytes(scanned(data) if arguments.scanned else data)
        print(target)


if __name__ == "__main__":
    main()
