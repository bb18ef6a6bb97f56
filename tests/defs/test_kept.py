"""The history belongs to one warehouse, keeps the last runs whoever started them, and holds nothing that is loaded again."""

from __future__ import annotations

import shutil
import stat
from pathlib import Path

import dagster as dg
import pytest

from pipelines import settings
from pipelines.commands import history as homes
from pipelines.defs import history
from pipelines.defs.workspace import Workspace
from pipelines.errors import CommandError
from tests.reports import write_good

DONE = dg.DagsterRunStatus.SUCCESS


def chosen(warehouse: Path) -> settings.Settings:
    return settings.load({}, warehouse=str(warehouse))


def test_each_warehouse_has_a_history_of_its_own(tmp_path: Path) -> None:
    one, two = (homes.home(chosen(tmp_path / name), {}) for name in ("one", "two"))
    assert one != two and one.is_relative_to(tmp_path / "one")
    assert homes.home(settings.load({}), {}) == settings.ROOT, "`dagster dev` in the checkout shows the same"
    assert homes.home(chosen(tmp_path), {"DAGSTER_HOME": str(tmp_path / "given")}) == tmp_path / "given"


def test_a_second_warehouse_is_refused_in_the_history_of_the_first(tmp_path: Path) -> None:
    home, one, two = tmp_path / "home", tmp_path / "one", tmp_path / "two"
    one.mkdir()
    for _ in range(2):
        homes.claim(home, one)
    with pytest.raises(CommandError, match=f"is that of the warehouse {one}.*DAGSTER_HOME=DIR"):
        homes.claim(home, two)
    one.rename(two)
    homes.claim(home, two)  # the warehouse has moved, and its history with it
    assert homes.owner(home).read_text(encoding="utf-8").strip() == str(two)


def test_a_copy_of_a_whole_warehouse_has_a_history_of_its_own(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    homes.claim(one / ".dagster", one)
    shutil.copytree(one, two)
    homes.claim(two / ".dagster", two)
    assert homes.owner(two / ".dagster").read_text(encoding="utf-8").strip() == str(two)


def test_what_was_made_for_the_history_is_for_nobody_else_to_read(tmp_path: Path) -> None:
    home = tmp_path / "warehouse" / ".dagster"
    homes.claim(home, tmp_path / "warehouse")
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert "enabled: false" in (home / "dagster.yaml").read_text(encoding="ascii")


@dg.op
def nothing(workspace: Workspace) -> None:
    """What a sensor's run might do."""


@dg.op
def alone() -> None:
    """Needs nothing."""


def test_every_run_names_its_folders_and_takes_old_ones_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_good(tmp_path / "raw")
    for name in ("raw", "warehouse"):
        monkeypatch.setenv(f"TAIZHANG_{name.upper()}", str(tmp_path / name))
    history.quicken()
    job = dg.GraphDefinition("a_sensors_run", node_defs=[nothing]).to_job(resource_defs={"workspace": Workspace()})
    (tmp_path / "home").mkdir()
    with dg.DagsterInstance.local_temp(str(tmp_path / "home")) as instance:
        for _ in range(history.KEPT_RUNS + 4):
            instance.create_run_for_job(job, status=DONE)
        result = job.execute_in_process(instance=instance)
        kept = instance.get_runs()
        assert len(kept) == history.KEPT_RUNS + 1 and kept[0].run_id == result.run_id
        assert kept[0].tags["raw"] == str(tmp_path / "raw") and kept[0].tags["warehouse"] == str(tmp_path / "warehouse")
    history.settle()
    assert not list((tmp_path / "home").rglob("*.db-wal")), "SQLite's logs are moved into their files"


def test_builds_that_the_sensor_starts_take_old_ones_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody runs the command where the folder is watched, and the history stays as small, its files gone with the runs."""
    from pipelines.definitions import defs
    from pipelines.defs import automation

    write_good(tmp_path / "raw")
    for name in ("raw", "warehouse"):
        monkeypatch.setenv(f"TAIZHANG_{name.upper()}", str(tmp_path / name))
    history.quicken()
    job, home = defs.resolve_job_def(automation.raw_folder_changed.job.name), tmp_path / "home"
    watched = {"dagster/sensor_name": automation.raw_folder_changed.name}
    home.mkdir()
    small = dg.GraphDefinition(job.name, node_defs=[alone]).to_job()
    cursor, first = None, ""
    with dg.DagsterInstance.local_temp(str(home)) as instance:
        for number in range(2):
            (tmp_path / "raw" / "more.txt").write_text(f"新增就业{number}人。", encoding="utf-8")
            for _ in range(2):  # the folder is at rest when two looks saw the same
                looked = automation.raw_folder_changed(dg.build_sensor_context(instance, cursor=cursor))
                assert isinstance(looked, dg.SensorResult)
                cursor = looked.cursor
            [request] = looked.run_requests or []
            result = job.execute_in_process(
                instance=instance, asset_selection=[dg.AssetKey("documents")], tags={**request.tags, **watched}
            )
            kept = instance.get_runs(dg.RunsFilter(tags=watched))
            assert result.success and kept[0].run_id == result.run_id
            assert len(kept) == (1, history.KEPT_RUNS + 1)[number]
            for _ in range(history.KEPT_RUNS + 4 if number == 0 else 0):
                instance.create_run_for_job(small, status=DONE, tags=watched)
            first = first or result.run_id
        assert first not in {run.run_id for run in instance.get_runs()}, "the oldest"
        found = {path.name.split(".")[0] for path in (home / "history" / "runs").iterdir()}
        assert found == {result.run_id, "index"}
    history.settle()


def test_a_forgotten_run_leaves_no_file(tmp_path: Path) -> None:
    history.quicken()
    job = dg.GraphDefinition("small", node_defs=[alone]).to_job()
    with dg.DagsterInstance.local_temp(str(tmp_path)) as instance:
        ids = [job.execute_in_process(instance=instance).run_id for _ in range(3)]
        assert history.forget_old(instance, keep=1) == 2
        assert [run.run_id for run in instance.get_runs()] == ids[-1:]
        assert {path.name.split(".")[0] for path in (tmp_path / "history" / "runs").iterdir()} == {ids[-1], "index"}


def test_no_step_leaves_a_pickled_file_and_reading_alone_looks_at_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipelines.definitions import defs

    write_good(tmp_path / "raw")
    for name in ("raw", "warehouse"):
        monkeypatch.setenv(f"TAIZHANG_{name.upper()}", str(tmp_path / name))
    job = defs.resolve_job_def("build_warehouse")
    reading = (
        [dg.AssetKey("documents")],
        [key for key in job.asset_layer.executable_asset_keys if key.path[0][:7] == "staged_"],
    )
    (tmp_path / "home").mkdir()
    with dg.DagsterInstance.local_temp(str(tmp_path / "home")) as instance:
        for keys in (reading[1], reading[0] + reading[1]):
            result = job.execute_in_process(instance=instance, asset_selection=keys, raise_on_error=False)
            assert result.success
        told = [event for event in result.all_events if event.event_type_value == "STEP_OUTPUT"]
        told = [event for event in told if str(event.step_key) == "extraction"]
        assert told and not any(event.step_output_data.metadata for event in told), "the materialisation says it, once"
        events = instance.get_latest_materialization_event(dg.AssetKey("staged_document"))
    assert events and events.asset_materialization
    assert events.asset_materialization.metadata["dagster/row_count"].value == 2
    kept = (tmp_path / "home" / "storage").rglob("*")
    assert [path for path in kept if path.is_file() and path.parent.name != "compute_logs"] == []
