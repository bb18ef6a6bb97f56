"""Forms that list 民生实事 and projects, forms over several places, and Word forms with several tables."""

from __future__ import annotations

from pathlib import Path

import docx
import openpyxl
import pytest

from pipelines.serve.fill.fill import fill
from pipelines.serve.fill.lists import vocabulary
from pipelines.serve.fill.report import LEFT, SOURCES
from tests.command import House
from tests.ledger import spec_forms

FORMS = spec_forms.read(Path(__file__).with_name("list_forms.yml"))


@pytest.mark.parametrize("name", FORMS)
def test_form(ledger: House, tmp_path: Path, name: str) -> None:
    form = spec_forms.make(name, FORMS[name], tmp_path)
    done = fill(ledger.published, form, tmp_path / f"out{form.suffix}")
    verdict = spec_forms.judge(name, FORMS[name], done)
    assert (verdict.wrong, verdict.missing) == ([], [])
    assert verdict.right == verdict.fillable and verdict.named == verdict.unfillable
    assert all(decision.figure or decision.said for decision in done.filled), "no cell without its source"


def test_words_come_with_the_passage(ledger: House, tmp_path: Path) -> None:
    form = spec_forms.make("items", FORMS["items"], tmp_path)
    fill(ledger.published, form, tmp_path / "out.xlsx")
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    cell = book["表"]["D5"]
    assert cell.value == "完成居家适老化改造175户。" and cell.alignment.wrap_text
    assert (
        "midu-2023.txt" in cell.comment.text
        and "160户" in cell.comment.text
        and "民生实事 2023 第3项" in cell.comment.text
    )
    assert ("表!D5", "完成居家适老化改造175户。") in {(row[0].value, row[2].value) for row in book[SOURCES].iter_rows()}


def test_what_does_not_fit_into_the_form_is_named(ledger: House, tmp_path: Path) -> None:
    form = spec_forms.make("too-few-rows", FORMS["too-few-rows"], tmp_path)
    done = fill(ledger.published, form, tmp_path / "out.xlsx")
    (left,) = done.left
    assert "另有 2 项没有填入：居家适老化改造、公共照明提升" in left.reason
    assert any(
        "公共照明提升" in str(row[2].value) for row in openpyxl.load_workbook(tmp_path / "out.xlsx")[LEFT].iter_rows()
    )


def test_every_table_of_a_word_form_is_filled(ledger: House, tmp_path: Path) -> None:
    form = spec_forms.make("several-tables", FORMS["several-tables"], tmp_path)
    fill(ledger.published, form, tmp_path / "out.docx")
    tables = docx.Document(str(tmp_path / "out.docx")).tables
    assert [row.cells[1].text for row in tables[1].rows] == ["2023年", "2480", "2.9"]
    assert tables[2].cell(1, 1).text == "7.5" and tables[2].cell(2, 1).text == ""


@pytest.mark.parametrize("kind", ("livelihood", "plan", "project"))
def test_heads_of_columns_hold_their_examples(kind: str) -> None:
    from pipelines.serve.fill.lists import _column

    for name, column in vocabulary()[kind]["columns"].items():
        assert column["why"]
        for example in column["examples"]:
            assert _column(kind, 0, example, "").kind == name, example
        for other in column["not"]:
            assert _column(kind, 0, other, "").kind != name, other
