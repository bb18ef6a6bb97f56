"""The views of schema main: what analysts read, under the names of the contract, with a column `writer`.

    refresh(lake, relations)        # in a transaction of the caller

A report that two offices both published counts once: of its rows those of the newer publication stand, and view
shared_document says which. Catalogues (single.csv, `key`) have one row per key, that of the newest publication, and no
writer. What one writer worked out from all its documents (targets against outcomes, conflicts, projects) stands once per
writer. Schema by_writer has everything that everyone published.
"""

from __future__ import annotations

import csv
import functools
from collections.abc import Sequence
from pathlib import Path

from pipelines.publish.shapes import Relation
from pipelines.serve.ducklake.lake import ALIAS, SCHEMA, Lake, mark, named, quoted
from pipelines.serve.ducklake.tables import VIEWS_ONLY, WRITER, lake_type

HERE = Path(__file__).resolve().parent
LAYOUT = 1  # to be raised when the views below change: then the next publication makes them all anew
SHARED = "shared_document"
SHARED_COMMENT = (
    "多个写入者都发布的文件；stands 为真者在各视图中有效。One row per document that several writers published, and writer: "
    "the rows of the one that stands are those that the views of this schema show."
)
SHARED_SQL = f"""
    with held as (
        select d.document_id, d.source_file, d.title, d.{WRITER}, p.published_at,
            row_number() over (partition by d.document_id order by p.published_at desc, d.{WRITER}) = 1 as stands,
            count(*) over (partition by d.document_id) as writer_count
        from {SCHEMA}.dim_document as d join {SCHEMA}.publication as p using ({WRITER})
    )
    select document_id, source_file, title, {WRITER}, published_at, stands from held where writer_count > 1
"""
PUBLICATION_SQL = f"select * from {SCHEMA}.publication"


def refresh(lake: Lake, relations: Sequence[Relation], widened: bool) -> bool:
    """Make the views that are missing, or all of them after a change; returns whether any was made.

    Those that a later version of taizhang made are left alone.
    """
    there = {name for (name,) in lake.rows("select view_name from duckdb_views() where database_name = ?", ALIAS)}
    anew = widened or lake.layout < LAYOUT
    if anew or SHARED not in there:
        _make(lake, SHARED, SHARED_SQL, SHARED_COMMENT)
        _make(
            lake,
            "publication",
            PUBLICATION_SQL,
            "各写入者的最近一次发布。One row per writer: the publication that stands.",
        )
    columns = lake.columns()
    made = False
    for relation in relations:
        if anew or relation.name not in there:
            _make(lake, relation.name, select(relation, columns), relation.comment)
            made = True
    if lake.layout < LAYOUT:
        mark(lake.connection, lake.id, LAYOUT)
    return made


def _make(lake: Lake, name: str, sql: str, comment: str) -> None:
    # Without the name under which the lake is attached here: readers give it their own.
    lake.connection.execute(f"use {ALIAS}")
    try:
        lake.connection.execute(f'create or replace view main."{name}" as {sql}')
    finally:
        lake.connection.execute("use memory")
    lake.connection.execute(f"comment on view {named('main', name)} is {quoted(comment)}")


def select(relation: Relation, columns: dict[str, dict[str, str]]) -> str:
    """The SQL of a relation's view on the tables of by_writer."""
    source = VIEWS_ONLY.get(relation.name, relation.name)
    chosen = [_restored(column.name, column.type) for column in relation.columns]
    if relation.name not in VIEWS_ONLY:  # what other versions have beside ours
        own = {column.name for column in relation.columns} | {WRITER}
        chosen += [f't."{name}"' for name in columns.get(source, {}) if name not in own]
    by = _single().get(relation.name)
    if by is not None and by["by"] == "key":
        key = ", ".join(f't."{name}"' for name in relation.primary_key)
        return f"""select distinct on ({key}) {", ".join(chosen)}
            from {SCHEMA}."{source}" as t join {SCHEMA}.publication as p using ({WRITER})
            order by {key}, p.published_at desc, {WRITER}"""
    base = f'select t.{WRITER}, {", ".join(chosen)} from {SCHEMA}."{source}" as t'
    if by is not None:
        return f"""{base} where not exists (
            select 1 from {SCHEMA}."{by["to"]}" as f join {SHARED} as s
            on s.{WRITER} = f.{WRITER} and s.document_id = f.document_id and not s.stands
            where f.{WRITER} = t.{WRITER} and f."{by["to_column"]}" = t."{by["column"]}")"""
    if "document_id" in {column.name for column in relation.columns}:
        return f"""{base} where not exists (
            select 1 from {SHARED} as s
            where s.{WRITER} = t.{WRITER} and s.document_id = t.document_id and not s.stands)"""
    return base


def _restored(name: str, kind: str) -> str:
    return f't."{name}"' if kind == lake_type(kind) else f'cast(t."{name}" as {kind}) as "{name}"'


@functools.cache
def _single() -> dict[str, dict[str, str]]:
    with (HERE / "single.csv").open(encoding="utf-8", newline="") as lines:
        return {row["relation"]: row for row in csv.DictReader(lines)}
