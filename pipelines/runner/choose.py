"""Which runner a build's settings ask for."""

from __future__ import annotations

from typing import Any

from pipelines.runner import Runner
from pipelines.runner.local import LocalRunner
from pipelines.settings import Settings


def runner(chosen: Settings) -> Runner:
    """Processes of this machine, or a Ray cluster; nothing is started or connected before there is something to do."""
    limits: dict[str, Any] = {
        "seconds": chosen.document_seconds,
        "memory_mb": chosen.document_memory_mb,
        "recycle": chosen.worker_documents,
    }
    if chosen.runner == "ray":
        from pipelines.runner.cluster.runner import RayRunner

        return RayRunner(chosen.ray_address, chosen.raw, chosen.staged, **limits, patience=chosen.ray_seconds)
    return LocalRunner(workers=chosen.worker_count, **limits)


def check(chosen: Settings) -> None:
    """Raise ClusterError (a PublishError) for a cluster that is not named rightly, or Ray that is not installed."""
    if chosen.runner == "ray":
        from pipelines.runner.cluster import runner

        runner.check(chosen.ray_address)
