"""The same reports in every medium: whether their rows are those of the text, field by field.

    python -m tests.media_parity [TEXT …] [--medium html …] [--show N] [--least 0.995]

Each text (default: the digests in raw/) is drawn as a web page, a Word file, a workbook of its tables, an OFD document and, where
the programs are there, as PDFs of LibreOffice (one and two columns) and Chromium and as pictures of two pages. What each
gives is compared with what the text gives. Everything is made in a temporary folder.
"""

from __future__ import annotations

import argparse
import io
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from html import escape
from pathlib import Path
from typing import Any

import openpyxl

from pipelines.documents.decode import decode
from pipelines.documents.model import Cell, Document, Table
from pipelines.documents.scan import SourceFile
from pipelines.extract.document import extract
from pipelines.extract.tables.lines import unit_of_line
from pipelines.readers.pdf import ocr
from pipelines.readers.read import parse_text, read_document
from tests.pdf import make_samples
from tests.pdf.parity import TABLES, Parity, compare
from tests.readers import ofd_files
from tests.readers.test_docx import W, p, tc

Block = tuple[str, "str | Table"]
_NUMERAL = re.compile(r"\d+(?:\.\d+)?")


def blocks_of(document: Document) -> list[Block]:
    """What a document prints, in order; a table behind its caption and its unit line."""
    made: list[Block] = []
    for kind, words in make_samples.blocks(document):
        if isinstance(words, Table):
            first = min(cell.start for cell in words.cells)
            made += [("caption", line) for line in document.text[words.start : first].split("\n") if line.strip()]
        if kind != "caption":
            made.append((kind, words))
    return made


def cell_words(cell: Cell) -> str:
    """The words of a cell, a line for each of its paragraphs."""
    return "\n".join(make_samples.paragraphs_of(cell))


def rows_of(table: Table) -> list[list[Cell]]:
    """The cells of each row by column."""
    rows: dict[int, list[Cell]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, []).append(cell)
    return [sorted(rows.get(row, ()), key=lambda cell: cell.col) for row in range(max(rows) + 1)]


# one function for each medium: the blocks of a text to the bytes of a file


def as_html(blocks: Sequence[Block]) -> bytes:
    """A page as a site has it."""
    parts = []
    for kind, words in blocks:
        if isinstance(words, Table):
            parts.append(f"<table border='1'>{''.join(map(_html_row, rows_of(words)))}</table>")
        else:
            parts.append(f"<h1>{escape(words)}</h1>" if kind == "title" else f"<p>{escape(words)}</p>")
    style = "<style>body{font-family:'Noto Serif CJK SC'}table{border-collapse:collapse}p{text-indent:2em}</style>"
    return f"<html><head><meta charset='utf-8'>{style}</head><body>{''.join(parts)}</body></html>".encode()


def _html_row(cells: Sequence[Cell]) -> str:
    made = []
    for cell in cells:
        spans = f" rowspan='{cell.row_span}'" * (cell.row_span > 1) + f" colspan='{cell.col_span}'" * (
            cell.col_span > 1
        )
        made.append(f"<td{spans}>{escape(cell_words(cell)).replace(chr(10), '<br>')}</td>")
    return f"<tr>{''.join(made)}</tr>"


_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_INDENT = '<w:ind w:firstLineChars="200" w:firstLine="480"/>'
_CENTRE = '<w:jc w:val="center"/>'
_RIGHT = '<w:jc w:val="right"/>'


def as_docx(blocks: Sequence[Block], columns: int = 1) -> bytes:
    """A Word file with merged cells, in one or two columns."""
    parts = []
    for kind, words in blocks:
        if isinstance(words, Table):
            head = f"<w:tblPr><w:tblBorders>{_BORDERS}</w:tblBorders></w:tblPr>{_grid(words, columns)}"
            parts.append(f"<w:tbl>{head}{''.join(_word_rows(words))}</w:tbl>{p('')}")
        else:
            parts.append(p(escape(words), _look(kind, words)))
    section = f'<w:sectPr><w:cols w:num="{columns}" w:space="425"/></w:sectPr>' if columns > 1 else ""
    return _package(f'<w:document xmlns:w="{W}"><w:body>{"".join(parts)}{section}</w:body></w:document>')


def _look(kind: str, words: str) -> str:
    """How a paragraph is set: units on the right, titles and captions in the middle."""
    if kind == "caption" and unit_of_line(words) is not None:
        return _RIGHT
    return _CENTRE if kind in ("title", "caption") else _INDENT


def _package(document: str) -> bytes:
    """A Word file with all that other programs ask for."""
    office, opc = (
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument",
        "http://schemas.openxmlformats.org/package/2006",
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{opc}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{kind}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{opc}/relationships"><Relationship Id="r1" Type="{office}" Target="word/document.xml"/></Relationships>',
        "word/document.xml": document,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, words in parts.items():
            made.writestr(name, words)
    return out.getvalue()


def _grid(table: Table, columns: int) -> str:
    """The widths of a table's columns, without which no program knows how far a merged cell goes."""
    count = max(cell.col + cell.col_span for cell in table.cells)
    column = f'<w:gridCol w:w="{9000 // columns // count}"/>'  # twentieths of a point
    return f"<w:tblGrid>{column * count}</w:tblGrid>"


def _word_rows(table: Table) -> Iterator[str]:
    rows = rows_of(table)
    below: dict[int, tuple[Cell, int]] = {}  # column → cell that hangs down, rows left
    width = max(cell.col + cell.col_span for cell in table.cells)
    for cells in rows:
        own = {cell.col: cell for cell in cells}
        made, col = [], 0
        while col < width:
            if col in own:
                cell = own[col]
                merge = '<w:vMerge w:val="restart"/>' if cell.row_span > 1 else ""
                words = "</w:t><w:br/><w:t>".join(escape(cell_words(cell)).split("\n"))
                made.append(tc(words, f'<w:gridSpan w:val="{cell.col_span}"/>{merge}'))
                if cell.row_span > 1:
                    below[col] = (cell, cell.row_span)
            elif col in below:
                cell = below[col][0]
                made.append(tc("", f'<w:gridSpan w:val="{cell.col_span}"/><w:vMerge/>'))
            else:
                made.append(tc(""))
                col += 1
                continue
            col += cell.col_span
        below = {col: (cell, left - 1) for col, (cell, left) in below.items() if left > 1}
        yield f"<w:tr>{''.join(made)}</w:tr>"


def as_xlsx(blocks: Sequence[Block]) -> bytes:
    """The tables as sheets, each below its caption."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    above: list[str] = []
    for kind, words in blocks:
        if not isinstance(words, Table):
            above = [*above, words] if kind == "caption" else []
            continue
        sheet = book.create_sheet(f"Sheet{len(book.worksheets) + 1}")
        for number, line in enumerate(above, 1):
            sheet.cell(number, 1, line)
        below, above = len(above) + 1, []
        for cell in words.cells:
            at = (cell.row + below, cell.col + 1)
            sheet.cell(*at, cell_words(cell))
            if cell.row_span > 1 or cell.col_span > 1:
                sheet.merge_cells(None, *at, at[0] + cell.row_span - 1, at[1] + cell.col_span - 1)
    if not book.worksheets:
        book.create_sheet("Sheet1")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_ofd(blocks: Sequence[Block]) -> bytes:
    """Pages as an office program prints them, a ruled table on its own page."""
    pages: list[str] = []
    prose: list[tuple[str, str]] = []
    for kind, words in blocks:
        if not isinstance(words, Table):
            prose.append((kind, words))
            continue
        captions = []
        while prose and prose[-1][0] == "caption":
            captions.append(prose.pop()[1])
        pages += [*ofd_files.paragraphs(prose), *_ofd_table(words, captions[::-1])]
        prose = []
    return ofd_files.ofd([*pages, *ofd_files.paragraphs(prose)])


def _ofd_table(table: Table, captions: Sequence[str]) -> Iterator[str]:
    """A table whose rows are as high as their cells want; merged cells have no rule within."""
    width = max(cell.col + cell.col_span for cell in table.cells)
    room, size, leading = ofd_files.WIDTH - 2 * 15, 3.2, 4.4
    lone = {
        c: max([min(len(x.text), 24) for x in table.cells if x.col == c and x.col_span == 1] or [2]) + 1
        for c in range(width)
    }
    widths = [room * lone[c] / sum(lone.values()) for c in range(width)]
    edges = [15 + sum(widths[:n]) for n in range(width + 1)]
    rows = rows_of(table)

    def lines(cell: Cell) -> list[str]:
        space = edges[cell.col + cell.col_span] - edges[cell.col] - 2
        return [row for words in cell_words(cell).split("\n") for row in _wrapped(words, space, size)]

    high = [max([len(lines(c)) for c in row if c.row_span == 1] or [1]) * leading + 2 for row in rows]
    for cell in table.cells:
        if cell.row_span > 1:
            short = len(lines(cell)) * leading + 2 - sum(high[cell.row : cell.row + cell.row_span])
            high[cell.row + cell.row_span - 1] += max(0.0, short)
    drawn = [
        ofd_files.text(words, 150 if unit_of_line(words) is not None else 60, 20 + 6 * n)
        for n, words in enumerate(captions)
    ]
    y = 26.0 + 6 * len(captions)
    tops: dict[int, float] = {}
    for number in range(len(rows)):
        cut = not any(c.row < number < c.row + c.row_span for c in table.cells)
        if y + high[number] > 282 and cut:
            yield "".join(drawn)
            drawn, y, tops = [], 20.0, {}
        tops[number] = y
        for cell in [c for c in table.cells if c.row + c.row_span - 1 == number]:
            box = (edges[cell.col], tops[cell.row], edges[cell.col + cell.col_span], y + high[number])
            drawn += [ofd_files.line(box[0], box[1], box[2], box[1]), ofd_files.line(box[0], box[3], box[2], box[3])]
            drawn += [ofd_files.line(box[0], box[1], box[0], box[3]), ofd_files.line(box[2], box[1], box[2], box[3])]
            for n, words in enumerate(lines(cell)):
                drawn.append(ofd_files.text(words, box[0] + 1, box[1] + 4 + n * leading, size) if words else "")
        y += high[number]
    yield "".join(drawn)


def _wrapped(words: str, space: float, size: float) -> Iterator[str]:
    start = 0
    for at in range(len(words)):
        if ofd_files.width(words[start : at + 1], size) > space and at > start:
            yield words[start:at]
            start = at
    yield words[start:]


# other programs


def with_libreoffice(blocks: Sequence[Block], columns: int = 1) -> bytes:
    """The Word file as LibreOffice prints it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "a.docx").write_bytes(as_docx(blocks, columns))
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = ["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", name, str(folder / "a.docx")]
        subprocess.run(command, check=True, capture_output=True, timeout=900)
        return (folder / "a.pdf").read_bytes()


def with_chromium(blocks: Sequence[Block]) -> bytes:
    """The page as Chromium prints it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "a.html").write_bytes(as_html(blocks))
        command = [
            "chromium", "--headless=new", "--no-sandbox", "--disable-gpu", f"--user-data-dir={name}/profile",
            "--no-pdf-header-footer", f"--print-to-pdf={name}/a.pdf", (folder / "a.html").as_uri(),
        ]  # fmt: skip
        subprocess.run(command, check=True, capture_output=True, timeout=900)
        return (folder / "a.pdf").read_bytes()


def pictures(pdf: bytes, count: int = 2) -> Iterator[tuple[bytes, str]]:
    """(picture, what is printed on it) of the first pages of a PDF, at 200 dots an inch."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    for page in list(document)[:count]:
        out = io.BytesIO()
        page.render(scale=200 / 72).to_pil().convert("RGB").save(out, "PNG", dpi=(200, 200))
        yield out.getvalue(), page.get_textpage().get_text_range()


MEDIA: dict[str, tuple[str, Callable[[Sequence[Block]], bytes], str]] = {
    "html": (".html", as_html, ""),
    "docx": (".docx", as_docx, ""),
    "xlsx": (".xlsx", as_xlsx, ""),
    "ofd": (".ofd", as_ofd, ""),
    "libreoffice": (".pdf", with_libreoffice, "soffice"),
    "libreoffice-columns": (".pdf", lambda blocks: with_libreoffice(blocks, 2), "soffice"),
    "chromium": (".pdf", with_chromium, "chromium"),
    "picture": (".png", with_libreoffice, "soffice"),
}


def there(medium: str) -> bool:
    """Whether what draws and reads a medium is installed."""
    return (not MEDIA[medium][2] or shutil.which(MEDIA[medium][2]) is not None) and (
        medium != "picture" or ocr.installed()
    )


def said_of(document: Document) -> dict[str, Any]:
    """What a workbook of a report's tables cannot say of itself."""
    meta = document.meta
    names = ("kind", "region_name", "review_year", "plan_year", "published_date")
    given = {name: getattr(meta, name) for name in names if getattr(meta, name) is not None}
    return {{"region_name": "region", "published_date": "date"}.get(name, name): value for name, value in given.items()}


def measured(text: str, medium: str, name: str = "a") -> dict[str, Parity]:
    """By staged table, how many rows of a text its rendering gives too; of a workbook only what stands in tables."""
    document = parse_text(text, source_file=f"{name}.txt")
    blocks = blocks_of(document)
    suffix, draw, _ = MEDIA[medium]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{name}{suffix}"
        path.write_bytes(draw(blocks))
        override = said_of(document) if medium == "xlsx" else None
        other = extract(read_document(SourceFile(path, path.name, path.stat().st_size), override))
    own = extract(document)
    if medium == "xlsx":
        own["observation"] = [row for row in own["observation"] if row["origin"] == "table"]
        return {kind: compare(own[kind], other[kind], TABLES[kind]) for kind in ("observation", "cell", "project_plan")}
    return {kind: compare(own[kind], other[kind], TABLES[kind]) for kind in TABLES}


def numerals(text: str) -> Parity:
    """The numerals of the first two pages of a text, and those that are read from pictures of them."""
    found = Parity()
    for data, printed in pictures(with_libreoffice(blocks_of(parse_text(text)))):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "a.png"
            path.write_bytes(data)
            read = read_document(SourceFile(path, path.name, len(data))).text
        wanted, given = (Counter(_NUMERAL.findall(words)) for words in (printed, read))
        found += Parity(wanted.total(), (wanted & given).total(), [(w,) for w in (wanted - given).elements()], [])
    return found


def main() -> int:
    """Print a line for each medium and text; 1 where one falls below the bar."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("texts", type=Path, nargs="*")
    parser.add_argument("--medium", choices=list(MEDIA), action="append")
    parser.add_argument("--show", type=int, default=0, help="how many rows of each side to print")
    parser.add_argument("--least", type=float, default=0.995, help="share of observations equal in all fields")
    chosen = parser.parse_args()
    bad = 0
    for medium in chosen.medium or list(MEDIA):
        if not there(medium):
            print(f"{medium}: not run, its program is not installed")
            continue
        whole: dict[str, Parity] = {}
        for path in chosen.texts or make_samples.digests():
            text = decode(path.read_bytes()).text
            if medium == "xlsx" and not parse_text(text).tables:
                continue
            one = {"numerals": numerals(text)} if medium == "picture" else measured(text, medium, path.stem)
            report(f"  {path.stem}", one, chosen.show)
            whole = {kind: whole.get(kind, Parity()) + parity for kind, parity in one.items()}
        report(medium, whole, 0)
        bad += whole[next(iter(whole))].share < (0.97 if medium == "picture" else chosen.least)
    return int(bad > 0)


def report(title: str, found: dict[str, Parity], show: int) -> None:
    """A line with each table's share, and the rows that only one side has."""
    said = (
        f"{kind} {one.equal}/{one.wanted} ({one.share:.2%}, +{len(one.extra)})"
        for kind, one in found.items()
        if one.wanted
    )
    print(f"{title}: {'; '.join(said)}", flush=True)
    for kind, one in found.items():
        for sign, rows in (("-", one.missing), ("+", one.extra)):
            for row in rows[:show]:
                print(f"    {sign} {kind}", *(str(value)[:50] for value in row))


if __name__ == "__main__":
    sys.exit(main())
