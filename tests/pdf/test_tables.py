"""Tables: the cells that were drawn are the cells that come back, whatever the way of drawing."""

from __future__ import annotations

from functools import cache

import pytest

from pipelines.extract.tables.find import find_tables
from pipelines.readers.pdf.read import PdfText, read_pdf

from . import make_samples, table_samples
from .adjacency import Score, mean_f1, score


@cache
def result(name: str) -> tuple[Score, PdfText]:
    sample = table_samples.make(name)
    found = read_pdf(sample.data)
    return score(sample.tables, [table.cells for table in found.tables]), found


def test_there_is_every_layout() -> None:
    names = table_samples.names()
    assert len(names) >= 40
    for layout in (
        "grid",
        "wps",
        "boxes",
        "open",
        "columns",
        "three",
        "rows",
        "none",
        "rotated",
        "long-bare",
        "narrow",
    ):
        assert any(layout in name for name in names), layout


def test_the_mean_over_all_documents(capsys: pytest.CaptureFixture[str]) -> None:
    scores = {name: result(name)[0] for name in table_samples.names()}
    mean = mean_f1(list(scores.values()))
    worst = sorted(scores.items(), key=lambda item: item[1].f1)[:3]
    with capsys.disabled():
        print(
            f"\nPDF tables: {len(scores)} documents, mean F1 {mean:.4f}, lowest {[(n, round(s.f1, 3)) for n, s in worst]}"
        )
    assert mean >= 0.99
    assert worst[0][1].f1 >= 0.9


@pytest.mark.parametrize("name", ["prose-only", "list-only"])
def test_running_text_is_no_table(name: str) -> None:
    assert result(name)[1].tables == []


@pytest.mark.parametrize("name", ["two-levels-grid", "long-three", "bands-columns", "wordy-wps", "rotated-90"])
def test_cells_are_where_the_text_says(name: str) -> None:
    found = result(name)[1]
    for table in found.tables:
        assert table.start <= table.cells[0].start and table.cells[-1].end <= table.end
        for cell in table.cells:
            assert found.text[cell.start : cell.end] == cell.text
            boxes = [box for box in found.pages.char_boxes[cell.start : cell.end] if box is not None]
            assert bool(boxes) == bool(cell.text)


def test_captions_and_units_belong_to_the_table() -> None:
    found = result("simple-three")[1]
    table = found.tables[0]
    assert table.caption == "表1：主要指标情况"
    assert "单位：亿元" in found.text[table.start : table.cells[0].start]


@pytest.mark.parametrize("layout", ["office", "columns"])
def test_a_report_has_the_tables_of_its_text(layout: str) -> None:
    text = make_samples.digest("yongchuan-2023-plan-report")
    truth = find_tables(text)
    found = read_pdf(make_samples.render(text, layout)).tables
    assert [table.kind for table in found] == [table.kind for table in truth]
    for ours, theirs in zip(found, truth, strict=True):
        assert filled(ours) == filled(theirs)


def filled(table) -> list[tuple[int, int, str]]:  # type: ignore[no-untyped-def]
    return [(c.row, c.col, make_samples.joined(c.text).replace("\n", "")) for c in table.cells if c.text]


def test_the_text_alone_gives_the_same_tables() -> None:
    """What is written in the layout of our texts is found again by their reader."""
    for name in ("simple-grid", "two-levels-wps", "long-grid"):
        found = result(name)[1]
        again = find_tables(found.text)
        assert [filled(table) for table in again] == [filled(table) for table in found.tables]
