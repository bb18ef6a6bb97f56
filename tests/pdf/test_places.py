"""Page and box of every numeral, judged by another reader: what stands in the box is the numeral."""

from __future__ import annotations

import io
import re

import pdfplumber
import pytest

from pipelines.extract.pages import box_of, page_of
from pipelines.readers.pdf.read import PdfText, read_pdf

from . import make_samples, table_samples

_NUMERAL = re.compile(r"[0-9]+(?:\.[0-9]+)?")


def misplaced(data: bytes, found: PdfText, every: int = 1) -> list[tuple[str, str]]:
    """(numeral, what stands in its box) where the two differ."""
    wrong: list[tuple[str, str]] = []
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        pages: dict[int, list[dict]] = {}
        for match in list(_NUMERAL.finditer(found.text))[::every]:
            page, box = page_of(found.pages, match.start()), box_of(found.pages, *match.span())
            assert page is not None and box is not None
            if (
                "\n" in match.group()
                or len({round(b[1]) for b in found.pages.char_boxes[slice(*match.span())] if b}) > 1
            ):
                continue  # cut by a line's end
            chars = pages.setdefault(page, pdf.pages[page - 1].chars)
            inside = [
                c["text"] for c in chars
                if box[0] - 0.5 <= (c["x0"] + c["x1"]) / 2 <= box[2] + 0.5 and box[1] - 2 <= (c["top"] + c["bottom"]) / 2 <= box[3] + 2
            ]  # fmt: skip
            if "".join(inside).replace(" ", "") != match.group():
                wrong.append((match.group(), "".join(inside)))
    return wrong


@pytest.mark.parametrize("layout", ["office", "columns"])
def test_a_report(layout: str) -> None:
    text = make_samples.digest("yongchuan-2023-plan-report")
    data = make_samples.render(text, layout)
    # the two readers give “ and ” of a font that is not embedded other widths, which moves what follows in the line
    assert len(misplaced(data, read_pdf(data), every=7)) <= 2


@pytest.mark.parametrize("name", ["simple-grid", "long-three", "wide-none", "rotated-90", "rotated-180", "rotated-270"])
def test_tables(name: str) -> None:
    data = table_samples.make(name).data
    found = read_pdf(data)
    assert sum(cell.text != "" for table in found.tables for cell in table.cells) > 20
    wrong = misplaced(data, found, every=3)
    assert wrong == [] or name == "rotated-180"  # pdfplumber gives letters upside down in another order
    assert all(sorted(a) == sorted(b) for a, b in wrong)
