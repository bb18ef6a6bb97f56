"""What is read from the documents: one asset per staged table, with the checks that its rows went through.

A row that fails a blocking check is in quarantine and in no mart; the check then warns and shows the rows. When the
quarantined rows are many, of several documents, and more than a fifth of a table, the extractor is at fault and not a
document: that blocks the build. One document's fault never does.
"""

import inspect
import logging
import re
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import dagster as dg
import polars as pl

from pipelines.defs import automation
from pipelines.defs.previews import PREVIEW, ROWS, check_of, columns, rows_as_markdown
from pipelines.defs.workspace import Workspace
from pipelines.errors import Check, PublishError
from pipelines.runner import choose, extraction
from pipelines.runner.plan import Plan
from pipelines.staging import staged as staging
from pipelines.staging import tally
from pipelines.validate.checks import CHECKS
from pipelines.validate.checks import Check as Named
from pipelines.validate.schema import SOURCES, Table, tables

LOG = logging.getLogger("taizhang")
COLUMNS = SOURCES.parent.parent / "columns.md"
QUARANTINE_LIMIT = 0.2
ENOUGH_ROWS = 20  # quarantined rows of a table from which on their share says something of the extractor
NAMED = 5  # files that are named
SEVERAL = 3  # documents that they come from: one misprinted table is that document's fault and blocks no other
SCHEMA = "schema"  # types, presence, values, bounds and keys: what pandera checks
LIMIT = "quarantine_share"
SHAPES = "Types, presence, values, bounds and keys. Rows that fail it are in quarantine."
SHARES = "At most a fifth of the rows are in quarantine, where these are many and of several documents."
KINDS = tuple(kind for kind in tables() if kind not in ("outcome", "quarantine"))
GROUP = "extraction"
# What is shown of a row that failed, as far as its table has it.
SHOWN = ("source_file", "reason", "row_json", "indicator_name", "value", "unit", "quote")


def key(kind: str) -> dg.AssetKey:
    """The asset of a staged table."""
    return dg.AssetKey(f"staged_{kind}")


def _specs(*, partitions: bool = False) -> Iterator[dg.AssetSpec]:
    """The staged tables; of a large folder they are also made from what was read of it in partitions."""
    sources = [dg.AssetKey("documents"), *([dg.AssetKey(automation.READ)] if partitions else [])]
    for kind, table in tables().items():
        yield dg.AssetSpec(
            key(kind),
            deps=sources,
            description=table.description,
            group_name=GROUP,
            kinds={"python", "parquet"},
            owners=["team:taizhang"],
            metadata={"dagster/column_schema": columns({c.name: c.sql_type for c in table.columns}, _said(table))},
        )


def _said(table: Table) -> dict[str, str]:
    """Column → its description, from the docs blocks that describe every column of the warehouse once."""
    return {column.name: _blocks().get(column.document, "") for column in table.columns}


@cache
def _blocks() -> dict[str, str]:
    return dict(re.findall(r"{% docs (\w+) %}\s*(.*?)\s*{% enddocs %}", COLUMNS.read_text(encoding="utf-8"), re.S))


def _check_specs() -> Iterator[dg.AssetCheckSpec]:
    for kind in KINDS:
        yield dg.AssetCheckSpec(SCHEMA, asset=key(kind), description=SHAPES)
        for check in CHECKS.get(kind, ()):
            yield dg.AssetCheckSpec(check.name, asset=key(kind), description=promise(check))
        yield dg.AssetCheckSpec(
            LIMIT,
            asset=key(kind),
            blocking=True,
            description=SHARES,
        )


def promise(check: Named) -> str:
    """What a check of single rows promises (the first line of its function), and what becomes of rows that fail it."""
    says = (inspect.getdoc(check.reason) or "").partition("\n")[0].removeprefix("Doubt: ")
    return f"{says[:1].upper()}{says[1:]} {'Rows that fail it are in quarantine.' if check.blocking else 'Such rows are marked doubtful.'}"


@dg.multi_asset(
    specs=list(_specs(partitions=automation.large())),
    check_specs=list(_check_specs()),
    name="extraction",
    ins={"plan": dg.AssetIn("documents")},
)
def staged(
    context: dg.AssetExecutionContext, workspace: Workspace, plan: Plan
) -> Iterator[dg.MaterializeResult | dg.AssetCheckResult]:
    """Read new and changed documents; rows go to one file per document, or to a Parquet file per table and pack of documents."""
    started = time.perf_counter()
    folder = workspace.settings.staged
    try:
        report = extraction.run(
            plan,
            folder,
            choose.runner(workspace.settings, plan.tasks),
            pack_documents=workspace.settings.pack_documents,
        )
    except (PublishError, OSError) as error:
        raise dg.Failure(str(error), allow_retries=False) from None
    seconds = time.perf_counter() - started
    LOG.info("extraction    %d read, %d failed, in %.1f s", report.read, len(report.failed), seconds)
    for source_file, step, fault in report.failed:
        context.log.warning(f"{source_file}: {step}: {fault}")
    if report.read + report.unchanged == 0:
        first = "; ".join(f"{source_file}: {fault}" for source_file, _, fault in report.failed[:3])
        raise dg.Failure(f"none of the {len(report.failed)} documents could be read: {first}", allow_retries=False)
    documents = {
        "documents read": report.read,
        "documents unchanged": report.unchanged,
        "documents removed": report.removed,
        "documents failed": len(report.failed),
        "duration (s)": round(seconds, 2),
    }
    found = _tally(folder)
    bad = _rows(folder, "quarantine", found["quarantine"].documents)
    for kind in tables():
        quarantined = bad.filter(pl.col("table_name") == kind)
        said = {
            "dagster/row_count": found[kind].rows,
            **documents,
            "rows in quarantine": quarantined.height,
            "preview": rows_as_markdown(_rows(folder, kind, found[kind].first()).head(PREVIEW)),
        }
        context.add_asset_metadata(said, key(kind))  # of the materialisation alone, not of the output's event too
        yield dg.MaterializeResult(asset_key=key(kind))
        if kind in KINDS:
            doubts = [check.name for check in CHECKS.get(kind, ()) if not check.blocking]
            doubtful = _rows(folder, kind, found[kind].first(*doubts) if doubts else [])
            yield from _checks(kind, found[kind], doubtful, quarantined)


def _tally(folder: Path) -> dict[str, tally.Tally]:
    """The rows of the current documents as their sets have them; a damaged one ends the build with its name."""
    stages = staging.read_manifest(folder)
    try:
        return tally.tally(folder, stages)
    except (OSError, ValueError):
        try:
            staging.require_whole(folder, stages)
            return tally.tally(folder, stages)  # somebody was just writing it
        except (PublishError, OSError, ValueError) as error:
            raise dg.Failure(str(error), allow_retries=False) from None


def _rows(folder: Path, kind: str, stages: list[staging.Stage]) -> pl.DataFrame:
    """Some documents' rows of a table."""
    return staging.shelf(folder, stages).rows(kind)


def _checks(kind: str, found: tally.Tally, doubtful: pl.DataFrame, bad: pl.DataFrame) -> Iterator[dg.AssetCheckResult]:
    """What the rows' checks found, over all documents; `doubtful` has the first rows with each doubt, others too."""
    named = CHECKS.get(kind, ())
    promises = {SCHEMA: SHAPES, **{check.name: promise(check) for check in named}}
    failed = {check.name: bad.filter(pl.col("check_name") == check.name) for check in named if check.blocking}
    failed[SCHEMA] = bad.filter(~pl.col("check_name").is_in(list(failed)))
    for name, rows in failed.items():
        check = Check(name, rows.is_empty(), rows.height, False, promises[name], _shown(rows), found.rows + rows.height)
        yield check_of(dg.AssetCheckKey(key(kind), name), check)
    for name in (check.name for check in named if not check.blocking):
        count = found.checks[name]
        examples = _shown(doubtful.filter(pl.col("checks").list.contains(name)))
        check = Check(name, not count, count, False, promises[name], examples, found.rows)
        yield check_of(dg.AssetCheckKey(key(kind), name), check)
    yield check_of(dg.AssetCheckKey(key(kind), LIMIT), share_check(found.rows, bad))


def _shown(rows: pl.DataFrame) -> list[dict[str, Any]]:
    """The first rows, as far as they are shown."""
    return rows.head(ROWS).select([column for column in SHOWN if column in rows.columns]).to_dicts()


def share_check(count: int, bad: pl.DataFrame) -> Check:
    """Whether the extractor is at fault: a fifth of a table in quarantine, of many rows and of several documents.

    `count` rows are good, `bad` are the quarantined ones. Passed or not, what was found names the files and their rows.
    """
    by_file = bad.group_by("source_file").len().sort(["len", "source_file"], descending=[True, False])
    share = bad.height / max(1, bad.height + count)
    rest = sum(by_file["len"][1:])  # of all documents but the worst
    too_many = rest / max(1, rest + count) > QUARANTINE_LIMIT
    passed = not too_many or bad.height < ENOUGH_ROWS or by_file.height < SEVERAL
    named = ", ".join(f"{file}: {rows} rows" for file, rows in by_file.head(NAMED).rows())
    more = f" and {by_file.height - NAMED} more files" if by_file.height > NAMED else ""
    said = f"{share:.0%} of {bad.height + count} rows are in quarantine ({named}{more})"
    if not bad.height:
        said = f"None of {count:,} rows is in quarantine"
    if not passed:
        said += "; look at them (select * from quarantine), report the layout, or take these documents out"
    elif share > QUARANTINE_LIMIT:
        LOG.warning("quarantine    %s: too few rows or documents to blame the extractor; the rest goes on", said)
    return Check(LIMIT, passed, bad.height, True, SHARES, [] if passed else _shown(bad), found=said)
