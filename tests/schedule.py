"""How the suite is shared between processes (`make test`): file by file, the longest first.

A warehouse that several files read is built once, by the process that comes to it first (`tests/shared.py`). What takes
long begins first, or one process would be left with it at the end.
"""

from __future__ import annotations

from xdist.scheduler import LoadScopeScheduling
from xdist.workermanage import WorkerController

# Seconds of the processor, from time to time measured with --durations; what is not named takes less.
LONG = {
    "tests/site/test_open.py": 90,
    "tests/publish/test_partial.py": 45, "tests/test_pipeline.py": 40, "tests/publish/test_ducklake_writers.py": 40,
    "tests/test_documented.py": 38, "tests/hostile/test_build.py": 30, "tests/runner/test_ray.py": 28,
    "tests/extract/test_rules.py": 23, "tests/publish/test_dbt.py": 22, "tests/publish/test_incremental.py": 20,
    "tests/publish/test_ducklake.py": 18, "tests/ledger/test_questions.py": 16, "tests/ledger/test_mcp.py": 15,
    "tests/test_read.py": 15, "tests/test_media.py": 15, "tests/publish/test_again.py": 12, "tests/ledger/test_changes.py": 12,
    "tests/runner/test_standing.py": 11, "tests/extract/test_hostile.py": 11, "tests/readers/test_office.py": 11,
    "tests/test_faults.py": 10, "tests/defs/test_partitions.py": 10, "tests/hostile/test_fuzz.py": 9,
    "tests/documents/test_hostile.py": 9, "tests/publish/test_ducklake_faults.py": 8, "tests/publish/test_swap.py": 8,
    "tests/publish/test_audit.py": 8, "tests/ledger/test_libreoffice.py": 6,
}  # fmt: skip


def scope(node_id: str) -> str:
    """What a test belongs to: its file.

    >>> scope("tests/ledger/test_fill.py::test_form[headline]")
    'tests/ledger/test_fill.py'
    """
    return node_id.partition("::")[0]


class Files(LoadScopeScheduling):
    """Whole files are given away, those that take longest first."""

    def _split_scope(self, nodeid: str) -> str:
        return scope(nodeid)

    def _assign_work_unit(self, node: WorkerController) -> None:
        longest = max(self.workqueue, key=lambda name: LONG.get(name, 0))
        self.workqueue.move_to_end(longest, last=False)
        super()._assign_work_unit(node)
