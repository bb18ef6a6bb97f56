"""What people open is made after the publication, and nothing that happens there undoes it."""

import os
from collections.abc import Callable
from pathlib import Path

import dagster as dg
import duckdb
import pytest

from pipelines import settings
from pipelines.defs import served
from pipelines.defs.workspace import Workspace


@pytest.fixture
def house(tmp_path: Path) -> settings.Settings:
    chosen = settings.load({}, warehouse=str(tmp_path), serve_up_to=3)
    with duckdb.connect(str(chosen.published)) as connection:
        connection.execute("create table fct_indicator as select 1 as observation_id from range(3)")
    return chosen


def outcome(chosen: settings.Settings, make: Callable[[settings.Settings], list[Path]]) -> dict[str, object]:
    """What one served asset says: whether it is materialised, and its check."""
    said = list(served.serve("explorer", chosen, make))
    [check] = [one for one in said if isinstance(one, dg.AssetCheckResult)]
    made = [one for one in said if isinstance(one, dg.MaterializeResult)]
    return {"made": bool(made), "passed": check.passed, "said": check.description, "severity": check.severity}


def test_what_was_made_is_shown(house: settings.Settings, tmp_path: Path) -> None:
    page = tmp_path / "index.html"
    page.write_text("page", encoding="utf-8")
    (tmp_path / "site").mkdir()
    killed, running = (
        tmp_path / "site" / ".aside-999999999-index.html",
        tmp_path / "site" / f".aside-{os.getpid()}-index.html",
    )
    killed.touch()
    running.touch()
    said = outcome(house, lambda _: [page])
    assert said["made"] and said["passed"]
    assert running.exists() and not killed.exists(), "what a killed run left half written is gone"


def test_a_failure_is_a_warning(house: settings.Settings) -> None:
    def fail(_: settings.Settings) -> list[Path]:
        raise MemoryError("no room")

    said = outcome(house, fail)
    assert not said["made"] and not said["passed"] and said["severity"] is dg.AssetCheckSeverity.WARN
    assert said["said"] == "MemoryError: no room"


def test_a_large_warehouse_is_left_to_the_commands(house: settings.Settings) -> None:
    def never(_: settings.Settings) -> list[Path]:
        raise AssertionError("it was made")

    said = outcome(house.model_copy(update={"serve_up_to": 2}), never)
    assert not said["made"] and said["passed"] and "TAIZHANG_SERVE_UP_TO" in str(said["said"])


@pytest.mark.parametrize(
    "asset",
    [served.explorer, served.data_package, served.workbook, served.changes],
    ids=lambda one: one.key.to_user_string(),
)
def test_a_run_outlives_it(asset: dg.AssetsDefinition, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a run of Dagster's own, where there is no warehouse at all."""
    monkeypatch.setenv("TAIZHANG_WAREHOUSE", str(tmp_path))
    result = dg.materialize([asset], resources={"workspace": Workspace()}, instance=dg.DagsterInstance.ephemeral())
    [check] = result.get_asset_check_evaluations()
    assert result.success and not check.passed and not check.blocking
    assert result.get_asset_materialization_events() == []
