"""What dbt sent is sent again: the same database and the same checks without dbt, and dbt wherever that will not do."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from pipelines.defs import models
from pipelines.publish import again, dbt_run
from pipelines.publish.database import opened, work_file
from tests import builds
from tests.builds import copy_build
from tests.publish import compiled
from tests.publish.conftest import ByDbt

UNORDERED = (
    "intermediate"  # tables nobody reads outside of the build file; dbt's two threads leave their rows in any order
)


REMAKE = "if the change is meant: make docs"


def nothing(*_: object, **__: object) -> dbt_run.DbtResult:
    raise AssertionError("dbt was asked")


def asked(monkeypatch: pytest.MonkeyPatch) -> Callable[[], bool]:
    calls: list[object] = []

    def build(*given: object, **_: object) -> dbt_run.DbtResult:
        calls.append(given)
        return dbt_run.DbtResult(True)

    monkeypatch.setattr(dbt_run, "build", build)
    return lambda: bool(calls)


def described(build: Path) -> dict[str, list[tuple[object, ...]]]:
    """What both files of a build say of themselves."""
    with opened(build, read_only=True) as connection:
        return builds.described(connection)


def test_the_same_database_and_the_same_checks_without_dbt(
    by_dbt: ByDbt, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = by_dbt.result
    file = copy_build(by_dbt.loaded, tmp_path / "warehouse.duckdb")
    monkeypatch.setattr(dbt_run, "build", nothing)
    result = again.build(file, by_dbt.kept)
    assert result.success
    assert any(not check.passed for check in result.checks), "a warning is told again"
    assert result.checks == before.checks
    told = [[(n.unique_id, n.kind, n.status, n.failures, n.relation, n.sql) for n in r.nodes] for r in (before, result)]
    assert told[0] == told[1]
    assert described(by_dbt.file) == described(file)
    with duckdb.connect() as con:
        for name, build in (("made", by_dbt.file), ("again", file)):
            con.execute(
                f"attach '{build}' as {name} (read_only); attach '{work_file(build)}' as {name}_work (read_only)"
            )
        for schema, table, *_ in described(by_dbt.file)["tables"]:
            name = f'{"" if schema == "main" else "_work"}."{schema}"."{table}"'
            for one, other in (("made", "again"), ("again", "made")):
                found = con.execute(f"select count(*) from (from {one}{name} except all from {other}{name})")
                assert found.fetchone() == (0,), name
            if schema != UNORDERED:
                rows = [con.execute(f"from {of}{name}").fetchall() for of in ("made", "again")]
                assert rows[0] == rows[1], f"the order of {name}"


def test_the_shipped_statements_are_those_of_these_models(by_dbt: ByDbt, tmp_path: Path) -> None:
    made = by_dbt.kept.read_text(encoding="utf-8")
    assert made == again.SHIPPED.read_text(encoding="utf-8"), REMAKE
    assert str(dbt_run.PROJECT) not in made, "they are of every checkout"
    compiled.trace(by_dbt.result.nodes, by_dbt.file, tmp_path / "lineage.json")
    assert (tmp_path / "lineage.json").read_text(encoding="utf-8") == models.SHIPPED.read_text(encoding="utf-8"), REMAKE
    assert None not in json.loads(models.SHIPPED.read_text(encoding="utf-8")).values(), "a model cannot be traced"


def test_a_new_checkout_takes_the_shipped_statements_unless_dbt_is_to_be_asked(
    by_dbt: ByDbt, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = copy_build(by_dbt.loaded, tmp_path / "warehouse.duckdb")
    kept = tmp_path / "nothing yet" / "sent.json"
    was_asked = asked(monkeypatch)
    assert again.build(file, kept, by_dbt.kept).nodes and not was_asked()
    assert not kept.exists(), "what is shipped need not be kept"
    with opened(file) as con:
        con.execute("update state.build set by_dbt = true")
    again.build(file, kept, by_dbt.kept)
    assert was_asked()


def test_dbt_works_in_the_folder_of_the_build_also_where_it_is_large(
    by_dbt: ByDbt, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = copy_build(by_dbt.loaded, tmp_path / "warehouse.duckdb")
    made: list[str] = []
    monkeypatch.setattr(again.manifest, "ensure_manifest", lambda: made.append("parse"))
    monkeypatch.setattr(dbt_run, "build", lambda *_: made.append("build") or dbt_run.DbtResult(True))
    monkeypatch.setattr(again, "ROWS", 0)
    assert again.build(file, tmp_path / "sent.json").success
    assert made == ["parse", "build"]


def test_what_is_kept_of_an_earlier_project_gives_way_to_what_is_shipped(
    by_dbt: ByDbt, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = copy_build(by_dbt.loaded, tmp_path / "warehouse.duckdb")
    kept = tmp_path / "sent.json"
    kept.write_text(
        again.sealed(json.loads(by_dbt.kept.read_text(encoding="utf-8").split("\n", 1)[1]) | {"made of": "x"})
    )
    was_asked = asked(monkeypatch)
    assert again.build(file, kept, by_dbt.kept).nodes and not was_asked()


@pytest.mark.parametrize(
    "damage", ["a statement that fails", "a test that is not passed", "no JSON", "other code", "a flipped bit"]
)
def test_dbt_is_asked_where_the_kept_statements_do_not_do(
    by_dbt: ByDbt,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    damage: str,
) -> None:
    kept = tmp_path / "sent.json"
    told = json.loads(by_dbt.kept.read_text(encoding="utf-8").split("\n", 1)[1])
    if damage == "a statement that fails":
        told["sent"]["model.taizhang.dim_sector"][0] = "create table main.dim_sector as from nowhere"
    elif damage == "a test that is not passed":
        severe = next(test["unique_id"] for test in told["tests"] if test["severe"])
        told["sent"][severe] = ["select 1 as failures, true as should_warn, true as should_error"]
    elif damage == "other code":
        told["made of"] = "something else"
    kept.write_text("{" if damage == "no JSON" else again.sealed(told), encoding="utf-8")
    if damage == "a flipped bit":  # a statement that goes as well, and makes other rows
        before = kept.read_text(encoding="utf-8")
        assert ">= 2" in before
        kept.write_text(before.replace(">= 2", ">= 3", 1), encoding="utf-8")
    file = copy_build(by_dbt.loaded, tmp_path / "warehouse.duckdb")
    was_asked = asked(monkeypatch)
    assert again.build(file, kept, shipped=None).success
    assert was_asked()


def test_dbt_itself_brings_a_file_up_to_date_where_no_such_statements_are_kept(
    by_dbt: ByDbt, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = copy_build(by_dbt.loaded, tmp_path / "warehouse.duckdb")
    kept = Path(shutil.copy(by_dbt.kept, tmp_path / "sent.json"))
    was_asked = asked(monkeypatch)
    with opened(file) as con:
        con.execute("update state.build set is_partial = true")
    again.build(file, kept)
    assert was_asked()


def test_dbt_makes_all_of_it_after_a_run_that_stopped_half_way(by_dbt: ByDbt, tmp_path: Path) -> None:
    told = json.loads(by_dbt.kept.read_text(encoding="utf-8").split("\n", 1)[1])
    told["sent"][told["nodes"][-5]["unique_id"]] = ["select nothing as failures"]
    told["sent"]["model.taizhang.observations"] = ["create view main.observations as from nowhere"]
    (tmp_path / "sent.json").write_text(again.sealed(told), encoding="utf-8")
    file = copy_build(by_dbt.loaded, tmp_path / "warehouse.duckdb")
    result = again.build(file, tmp_path / "sent.json", shipped=None)
    assert result.success, result.text()
    assert described(file) == described(by_dbt.file)
