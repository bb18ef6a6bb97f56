"""`taizhang versions`, `diff` and `rollback` on a warehouse of two publications."""

import json
import shutil
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from pipelines import cli
from pipelines.publish import swap, versions
from pipelines.publish.difference import diff
from pipelines.serve.query import query
from tests.shared import copied


@pytest.fixture(scope="module")
def twice(built: Path, published: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Version 1 as built; in version 2 a value and a name are others, and one observation is gone."""
    folder = copied(published.parent, tmp_path_factory.mktemp("twice") / "house")
    build_copy = shutil.copyfile(built, folder.with_name("build.duckdb"))
    with duckdb.connect(str(build_copy)) as con:
        con.execute("update fct_indicator set value = 1 where indicator_name = '固定资产投资' and period_end = 2022")
        con.execute("update fct_indicator set indicator_name = '光缆' where indicator_name = '新建光缆'")
        con.execute("delete from fct_indicator where indicator_name = '改造老旧小区' and value = 132")
    swap.publish(build_copy, folder, extractor_version="0.1+b")
    return folder


@pytest.fixture
def house(twice: Path, tmp_path: Path) -> Path:
    """A copy of it, to go on with."""
    return copied(twice, tmp_path / "house")


def run(house: Path, *arguments: str) -> int:
    return cli.run([*arguments, "--warehouse", str(house)])


def test_versions_lists_what_is_kept(house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(house, "versions", "--format", "json") == 0
    first, second = json.loads(capsys.readouterr().out)
    assert (first["version"], first["published"], first["documents"], first["extractor"]) == (1, "", 1, "0.1+a")
    assert (second["version"], second["published"], second["extractor"]) == (2, "now", "0.1+b")
    assert second["observations"] == first["observations"] - 1
    assert run(house, "versions") == 0
    assert "0.1+b" in capsys.readouterr().out


def test_diff_says_what_changed(house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(house, "diff", "--format", "json") == 0
    rows = {row["indicator_name"]: row for row in json.loads(capsys.readouterr().out)}
    assert {name: row["change"] for name, row in rows.items()} == {
        "固定资产投资": "changed", "光缆": "changed", "改造老旧小区": "removed",
    }  # fmt: skip
    assert float(rows["固定资产投资"]["value_before"]) == 486.1 and float(rows["固定资产投资"]["value_after"]) == 1
    assert run(house, "diff", "2", "1") == 0
    said = capsys.readouterr().out
    assert "Observations by document, version 2 to 1" in said and "改造老旧小区" in said
    assert run(house, "diff", "1", "1") == 0
    assert "state the same observations" in capsys.readouterr().out


def test_a_figure_that_only_moved_is_no_change(build_copy: Path, warehouse: Path) -> None:
    with duckdb.connect(str(build_copy)) as con:
        con.execute("update fct_indicator set observation_id = 'x' || observation_id, value_start = value_start + 7")
        con.execute("update fct_indicator set value = 487 where value = 486.1")
    swap.publish(build_copy, warehouse)
    found = diff(warehouse, 1, 2)
    assert [(row["change"], row["value_before"], row["value_after"]) for row in found.changed] == [
        ("changed", Decimal("486.1"), 487)
    ]


def test_rollback_brings_the_one_before_back(house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = versions.find(house, 1).read_bytes()
    assert run(house, "rollback") == 0
    assert "version 1 is published again, as version 3" in capsys.readouterr().out
    assert (house / versions.PUBLISHED).read_bytes() == first
    assert query(house / versions.PUBLISHED, "select count(*) from fct_indicator where value = 132").rows == [(1,)]
    assert run(house, "versions", "--format", "json") == 0
    assert [row["brought back from"] for row in json.loads(capsys.readouterr().out)] == ["", "", 1]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("rollback", "9"), "version 9 is not kept"),
        (("diff", "1", "9"), "version 9 is not kept"),
        (("diff", "--format", "csv", "9"), "version 9 is not kept"),
    ],
)
def test_a_version_that_is_not_kept_is_said(
    house: Path, arguments: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(house, *arguments) == 1
    assert said in capsys.readouterr().err


def test_a_warehouse_without_versions_says_so(built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("versions", "diff", "rollback"):
        assert run(tmp_path, command) == 1
        assert "taizhang build" in capsys.readouterr().err
    swap.publish(built, tmp_path)
    assert run(tmp_path, "rollback") == 1
    assert "the only one that is kept" in capsys.readouterr().err
    shutil.rmtree(tmp_path / versions.FOLDER)
    assert (tmp_path / versions.PUBLISHED).exists()
