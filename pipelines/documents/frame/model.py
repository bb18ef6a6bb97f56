"""What a passage inherits from its place in the document: the time, the kind of statement, and who says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from pipelines.documents.model import Role, Statement

Level = Literal["document", "part", "section", "paragraph", "sentence", "table", "unknown"]


@dataclass(frozen=True, slots=True)
class Clock:
    """The years that words without a number are counted from; None where the document does not say.

    `review` is the year whose results are told, `plan` the one whose targets are set, `published` the one in which the
    text was given; `span` the years of the term or plan that the part looks back on, where its heading names them.
    """

    review: int | None = None
    plan: int | None = None
    published: int | None = None
    span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Time:
    """A span of years as words give it: `start`..`end` (both None where the words count from a year that is unknown).

    `role` is review or plan where the words or the years say it, `at`..`stop` are the words in the text that was read,
    `kind` names the entry of frame.yml.
    """

    start: int | None
    end: int | None
    role: Role = ""
    at: int = 0
    stop: int = 0
    kind: str = ""

    @property
    def years(self) -> tuple[int | None, int | None]:
        """Both ends."""
        return self.start, self.end


@dataclass(frozen=True, slots=True)
class PassageFrame:
    """The time and the kind of statement of a passage's first sentence.

    `level` says who gives the years (paragraph, section, document; unknown where nothing does), `word_start`..`word_end`
    are the words in the document's text that do (0, 0 for the document's own years). `guessed` is true where the years
    are the likelier of two, `mixed` where the part speaks of the past and of what is planned. `span` and `review` are what
    五年来 and 过去一年 mean here: the years of the term or plan and the year that the part's heading names. `place` is another place
    than the document's that the heading names; `several` is true where the heading names spans of years and no single one.
    `label` is the part of a year that the heading names (2019H1). `foreseen` is true behind a passage that has called its
    statistics and those that follow estimates (预计（下同）).
    """

    year_start: int | None = None
    year_end: int | None = None
    statement: Statement = "actual"
    role: Role = ""
    level: Level = "unknown"
    word_start: int = 0
    word_end: int = 0
    guessed: bool = False
    mixed: bool = False
    span: tuple[int, int] | None = None
    review: int | None = None
    place: str = ""
    several: bool = False
    label: str = ""
    foreseen: bool = False
