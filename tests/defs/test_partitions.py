"""The partitions of a large folder: there when it is large, read one by one, and no part of what a build makes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest

from pipelines import settings
from pipelines.defs import automation, documents, partitions
from pipelines.defs.partitions import PARTITIONS, READABLE, Reader, raw_folder_partitions, read_documents
from pipelines.settings import ROOT
from tests.reports import COMMUNIQUE, plan_report

FILES = {
    "50/2024/plan.txt": plan_report(),
    "50/2023/communique.txt": COMMUNIQUE,
    "51/2024/plan.txt": plan_report("99.5"),
}
BAD = {f"51/2024/bad{n}.txt": "" for n in range(2)}


@pytest.fixture
def chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> settings.Settings:
    for name, text in FILES.items():
        (tmp_path / "raw" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "raw" / name).write_text(text, encoding="utf-8")
    monkeypatch.setenv("TAIZHANG_RAW", str(tmp_path / "raw"))
    monkeypatch.setenv("TAIZHANG_WAREHOUSE", str(tmp_path / "warehouse"))
    return settings.load()


@pytest.fixture
def instance() -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.ephemeral() as made:
        yield made


def look(instance: dg.DagsterInstance, cursor: str | None = None) -> dg.SensorResult | dg.SkipReason:
    """The sensor's look, with what it asks for done."""
    found = raw_folder_partitions(dg.build_sensor_context(instance, cursor=cursor))
    assert isinstance(found, (dg.SensorResult, dg.SkipReason))
    for request in getattr(found, "dynamic_partitions_requests", None) or []:
        instance.add_dynamic_partitions(request.partitions_def_name, list(request.partition_keys))
    return found


def run(instance: dg.DagsterInstance, region: str, year: str) -> dg.ExecuteInProcessResult:
    key = dg.MultiPartitionKey({"region": region, "year": year})
    return dg.materialize(
        [read_documents], partition_key=key, instance=instance, resources={"reader": Reader()}, raise_on_error=False
    )


def said(result: dg.ExecuteInProcessResult) -> dict[str, object]:
    [event] = [e.materialization for e in result.all_events if e.is_step_materialization]
    return {name: value.value for name, value in event.metadata.items()}


def test_the_sensor_adds_the_partitions_of_the_folder(chosen: settings.Settings, instance: dg.DagsterInstance) -> None:
    first = look(instance)
    assert isinstance(first, dg.SensorResult) and first.cursor
    assert instance.get_dynamic_partitions("region") == ["50重庆", "51四川"]
    assert instance.get_dynamic_partitions("year") == ["2023", "2024"]
    assert isinstance(look(instance, first.cursor), dg.SkipReason)
    (chosen.raw / "more.txt").write_text("x", encoding="utf-8")
    again = look(instance, first.cursor)
    assert isinstance(again, dg.SensorResult)
    assert instance.get_dynamic_partitions("region") == ["50重庆", "51四川", "unknown"]
    assert instance.get_dynamic_partitions("year") == ["2023", "2024", "unknown"]
    with dg.DagsterInstance.ephemeral() as other:
        chosen.raw.rename(chosen.raw.with_name("elsewhere"))
        assert isinstance(look(other), dg.SkipReason) and other.get_dynamic_partitions("region") == []


def test_partitions_are_read_one_by_one_and_the_build_has_nothing_left(
    chosen: settings.Settings, instance: dg.DagsterInstance
) -> None:
    look(instance)
    keys = PARTITIONS.get_partition_keys(dynamic_partitions_store=instance)
    assert len(keys) == 4
    results = [run(instance, *key.split("|")) for key in keys]
    assert all(result.success for result in results)
    assert sorted(said(result)["documents"] for result in results) == [0, 1, 1, 1]
    assert not documents.look(chosen).tasks
    again = run(instance, "50重庆", "2024")
    assert (said(again)["read"], said(again)["unchanged"]) == (0, 1)
    asset = dg.AssetKey("read_documents")
    assert instance.get_materialized_partitions(asset) == set(keys)
    assert (chosen.build_db.parent / "reads" / "50重庆-2024" / "log.jsonl").is_file()
    assert not (chosen.staged / "manifest.json").exists(), "that is the build's"


def test_a_partition_with_documents_that_fail_has_failed_and_names_them(
    chosen: settings.Settings, instance: dg.DagsterInstance
) -> None:
    look(instance)
    for name, text in BAD.items():
        (chosen.raw / name).write_text(text, encoding="utf-8")
    result = run(instance, "51四川", "2024")
    [failure] = [event.step_failure_data.user_failure_data for event in result.all_events if event.is_step_failure]
    said = "51四川 2024: 2 of 3 documents could not be read: 51/2024/bad0.txt: empty"
    assert not result.success and failure.description.startswith(said)
    assert "51/2024/bad1.txt" in str(failure.metadata["51四川 2024"].value)
    assert instance.get_materialized_partitions(dg.AssetKey("read_documents")) == set()
    assert len(documents.look(chosen).tasks) == 2, "the good one was read"


def test_few_that_fail_are_a_warning(chosen: settings.Settings, instance: dg.DagsterInstance) -> None:
    look(instance)
    for n in range(4):
        (chosen.raw / f"50/2024/{n}.txt").write_text(plan_report(f"{n}.5"), encoding="utf-8")
    (chosen.raw / "50/2024/bad.txt").touch()
    result = run(instance, "50重庆", "2024")
    [check] = result.get_asset_check_evaluations()
    assert result.success and (check.check_name, check.passed, check.severity) == (
        READABLE,
        False,
        dg.AssetCheckSeverity.WARN,
    )
    assert said(result)["failed"] == 1 and "50/2024/bad.txt" in str(check.metadata["rows"].value)


def test_a_run_says_its_process_and_takes_no_lock(chosen: settings.Settings, instance: dg.DagsterInstance) -> None:
    from pipelines.defs.abandoned import PROCESS, TAG
    from pipelines.runner.lock import lock

    look(instance)
    with lock(chosen.warehouse):
        assert run(instance, "50重庆", "2023").success
    [record] = instance.get_run_records()
    assert PROCESS in record.dagster_run.tags and TAG not in record.dagster_run.tags


@pytest.mark.parametrize(("threshold", "there"), [(3, True), (4, False), (0, False)])
def test_only_a_large_folder_has_them(
    chosen: settings.Settings, monkeypatch: pytest.MonkeyPatch, threshold: int, there: bool
) -> None:
    monkeypatch.setenv("TAIZHANG_PARTITIONS_FROM", str(threshold))
    assert automation.large() is there


PROGRAM = """
import importlib, os, sys
from pipelines import definitions
for threshold in sys.argv[1:]:
    os.environ["TAIZHANG_PARTITIONS_FROM"] = threshold
    defs = importlib.reload(definitions).defs
    print("read_documents" in {key.to_user_string() for key in defs.resolve_asset_graph().get_all_asset_keys()},
          "pipelines.defs.partitions" in sys.modules, [sensor.name for sensor in defs.sensors or []],
          "read_documents" in str(defs.resolve_job_def("build_warehouse").asset_layer.executable_asset_keys))
"""


def test_the_definitions_load_with_and_without(chosen: settings.Settings) -> None:
    """First without, for what was imported once stays."""
    command = [sys.executable, "-c", PROGRAM, "4", "3"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    without, there = result.stdout.splitlines()
    assert without.startswith("False False") and there.startswith("True True")
    assert "raw_folder_partitions" not in without and "raw_folder_partitions" in there
    assert without.endswith("False") and there.endswith("False"), "it is no part of the job"


def test_a_folder_that_is_gone_is_not_large(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TAIZHANG_RAW", str(tmp_path / "gone"))
    assert not automation.large()
    assert partitions.raw_folder_partitions.default_status is dg.DefaultSensorStatus.RUNNING


def test_the_staged_tables_follow_what_is_read_in_partitions() -> None:
    from pipelines.defs import extraction, partitions

    [own] = partitions.read_documents.keys
    parents = {spec.key: {dep.asset_key for dep in spec.deps} for spec in extraction._specs(partitions=True)}
    assert all(own in keys for keys in parents.values()) and len(parents) > 10
    assert not any(own in {dep.asset_key for dep in spec.deps} for spec in extraction._specs())
