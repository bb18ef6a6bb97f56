"""corrections.yml, the file beside the documents that says which observations are wrong, and why.

    corrections:
      - name: road-density-unit          # unique; the build names it when it does not fit any more
        action: replace                  # replace, drop or add
        observation_id: 0f3a…            # or document and quote, and printed where the quote holds several numerals
        document: 2025/plan-report.txt   # source_file or document id
        quote: 全区公路密度达到
        printed: "327.5"
        expect: {value: 327.5, unit: 公里}          # optional: what is to be found there; anything else stops the build
        set: {unit: 公里/百平方公里}                 # for replace and add: columns of the observation
        reason: 单位应为公里/百平方公里
        author: 张三
        date: 2026-11-01

`read` returns the corrections in the file's order; dbt (int_correction_match, int_observation_corrected) applies them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, field_validator, model_validator

from pipelines.beside import Day, Form, Unreadable, Word, filled, parsed
from pipelines.errors import PublishError
from pipelines.validate.frames import fault
from pipelines.validate.schema import tables

NAME = "corrections.yml"
SETTABLE = (
    "indicator_code", "indicator_name", "value", "unit", "measure", "statement", "period_start", "period_end",
    "period_label", "qualifier", "region_code", "region_name", "sector_code",
)  # fmt: skip
NEEDED_TO_ADD = ("indicator_name", "value", "unit", "measure", "statement", "sector_code")


class CorrectionError(PublishError):
    """A correction that cannot be understood; the message names the file and the correction."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction; `changes` are the observation's columns that it sets."""

    name: str
    action: str
    reason: str
    author: str
    date: date
    observation_id: str | None = None
    document: str | None = None
    quote: str | None = None
    printed: str | None = None
    expected_value: Decimal | None = None
    expected_unit: str | None = None
    changes: Mapping[str, Any] = field(default_factory=dict)

    def record(self, position: int) -> dict[str, Any]:
        """The correction as a row of staged.correction."""
        own = {k: getattr(self, k) for k in ("name", "action", "observation_id", "document", "quote", "printed")}
        expected = {"expected_value": self.expected_value, "expected_unit": self.expected_unit}
        said = {"reason": self.reason, "author": self.author, "date": self.date}
        return {**own, "position": position, **expected, **{c: self.changes.get(c) for c in SETTABLE}, **said}


def read(path: Path) -> list[Correction]:
    """The corrections of a file, none if there is no file; CorrectionError, with every fault, if one cannot be understood."""
    if not path.exists():
        return []
    try:
        content = parsed(path)
    except Unreadable as error:
        raise CorrectionError(f"{path} cannot be read: {error}") from None
    entries = content.get("corrections") if isinstance(content, dict) else None
    if content is not None and not isinstance(entries, list):
        raise CorrectionError(f"{path}: expected a list under the key `corrections`")
    faults: list[str] = []
    found = [_correction(entry, f"correction {n}", faults) for n, entry in enumerate(entries or [], 1)]
    names = [entry["name"] for entry in entries or [] if isinstance(entry, dict) and entry.get("name")]
    for name in dict.fromkeys(name for name in names if names.count(name) > 1):
        faults.append(f"the name {name} is given twice; names are how the build speaks of corrections")
    if faults:
        raise CorrectionError(f"{path}: {'; '.join(faults)}")
    return [correction for correction in found if correction is not None]


class _Expected(Form):
    """What is to be found where a correction applies."""

    value: Decimal | None = Field(None, description="a number")
    unit: Word | None = Field(None, description="a unit")

    @field_validator("value", mode="before")
    @classmethod
    def _column(cls, value: Any) -> Any:
        return None if value is None else _of_column("value", value)


class _Entry(Form):
    """One entry of corrections.yml."""

    name: Word = Field(description="a name of its own")
    action: Literal["replace", "drop", "add"] = Field(description="one of replace, drop, add")
    reason: Word = Field(description="why it is wrong")
    author: Word = Field(description="who says so")
    date: Day = Field(description="a day such as 2026-11-01")
    observation_id: Word | None = Field(None, description="the id of an observation")
    document: Word | None = Field(None, description="a file's name or a document's id")
    quote: Word | None = Field(None, description="words of the document")
    printed: Word | None = Field(None, description="the numeral as printed")
    expect: _Expected | None = Field(None, description="a mapping with value and unit")
    changes: dict[str, Any] = Field({}, alias="set", description="a mapping of columns to values")

    @field_validator("changes", mode="before")
    @classmethod
    def _columns(cls, given: Any) -> Any:
        """The columns to set, each with a value that it may have."""
        if not isinstance(given, dict):
            return given or {}
        if unknown := [str(name) for name in given if name not in SETTABLE]:
            raise ValueError(f"cannot set {unknown[0]}; can set: {', '.join(SETTABLE)}")
        return {name: _of_column(name, value) for name, value in given.items()}

    @model_validator(mode="after")
    def _complete(self) -> _Entry:
        """Raise unless the correction says which observation it means and what is to become of it."""
        if self.action == "add":
            self._complete_to_add()
        elif not (self.observation_id or (self.document and self.quote)):
            raise ValueError("say which observation: observation_id, or document and quote")
        if self.action == "replace" and not self.changes:
            raise ValueError("replace sets nothing; give set, or action drop")
        if self.action == "drop" and self.changes:
            raise ValueError("drop sets nothing; leave set away, or use replace")
        return self

    def _complete_to_add(self) -> None:
        if not (self.document and self.quote and self.printed):
            raise ValueError("to add an observation, give document, quote and printed")
        if self.printed not in self.quote:
            raise ValueError(f"the quote does not hold the printed numeral {self.printed}")
        if missing := [column for column in NEEDED_TO_ADD if column not in self.changes]:
            raise ValueError(f"to add an observation, set {missing[0]} too")


def _of_column(name: str, value: Any) -> Any:
    """A value as a column of the observation holds it; ValueError where it cannot."""
    column = tables()["observation"].column(name)
    if column.sql_type.startswith("decimal") and isinstance(value, int) and not isinstance(value, bool):
        value = Decimal(value)
    if column.sql_type == "varchar" and not isinstance(value, str):
        value = str(value)
    if why := fault(column, value):
        raise ValueError(f"{name} {why}")
    if value is None or (column.values is not None and value not in column.values):
        raise ValueError(f"{name} is {value!r}, expected {', '.join(column.values or ('a value',))}")
    return value


def _correction(entry: Any, where: str, faults: list[str]) -> Correction | None:
    name = entry.get("name") if isinstance(entry, dict) else None
    said = filled(_Entry, entry, f"{where} ({name})" if name else where, faults)
    if said is None:
        return None
    expected = said.expect or _Expected(value=None, unit=None)
    return Correction(
        name=said.name,
        action=said.action,
        reason=said.reason,
        author=said.author,
        date=said.date,
        observation_id=said.observation_id,
        document=said.document,
        quote=said.quote,
        printed=said.printed,
        expected_value=expected.value,
        expected_unit=expected.unit,
        changes=said.changes,
    )
