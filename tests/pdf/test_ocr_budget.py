"""Recognition has a budget of processor time: what was read before it ran out is kept, the rest is said."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from pipelines.readers.pdf import ocr, pages
from pipelines.readers.pdf.lines import Piece, piece_of
from pipelines.readers.pdf.page import Char
from pipelines.readers.pdf.read import Limits, read_pdf
from pipelines.readers.pdf.rules import Drawing


class Recogniser:
    """Finds the same line on every page."""

    def read(self, page: Any, width: float, height: float) -> tuple[list[Piece], Drawing, None]:
        words = "本页说明供水管网改造情况。"
        chars = [Char(c, 90 + 12 * n, 102 + 12 * n, 400, 412, 410, 12, 0.9) for n, c in enumerate(words)]
        piece = piece_of(chars, 0)
        assert piece is not None
        return [piece], Drawing(), None


@pytest.fixture
def images(monkeypatch: pytest.MonkeyPatch) -> bytes:
    """Three pages that are images, and a recogniser each page of which takes forty seconds of a clock of its own."""
    clock = iter(range(0, 4000, 40))
    monkeypatch.setattr(ocr, "installed", lambda: True)
    monkeypatch.setattr(ocr, "Ocr", Recogniser)
    monkeypatch.setattr(pages.time, "process_time", lambda: next(clock))
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(595, 842), invariant=1)
    for _ in range(3):
        canvas.drawImage(ImageReader(Image.new("RGB", (60, 84), (250, 250, 240))), 0, 0, 595, 842)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def test_pages_read_before_the_budget_ran_out_are_kept(images: bytes) -> None:
    found = read_pdf(images, Limits(ocr_seconds=50))
    assert found.text.count("供水管网改造") == 2
    assert any(w.startswith("page 3: not read") and "50 processor seconds" in w for w in found.warnings)


def test_within_the_budget_every_page_is_read(images: bytes) -> None:
    found = read_pdf(images, Limits(ocr_seconds=500))
    assert found.text.count("供水管网改造") == 3
    assert not any("not read" in w for w in found.warnings)
