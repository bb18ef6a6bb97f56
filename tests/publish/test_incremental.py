"""A warm build makes what a full build makes: a dozen reports, then some changed, added, renamed and taken out."""

from __future__ import annotations

import os
from pathlib import Path

from pipelines.documents.scan import scan
from pipelines.publish import again
from pipelines.publish.load import load
from pipelines.runner import extraction
from pipelines.runner.local import InlineRunner
from pipelines.runner.plan import make_plan
from pipelines.version import extractor_version
from tests.builds import move_build
from tests.load import differences
from tests.publish.conftest import Workshop
from tests.synth import generate


def read(raw: Path, staged: Path) -> extraction.Report:
    return extraction.run(make_plan(scan(raw), {}, staged, extractor_version()), staged, InlineRunner())


def built(staged: Path, place: Path) -> Path:
    """The marts of a staged folder."""
    load(place, staged)
    result = again.build(place)
    assert result.success, result.text()
    kept = staged.with_suffix(".duckdb")
    return move_build(place, kept)


def change(raw: Path) -> int:
    """Edit two reports, take two out, rename one, add one; returns how many are to be read."""
    paths = sorted(raw.rglob("*.txt"))
    for path in paths[3:5]:
        path.write_text(path.read_text(encoding="utf-8") + "新增公交线路17条。\n", encoding="utf-8", newline="")
    paths[7].unlink()
    paths[8].unlink()
    paths[10].rename(paths[10].with_name("renamed.txt"))
    (raw / "new.txt").write_text("云岭市岚川区2030年政府工作报告\n\n新增就业8800人。\n", encoding="utf-8")
    os.utime(paths[12])  # touched, not changed
    return 4


def test_the_marts_of_a_warm_build_are_those_of_a_full_one(workshop: Workshop, tmp_path: Path) -> None:
    generate.write(tmp_path, 14)
    raw, warm, full = tmp_path / "raw", tmp_path / "warm", tmp_path / "full"
    first = read(raw, warm)
    assert (first.read, first.unchanged, first.failed) == (14, 0, ())
    files = {path: path.stat().st_mtime_ns for path in warm.rglob("*.rows")}
    again = read(raw, warm)
    assert (again.read, again.unchanged) == (0, 14)
    assert {path: path.stat().st_mtime_ns for path in warm.rglob("*.rows")} == files, "nothing is written again"
    changed = change(raw)
    second = read(raw, warm)
    assert (second.read, second.unchanged, second.removed) == (changed, 9, 3)
    assert read(raw, full).read == 13
    one, other = (built(staged, workshop.build_file) for staged in (warm, full))
    assert differences(one, other) == []
    assert sorted(p.name for p in (warm / "rows").iterdir()) == sorted(p.name for p in (full / "rows").iterdir())
