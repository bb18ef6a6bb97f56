"""A document whose staged files are not as they were written is read again, and that is said."""

import logging
from pathlib import Path

import pytest

from pipelines.documents.scan import scan
from pipelines.runner.plan import make_plan
from pipelines.staging import staged as staging
from tests.publish.factory import Report
from tests.publish.reports import reports
from tests.publish.test_staging import damage, frames


def staged_report(folder: Path) -> tuple[Path, Path, staging.Stage]:
    """A raw folder with one file, and the staged rows of a report under its name and key."""
    raw, staged = folder / "raw", folder / "staged"
    raw.mkdir()
    (raw / "a.txt").write_text("全年地区生产总值1202.8亿元。", encoding="utf-8")
    [task] = make_plan(scan(raw), {}, staged, "1").tasks
    report: Report = reports()[0]
    staging.write(staged, task.stage, frames(report))
    staging.write_manifest(staged, [task.stage])
    return raw, staged, task.stage


@pytest.mark.parametrize("how", ["gone", "cut", "flipped"])
def test_damaged_staged_files_are_read_again_and_said(
    tmp_path: Path, how: str, caplog: pytest.LogCaptureFixture
) -> None:
    raw, staged, stage = staged_report(tmp_path)
    assert len(make_plan(scan(raw), {}, staged, "1").unchanged) == 1 and not caplog.records
    damage(staging.path(staged, stage), how)
    caplog.set_level(logging.WARNING, "taizhang")
    logging.getLogger("taizhang").propagate = True
    plan = make_plan(scan(raw), {}, staged, "1")
    assert [task.stage for task in plan.tasks] == [stage] and not plan.unchanged
    said = "its staged files are missing" if how == "gone" else staging.path(staged, stage).name
    assert "a.txt is read again" in caplog.text and said in caplog.text


def test_a_staged_folder_of_which_only_the_manifest_was_copied_is_read_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    raw, staged, stage = staged_report(tmp_path)
    staging.path(staged, stage).unlink()
    logging.getLogger("taizhang").propagate = True
    plan = make_plan(scan(raw), {}, staged, "1")
    assert len(plan.tasks) == 1 and "a.txt is read again: its staged files are missing" in caplog.text
