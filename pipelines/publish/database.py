"""DuckDB connections that stay within their memory, whatever the size of the warehouse.

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
BUILD_STORAGE_VERSION = (
    "v1.5.0"  # nobody else opens the build file, and texts are stored with a fifth less of the processor
)


def bounded(
    database: Path | None = None,
    spill: Path | None = None,
    *,
    read_only: bool = False,
    storage_version: str = STORAGE_VERSION,
) -> duckdb.DuckDBPyConnection:
    """A connection to a file, or to a database in memory that other files are attached to.

    `spill` is where what does not fit goes; DuckDB's own choice, beside the file, needs none. `storage_version` is of
    files that are new; one that is there keeps its own.
    """
    import duckdb

    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": os.environ.get(VARIABLE) or MEMORY,
        "enable_external_file_cache": "false",
        "storage_compatibility_version": storage_version,
    }
    if spill is not None:
        config["temp_directory"] = str(spill)
    if read_only:
        del config["storage_compatibility_version"]
    return duckdb.connect(str(database) if database else ":memory:", read_only=read_only, config=config)


def remove(database: Path) -> None:
    """Remove a DuckDB file, its write-ahead log (which would be replayed into the next file) and what it spilled."""
    for path in (database, database.with_name(database.name + ".wal")):
        path.unlink(missing_ok=True)
    shutil.rmtree(database.with_name(database.name + ".tmp"), ignore_errors=True)
