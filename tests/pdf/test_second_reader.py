"""Where pdfium gives less than the page has: a machine without Chinese fonts, pages that are images."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from pipelines.readers.pdf import ocr
from pipelines.readers.pdf.read import Limits, PdfError, read_pdf

from . import make_samples, table_samples

ROOT = Path(__file__).resolve().parents[2]

# pdfium without the fonts of the system, as on a server
_BARE = """
import ctypes, sys
import pypdfium2, pypdfium2.raw as raw
raw.FPDF_DestroyLibrary()
none = (ctypes.POINTER(ctypes.c_char) * 1)()
config = raw.FPDF_LIBRARY_CONFIG(version=2, m_pUserFontPaths=ctypes.cast(none, ctypes.POINTER(ctypes.POINTER(ctypes.c_char))))
raw.FPDF_InitLibraryWithConfig(ctypes.byref(config))
from pipelines.readers.pdf.read import read_pdf
found = read_pdf(sys.stdin.buffer.read())
sys.stdout.buffer.write((found.text + chr(0) + "|".join(found.warnings)).encode())
"""


def test_single_characters_of_fonts_that_nobody_has() -> None:
    stream = io.BytesIO()
    canvas = Canvas(stream, invariant=1)
    canvas.setFont(make_samples.register(), 12)
    for number, char in enumerate("地区生产总值一千二百亿元"):
        canvas.drawString(72 + 12 * number, 700, char)
    canvas.drawString(72, 660, "完成投资三百亿元，增长较快。")
    canvas.save()
    ran = subprocess.run(
        [sys.executable, "-c", _BARE], input=stream.getvalue(), capture_output=True, cwd=ROOT, check=True
    )
    text, warnings = ran.stdout.decode().split("\0")
    assert "地区生产总值一千二百亿元" in text and "完成投资三百亿元" in text
    assert "pdfplumber" in warnings


def test_images_are_never_silently_empty() -> None:
    text = make_samples.digest("yongchuan-hightech-zone-feature")
    whole = make_samples.render(text)
    scan = make_samples.scanned(whole, dpi=60)
    with pytest.raises(PdfError, match="no text layer"):
        read_pdf(scan, Limits(ocr=False))


@pytest.mark.slow
@pytest.mark.skipif(not ocr.installed(), reason="pip install -e '.[ocr]'")
def test_a_scanned_table_comes_back() -> None:
    sample = table_samples.make("two-levels-grid")
    digital = read_pdf(sample.data)
    scanned = read_pdf(make_samples.scanned(sample.data))
    numerals = re.findall(r"\d+(?:\.\d+)?", digital.text)
    again = re.findall(r"\d+(?:\.\d+)?", scanned.text)
    assert sum(a == b for a, b in zip(numerals, again, strict=False)) >= 0.97 * len(numerals)
    assert len(scanned.tables) == 1 and scanned.pages.confidence is not None
    assert any("recognition" in warning for warning in scanned.warnings)
