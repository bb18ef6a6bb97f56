"""A Ray cluster as `dispatch.Machines`: nodes that are looked at before they work, batches as Ray tasks.

`ray` is the connected module, handed in: nothing here is imported where Ray is not installed.
"""

from __future__ import annotations

import contextlib
import logging
import pickle
import time
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import Any

from pipelines.runner import Outcome
from pipelines.runner.cluster import PAGE, ClusterError
from pipelines.runner.cluster.dispatch import Died, Item
from pipelines.runner.cluster.worker import Terms, Unfit, work

POLL = 0.5  # seconds after which the build is looked at, whether it is still there
LOOK = 5.0  # seconds after which the cluster's processors are counted again
AHEAD = 2  # batches for each processor: one that is read and one that waits


def connect(address: str) -> Any:
    """The module ray, connected; raises ClusterError when Ray refuses. May take Ray two minutes, and listens to nothing."""
    import ray

    try:
        ray.init(address=address, log_to_driver=False, logging_level=logging.CRITICAL, namespace="taizhang")
    except Exception as error:
        raise ClusterError(refused(error, address)) from None
    return ray


def refused(error: BaseException, address: str) -> str:
    """What to say when Ray refused the connection.

    >>> refused(RuntimeError("Version mismatch: The cluster was started with:\\n Ray: 2\\n Python: 3"), "a:1")
    'the Ray cluster at a:1 and this machine differ: the cluster was started with: Ray: 2 Python: 3; install the same versions everywhere (docs/cluster.md)'
    """
    said = " ".join(str(error).split())
    if said.startswith("Version mismatch: The"):
        said = said.removeprefix("Version mismatch: The")
        return f"the Ray cluster at {address} and this machine differ: the{said}; install the same versions everywhere ({PAGE})"
    return f"the Ray cluster at {address} cannot be used: {said[:400]} ({PAGE})"


class RayMachines:
    """Raises ClusterError for what no other machine could do better; `alive` is called often, and may raise."""

    def __init__(self, ray: Any, terms: Terms, patience: float, alive: Callable[[], None]) -> None:
        self.ray, self.terms, self.patience, self.alive = ray, terms, patience, alive
        # Ray itself tries nothing again: which document is to blame is found out by dispatch.
        self.work = ray.remote(num_cpus=1, max_retries=0)(work)
        self.under_way: dict[Any, str | None] = {}  # with the node that was asked
        self.processors: dict[str, int] = {}
        self.gone: set[str] = set()
        self.counted, self.seen = 0.0, time.monotonic()

    def fit(self) -> int:
        """Ask every node with processors whether it may work; returns how many nodes may, at least one."""
        from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

        look = self.ray.remote(num_cpus=0, max_retries=2)(_look())
        terms = pickle.dumps(self.terms)
        asked = {}
        for node in self._some_nodes():
            there = NodeAffinitySchedulingStrategy(node["NodeID"], soft=False)
            asked[look.options(scheduling_strategy=there).remote(terms)] = node["NodeManagerAddress"]
        _, silent = self.ray.wait(list(asked), num_returns=len(asked), timeout=self.patience)
        for ref, name in asked.items():
            if ref in silent:
                raise ClusterError(f"the Ray node {name} did not answer within {self.patience:g} s ({PAGE})")
            try:
                why = self.ray.get(ref)
            except self.ray.exceptions.RayError as error:
                if death(self.ray, error):
                    continue  # it went down just now, and is none of them any more
                why = f"the Ray node {name} cannot work: {_last(error)}"
            if why:
                raise ClusterError(f"{why} ({PAGE})")
        return len(asked)

    def _nodes(self) -> list[dict[str, Any]]:
        """The nodes that have a processor, as Ray tells of them: it may take a dead one for alive for a while."""
        alive = [node for node in self.ray.nodes() if node["Alive"] and node["NodeID"] not in self.gone]
        return [node for node in alive if node["Resources"].get("CPU", 0) >= 1]

    def _some_nodes(self) -> list[dict[str, Any]]:
        """The same; waits for the first one."""
        deadline = time.monotonic() + self.patience
        while True:
            if nodes := self._nodes():
                return nodes
            if time.monotonic() > deadline:
                raise ClusterError(self._nobody())
            self.alive()
            time.sleep(POLL)

    def _nobody(self) -> str:
        return (
            f"the Ray cluster has had no processor to work with for {self.patience:g} s; start a worker: "
            f"ray start --address=HOST:PORT ({PAGE})"
        )

    def room(self) -> int:
        """Twice the processors that the cluster has now."""
        now = time.monotonic()
        if now > self.counted + LOOK:
            self.processors = {node["NodeID"]: int(node["Resources"]["CPU"]) for node in self._nodes()}
            self.counted = now
            if self.processors:
                self.seen = now
            elif now > self.seen + self.patience:
                raise ClusterError(self._nobody())
        return AHEAD * sum(self.processors.values())

    def submit(self, items: Sequence[Item]) -> Hashable:
        """Send a batch as one Ray task, to the node that has least to do.

        Left to itself, Ray lets tasks wait on one node while another is idle.
        """
        from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

        busy = Counter(self.under_way.values())
        node = min(self.processors, key=lambda node: busy[node] / self.processors[node], default=None)
        there = NodeAffinitySchedulingStrategy(node, soft=True) if node else "DEFAULT"
        ref = self.work.options(scheduling_strategy=there).remote(self.terms, [blob for _, blob in items])
        self.under_way[ref] = node
        return ref

    def wait(self) -> Iterator[tuple[Hashable, list[Outcome] | Died]]:
        """The batch that ended within half a second, if one did."""
        self.alive()
        ended, _ = self.ray.wait(list(self.under_way), num_returns=1, timeout=POLL)
        for ref in ended:
            result, node = self._result(ref), self.under_way.pop(ref)
            if isinstance(result, Died) and result.node and node:
                self.gone.add(node)
                self.processors.pop(node, None)
            yield ref, result

    def _result(self, ref: Any) -> list[Outcome] | Died:
        try:
            result = self.ray.get(ref)
        except self.ray.exceptions.RayError as error:
            if died := death(self.ray, error):
                return died
            raise ClusterError(f"a worker of the Ray cluster failed: {_last(error)} ({PAGE})") from None
        if isinstance(result, Unfit):
            raise ClusterError(f"{result.why} ({PAGE})")
        return result

    def cancel(self) -> None:
        """End what is under way."""
        for ref in self.under_way:
            with contextlib.suppress(Exception):
                self.ray.cancel(ref, force=True)


def _look() -> Callable[[bytes], str | None]:
    """A nested function, which Ray sends as it is: so it says something where taizhang is not installed, too."""

    def look(terms: bytes) -> str | None:
        import pickle
        import platform
        import socket
        import sys

        try:
            from pipelines.runner.cluster.worker import unfit

            return unfit(pickle.loads(terms))
        except Exception as error:
            where = f"the worker {socket.gethostname()} (Python {platform.python_version()}, {sys.executable})"
            return f"{where} cannot use taizhang: {type(error).__name__}: {error}; install it there"

    return look


def death(ray: Any, error: BaseException) -> Died | None:
    """What died, if the error says that something did."""
    errors = ray.exceptions
    if isinstance(error, errors.OutOfMemoryError):
        return Died("ended by Ray, for its node was short of memory")
    if isinstance(error, (errors.NodeDiedError, errors.TaskUnschedulableError, errors.ObjectLostError)):
        return Died("its node went down", node=True)
    if isinstance(error, errors.WorkerCrashedError):
        return Died("the Ray worker above it died")
    return None


def _last(error: BaseException) -> str:
    """The last line of one of Ray's long tracebacks."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return (lines[-1] if lines else type(error).__name__)[:400]
