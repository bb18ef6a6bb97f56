"""How the suite is shared between processes (`make test`): what one warehouse is built for stays together, the longest first.

Fixtures of a session are made once in each process, so files that share a warehouse run in the same one. What takes long
begins first, or one process would be left with it at the end.
"""

from __future__ import annotations

from xdist.scheduler import LoadScopeScheduling
from xdist.workermanage import WorkerController

# Files that share a fixture which takes a whole build, under the fixture's name. In the order of their time.
TOGETHER = {
    "first": (
        "tests/test_pipeline.py",
        "tests/test_faults.py",
        "tests/test_read.py",
        "tests/defs/test_parts.py",
        "tests/test_left.py",
    ),
    "ours": ("tests/site/", "tests/test_readme.py", "tests/test_documented.py"),
    "ledger": ("tests/ledger/",),
}
# Seconds of the processor, from time to time measured with --durations; what is not named takes less.
LONG = {
    "first": 110, "tests/publish/test_ducklake_writers.py": 45, "ours": 60, "tests/hostile/test_build.py": 33, "ledger": 35,
    "tests/publish/test_partial.py": 30, "tests/runner/test_ray.py": 28, "tests/publish/test_ducklake.py": 22,
    "tests/publish/test_dbt.py": 20, "tests/defs/test_partitions.py": 18, "tests/publish/test_incremental.py": 16,
    "tests/runner/test_standing.py": 13, "tests/test_stop.py": 12, "tests/publish/test_swap.py": 11,
    "tests/publish/test_audit.py": 11, "tests/hostile/test_fuzz.py": 11, "tests/publish/test_ducklake_faults.py": 10,
    "tests/extract/test_hostile.py": 10, "tests/publish/test_damaged.py": 9, "tests/documents/test_hostile.py": 7,
}  # fmt: skip


def scope(node_id: str) -> str:
    """What a test belongs to: the warehouse that it shares with other files, else its file.

    >>> scope("tests/ledger/test_fill.py::test_form[headline]"), scope("tests/test_cli.py::test_x")
    ('ledger', 'tests/test_cli.py')
    """
    file = node_id.partition("::")[0]
    return next((name for name, files in TOGETHER.items() if file.startswith(files)), file)


class Rooms(LoadScopeScheduling):
    """Whole scopes are given away, those that take longest first."""

    def _split_scope(self, nodeid: str) -> str:
        return scope(nodeid)

    def _assign_work_unit(self, node: WorkerController) -> None:
        longest = max(self.workqueue, key=lambda name: LONG.get(name, 0))
        self.workqueue.move_to_end(longest, last=False)
        super()._assign_work_unit(node)
