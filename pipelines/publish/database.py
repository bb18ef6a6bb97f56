"""DuckDB connections that stay within their memory, whatever the size of the warehouse; and the two files of a build.

What a build makes lies in two files, so that what is published need not be picked out of the rest: the **build file** has
the marts and nothing else, in schema `main` and in the format of the published file; the **work file** beside it has all
that they are made of (schemas `staged`, `lexicon`, `state`, `staging`, `intermediate`, `rules`). `opened` opens both.

What does not fit spills to a folder beside the file. Caching whole files in memory is off: thousands of small Parquet
files, each read once, would be kept to no use.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

VARIABLE = "TAIZHANG_DATABASE_MEMORY"  # dbt's profile reads it too
MEMORY = "1GB"
STORAGE_VERSION = "v1.2.0"  # readers lag: a file of this version opens in DuckDB from 1.2 on
WORK_STORAGE_VERSION = (
    "v1.5.0"  # nobody else opens the work file, and texts are stored with a fifth less of the processor
)
WORK = "work"  # what the work file is called in a connection


def bounded(
    database: Path | None = None, spill: Path | None = None, *, read_only: bool = False
) -> duckdb.DuckDBPyConnection:
    """A connection to a file, or to a database in memory that other files are attached to.

    `spill` is where what does not fit goes, a folder of this process; DuckDB's own choice, beside the file, needs none. Files
    of two processes would have the same names there.
    """
    import duckdb

    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": os.environ.get(VARIABLE) or MEMORY,
        "enable_external_file_cache": "false",
        "storage_compatibility_version": STORAGE_VERSION,
    }
    if spill is not None:
        config["temp_directory"] = f"{spill}-{os.getpid()}"
    if read_only:
        del config["storage_compatibility_version"]
    return duckdb.connect(str(database) if database else ":memory:", read_only=read_only, config=config)


def work_file(build: Path) -> Path:
    """The work file of a build file."""
    return build.with_name(f"{build.stem}-{WORK}.duckdb")


def opened(build: Path, *, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    """A connection to a build file and its work file, in which the schemas of both are found by their names.

    Files that are missing are made, unless it is `read_only`. A transaction can change one of the two.
    """
    connection = bounded(build, read_only=read_only)
    try:
        connection.execute(f"attach {quoted(work_file(build))} as {WORK} ({_options(read_only)})")
        connection.execute(f"""set search_path = '{WORK}.main,"{build.stem}".main'""")
    except BaseException:
        connection.close()
        raise
    return connection


def opened_work(build: Path, *, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    """A connection to the work file alone: the build file stays as it is, to the bit, and so does its digest."""
    connection = bounded(spill=build.with_name("spilled"))
    try:
        connection.execute(f"attach {quoted(work_file(build))} as {WORK} ({_options(read_only)})")
        connection.execute(f"use {WORK}")
    except BaseException:
        connection.close()
        raise
    return connection


def _options(read_only: bool) -> str:
    return "read_only" if read_only else f"storage_version '{WORK_STORAGE_VERSION}'"


def log_of(database: Path) -> Path:
    """The write-ahead log of a DuckDB file: what a process that was stopped wrote and did not take into the file."""
    return database.with_name(database.name + ".wal")


def quoted(text: Path | str) -> str:
    """A path or text as an SQL literal."""
    return "'" + str(text).replace("'", "''") + "'"


def remove_build(build: Path) -> None:
    """Remove both files of a build."""
    for path in (build, work_file(build)):
        remove(path)


def remove_spilled(folder: Path) -> None:
    """Remove what processes spilled into a folder that were killed."""
    for left in folder.glob("spilled-*"):
        if not _is_alive(left.name.rpartition("-")[2]):
            shutil.rmtree(left, ignore_errors=True)


def _is_alive(process: str) -> bool:
    try:
        os.kill(int(process), 0)
    except (ValueError, ProcessLookupError):
        return False
    except OSError:  # somebody else's, or a system that does not say
        return True
    return True


def remove(database: Path) -> None:
    """Remove a DuckDB file, its write-ahead log (which would be replayed into the next file) and what it spilled."""
    for path in (database, log_of(database)):
        path.unlink(missing_ok=True)
    shutil.rmtree(database.with_name(database.name + ".tmp"), ignore_errors=True)
