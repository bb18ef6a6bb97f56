"""What an entry of documents.yml may say of a file, and of each report inside it."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from pipelines.beside import Day, Form, Text, unfit

_CODE = re.compile(r"\d{6}|\d{9}|\d{12}")
Kind = Literal["plan_report", "work_report", "communique", "press", "budget_report", "other"]
Year = Annotated[int, Field(ge=1949, le=2100)]


def _code(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int) or not _CODE.fullmatch(str(value)):
        raise unfit()
    return str(value)


Code = Annotated[str, BeforeValidator(_code)]


class Said(Form):
    """What is said of a report; null takes away what the text says of itself."""

    title: Text | None = Field(None, description="a text")
    kind: Kind | None = Field(
        None, description="one of plan_report, work_report, communique, press, budget_report, other"
    )
    issuer: Text | None = Field(None, description="a text")
    region: Text | None = Field(None, description="the full name of a place (重庆市永川区)")
    region_code: Code | None = Field(None, description="a GB/T 2260 code (500118)")
    date: Day | None = Field(None, description="a date (2025-01-13)")
    review_year: Year | None = Field(None, description="a year (2024)")
    plan_year: Year | None = Field(None, description="a year (2025)")
    period_label: Text | None = Field(None, description="a part of a year (2024H1, 2024Q1, 2024-07)")
    source_url: Text | None = Field(None, description="an address")
    licence: Text | None = Field(None, description="a text")

    def given(self) -> dict[str, Any]:
        """The keys that are given, with their values as plain texts and numbers."""
        return self.model_dump(mode="json", exclude_unset=True)


class PartSaid(Said):
    """A report inside a file: where it starts, and what is said of it."""

    starts: Text = Field(description="the first words of its text")


class FileSaid(Said):
    """An entry of documents.yml."""

    parts: list[PartSaid] = Field([], description="a list of parts, each with starts: the first words of its text")
