"""No asset and no check vanishes unseen; every one says what it is."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.defs import specs
from pipelines.errors import PublishError
from pipelines.publish import dbt_run, manifest
from pipelines.publish.dbt_run import DbtResult
from tests.defs.graph import FILE, graph
from tests.publish import compiled

REMAKE = "if the change is meant: make docs"


@pytest.fixture(scope="module")
def definitions():
    from pipelines.definitions import defs

    return defs


def test_the_graph_is_the_expected_one() -> None:
    assert graph() == FILE.read_text(encoding="utf-8"), "if the change is meant: python -m tests.defs.graph"


def test_every_asset_has_a_description_a_kind_and_an_owner(definitions) -> None:
    nodes = list(definitions.resolve_asset_graph().asset_nodes)
    missing = [node.key.to_user_string() for node in nodes if not (node.description and node.kinds and node.owners)]
    assert missing == []


def test_every_dbt_test_is_a_check(definitions) -> None:
    from pipelines.defs.models import UNIQUE_ID, dbt_models

    nodes = json.loads(manifest.ensure_manifest().read_text(encoding="utf-8"))["nodes"]
    tests = {name for name, node in nodes.items() if node["resource_type"] == "test"}
    assert len(tests) > 20
    assert tests == {spec.metadata[UNIQUE_ID] for spec in dbt_models.check_specs}


def test_the_kept_assets_are_what_dagster_dbt_makes_of_the_manifest() -> None:
    from pipelines.defs import models
    from pipelines.defs.translator import assets

    made = assets(manifest.ensure_manifest())
    here = {spec.key: spec for spec in models.dbt_models.specs}
    assert len(here) > 60
    assert {spec.key for spec in made.specs} == set(here)
    for spec in made.specs:
        kept = here[spec.key]
        assert {dep.asset_key for dep in kept.deps} == {dep.asset_key for dep in spec.deps}
        for name in ("description", "group_name", "code_version", "owners", "tags", "kinds", "skippable"):
            assert getattr(kept, name) == getattr(spec, name), (spec.key, name)
        assert kept.metadata == {name: value for name, value in spec.metadata.items() if name not in specs.OWN}
    plain = lambda spec: (spec._replace(additional_deps=[]), {dep.asset_key for dep in spec.additional_deps})  # noqa: E731
    checks = [{spec.key: plain(spec) for spec in of.check_specs} for of in (made, models.dbt_models)]
    assert checks[0] == checks[1]


def test_the_shipped_assets_are_of_these_models() -> None:
    assert compiled.assets() == specs.SHIPPED.read_text(encoding="utf-8"), REMAKE


def test_assets_that_are_shipped_need_no_manifest_and_others_do(tmp_path: Path) -> None:
    def none() -> Path:
        raise AssertionError("a manifest was asked for")

    kept = tmp_path / "assets.json"
    assert len(specs.specs(none, manifest.digest(), kept).assets) > 60 and not kept.exists()
    with pytest.raises(AssertionError, match="was asked for"):
        specs.specs(none, "of other models", kept)
    specs.specs(manifest.ensure_manifest, "of other models", kept)
    assert len(specs.specs(none, "of other models", kept).checks) > 20


def test_a_build_imports_no_dbt_where_nothing_of_dbt_changed(definitions) -> None:
    code = "import sys, pipelines.definitions; print(*sorted({'dbt', 'dagster_dbt', 'sqlglot'} & set(sys.modules)))"
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=dbt_run.PROJECT.parent, capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == ""


def test_one_job_runs_everything(definitions) -> None:
    job = definitions.resolve_job_def("build_warehouse")
    assert set(job.asset_layer.executable_asset_keys) == {
        node.key for node in definitions.resolve_asset_graph().asset_nodes
    }


@pytest.fixture
def project(tmp_path: Path) -> Path:
    made = tmp_path / "project"
    (made / "models").mkdir(parents=True)
    (made / "models" / "a.sql").write_text("select 1 as one", encoding="utf-8")
    (made / "dbt_project.yml").write_text("name: small", encoding="utf-8")
    return made


def parsed(target: Path, digest: str) -> None:
    target.mkdir(parents=True, exist_ok=True)
    for name in manifest.PARSED:
        (target / name).write_text("made", encoding="ascii")
    (target / manifest.WHOLE).write_text(digest, encoding="ascii")


def test_the_manifest_follows_the_project_and_no_clock(project: Path, tmp_path: Path) -> None:
    target, model = tmp_path / "target", project / "models" / "a.sql"
    before = manifest.parse_digest(project)
    parsed(target, before)
    (target / manifest.WHOLE).unlink()
    assert not manifest.is_of(target, before), "a killed parse left a part of a manifest"
    parsed(target, before)
    assert manifest.is_of(target, manifest.parse_digest(project))
    model.write_text("select 2 as one", encoding="utf-8")
    os.utime(model, (30, 30))  # the clock was set back, or a copy keeps an old time
    assert not manifest.is_of(target, manifest.parse_digest(project)), "a model was changed"
    model.unlink()
    assert not manifest.is_of(target, manifest.parse_digest(project)), "a model is gone"


def test_a_parse_is_of_one_place_and_what_it_says_of_all(project: Path) -> None:
    other = project.parent / "other"
    shutil.copytree(project, other)
    assert manifest.digest(other) == manifest.digest(project)
    assert manifest.parse_digest(other) != manifest.parse_digest(project), "a manifest names its folder"


def test_a_parse_of_the_checkout_serves_every_folder(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parses = []

    def parse(build_db: Path, arguments: list[str]) -> DbtResult:
        parses.append(build_db)
        parsed(Path(os.environ[dbt_run.TARGET_VARIABLE]), "")
        return DbtResult(True)

    monkeypatch.setattr(manifest.dbt_run, "invoke", parse)
    for name in ("one", "two"):
        monkeypatch.setenv(dbt_run.TARGET_VARIABLE, str(tmp_path / name))
        assert manifest.ensure_manifest(project).read_text(encoding="ascii") == "made"
    assert len(parses) == 1
    (project / manifest.KEPT / manifest.WHOLE).write_text("of something else", encoding="ascii")
    monkeypatch.setenv(dbt_run.TARGET_VARIABLE, str(tmp_path / "three"))
    manifest.ensure_manifest(project)
    assert len(parses) == 2


def test_a_parse_without_room_names_its_folder(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(build_db: Path, arguments: list[str]) -> DbtResult:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(manifest.dbt_run, "invoke", full)
    monkeypatch.setenv(dbt_run.TARGET_VARIABLE, str(tmp_path / "target"))
    with pytest.raises(PublishError, match="cannot write into .*target: No space left.*; make room there"):
        manifest.ensure_manifest(project)


def test_dbt_parses_nothing_again_for_a_file_in_another_folder() -> None:
    from dbt.adapters.duckdb.credentials import DuckDBCredentials

    one, two = (DuckDBCredentials(database="warehouse", schema="main", path=f"/{n}/warehouse.duckdb") for n in "ab")
    assert dict(one.connection_info()) != dict(two.connection_info())
    with dbt_run._wherever_the_file_lies():
        assert dict(one.connection_info()) == dict(two.connection_info())
    assert "path" in dict(one.connection_info())


def test_every_check_says_what_it_promises(definitions) -> None:
    graph_ = definitions.resolve_asset_graph()
    silent = [key.to_user_string() for key in graph_.asset_check_keys if len(graph_.get(key).description or "") < 12]
    assert silent == []


def test_what_is_computed_is_grouped_by_what_it_is_for(definitions) -> None:
    groups: dict[str, set[str]] = {}
    for node in definitions.resolve_asset_graph().asset_nodes:
        groups.setdefault(node.group_name, set()).add(node.key.path[-1])
    assert {name[:4] for name in groups["intermediate"]} == {"int_"} and {
        name[:4] for name in groups["dimensions"]
    } == {"dim_"}
    assert "fct_indicator" in groups["facts"] and {"observations", "v_observation"} <= groups["views"]
    assert "marts" not in groups
