"""reviews.yml, the file beside the documents that says which observations somebody has looked at and found right.

    reviews:
      - document: 2023/plan-report.txt   # source_file
        passage: 5f2c1a90b3de            # of the passage or the row of the table, as the explorer tells it
        printed: "3.5"
        says: {indicator: 地区生产总值, value: 3.5, unit: "%", period: "2022", measure: growth, statement: actual}
        verdict: accepted
        by: 张三
        date: 2026-11-29

A review holds while its file has a passage with these letters and the observation read from it still says this; else it
falls, is in fct_review with the reason, and the build goes on: nothing is wrong, somebody only has to look again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from pipelines.beside import Day, Form, Unreadable, Word, filled, parsed, unfit
from pipelines.errors import PublishError

NAME = "reviews.yml"


class ReviewError(PublishError):
    """A review that cannot be understood; the message names the file and the review."""


@dataclass(frozen=True, slots=True)
class Review:
    """One review; the fields from `indicator_name` on are what the observation said when it was looked at."""

    document: str
    passage: str
    printed: str
    indicator_name: str
    value: Decimal
    unit: str
    measure: str
    statement: str
    period_label: str
    verdict: str
    reviewed_by: str
    reviewed_on: date

    def record(self, position: int) -> dict[str, Any]:
        """The review as a row of staged.review."""
        return {"position": position, **{name: getattr(self, name) for name in self.__slots__}}


def read(path: Path) -> list[Review]:
    """The reviews of a file, none if there is no file; ReviewError, with every fault, if one cannot be understood."""
    if not path.exists():
        return []
    try:
        content = parsed(path)
    except Unreadable as error:
        raise ReviewError(f"{path} cannot be read: {error}") from None
    entries = content.get("reviews") if isinstance(content, dict) else None
    if content is not None and not isinstance(entries, list):
        raise ReviewError(f"{path}: expected a list under the key `reviews`")
    faults: list[str] = []
    found = [_review(entry, f"review {number}", faults) for number, entry in enumerate(entries or [], start=1)]
    if faults:
        raise ReviewError(f"{path}: {'; '.join(faults)}")
    return [review for review in found if review is not None]


def _number(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise unfit()
    return Decimal(value)


class _Says(Form):
    """What the observation said when it was looked at."""

    indicator: Word = Field(description="the name of an indicator")
    value: Annotated[Decimal, BeforeValidator(_number)] = Field(description="a number")
    unit: str = Field(description="a unit, '' for none")
    measure: Word = Field(description="a measure such as level or growth")
    statement: Word = Field(description="a kind of statement such as actual or target")
    period: Word | None = Field(None, description="a period such as 2022 or 2024H1")


class _Entry(Form):
    """One entry of reviews.yml."""

    document: Word = Field(description="a file's name")
    passage: Word = Field(description="the hash of a passage, as the explorer tells it")
    printed: Word = Field(description="the numeral as printed")
    says: _Says = Field(description="a mapping of indicator, value, unit, measure, statement, period")
    verdict: Literal["accepted"] = Field(description="accepted")
    by: Word = Field(description="who looked at it")
    date: Day = Field(description="a day such as 2026-11-01")


def _review(entry: Any, where: str, faults: list[str]) -> Review | None:
    given = filled(_Entry, entry, where, faults)
    if given is None:
        return None
    says = given.says
    return Review(
        document=given.document,
        passage=given.passage,
        printed=given.printed,
        indicator_name=says.indicator,
        value=says.value,
        unit=says.unit,
        measure=says.measure,
        statement=says.statement,
        period_label=says.period or "",
        verdict=given.verdict,
        reviewed_by=given.by,
        reviewed_on=given.date,
    )
