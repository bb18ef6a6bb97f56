"""What a process and all that it starts take: memory and processor time, sampled from /proc while it runs."""

from __future__ import annotations

import os
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


@dataclass(frozen=True, slots=True)
class Sample:
    """At `at` (seconds since 1970): private and shared memory of the tree in MB, and its processor seconds so far."""

    at: float
    megabytes: float
    processor: float


@dataclass
class Watch:
    """Samples a process tree until `stop`; processor time of children that are gone is in their parent's."""

    pid: int
    every: float = 0.2
    samples: list[Sample] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while True:
            tree = _tree(self.pid)
            memory = sum(map(_memory, tree))
            self.samples.append(Sample(time.time(), memory / 1024, sum(map(_processor, tree))))
            if self._end.wait(self.every):
                return

    def stop(self) -> list[Sample]:
        """The samples, oldest first; one at least."""
        self._end.set()
        self._thread.join()
        return self.samples


def _tree(pid: int) -> list[int]:
    found, waiting = [], [pid]
    while waiting:
        one = waiting.pop()
        found.append(one)
        try:
            for task in Path(f"/proc/{one}/task").iterdir():
                waiting += map(int, (task / "children").read_text().split())
        except OSError:
            continue
    return found


def _memory(pid: int) -> int:
    """Kilobytes, pages that processes share counted in part (Pss)."""
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    except OSError:
        pass
    return 0


def _processor(pid: int) -> float:
    """Seconds of the process and of its children that have ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[11:15])) / TICK
