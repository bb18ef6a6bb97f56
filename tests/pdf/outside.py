"""The reports as other programs make PDFs of them: WeasyPrint, or a browser's print, from HTML, where they are installed.

WeasyPrint embeds subsets of the fonts that the machine has, cuts rows of tables over pages and balances columns in its own way;
it is what reading is measured on besides our own renderer (make_samples), and is not needed for anything else.
"""

from __future__ import annotations

import importlib.util
import subprocess
import tempfile
from collections.abc import Iterator
from html import escape
from pathlib import Path

from pipelines.documents.model import Cell, Table
from pipelines.readers.read import parse_text

from .make_samples import blocks, paragraphs_of

FONT = "Noto Serif CJK SC"
_STYLES = {"title": "h1", "heading": "h2", "text": "p", "caption": "h3", "box": "h4", "boxed": "p"}


def installed() -> bool:
    """Whether WeasyPrint is there, and a font with Chinese that it may embed."""
    return importlib.util.find_spec("weasyprint") is not None


def render(text: str, layout: str) -> bytes:
    """The text as a PDF made by WeasyPrint; layout as for make_samples."""
    from weasyprint import HTML

    return HTML(string=html(text, layout)).write_pdf()


def printed(text: str, layout: str, browser: str) -> bytes:
    """The text as a PDF printed by a browser: embedded fonts, and letters placed one by one, as office programs do it."""
    with tempfile.TemporaryDirectory() as folder:
        page, target = Path(folder) / "page.html", Path(folder) / "page.pdf"
        page.write_text('<meta charset="utf-8">' + html(text, layout), encoding="utf-8")
        switches = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
        switches += [f"--user-data-dir={folder}/profile", "--no-pdf-header-footer", f"--print-to-pdf={target}"]
        subprocess.run([browser, *switches, page.as_uri()], check=True, capture_output=True, timeout=900)
        return target.read_bytes()


def html(text: str, layout: str) -> str:
    """The text as a page for printing, with numbered pages; panels are boxes, header rows repeat."""
    columns = 2 if layout == "columns" else 1
    size = 9 if columns == 2 else 14
    head = f"""<style>@page {{size: A4; margin: 25mm 22mm; @bottom-center {{content: "— " counter(page) " —"}}}}
body {{font: {size}pt/1.6 "{FONT}"; {f"columns: {columns}; column-gap: 8mm; " if columns > 1 else ""}text-align: justify}}
p {{margin: 0; text-indent: 2em}} h1, h3, h4 {{text-align: center}} h1 {{font-size: {size + 6}pt; column-span: all}}
h2, h3, h4 {{font-size: {size}pt; margin: 0; text-indent: 2em}} h1, h3, h4 {{text-indent: 0}} td p {{text-indent: 0}}
table {{border-collapse: collapse; width: 100%; font-size: {min(size, 10)}pt; line-height: 1.3}}
td, th {{border: 0.5pt solid black; padding: 1pt 2pt; text-align: center; font-weight: normal}}
.box {{border: 0.7pt solid black; padding: 4pt; margin: 6pt 0}}</style>"""
    body: list[str] = []
    boxed = False
    for part, content in blocks(parse_text(text)):
        if (part in ("box", "boxed")) != boxed or part == "box":
            body += ["</div>"] * boxed + ['<div class="box">'] * (part in ("box", "boxed"))
            boxed = part in ("box", "boxed")
        if isinstance(content, Table):
            body.append(_html_table(content))
        else:
            tag = _STYLES[part]
            body.append(f"<{tag}>{escape(content)}</{tag}>")
    return f'<html lang="zh"><head>{head}</head><body>{"".join(body)}{"</div>" * boxed}</body></html>'


def _html_table(table: Table) -> str:
    parts = {True: "", False: ""}
    for header, cells in rows_of(table):
        line = "".join(
            f'<td rowspan="{c.row_span}" colspan="{c.col_span}">'
            + "".join(f"<p>{escape(p)}</p>" for p in paragraphs_of(c))
            + "</td>"
            for c in cells
        )
        parts[header] += f"<tr>{line}</tr>"
    return f"<table><thead>{parts[True]}</thead><tbody>{parts[False]}</tbody></table>"


def rows_of(table: Table) -> Iterator[tuple[bool, list[Cell]]]:
    """(whether it is a head, its cells) for every row that has any."""
    for number in range(1 + max(c.row for c in table.cells)):
        cells = sorted((c for c in table.cells if c.row == number), key=lambda c: c.col)
        if cells:
            yield all(c.header for c in cells), cells
