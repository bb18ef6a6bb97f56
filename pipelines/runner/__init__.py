"""Where documents are worked on: one interface between the extraction asset and the machines.

A runner maps a function over tasks. Tasks are independent and idempotent (their output is a file at a path made from
the input's key, written aside and renamed), so a runner may try one again after a machine was lost. The function is
named, not passed, so that a worker imports just what it needs: "package.module:function".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Done:
    """The function returned `value`."""

    value: Any
    duration_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Lost:
    """No result: the function raised, took too long, or its process died; `error` says which, for people."""

    error: str
    duration_s: float = 0.0


Outcome = Done | Lost


class Runner(Protocol):
    """Local processes, or machines of a cluster."""

    def map(self, function: str, batches: Iterable[Sequence[Any]]) -> Iterator[tuple[Any, Outcome]]:
        """Yield (task, outcome) once for every task of every batch, in the order of completion.

        `function` is "module:name" of a function of one task. A batch is what is worth sending to a far machine at
        once; a failure never touches the batch's other tasks. Nothing is raised for a task's failure.
        """
        ...
