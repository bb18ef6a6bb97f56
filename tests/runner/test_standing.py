"""A build with nothing to do does nothing, and says which version stands; whatever decides a publication makes it build."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipelines.runner import look, standing
from pipelines.settings import Settings, load
from tests.command import House
from tests.conftest import First


@pytest.fixture
def chosen(first: First, tmp_path: Path) -> Settings:
    """A copy of a built warehouse, with the note of a build that was made of it."""
    shutil.copytree(first.copy.folder, tmp_path / "house", dirs_exist_ok=True)
    house = House(tmp_path / "house")
    settings = load(house.environment())
    standing.remember(settings, _now(settings))
    return settings


def _now(settings: Settings) -> standing.Standing | None:
    return standing.of(settings, look.look(settings))


def _stands(settings: Settings) -> bool:
    return standing.is_published(settings, _now(settings)) is not None


def test_nothing_changed_is_seen(chosen: Settings) -> None:
    assert _now(chosen) is not None and _stands(chosen)
    publication = standing.is_published(chosen, _now(chosen))
    assert publication is not None and publication.version == 1


def test_whatever_decides_makes_a_build(chosen: Settings, tmp_path: Path) -> None:
    report = next(
        path
        for path in sorted(chosen.raw.rglob("*.txt"))
        if "粮食" in path.read_text("utf-8") or path.stat().st_size > 500
    )
    before = report.read_bytes()
    report.write_bytes(before + "另有9家。".encode())
    assert not _stands(chosen), "a changed document"
    report.write_bytes(before)
    assert _stands(chosen)
    (chosen.raw / "corrections.yml").write_text("corrections: []\n", encoding="utf-8")
    assert not _stands(chosen), "corrections"
    (chosen.raw / "corrections.yml").unlink()
    (chosen.raw / "broken.bin").write_bytes(b"\0\1")
    assert not _stands(chosen), "a file that cannot be read is told of, too"
    (chosen.raw / "broken.bin").unlink()
    other = chosen.model_copy(update={"keep_publications": 2})
    assert not _stands(other), "a setting"
    observation = next((chosen.staged / "observation").iterdir())
    content = observation.read_bytes()
    observation.write_bytes(content[:-1])
    assert not _stands(chosen), "staged files that are not as written"
    observation.write_bytes(content)
    assert _stands(chosen)
    chosen.published.touch()
    assert not _stands(chosen), "another published file"


def test_a_note_that_cannot_be_read_is_no_note(chosen: Settings) -> None:
    for content in ("", "{}", "[1]", '{"digest": 1, "edition": null, "served": 3}'):
        (chosen.build_db.parent / standing.NOTE).write_text(content, encoding="ascii")
        assert not _stands(chosen)
    standing.remember(chosen, None)
    assert not _stands(chosen)


def test_the_command_says_which_version_stands_and_builds_when_forced(tmp_path: Path) -> None:
    house = House(tmp_path)
    house.raw.mkdir()
    (house.raw / "a.txt").write_text(
        "甲县2023年国民经济和社会发展统计公报\n\n一、综合\n全年粮食产量12.4万吨。\n", encoding="utf-8"
    )
    assert house.run("build").returncode == 0
    published = house.published.read_bytes()
    again = house.run("build")
    assert again.returncode == 0 and "nothing changed: version 1" in again.stdout and "--force" in again.stdout
    assert house.published.read_bytes() == published and len(list((house.warehouse / "versions").glob("*.json"))) == 1
    forced = house.run("build", "--force")
    assert forced.returncode == 0 and "1 unchanged" in forced.stdout
    assert len(list((house.warehouse / "versions").glob("*.json"))) == 2
