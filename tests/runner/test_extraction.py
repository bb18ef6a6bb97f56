"""Incremental work: what is read, what is not, and what stands in the staged folder afterwards."""

from dataclasses import replace
from pathlib import Path

import pytest

from pipelines.documents.scan import scan
from pipelines.runner import extraction
from pipelines.runner.local import InlineRunner, LocalRunner
from pipelines.runner.plan import Plan, make_plan
from pipelines.staging import staged as staging

STAGE = "tests.runner.fakes:stage"


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    (folder / "2024").mkdir(parents=True)
    for name, text in {"a.txt": "甲县", "b.txt": "乙县", "2024/c.txt": "丙县"}.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def plan_of(raw: Path, version: str = "1", read_again: bool = False, **overrides: dict) -> Plan:
    named = {name.replace("_", "."): values for name, values in overrides.items()}
    return make_plan(scan(raw), named, raw.parent / "staged", version, read_again=read_again)


def build(raw: Path, version: str = "1", **given) -> extraction.Report:
    return extraction.run(plan_of(raw, version, **given), raw.parent / "staged", InlineRunner(), STAGE)


def outcomes(raw: Path) -> dict[str, dict]:
    staged = raw.parent / "staged"
    rows = staging.shelf(staged, staging.read_manifest(staged)).rows("outcome").to_dicts()
    assert len({row["source_file"] for row in rows}) == len(rows)
    return {row["source_file"]: row for row in rows}


def names(plan: Plan) -> list[str]:
    return [task.file.source_file for task in plan.tasks]


def test_the_first_build_reads_all_and_the_second_nothing(raw: Path) -> None:
    first = build(raw)
    assert (first.read, first.unchanged, first.failed) == (3, 0, ())
    again = build(raw)
    assert (again.read, again.unchanged) == (0, 3)
    assert sorted(outcomes(raw)) == ["2024/c.txt", "a.txt", "b.txt"]


def test_only_what_changed_is_read(raw: Path) -> None:
    build(raw)
    (raw / "a.txt").write_text("甲县新", encoding="utf-8")
    (raw / "d.txt").write_text("丁县", encoding="utf-8")
    plan = plan_of(raw)
    assert (names(plan), plan.new, plan.changed) == (["a.txt", "d.txt"], 1, 1)


def test_an_override_a_new_name_and_a_new_extractor_read_again(raw: Path) -> None:
    build(raw)
    assert names(plan_of(raw, a_txt={"title": "甲"})) == ["a.txt"]
    (raw / "b.txt").rename(raw / "e.txt")
    plan = plan_of(raw)
    assert (names(plan), plan.removed) == (["e.txt"], ("b.txt",))
    assert len(plan_of(raw, version="2").tasks) == 3
    assert len(plan_of(raw, read_again=True).tasks) == 3


def test_rows_of_a_removed_document_go(raw: Path) -> None:
    build(raw)
    (raw / "a.txt").unlink()
    report = build(raw)
    assert (report.removed, report.unchanged) == (1, 2)
    assert sorted(outcomes(raw)) == ["2024/c.txt", "b.txt"]
    assert len(list((raw.parent / "staged" / "rows").iterdir())) == 2


def test_files_of_a_lost_staged_folder_are_made_again(raw: Path) -> None:
    build(raw)
    next((raw.parent / "staged" / "rows").iterdir()).unlink()
    assert len(plan_of(raw).tasks) == 1


def test_every_file_has_an_outcome_and_failures_are_tried_again(raw: Path) -> None:
    (raw / "bad.txt").write_text("坏", encoding="utf-8")
    (raw / "dead.txt").write_text("死", encoding="utf-8")
    (raw / "empty.txt").touch()
    (raw / "again.txt").write_text("甲县", encoding="utf-8")  # sorts after a.txt, which is the document
    staged = raw.parent / "staged"
    report = extraction.run(plan_of(raw), staged, LocalRunner(workers=2), STAGE)
    assert (report.read, len(report.failed)) == (3, 3)
    found = outcomes(raw)
    assert {name for name, row in found.items() if not row["success"]} == {"bad.txt", "dead.txt", "empty.txt"}
    assert "a bad text" in found["bad.txt"]["error"]
    assert "died" in found["dead.txt"]["error"]
    assert "the same bytes as a.txt" in found["again.txt"]["warnings"][0]
    assert names(plan_of(raw)) == ["bad.txt", "dead.txt"]
    (raw / "bad.txt").write_text("好", encoding="utf-8")
    (raw / "dead.txt").unlink()
    assert build(raw).failed == (("empty.txt", "read", "empty file (0 bytes)"),)
    assert outcomes(raw)["bad.txt"]["success"]


def test_the_result_does_not_depend_on_the_workers(raw: Path, tmp_path: Path) -> None:
    for n in range(12):
        (raw / f"n{n}.txt").write_text(f"第{n}县", encoding="utf-8")
    found = []
    for workers in (1, 3):
        staged = tmp_path / f"staged{workers}"
        plan = make_plan(scan(raw), {}, staged, "1")
        extraction.run(plan, staged, LocalRunner(workers=workers), STAGE)
        stages = staging.read_manifest(staged)
        rows = staging.shelf(staged, stages).rows("outcome").drop("duration_s")
        found.append((stages, rows.to_dicts()))
    assert found[0] == found[1]


def test_a_task_stages_its_failure_beside_its_success(raw: Path) -> None:
    [task, *_] = plan_of(raw).tasks
    assert task.failed_stage == replace(task.stage, key=task.stage.key + "-failed")
    assert task.failed_stage.name != task.stage.name
