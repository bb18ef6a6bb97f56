"""What governs one figure, and the years that a passage's words count from."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.documents.frame.model import Clock
from pipelines.documents.frame.time import plan_years
from pipelines.documents.model import Statement
from pipelines.extract.facts import Context
from pipelines.lexicon.word_lists import word_lists

_W = word_lists("scope")
PARTS: dict[str, str] = _W["parts"]
"""Parts of a year, and the labels that they have in a period."""
Years = tuple[int | None, int | None]


@dataclass(slots=True)
class Frame:
    """What governs a figure: period, label, statement; `cue` is true where a word, not the section, says so."""

    year_start: int | None
    year_end: int | None
    label: str
    statement: Statement
    cue: bool = False
    said: tuple[int, int] | None = None
    """The words that give the years, where the passage itself does."""
    span: tuple[int, int | None] | None = None
    """The years that the passage is about, where they are several and end with the year that governs."""


def plan_start(numeral: str) -> int:
    """The first year of a five-year plan by the numeral before its 五: 十四五 began in 2021.

    >>> plan_start("十四"), plan_start("十"), plan_start("九")
    (2021, 2001, 1996)
    """
    years = plan_years(numeral)
    assert years is not None, f"{numeral}五 is no five-year plan"
    return years[0]


def clock_of(context: Context) -> Clock:
    """The years that a passage's words count from; where the document names none, the passage's own year does."""
    clock, first, year = context.clock, context.year_start, context.year_end
    if clock.review is not None or clock.plan is not None or year is None or first is None:
        return clock
    is_review = context.statement == "actual"
    if first != year:
        return Clock(year, span=(first, year)) if is_review else Clock(first - 1, first)
    return Clock(year, year + 1, context.published_year) if is_review else Clock(year - 1, year, year)
