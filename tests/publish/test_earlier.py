"""Rows as earlier versions staged them, a Parquet file per table: read on, packed, and replaced when they are damaged."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import polars as pl
import pytest

from pipelines.errors import PublishError
from pipelines.staging import earlier, loose, sets
from pipelines.staging import staged as staging
from pipelines.staging.staged import Stage
from pipelines.staging.tally import tally
from pipelines.validate.frames import empty
from tests.publish.reports import reports
from tests.publish.test_packs import House, report
from tests.publish.test_staging import damage, frames, stage

FORMS = ("counted", "first")


def write(staged: Path, of: Stage, made: Mapping[str, pl.DataFrame], form: str = "counted") -> None:
    """Stage a document as earlier versions did; the first ones said sizes and digests alone."""
    parts = {}
    for kind, frame in made.items():
        if frame.height:
            file = earlier.path(staged, kind, of)
            file.parent.mkdir(parents=True, exist_ok=True)
            frame.write_parquet(file, compression="zstd", statistics=False)
            parts[kind] = sets.part_of(frame, file.read_bytes())
    text = sets.written(sets.Set(parts, sets.group_of(made["document"])))
    if form == "first":
        text = json.dumps({kind: [part.size, part.digest] for kind, part in parts.items()}, sort_keys=True) + "\n"
    sets.put_text(earlier.set_path(staged, of), text)


def as_before(house: House, form: str) -> None:
    """Put the documents that have files of their own into the files of an earlier version."""
    for of in house.stages:
        loose.path(house.staged, of).unlink()
        write(house.staged, of, frames(report(of)), form)


@pytest.mark.parametrize("form", FORMS)
def test_they_are_read_on_and_packed(tmp_path: Path, form: str) -> None:
    house = House(tmp_path, 9)
    before, counted = house.loaded(), tally(house.staged, house.stages)
    as_before(house, form)
    assert house.plan().tasks == () and house.loaded() == before
    again = tally(house.staged, house.stages)
    assert [(t.rows, t.checks) for t in again.values()] == [(t.rows, t.checks) for t in counted.values()]
    assert house.build() == [] and len(house.packs) == 3 and house.loaded() == before
    assert [path for path in house.staged.rglob("*.parquet") if path.parent.parent.name != "pack"] == []
    assert list(house.staged.glob("set/*")) == []


@pytest.mark.parametrize("how", ["gone", "cut", "flipped"])
@pytest.mark.parametrize("kind", ["observation", "passage", "outcome", "set"])
@pytest.mark.parametrize("form", FORMS)
def test_one_that_is_not_as_it_was_written_is_noticed_and_replaced(
    tmp_path: Path, form: str, kind: str, how: str
) -> None:
    made, of = frames(reports()[0]), stage(reports()[0])
    write(tmp_path, of, made, form)
    staging.write_manifest(tmp_path, [of])
    assert staging.fault(tmp_path, of) is None
    file = earlier.set_path(tmp_path, of) if kind == "set" else earlier.path(tmp_path, kind, of)
    damage(file, how)
    if kind != "set" or form != "first" or how != "flipped":  # which may be another set, of files that are not there
        assert file.stem in str(staging.fault(tmp_path, of))
    assert staging.fault(tmp_path, of) is not None
    with pytest.raises(PublishError, match="build again"):
        loose.frames(tmp_path, [of])
    staging.write(tmp_path, of, made)
    assert staging.fault(tmp_path, of) is None
    staging.prune(tmp_path)
    assert [path.suffix for path in tmp_path.rglob("*") if path.is_file()] == [".json", loose.SUFFIX]
    assert loose.frames(tmp_path, [of])["observation"].equals(made["observation"])


def test_a_file_that_the_set_does_not_name_is_noticed(tmp_path: Path) -> None:
    of = stage(reports()[0])
    write(tmp_path, of, frames(reports()[0]))
    extra = earlier.path(tmp_path, "cell", of)
    extra.parent.mkdir()
    empty("cell").write_parquet(extra)
    assert staging.fault(tmp_path, of) == f"{extra} is none of the document's files"


def test_what_nobody_needs_goes(tmp_path: Path) -> None:
    one, two = reports()[:2]
    for each in (one, two):
        write(tmp_path, stage(each), frames(each))
    staging.write_manifest(tmp_path, [stage(two)])
    assert staging.prune(tmp_path) == 1 + sum(1 for frame in frames(one).values() if frame.height)
    assert staging.is_complete(tmp_path, stage(two)) and not staging.is_complete(tmp_path, stage(one))
