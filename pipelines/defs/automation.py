"""When a build runs by itself: when the raw folder changes (sensor), or every night (schedule, off by default)."""

import hashlib
import os
from pathlib import Path

import dagster as dg

from pipelines import settings
from pipelines.defs import abandoned
from pipelines.documents.scan import ScanError, at_least

READ = "read_documents"  # the asset of a large folder that is read in partitions
PARTITIONS = "partitions"  # the group of what a large folder has besides (pipelines.defs.partitions)
EVERYTHING = dg.AssetSelection.all() - dg.AssetSelection.groups(PARTITIONS)
FIRST = {"dagster/priority": "1"}  # in the queue, before the partitions of a backfill

build_warehouse = dg.define_asset_job(
    "build_warehouse",
    selection=EVERYTHING,
    tags=FIRST,
    description="Documents in, checks, a published warehouse out. `taizhang build` runs this job.",
)

backfill = dg.define_asset_job(
    "backfill",
    selection=EVERYTHING,
    tags=FIRST,
    config={"ops": {"documents": {"config": {"read_again": True}}, "build_database": {"config": {"whole": True}}}},
    description="As build_warehouse, but every document is read again, unchanged ones too.",
)


def large() -> bool:
    """Whether the raw folder has so many documents that partitions of them are worth while."""
    chosen = settings.load()
    try:
        return chosen.partitions_from > 0 and at_least(chosen.raw, chosen.partitions_from)
    except ScanError:
        return False


def fingerprint(raw: Path) -> str:
    """A digest of the names, sizes and times of change of all files below `raw`; reads none of them.

    Hidden files are left out, so that an editor's or a file manager's own files start no build.
    """
    total = hashlib.sha256()
    waiting = [raw]
    lines: list[str] = []
    while waiting:
        folder = waiting.pop()
        try:
            found = list(os.scandir(folder))
        except OSError as error:
            if folder == raw:
                raise
            lines.append(f"{os.fsencode(folder)!r} cannot be listed: {error.errno}")  # the build names it and goes on
            continue
        for entry in found:
            if entry.name.startswith((".", "~$")):
                continue
            if entry.is_dir(follow_symlinks=False):
                waiting.append(Path(entry.path))
                continue
            status = entry.stat(follow_symlinks=False)
            lines.append(f"{os.fsencode(entry.path)!r} {status.st_size} {status.st_mtime_ns}")
    for line in sorted(lines):
        total.update(line.encode() + b"\n")
    return total.hexdigest()


@dg.sensor(
    job=build_warehouse,
    minimum_interval_seconds=settings.load().sensor_seconds,
    description="Starts a build when documents were added, changed or removed and the folder is at rest again.",
)
def raw_folder_changed(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
    """One run for each state of the folder that two looks in a row saw; nothing while files are still arriving.

    The cursor holds the state that was built last, the one that was seen last, and how many runs were asked for, parted
    by blanks. The number is in the run's key: a folder that returns to an earlier state is built again.
    """
    raw = settings.load().raw
    try:
        found = fingerprint(raw)
    except OSError as error:
        return dg.SkipReason(f"the raw folder {raw} cannot be listed: {error.strerror}")
    built, seen, count = (*(context.cursor or "- - 0").split(" "), "0")[:3]
    number = int(count) if count.isdigit() else 0  # cursors of earlier versions of taizhang have none
    if found == built:
        return dg.SkipReason("the raw folder is as it was")
    if found != seen:
        return dg.SensorResult(
            skip_reason="the raw folder is changing; looking again", cursor=f"{built} {found} {number}"
        )
    return dg.SensorResult(
        run_requests=[dg.RunRequest(run_key=f"{found} {number + 1}")], cursor=f"{found} {found} {number + 1}"
    )


@dg.sensor(
    minimum_interval_seconds=60,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Reports runs whose process was killed as failed; until then no other run would start here.",
)
def abandoned_runs(context: dg.SensorEvaluationContext) -> dg.SkipReason:
    """Starts nothing."""
    ended = abandoned.end(context.instance)
    return dg.SkipReason(f"ended: {', '.join(ended)}" if ended else "no run was abandoned")


nightly = dg.ScheduleDefinition(
    name="nightly",
    job=build_warehouse,
    cron_schedule="30 2 * * *",
    execution_timezone="Asia/Shanghai",
    description="A build every night at 02:30; off until it is turned on in the UI.",
)
