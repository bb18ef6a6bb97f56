"""A warehouse as Parquet files beside those of the lake, not yet known to it.

    written = write(lake, published, relations, "yongchuan")        # {"fct_indicator": File(path, rows, digest), …}

A file's name begins with the digest of its bytes: a table that is as it was when it was last published has a file with
that digest in the lake already, and is left alone. The rest of the name is never used twice. If a name came from the
content alone, a writer who returns to what it had before would register the same file once more, and the clean-up of its
first registration would take it from under the second.
"""

from __future__ import annotations

import hashlib
import os
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipelines.publish.shapes import Relation
from pipelines.serve.ducklake.lake import Lake, quoted
from pipelines.serve.ducklake.tables import WRITER, lake_type, stored

SOURCE = "warehouse"  # the name that the published file is attached under
DIGITS = 16
OPTIONS = "format parquet, compression zstd"


@dataclass(frozen=True, slots=True)
class File:
    """A file of a writer's rows of one table."""

    path: Path
    rows: int
    digest: str


def write(lake: Lake, published: Path, relations: Sequence[Relation], writer: str) -> dict[str, File]:
    """Write every table that has rows; all files are on the disk when it returns, or none is left."""
    token = uuid.uuid4().hex[:12]
    written: dict[str, File] = {}
    lake.connection.execute(f"attach {quoted(published)} as {SOURCE} (read_only)")
    try:
        for relation in stored(relations):
            folder = lake.folder(relation.name, writer)
            folder.mkdir(parents=True, exist_ok=True)
            written[relation.name] = _write(lake, relation, writer, folder, token)
    except BaseException:
        remove(written.values())
        raise
    finally:
        lake.connection.execute(f"detach {SOURCE}")
    return {table: file for table, file in written.items() if file.rows}


def _write(lake: Lake, relation: Relation, writer: str, folder: Path, token: str) -> File:
    columns = ", ".join(f'cast("{c.name}" as {lake_type(c.type)}) as "{c.name}"' for c in relation.columns)
    # A table keeps the order in which it was made; that of a view's joins is not fixed.
    order = " order by all" if relation.is_view else ""
    aside = folder / f"aside-{token}.parquet"  # named so that the clean-up finds what a killed process left
    try:
        [(rows,)] = lake.rows(
            f'copy (select {quoted(writer)} as {WRITER}, {columns} from {SOURCE}.main."{relation.name}"{order}) '
            f"to {quoted(aside)} ({OPTIONS})"
        )
        if not rows:
            aside.unlink()
            return File(aside, 0, "")
        digest = _digest(aside)
        target = folder / f"{digest}-{token}.parquet"
        aside.rename(target)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
    return File(target, int(rows), digest)


def _digest(path: Path) -> str:
    """The digest of a file that is on the disk now, whatever happens to the machine."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
        return hashlib.file_digest(file, "sha256").hexdigest()[:DIGITS]


def remove(files: Iterable[File]) -> None:
    """Remove files that the lake never knew."""
    for file in files:
        file.path.unlink(missing_ok=True)
