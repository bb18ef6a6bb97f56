"""No asset and no check vanishes unseen; every one says what it is."""

import json
import os
from pathlib import Path

import pytest

from pipelines.defs import manifest
from tests.defs.graph import FILE, graph


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


def test_one_job_runs_everything(definitions) -> None:
    job = definitions.resolve_job_def("build_warehouse")
    assert set(job.asset_layer.executable_asset_keys) == {
        node.key for node in definitions.resolve_asset_graph().asset_nodes
    }


def test_the_manifest_follows_the_project(tmp_path: Path) -> None:
    project, target = tmp_path / "project", tmp_path / "target"
    model = project / "models" / "a.sql"
    model.parent.mkdir(parents=True)
    target.mkdir()
    (target / "manifest.json").touch()
    assert not manifest._fresh(target, project), "a killed parse left a part of a manifest"
    for path, seconds in (
        (model, 10),
        (model.parent, 10),
        (project / "dbt_project.yml", 10),
        (target / manifest.WHOLE, 20),
    ):
        path.touch()
        os.utime(path, (seconds, seconds))
    assert manifest._fresh(target, project)
    os.utime(model, (30, 30))
    assert not manifest._fresh(target, project), "a model was changed"
    model.unlink()
    os.utime(model.parent, (30, 30))
    assert not manifest._fresh(target, project), "a model is gone"
