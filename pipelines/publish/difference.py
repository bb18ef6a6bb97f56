"""What changed between two versions of the warehouse: observations added, removed, said differently.

    found = diff(warehouse, 11, 12)      -> Difference
    found.by_document, found.by_indicator, found.changed

An observation is first looked for under its id. A document that was edited has other ids throughout, so what is left is
matched within the file by what it speaks of (indicator, measure, statement, period, place), in the order of the text:
figures that only moved are no change.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.publish.database import bounded
from pipelines.publish.versions import find

KEY = ("source_file", "indicator_name", "measure", "statement", "period_label", "region_name")
SAID = (
    "indicator_code",
    "indicator_name",
    "value",
    "unit",
    "measure",
    "statement",
    "period_label",
    "qualifier",
    "scope",
    "region_code",
)


@dataclass(frozen=True, slots=True)
class Difference:
    """Counts of `added`, `removed` and `changed` by document and by indicator, and the first such observations."""

    by_document: list[dict[str, Any]]
    by_indicator: list[dict[str, Any]]
    changed: list[dict[str, Any]]


def diff(warehouse: Path, before: int, after: int, limit: int = 100) -> Difference:
    """What version `after` has, lacks and says differently against `before`; PublishError if one is not kept."""
    with bounded(spill=warehouse / ".build" / "spilled") as connection:
        for name, version in (("before", before), ("after", after)):
            path = str(find(warehouse, version)).replace("'", "''")
            connection.execute(f"attach '{path}' as {name} (read_only)")
        connection.execute(f"create table difference as {_query()}")
        counted = ", ".join(f"count(*) filter (change = '{c}') as {c}" for c in ("added", "removed", "changed"))
        return Difference(
            _records(connection, f"select source_file, {counted} from difference group by 1 order by 1"),
            _records(connection, f"select indicator_name, {counted} from difference group by 1 order by 1"),
            _records(connection, f"from difference order by source_file, change, observation_id limit {int(limit)}"),
        )


def _query() -> str:
    """One row for each observation that is not in both versions, or not the same in both."""
    columns = ", ".join(dict.fromkeys(("observation_id", "value_start", *KEY, *SAID)))
    keys = ", ".join(KEY)
    return f"""
        with
        b as (select {columns} from before.main.fct_indicator),
        a as (select {columns} from after.main.fct_indicator),
        b_left as (
          select *, row_number() over (partition by {keys} order by value_start, observation_id) as turn
          from b anti join a using (observation_id)
        ),
        a_left as (
          select *, row_number() over (partition by {keys} order by value_start, observation_id) as turn
          from a anti join b using (observation_id)
        ),
        paired as (
          select b, a from b inner join a using (observation_id)
          union all
          select b_left as b, a_left as a
          from b_left full join a_left
            on a_left.turn = b_left.turn and {" and ".join(f"a_left.{c} is not distinct from b_left.{c}" for c in KEY)}
        )
        select
          coalesce(a.source_file, b.source_file) as source_file,
          coalesce(a.indicator_name, b.indicator_name) as indicator_name,
          coalesce(a.observation_id, b.observation_id) as observation_id,
          case when b.observation_id is null then 'added' when a.observation_id is null then 'removed' else 'changed' end
            as change,
          coalesce(a.period_label, b.period_label) as period_label,
          b.value as value_before, b.unit as unit_before, a.value as value_after, a.unit as unit_after
        from paired
        where ({", ".join(f"b.{c}" for c in SAID)}) is distinct from ({", ".join(f"a.{c}" for c in SAID)})"""


def _records(connection: Any, sql: str) -> list[dict[str, Any]]:
    cursor = connection.execute(sql)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
