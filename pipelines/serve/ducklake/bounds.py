"""No bounds of whole tables in the catalogue, for DuckLake of DuckDB 1.5.5 gets them wrong and then loses rows.

A file that has no least and greatest value of a column (a text of more than 10,000 bytes among them is enough, or a change
of the column's type) makes those of the table unknown; the next file's are then taken for those of all, and a filter that
they rule out finds nothing (mended after it, duckdb/ducklake#1397). So they are kept unknown: by a trigger where
the catalogue is in PostgreSQL, right after each commit where it is a file that nobody else can have open. Those of single
files are right, and they are what spares reading.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.errors import PublishError

if TYPE_CHECKING:
    import duckdb

    from pipelines.serve.ducklake.catalogue import Session

TABLE = "ducklake_table_column_stats"
NAME = "taizhang_unbounded"
THERE = f"select 1 from pg_trigger where tgname = '{NAME}' and tgrelid = to_regclass('{TABLE}')"
MAKE = f"""
    create or replace function {NAME}() returns trigger language plpgsql as
    $$ begin new.min_value := null; new.max_value := null; new.contains_null := true; return new; end $$;
    create trigger {NAME} before insert or update on {TABLE} for each row execute function {NAME}();
    update {TABLE} set min_value = null;
"""


def guard(session: Session) -> None:
    """Make the trigger where it is missing; PublishError where that is not allowed."""
    import psycopg

    if session.connection is None or session.connection.execute(THERE).fetchone():
        return
    try:
        with session.connection.transaction():
            session.connection.execute(MAKE)
    except psycopg.Error as error:
        raise PublishError(
            f"the catalogue needs a trigger on {TABLE}, which its owner has to make by publishing once: "
            f"{session.catalogue.plain(error)}"
        ) from None


def forget(session: Session, connection: duckdb.DuckDBPyConnection, metadata: str) -> None:
    """After a commit into a file: forget the bounds in the schema `metadata`. Where there is a trigger it has done so."""
    if session.connection is None:
        connection.execute(
            f"""update {metadata}.{TABLE} set min_value = null, max_value = null, contains_null = true
                where min_value is not null or max_value is not null or not contains_null"""
        )
