"""Batches over machines that may die: how many are under way, what is tried again, which document is to blame.

It knows nothing of Ray; `Machines` is what it asks for, and tests give it machines that die when they are told to.

A batch whose process died is tried once more as it is: machines die of many things. One that died twice is halved, and
its halves again whenever they die, until a single document is left, which is then reported; all others are finished. A
node that goes down is not the fault of what ran on it, so that counts only when it happens again and again.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from pipelines.runner import Lost, Outcome
from pipelines.runner.local import ATTEMPTS

NODE_ATTEMPTS = 5  # nodes that may go down under a batch before that counts as a death of its process

Item = tuple[int, bytes]  # a task's number, and the task as it is sent


@dataclass(frozen=True, slots=True)
class Died:
    """A batch came back without outcomes: its process or, with `node`, its whole node died; `how` is for people."""

    how: str
    node: bool = False


class Machines(Protocol):
    """Where batches run."""

    def room(self) -> int:
        """How many batches may be under way at once, now: machines come and go."""
        ...

    def submit(self, items: Sequence[Item]) -> Hashable:
        """Send a batch; returns what `wait` calls it by."""
        ...

    def wait(self) -> Iterator[tuple[Hashable, list[Outcome] | Died]]:
        """The batches that ended since, with an outcome for each item; may return with none after a while."""
        ...


@dataclass(slots=True)
class _Batch:
    items: Sequence[Item]
    deaths: int = 0
    nodes: int = 0
    spent: float = 0.0
    since: float = field(default=0.0)

    def died(self, what: Died) -> list[_Batch]:
        """What is to be tried again; nothing when a single document is left and has had its attempts."""
        self.spent += time.monotonic() - self.since
        self.nodes += what.node
        self.deaths += not what.node or self.nodes > NODE_ATTEMPTS
        if self.deaths < ATTEMPTS:
            return [self]
        middle = len(self.items) // 2
        halves = [self.items[:middle], self.items[middle:]] if middle else []
        return [_Batch(half, ATTEMPTS - 1) for half in halves]


def dispatch(
    machines: Machines, take: Callable[[], Sequence[Item] | None], told: Callable[[str], None] = lambda text: None
) -> Iterator[list[tuple[int, Outcome]]]:
    """Yield (number, outcome) of a batch's items as batches end, each item's once.

    `take` gives the next batch, None when there are no more; it is asked only when there is room. `told` hears, in
    words for people, of batches that are tried again.
    """
    again: deque[_Batch] = deque()
    under_way: dict[Hashable, _Batch] = {}
    more = True
    while True:
        while len(under_way) < max(1, machines.room()):
            if again:
                batch = again.popleft()
            else:
                items = take() if more else None
                more = items is not None
                if items is None:
                    break
                batch = _Batch(items)
            batch.since = time.monotonic()
            under_way[machines.submit(batch.items)] = batch
        if not under_way:
            return
        for handle, result in machines.wait():
            batch = under_way.pop(handle)
            if not isinstance(result, Died):
                yield [(number, outcome) for (number, _), outcome in zip(batch.items, result, strict=True)]
                continue
            retries = batch.died(result)
            again.extend(retries)
            if retries:
                told(f"{len(batch.items)} documents are read again: {result.how}")
            else:
                [(number, _)] = batch.items
                yield [(number, Lost(f"the reading process died twice on this document ({result.how})", batch.spent))]
