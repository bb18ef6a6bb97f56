"""What a list says of a project and of itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from pipelines.documents.model import Statement
from pipelines.extract.projects.words import Stage

Nature = Literal["new", "continuing", "completing", "reserve"]
Span = tuple[int, int]

STAGE_OF: dict[Nature, Stage] = {
    "new": "start",
    "continuing": "construction",
    "completing": "completion",
    "reserve": "preparation",
}


@dataclass(frozen=True, slots=True)
class Details:
    """What is said of one project beside its name; amounts in `investment_unit`, None where nothing is printed."""

    nature: Nature | None = None
    location: str | None = None
    scale_text: str | None = None
    year_start: int | None = None
    year_end: int | None = None
    total_investment: Decimal | None = None
    planned_investment: Decimal | None = None
    investment_unit: str | None = None
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A project of a list. `span` is its name in the document's text; `quote` the row, line or clause around it."""

    span: Span
    stage: Stage | None
    statement: Statement
    year: int | None
    quote: str
    rule: str
    confidence: float
    details: Details = Details()
    group_path: str | None = None


@dataclass(slots=True)
class Group:
    """A list or a group of it: what it says it holds and what was read under it.

    `path` is '' for the whole list. Sums are in `unit`. `span` is where the declaration stands.
    """

    path: str
    span: Span
    declared_count: int | None = None
    declared_total: Decimal | None = None
    declared_planned: Decimal | None = None
    unit: str | None = None
    entries: list[Entry] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ProjectList:
    """One list: its projects in order, and its groups, the whole list among them, that state a count or a sum."""

    entries: tuple[Entry, ...]
    groups: tuple[Group, ...]
    title: str = ""
