"""The documents of a large folder by region and year, to be read one partition at a time, with backfills from the UI.

A partition's run only fills the staged folder; what it read, `build_warehouse` finds. So it stands in front of the staged
tables in the graph and takes no part in the job; it is there only when the folder has `TAIZHANG_PARTITIONS_FROM` documents.
"""

import logging
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import dagster as dg

from pipelines import logs, settings
from pipelines.defs import abandoned
from pipelines.defs.automation import PARTITIONS as GROUP
from pipelines.defs.automation import READ as ASSET
from pipelines.defs.automation import fingerprint
from pipelines.defs.previews import ROWS, check_of
from pipelines.defs.workspace import Workspace
from pipelines.documents.overrides import OverrideError
from pipelines.documents.scan import ScanError
from pipelines.errors import Check, PublishError
from pipelines.render import markdown
from pipelines.runner import partitions
from pipelines.runner.grouping import Choice
from pipelines.runner.partitions import Part

# What Dagster may still change is held by the pinned version.
warnings.filterwarnings("ignore", message=".*`backfill_policy`", category=dg.BetaWarning)
LOG = logging.getLogger("taizhang")
FAILED_LIMIT = 0.2  # of the documents, above which a partition has failed
READABLE = "documents_readable"
# What says which partitions a run is for: one, or the first and the last of a stretch.
TAGS = ("dagster/partition", "dagster/asset_partition_range_start", "dagster/asset_partition_range_end")
REGION, YEAR = dg.DynamicPartitionsDefinition(name="region"), dg.DynamicPartitionsDefinition(name="year")
PARTITIONS = dg.MultiPartitionsDefinition({"region": REGION, "year": YEAR})


class Reader(Workspace):
    """The settings without the lock of a build: a partition's run only adds files, beside any others that do."""

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator["Reader"]:
        """Say which process the run is, and write its log into a folder of the partition's own."""
        if context.instance and context.run_id:
            context.instance.add_run_tags(context.run_id, abandoned.process())
        tags = context.run.tags if context.run else {}
        named = " ".join(tags[tag] for tag in TAGS if tag in tags).replace("|", "-")
        with logs.to_file(self.settings.build_db.parent / "reads" / named, context.run_id or ""):
            yield self


@dg.asset(
    partitions_def=PARTITIONS,
    backfill_policy=dg.BackfillPolicy.single_run(),
    group_name=GROUP,
    kinds={"python", "parquet"},
    owners=["team:taizhang"],
    output_required=False,
    check_specs=[
        dg.AssetCheckSpec(READABLE, asset=ASSET, description="Every document of the partitions could be read.")
    ],
)
def read_documents(context: dg.AssetExecutionContext, reader: Reader) -> Iterator[dg.AssetCheckResult]:
    """The documents of a region and year, read into the staged folder, where build_warehouse finds them.

    A backfill has one run for each region and stretch of years; each of its partitions is materialised or has failed.
    """
    started = time.perf_counter()
    keys = [(region, year) for region, _, year in (str(key).partition("|") for key in context.partition_keys)]
    choice = Choice.of(*(list(dict.fromkeys(parts)) for parts in zip(*keys, strict=True)))
    try:
        read = {part.key: part for part in partitions.read(reader.settings, choice, reader.runner)}
    except (ScanError, OverrideError, PublishError, OSError) as error:
        raise dg.Failure(str(error), allow_retries=False) from None
    found = [read.get(key, Part(key)) for key in keys]
    rows = [{"file": file, "step": step, "error": error} for part in found for file, step, error in part.failed]
    for row in rows:
        context.log.warning("{file}: {step}: {error}".format(**row))
    failed = [part for part in found if len(part.failed) > FAILED_LIMIT * part.documents]
    for part in found:
        if part not in failed:
            context.log_event(dg.AssetMaterialization(ASSET, metadata=_said(part), partition="|".join(part.key)))
    LOG.info("partitions    %d read, %d failed, in %.1f s", len(found), len(failed), time.perf_counter() - started)
    if failed:
        raise dg.Failure(
            "\n".join(map(_failure, failed)),
            metadata={f"{part.key[0]} {part.key[1]}": _documents(part) for part in failed},
            allow_retries=False,
        )
    check = Check(READABLE, not rows, len(rows), blocking=False, rows=rows)
    yield check_of(dg.AssetCheckKey(dg.AssetKey(ASSET), READABLE), check)


def _said(part: Part) -> dict[str, Any]:
    """What a partition's page shows of it."""
    counts = {
        "documents": part.documents, "read": part.read, "unchanged": part.unchanged, "the same as another": part.same,
        "failed": len(part.failed),
    }  # fmt: skip
    return counts | ({"documents that failed": _documents(part)} if part.failed else {})


def _documents(part: Part) -> dg.MarkdownMetadataValue:
    """The first documents that failed."""
    return dg.MetadataValue.md(markdown(["file", "step", "error"], part.failed[:ROWS]))


def _failure(part: Part) -> str:
    named = "; ".join(f"{file}: {error}" for file, _, error in part.failed[:3])
    return f"{' '.join(part.key)}: {len(part.failed)} of {part.documents} documents could not be read: {named}"


@dg.sensor(
    minimum_interval_seconds=settings.load().sensor_seconds,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Adds the regions and years of the raw folder to the partitions of read_documents; starts nothing.",
)
def raw_folder_partitions(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
    """Keys that are not there yet, whenever the folder has changed; none is ever taken away, for runs may be on."""
    raw = settings.load().raw
    try:
        found = fingerprint(raw)
        if found == context.cursor:
            return dg.SkipReason("the raw folder is as it was")
        keys = list(partitions.counts(raw))
    except (OSError, ScanError, OverrideError) as error:
        return dg.SkipReason(f"{raw}: {error}")
    requests = []
    for number, dimension in enumerate((REGION, YEAR)):
        there = set(context.instance.get_dynamic_partitions(str(dimension.name)))
        new = [part for part in dict.fromkeys(key[number] for key in keys) if part not in there]
        if number:
            new.sort()
        requests += [dimension.build_add_request(new)] if new else []
    return dg.SensorResult(
        skip_reason=f"{len(keys)} partitions with documents", dynamic_partitions_requests=requests, cursor=found
    )


defs = dg.Definitions(assets=[read_documents], sensors=[raw_folder_partitions], resources={"reader": Reader()})
