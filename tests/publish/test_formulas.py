"""No text of a document becomes a formula, in files of DuckDB's making as in those of ours: widths and what is not seen included."""

from __future__ import annotations

import csv
import io

import duckdb
import pytest

from pipelines.render import as_csv, is_formula
from pipelines.serve.export import FORMULA

FORMULAS = [
    "=1+1", "+1", "-1", "@sum(a1)", "\tx", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠sum", "﹢1", "﹣1", "﹦1", "⁺1", "₊1", "−1",
    "\u200b=1", "\u200d\u200c＝1", "\ufeff@x", "\u2060+1", "\u202e=1", "\u00a0=1", "\u3000＝1", " =1", "\u0301=1", "\x00=1",
]  # fmt: skip
TEXTS = ["地区生产总值", "5%", "1-2", "", "“=1”", "约=1", "（+1）", "·=1"]


@pytest.mark.parametrize("text", [*FORMULAS, *TEXTS])
def test_both_ways_of_writing_see_the_same_formulas(text: str) -> None:
    [found] = duckdb.execute("select regexp_matches(?, ?)", [text, FORMULA]).fetchone() or (None,)
    assert found == is_formula(text) == (text in FORMULAS)


def test_answers_as_csv_defuse_them() -> None:
    rows = list(csv.reader(io.StringIO(as_csv(["text"], [[text] for text in FORMULAS]))))[1:]
    assert [row[0] for row in rows] == [f"'{text}" for text in FORMULAS]
