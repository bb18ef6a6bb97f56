"""How the suite is shared between processes (`make test`): file by file, the longest first.

A warehouse that several files read is built once, by the process that comes to it first (`tests/shared.py`). What takes
long begins first, or one process would be left with it at the end. In a fresh checkout dbt parses its project and runs all
of it once for all (`pipelines/defs/manifest.py`, `pipelines/publish/again.py`), unless two processes come to it at once.
"""

from __future__ import annotations

from xdist.scheduler import LoadScopeScheduling
from xdist.workermanage import WorkerController

# Seconds of the processor, those of all processes that a file starts, measured from time to time; what is not named takes less.
LONG = {
    "tests/site/test_open.py": 90,
    "tests/test_pipeline.py": 54, "tests/publish/test_partial.py": 40, "tests/test_documented.py": 36, "tests/hostile/test_build.py": 38,
    "tests/runner/test_ray.py": 34, "tests/publish/test_ducklake_writers.py": 28, "tests/publish/test_ducklake.py": 21,
    "tests/publish/test_packs.py": 12, "tests/ledger/test_mcp.py": 20, "tests/publish/test_again.py": 16, "tests/publish/test_dbt.py": 12,
    "tests/test_read.py": 14, "tests/defs/test_partitions.py": 13, "tests/extract/test_hostile.py": 11,
    "tests/publish/test_ducklake_faults.py": 10, "tests/extract/test_rules.py": 9, "tests/test_faults.py": 9, "tests/documents/test_hostile.py": 9,
    "tests/publish/test_swap.py": 8, "tests/test_media.py": 8, "tests/readers/test_office.py": 7, "tests/ledger/test_changes.py": 6,
    "tests/publish/test_audit.py": 6, "tests/defs/test_kept.py": 6, "tests/ledger/test_libreoffice.py": 5, "tests/runner/test_standing.py": 5,
    "tests/publish/test_damaged.py": 5, "tests/publish/test_incremental.py": 5, "tests/publish/test_postgres.py": 5,
    "tests/extract/test_tables.py": 5, "tests/ledger/test_questions.py": 4, "tests/test_readme.py": 4, "tests/publish/test_export.py": 3,
    "tests/extract/test_document.py": 3, "tests/defs/test_parts.py": 3, "tests/test_rows_equal.py": 3, "tests/ledger/test_fill.py": 3,
    "tests/extract/test_cases.py": 3, "tests/pdf/test_tables.py": 3, "tests/pdf/test_hostile.py": 3, "tests/lexicon/test_guards.py": 3,
}  # fmt: skip

# With these the processes begin: one builds the first warehouse while the other has nothing to do with dbt.
BEGINNING = {"tests/test_pipeline.py", "tests/runner/test_ray.py"}


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
        longest = max(self.workqueue, key=lambda name: (name in BEGINNING, LONG.get(name, 0)))
        self.workqueue.move_to_end(longest, last=False)
        super()._assign_work_unit(node)
