"""The whole build, as a user runs it: own texts and bad files in, a warehouse out, and nothing published is ever lost."""

from __future__ import annotations

import hashlib
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import dagster as dg
import duckdb
import pytest

from pipelines import stop
from pipelines.publish import versions
from tests.command import House
from tests.conftest import First
from tests.reports import plan_report


def from_nothing(house: House) -> subprocess.Popen[str]:
    """Start a build that begins from nothing, and so has dbt itself."""
    return house.start("build", "--all", TAIZHANG_DBT_SENT=str(house.folder / "sent"))


def digest(house: House) -> str:
    return hashlib.sha256(house.published.read_bytes()).hexdigest()


def heard(process: subprocess.Popen[str], line: str) -> str:
    """What a build says on stderr until it says this."""
    said, deadline = "", time.monotonic() + 300
    while line not in said:
        assert process.poll() is None and time.monotonic() < deadline, said
        said += process.stderr.readline() if process.stderr else ""
    return said


@pytest.fixture(scope="module")
def built(first: First) -> House:
    """Two good reports, a copy of one of them, and seven files that are none, built once; this module goes on with it."""
    assert "documents     2 read, 0 unchanged, 7 failed, 1 the same as another" in first.said
    assert "taizhang query" in first.said
    return first.house


def test_every_file_is_accounted_for(built: House, first: First) -> None:
    rows = built.ask("select source_file, success, error, warnings from fct_extraction_outcome where step = 'read'")
    outcomes = {name: (success, error, warnings) for name, success, error, warnings in rows}
    files = {path.relative_to(built.raw).as_posix() for path in built.raw.rglob("*") if path.name != "2023"}
    assert set(outcomes) == files
    assert {name for name, (success, _, _) in outcomes.items() if not success} == set(first.bad)
    for name, said in first.bad.items():
        assert said in outcomes[name][1], name
    [copies] = built.ask(
        "select warnings[1] from fct_extraction_outcome where step = 'read' and len(warnings) > 0 and success limit 1"
    )
    assert "the same bytes as plan-copy.txt" in copies[0]  # plan-copy.txt sorts first and is the document


def test_a_document_that_was_read_has_an_outcome_for_each_step(built: House) -> None:
    rows = built.ask("select step, count(*) from fct_extraction_outcome where source_file like '2023/%' group by 1")
    assert dict(rows) == dict.fromkeys(
        ("read", "structure", "tables", "statements", "projects", "livelihood", "validate"), 1
    )


def test_the_figures_are_those_of_the_reports(built: House) -> None:
    rows = built.ask(
        "select period_label, measure, statement, qualifier, value, unit from observations "
        "where indicator_code = 'gdp' and origin = 'prose' order by period_end, measure desc, statement"
    )
    assert rows == [
        ("2022", "level", "actual", "", Decimal("386.1"), "亿元"),
        ("2022", "growth", "actual", "", Decimal("4.4"), "%"),
        ("2023", "level", "actual", "", Decimal("412.5"), "亿元"),
        ("2023", "growth", "actual", "", Decimal("6.2"), "%"),
        ("2024", "growth", "target", "ge", Decimal("6"), "%"),
    ]


def test_every_span_is_the_printed_numeral(built: House) -> None:
    texts = {
        "plan-copy.txt": (built.raw / "plan-copy.txt").read_text(encoding="utf-8"),
        "2023/communique.txt": (built.raw / "2023" / "communique.txt").read_bytes().decode("gb18030"),
    }
    rows = built.ask("select source_file, value_start, value_end, value from observations")
    assert len(rows) > 15
    for name, start, end, value in rows:
        assert Decimal(texts[name][start:end]) == abs(value)


def test_the_history_says_of_each_table_once_what_it_holds(built: House) -> None:
    """With its materialisation; the event of the output would repeat columns, lineage and first rows."""
    with dg.DagsterInstance.local_temp(str(built.folder / "dagster")) as instance:
        run = instance.get_runs()[-1]
        events = [entry.dagster_event for entry in instance.all_logs(run.run_id) if entry.dagster_event]
    told = [event for event in events if event.step_key in ("extraction", "dbt_models")]
    outputs = [event for event in told if event.event_type_value == "STEP_OUTPUT"]
    assert outputs and not any(event.step_output_data.metadata for event in outputs)
    tables = [event.materialization.metadata for event in told if event.is_step_materialization]
    assert len(tables) > 80
    assert all({"dagster/row_count", "preview"} <= metadata.keys() for metadata in tables)
    models = [metadata for metadata in tables if "duration (s)" in metadata and "documents read" not in metadata]
    assert models and all({"dagster/column_schema", "dagster/column_lineage"} <= metadata.keys() for metadata in models)


def test_the_published_file_is_all_there_is_to_see(built: House) -> None:
    assert sorted(path.name for path in built.warehouse.iterdir()) == [
        ".build", ".lock", "changes", "export", "site", "staged", "taizhang.duckdb", "versions",
    ]  # fmt: skip
    assert built.ask("select count(*) from duckdb_columns() where comment is null and not internal") == [(0,)]
    manifest = versions.current(built.warehouse)
    assert manifest is not None and manifest.version == 1
    assert len(manifest.documents) == 10
    assert all(check["passed"] for check in manifest.checks if check["blocking"])
    assert len(manifest.checks) > 60
    said = (built.warehouse / "changes" / "changes.md").read_text(encoding="utf-8")
    assert "第 1 版" in said and "没有更早的版本" in said


def test_query_explain_and_export_read_it(built: House) -> None:
    sql = "select observation_id from observations where indicator_code = 'grain_output' and measure = 'level'"
    answer = built.run("query", sql, "--format", "csv")
    assert answer.returncode == 0, answer.stderr
    explained = built.run("explain", answer.stdout.split()[1])
    assert "粮食产量【12.6】万吨" in explained.stdout
    out = built.folder / "out"
    exported = built.run("export", "--format", "csv", str(out))
    assert exported.returncode == 0, exported.stderr
    assert (out / "observations.csv").exists()
    wrong = built.run("query", "select * from nothing_here")
    assert wrong.returncode == 1 and "nothing_here" in wrong.stderr and "Traceback" not in wrong.stderr


def test_only_what_changed_is_read_and_the_reader_keeps_its_snapshot(built: House) -> None:
    before = built.ask("select * from observations where source_file like '2023/%' order by observation_id")
    (built.raw / "plan.txt").write_text(plan_report("431.9"), encoding="utf-8")
    (built.raw / "plan-copy.txt").unlink()
    (built.raw / "empty.txt").write_text("临江市东湖区2024年政府工作报告\n\n新增就业8800人。\n", encoding="utf-8")
    with duckdb.connect(str(built.published), read_only=True) as reader:
        result = built.run("build")
        assert result.returncode == 0, result.stderr
        assert reader.execute("select count(*) from observations where value = 412.5").fetchone() == (1,)
    assert "documents     2 read, 1 unchanged, 6 failed, 1 removed" in result.stdout
    assert built.ask("select * from observations where source_file like '2023/%' order by observation_id") == before
    assert built.ask("select count(*) from observations where value = 412.5") == [(0,)]
    assert built.ask("select source_file from observations where value = 431.9") == [("plan.txt",)]
    assert built.ask("select count(*) from observations where value = 8800") == [(1,)]


WRITER = "import duckdb, sys, time; c = duckdb.connect(sys.argv[1]); print('ready', flush=True); time.sleep(600)"


@pytest.fixture
def writer(built: House) -> Iterator[None]:
    """Somebody's tool has the published file open for writing, and so locked against all readers."""
    process = subprocess.Popen([sys.executable, "-c", WRITER, str(built.published)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None and process.stdout.readline() == "ready\n"
    with pytest.raises(duckdb.IOException, match="lock"):
        built.ask("select 1")
    yield
    process.kill()
    process.wait()


def test_a_document_that_lost_its_rows_blocks_until_that_is_accepted(built: House, writer: None) -> None:
    before, text = digest(built), (built.raw / "plan.txt").read_text(encoding="utf-8")
    (built.raw / "plan.txt").write_text(text[: len(text) // 3], encoding="utf-8")
    result = built.run("build")
    assert result.returncode == 1
    assert "documents_lost" in result.stderr and "plan.txt" in result.stderr and "--accept-losses" in result.stderr
    assert digest(built) == before
    assert built.run("build", "--accept-losses").returncode == 0
    (built.raw / "plan.txt").write_text(text, encoding="utf-8")


@pytest.mark.parametrize("line", ["documents  ", "database  "], ids=["while documents are read", "while dbt builds"])
def test_a_killed_build_changes_nothing(built: House, line: str) -> None:
    before = digest(built)
    process = from_nothing(built)
    heard(process, line)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    assert process.returncode == -signal.SIGKILL and digest(built) == before
    assert built.ask("select count(*) > 0 from observations") == [(True,)]


def test_a_build_that_is_stopped_says_so(built: House) -> None:
    before, handler = digest(built), signal.signal(signal.SIGINT, signal.default_int_handler)
    try:  # a suite that runs in the background ignores Ctrl-C, and so would all that it starts
        process = from_nothing(built)
    finally:
        signal.signal(signal.SIGINT, handler)
    said = heard(process, "documents  ")
    os.killpg(process.pid, signal.SIGINT)  # as a terminal sends it, to all processes of the command
    _, rest = process.communicate(timeout=300)
    assert process.returncode == stop.CODE, said + rest
    assert rest.splitlines()[-1] == "taizhang build: stopped; what was published before is untouched"
    assert "Traceback" not in said + rest and digest(built) == before


def test_the_next_build_repairs_everything_and_a_second_one_beside_it_says_so(built: House) -> None:
    process = from_nothing(built)
    heard(process, "to be read")
    second = built.run("build")
    assert second.returncode == 1
    assert "another build is writing into" in second.stderr
    _, said = process.communicate(timeout=600)
    assert process.returncode == 0, said
    assert (built.folder / "sent" / "sent.json").exists(), "what dbt sent is kept where this build was told to"
    left = [path for path in built.warehouse.rglob("*") if ".aside-" in path.name or path.suffix == ".wal"]
    assert left == []
    with sqlite3.connect(built.folder / "dagster" / "history" / "runs.db") as history:
        states = dict(history.execute("select status, count(*) from runs group by 1").fetchall())
    assert "STARTED" not in states, "a killed run is shown as running, and keeps those of the UI waiting"


def test_a_folder_without_documents_leaves_the_warehouse_as_it_was(built: House, tmp_path: Path) -> None:
    before = digest(built)
    result = built.run("build", "--raw", str(tmp_path))
    assert result.returncode == 1
    assert "no document to read" in result.stderr and "Traceback" not in result.stderr
    missing = built.run("build", "--raw", str(tmp_path / "missing"))
    assert missing.returncode == 2
    assert "does not exist" in missing.stderr
    assert digest(built) == before


def test_a_fault_in_documents_yml_is_named(built: House) -> None:
    (built.raw / "documents.yml").write_text("nobody.txt: {kind: press}\n", encoding="utf-8")
    result = built.run("build")
    (built.raw / "documents.yml").unlink()
    assert result.returncode == 1
    assert "nobody.txt" in result.stderr and "Traceback" not in result.stderr
