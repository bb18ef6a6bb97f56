"""What is read from the documents: one asset per staged table, with the checks that its rows went through.

A row that fails a blocking check is in quarantine and in no mart; the check then warns and shows the rows. When the
quarantined rows are more than a fifth of a table, the extractor is at fault and not a document: that blocks the build.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

import dagster as dg
import polars as pl

from pipelines.defs.previews import check_result, columns, rows_as_markdown
from pipelines.defs.workspace import Workspace
from pipelines.publish import staging
from pipelines.runner import extraction
from pipelines.runner.plan import Plan
from pipelines.validate.checks import CHECKS
from pipelines.validate.schema import tables

QUARANTINE_LIMIT = 0.2
SCHEMA = "schema"  # types, presence, values, bounds and keys: what pandera checks
LIMIT = "quarantine_share"
KINDS = tuple(kind for kind in tables() if kind not in ("outcome", "quarantine"))
GROUP = "extraction"


def key(kind: str) -> dg.AssetKey:
    """The asset of a staged table."""
    return dg.AssetKey(f"staged_{kind}")


def _specs() -> Iterator[dg.AssetSpec]:
    for kind, table in tables().items():
        yield dg.AssetSpec(
            key(kind),
            deps=[dg.AssetKey("documents")],
            description=table.description,
            group_name=GROUP,
            kinds={"python", "parquet"},
            owners=["team:taizhang"],
            metadata={"dagster/column_schema": columns({c.name: c.sql_type for c in table.columns})},
        )


def _check_specs() -> Iterator[dg.AssetCheckSpec]:
    for kind in KINDS:
        yield dg.AssetCheckSpec(SCHEMA, asset=key(kind), description="Types, presence, values, bounds and keys.")
        for check in CHECKS.get(kind, ()):
            sort = (
                "Rows that fail it are in quarantine." if check.blocking else "Rows that fail it are marked doubtful."
            )
            yield dg.AssetCheckSpec(check.name, asset=key(kind), description=sort)
        yield dg.AssetCheckSpec(
            LIMIT, asset=key(kind), blocking=True, description="At most a fifth of the rows are in quarantine."
        )


@dg.multi_asset(specs=list(_specs()), check_specs=list(_check_specs()), name="extraction")
def staged(
    context: dg.AssetExecutionContext, workspace: Workspace
) -> Iterator[dg.MaterializeResult | dg.AssetCheckResult]:
    """Read new and changed documents; rows go to Parquet, one file per document and table."""
    plan: Plan = context.load_asset_value(dg.AssetKey("documents"))
    started = time.perf_counter()
    report = extraction.run(plan, workspace.runner)
    for source_file, step, error in report.failed:
        context.log.warning(f"{source_file}: {step}: {error}")
    documents = {
        "documents read": report.read,
        "documents unchanged": report.unchanged,
        "documents removed": report.removed,
        "documents failed": len(report.failed),
        "duration (s)": round(time.perf_counter() - started, 2),
    }
    quarantine = staging.read(workspace.settings.staged, "quarantine")
    for kind in tables():
        frame = staging.read(workspace.settings.staged, kind)
        bad = quarantine.filter(pl.col("table_name") == kind)
        yield dg.MaterializeResult(
            asset_key=key(kind),
            metadata={
                "dagster/row_count": frame.height,
                **documents,
                "rows in quarantine": bad.height,
                "preview": rows_as_markdown(frame, 10),
            },
        )
        if kind in KINDS:
            yield from _checks(kind, frame, bad)


def _checks(kind: str, frame: pl.DataFrame, bad: pl.DataFrame) -> Iterator[dg.AssetCheckResult]:
    """What the rows' checks found, over all documents."""
    shown = ["source_file", "check_name", "reason", "row_json"]
    named = CHECKS.get(kind, ())
    blocking = {check.name for check in named if check.blocking}
    groups = {SCHEMA: bad.filter(~pl.col("check_name").is_in(sorted(blocking)))}
    groups |= {name: bad.filter(pl.col("check_name") == name) for name in sorted(blocking)}
    for name, rows in groups.items():
        yield check_result(
            key(kind),
            name,
            count=rows.height,
            rows=rows.select(shown).head(20).rows(),
            names=shown,
            severity=dg.AssetCheckSeverity.WARN,
        )
    for check in named:
        if not check.blocking:
            rows = frame.filter(pl.col("checks").list.contains(check.name))
            names = [n for n in ("source_file", "indicator_name", "value", "unit", "quote") if n in frame.columns]
            yield check_result(
                key(kind),
                check.name,
                count=rows.height,
                rows=rows.select(names).head(20).rows(),
                names=names,
                severity=dg.AssetCheckSeverity.WARN,
            )
    share = bad.height / max(1, bad.height + frame.height)
    yield check_result(
        key(kind),
        LIMIT,
        count=bad.height,
        rows=[],
        names=[],
        severity=dg.AssetCheckSeverity.ERROR,
        passed=share <= QUARANTINE_LIMIT,
    )
