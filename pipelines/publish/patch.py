"""The published file of a large warehouse, brought up to the build file instead of being written anew.

    rows = patch(build, warehouse, target)      # {"fct_indicator": 52_000_000, ...}; None: copy the whole build

A copy of the published file gets the rows of what was touched since (`state`), table by table where that is known, and
the other, small tables anew. Whether the published file is the one that the build file was made after is checked first;
what is deleted leaves free blocks in the file, so that it is written anew when they are many.
"""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.publish import state, versions
from pipelines.publish.database import bounded, remove

if TYPE_CHECKING:
    import duckdb

FREE = 0.3  # the part of a file's blocks that may be free

BY_DOCUMENT = "document_id in (select document_id from build.state.touched_document)"
BY_PLACE = "in (select document_id from build.intermediate.int_touched_document)"
BY_REGION = "coalesce(region_code, region_name, '') in (select region_key from build.intermediate.int_touched_period)"
BY_PERIOD = """exists (
    from build.intermediate.int_touched_period as touched
    where touched.region_key = coalesce(region_code, region_name, '') and touched.period_end = year)"""
TOUCHED = {
    "dim_cell": BY_DOCUMENT,
    "dim_livelihood_item": f"plan_document_id {BY_PLACE}",
    "dim_passage": BY_DOCUMENT,
    "fct_indicator": f"({BY_DOCUMENT} or observation_id in (select observation_id from reflagged))",
    "fct_key_project": f"document_id {BY_PLACE}",
    "fct_livelihood_task": f"document_id {BY_PLACE}",
    "fct_target_actual": BY_REGION,
    "mart_indicator_series": BY_PERIOD,
}
"""Table → which of its rows may differ: the rows that the models make anew (dbt_project/macros/incremental.sql)."""

REFLAGGED = """
    create or replace temp table reflagged as
    select observation_id
    from (select observation_id, checks from public.main.fct_indicator where len(checks) > 0) as old
    full join (select observation_id, checks from build.main.fct_indicator where len(checks) > 0) as new using (observation_id)
    where old.checks is distinct from new.checks"""


def patch(build: Path, warehouse: Path, target: Path) -> dict[str, int] | None:
    """Make `target` from the published file and what was touched; returns the rows of each table.

    None, and no file, where the published one is not what the build file started from, or has many free blocks. The
    digest of the published file is read while its copy is brought up to date: what is damaged, or was written to by
    somebody, would be carried on.
    """
    import duckdb

    version = state.patchable(build)
    current = versions.current(warehouse) if version is not None else None
    if current is None or current.version != version:
        return None
    published = warehouse / versions.PUBLISHED
    rows: dict[str, int] | None = None
    with ThreadPoolExecutor(1) as pool:
        before = _written(published)
        digest = pool.submit(versions.digest, published)
        shutil.copyfile(
            published, target
        )  # the system copies, three times as fast as the bytes pass through this process
        try:
            rows = _patched(build, target)
        except duckdb.Error:
            if _is_as_published(current, digest.result()):
                raise
        if not _is_as_published(current, digest.result()) or _written(published) != before:
            rows = None
    if rows is None:
        remove(target)
    return rows


def _is_as_published(publication: versions.Publication, digest: str) -> bool:
    return publication.digest in ("", digest)


def _written(file: Path) -> tuple[int, int]:
    """What is another one as soon as somebody writes into the file."""
    status = file.stat()
    return status.st_size, status.st_mtime_ns


def _patched(build: Path, target: Path) -> dict[str, int] | None:
    """Bring a copy of the published file up to the build file; None, and the copy as it was, where much of it is free."""
    from pipelines.publish import swap

    with bounded(spill=build.with_name("spilled")) as connection:
        connection.execute(f"attach {swap.quoted(build)} as build (read_only)")
        connection.execute(f"attach {swap.quoted(target)} as public")
        if _free(connection) > FREE:
            return None
        connection.execute("use public.main")
        connection.execute("begin")
        for name, _ in swap.objects(connection, "view", "public"):
            connection.execute(f'drop view public.main."{name}"')
        before = dict(swap.objects(connection, "table", "public"))
        tables = swap.objects(connection, "table")
        for name in before.keys() - dict(tables).keys():
            connection.execute(f'drop table public.main."{name}"')
        connection.execute(REFLAGGED)
        rows = {name: _table(connection, name, sql, before.get(name)) for name, sql in tables}
        swap.copy_views_and_comments(connection)
        connection.execute("commit")
        connection.execute("use memory.main")
        connection.execute("checkpoint public")
        connection.execute("detach public")
    return rows


def _table(connection: duckdb.DuckDBPyConnection, name: str, sql: str, before: str | None) -> int:
    """Bring one table up to the build; one that has other columns, or a key in the way, is made anew."""
    from pipelines.publish import swap

    if name not in TOUCHED or before != sql:
        if before is not None:
            connection.execute(f'drop table public.main."{name}"')
        return swap.copy_table(connection, name, sql)
    connection.execute(f'delete from public.main."{name}" where {TOUCHED[name]}')
    # The rows are found by what decides and then fetched by their places: else all columns of all rows would be read.
    of = f'build.main."{name}"'
    connection.execute(
        f'insert into public.main."{name}" select * from {of} where rowid in (select rowid from {of} where {TOUCHED[name]})'
    )
    [count] = connection.execute(f'select count(*) from public.main."{name}"').fetchone() or (0,)
    return int(count)


def _free(connection: duckdb.DuckDBPyConnection) -> float:
    """The part of the target's blocks that hold nothing."""
    [free, total] = connection.execute(
        "select free_blocks, total_blocks from pragma_database_size() where database_name = 'public'"
    ).fetchone() or (0, 1)
    return free / max(1, total)
