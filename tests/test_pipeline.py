"""The whole build, as a user runs it: own texts and bad files in, a warehouse out, and nothing published is ever lost."""

from __future__ import annotations

import hashlib
import os
import signal
import sqlite3
import subprocess
import sys
import time
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from pipelines.publish import versions
from pipelines.settings import ROOT
from tests.reports import plan_report, write_bad, write_good

COMMAND = [sys.executable, "-c", "from pipelines.cli import main; main()"]


@dataclass
class Place:
    """A raw folder and a warehouse of their own, with a Dagster history of their own."""

    folder: Path
    bad: dict[str, str] = field(default_factory=dict)

    @property
    def raw(self) -> Path:
        return self.folder / "raw"

    @property
    def warehouse(self) -> Path:
        return self.folder / "warehouse"

    @property
    def published(self) -> Path:
        return self.warehouse / "taizhang.duckdb"

    def start(self, *args: str, output: int = subprocess.PIPE, **environ: str) -> subprocess.Popen[str]:
        home = self.folder / "dagster"
        home.mkdir(exist_ok=True)
        (home / "dagster.yaml").write_text("telemetry: {enabled: false}\n", encoding="ascii")
        own = {"TAIZHANG_RAW": str(self.raw), "TAIZHANG_WAREHOUSE": str(self.warehouse), "DAGSTER_HOME": str(home)}
        unset = {name: value for name, value in os.environ.items() if not name.startswith("TAIZHANG_")}
        return subprocess.Popen(
            [*COMMAND, *args],
            stdout=output,
            stderr=output,
            text=True,
            cwd=ROOT,
            env={**unset, **own, **environ},
            start_new_session=True,
        )

    def run(self, *args: str, **environ: str) -> subprocess.CompletedProcess[str]:
        process = self.start(*args, **environ)
        out, err = process.communicate(timeout=300)
        return subprocess.CompletedProcess(args, process.returncode, out, err)

    def ask(self, sql: str) -> list[tuple]:
        with duckdb.connect(str(self.published), read_only=True) as con:
            return con.execute(sql).fetchall()

    def digest(self) -> str:
        return hashlib.sha256(self.published.read_bytes()).hexdigest()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """Two good reports, a copy of one of them, and seven files that are none, built once for the whole module."""
    place = Place(tmp_path_factory.mktemp("pipeline"))
    write_good(place.raw)
    place.bad = write_bad(place.raw)
    (place.raw / "plan-copy.txt").write_bytes((place.raw / "plan.txt").read_bytes())
    result = place.run("build")
    assert result.returncode == 0, result.stderr
    assert "documents     2 read, 0 unchanged, 7 failed, 1 the same as another" in result.stdout
    assert "taizhang query" in result.stdout
    return place


def test_every_file_is_accounted_for(built: Place) -> None:
    rows = built.ask("select source_file, success, error, warnings from fct_extraction_outcome where step = 'read'")
    outcomes = {name: (success, error, warnings) for name, success, error, warnings in rows}
    files = {path.relative_to(built.raw).as_posix() for path in built.raw.rglob("*") if path.name != "2023"}
    assert set(outcomes) == files
    assert {name for name, (success, _, _) in outcomes.items() if not success} == set(built.bad)
    for name, said in built.bad.items():
        assert said in outcomes[name][1], name
    [copies] = built.ask("select warnings[1] from fct_extraction_outcome where len(warnings) > 0 and success limit 1")
    assert "the same bytes as plan-copy.txt" in copies[0]  # plan-copy.txt sorts first and is the document


def test_a_document_that_was_read_has_an_outcome_for_each_step(built: Place) -> None:
    rows = built.ask("select step, count(*) from fct_extraction_outcome where source_file like '2023/%' group by 1")
    assert dict(rows) == dict.fromkeys(
        ("read", "structure", "tables", "statements", "projects", "livelihood", "validate"), 1
    )


def test_the_figures_are_those_of_the_reports(built: Place) -> None:
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


def test_every_span_is_the_printed_numeral(built: Place) -> None:
    texts = {
        "plan-copy.txt": (built.raw / "plan-copy.txt").read_text(encoding="utf-8"),
        "2023/communique.txt": (built.raw / "2023" / "communique.txt").read_bytes().decode("gb18030"),
    }
    rows = built.ask("select source_file, value_start, value_end, value from observations")
    assert len(rows) > 15
    for name, start, end, value in rows:
        assert Decimal(texts[name][start:end]) == abs(value)


def test_the_published_file_is_all_there_is_to_see(built: Place) -> None:
    assert sorted(path.name for path in built.warehouse.iterdir()) == [
        ".build", ".lock", "staged", "taizhang.duckdb", "versions",
    ]  # fmt: skip
    assert built.ask("select count(*) from duckdb_columns() where comment is null and not internal") == [(0,)]
    manifest = versions.current(built.warehouse)
    assert manifest is not None and manifest.version == 1
    assert len(manifest.documents) == 10
    assert all(check["passed"] for check in manifest.checks if check["blocking"])
    assert len(manifest.checks) > 60


def test_query_explain_and_export_read_it(built: Place) -> None:
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


def test_only_what_changed_is_read_and_the_reader_keeps_its_snapshot(built: Place) -> None:
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


def test_a_document_that_lost_its_rows_blocks_until_that_is_accepted(built: Place) -> None:
    before, text = built.digest(), (built.raw / "plan.txt").read_text(encoding="utf-8")
    (built.raw / "plan.txt").write_text(text[: len(text) // 3], encoding="utf-8")
    result = built.run("build")
    assert result.returncode == 1
    assert "documents_lost" in result.stderr and "plan.txt" in result.stderr and "--accept-losses" in result.stderr
    assert built.digest() == before
    assert built.run("build", "--accept-losses").returncode == 0
    (built.raw / "plan.txt").write_text(text, encoding="utf-8")


@pytest.mark.parametrize("seconds", [1.5, 4.0, 6.0])
def test_a_killed_build_changes_nothing_and_the_next_one_repairs(built: Place, seconds: float) -> None:
    before = built.digest()
    process = built.start("build", "--all")
    time.sleep(seconds)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    if process.returncode == -signal.SIGKILL:
        assert built.digest() == before
    assert built.ask("select count(*) > 0 from observations") == [(True,)]


def test_after_kills_a_build_leaves_nothing_behind(built: Place) -> None:
    result = built.run("build")
    assert result.returncode == 0, result.stderr
    left = [path for path in built.warehouse.rglob("*") if ".aside-" in path.name or path.suffix == ".wal"]
    assert left == []
    with sqlite3.connect(built.folder / "dagster" / "history" / "runs.db") as history:
        states = dict(history.execute("select status, count(*) from runs group by 1").fetchall())
    assert "STARTED" not in states, "a killed run is shown as running, and keeps those of the UI waiting"


def test_a_second_build_at_the_same_time_says_so(built: Place) -> None:
    first = built.start("build", "--all")
    deadline = time.monotonic() + 60
    while not (built.warehouse / ".lock").exists() or "to be read" not in (
        first.stderr.readline() if first.stderr else ""
    ):
        assert time.monotonic() < deadline
    second = built.run("build")
    assert second.returncode == 1
    assert "another build is writing into" in second.stderr
    first.communicate(timeout=120)
    assert first.returncode == 0


def test_a_folder_without_documents_leaves_the_warehouse_as_it_was(built: Place, tmp_path: Path) -> None:
    before = built.digest()
    result = built.run("build", "--raw", str(tmp_path))
    assert result.returncode == 1
    assert "no document to read" in result.stderr and "Traceback" not in result.stderr
    missing = built.run("build", "--raw", str(tmp_path / "missing"))
    assert missing.returncode == 2
    assert "does not exist" in missing.stderr
    assert built.digest() == before


def test_a_fault_in_documents_yml_is_named(built: Place) -> None:
    (built.raw / "documents.yml").write_text("nobody.txt: {kind: press}\n", encoding="utf-8")
    result = built.run("build")
    (built.raw / "documents.yml").unlink()
    assert result.returncode == 1
    assert "nobody.txt" in result.stderr and "Traceback" not in result.stderr
