"""Read what the plan says, on a runner; every file of the raw folder ends with outcome rows.

The result does not depend on the number of workers: rows of a document are made by that document alone, and what is
put together here is sorted by path.
"""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.errors import PublishError
from pipelines.logs import about
from pipelines.progress import Progress
from pipelines.runner import Done, Lost, Runner
from pipelines.runner.document import Task, Unwritable, outcome, write_outcomes
from pipelines.runner.lock import nobody_reading
from pipelines.runner.packing import pack
from pipelines.runner.plan import Plan, staged_key
from pipelines.staging import staged as staging
from pipelines.staging.staged import Stage

FUNCTION = "pipelines.runner.document:process"
BATCH = 16
LOG = logging.getLogger("taizhang")

Row = dict[str, Any]
Failure = tuple[str, str, str]
"""File, step, error."""


@dataclass(frozen=True, slots=True)
class Report:
    """What became of the documents: `failed` are (file, step, error) of the files without rows, sorted by path."""

    read: int
    unchanged: int
    removed: int
    failed: tuple[Failure, ...]


def run(plan: Plan, staged: Path, runner: Runner, function: str = FUNCTION, *, pack_documents: int = 0) -> Report:
    """Read the plan's documents; afterwards the manifest names the current documents' files, and others are gone.

    So many small documents of a year and kind are put into a pack each (0: none are).

    Others stay while somebody reads into the folder, and those that were written since the plan was made: by runs that
    read a partition, whose documents this plan may not know yet. Raises PublishError where the staged folder cannot be
    written (a full disk).
    """
    stages, failed = read(plan, runner, function)
    done = len(plan.tasks) - len(failed)
    stages += _without_rows(plan, staged)
    staging.write_manifest(staged, stages)
    with nobody_reading(staged) as free:
        if free:
            staging.prune(staged, since=plan.since)
    pack(staged, pack_documents)
    failed += [(file.source_file, "read", file.error or "") for file in plan.refused]
    return Report(done, len(plan.unchanged), len(plan.removed), tuple(sorted(failed)))


def read(plan: Plan, runner: Runner, function: str = FUNCTION) -> tuple[list[Stage], list[Failure]]:
    """Read the plan's documents and nothing else: where the rows of all of them are now, and what failed.

    Raises PublishError as `run` does.
    """
    stages = [task.stage for task in plan.unchanged]
    failed: list[Failure] = []
    progress = Progress("reading", len(plan.tasks))
    batches = [plan.tasks[i : i + BATCH] for i in range(0, len(plan.tasks), BATCH)]
    for task, result in runner.map(function, batches):
        rows = _rows(task, result)
        bad = [row for row in rows if not row["success"]]
        failed += [(row["source_file"], row["step"], row["error"]) for row in bad]
        stages.append(task.failed_stage if bad else task.stage)
        _log(task, rows)
        progress.step(task.file.source_file)
    progress.done()
    return stages, failed


def _rows(task: Task, result: Done | Lost) -> list[Row]:
    """The document's outcome rows, also of one whose process did not come back."""
    if isinstance(result, Lost):
        return _lost(task, result)
    if isinstance(result.value, Unwritable):
        raise PublishError(f"cannot write {result.value.error}; make room or name another folder with --warehouse")
    return result.value


def _log(task: Task, rows: list[Row]) -> None:
    """A line for each step that failed or has something to say, else one for the document."""
    name, seconds = task.file.source_file, round(sum(row["duration_s"] for row in rows), 3)
    for row in rows:
        said = about(name, task.file.sha256, step=row["step"], seconds=row["duration_s"], error=row["error"])
        if row["error"]:
            LOG.warning("%s: %s", row["step"], row["error"], extra=said)
        for warning in row["warnings"]:
            LOG.info("%s: %s", row["step"], warning, extra=said)
    if all(row["success"] for row in rows):
        counts = {
            kind: count
            for row in rows
            for kind, count in json.loads(row["counts"]).items()
            if row["step"] != "validate"
        }
        LOG.debug("read: %s", counts, extra=about(name, task.file.sha256, step="read", seconds=seconds))


def _lost(task: Task, result: Lost) -> list[Row]:
    """The outcome of a document whose process did not come back, staged in the worker's place."""
    rows = [outcome(task.file, "read", task.extractor_version, error=result.error, duration_s=result.duration_s)]
    write_outcomes(task.staged, task.failed_stage, rows)
    return rows


def _without_rows(plan: Plan, staged: Path) -> list[Stage]:
    """Stage the outcomes of the files that are no documents of their own: refused ones and duplicates."""
    stages = []
    for file in (*plan.refused, *plan.duplicates):
        LOG.warning(
            "read: %s",
            file.error or f"the same as {file.duplicate_of}",
            extra=about(file.source_file, file.sha256, step="read", error=file.error),
        )
        said = (f"the same bytes as {file.duplicate_of}; read once, under that name",) if file.duplicate_of else ()
        row = outcome(file, "read", plan.extractor_version, error=file.error, warnings=said)
        stage = Stage(None, file.source_file, staged_key(file, {"said": row["error"] or said}, plan.extractor_version))
        write_outcomes(staged, stage, [row])
        stages.append(stage)
    return stages
