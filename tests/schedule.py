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
    "tests/publish/test_packs.py": 19, "tests/publish/test_partial.py": 33, "tests/test_pipeline.py": 33, "tests/test_documented.py": 32, "tests/hostile/test_build.py": 20,
    "tests/publish/test_ducklake_writers.py": 17, "tests/publish/test_ducklake.py": 17, "tests/runner/test_ray.py": 15,
    "tests/publish/test_dbt.py": 15, "tests/test_read.py": 14, "tests/ledger/test_mcp.py": 13, "tests/publish/test_again.py": 13,
    "tests/extract/test_hostile.py": 12, "tests/ledger/test_questions.py": 10, "tests/defs/test_partitions.py": 10,
    "tests/publish/test_swap.py": 9, "tests/publish/test_ducklake_faults.py": 9, "tests/publish/test_incremental.py": 8,
    "tests/documents/test_hostile.py": 8, "tests/test_media.py": 8, "tests/extract/test_rules.py": 7, "tests/test_faults.py": 7,
    "tests/runner/test_standing.py": 6, "tests/ledger/test_changes.py": 6, "tests/test_readme.py": 9,
    "tests/publish/test_audit.py": 5, "tests/publish/test_damaged.py": 5, "tests/defs/test_parts.py": 4, "tests/extract/test_tables.py": 4, "tests/extract/test_document.py": 4,
    "tests/defs/test_kept.py": 4, "tests/hostile/test_fuzz.py": 3, "tests/readers/test_office.py": 3, "tests/pdf/test_hostile.py": 3,
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
