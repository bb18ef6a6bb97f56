"""Reading what was published: queries, explanations, files to take away."""

import csv
import json
import zipfile
from pathlib import Path

import duckdb
import pytest

from pipelines.publish import export, swap
from pipelines.publish.errors import PublishError
from pipelines.publish.explain import explain
from pipelines.publish.query import query


@pytest.fixture(scope="module")
def published(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("house")
    swap.publish(built, folder)
    return folder / "taizhang.duckdb"


def test_query(published: Path, tmp_path: Path) -> None:
    answer = query(published, "select year, outcome from fct_target_actual where indicator_code = ? order by year", ["gdp"])
    assert answer.columns == ["year", "outcome"] and answer.rows[0] == (2022, "missed")
    assert answer.records()[1] == {"year": 2023, "outcome": "pending"}
    with pytest.raises(PublishError, match="no warehouse at .*taizhang build"):
        query(tmp_path / "taizhang.duckdb", "select 1")
    with pytest.raises(PublishError, match="nonsense"):
        query(published, "nonsense")
    with pytest.raises(PublishError, match="read-only"):
        query(published, "drop table dim_year")


def test_explain_shows_the_numeral_in_its_passage(published: Path) -> None:
    [(observation_id,)] = query(published, "select observation_id from observations where indicator_name = '矿山生态修复' and value = 729").rows
    found = explain(published, observation_id[:10])
    assert found.before + found.numeral + found.after == "实施矿山生态修复729亩"
    text = found.text()
    assert "原文 实施矿山生态修复【729】亩" in text and "2025/work-report.txt" in text and "矛盾（rounding）" in text
    assert "疑问 conflict_rounding" in text and "规则 G2" in text


def test_explain_says_what_it_cannot_find(published: Path) -> None:
    with pytest.raises(PublishError, match="no observation has the id 'xyz'"):
        explain(published, "xyz")
    with pytest.raises(PublishError, match="no observation has the id ''"):
        explain(published, "")
    ids = [i for (i,) in query(published, "select observation_id from observations").rows]
    shared = next(p for p in "0123456789abcdef" if sum(i.startswith(p) for i in ids) > 1)
    with pytest.raises(PublishError, match="several observations begin with"):
        explain(published, shared)


def test_csv_defuses_formulas_and_keeps_numbers(published: Path, tmp_path: Path) -> None:
    paths = export.export(published, "csv", tmp_path / "new" / "folder")
    assert {p.stem for p in paths} >= {"observations", "fct_target_actual", "dim_year"}
    with (tmp_path / "new" / "folder" / "observations.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    [formula] = [r for r in rows if "HYPERLINK" in r["indicator_name"]]
    assert formula["indicator_name"] == "'=HYPERLINK(1)" and formula["quote"].startswith("'=")
    negative = [r for r in rows if r["value"].startswith("-")]
    assert negative and json.loads(negative[0]["checks"]) == []


def test_parquet_is_the_mart(published: Path, tmp_path: Path) -> None:
    [path] = export.export(published, "parquet", tmp_path, ["fct_indicator"])
    rows = duckdb.sql(f"select * from read_parquet('{path}')").fetchall()
    assert rows == query(published, "from fct_indicator").rows


def test_the_workbook_holds_text_as_text(published: Path, tmp_path: Path) -> None:
    [path] = export.export(published, "xlsx", tmp_path)
    with zipfile.ZipFile(path) as book:
        sheets = {n: book.read(n).decode() for n in book.namelist() if n.startswith("xl/worksheets/")}
        names = book.read("xl/workbook.xml").decode()
    assert "字段说明" in names and "fct_conflict" in names
    assert all("<f>" not in content for content in sheets.values()), "no formulas"
    assert any("=HYPERLINK(1)" in content for content in sheets.values())
    assert any("autoFilter" in content and "pane" in content for content in sheets.values())


def test_what_cannot_be_exported_is_said(published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(PublishError, match="unknown format docx"):
        export.export(published, "docx", tmp_path)
    with pytest.raises(PublishError, match="there is no table secrets"):
        export.export(published, "csv", tmp_path, ["secrets"])
    monkeypatch.setattr(export, "MOST_ROWS", 5)
    with pytest.raises(PublishError, match="more than a worksheet holds"):
        export.export(published, "xlsx", tmp_path, ["dim_year"])
    assert list(tmp_path.iterdir()) == [], "nothing half is left"
