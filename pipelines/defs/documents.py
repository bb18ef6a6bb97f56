"""The documents of the raw folder: what is new, changed, unchanged, gone, or cannot be read."""

import logging
import time

import dagster as dg

from pipelines.defs.workspace import Workspace
from pipelines.documents.overrides import OverrideError, load_overrides
from pipelines.documents.scan import Limits, ScanError, scan
from pipelines.render import markdown
from pipelines.runner.plan import NoDocumentsError, Plan, make_plan
from pipelines.settings import Settings
from pipelines.version import extractor_version

LOG = logging.getLogger("taizhang")


class DocumentsConfig(dg.Config):
    """`read_again` reads every document once more, unchanged ones too (a backfill)."""

    read_again: bool = False


@dg.asset(group_name="documents", kinds={"python"}, owners=["team:taizhang"])
def documents(context: dg.AssetExecutionContext, config: DocumentsConfig, workspace: Workspace) -> dg.Output[Plan]:
    """Every file of the raw folder, and what is to be done with it."""
    chosen = workspace.settings
    try:
        plan = look(chosen, read_again=config.read_again)
    except (ScanError, OverrideError, NoDocumentsError) as error:
        raise dg.Failure(str(error), allow_retries=False) from None
    LOG.info(
        "documents     %d: %d new, %d changed, %d to be read, %d unchanged, %d cannot be read",
        len(plan.current), plan.new, plan.changed, len(plan.tasks), len(plan.unchanged), len(plan.refused),
    )  # fmt: skip
    rows = [(task.file.source_file, task.file.size, "to be read") for task in plan.tasks]
    rows += [(task.file.source_file, task.file.size, "unchanged") for task in plan.unchanged]
    rows += [(file.source_file, file.size, f"the same as {file.duplicate_of}") for file in plan.duplicates]
    bad = [(file.source_file, file.size, file.error) for file in plan.refused]
    return dg.Output(
        plan,
        metadata={
            "raw folder": dg.MetadataValue.path(chosen.raw),
            "extractor version": plan.extractor_version,
            "dagster/row_count": len(plan.current),
            "documents": len(plan.current),
            "new": plan.new,
            "changed": plan.changed,
            "to be read": len(plan.tasks),
            "unchanged": len(plan.unchanged),
            "removed": len(plan.removed),
            "cannot be read": len(plan.refused),
            "duplicates": len(plan.duplicates),
            "preview": dg.MetadataValue.md(markdown(["file", "bytes", "state"], [*bad, *sorted(rows)][:20])),
        },
    )


def look(chosen: Settings, *, read_again: bool = False) -> Plan:
    """Scan the raw folder and compare it with what was read last.

    Raises ScanError, OverrideError, or NoDocumentsError.
    """
    since = time.time()
    files = scan(chosen.raw, Limits.of_megabytes(chosen.max_file_mb, chosen.max_text_mb))
    if not any(file.error is None for file in files):
        refused = "; ".join(f"{file.source_file}: {file.error}" for file in files[:3])
        raise NoDocumentsError(
            f"no document to read in {chosen.raw}; put reports there as .txt, .md or .pdf, or name another folder: "
            f"taizhang build --raw DIR" + (f" (found {len(files)}: {refused})" if files else "")
        )
    overrides = load_overrides(chosen.raw, known=[file.source_file for file in files])
    return make_plan(files, overrides, chosen.staged, extractor_version(), read_again=read_again, since=since)
