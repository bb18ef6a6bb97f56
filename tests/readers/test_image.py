"""Pictures: what they need is said; with character recognition a page's figures come out."""

from __future__ import annotations

import importlib.util
import io

import pytest
from PIL import Image

from pipelines.readers import image
from pipelines.readers.medium import MediumError
from pipelines.readers.pdf import ocr
from tests.pdf import make_samples

needs_ocr = pytest.mark.skipif(not ocr.installed(), reason="the ocr extra is not installed")
HEIC = b"\0\0\0\x18ftypheic" + b"\0" * 40


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, kind)
    return out.getvalue()


def test_what_a_picture_needs_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "installed", lambda: False)
    with pytest.raises(MediumError, match=r"pip install -e '\.\[ocr\]'"):
        image.read(picture(), "a.png")


def test_a_heic_without_its_package_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "installed", lambda: True)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(MediumError, match="pillow-heif"):
        image.read(HEIC, "a.heic")


@pytest.mark.parametrize("data", [b"no picture", picture()[:50], HEIC, picture("GIF")])
def test_what_is_no_picture_is_said(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(ocr, "installed", lambda: True)
    with pytest.raises(MediumError, match="no picture|pillow-heif") as raised:
        image.read(data, "a.png")
    assert "KeyError" not in str(raised.value)


def test_a_picture_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "installed", lambda: True)
    monkeypatch.setattr(image, "_MOST_PIXELS", 1000)
    with pytest.raises(MediumError, match="no page needs so many"):
        image.read(picture(), "a.png")


@needs_ocr
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "WEBP", "HEIF"])
def test_a_page_is_read(kind: str) -> None:
    import pypdfium2

    if kind == "HEIF" and not image._heif():
        pytest.skip("pillow-heif is not installed")
    page = pypdfium2.PdfDocument(make_samples.render("甲县统计公报\n\n2024年，全县粮食产量32.7万吨。"))[0]
    out = io.BytesIO()
    page.render(scale=200 / 72).to_pil().convert("RGB").save(out, kind, dpi=(200, 200))
    reading = image.read(out.getvalue(), "a")
    assert "32.7" in reading.text and reading.pages is not None and reading.pages.page_count == 1
