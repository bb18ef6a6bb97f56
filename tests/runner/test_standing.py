"""A build with nothing to do does nothing, and says which version stands; whatever decides a publication makes it build."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipelines.runner import look, standing
from pipelines.settings import Settings, load
from pipelines.staging import staged as staging
from tests.command import House
from tests.conftest import First
from tests.shared import copied

REPORT = "2023/communique.txt"


@pytest.fixture(scope="module")
def built(first: First, tmp_path_factory: pytest.TempPathFactory) -> House:
    """A warehouse of good documents; what was none, and has to be tried again each time, is gone."""
    house = House(copied(first.copy.folder, tmp_path_factory.mktemp("standing") / "house"))
    for name in first.bad:
        (house.raw / name).unlink()
    staged = house.warehouse / "staged"
    staging.write_manifest(staged, [s for s in staging.read_manifest(staged) if s.source_file not in first.bad])
    return house


@pytest.fixture
def chosen(built: House, tmp_path: Path) -> Settings:
    """A copy of the warehouse, with the note of a build that was made of it."""
    copied(built.folder, tmp_path / "house")
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
    report = chosen.raw / REPORT
    before = report.read_bytes()
    report.write_bytes(before + "另有9家。".encode("gb18030"))
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
    [stage, *_] = [stage for stage in staging.read_manifest(chosen.staged) if stage.document_id]
    rows = staging.path(chosen.staged, stage)
    content = rows.read_bytes()
    rows.write_bytes(content[:-1])
    assert not _stands(chosen), "staged files that are not as written"
    rows.write_bytes(content)
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


def test_the_command_builds_when_forced_and_says_which_version_stands(chosen: Settings) -> None:
    """The note that the fixture made says that nothing has changed, and so does that of the build itself."""
    house = House(chosen.raw.parent)
    forced = house.run("build", "--force")
    assert forced.returncode == 0 and "2 unchanged" in forced.stdout, forced.stderr
    assert len(list((house.warehouse / "versions").glob("*.json"))) == 2
    published = house.published.read_bytes()
    again = house.run("build")
    assert again.returncode == 0 and "nothing changed: version 2" in again.stdout and "--force" in again.stdout
    assert house.published.read_bytes() == published and len(list((house.warehouse / "versions").glob("*.json"))) == 2
