"""Batches over machines that die: nothing lost, nothing doubled, the others of a bad document's batch are finished."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence

import pytest

from pipelines.runner import Done, Lost, Outcome
from pipelines.runner.cluster.dispatch import NODE_ATTEMPTS, Died, Item, dispatch


class Machines:
    """Ends batches last come, first served; a poisonous item kills every process, `downs` nodes go down before that."""

    def __init__(self, room: int = 2, poison: Sequence[bytes] = (), deaths: int = 0, downs: int = 0) -> None:
        self.space, self.poison, self.deaths, self.downs = room, set(poison), deaths, downs
        self.under_way: dict[Hashable, Sequence[Item]] = {}
        self.sent: list[list[bytes]] = []
        self.most = 0

    def room(self) -> int:
        return self.space

    def submit(self, items: Sequence[Item]) -> Hashable:
        self.sent.append([blob for _, blob in items])
        self.under_way[len(self.sent)] = items
        self.most = max(self.most, len(self.under_way))
        return len(self.sent)

    def wait(self) -> Iterator[tuple[Hashable, list[Outcome] | Died]]:
        handle, items = self.under_way.popitem()
        if self.downs:
            self.downs -= 1
            yield handle, Died("its node went down", node=True)
        elif self.deaths or self.poison & {blob for _, blob in items}:
            self.deaths = max(0, self.deaths - 1)
            yield handle, Died("signal 11")
        else:
            yield handle, [Done(blob) for _, blob in items]


def run(machines: Machines, count: int = 40, size: int = 16, said: list[str] | None = None) -> dict[int, Outcome]:
    items = [(n, b"%d" % n) for n in range(count)]
    batches = iter([items[i : i + size] for i in range(0, count, size)])
    pairs = [pair for pairs in dispatch(machines, lambda: next(batches, None), (said or []).append) for pair in pairs]
    assert sorted(number for number, _ in pairs) == list(range(count)), "one outcome for each"
    return dict(pairs)


def lost(found: dict[int, Outcome]) -> dict[int, str]:
    assert all(outcome.value == b"%d" % n for n, outcome in found.items() if isinstance(outcome, Done))
    return {n: outcome.error for n, outcome in found.items() if isinstance(outcome, Lost)}


@pytest.mark.parametrize("room", [0, 1, 2, 50])
def test_no_more_are_under_way_than_there_is_room(room: int) -> None:
    machines = Machines(room)
    assert lost(run(machines, 100, 7)) == {}
    assert machines.most == max(1, min(room, 15)) and len(machines.sent) == 15


def test_batches_are_taken_only_when_there_is_room() -> None:
    taken = []

    def take() -> list[Item] | None:
        taken.append(len(taken))
        return [(len(taken), b"")] if len(taken) < 10 else None

    next(dispatch(Machines(2), take))
    assert len(taken) == 2


def test_a_batch_whose_process_died_is_tried_as_it_is() -> None:
    machines, said = Machines(1, deaths=1), [""]
    assert lost(run(machines, 16, said=said)) == {}
    assert said[1:] == ["16 documents are read again: signal 11"]
    assert [len(blobs) for blobs in machines.sent] == [16, 16]


@pytest.mark.parametrize("poison", [[b"3"], [b"0", b"15"], [b"3", b"20", b"39"], [b"%d" % n for n in range(16)]])
def test_only_the_poisonous_documents_are_lost(poison: list[bytes]) -> None:
    found = lost(run(Machines(2, poison)))
    assert found == dict.fromkeys(map(int, poison), "the reading process died twice on this document (signal 11)")


def test_a_poisonous_document_is_found_by_halves() -> None:
    machines = Machines(1, [b"5"])
    run(machines, 16)
    assert sum(b"5" in blobs for blobs in machines.sent) == 2 + 4, "16, 16, 8, 4, 2, 1"


def test_nodes_that_go_down_are_not_the_document() -> None:
    assert lost(run(Machines(1, downs=NODE_ATTEMPTS), 1)) == {}
    assert list(lost(run(Machines(1, downs=NODE_ATTEMPTS + 2), 1))) == [0], "unless they always do"


def test_nothing_to_do_asks_no_machine() -> None:
    machines = Machines()
    assert run(machines, 0) == {} and machines.sent == []
