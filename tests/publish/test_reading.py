"""Reading what was published: queries and explanations."""

from pathlib import Path

import pytest

from pipelines.commands.read import query as command
from pipelines.errors import PublishError
from pipelines.serve.codes import unknown
from pipelines.serve.explain import explain
from pipelines.serve.query import connect, query


def test_query(published: Path, tmp_path: Path) -> None:
    answer = query(
        published, "select year, outcome from fct_target_actual where indicator_code = ? order by year", ["gdp"]
    )
    assert answer.columns == ["year", "outcome"] and answer.rows[0] == (2022, "missed")
    assert answer.records()[1] == {"year": 2023, "outcome": "pending"}
    with pytest.raises(PublishError, match="no warehouse at .*taizhang build"):
        query(tmp_path / "taizhang.duckdb", "select 1")
    with pytest.raises(PublishError, match="nonsense"):
        query(published, "nonsense")
    with pytest.raises(PublishError, match="only statements that read"):
        query(published, "drop table dim_year")


def test_explain_shows_the_numeral_in_its_passage(published: Path) -> None:
    [(observation_id,)] = query(
        published, "select observation_id from observations where indicator_name = '矿山生态修复' and value = 729"
    ).rows
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


def test_no_statement_reads_or_writes_anything_but_the_warehouse(published: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("a\n1\n", encoding="ascii")
    target, before = tmp_path / "out", published.read_bytes()
    for sql in (
        f"copy dim_year to '{target}'", f"copy (select 1) to '{published}'", f"export database '{target}'",
        f"attach '{target}' as other", f"select * from read_text('{secret}')", f"from '{secret}'",
        f"select * from read_csv('{secret}')", "install httpfs", "load httpfs", "set enable_external_access = true",
        "select 1; drop table dim_year", "pragma database_list; select 1", f"explain analyze copy dim_year to '{target}'",
        "create temp table t as select 1", "call pragma_version()", "checkpoint", "", "  ", "-- nothing", ";",
    ):  # fmt: skip
        with pytest.raises(PublishError):
            query(published, sql)
    assert not target.exists() and published.read_bytes() == before
    assert query(published, "from dim_unit limit 1").rows and query(published, "describe observations").rows


def test_an_empty_question_is_one_line_and_csv_ends_in_line_feeds(
    published: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from pipelines.cli import run

    assert run(["query", "", "--warehouse", str(published.parent)]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "taizhang query: one statement that reads is expected, and there are no statement: (empty)"
    ]
    assert run(["query", "select 1 as a", "--format", "csv", "--warehouse", str(published.parent)]) == 0
    assert capsys.readouterr().out == "a\n1\n"


def test_a_code_that_no_indicator_has_is_said(published: Path) -> None:
    with connect(published) as connection:
        [said] = unknown(connection, "select 1 from observations where indicator_code in ('gdp', 'gpd')")
        assert said.startswith("no indicator has the code gpd; near it: gdp (地区生产总值)")
        [said] = unknown(connection, "select 1 from observations where indicator_code = '地区生产总值'")
        assert "near it: gdp (地区生产总值)" in said
        assert unknown(connection, "select 'gpd' from observations where indicator_code = ?") == []


def test_the_command_says_it_beside_the_answer(published: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        command(str(published.parent), "select count(*) as n from observations where indicator_code = 'gpd'", "csv")
        == 0
    )
    printed = capsys.readouterr()
    assert printed.out.split() == ["n", "0"] and "no indicator has the code gpd" in printed.err
