"""A large build file published as it lies, byte by byte, where copying its tables would read and write each row again.

    rows = duplicate(build, target)      # {"fct_indicator": 52_000_000, ...}; None: copy table by table

The build file has what is published and nothing else, in the published file's format. What is missing in it are the primary
keys of small tables, which models that are brought up to date cannot have; they are added to the copy. What is deleted
from a file that is brought up to date leaves free blocks; where they are many, a copy by tables leaves them behind.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.publish import shapes, state, versions
from pipelines.publish.database import STORAGE_VERSION, bounded, log_of, quoted

if TYPE_CHECKING:
    import duckdb

PIECE = 64 << 20  # bytes that are copied at once
FREE = 0.3  # the part of a file's blocks that may be free


def duplicate(build: Path, target: Path) -> dict[str, int] | None:
    """Make `target` a copy of the build file, with its keys; returns the rows of each table.

    None, and no file, where the build file is small and was made from nothing, or must not be taken as it lies: it has many
    free blocks, something that is not to be published, a log that DuckDB does not take into it, or nobody knows what became
    of it since the last attempt or publication.
    """
    from pipelines.publish import swap

    if not build.exists() or build.stat().st_size <= swap.LARGE and not state.is_partial(build):
        return None
    if not state.is_sound(build) or not _is_whole(build) or not _is_public(build):
        return None
    digest = _copy(build, target)
    if (state.expected(build) or digest) != digest:
        target.unlink()
        return None
    state.remember(build, digest)
    with bounded(spill=build.with_name("spilled")) as connection:
        connection.execute(f"attach {quoted(target)} as public")
        rows = {name: _count(connection, name) for name, _ in swap.objects(connection, "table", "public")}
        for name, key in shapes.primary_keys().items():
            if 0 <= rows.get(name, -1) <= swap.KEYED_UP_TO:
                columns = ", ".join(f'"{column}"' for column in key)
                connection.execute(f'alter table public.main."{name}" add primary key ({columns})')
        for name, _ in swap.objects(connection, "view", "public"):
            connection.execute(f'select * from public.main."{name}" limit 0')
        connection.execute("checkpoint public")
        connection.execute("detach public")
    return rows


def _copy(source: Path, target: Path) -> str:
    """Copy a file and return the SHA-256 of the copy, which is that of the source."""
    try:
        return _copied_in_pieces(source, target)
    except (AttributeError, OSError) as error:  # not every system, nor every file system, sends from file to file
        if getattr(error, "errno", None) in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise
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


def _is_whole(build: Path) -> bool:
    """Whether all that was written stands in the file itself; a log that a stopped process left is taken into it first."""
    log = log_of(build)
    if log.exists():
        with bounded(build) as connection:
            connection.execute("checkpoint")
    return not log.exists()


def _is_public(build: Path) -> bool:
    """Whether the file has schema `main` alone, the published file's storage version, and few free blocks."""
    with bounded(spill=build.with_name("spilled")) as connection:
        connection.execute(f"attach {quoted(build)} as build (read_only)")
        others = connection.execute(
            """select count(*) from (
                 select schema_name from duckdb_schemas() where database_name = 'build' and not internal and schema_name <> 'main'
                 union all select sequence_name from duckdb_sequences() where database_name = 'build'
                 union all select function_name from duckdb_functions() where database_name = 'build' and not internal
                 union all select type_name from duckdb_types() where database_name = 'build' and not internal)"""
        ).fetchone()
        version = connection.execute(
            "select tags['storage_version'] from duckdb_databases() where database_name = 'build'"
        ).fetchone()
        return others == (0,) and version == (f"{STORAGE_VERSION}+",) and _free(connection) <= FREE


def _count(connection: duckdb.DuckDBPyConnection, name: str) -> int:
    [count] = connection.execute(f'select count(*) from public.main."{name}"').fetchone() or (0,)
    return int(count)


def _free(connection: duckdb.DuckDBPyConnection) -> float:
    """The part of the build file's blocks that hold nothing."""
    [free, total] = connection.execute(
        "select free_blocks, total_blocks from pragma_database_size() where database_name = 'build'"
    ).fetchone() or (0, 1)
    return free / max(1, total)
