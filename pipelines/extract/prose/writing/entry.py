"""A figure on its way to a fact."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.extract.prose.figures import Figure
from pipelines.extract.prose.measures.model import Reading
from pipelines.extract.prose.predicates import Tail
from pipelines.extract.prose.scope.frame import Frame
from pipelines.extract.prose.sentences import Clause
from pipelines.extract.prose.tokens import Token


@dataclass(slots=True)
class Entry:
    """What is known of a figure: where it stands, how it is read, what governs it.

    text: the passage; tail: the words before the number as read_tail reads them; dates: those of the clause; carried: the
    name was carried over. name and reading are completed on the way.
    """

    text: str
    clause: Clause
    figure: Figure
    tail: Tail
    dates: list[Token]
    frame: Frame
    carried: bool
    name: str
    reading: Reading
