"""The published warehouse as a schema of a PostgreSQL database.

    result = publish(published, "postgresql://bi@db.example/reports", "taizhang")
    result.rows, result.left_out            # {"fct_indicator": 812, ...}, relations that do not hold

Everything happens in one transaction: the new schema is filled beside the old one and takes its name at the end, so a
reader sees the old tables or the new ones, and whatever fails leaves the old ones. Views arrive as tables, for they are
written in DuckDB's SQL. Rights that were granted on the old schema and its tables are granted on the new ones.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.errors import PublishError
from pipelines.publish import shapes
from pipelines.publish.shapes import Relation
from pipelines.serve.postgres import schema as places
from pipelines.serve.postgres.connection import driver, opened
from pipelines.serve.query import connect

if TYPE_CHECKING:
    import duckdb
    import psycopg

LOCK_SECONDS = 30  # how long the exchange waits for readers of the old tables
BATCH = 5_000
TYPES = {
    "VARCHAR": "text",
    "INTEGER": "integer",
    "BIGINT": "bigint",
    "DOUBLE": "double precision",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIMESTAMP": "timestamp",
}


@dataclass(frozen=True, slots=True)
class Published:
    """What is in the schema now: rows of each table, and relations of relations.csv that the rows do not keep."""

    rows: dict[str, int]
    left_out: list[str] = field(default_factory=list)


def publish(published: Path, url: str, schema: str = "taizhang", lock_seconds: float = LOCK_SECONDS) -> Published:
    """Replace the schema by the published warehouse.

    Raises PublishError where there is no warehouse or no driver, the database cannot be reached or refuses, the schema
    is somebody else's, other objects hang on its tables, or readers do not let go of them in time.
    """
    psycopg = driver()
    with connect(published, files=True) as source:
        relations = shapes.read(source)
        try:
            target = opened(psycopg, url)
        except psycopg.Error as error:
            raise PublishError(f"PostgreSQL cannot be reached: {error}") from None
        with target:
            try:
                with target.transaction():
                    target.execute(f"set local lock_timeout = {int(lock_seconds * 1000)}")
                    return _exchange(source, target, relations, schema)
            except psycopg.errors.LockNotAvailable:
                raise PublishError(
                    f"somebody has been reading schema {schema} for more than {lock_seconds:g} s; it is as it was. "
                    "Run it again when their transaction has ended"
                ) from None
            except psycopg.Error as error:
                raise PublishError(f"PostgreSQL refused, and schema {schema} is as it was: {error}") from None


def _exchange(
    source: duckdb.DuckDBPyConnection, target: psycopg.Connection, relations: list[Relation], schema: str
) -> Published:
    # Two at a time would wait for each other's tables; the second one starts when the first has ended.
    target.execute("select pg_advisory_xact_lock(hashtext(%s))", [f"taizhang {schema}"])
    places.require_ours(target, schema)
    grants = places.read_grants(target, schema)
    new = places.create_beside(target, schema)
    rows = {relation.name: _fill(source, target, new, relation) for relation in relations}
    left_out = _relate(target, new, relations)
    places.replace(target, new, schema)
    places.restore_grants(target, schema, grants, [relation.name for relation in relations])
    return Published(rows, left_out)


def _fill(source: duckdb.DuckDBPyConnection, target: psycopg.Connection, schema: str, relation: Relation) -> int:
    """Make a table with its comments and primary key, and copy its rows."""
    from psycopg import sql

    table = sql.Identifier(schema, relation.name)
    columns = [
        sql.SQL("{} {}{}").format(
            sql.Identifier(column.name),
            sql.SQL(column_type(column.type)),
            sql.SQL("" if column.nullable else " not null"),
        )
        for column in relation.columns
    ]
    target.execute(sql.SQL("create table {} ({})").format(table, sql.SQL(", ").join(columns)))
    # PostgreSQL has no character 0; what stands for it is its picture.
    chosen = ", ".join(
        f"replace(\"{c.name}\", chr(0), '␀')" if c.type == "VARCHAR" else f'"{c.name}"' for c in relation.columns
    )
    cursor = source.execute(f'select {chosen} from main."{relation.name}"')
    count = 0
    with target.cursor() as into, into.copy(sql.SQL("copy {} from stdin").format(table)) as copy:
        while batch := cursor.fetchmany(BATCH):
            count += len(batch)
            for row in batch:
                copy.write_row(row)
    if relation.primary_key:
        key = sql.SQL(", ").join(map(sql.Identifier, relation.primary_key))
        target.execute(sql.SQL("alter table {} add primary key ({})").format(table, key))
    target.execute(sql.SQL("comment on table {} is {}").format(table, sql.Literal(relation.comment)))
    for column in relation.columns:
        place = sql.Identifier(schema, relation.name, column.name)
        target.execute(sql.SQL("comment on column {} is {}").format(place, sql.Literal(column.comment)))
    target.execute(sql.SQL("analyze {}").format(table))
    return count


def column_type(kind: str) -> str:
    """PostgreSQL's type for DuckDB's.

    >>> column_type("DECIMAL(38,6)"), column_type("VARCHAR[]"), column_type("DOUBLE[4]")
    ('numeric(38,6)', 'text[]', 'double precision[]')
    """
    if kind.endswith("]"):
        return column_type(kind[: kind.rindex("[")]) + "[]"
    return "numeric" + kind.removeprefix("DECIMAL") if kind.startswith("DECIMAL") else TYPES.get(kind, "text")


def _relate(target: psycopg.Connection, schema: str, relations: list[Relation]) -> list[str]:
    """Declare the foreign keys, for tools that make their relations from them; returns those that do not hold."""
    import psycopg
    from psycopg import sql

    left_out = []
    for relation in relations:
        for key in relation.foreign_keys:
            column, to_column = sql.Identifier(key.column), sql.Identifier(key.to_column)
            tables = sql.Identifier(schema, relation.name), sql.Identifier(schema, key.to_table)
            command = sql.SQL("alter table {} add foreign key ({}) references {} ({})")
            try:
                with target.transaction():
                    target.execute(command.format(tables[0], column, tables[1], to_column))
            except psycopg.errors.ForeignKeyViolation:
                left_out.append(f"{relation.name}.{key.column} → {key.to_table}.{key.to_column}")
    return left_out
