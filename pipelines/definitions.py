"""What Dagster loads: assembly only; the assets, checks and automation are in `pipelines.defs`."""

from __future__ import annotations

import dagster as dg

from pipelines.defs import automation, documents, extraction, history, models, publication, served
from pipelines.defs.handed import Handed
from pipelines.defs.workspace import Workspace

history.quicken()

defs = dg.Definitions(
    assets=[
        documents.documents,
        extraction.staged,
        models.build_database,
        models.dbt_models,
        publication.audited_build,
        publication.published_warehouse,
        served.explorer,
        served.data_package,
        served.workbook,
        served.changes,
    ],
    resources={"workspace": Workspace(), "io_manager": Handed()},
    jobs=[automation.build_warehouse, automation.backfill],
    sensors=[automation.raw_folder_changed, automation.abandoned_runs],
    schedules=[automation.nightly],
    # One process: each step in one of its own would import everything again.
    executor=dg.in_process_executor,
)

if automation.large():
    from pipelines.defs import partitions

    defs = dg.Definitions.merge(defs, partitions.defs)
