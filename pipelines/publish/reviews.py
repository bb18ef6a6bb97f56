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
from typing import Any

from pipelines.errors import PublishError
from pipelines.publish.yaml_files import loader

NAME = "reviews.yml"
VERDICTS = ("accepted",)
_KEYS = ("document", "passage", "printed", "says", "verdict", "by", "date")
_SAYS = ("indicator", "value", "unit", "measure", "statement")


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
    """The reviews of a file, none if there is no file; ReviewError for one that cannot be understood."""
    if not path.exists():
        return []
    import yaml

    try:
        parsed = yaml.load(path.read_text(encoding="utf-8"), Loader=loader())
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ReviewError(f"{path}: cannot be read as YAML: {error}") from None
    entries = parsed.get("reviews") if isinstance(parsed, dict) else None
    if parsed is not None and not isinstance(entries, list):
        raise ReviewError(f"{path}: expected a list under the key `reviews`")
    return [_review(entry, f"{path}: review {number}") for number, entry in enumerate(entries or [], start=1)]


def _review(entry: Any, where: str) -> Review:
    if not isinstance(entry, dict):
        raise ReviewError(f"{where}: expected a mapping with {', '.join(_KEYS)}")
    if unknown := sorted(set(map(str, entry)) - {*_KEYS}):
        raise ReviewError(f"{where}: unknown key {unknown[0]}; known: {', '.join(_KEYS)}")
    if missing := [key for key in _KEYS if entry.get(key) in (None, "")]:
        raise ReviewError(f"{where}: {missing[0]} is missing")
    says = entry["says"]
    if not isinstance(says, dict):
        raise ReviewError(f"{where}: says is no mapping of {', '.join(_SAYS)}")
    if absent := [key for key in _SAYS if says.get(key) is None]:
        raise ReviewError(f"{where}: says has no {absent[0]}")
    if entry["verdict"] not in VERDICTS:
        raise ReviewError(f"{where}: verdict is {entry['verdict']}; expected {' or '.join(VERDICTS)}")
    if type(entry["date"]) is not date:
        raise ReviewError(f"{where}: date is {entry['date']!r}; expected a day such as 2026-11-01")
    value = says["value"]
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise ReviewError(f"{where}: value is {value!r}; expected a number")
    return Review(
        document=str(entry["document"]),
        passage=str(entry["passage"]),
        printed=str(entry["printed"]),
        indicator_name=str(says["indicator"]),
        value=Decimal(value),
        unit=str(says["unit"]),
        measure=str(says["measure"]),
        statement=str(says["statement"]),
        period_label=str(says.get("period") or ""),
        verdict=entry["verdict"],
        reviewed_by=str(entry["by"]),
        reviewed_on=entry["date"],
    )
