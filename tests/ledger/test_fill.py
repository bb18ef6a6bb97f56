"""Forms filled from the ledger: every fillable cell right, none filled wrongly, every other one with its reason."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import docx
import openpyxl
import pytest

from pipelines.errors import PublishError
from pipelines.serve.fill.fill import Filled, fill
from pipelines.serve.fill.report import LEFT, SOURCES
from tests.command import House
from tests.ledger import forms


def _decided(done: Filled) -> dict[str, str]:
    found = {d.asked.locator.rpartition("!")[2]: f"{d.value.normalize():f}" for d in done.filled if d.value is not None}
    return found | {d.asked.locator.rpartition("!")[2]: d.reason for d in done.left}


@pytest.mark.parametrize("name", forms.FORMS)
def test_form(ledger: House, tmp_path: Path, name: str) -> None:
    expected = forms.FORMS[name][1]
    done = fill(ledger.published, forms.sheet(name, tmp_path), tmp_path / "out.xlsx")
    decided = _decided(done)
    assert set(decided) == set(expected)
    for cell, wanted in expected.items():
        if wanted.replace(".", "").isdigit():
            assert decided[cell] == wanted, (cell, decided)
        else:
            assert wanted in decided[cell], (cell, decided)
    assert all(d.figure is not None and d.figure.confidence >= 0.9 for d in done.filled)
    page = openpyxl.load_workbook(tmp_path / "out.xlsx")["表"]
    for decision in done.filled:
        cell = page[decision.asked.locator.rpartition("!")[2]]
        assert Decimal(str(cell.value)) == decision.value
        assert decision.figure is not None and decision.figure.observation_id in cell.comment.text
        assert decision.figure.quote[:100] in cell.comment.text


def test_formulas_and_what_is_printed_stay(ledger: House, tmp_path: Path) -> None:
    form = forms.sheet("formulas", tmp_path)
    before = form.read_bytes()
    fill(ledger.published, form, tmp_path / "out.xlsx")
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert book["表"]["D3"].value == "=C3-B3" and book["表"]["A1"].value == "祥云县2023年指标"
    assert book.sheetnames == ["表", SOURCES, LEFT] and form.read_bytes() == before


def test_a_word_form(ledger: House, tmp_path: Path) -> None:
    done = fill(ledger.published, forms.word(tmp_path), tmp_path / "out.docx")
    tables = docx.Document(str(tmp_path / "out.docx")).tables
    assert [row.cells[2].text for row in tables[0].rows] == ["2023年", "188.9", "12.4", ""]
    assert "188.9亿元" in tables[1].rows[1].cells[5].text and "旅游收入" in tables[2].rows[1].cells[1].text
    assert len(done.filled) == 2 and [d.reason[:3] for d in done.left] == ["未载明"]


def test_a_mapping_is_made_once_and_used_for_another_year(ledger: House, tmp_path: Path) -> None:
    mapping = tmp_path / "form.yml"
    form = forms.sheet("headline", tmp_path)
    fill(ledger.published, form, tmp_path / "one.xlsx", mapping=mapping)
    text = mapping.read_text(encoding="utf-8")
    assert "地区生产总值" in text and "year: 0" in text
    done = fill(ledger.published, form, tmp_path / "two.xlsx", year=2022, mapping=mapping)
    assert _decided(done)["C3"] == "201.5" and _decided(done)["D3"] == "5.1"
    mapping.write_text(
        text.replace("indicator: 地区生产总值", "indicator: 粮食产量").replace("unit: 亿元", "unit: 万吨", 1),
        encoding="utf-8",
    )
    done = fill(ledger.published, form, tmp_path / "three.xlsx", mapping=mapping)
    assert _decided(done)["C3"] == "18.2", "the file says what a cell asks for, not the form"
    mapping.write_text("cells: [1", encoding="utf-8")
    with pytest.raises(PublishError, match="form.yml does not say"):
        fill(ledger.published, form, tmp_path / "four.xlsx", mapping=mapping)


def test_growth_is_computed_only_where_asked_for_and_marked(ledger: House, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["祥云县2023年指标"], ["指标", "2023年增速（%）"], ["粮食产量", None]):
        book.active.append(row)
    book.save(tmp_path / "growth.xlsx")
    assert fill(ledger.published, tmp_path / "growth.xlsx", tmp_path / "a.xlsx").filled == ()
    (decision,) = fill(ledger.published, tmp_path / "growth.xlsx", tmp_path / "b.xlsx", compute=True).filled
    assert decision.value == Decimal("1.7") and "计算" in decision.computed
    page = openpyxl.load_workbook(tmp_path / "b.xlsx")
    assert "〔计算〕" in page.worksheets[0]["B3"].comment.text and page[SOURCES]["B2"].value.startswith("〔计算〕")


def test_a_share_is_computed_only_where_asked_for_and_marked(ledger: House, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    rows = (
        ["祥云县2023年指标"],
        ["指标", "2023年", "占地区生产总值比重（%）"],
        ["一般公共预算收入（亿元）", None, None],
        ["城镇新增就业（人）", None, None],
    )
    for row in rows:
        book.active.append(row)
    book.save(tmp_path / "share.xlsx")
    plainly = fill(ledger.published, tmp_path / "share.xlsx", tmp_path / "a.xlsx")
    assert set(_decided(plainly)) == {"B3", "C3", "B4", "C4"} and "未载明" in _decided(plainly)["C3"]
    done = fill(ledger.published, tmp_path / "share.xlsx", tmp_path / "b.xlsx", compute=True)
    assert _decided(done)["C3"] == "4.1", "8.86 of 214.6"
    assert "未载明" in _decided(done)["C4"], "people are no part of money"
    (computed,) = [decision for decision in done.filled if decision.computed]
    assert "8.86亿元" in computed.computed and "214.6亿元" in computed.computed
    assert "〔计算〕" in openpyxl.load_workbook(tmp_path / "b.xlsx").worksheets[0]["C3"].comment.text


def test_what_cannot_be_read_is_said(ledger: House, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    (tmp_path / "b.xlsx").write_bytes(b"no workbook")
    (tmp_path / "c.docx").write_bytes(b"no document")
    for name, words in (
        ("a.pdf", "save it as"),
        ("b.xlsx", "cannot be opened"),
        ("c.docx", "cannot be opened"),
        ("d.xlsx", "there is no form"),
    ):
        with pytest.raises(PublishError, match=words):
            fill(ledger.published, tmp_path / name, tmp_path / "out.xlsx")
    with pytest.raises(PublishError, match="has no place 昆明市"):
        fill(ledger.published, forms.sheet("headline", tmp_path), tmp_path / "out.xlsx", place="昆明市")
    assert not (tmp_path / "out.xlsx").exists()
