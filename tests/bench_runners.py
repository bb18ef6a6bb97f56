"""Runners side by side: `python -m tests.bench_runners [DOCUMENTS [ROUNDS]]`.

Generated reports, read by one process and by two processes of this machine, by a head and two workers of one processor on
this machine, and by the same with a third worker that is killed after a third of the documents. A round is all of them, one
after another; processor seconds are those of everything that took part, Ray's own processes with it. Of the local runner also the
seconds of each quarter of the documents and the most memory in it, all processes together. Table to standard output.
"""

from __future__ import annotations

import contextlib
import os
import resource
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from pipelines.documents.scan import scan
from pipelines.runner import Outcome, Runner, extraction
from pipelines.runner.cluster.runner import RayRunner
from pipelines.runner.local import LocalRunner
from pipelines.runner.plan import make_plan
from pipelines.version import extractor_version
from tests.measure import Watch as Tree
from tests.runner.ray_cluster import Cluster, cluster
from tests.runner.test_ray import Meanwhile, differences
from tests.synth import generate

TICK = os.sysconf("SC_CLK_TCK")


class Watch:
    """Processor seconds of the cluster's processes while the block runs, sampled: killed ones leave no account."""

    def __init__(self, nodes: Cluster, every: float = 0.2) -> None:
        self.nodes, self.every, self.end = nodes, every, threading.Event()
        self.first: dict[int, int] = {}
        self.last: dict[int, int] = {}
        self.thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Watch:
        self._sample()
        self.first = {**self.last}
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.end.set()
        self.thread.join()

    def _run(self) -> None:
        while not self.end.wait(self.every):
            self._sample()

    def _sample(self) -> None:
        for pid in self.nodes.processes():
            with contextlib.suppress(OSError):
                fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
                self.last[pid] = int(fields[11]) + int(fields[12])

    @property
    def seconds(self) -> float:
        """Of all processes together."""
        return (sum(self.last.values()) - sum(self.first.values())) / TICK


def own() -> float:
    """Processor seconds of this process and of its children that ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def measure(raw: Path, staged: Path, runner: Runner, nodes: Cluster) -> tuple[float, float]:
    """Wall and processor seconds of reading everything."""
    plan = make_plan(scan(raw), {}, staged, extractor_version())
    started, used = time.perf_counter(), own()
    with Watch(nodes) as watch:
        report = extraction.run(plan, staged, runner)
    assert report.read == len(plan.tasks) and not report.failed
    return time.perf_counter() - started, own() - used + watch.seconds


class Quarters:
    """A runner whose quarters are timed; most memory of this process and all below it, in MB."""

    def __init__(self, runner: Runner, count: int) -> None:
        self.runner, self.count, self.times = runner, count, [time.time()]

    def map(self, function: str, batches: Iterable[Sequence[Any]]) -> Iterator[tuple[Any, Outcome]]:
        """See `Runner.map`."""
        self.times, tree = [time.time()], Tree(os.getpid())
        for number, pair in enumerate(self.runner.map(function, batches), 1):
            if number % max(1, self.count // 4) == 0:
                self.times.append(time.time())
            yield pair
        self.samples = tree.stop()

    def said(self) -> str:
        """Seconds and MB of each quarter."""
        spans = list(zip(self.times, self.times[1:], strict=False))
        most = [max((s.megabytes for s in self.samples if a <= s.at <= b), default=0) for a, b in spans]
        return ", ".join(f"{b - a:.0f} s {mb:.0f} MB" for (a, b), mb in zip(spans, most, strict=True))


def with_a_killed_worker(raw: Path, staged: Path, nodes: Cluster, after: int) -> tuple[float, float]:
    """The same, a third worker being killed on the way."""
    number = nodes.worker()
    runner = Meanwhile(RayRunner(nodes.address, raw, staged), after, lambda: nodes.kill(number))
    return measure(raw, staged, runner, nodes)


def main(count: int = 2000, rounds: int = 3) -> None:
    """The table."""
    found: dict[str, list[tuple[float, float]]] = {}
    with tempfile.TemporaryDirectory() as folder, cluster(workers=2) as nodes:
        os.environ.update(nodes.environ)
        generate.write(Path(folder), count)
        raw = Path(folder) / "raw"
        for number in range(rounds):
            here, there, killed = (Path(folder) / f"{name}{number}" for name in ("here", "there", "killed"))
            for workers, name in ((1, "one local process"), (2, "two local processes")):
                staged = here if workers == 2 else Path(folder) / f"single{number}"
                local = Quarters(LocalRunner(workers=workers), count)
                found.setdefault(name, []).append(measure(raw, staged, local, nodes))
                print(f"{name}: quarters {local.said()}", file=sys.stderr, flush=True)
            assert differences(here, Path(folder) / f"single{number}") == []
            ray = RayRunner(nodes.address, raw, there)
            found.setdefault("Ray, head and 2 workers", []).append(measure(raw, there, ray, nodes))
            found.setdefault("Ray, and a third worker that is killed", []).append(
                with_a_killed_worker(raw, killed, nodes, count // 3)
            )
            assert differences(here, there) == differences(here, killed) == []
            print(
                f"round {number + 1}: {[values[-1] for values in found.values()]}, load {os.getloadavg()[0]:.1f}",
                file=sys.stderr,
            )
    print(f"| {count:,} documents, median of {rounds} | wall (s) | processor (s) | processor, least and most |")
    print("|---|---:|---:|---:|")
    for name, values in found.items():
        walls, used = zip(*values, strict=True)
        print(
            f"| {name} | {statistics.median(walls):.0f} | {statistics.median(used):.0f} | {min(used):.0f}–{max(used):.0f} |"
        )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
