"""How many rows the staged documents have, from what their sets and packs say of them; no row is read for it.

found = tally(staged, stages)
found["observation"].rows, .checks["period_guessed"]    all rows of a table, those that have a doubt
found["observation"].first("period_guessed")            the documents that have the first of these
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pipelines.staging import loose
from pipelines.staging.packs import Counts
from pipelines.staging.sets import Stage
from pipelines.staging.staged import shelf
from pipelines.validate.schema import tables

ANY = ""  # rows, whatever their doubts
FIRST = 20  # rows of which it is remembered which documents have them


@dataclass(slots=True)
class Tally:
    """The rows of a table. `documents` are all that have any; `first` those that have the first ones, by doubt."""

    rows: int = 0
    checks: Counter[str] = field(default_factory=Counter)
    documents: list[Stage] = field(default_factory=list)
    _first: dict[str, list[Stage]] = field(default_factory=dict)

    def add(self, stage: Stage, rows: int, checks: Mapping[str, int]) -> None:
        """A document's rows."""
        for check, count in ((ANY, rows), *checks.items()):
            if count and (self.rows if check == ANY else self.checks[check]) < FIRST:
                self._first.setdefault(check, []).append(stage)
        self.rows += rows
        self.checks.update(checks)
        self.documents.append(stage)

    def first(self, *checks: str) -> list[Stage]:
        """The documents that have the first `FIRST` rows with each of the doubts, in their order; without any: of all rows."""
        return list(dict.fromkeys(stage for check in checks or (ANY,) for stage in self._first.get(check, ())))


def tally(staged: Path, stages: Iterable[Stage]) -> dict[str, Tally]:
    """The rows of each table. Raises OSError or ValueError where a set or an index is not as it was written."""
    found = {kind: Tally() for kind in tables()}
    for stage, counts in _counts(staged, stages):
        for kind, (rows, checks) in counts.items():
            found[kind].add(stage, rows, checks)
    return found


def _counts(staged: Path, stages: Iterable[Stage]) -> Iterator[tuple[Stage, Counts]]:
    held = shelf(staged, stages)
    for stage in held.loose:
        described = loose.described(staged, stage)
        yield stage, {kind: (part.rows, part.checks) for kind, part in described.parts.items()}
    for pack, packed in held.packed:
        counts = pack.counts()
        for stage in packed:
            yield stage, counts[stage.name]
