"""Partitions read by themselves: each on its own, with nothing read twice by the build that comes after."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from pipelines.documents.scan import scan
from pipelines.runner import extraction, partitions
from pipelines.runner.grouping import Choice
from pipelines.runner.local import InlineRunner
from pipelines.runner.plan import Plan, make_plan
from pipelines.settings import Settings, load
from pipelines.staging import staged as staging
from pipelines.version import extractor_version
from tests.runner.test_extraction import STAGE

FILES = {
    "50/2023/a.txt": "甲县", "50/2023/b.txt": "乙县", "50/2024/a.txt": "丙县",
    "51/2023/bad.txt": "坏", "51/2023/empty.txt": "", "notes/c.txt": "丁县", "notes/same.txt": "甲县",
}  # fmt: skip
CHONGQING, SICHUAN = ("50重庆", "2023"), ("51四川", "2023")


@pytest.fixture
def chosen(tmp_path: Path) -> Settings:
    for name, text in FILES.items():
        (tmp_path / "raw" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "raw" / name).write_text(text, encoding="utf-8")
    return load({}, raw=tmp_path / "raw", warehouse=tmp_path / "warehouse")


def read(
    chosen: Settings, regions: tuple[str, ...] = (), years: tuple[str, ...] = ()
) -> dict[partitions.Key, partitions.Part]:
    found = partitions.read(chosen, Choice.of(regions, years), InlineRunner(), STAGE)
    return {part.key: part for part in found}


def plan(chosen: Settings, since: float | None = None) -> Plan:
    """As a build makes it."""
    return make_plan(scan(chosen.raw), {}, chosen.staged, extractor_version(), since=since)


def left(chosen: Settings) -> set[str]:
    """The documents that a build would read."""
    return {task.file.source_file for task in plan(chosen).tasks}


def test_partitions_hold_every_file_once(chosen: Settings) -> None:
    expected = {CHONGQING: 2, ("50重庆", "2024"): 1, SICHUAN: 2, ("unknown", "unknown"): 2}
    assert partitions.counts(chosen.raw) == expected and list(partitions.counts(chosen.raw)) == list(expected)
    assert set(partitions.groups(chosen.raw)) == set(FILES)
    assert partitions.counts(chosen.raw, Choice.of(["50"], ["2024"])) == {("50重庆", "2024"): 1}


def test_a_partition_is_read_alone_and_once(chosen: Settings) -> None:
    [(key, part)] = read(chosen, ("50",), ("2023",)).items()
    assert (key, part.documents, part.read, part.unchanged, part.failed) == (CHONGQING, 2, 2, 0, [])
    assert left(chosen) == {"50/2024/a.txt", "51/2023/bad.txt", "notes/c.txt"}
    part = read(chosen, ("50",), ("2023",))[CHONGQING]
    assert (part.read, part.unchanged) == (0, 2)
    (chosen.raw / "50/2023/b.txt").write_text("乙县新", encoding="utf-8")
    part = read(chosen, ("50",), ("2023",))[CHONGQING]
    assert (part.read, part.unchanged) == (1, 1)


def test_what_failed_is_said_by_partition_and_tried_again(chosen: Settings) -> None:
    for _ in range(2):
        part = read(chosen, ("51",))[SICHUAN]
        assert (part.documents, part.read, part.unchanged) == (2, 0, 0)
        assert [(file, step) for file, step, _ in part.failed] == [
            ("51/2023/bad.txt", "read"),
            ("51/2023/empty.txt", "read"),
        ]
        assert "a bad text" in part.failed[0][2] and "empty" in part.failed[1][2]
    assert read(chosen, ("11",)) == {}


def test_the_main_build_finds_what_was_read_and_is_the_same(chosen: Settings) -> None:
    read(chosen)
    staged = extraction.run(plan(chosen), chosen.staged, InlineRunner(), STAGE)
    assert (staged.read, staged.unchanged) == (0, 4)
    other = chosen.model_copy(update={"warehouse": chosen.warehouse.with_name("other")})
    extraction.run(plan(other), other.staged, InlineRunner(), STAGE)
    assert staging.read_manifest(chosen.staged) == staging.read_manifest(other.staged)
    assert files(chosen) == files(other), "and what no build needs is gone: a copy that was read in its own partition"


def files(chosen: Settings) -> set[str]:
    return {path.relative_to(chosen.staged).as_posix() for path in chosen.staged.rglob("*.rows")}


def test_staged_folders_of_several_machines_are_copied_together(chosen: Settings, tmp_path: Path) -> None:
    for number, region in enumerate(("50", "51", "unknown")):
        machine = tmp_path / f"machine{number}"
        shutil.copytree(chosen.raw, machine / "raw")
        there = chosen.model_copy(update={"raw": machine / "raw", "warehouse": machine / "warehouse"})
        read(there, (region,))
        shutil.copytree(there.staged, chosen.staged, dirs_exist_ok=True)
    assert left(chosen) == {"51/2023/bad.txt"}, "which failed, and is tried again"
    report = extraction.run(plan(chosen), chosen.staged, InlineRunner(), STAGE)
    assert (report.read, report.unchanged) == (0, 4)


def test_a_build_removes_nothing_that_is_being_read(chosen: Settings) -> None:
    """A document arrives and is read by its partition while a build that does not know it is at work."""
    before = plan(chosen)
    (chosen.raw / "50/2024/late.txt").write_text("戊县", encoding="utf-8")
    inside, done = threading.Event(), threading.Event()

    class Slow(InlineRunner):
        """Waits in the middle of its partition."""

        def map(self, function, batches):
            for result in super().map(function, batches):
                inside.set()
                assert done.wait(30)
                yield result

    reader = threading.Thread(target=partitions.read, args=(chosen, Choice.of(["50"], ["2024"]), Slow(), STAGE))
    reader.start()
    assert inside.wait(30)
    aside = chosen.staged / "rows" / ".aside-1-half.rows"
    aside.touch()
    extraction.run(before, chosen.staged, InlineRunner(), STAGE)
    assert aside.exists(), "somebody is reading"
    done.set()
    reader.join()
    extraction.run(before, chosen.staged, InlineRunner(), STAGE)
    assert not aside.exists()
    assert left(chosen) == {"51/2023/bad.txt"}, "late.txt was read since the build looked at the folder, so it stays"
    (chosen.raw / "50/2024/late.txt").unlink()
    extraction.run(plan(chosen), chosen.staged, InlineRunner(), STAGE)
    assert len(files(chosen)) == 7


REGIONS = st.sampled_from(["50", "51", "5101", "unknown", "重庆"])


@hypothesis_settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(st.lists(REGIONS, max_size=2), st.lists(st.sampled_from(["2023", "unknown"]), max_size=1)), max_size=4
    )
)
def test_any_partitions_in_any_order_leave_the_same_build(
    tmp_path_factory: pytest.TempPathFactory, choices: list
) -> None:
    house = tmp_path_factory.mktemp("parts")
    for name, text in FILES.items():
        (house / "raw" / name).parent.mkdir(parents=True, exist_ok=True)
        (house / "raw" / name).write_text(text, encoding="utf-8")
    found = []
    for folder, order in (("one", choices), ("plain", [])):
        chosen = load({}, raw=house / "raw", warehouse=house / folder)
        for regions, years in order:
            partitions.read(chosen, Choice.of(regions, years), InlineRunner(), STAGE)
        extraction.run(plan(chosen), chosen.staged, InlineRunner(), STAGE)
        found.append((staging.read_manifest(chosen.staged), files(chosen)))
    assert found[0] == found[1]
