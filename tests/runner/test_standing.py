"""A build with nothing to do does nothing, and says which version stands; whatever decides a publication makes it build."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from pipelines.runner import look, standing
from pipelines.settings import Settings, load
from tests.command import House

TEXT = "甲县2023年国民经济和社会发展统计公报\n\n一、综合\n全年粮食产量12.4万吨，比上年增长3.1%。\n"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> House:
    """A warehouse of one good document."""
    house = House(tmp_path_factory.mktemp("standing"))
    house.raw.mkdir()
    (house.raw / "a.txt").write_text(TEXT, encoding="utf-8")
    result = house.run("build")
    assert result.returncode == 0, result.stderr
    return house


@pytest.fixture
def chosen(built: House, tmp_path: Path) -> Settings:
    """A copy of the warehouse, with the note of a build that was made of it."""
    shutil.copytree(built.folder, tmp_path / "house", dirs_exist_ok=True)
    settings = load(House(tmp_path / "house").environment())
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


def test_whatever_decides_makes_a_build(chosen: Settings) -> None:
    report = chosen.raw / "a.txt"
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
    flipped = bytearray(chosen.published.read_bytes())
    flipped[len(flipped) // 2] ^= 1
    status = chosen.published.stat()
    with chosen.published.open("r+b") as file:
        file.write(flipped)
    os.utime(chosen.published, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert not _stands(chosen), "a published file that a disk has altered, though its time and size are the same"


def test_a_note_that_cannot_be_read_is_no_note(chosen: Settings) -> None:
    for content in ("", "{}", "[1]", '{"digest": 1, "edition": null, "served": 3}'):
        (chosen.build_db.parent / standing.NOTE).write_text(content, encoding="ascii")
        assert not _stands(chosen)
    standing.remember(chosen, None)
    assert not _stands(chosen)


def test_the_command_says_which_version_stands_and_builds_when_forced(built: House) -> None:
    published = built.published.read_bytes()
    again = built.run("build")
    assert again.returncode == 0 and "nothing changed: version 1" in again.stdout and "--force" in again.stdout
    assert built.published.read_bytes() == published and len(list((built.warehouse / "versions").glob("*.json"))) == 1
    forced = built.run("build", "--force")
    assert forced.returncode == 0 and "1 unchanged" in forced.stdout
    assert len(list((built.warehouse / "versions").glob("*.json"))) == 2
