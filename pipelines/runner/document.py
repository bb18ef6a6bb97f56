"""One document from its bytes to its staged files: what a worker does with a task.

Every step leaves an outcome row; a step that fails ends the document, and its row says why. Nothing is raised for a
fault of the document, so that a worker's own errors (a mistake of ours, a full disk) stand out.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipelines.documents.scan import SourceFile

# Which step stages which tables; the names are those of staged.outcome.
STEPS: dict[str, tuple[str, ...]] = {
    "structure": ("passage",),
    "tables": ("cell",),
    "statements": ("observation", "qualitative_target"),
    "projects": ("key_project", "project_plan"),
    "livelihood": ("livelihood_project", "livelihood_task"),
}


@dataclass(frozen=True, slots=True)
class Task:
    """A document to read: the file, what documents.yml says of it, and where its rows go.

    `key` names the staged files; it is made from the content, the path, the override and the extractor version.
    """

    file: SourceFile
    key: str
    staged: Path
    extractor_version: str
    override: dict[str, Any] | None = None


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
    def timed(self, step: str) -> Iterator[dict[str, Any]]:
        """Time a step; the caller fills `counts` and `warnings`. A raised exception becomes the step's error."""
        from pipelines.runner.worker import describe

        said: dict[str, Any] = {"counts": {}, "warnings": ()}
        started = time.perf_counter()
        try:
            yield said
        except Exception as error:
            self.add(step, error=describe(error), duration_s=time.perf_counter() - started)
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


def process(task: Task) -> list[dict[str, Any]]:
    """Read, extract, validate and stage one document; returns its outcome rows, which are staged with it."""
    from pipelines.documents.read import read_document
    from pipelines.extract.document import extract
    from pipelines.publish import staging
    from pipelines.validate.rows import validate

    outcomes = Outcomes(task)
    try:
        with outcomes.timed("read") as said:
            document = read_document(task.file, task.override)
            said["counts"] = {"characters": len(document.text), "passages": len(document.passages)}
            said["warnings"] = document.warnings
        with outcomes.timed("statements"):
            rows = extract(document)
        with outcomes.timed("validate") as said:
            validated = validate(rows, document)
            said["counts"] = {k: v for k, v in validated.counts.items() if v["rows"]}
    except Failed:
        staging.write_failed(task.staged, task.key, outcomes.rows)
    else:
        staging.write(task.staged, task.key, validated.valid, validated.quarantine, outcomes.rows)
    return outcomes.rows
