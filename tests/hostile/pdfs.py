"""PDFs that are cut, empty, locked, or refer to themselves."""

from __future__ import annotations

import io
from collections.abc import Iterator

from tests.hostile.texts import EITHER


def pdfs() -> Iterator[tuple[str, bytes, str]]:
    """(path, content, outcome)."""
    whole = _made(3)
    yield "pdf/nothing.pdf", b"", "empty"
    yield "pdf/header-only.pdf", b"%PDF-1.7\n", "damaged or cut off"
    yield "pdf/text.pdf", "政府工作报告".encode() * 100, "PDF"
    yield "pdf/zeros.pdf", bytes(5000), "PDF"
    yield "pdf/cut.pdf", whole[: len(whole) // 2], EITHER
    yield "pdf/cut-end.pdf", whole[:-40], EITHER
    yield "pdf/broken-middle.pdf", whole[:300] + b"\xff" * 200 + whole[500:], EITHER
    yield "pdf/wrong-lengths.pdf", whole.replace(b"/Length", b"/Lenght"), EITHER
    yield "pdf/no-text.pdf", _made(2, text=""), EITHER
    yield "pdf/locked.pdf", _made(1, password="geheim"), EITHER
    yield "pdf/circle.pdf", _circle(), EITHER
    yield "pdf/huge-page.pdf", _made(1, size=(14_400, 14_400)), EITHER


def _made(
    pages: int, text: str = "Growth 6.2% in 2023", size: tuple[int, int] = (595, 842), password: str = ""
) -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=size, invariant=True, encrypt=password or None)
    for _ in range(pages):
        if text:
            canvas.drawString(72, 700, text)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def _circle() -> bytes:
    """A page tree whose pages are the tree itself."""
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 9/Kids[2 0 R 2 0 R]>>endobj\n"
        b"trailer<</Root 1 0 R>>\n%%EOF\n"
    )
