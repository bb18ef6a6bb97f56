"""Scanned pages read by recognition against the same pages as text: numerals, characters, confidence, seconds.

    python -m tests.pdf.scans [--pages 1,2,8-14] [--dpi 200] [--turn 0.5] [TEXT ...]

Each text is rendered as an office would, then as a scanner would make it: an image a page, turned, blurred, with noise,
as JPEG. Needs the ocr extra. Default: the report with the three tables, two pages of prose and those of its tables.
"""

from __future__ import annotations

import argparse
import difflib
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipelines.readers.pdf.read import PdfText, read_pdf

from . import make_samples

LOW = 0.9
"""A numeral below this confidence is marked as doubtful."""
_NUMERAL = re.compile(r"\d+(?:\.\d+)?")


@dataclass(slots=True)
class Reading:
    """What recognition made of some pages; `wrong` and `low` are (as printed, as read, confidence) of numerals."""

    pages: int = 0
    seconds: float = 0.0
    characters: int = 0
    errors: int = 0
    numerals: int = 0
    wrong: list[tuple[str, str, float]] = field(default_factory=list)
    low: int = 0

    def __str__(self) -> str:
        right = self.numerals - len(self.wrong)
        marked = sum(confidence < LOW for _, _, confidence in self.wrong)
        return (
            f"{self.pages} pages, {self.seconds / self.pages:.1f} CPU-s each; numerals {right} of {self.numerals} right "
            f"({right / self.numerals:.2%}), {marked} of {len(self.wrong)} wrong ones below {LOW}, "
            f"{self.low} right ones too; character errors {self.errors / self.characters:.2%}"
        )


def squeezed(found: PdfText) -> tuple[str, list[float]]:
    """The text without blanks and line ends, and the confidence of each character."""
    sure = found.pages.confidence or [1.0] * len(found.text)
    kept = [(char, value) for char, value in zip(found.text, sure, strict=True) if not char.isspace()]
    return "".join(char for char, _ in kept), [value for _, value in kept]


def compare(truth: PdfText, scan: PdfText) -> Reading:
    """Characters and numerals of a scan against those of the page's text layer."""
    (one, _), (other, sure) = squeezed(truth), squeezed(scan)
    codes = difflib.SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    found = Reading(truth.pages.page_count, characters=len(one))
    found.errors = sum(max(a1 - a0, b1 - b0) for kind, a0, a1, b0, b1 in codes if kind != "equal")
    at: dict[int, int] = {}
    for kind, a0, a1, b0, b1 in codes:
        at |= (
            {a0 + n: b0 + n for n in range(a1 - a0)}
            if kind == "equal"
            else {a0 + n: min(b0 + n, b1) for n in range(a1 - a0)}
        )
    for match in _NUMERAL.finditer(one):
        found.numerals += 1
        begin, last = at[match.start()], at[match.end() - 1]
        end = last + 1
        read = next((m for m in _NUMERAL.finditer(other, max(0, begin - 1)) if m.end() > begin), None)
        same = read is not None and read.group() == match.group() and read.span() == (begin, end)
        confidence = min(sure[max(0, begin - 1) : end + 1], default=0.0)
        if not same:
            found.wrong.append((match.group(), other[max(0, begin - 2) : end + 2], round(confidence, 3)))
        found.low += same and confidence < LOW
    return found


def chosen(data: bytes, pages: Sequence[int] | None) -> bytes:
    """Some pages (from 1) of a PDF as a PDF of their own."""
    import io

    import pypdfium2

    if pages is None:
        return data
    whole, part, stream = pypdfium2.PdfDocument(data), pypdfium2.PdfDocument.new(), io.BytesIO()
    part.import_pages(whole, pages=[number - 1 for number in pages])
    part.save(stream)
    return stream.getvalue()


def scan_pages(text: str, pages: Sequence[int] | None, turn: float, dpi: int, layout: str = "office") -> Reading:
    """Render, scan, read and compare."""
    data = chosen(make_samples.render(text, layout), pages)
    truth = read_pdf(data)
    scan = make_samples.scanned(data, turn, dpi)
    started = time.process_time()
    again = read_pdf(scan)
    seconds = time.process_time() - started
    found = compare(truth, again)
    found.seconds = seconds
    return found


def _numbers(words: str) -> Iterator[int]:
    for part in words.split(","):
        first, _, last = part.partition("-")
        yield from range(int(first), int(last or first) + 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("texts", nargs="*", type=Path)
    parser.add_argument("--pages", type=lambda words: list(_numbers(words)))
    parser.add_argument("--dpi", type=int, default=200)
    parser.add_argument("--turn", type=float, default=0.5)
    parser.add_argument("--layout", choices=make_samples.LAYOUTS, default="office")
    arguments = parser.parse_args()
    for path in arguments.texts or [p for p in make_samples.digests() if p.stem == "yongchuan-2023-plan-report"]:
        found = scan_pages(
            path.read_text(encoding="utf-8"), arguments.pages, arguments.turn, arguments.dpi, arguments.layout
        )
        print(path.stem, found)
        for one in found.wrong:
            print("   ", *one)


if __name__ == "__main__":
    main()
