"""Staged files: whole or not there, known by their key, removed when no document needs them."""

import os
from pathlib import Path

import polars as pl
import pytest

from pipelines.errors import PublishError
from pipelines.publish.database import opened
from pipelines.publish.load import load
from pipelines.staging import loose, sets
from pipelines.staging import staged as staging
from pipelines.staging.staged import Stage
from pipelines.validate.frames import empty
from pipelines.validate.rows import validate
from tests.publish.conftest import Workshop
from tests.publish.factory import Report
from tests.publish.reports import reports


@pytest.fixture(autouse=True)
def _nobody_reads_beside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staging, "PATIENCE", 0.0)


def frames(report: Report) -> dict[str, pl.DataFrame]:
    result = validate(report.staged, report.document)
    return {**result.valid, "quarantine": result.quarantine}


def stage(report: Report, key: str = "0.1.0+ab/c") -> Stage:
    return Stage(report.document_id, report.source_file, key)


def test_what_is_written_is_read_again_with_its_types(tmp_path: Path) -> None:
    report = reports()[0]
    assert staging.write(tmp_path, stage(report), frames(report)) == staging.path(tmp_path, stage(report))
    assert staging.is_complete(tmp_path, stage(report)) and not staging.is_complete(tmp_path, stage(report, "0.2.0"))
    _, again = loose.content(tmp_path, stage(report))
    assert again["observation"].equals(frames(report)["observation"])
    assert again["observation"].schema == empty("observation").schema
    assert set(again) == {kind for kind, frame in frames(report).items() if frame.height}, "no rows, no table"
    assert set(loose.content(tmp_path, stage(report), ["passage", "cell"])[1]) == {"passage"}


def test_a_frame_of_another_shape_is_refused(tmp_path: Path) -> None:
    made = frames(reports()[0])
    with pytest.raises(PublishError, match="observation does not have the columns"):
        staging.write(tmp_path, stage(reports()[0]), {**made, "observation": made["observation"].drop("rule")})
    with pytest.raises(PublishError, match="without an outcome"):
        staging.write(tmp_path, stage(reports()[0]), {**made, "outcome": empty("outcome")})


def test_a_write_that_fails_leaves_nothing_half(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(file: Path, content: bytes) -> None:
        file.write_text("half", encoding="ascii")
        raise OSError(28, "No space left on device")

    (tmp_path / loose.FOLDER).mkdir()
    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space"):
        staging.write(tmp_path, stage(reports()[0]), frames(reports()[0]))
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == []
    assert not staging.is_complete(tmp_path, stage(reports()[0]))


def test_two_machines_write_the_same_file_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Their processes have the same number; the one that comes in between neither takes nor spoils the other's file."""
    report, whole = reports()[0], Path.write_bytes
    nested: list[Path] = []

    def interrupted(path: Path, content: bytes) -> None:
        whole(path, content)
        if not nested:
            nested.append(path)
            staging.write(tmp_path, stage(report), frames(report))
            staging.write_manifest(tmp_path, [stage(report)])

    monkeypatch.setattr("os.getpid", lambda: 7)
    monkeypatch.setattr(Path, "write_bytes", interrupted)
    staging.write(tmp_path, stage(report), frames(report))
    _, again = loose.content(tmp_path, stage(report))
    assert all(again[kind].equals(frame) for kind, frame in frames(report).items() if frame.height)
    assert nested and [path for path in tmp_path.rglob("*") if ".aside-" in path.name] == []


def test_the_manifest_says_what_is_built_and_the_rest_goes(tmp_path: Path) -> None:
    one, two = reports()[:2]
    for report, key in ((one, "old"), (one, "new"), (two, "new")):
        staging.write(tmp_path, stage(report, key), frames(report))
    (tmp_path / loose.FOLDER / ".aside-1-x.rows").write_bytes(b"left by a killed run")
    staging.write_manifest(tmp_path, [stage(two, "new"), stage(one, "new")])
    assert staging.read_manifest(tmp_path) == [stage(one, "new"), stage(two, "new")], "in order of the files"
    assert staging.prune(tmp_path, keep=[stage(one, "old")]) == 1
    assert staging.prune(tmp_path) == 1
    assert staging.is_complete(tmp_path, stage(two, "new")) and not staging.is_complete(tmp_path, stage(one, "old"))


def test_what_was_written_since_is_left_for_the_next_build(tmp_path: Path) -> None:
    one, two, _ = reports()
    staging.write(tmp_path, stage(one), frames(one))
    staging.write(tmp_path, stage(two), frames(two))
    (tmp_path / loose.FOLDER / ".aside-1-x.rows").write_bytes(b"left by a killed run")
    staging.write_manifest(tmp_path, [])
    os.utime(staging.path(tmp_path, stage(one)), (1000, 1000))
    assert staging.prune(tmp_path, since=2000) == 2
    assert staging.is_complete(tmp_path, stage(two)) and not staging.is_complete(tmp_path, stage(one))


def test_what_is_missing_is_said(tmp_path: Path) -> None:
    with pytest.raises(PublishError, match="run the extraction first"):
        staging.read_manifest(tmp_path)
    staging.write_manifest(tmp_path, [stage(reports()[0])])
    with pytest.raises(PublishError, match="staged files of 1 documents are missing"):
        load(tmp_path / "b.duckdb", tmp_path)
    (tmp_path / "manifest.json").write_text("{")
    with pytest.raises(PublishError, match="cannot be read"):
        staging.read_manifest(tmp_path)


def test_a_file_without_an_id_has_a_name_too() -> None:
    names = {Stage(None, path, "1").name for path in ("a.txt", "b.txt", "名\udce4.txt")}
    assert len(names) == 3 and all(name.isascii() and name.startswith("f") for name in names)


def test_load_makes_every_table_with_its_types(workshop: Workshop) -> None:

    from pipelines.validate.schema import tables

    made = reports()
    made[1].say("产值{3}百万只", name="产值", unit="百万只", period=2024)
    made[1].say("产值{3}瓮", name="产值", unit="瓮", period=2024)
    rows = load(workshop.build_file, workshop.stage(made))
    assert rows["observation"] == sum(len(r.rows["observation"]) for r in made) - 1, "one is quarantined"
    with opened(workshop.build_file, read_only=True) as connection:
        types = connection.execute(
            "select table_name, column_name, lower(data_type) from duckdb_columns() where schema_name = 'staged' and table_name not in ('correction', 'review') order by table_name, column_index"
        ).fetchall()
        wanted = [
            (t.name, c.name, c.sql_type) for t in sorted(tables().values(), key=lambda t: t.name) for c in t.columns
        ]
        assert types == wanted
        files = connection.execute("select distinct document_id from staged.passage").fetchall()
        assert len(files) == 3
        units = dict(
            connection.execute(
                "select unit, cast(factor as double) from lexicon.unit where unit in ('百万只', '瓮')"
            ).fetchall()
        )
        assert units == {"百万只": 1e6, "瓮": None}
        [(key,)] = connection.execute(
            "select name_key from lexicon.indicator_name where indicator_name = '改造老旧小区'"
        ).fetchall()
        assert key


def damage(file: Path, how: str) -> None:
    """One fault of a disk or of an interrupted copy."""
    content = file.read_bytes()
    if how == "gone":
        file.unlink()
    elif how == "cut":
        file.write_bytes(content[: len(content) // 2])
    else:
        middle = len(content) // 2
        file.write_bytes(content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :])


def flip(file: Path, at: int) -> None:
    """One bit of a file is another."""
    content = file.read_bytes()
    file.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])


@pytest.mark.parametrize("how", ["gone", "cut", "flipped", "in its digest", "in its set", "at its end", "longer"])
def test_a_file_that_is_not_as_it_was_written_is_noticed(tmp_path: Path, how: str) -> None:
    report = reports()[0]
    staging.write(tmp_path, stage(report), frames(report))
    staging.write_manifest(tmp_path, [stage(report)])
    assert staging.fault(tmp_path, stage(report)) is None
    file = staging.path(tmp_path, stage(report))
    places = {"in its digest": 5, "in its set": 100, "at its end": file.stat().st_size - 1}
    if how in places:
        flip(file, places[how])
    elif how == "longer":
        file.write_bytes(file.read_bytes() + b" ")
    else:
        damage(file, how)
    said = str(staging.fault(tmp_path, stage(report)))
    assert said == staging.ABSENT if how == "gone" else file.name in said
    if how in ("cut", "in its digest", "in its set", "longer"):
        assert staging.fault(tmp_path, stage(report), digests=False), "the set and the size tell"
    if how not in ("gone", "longer"):
        with pytest.raises(PublishError, match=r"cannot be read .*; build again"):
            loose.frames(tmp_path, [stage(report)])
    with pytest.raises(PublishError, match=r"damaged, the first of .*; build again"):
        load(tmp_path / "b.duckdb", tmp_path)
    assert not staging.is_complete(tmp_path, stage(report)), "the next build reads it anew"
    staging.write(tmp_path, stage(report), frames(report))
    assert staging.fault(tmp_path, stage(report)) is None


def test_every_bit_of_a_small_file_counts(tmp_path: Path) -> None:
    one = Stage(None, "a.txt", "1")
    file = staging.write(tmp_path, one, {"outcome": frames(reports()[0])["outcome"]})
    content = file.read_bytes()
    for at in range(len(content)):
        flip(file, at)
        assert file.name in str(staging.fault(tmp_path, one)), at
        file.write_bytes(content)
    assert staging.fault(tmp_path, one) is None


def test_a_set_without_an_outcome_is_no_documents(tmp_path: Path) -> None:
    one = Stage(None, "a.txt", "1")
    sets.put_text(staging.path(tmp_path, one), sets.written(sets.Set({}, "")))
    assert staging.fault(tmp_path, one) == f"{staging.path(tmp_path, one)} names no outcome"


def test_a_manifest_with_a_key_of_another_name_is_said(tmp_path: Path) -> None:
    staging.write_manifest(tmp_path, [stage(reports()[0])])
    (tmp_path / "manifest.json").write_text((tmp_path / "manifest.json").read_text().replace("key", "kay"))
    with pytest.raises(PublishError, match="cannot be read"):
        staging.read_manifest(tmp_path)
