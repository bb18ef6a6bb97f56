"""Which runner a build's settings ask for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pipelines.runner import Runner
from pipelines.runner.local import LocalRunner
from pipelines.settings import Settings

if TYPE_CHECKING:
    from pipelines.runner.document import Task

TEXTS = (".txt", ".md", ".html", ".htm")
ENOUGH = 400_000  # bytes of text that take as long to read as a process takes to start


def runner(chosen: Settings, tasks: Sequence[Task] | None = None) -> Runner:
    """Processes of this machine, or a Ray cluster; nothing is started or connected before there is something to do.

    Where it is known what is to be read, no more processes than are worth their start, unless so many were asked for.
    """
    limits: dict[str, Any] = {
        "seconds": chosen.document_seconds,
        "memory_mb": chosen.document_memory_mb,
        "recycle": chosen.worker_documents,
    }
    if chosen.runner == "ray":
        from pipelines.runner.cluster.runner import RayRunner

        return RayRunner(chosen.ray_address, chosen.raw, chosen.staged, **limits, patience=chosen.ray_seconds)
    workers = chosen.worker_count if chosen.workers or tasks is None else min(chosen.worker_count, worth(tasks))
    return LocalRunner(workers=workers, **limits)


def worth(tasks: Sequence[Task]) -> int:
    """How many processes have enough to do: a text is read quickly, whatever else may hold much."""
    size = sum(min(ENOUGH, t.file.size) if t.file.source_file.lower().endswith(TEXTS) else ENOUGH for t in tasks)
    return 1 + size // ENOUGH


def check(chosen: Settings) -> None:
    """Raise ClusterError (a PublishError) for a cluster that is not named rightly, or Ray that is not installed."""
    if chosen.runner == "ray":
        from pipelines.runner.cluster import runner

        runner.check(chosen.ray_address)
