"""The documents of a large folder by region and year, to be read one partition at a time, with backfills from the UI.

A partition's run only fills the staged folder; what it read, `build_warehouse` finds, and no asset depends on it. So it
takes no part in the job, and is there only when the folder has `TAIZHANG_PARTITIONS_FROM` documents.
"""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager

import dagster as dg

from pipelines import logs, settings
from pipelines.defs import abandoned
from pipelines.defs.automation import PARTITIONS as GROUP
from pipelines.defs.automation import fingerprint
from pipelines.defs.previews import ROWS, check_of
from pipelines.defs.workspace import Workspace
from pipelines.documents.overrides import OverrideError
from pipelines.documents.scan import ScanError
from pipelines.publish.errors import Check, PublishError
from pipelines.render import markdown
from pipelines.runner import partitions
from pipelines.runner.grouping import Choice
from pipelines.runner.partitions import Part

LOG = logging.getLogger("taizhang")
FAILED_LIMIT = 0.2  # of the documents, above which a partition has failed
READABLE = "documents_readable"
REGION, YEAR = dg.DynamicPartitionsDefinition(name="region"), dg.DynamicPartitionsDefinition(name="year")
PARTITIONS = dg.MultiPartitionsDefinition({"region": REGION, "year": YEAR})


class Reader(Workspace):
    """The settings without the lock of a build: a partition's run only adds files, beside any others that do."""

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator["Reader"]:
        """Say which process the run is, and write its log into a folder of the partition's own."""
        if context.instance and context.run_id:
            context.instance.add_run_tags(context.run_id, abandoned.process())
        partition = (context.run.tags.get("dagster/partition", "") if context.run else "").replace("|", "-")
        with logs.to_file(self.settings.build_db.parent / "reads" / partition, context.run_id or ""):
            yield self


@dg.asset(
    partitions_def=PARTITIONS,
    group_name=GROUP,
    kinds={"python", "parquet"},
    owners=["team:taizhang"],
    check_specs=[
        dg.AssetCheckSpec(READABLE, asset="read_documents", description="Every document of the partition could be read.")
    ],
)
def read_documents(context: dg.AssetExecutionContext, reader: Reader) -> dg.MaterializeResult:
    """The documents of a region and year, read into the staged folder, where build_warehouse finds them."""
    started = time.perf_counter()
    key = dg.MultiPartitionKey(context.partition_key.keys_by_dimension)  # type: ignore[attr-defined]
    region, year = key.keys_by_dimension["region"], key.keys_by_dimension["year"]
    try:
        found = partitions.read(reader.settings, Choice.of([region], [year]), reader.runner)
    except (ScanError, OverrideError, PublishError, OSError) as error:
        raise dg.Failure(str(error), allow_retries=False) from None
    part = next(iter(found), Part((region, year)))
    rows = [{"file": file, "step": step, "error": error} for file, step, error in part.failed]
    metadata = {
        "documents": part.documents,
        "read": part.read,
        "unchanged": part.unchanged,
        "failed": len(part.failed),
        "the same as another": part.same,
        "duration (s)": round(time.perf_counter() - started, 2),
    }
    for row in rows:
        context.log.warning("{file}: {step}: {error}".format(**row))
    if len(part.failed) > FAILED_LIMIT * part.documents:
        named = markdown(["file", "step", "error"], [list(row.values()) for row in rows[:ROWS]])
        said = "; ".join("{file}: {error}".format(**row) for row in rows[:3])
        raise dg.Failure(
            f"{len(rows)} of {part.documents} documents could not be read: {said}",
            metadata={**metadata, "documents that failed": dg.MetadataValue.md(named)},
            allow_retries=False,
        )
    check = Check(READABLE, not rows, len(rows), blocking=False, rows=rows)
    return dg.MaterializeResult(
        metadata=metadata, check_results=[check_of(dg.AssetCheckKey(dg.AssetKey("read_documents"), READABLE), check)]
    )


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
