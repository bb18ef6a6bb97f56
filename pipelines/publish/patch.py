"""The published file of a large warehouse, brought up to the build file instead of being written anew.

    rows = patch(build, warehouse, target)      # {"fct_indicator": 52_000_000, ...}; None: copy the whole build

A copy of the published file gets the rows of what was touched since (`state`), table by table where that is known, and
the other, small tables anew. Whether the published file is the one that the build file was made after is checked first;
what is deleted leaves free blocks in the file, so that it is written anew when they are many.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.publish import state, versions
from pipelines.publish.database import bounded

if TYPE_CHECKING:
    import duckdb

PIECE = 64 << 20  # bytes that are copied at once
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

    None, and no file, where the published one is not what the build file started from, or has many free blocks.
    """
    from pipelines.publish import swap

    version = state.patchable(build)
    current = versions.current(warehouse) if version is not None else None
    if current is None or current.version != version:
        return None
    copied = _copy(warehouse / versions.PUBLISHED, target)
    if current.digest and copied != current.digest:
        target.unlink()
        return None  # damaged, or written to by somebody: what is patched would carry that on
    with bounded(spill=build.with_name("spilled")) as connection:
        connection.execute(f"attach {swap.quoted(build)} as build (read_only)")
        connection.execute(f"attach {swap.quoted(target)} as public")
        if _free(connection) > FREE:
            target.unlink()
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


def _copy(source: Path, target: Path) -> str:
    """Copy a file and return the SHA-256 of the copy: of these very bytes, whatever becomes of the source."""
    try:
        return _copied_in_pieces(source, target)
    except (AttributeError, OSError):  # not every system, nor every file system, sends from file to file
        shutil.copyfile(source, target)
        return versions.digest(target)


def _copied_in_pieces(source: Path, target: Path) -> str:
    """The system copies, three times as fast as the bytes pass through this process; what is copied is read meanwhile."""
    total, buffer = hashlib.sha256(), memoryview(bytearray(1 << 20))
    with source.open("rb") as given, target.open("w+b") as taken, ThreadPoolExecutor(1) as pool:

        def read(start: int, end: int) -> None:
            while start < end:
                count = os.preadv(taken.fileno(), [buffer[: end - start]], start)
                if not count:
                    raise OSError(errno.EIO, "a copy is shorter than what was written", str(target))
                total.update(buffer[:count])
                start += count

        end, reading = 0, pool.submit(read, 0, 0)
        while count := os.sendfile(taken.fileno(), given.fileno(), end, PIECE):
            reading.result()
            reading = pool.submit(read, end, end + count)
            end += count
        reading.result()
    return total.hexdigest()


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
