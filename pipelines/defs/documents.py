"""The documents of the raw folder: what is new, changed, unchanged, gone, or cannot be read."""

import logging

import dagster as dg

from pipelines.defs.workspace import Workspace
from pipelines.documents.overrides import OverrideError
from pipelines.documents.scan import ScanError
from pipelines.render import markdown
from pipelines.runner.look import look
from pipelines.runner.plan import NoDocumentsError, Plan

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
