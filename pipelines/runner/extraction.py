"""Read what the plan says, on a runner; every file of the raw folder ends with outcome rows.

The result does not depend on the number of workers: rows of a document are made by that document alone, and what is
put together here is sorted by path.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pipelines.progress import Progress
from pipelines.publish import staging
from pipelines.runner import Lost, Runner
from pipelines.runner.document import Task, outcome
from pipelines.runner.plan import Entry, Plan, write_index

FUNCTION = "pipelines.runner.document:process"
BATCH = 16
LOG = logging.getLogger("taizhang")

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Report:
    """What became of the documents: `read` went well, `failed` are (file, step, error), sorted by path."""

    read: int
    unchanged: int
    removed: int
    failed: tuple[tuple[str, str, str], ...]


def run(plan: Plan, runner: Runner) -> Report:
    """Read the plan's documents; afterwards the staged folder holds the current documents' files and no others."""
    staged = plan.tasks[0].staged if plan.tasks else plan.unchanged[0].staged
    entries = {task.file.source_file: Entry(task.file.sha256 or "", task.key, True) for task in plan.unchanged}
    failed: list[tuple[str, str, str]] = []
    progress = Progress("reading", len(plan.tasks))
    batches = [plan.tasks[i : i + BATCH] for i in range(0, len(plan.tasks), BATCH)]
    for task, result in runner.map(FUNCTION, batches):
        rows = _lost(task, result) if isinstance(result, Lost) else result.value
        bad = [row for row in rows if not row["success"]]
        failed += [(row["source_file"], row["step"], row["error"]) for row in bad]
        entries[task.file.source_file] = Entry(task.file.sha256 or "", task.key, not bad)
        progress.step(task.file.source_file)
    progress.done()
    failed += [(file.source_file, "read", file.error or "") for file in plan.refused]
    staging.write_outcomes(staged, _without_rows(plan))
    write_index(staged, entries)
    staging.prune(staged, {entry.key for entry in entries.values()})
    for source_file, step, error in sorted(failed):
        LOG.warning("%s: %s: %s", source_file, step, error)
    return Report(
        len(plan.tasks) - sum(not e.success for e in entries.values()),
        len(plan.unchanged),
        len(plan.removed),
        tuple(sorted(failed)),
    )


def _lost(task: Task, result: Lost) -> list[Row]:
    """The outcome of a document whose process did not come back, staged in the worker's place."""
    rows = [outcome(task.file, "read", task.extractor_version, error=result.error, duration_s=result.duration_s)]
    staging.write_failed(task.staged, task.key, rows)
    return rows


def _without_rows(plan: Plan) -> Sequence[Row]:
    """Outcomes of the files that are no documents of their own: refused ones and duplicates."""
    rows = [outcome(file, "read", plan.extractor_version, error=file.error) for file in plan.refused]
    for file in plan.duplicates:
        said = f"the same bytes as {file.duplicate_of}; read once, under that name"
        rows.append(outcome(file, "read", plan.extractor_version, warnings=(said,)))
    return sorted(rows, key=lambda row: row["source_file"])
