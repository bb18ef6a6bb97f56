"""Which node gets a batch: a Ray that only writes down what it is asked for."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from pipelines.runner.cluster import ClusterError
from pipelines.runner.cluster.dispatch import Died
from pipelines.runner.cluster.machines import AHEAD, RayMachines
from pipelines.runner.cluster.worker import Terms

exceptions = pytest.importorskip("ray").exceptions


class Ray:
    """Nodes by name with their processors; a batch ends when `ends` says so, and then the first that was sent."""

    exceptions = exceptions

    def __init__(self, **nodes: int) -> None:
        self.cpus, self.sent, self.fails = nodes, [], {}

    def nodes(self) -> list[dict[str, Any]]:
        return [
            {"NodeID": name * 56, "Alive": True, "Resources": {"CPU": float(n)} if n else {}}
            for name, n in self.cpus.items()
        ]

    def remote(self, **_: Any) -> Any:
        return lambda function: SimpleNamespace(options=self._options)

    def _options(self, scheduling_strategy: Any) -> Any:
        node = getattr(scheduling_strategy, "node_id", "?")[:1]
        return SimpleNamespace(remote=lambda *_: self.sent.append(node) or len(self.sent) - 1)

    def wait(self, refs: list[int], **_: Any) -> tuple[list[int], list[int]]:
        return refs[:1], refs[1:]

    def get(self, ref: int) -> list[Any]:
        if self.sent[ref] in self.fails:
            raise self.fails[self.sent[ref]]
        return []


def machines(ray: Ray, patience: float = 60) -> RayMachines:
    return RayMachines(ray, Terms("f:f", "1"), patience, lambda: None)


def fill(made: RayMachines) -> None:
    for _ in range(max(1, made.room()) - len(made.under_way)):
        made.submit([(0, b"")])


def test_every_processor_has_as_much_to_do_as_the_others() -> None:
    ray = Ray(a=1, b=3, h=0)
    fill(machines(ray))
    assert sorted(ray.sent) == ["a"] * AHEAD + ["b"] * 3 * AHEAD


def test_a_node_that_went_down_is_not_asked_again_though_ray_takes_it_for_alive() -> None:
    ray = Ray(a=1, b=1)
    made = machines(ray)
    fill(made)
    ray.fails["a"] = exceptions.NodeDiedError("gone")
    [(_, result)] = made.wait()
    assert isinstance(result, Died) and result.node and made.room() == AHEAD
    made.counted = 0.0
    assert made.room() == AHEAD, "nor when the nodes are counted again"
    made.submit([(0, b"")])
    assert ray.sent[-1] == "b"


def test_a_cluster_without_a_processor_is_waited_for_and_given_up() -> None:
    ray = Ray(h=0)
    made = machines(ray, patience=0)
    with pytest.raises(ClusterError, match="no processor to work with"):
        made.room()
    made = machines(ray)
    fill(made)
    assert ray.sent == ["?"], "wherever one comes"
