"""Both files of a build, copied or moved as one; and what a database says of itself."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.publish.database import remove_build, work_file

if TYPE_CHECKING:
    import duckdb


def copy_build(build: Path, target: Path) -> Path:
    """Copy a build; returns the target."""
    target.parent.mkdir(exist_ok=True)
    remove_build(target)
    shutil.copyfile(build, target)
    shutil.copyfile(work_file(build), work_file(target))
    return target


def move_build(build: Path, target: Path) -> Path:
    """Move a build, if it is there; returns the target."""
    for one, other in ((build, target), (work_file(build), work_file(target))):
        if one.exists():
            one.replace(other)
    return target


def described(connection: duckdb.DuckDBPyConnection) -> dict[str, list[tuple[object, ...]]]:
    """Tables, columns, views and constraints of the databases that are open, with their comments."""
    queries = {
        "tables": "select schema_name, table_name, comment, has_primary_key, estimated_size from duckdb_tables()",
        "columns": "select schema_name, table_name, column_name, column_index, data_type, is_nullable, comment from duckdb_columns()",
        "views": "select schema_name, view_name, sql, comment from duckdb_views()",
        "constraints": "select schema_name, table_name, constraint_type, constraint_text from duckdb_constraints()",
    }
    return {name: connection.execute(f"{query} order by all").fetchall() for name, query in queries.items()}
