"""Each column's parents are read from the SQL; what cannot be read is left out, what was read is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.publish import lineage
from pipelines.publish.lineage import trace

KNOWN = {
    ("staged", "observation"): {"id": "varchar", "value": "decimal(38,6)", "unit": "varchar"},
    ("lexicon", "unit"): {"unit": "varchar", "factor": "decimal(38,6)"},
    ("main", "added"): {"value": "decimal(38,6)", "reason": "varchar"},
}


def columns(sql: str) -> lineage.Columns:
    return trace({"model": sql}, KNOWN)["model"]


def test_a_computed_column_has_all_that_it_is_made_from() -> None:
    sql = """with observation as (select * from "warehouse"."staged"."observation"),
             unit as (select * from "warehouse"."lexicon"."unit")
             select observation.* exclude (unit), value * factor as value_base, 'x' as kind, count(*) over () as many
             from observation left join unit using (unit)"""
    assert columns(sql) == {
        "id": [("observation", "id")],
        "value": [("observation", "value")],
        "value_base": [("observation", "value"), ("unit", "factor")],
        "kind": [],
        "many": [],
    }


def test_a_union_by_name_has_the_columns_of_both_sides() -> None:
    sql = """with rows as (select id, value from staged.observation union all by name select reason, value from main.added)
             select * from rows union all by name select unit as id from lexicon.unit"""
    assert columns(sql) == {
        "id": [("observation", "id"), ("unit", "unit")],
        "value": [("added", "value"), ("observation", "value")],
        "reason": [("added", "reason")],
    }


def test_what_cannot_be_read_is_left_out() -> None:
    assert list(trace({"bad": "select from where", "good": "select id from staged.observation"}, KNOWN)) == ["good"]


def test_what_was_traced_is_kept_until_the_sql_or_the_columns_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache, asked = tmp_path / "lineage.json", []
    original = lineage._trace
    monkeypatch.setattr(lineage, "_trace", lambda sql, schema: (asked.append(sql), original(sql, schema))[1])
    one = {"a": "select id from staged.observation", "b": "select unit from lexicon.unit"}
    first = trace(one, KNOWN, cache)
    assert trace(one, KNOWN, cache) == first and len(asked) == 2
    trace(one | {"b": "select factor from lexicon.unit"}, KNOWN, cache)
    assert len(asked) == 3
    trace(one, KNOWN | {("main", "more"): {"id": "varchar"}}, cache)
    assert len(asked) == 5
    cache.write_text("{", encoding="utf-8")
    assert trace(one, KNOWN, cache) == first
    assert trace(one, KNOWN, cache / "lineage.json") == first, "a cache that cannot be written is none"
    asked.clear()
    fresh = tmp_path / "target" / "lineage.json"
    assert trace(one, KNOWN, fresh) == trace(one, KNOWN, fresh) == first
    assert len(asked) == 2, "the folder is made: else every build of a fresh checkout would trace everything"
