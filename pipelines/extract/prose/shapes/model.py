"""What the rules of shapes are given."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.extract.facts import Fact
from pipelines.extract.prose.figures import Figure
from pipelines.extract.prose.measures.model import Reading
from pipelines.extract.prose.memory import Memory
from pipelines.extract.prose.predicates import Tail
from pipelines.extract.prose.sentences import Clause
from pipelines.extract.prose.tokens import Token
from pipelines.extract.prose.writing.writer import Writer


@dataclass(slots=True)
class Shaped:
    """A figure that may be of a shape of its own, and where it stands."""

    writer: Writer
    clause: Clause
    figures: list[Figure]
    i: int
    dates: list[Token]
    figure: Figure
    memory: Memory

    @property
    def text(self) -> str:
        return self.writer.text

    @property
    def following(self) -> Figure:
        """The next figure of the clause, for one that is not the last."""
        return self.figures[self.i + 1]

    @property
    def is_dated(self) -> bool:
        """Whether a year is printed before the figure in its clause."""
        start, end = self.clause.start, self.figure.token.start
        return any(start <= date.start < end and date.date and date.date[0] for date in self.dates)

    def write(self, name: str, reading: Reading, *, tail: Tail | None = None, carried: bool) -> Fact:
        """The figure as a fact; tail: where the words before it govern its years and its qualifier."""
        return self.writer.emit(self.clause, self.figure, name, reading, tail or Tail(""), self.dates, carried)
