"""What the statement layer reads from a stretch of text, and what it has to know to read it.

A fact is an observation before it is tied to a document: spans are offsets in the text that was read (a passage's or a
cell's view), names are in the source's own words. The meanings of measure, statement, period and qualifier are those of
the labelling guide: a growth is a percentage against an earlier period, a share a percentage that is a level, and so on.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from pipelines.documents.frame.model import Clock
from pipelines.documents.model import Role, Statement

Measure = Literal["level", "growth", "change", "share", "rank", "multiple", "gap"]
Qualifier = Literal["", "ge", "gt", "approx", "le", "lt", "range_low", "range_high"]
Comparison = Literal["in_step", "faster", "slower", "flat", "zero_growth", "steady_growth"]


@dataclass(frozen=True, slots=True)
class Context:
    """What a stretch of text inherits from its place in the document.

    year_start, year_end: the period of a figure that names none (equal for a single year; None where unknown).
    statement: the kind of statement where no cue says otherwise.
    subject: what the stretch is about when its first figure names nothing itself (a table row's label, a 专栏 topic).
    heading: True when the subject is only background and must not enter indicator names.
    region: the document's own region name, so that it is not mistaken for another place.
    section: the path of headings, for the sector.
    published_year: the year the document was published, which 去年, 今年, 目前 refer to; None where unknown.
    period_label: finer label of the default period (2024H1) or ''.
    clock: the years that 五年来, 过去一年 and the like count from.
    role: review or plan where the part of the document is one of them; mixed: the part is both, its paragraphs say which.
    guessed: the period is the likelier of two. several: the part is about spans of years, a year in it is said in passing.
    region_code: the code of the document's own region; place: another one that heading or paragraph are about.
    foreseen: a passage before has called the statistics from there on estimates (预计（下同）).
    """

    year_start: int | None = None
    year_end: int | None = None
    statement: Statement = "actual"
    subject: str = ""
    heading: bool = True
    region: str = ""
    section: str = ""
    published_year: int | None = None
    period_label: str = ""
    clock: Clock = Clock()
    role: Role = ""
    mixed: bool = False
    guessed: bool = False
    several: bool = False
    region_code: str = ""
    place: str = ""
    foreseen: bool = False


@dataclass(slots=True)
class Fact:
    """One value as read: `start`..`end` is the printed numeral in the text that was read."""

    start: int
    end: int
    value: Decimal
    unit: str
    indicator: str
    measure: Measure = "level"
    statement: Statement = "actual"
    period_start: int | None = None
    period_end: int | None = None
    period_label: str = ""
    qualifier: Qualifier = ""
    region: str = ""
    quote_start: int = 0
    quote_end: int = 0
    rule: str = ""
    confidence: float = 0.0
    checks: list[str] = field(default_factory=list)
    scope: str = ""
    """The account, level of government or school level that the figure is of, joined by ' / '; '' for the whole."""
    whole: int | None = None
    """Index, in the list of facts returned together, of the fact that this one is a part of (其中)."""
    said: tuple[int, int] | None = None
    """The words in the text that was read that give the period; None where the passage inherits it."""
    obligation: str = ""
    """binding or expected, where a plan says which of the two a target is."""
    told: bool = False
    """Whether a word of the sentence says the kind of statement."""
    family: str = ""
    """The calibration class of its name and numeral (confidence.csv)."""
    frame_family: str = ""
    """The calibration class of its frame: who says its period and its kind of statement."""

    def hold_in(self, year: int | None, label: str = "") -> None:
        """Give the fact another year than the one that governs; label: a finer one than the year itself."""
        self.period_start = self.period_end = year
        self.period_label = label or str(year or "")


@dataclass(slots=True)
class QualitativeFact:
    """A target or result without a number: 与经济增长基本同步, 快于经济增长, 与上年持平."""

    start: int
    end: int
    indicator: str
    comparison: Comparison
    text: str
    measure: Measure = "growth"
    statement: Statement = "target"
    period_start: int | None = None
    period_end: int | None = None
    rule: str = ""
