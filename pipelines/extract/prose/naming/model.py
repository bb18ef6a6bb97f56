"""What the rules of naming are given, and what they say."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pipelines.extract.facts import Context, Fact
from pipelines.extract.prose import names
from pipelines.extract.prose.figures import Figure
from pipelines.extract.prose.measures.model import Reading, dimension
from pipelines.extract.prose.memory import Memory
from pipelines.extract.prose.predicates import Tail
from pipelines.extract.prose.roots import is_head
from pipelines.lexicon.patterns import patterns

_P = patterns("naming")
_SENTENCE_END = _P["sentence_end"]
_LANDED = _P["landed"]


@dataclass(slots=True)
class Named:
    """A name, whether it was carried over, the rule where it is not the measure's own, and what is to be remembered."""

    name: str
    carried: bool = False
    rule: str = ""
    keep: dict[str, Any] = field(default_factory=dict)


def alone(name: str) -> dict[str, Any]:
    """What is remembered of a name that stands by itself: what follows may be of it."""
    return {"subject": name, "root": name}


@dataclass(slots=True)
class Unnamed:
    """A figure that wants a name, with what its words say.

    base: the words that hold the name; suffix: what the reading puts behind it; clean: the words without marks and
    modifiers; verb, rest: clean from its flow verb on; bare: clean names nothing.
    """

    figures: list[Figure]
    i: int
    tail: Tail
    reading: Reading
    memory: Memory
    context: Context
    base: str
    suffix: str
    clean: str
    verb: str
    rest: str
    bare: bool
    text: str
    completed: str | None = None
    """The name in front, completed by what a short one leaves out; found once."""
    figure: Figure = field(init=False)
    level: bool = field(init=False)
    """Whether it is an amount or a count."""

    def __post_init__(self) -> None:
        self.figure = self.figures[self.i]
        self.level = self.reading.measure == "level"

    @property
    def following(self) -> Figure | None:
        return self.figures[self.i + 1] if self.i + 1 < len(self.figures) else None

    @property
    def after(self) -> str:
        """The rest of the sentence behind the figure, as far as it can name it."""
        return _SENTENCE_END.split(self.text[self.figure.end : self.figure.end + 80], maxsplit=1)[0]

    @property
    def head(self) -> str:
        """The noun that may be a generic head: behind the flow verb, or behind verbs of landing."""
        return self.rest if self.verb and is_head(self.rest) else _LANDED.sub("", self.clean)

    @property
    def unit(self) -> str:
        return self.figure.token.unit

    @property
    def dimension(self) -> str:
        return dimension(self.figure.token.unit)

    @property
    def says_part(self) -> bool:
        """Whether 其中 stands in the words of the figure itself."""
        return "其中" in self.base

    @property
    def is_part(self) -> bool:
        """Whether the sentence has come to the parts of a whole."""
        return self.memory.part or self.says_part

    @property
    def part(self) -> dict[str, Any]:
        """What is remembered of 其中: what follows in the sentence are parts too."""
        return {"part": True, "parts_from": self.parts_from} if self.says_part else {}

    @property
    def parts_from(self) -> int:
        """Where the facts of the parts begin: with this one, where 其中 stands in its words."""
        return len(self.memory.facts) if self.says_part else self.memory.parts_from

    def is_of_unit(self, before: Fact | None) -> bool:
        """Whether a figure before is an amount in this one's unit."""
        return before is not None and before.measure == "level" and before.unit == self.figure.token.unit


def noun_of(name: str) -> str:
    """What a flow is of (新增科技型企业 → 科技型企业); a name without a flow verb as it is."""
    return names.split_verb(name)[1] or name
