"""What a lake need not keep: old publications, the files that only they had, and what was never registered.

    done = clean(catalogue, data, keep=5, grace=timedelta(hours=24))        # .snapshots, .files, .orphans

Of every writer the last `keep` publications stay readable (`attach … (snapshot_version N)`). Files that no kept snapshot
has are scheduled for deletion, and deleted by the first clean-up that comes a grace period later, so that who reads an old
snapshot can finish. Files that no snapshot ever had were left by writers that failed, or belong to one that is at work
right now: they go when they are older than the grace period. All of it happens behind the gate.
"""

from __future__ import annotations

import contextlib
import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from pipelines.errors import PublishError
from pipelines.serve.ducklake import transaction
from pipelines.serve.ducklake.catalogue import Catalogue
from pipelines.serve.ducklake.lake import ALIAS, METADATA, Lake, opened

KEEP = 5
GRACE = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """How many snapshots were forgotten, files of forgotten ones removed, and files that no snapshot had."""

    snapshots: int
    files: int
    orphans: int


def clean(catalogue: Catalogue, data: Path, keep: int = KEEP, grace: timedelta = GRACE) -> Cleaned:
    """Forget and remove; PublishError where there is no lake, or its folder does not fit the catalogue."""
    if keep < 1:
        raise PublishError("at least one publication of each writer is kept")
    with opened(catalogue, data, create=False) as lake:
        snapshots = transaction.alone(lake, lambda: _expire(lake, keep, grace))
        files = transaction.alone(lake, lambda: _remove_old(lake, grace))
        orphans = transaction.alone(lake, lambda: _remove_orphans(lake, grace))
    return Cleaned(snapshots, files, orphans)


def _expire(lake: Lake, keep: int, grace: timedelta) -> int:
    """Forget the snapshots that are older than the grace period and none of the last ones of a writer."""
    versions = [
        version
        for (version,) in lake.rows(
            f"""select snapshot_id from (
                select *, row_number() over (partition by author order by snapshot_id desc) as place,
                    max(snapshot_id) over () as last
                from {ALIAS}.snapshots()
            ) where snapshot_id < last and snapshot_time < now() - ?::interval and (author is null or place > ?)
            order by 1""",
            grace,
            keep,
        )
    ]
    if versions:
        lake.connection.execute(f"call ducklake_expire_snapshots('{ALIAS}', versions => {versions})")
    return len(versions)


def _remove_old(lake: Lake, grace: timedelta) -> int:
    before = f"now() - interval '{int(grace.total_seconds() * 1000)} milliseconds'"
    return len(lake.rows(f"call ducklake_cleanup_old_files('{ALIAS}', older_than => {before})"))


def _remove_orphans(lake: Lake, grace: timedelta) -> int:
    """Remove the Parquet files below the lake's folder that the catalogue does not know, once they are old enough.

    DuckLake's own function for this fails when a writer renames a file while it looks, and knows files by their paths,
    which are not the same for everyone; no two files of a lake have one name.
    """
    known = {
        Path(path).name
        for table in ("ducklake_data_file", "ducklake_delete_file", "ducklake_files_scheduled_for_deletion")
        for (path,) in lake.rows(f"select path from {METADATA}.{table}")
    }
    before = time.time() - grace.total_seconds()
    removed = 0
    for path in lake.data.rglob("*.parquet"):
        with contextlib.suppress(FileNotFoundError):  # renamed or removed by a writer in this moment
            if path.name not in known and path.stat().st_mtime < before:
                path.unlink()
                removed += 1
    return removed
