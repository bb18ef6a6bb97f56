"""The last checks of the build file, and the one step that makes it the published warehouse."""

import logging
import subprocess
from collections.abc import Iterator
from dataclasses import replace

import dagster as dg

from pipelines import __version__, stop
from pipelines.defs.models import dbt_models
from pipelines.defs.previews import check_of
from pipelines.defs.workspace import Workspace
from pipelines.errors import Check
from pipelines.publish import audit, state, swap
from pipelines.render import markdown
from pipelines.settings import ROOT, Settings
from pipelines.staging import staged as staging
from pipelines.version import extractor_version

LOG = logging.getLogger("taizhang")
LOST = "documents_lost"
AUDITED = dg.AssetKey("audited_build")


class AuditConfig(dg.Config):
    """`accept_losses` publishes although a document that is still there lost a fifth of its rows or more."""

    accept_losses: bool = False


@dg.asset(
    key=AUDITED,
    deps=sorted(dbt_models.keys),
    group_name="publication",
    kinds={"python", "duckdb"},
    owners=["team:taizhang"],
    check_specs=[
        dg.AssetCheckSpec(query.name, asset=AUDITED, description=query.description, blocking=query.blocking)
        for query in audit.QUERIES
    ]
    + [dg.AssetCheckSpec(LOST, asset=AUDITED, blocking=True, description="No document lost a fifth of its rows.")],
)
def audited_build(config: AuditConfig, workspace: Workspace) -> Iterator[dg.MaterializeResult | dg.AssetCheckResult]:
    """The build file after the checks of its public tables."""
    chosen = workspace.settings
    checks = audit.audit(chosen.build_db)
    metadata: dict[str, dg.MetadataValue] = {"build file": dg.MetadataValue.path(chosen.build_db)}
    if all(check.passed for check in checks if check.name == audit.PRESENT):  # else there is nothing to compare
        checks.append(_lost(chosen, accepted=config.accept_losses))
        against = markdown(["file", "observations before", "now"], audit.by_document(chosen.build_db, chosen.published))
        metadata["against the last publication"] = dg.MetadataValue.md(against)
    LOG.info("audit         %d checks, %d failed", len(checks), sum(not check.passed for check in checks))
    yield dg.MaterializeResult(asset_key=AUDITED, metadata=metadata)
    for check in checks:
        yield check_of(dg.AssetCheckKey(AUDITED, check.name), check)
    audit.require(checks)
    audit.seal(chosen.build_db)


def _lost(chosen: Settings, *, accepted: bool) -> Check:
    """Which documents lost observations since the last publication, and how that is accepted."""
    if (published_fault := audit.unreadable(chosen.build_db, chosen.published)) is not None:
        kept = swap.set_aside(chosen.published)
        LOG.warning("published     %s cannot be read (%s); kept as %s", chosen.published, published_fault, kept.name)
    present = [stage.source_file for stage in staging.read_manifest(chosen.staged)]
    lost = audit.losses(chosen.build_db, chosen.published, present=present)
    if not lost.passed:
        lost = replace(lost, description=f"{lost.description} If that is right: taizhang build --accept-losses")
    return replace(lost, passed=True, blocking=False) if accepted else lost


@dg.asset(deps=[AUDITED], group_name="publication", kinds={"duckdb"}, owners=["team:taizhang"])
def published_warehouse(context: dg.AssetExecutionContext, workspace: Workspace) -> dg.MaterializeResult:
    """taizhang.duckdb, replaced in one step; the versions before it are kept beside it."""
    stop.check()
    chosen = workspace.settings
    audit.require_seal(chosen.build_db)
    stages = state.loaded(chosen.build_db)
    publication = swap.publish(
        chosen.build_db,
        chosen.warehouse,
        documents=[{"document_id": stage.document_id, "source_file": stage.source_file} for stage in stages],
        checks=_checks_of(context),
        extractor_version=extractor_version(),
        code_version=code_version(),
        keep=chosen.keep_publications,
    )
    state.finish(chosen.build_db)
    audit.seal(chosen.build_db)  # its marts are what they were
    LOG.info("publication   version %d", publication.version)
    return dg.MaterializeResult(
        metadata={
            "file": dg.MetadataValue.path(chosen.published),
            "version": publication.version,
            "size (MB)": round(chosen.published.stat().st_size / 1e6, 2),
            "dagster/row_count": publication.tables["fct_indicator"],
            "extractor version": publication.extractor_version,
            "tables": dg.MetadataValue.md(markdown(["table", "rows"], list(publication.tables.items()))),
        }
    )


def _checks_of(context: dg.AssetExecutionContext) -> list[Check]:
    """All checks of this run, of every asset, for the manifest."""
    found = []
    for entry in context.instance.all_logs(context.run_id, of_type=dg.DagsterEventType.ASSET_CHECK_EVALUATION):
        evaluation = entry.get_dagster_event().asset_check_evaluation_data
        failures = evaluation.metadata.get("failed rows")
        found.append(
            Check(
                name=f"{evaluation.asset_key.to_user_string()}.{evaluation.check_name}",
                passed=evaluation.passed,
                failures=int(failures.value) if failures is not None else 0,
                blocking=evaluation.severity is dg.AssetCheckSeverity.ERROR,
            )
        )
    return sorted(found, key=lambda check: check.name)


def code_version() -> str:
    """The checkout's commit where there is one, else the package's version."""
    command = ["git", "-C", str(ROOT), "describe", "--always", "--dirty", "--abbrev=12"]
    try:
        said = subprocess.run(command, capture_output=True, text=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return __version__
    return said.stdout.strip() or __version__
