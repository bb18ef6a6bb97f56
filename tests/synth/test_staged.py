"""Made-up staged rows are what extraction would have staged: types, keys, and numerals where they are said to be."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from pipelines.staging import loose
from pipelines.staging import staged as staging
from pipelines.validate.schema import tables
from tests import marts
from tests.synth import staged


def test_rows_are_valid_and_numerals_stand_in_their_passages(tmp_path: Path) -> None:
    stages = list(staged.base(tmp_path, [2020], 3))
    assert len(stages) == 12
    staging.require_whole(tmp_path, stages)
    held = staging.shelf(tmp_path, stages)
    assert len(held.packed) == 4 and not held.loose
    frames = {kind: held.rows(kind) for kind in tables()}
    assert all(dict(frames[kind].schema) == table.polars() for kind, table in tables().items())
    observations = frames["observation"]
    assert frames["document"].height == 12 and observations.height > 2000
    assert observations["observation_id"].n_unique() == observations.height
    placed = observations.filter(pl.col("passage_no").is_not_null()).join(
        frames["passage"], on=["document_id", "passage_no"]
    )
    assert placed.height > 2000
    for row in placed.sample(200, seed=1).to_dicts():
        start = row["value_start"] - row["char_start"]
        assert row["text"][start : start + len(row["printed"])] == row["printed"]


def test_a_day_is_a_file_for_each_document_and_the_same_each_time(tmp_path: Path) -> None:
    names = [
        [stage.name for stage in staged.day(tmp_path / name, 2021, 3, 4, spread=False)] for name in ("one", "other")
    ]
    assert names[0] == names[1] and len(set(names[0])) == 4
    one, other = (sorted((tmp_path / name).rglob("*.rows")) for name in ("one", "other"))
    assert [path.name for path in one] == [path.name for path in other] and len(one) == 4
    for a, b in zip(one, other, strict=True):
        made, again = (loose.read(path)[1] for path in (a, b))
        assert made.keys() == again.keys() and len(made) >= 5
        for kind in made:
            rows = [of[kind].drop("bbox", "checks", "warnings", strict=False) for of in (made, again)]
            assert rows[0].sort(rows[0].columns).equals(rows[1].sort(rows[1].columns)), (a.name, kind)


@pytest.mark.slow
def test_the_marts_of_a_small_nation(tmp_path: Path) -> None:
    lines = "\n".join(marts.run(tmp_path, 60, 2))
    assert "from nothing" in lines and "new documents" in lines
    assert lines.count("\n| one observation with its passage |") == 1
