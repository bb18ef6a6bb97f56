"""One document from its bytes to its staged files: what a worker does with a task.

Every step leaves an outcome row; a step that fails ends the document, and its row says why. Nothing is raised for a
fault of the document, so that a worker's own errors (a mistake of ours, a full disk) stand out.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.documents.scan import SourceFile
from pipelines.runner.worker import describe
from pipelines.staging.staged import Stage

if TYPE_CHECKING:
    from pipelines.documents.model import Document


@dataclass(frozen=True, slots=True)
class Task:
    """A document to read: the file, what documents.yml says of it, and where its rows go when all goes well."""

    file: SourceFile
    stage: Stage
    staged: Path
    extractor_version: str
    override: dict[str, Any] | None = None

    @property
    def failed_stage(self) -> Stage:
        """Where the outcome of a failure goes: under another key, so that the next build reads the document again."""
        return replace(self.stage, key=f"{self.stage.key}-failed")


@dataclass(slots=True)
class Outcomes:
    """The outcome rows of one document, in the order of its steps."""

    task: Task
    rows: list[dict[str, Any]] = field(default_factory=list)

    def add(
        self,
        step: str,
        *,
        error: str | None = None,
        warnings: tuple[str, ...] = (),
        counts: dict[str, Any] | None = None,
        duration_s: float = 0.0,
    ) -> None:
        """A row of `staged.outcome`; no error is success."""
        self.rows.append(
            outcome(
                self.task.file,
                step,
                self.task.extractor_version,
                error=error,
                warnings=warnings,
                counts=counts,
                duration_s=duration_s,
            )
        )

    @contextmanager
    def timed(self, step: str, fault: type[Exception] | None = None) -> Iterator[dict[str, Any]]:
        """Time a step; the caller fills `counts` and `warnings`. A raised exception becomes the step's error.

        A `fault` is the document's: its message is for people and needs no place in our code.
        """
        said: dict[str, Any] = {"counts": {}, "warnings": ()}
        started = time.perf_counter()
        try:
            yield said
        except Exception as error:
            mine = fault is not None and isinstance(error, fault)
            message = str(error).removeprefix(f"{self.task.file.source_file}: ") if mine else describe(error)
            self.add(step, error=message, duration_s=time.perf_counter() - started)
            raise Failed from error
        self.add(step, duration_s=time.perf_counter() - started, **said)


class Failed(Exception):
    """The document ends here; its outcome rows are complete."""


def outcome(
    file: SourceFile,
    step: str,
    extractor_version: str,
    *,
    error: str | None = None,
    warnings: tuple[str, ...] = (),
    counts: dict[str, Any] | None = None,
    duration_s: float = 0.0,
) -> dict[str, Any]:
    """One row of `staged.outcome`."""
    return {
        "document_id": file.sha256,
        "source_file": file.source_file,
        "step": step,
        "success": error is None,
        "error": error,
        "warnings": list(warnings),
        "counts": json.dumps(counts or {}, ensure_ascii=False, sort_keys=True),
        "extractor_version": extractor_version,
        "duration_s": round(duration_s, 3),
    }


def write_outcomes(staged: Path, stage: Stage, rows: list[dict[str, Any]]) -> None:
    """Stage outcome rows alone, of a file that gave no rows of its own."""
    from pipelines.staging import staged as staging
    from pipelines.validate.frames import frame

    outcomes, rejected = frame("outcome", rows)
    assert not rejected, rejected
    staging.write(staged, stage, {"outcome": outcomes})


def _extracted(outcomes: Outcomes, document: Document) -> dict[str, list[dict[str, Any]]]:
    """The document's rows, with an outcome for each step of extraction."""
    from pipelines.extract.document import STEPS, rows_of
    from pipelines.extract.settle import to_settle

    rows: dict[str, list[dict[str, Any]]] = {}
    for step in STEPS:
        with outcomes.timed(step) as said:
            found = rows_of(step, document)
            said["counts"] = {table: len(found[table]) for table in found if table != "document"}
            if "observation" in found:
                said["warnings"] = to_settle(document, found["observation"])
            rows |= found
    return rows


def _told(counts: dict[str, Any]) -> dict[str, Any]:
    """What validation says of a table, where it says more than that all rows are valid."""
    return {name: value for name, value in counts.items() if name in ("quarantined", "doubts") and value}


@dataclass(frozen=True, slots=True)
class Unwritable:
    """The staged folder could not be written: no fault of the document, and no build without it."""

    error: str


def process(task: Task) -> list[dict[str, Any]] | Unwritable:
    """Read, extract, validate and stage one document; returns its outcome rows, which are staged with it."""
    try:
        return _process(task)
    except OSError as error:  # those of reading are outcomes by now
        return Unwritable(f"{task.staged}: {error.strerror or error}")


def _process(task: Task) -> list[dict[str, Any]]:
    from pipelines.readers.read import ReadError, read_document
    from pipelines.staging import staged as staging
    from pipelines.validate.frames import frame
    from pipelines.validate.rows import validate

    outcomes = Outcomes(task)
    try:
        with outcomes.timed("read", fault=ReadError) as said:
            document = read_document(task.file, task.override)
            said["counts"] = {"characters": len(document.text), "passages": len(document.passages)}
            said["warnings"] = document.warnings
        rows = _extracted(outcomes, document)
        with outcomes.timed("validate") as said:
            validated = validate(rows, document)
            said["counts"] = {kind: _told(counts) for kind, counts in validated.counts.items() if _told(counts)}
    except Failed:
        write_outcomes(task.staged, task.failed_stage, outcomes.rows)
        return outcomes.rows
    outcome_frame, rejected = frame("outcome", outcomes.rows)
    assert not rejected, rejected
    frames = {**validated.valid, "quarantine": validated.quarantine, "outcome": outcome_frame}
    staging.write(task.staged, task.stage, frames)
    return outcomes.rows
