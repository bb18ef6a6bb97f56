"""Text in reading order: what goes into a PDF comes out of it, paragraph by paragraph, with its places."""

from __future__ import annotations

from functools import cache

import pytest

from pipelines.readers.pdf.read import PdfText, read_pdf
from pipelines.readers.read import parse_text

from . import make_samples

PROSE = ("yongchuan-2025-work-report", "yongchuan-2024-two-sessions-feature", "yongchuan-hightech-zone-feature")


@cache
def read_sample(name: str, layout: str) -> PdfText:
    text = make_samples.digest(name)
    return read_pdf(make_samples.render(text, layout))


def squeezed(words: str) -> str:
    return "".join(words.split())


@pytest.mark.parametrize("layout", ["office", "columns"])
@pytest.mark.parametrize("name", PROSE)
def test_prose_comes_back_in_order(name: str, layout: str) -> None:
    text = make_samples.digest(name)
    parsed = parse_text(text)
    truth = [squeezed(words) for part, words in make_samples.blocks(parsed) if part != "table"]
    got = [squeezed(line) for line in read_sample(name, layout).text.split("\n") if line.strip()]
    assert "".join(got) == "".join(truth)
    assert len(set(truth) - set(got)) <= 0.06 * len(truth)


def test_every_printed_character_has_a_place() -> None:
    found = read_sample("yongchuan-2025-work-report", "columns")
    assert len(found.pages.char_boxes) == len(found.pages.char_pages) == len(found.text)
    for char, box in zip(found.text, found.pages.char_boxes, strict=True):
        assert (box is None) == (char in "\n\t"), char
        assert box is None or (0 <= box[0] < box[2] <= 596 and 0 <= box[1] < box[3] <= 842)


def test_pages_go_up() -> None:
    pages = list(read_sample("yongchuan-2025-work-report", "office").pages.char_pages)
    assert pages == sorted(pages) and set(pages) == {1, 2, 3}
