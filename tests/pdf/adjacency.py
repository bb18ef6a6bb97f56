"""The measure of the ICDAR-2013 table competition: how many neighbourhoods of cells are found.

A table is the set of its relations: each cell that has words, with the nearest one that has words to its right and
below. Two tables agree in a relation that has the same words and direction. A document's score takes all its tables
together; the score of a set is the mean over its documents.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

Relation = tuple[str, str, str]


class AnyCell(Protocol):
    """A cell of ours or of a sample."""

    @property
    def row(self) -> int: ...
    @property
    def col(self) -> int: ...
    @property
    def row_span(self) -> int: ...
    @property
    def col_span(self) -> int: ...
    @property
    def text(self) -> str: ...


@dataclass(frozen=True, slots=True)
class TrueCell:
    """A cell of a sample whose words and place are known."""

    row: int
    col: int
    text: str
    row_span: int = 1
    col_span: int = 1


@dataclass(frozen=True, slots=True)
class Score:
    """Relations that agree, that were found, and that there are."""

    right: int
    found: int
    there: int

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else float(self.there == 0)

    @property
    def recall(self) -> float:
        return self.right / self.there if self.there else 1.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def relations(cells: Iterable[AnyCell]) -> Counter[Relation]:
    """The relations of one table, each with how often it occurs.

    >>> found = relations([TrueCell(0, 0, "a"), TrueCell(0, 1, ""), TrueCell(0, 2, "b"), TrueCell(1, 0, "c")])
    >>> sorted(found)
    [('a', 'b', 'right'), ('a', 'c', 'below')]
    """
    grid: dict[tuple[int, int], AnyCell] = {}
    filled = [cell for cell in cells if cell.text.strip()]
    for cell in filled:
        for r in range(cell.row, cell.row + cell.row_span):
            for c in range(cell.col, cell.col + cell.col_span):
                grid[r, c] = cell
    rows = 1 + max((r for r, _ in grid), default=-1)
    cols = 1 + max((c for _, c in grid), default=-1)
    found: Counter[Relation] = Counter()
    for cell in filled:
        right = [_next(grid, [(r, c) for c in range(cell.col + cell.col_span, cols)])
                 for r in range(cell.row, cell.row + cell.row_span)]  # fmt: skip
        below = [_next(grid, [(r, c) for r in range(cell.row + cell.row_span, rows)])
                 for c in range(cell.col, cell.col + cell.col_span)]  # fmt: skip
        for direction, others in (("right", right), ("below", below)):
            for other in {id(o): o for o in others if o is not None}.values():
                found[_bare(cell.text), _bare(other.text), direction] += 1
    return found


def _next(grid: dict[tuple[int, int], AnyCell], places: Sequence[tuple[int, int]]) -> AnyCell | None:
    return next((grid[place] for place in places if place in grid), None)


def _bare(text: str) -> str:
    return "".join(text.split())


def score(truth: Sequence[Iterable[AnyCell]], found: Sequence[Iterable[AnyCell]]) -> Score:
    """The score of one document's tables."""
    there: Counter[Relation] = sum((relations(cells) for cells in truth), Counter())
    got: Counter[Relation] = sum((relations(cells) for cells in found), Counter())
    return Score((there & got).total(), got.total(), there.total())


def mean_f1(scores: Sequence[Score]) -> float:
    """The document-averaged F1."""
    return sum(s.f1 for s in scores) / len(scores) if scores else 0.0
