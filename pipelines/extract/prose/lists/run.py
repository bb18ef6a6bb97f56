"""What stands before a list of figures."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipelines.extract.prose import names
from pipelines.extract.prose.figures import Figure
from pipelines.extract.prose.measures.model import Reading
from pipelines.extract.prose.memory import Memory
from pipelines.extract.prose.predicates import Tail, strip_leading
from pipelines.extract.prose.roots import is_head
from pipelines.extract.prose.sentences import Clause
from pipelines.extract.prose.tokens import Token
from pipelines.extract.prose.writing.writer import Writer


@dataclass(slots=True)
class Run:
    """Figures that share what is said before the first of them.

    respectively: 分别 stands there; tail: the words before the first figure as read_tail reads them; subject: the words
    that may hold the names; generic: the same as a name; begun: where they say from what the figures came.
    """

    writer: Writer
    clause: Clause
    figures: list[Figure]
    dates: list[Token]
    respectively: bool
    tail: Tail
    reading: Reading
    subject: str
    suffix: str
    begun: re.Match[str] | None

    @property
    def memory(self) -> Memory:
        return self.writer.memory

    @property
    def count(self) -> int:
        return len(self.figures)

    @property
    def generic(self) -> str:
        return names.tidy(names.phrase(self.subject))

    @property
    def is_named(self) -> bool:
        """Whether the words before the list name something, and do not only say after what or among what it was."""
        named = names.has_words(strip_leading(self.subject)) and self.generic not in ("", "年")  # 2022年底达到a、b
        return named and not self.subject.endswith(("后", "中"))

    @property
    def is_of_names_before(self) -> bool:
        """Whether the words before 分别 say nothing without the names of the figures before (金额分别为…)."""
        return self.respectively and (is_head(self.generic) or names.EFFECT.fullmatch(self.generic) is not None)
