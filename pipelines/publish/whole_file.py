"""A large build file published as it lies, byte by byte, where copying its tables would read and write each row again.

    rows = duplicate(build, target)      # {"fct_indicator": 52_000_000, ...}; None: copy table by table

The build file has what is published and nothing else, in the published file's format. What is missing in it are the primary
keys of small tables, which models that are brought up to date cannot have; they are added to the copy. What is deleted
from a file that is brought up to date leaves free blocks; where they are many, a copy by tables leaves them behind.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.publish import shapes, state
from pipelines.publish.database import bounded, quoted

if TYPE_CHECKING:
    import duckdb

FREE = 0.3  # the part of a file's blocks that may be free


def duplicate(build: Path, target: Path) -> dict[str, int] | None:
    """Make `target` a copy of the build file, with its keys; returns the rows of each table.

    None, and no file, where the build file is small and was made from nothing, has many free blocks, or has a write-ahead
    log that DuckDB does not take into it.
    """
    from pipelines.publish import swap

    if not build.exists() or build.stat().st_size <= swap.LARGE and not state.is_partial(build):
        return None
    with bounded(spill=build.with_name("spilled")) as connection:
        connection.execute(f"attach {quoted(build)} as build (read_only)")
        if _free(connection) > FREE:
            return None
    if not _is_whole(build):
        return None
    shutil.copyfile(build, target)
    with bounded(spill=build.with_name("spilled")) as connection:
        connection.execute(f"attach {quoted(target)} as public")
        rows = {name: _count(connection, name) for name, _ in swap.objects(connection, "table", "public")}
        for name, key in shapes.primary_keys().items():
            if 0 <= rows.get(name, -1) <= swap.KEYED_UP_TO:
                columns = ", ".join(f'"{column}"' for column in key)
                connection.execute(f'alter table public.main."{name}" add primary key ({columns})')
        connection.execute("checkpoint public")
        connection.execute("detach public")
    return rows


def _is_whole(build: Path) -> bool:
    """Whether all that was written stands in the file itself; a log that a stopped process left is taken into it first."""
    log = build.with_name(build.name + ".wal")
    if log.exists():
        with bounded(build) as connection:
            connection.execute("checkpoint")
    return not log.exists()


def _count(connection: duckdb.DuckDBPyConnection, name: str) -> int:
    [count] = connection.execute(f'select count(*) from public.main."{name}"').fetchone() or (0,)
    return int(count)


def _free(connection: duckdb.DuckDBPyConnection) -> float:
    """The part of the build file's blocks that hold nothing."""
    [free, total] = connection.execute(
        "select free_blocks, total_blocks from pragma_database_size() where database_name = 'build'"
    ).fetchone() or (0, 1)
    return free / max(1, total)
