"""The tables of schema by_writer: made, and widened when a later version of taizhang has more columns.

    prepare(lake, relations)        # in a transaction of the caller

Every mart and every flat view is a table here, with `writer` in front and partitioned by it, so that replacing what a
writer published is to drop whole files. DuckLake has no lists of fixed length: DOUBLE[4] is DOUBLE[] here, and DOUBLE[4]
again in the views.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.errors import PublishError
from pipelines.publish.shapes import Column, Relation
from pipelines.serve.ducklake.lake import SCHEMA, Lake, named, quoted

WRITER = "writer"
WRITER_COMMENT = "写入者。Who published the row."
VIEWS_ONLY = {"observations": "fct_indicator"}  # a choice of another table's columns; in the lake too


def stored(relations: Sequence[Relation]) -> list[Relation]:
    """What becomes a table of the lake."""
    return [relation for relation in relations if relation.name not in VIEWS_ONLY]


def require_choices(relations: Sequence[Relation]) -> None:
    """Raise PublishError for a view of VIEWS_ONLY that has become more than a choice of columns."""
    columns = {relation.name: {column.name for column in relation.columns} for relation in relations}
    for view, table in VIEWS_ONLY.items():
        if more := columns.get(view, set()) - columns.get(table, set()):
            raise PublishError(f"{view}.{min(more)} is no column of {table}, and the lake has nowhere to put it")


def lake_type(kind: str) -> str:
    """The lake's type for DuckDB's.

    >>> lake_type("DOUBLE[4]"), lake_type("VARCHAR[]"), lake_type("DECIMAL(38,6)")
    ('DOUBLE[]', 'VARCHAR[]', 'DECIMAL(38,6)')
    """
    return re.sub(r"\[\d+\]", "[]", kind)


def prepare(lake: Lake, relations: Sequence[Relation]) -> bool:
    """Make the tables and columns that the lake lacks; returns whether there were any.

    Columns that only the lake has stay: those of other writers need them, and ours are NULL there. PublishError for a
    column whose type the lake cannot be widened to.
    """
    require_choices(relations)
    there = lake.columns()
    changed = False
    for relation in stored(relations):
        if WRITER in {column.name for column in relation.columns}:
            raise PublishError(f"{relation.name} has a column {WRITER} of its own")
        if relation.name not in there:
            _make(lake, relation)
            changed = True
            continue
        for column in relation.columns:
            changed |= _fit(lake, relation.name, column, there[relation.name].get(column.name))
    return changed


def _make(lake: Lake, relation: Relation) -> None:
    table = named(SCHEMA, relation.name)
    columns = ", ".join(f'"{c.name}" {lake_type(c.type)}' for c in relation.columns)
    lake.connection.execute(f"create table {table} ({WRITER} varchar, {columns})")
    lake.connection.execute(f"alter table {table} set partitioned by ({WRITER})")
    lake.connection.execute(f"comment on table {table} is {quoted(relation.comment)}")
    lake.connection.execute(f"comment on column {table}.{WRITER} is {quoted(WRITER_COMMENT)}")
    for column in relation.columns:
        _comment(lake, relation.name, column)


def _fit(lake: Lake, table: str, column: Column, kind: str | None) -> bool:
    """Make the lake's column take ours; returns whether anything was to be done."""
    import duckdb

    wanted = lake_type(column.type)
    if kind is None:
        lake.connection.execute(f'alter table {named(SCHEMA, table)} add column "{column.name}" {wanted}')
        _comment(lake, table, column)
        return True
    if kind == wanted or is_narrower(wanted, kind):
        return False
    try:
        lake.connection.execute(
            f'alter table {named(SCHEMA, table)} alter column "{column.name}" set data type {wanted}'
        )
    except duckdb.CatalogException:
        raise PublishError(
            f"{table}.{column.name} is {kind} in the lake and {wanted} in this warehouse, which do not go together. "
            "Publish with the version of taizhang that the other writers have, or into a lake of its own"
        ) from None
    return True


def is_narrower(kind: str, than: str) -> bool:
    """Whether every value of a type is one of another, as DuckLake takes files of it.

    >>> is_narrower("INTEGER", "BIGINT"), is_narrower("BIGINT", "INTEGER"), is_narrower("FLOAT", "DOUBLE")
    (True, False, True)
    """
    orders = (("TINYINT", "SMALLINT", "INTEGER", "BIGINT"), ("FLOAT", "DOUBLE"))
    return any(kind in one and than in one and one.index(kind) < one.index(than) for one in orders)


def _comment(lake: Lake, table: str, column: Column) -> None:
    lake.connection.execute(f'comment on column {named(SCHEMA, table)}."{column.name}" is {quoted(column.comment)}')
