"""The same words as text and as PDF give the same rows, and each numeral stands where its row says."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from pipelines.readers.pdf.read import read_pdf
from pipelines.readers.read import parse_text

from . import make_samples, outside, parity

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT.parent / "shared" / "corpus"
DIGESTS = ("yongchuan-2023-plan-report", "yongchuan-2025-work-report", "yongchuan-hightech-zone-feature")
REPORTS = sorted(path.name for path in CORPUS.glob("*.txt"))
needs_reports = pytest.mark.skipif(not REPORTS, reason="the real reports are not there (../shared/corpus)")


def held(found: dict[str, parity.Parity], lost: list[str], least: float) -> None:
    """At least this share of observations, every row of the known tables, every place."""
    assert found["observation"].share >= least, found["observation"]
    assert len(found["observation"].extra) <= (1 - least) * found["observation"].wanted
    for name in ("livelihood_project", "livelihood_task", "project_plan", "cell"):
        assert (found[name].missing, found[name].extra) == ([], []), name
    assert found["key_project"].share >= least
    assert lost == []


@pytest.mark.parametrize("layout", make_samples.LAYOUTS)
@pytest.mark.parametrize("name", DIGESTS)
def test_a_digest(name: str, layout: str) -> None:
    path = next(path for path in make_samples.digests() if path.stem == name)
    found, count, lost = parity.staged(path, layout)
    assert count > 5
    held(found, lost, 0.99)


@pytest.mark.slow
@needs_reports
@pytest.mark.parametrize(
    "outer", [False, pytest.param(True, marks=pytest.mark.skipif(not outside.installed(), reason="WeasyPrint"))]
)
@pytest.mark.parametrize("layout", make_samples.LAYOUTS)
@pytest.mark.parametrize("name", REPORTS)
def test_a_report(name: str, layout: str, outer: bool) -> None:
    found, count, lost = parity.staged(CORPUS / name, layout, outer)
    assert count > 5
    held(found, lost, 0.99)


@pytest.mark.slow
@needs_reports
@pytest.mark.parametrize("layout", make_samples.LAYOUTS)
def test_the_marts_of_whole_builds(layout: str) -> None:
    found, count, lost = parity.built([CORPUS / name for name in REPORTS], layout)
    assert count > 900 and lost == []
    assert {name: one.share for name, one in found.items() if one.share < 0.99} == {}
    for name in ("fct_livelihood_project", "fct_livelihood_task", "fct_project_plan", "dim_document"):
        assert (found[name].missing, found[name].extra) == ([], []), name


@pytest.mark.parametrize("name", make_samples.SHIPPED)
def test_what_ships_is_what_its_text_says(name: str) -> None:
    """Compared as read: the compressed bytes are those of the machine's zlib."""
    shipped = (ROOT / "raw" / f"{name}.pdf").read_bytes()
    assert len(shipped) < 300_000
    one, other = read_pdf(shipped), read_pdf(make_samples.render(make_samples.digest(name), make_samples.SHIPPED[name]))
    assert one.text == other.text and list(one.pages.char_boxes) == list(other.pages.char_boxes), "make samples"
    assert one.warnings == []
    assert parse_text(one.text).meta.title is not None


def test_a_row_in_a_wrong_place_is_seen() -> None:
    data = make_samples.render("粮食产量达到43.5万吨。")
    found = read_pdf(data)
    start = found.text.index("43.5")
    boxes = found.pages.char_boxes
    box = [boxes[start][0], boxes[start][1], boxes[start + 3][2], boxes[start + 3][3]]
    row = {"page": 1, "bbox": box, "printed": "43.5"}
    assert parity.placed(data, [row]) == []
    moved = {**row, "bbox": [box[0] - 40, box[1], box[2] - 40, box[3]]}
    nowhere = {**row, "bbox": None}
    assert len(parity.placed(data, [moved, nowhere])) == 2
    assert len(pypdfium2.PdfDocument(data)) == 1


def test_a_row_that_differs_is_counted() -> None:
    one, other = {"name": "粮食 产量", "value": 1}, {"name": "粮食产量", "value": 2}
    assert parity.compare([one, one], [one, {**one, "name": "粮食产量"}], ("name", "value")).share == 1.0
    found = parity.compare([one], [other], ("name", "value"))
    assert (found.equal, len(found.missing), len(found.extra)) == (0, 1, 1)
