"""Where a figure stands in its file is said wherever its source is."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import duckdb
import openpyxl

from pipelines.serve.fill.decide import Said
from pipelines.serve.fill.fill import fill
from pipelines.serve.fill.report import SOURCES, _file
from pipelines.serve.ledger.answers import ask
from pipelines.serve.query import connect
from tests.command import House
from tests.ledger import forms

ASKED = "祥云县2023年地区生产总值是多少"


def with_locators(ledger: House, folder: Path) -> Path:
    """A copy of the warehouse whose figures were read from paragraphs of Word files."""
    copy = folder / "taizhang.duckdb"
    shutil.copyfile(ledger.published, copy)
    with duckdb.connect(str(copy)) as connection:
        connection.execute("update fct_indicator set locator = 'paragraph 7'")
    return copy


def test_an_answer_says_the_paragraph(ledger: House, tmp_path: Path) -> None:
    with connect(with_locators(ledger, tmp_path)) as connection:
        answer = ask(connection, ASKED)
        assert "，第7段）：“" in answer.text()
        assert {figure["locator"] for figure in answer.record()["figures"]} == {"paragraph 7"}
        assert connection.execute('select distinct "位置" from "v_指标观测"').fetchall() == [("paragraph 7",)]


def test_a_filled_form_says_the_paragraph(ledger: House, tmp_path: Path) -> None:
    done = fill(with_locators(ledger, tmp_path), forms.sheet("headline", tmp_path), tmp_path / "out.xlsx")
    _, *rows = openpyxl.load_workbook(tmp_path / "out.xlsx")[SOURCES].values
    assert len(rows) == len(done.filled) and all("第7段" in str(row[4]) for row in rows)


def test_a_page_stands_before_what_it_holds() -> None:
    said = Said("a.pdf", "报告", 3, "…", "k", locator="p.3")
    assert _file(said) == "a.pdf（报告，第3页）"
    assert _file(replace(said, page=None, locator="表一!C7")) == "a.pdf（报告，表一!C7）"
    assert _file(replace(said, page=None, locator=None)) == "a.pdf（报告）"
