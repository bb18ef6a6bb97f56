"""The sensor starts one build for each state of the raw folder that is at rest; the schedule is there and off."""

import os
from pathlib import Path

import dagster as dg
import pytest

from pipelines.defs import automation


@pytest.fixture
def raw(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "raw"
    (folder / "2024").mkdir(parents=True)
    (folder / "2024" / "a.txt").write_text("甲县", encoding="utf-8")
    monkeypatch.setenv("TAIZHANG_RAW", str(folder))
    return folder


class Ticks:
    """Looks of the sensor, one after the other, each with the cursor that the last one left."""

    def __init__(self) -> None:
        self.cursor: str | None = None

    def look(self) -> list[str | None]:
        """The run keys of what the look starts."""
        context = dg.build_sensor_context(cursor=self.cursor)
        result = automation.raw_folder_changed(context)
        if isinstance(result, dg.SkipReason):
            return []
        self.cursor = result.cursor
        return [request.run_key for request in result.run_requests or []]


def test_a_folder_at_rest_is_built_once(raw: Path) -> None:
    ticks = Ticks()
    assert ticks.look() == []
    [started] = ticks.look()
    assert started == f"{automation.fingerprint(raw)} 1"
    assert ticks.look() == [] and ticks.look() == []


@pytest.mark.parametrize("change", ["add", "edit", "remove", "describe"])
def test_a_change_starts_another_build(raw: Path, change: str) -> None:
    ticks = Ticks()
    ticks.look(), ticks.look()
    if change == "add":
        (raw / "b.txt").write_text("乙县", encoding="utf-8")
    if change == "edit":
        (raw / "2024" / "a.txt").write_text("丙县", encoding="utf-8")
        os.utime(raw / "2024" / "a.txt", ns=(1, 1))
    if change == "remove":
        (raw / "2024" / "a.txt").unlink()
    if change == "describe":
        (raw / "documents.yml").write_text("{}", encoding="utf-8")
    assert ticks.look() == []
    assert len(ticks.look()) == 1


def test_nothing_starts_while_files_arrive_or_the_folder_is_gone(raw: Path) -> None:
    ticks = Ticks()
    for n in range(3):
        (raw / f"{n}.txt").write_text("乙县", encoding="utf-8")
        assert ticks.look() == []
    assert len(ticks.look()) == 1
    raw.rename(raw.with_name("elsewhere"))
    assert ticks.look() == []


def test_hidden_files_change_nothing(raw: Path) -> None:
    before = automation.fingerprint(raw)
    (raw / ".DS_Store").touch()
    (raw / "~$a.docx").touch()
    assert automation.fingerprint(raw) == before


def test_the_schedule_is_off_until_it_is_turned_on() -> None:
    assert automation.nightly.default_status is dg.DefaultScheduleStatus.STOPPED
    assert automation.raw_folder_changed.default_status is dg.DefaultSensorStatus.STOPPED


def test_a_return_to_an_earlier_state_is_built_again(raw: Path) -> None:
    ticks, keys = Ticks(), []
    for present in (False, True, False, True):
        report = raw / "b.txt"
        if present:
            report.write_text("乙县", encoding="utf-8")
            os.utime(report, ns=(1, 1))
        else:
            report.unlink(missing_ok=True)
        keys += ticks.look() + ticks.look()
    assert len(keys) == len(set(keys)) == 4, "Dagster starts no second run under a key"


def test_one_folder_that_cannot_be_listed_does_not_stop_the_sensor(raw: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    listed = os.scandir

    def refusing(folder: object) -> object:
        if str(folder).endswith("2024"):
            raise PermissionError(13, "Permission denied")
        return listed(folder)  # type: ignore[call-overload]

    monkeypatch.setattr(automation.os, "scandir", refusing)
    ticks = Ticks()
    assert len(ticks.look() + ticks.look()) == 1
