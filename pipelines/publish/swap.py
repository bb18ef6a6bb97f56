"""From the build file to the published one: copy what is public, then replace the old file in one step.

    publication = publish(build_file, warehouse, documents=[...], checks=[...], extractor_version=..., keep=5)
    publication.version, publication.tables      # 12, {"fct_indicator": 812, ...}

The build file has schema `main` and nothing else, in a storage version that older DuckDBs read. A small one is copied
table by table, with comments, primary keys and views, in small blocks; a large one as it lies (`whole_file`). The
copy is made beside the published file, flushed to the disk, and renamed over it: a reader has the old file or the new
one. Call it under `runner.lock`. Whatever a killed run left is removed by `clean`.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.errors import Check, PublishError
from pipelines.publish import shapes, versions, whole_file
from pipelines.publish.database import STORAGE_VERSION, bounded, quoted, remove, remove_spilled
from pipelines.publish.versions import PUBLISHED, Publication

if TYPE_CHECKING:
    import duckdb

BLOCK_SIZE = 16384  # the smallest: a small warehouse takes a tenth of the default's room
LARGE_BLOCK_SIZE = 262144  # the default: from some size on it takes less
LARGE = 64 << 20  # bytes of a build file
KEYED_UP_TO = 300_000  # rows of a table up to which it gets its primary key: larger indexes cost more than they help
ASIDE = ".aside-"


def publish(
    build: Path,
    warehouse: Path,
    *,
    documents: Sequence[dict[str, str | None]] = (),
    checks: Iterable[Check] = (),
    extractor_version: str = "",
    code_version: str = "",
    keep: int = 5,
) -> Publication:
    """Publish schema `main` of the build file as <warehouse>/taizhang.duckdb and keep it as a version.

    Raises PublishError (a full disk, a read-only folder, a build file that is none) with the old file as it was.
    """
    clean(warehouse)
    aside = warehouse / f"{ASIDE}{os.getpid()}-{PUBLISHED}"
    try:
        rows = whole_file.duplicate(build, aside) or copy(build, aside)
        _flush(aside)
        publication = versions.keep(
            warehouse,
            aside,
            documents=documents,
            checks=checks,
            rows=rows,
            extractor_version=extractor_version,
            code_version=code_version,
        )
        replace(aside, warehouse / PUBLISHED)
        versions.prune(warehouse, keep)
    except OSError as error:
        raise PublishError(_failed(warehouse, error.strerror or str(error))) from error
    except Exception as error:
        if isinstance(error, PublishError) or type(error).__module__ not in ("duckdb", "_duckdb"):
            raise
        raise PublishError(_failed(warehouse, str(error))) from error
    finally:
        for path in (aside, _wal(aside)):
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
    return publication


def _failed(warehouse: Path, why: str) -> str:
    return f"publishing into {warehouse} failed: {why}; the published file is as it was"


def copy(build: Path, target: Path) -> dict[str, int]:
    """Copy schema `main` of a DuckDB file into a new file; returns the rows of each table."""
    if not build.exists():
        raise PublishError(f"{build} is missing: nothing was built")
    remove(target)
    with bounded(spill=build.with_name("spilled")) as connection:
        connection.execute(f"attach {quoted(build)} as build (read_only)")
        block_size = LARGE_BLOCK_SIZE if build.stat().st_size > LARGE else BLOCK_SIZE
        connection.execute(
            f"attach {quoted(target)} as public (storage_version '{STORAGE_VERSION}', block_size {block_size})"
        )
        connection.execute("use public.main")
        connection.execute("begin")  # as one transaction: each of some 600 statements would wait for the disk by itself
        rows = {name: copy_table(connection, name, sql) for name, sql in objects(connection, "table")}
        copy_views_and_comments(connection)
        connection.execute("commit")
        connection.execute("use memory.main")
        connection.execute("checkpoint public")
        connection.execute("detach public")
    return rows


def objects(connection: duckdb.DuckDBPyConnection, kind: str, database: str = "build") -> list[tuple[str, str]]:
    """Name and SQL of the tables or views of an attached database's schema main."""
    return connection.execute(
        f"""select {kind}_name, sql from duckdb_{kind}s()
            where database_name = ? and schema_name = 'main' and not internal order by 1""",
        [database],
    ).fetchall()


def copy_table(connection: duckdb.DuckDBPyConnection, name: str, sql: str) -> int:
    """Make a table with its constraints as DuckDB prints them, and fill it in the build's order; returns its rows."""
    [count] = connection.execute(f'select count(*) from build.main."{name}"').fetchone() or (0,)
    connection.execute(keyed(name, sql, int(count)))
    connection.execute(f'insert into public.main."{name}" select * from build.main."{name}"')
    return int(count)


def keyed(name: str, sql: str, count: int) -> str:
    """A table's SQL with the primary key that models which are built in parts cannot have.

    >>> keyed("dim_passage", "CREATE TABLE dim_passage(document_id VARCHAR, passage_no INTEGER);", 10)
    'CREATE TABLE dim_passage(document_id VARCHAR, passage_no INTEGER, PRIMARY KEY("document_id", "passage_no"));'
    """
    key = shapes.primary_keys().get(name)
    if not key or count > KEYED_UP_TO:
        return sql
    columns = ", ".join(f'"{column}"' for column in key)
    return f"{sql.rstrip().removesuffix(';').removesuffix(')')}, PRIMARY KEY({columns}));"


def copy_views_and_comments(connection: duckdb.DuckDBPyConnection) -> None:
    """Every view of the build, and what its tables, views and columns are said to be."""
    for name, sql in objects(connection, "view"):
        connection.execute(sql.replace("CREATE VIEW", "CREATE OR REPLACE VIEW", 1))
        connection.execute(f'select * from public.main."{name}" limit 0')
    _copy_comments(connection)


def _copy_comments(connection: duckdb.DuckDBPyConnection) -> None:
    """In two calls: some 600 statements, each of which would take longer to send than to carry out."""
    import duckdb

    of = "where database_name = 'build' and schema_name = 'main' and not internal and comment is not null"
    said: list[str] = []
    of_views: list[str] = []
    for kind in ("table", "view"):
        for name, comment in connection.execute(f"select {kind}_name, comment from duckdb_{kind}s() {of}").fetchall():
            said.append(f'comment on {kind} public.main."{name}" is {quoted(comment)}')
    views = {name for name, _ in objects(connection, "view")}
    columns = connection.execute(f"select table_name, column_name, comment from duckdb_columns() {of}").fetchall()
    for table, column, comment in columns:
        statements = of_views if table in views else said
        statements.append(f'comment on column public.main."{table}"."{column}" is {quoted(comment)}')
    connection.execute("; ".join(said))
    # Old storage versions cannot keep the comments of a view's columns; those of its tables say the same.
    with contextlib.suppress(duckdb.NotImplementedException):
        connection.execute("; ".join(of_views))


def replace(new: Path, published: Path) -> None:
    """Put a whole new file in the place of the published one, in one step.

    A write-ahead log beside the old file would be replayed into the new one, so it goes first; nothing ever writes
    into the published file, so a log there is somebody else's.
    """
    _wal(published).unlink(missing_ok=True)
    if published.is_dir():
        set_aside(published)
    new.replace(published)
    _flush(published.parent)


def set_aside(published: Path) -> Path:
    """Give a published file that is none another name, which no other file has; returns it."""
    number = 1
    while (target := published.with_name(f"{published.name}.damaged-{number}")).exists():
        number += 1
    return published.rename(target)


def clean(warehouse: Path) -> int:
    """Remove what killed runs left beside the published file; returns how many files."""
    left = sorted(warehouse.glob(f"{ASIDE}*")) + sorted((warehouse / versions.FOLDER).glob(f"{ASIDE}*"))
    for path in left:
        path.unlink(missing_ok=True)
    remove_spilled(warehouse / ".build")
    return len(left)


def _wal(path: Path) -> Path:
    return path.with_name(path.name + ".wal")


def _flush(path: Path) -> None:
    """Make the disk hold what was written; folders cannot be flushed everywhere."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except PermissionError:  # Windows does not open folders
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
