"""`taizhang fill`: a blank form, the ledger, and out comes the form filled.

filled = fill(published, Path("form.xlsx"), Path("form-filled.xlsx"), place="祥云县", year=2023)
filled.filled, filled.left                  # Decisions: with a figure, and with the reason why there is none
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any, Protocol

import yaml

from pipelines.documents import dates
from pipelines.errors import PublishError
from pipelines.publish.files import write_aside
from pipelines.serve.fill.decide import Decision, decide
from pipelines.serve.fill.lists import decide_list, listing_of
from pipelines.serve.fill.meaning import Asked, Sheet, asked_in
from pipelines.serve.fill.sheets import Workbook
from pipelines.serve.fill.words import WordForm
from pipelines.serve.ledger.names import Place, Places
from pipelines.serve.query import connect


class Form(Protocol):
    """A file that can be read as tables and written into."""

    def sheets(self) -> list[Sheet]:
        """Its tables."""

    def write(self, decisions: Sequence[Decision], target: Path) -> None:
        """Write the figures and their sources into a copy."""


FORMS: dict[str, Callable[[Path], Form]] = {".xlsx": Workbook, ".docx": WordForm}
_KEPT = ("indicator", "measure", "unit", "statement", "region", "scope", "period_label")


@dataclass(frozen=True, slots=True)
class Filled:
    """What became of a form; `place` and `year` are those that held where the form said neither."""

    target: Path
    filled: tuple[Decision, ...]
    left: tuple[Decision, ...]
    place: str | None
    year: int | None


def fill(
    published: Path,
    form: Path,
    target: Path,
    place: str | None = None,
    year: int | None = None,
    mapping: Path | None = None,
    compute: bool = False,
) -> Filled:
    """Fill a form from the published warehouse into `target`; the form itself is not touched.

    `mapping` is a file beside the form that says what each cell asks for: it is used where it is, and made where it is not.
    Raises PublishError for a form that cannot be read, a place that is unknown, or a mapping that does not fit.
    """
    opened = _opened(form)
    sheets = opened.sheets()
    titles = [*(line for sheet in sheets for line in sheet.lines), form.stem]
    lists = [(sheet, listing) for sheet in sheets if (listing := listing_of(sheet, titles)) is not None]
    listed = {locator for sheet, _ in lists for locator in sheet.locators.values()}
    asked = [one for one in asked_in(sheets) if one.locator not in listed]
    when = year or _year(titles)
    with connect(published) as connection:
        places = Places(connection)
        where = _place(places, place, titles)
        if mapping is not None:
            asked = _mapped(mapping, asked, when)
        decisions = [decide(connection, one, _beside(places, one) or where, when, compute) for one in asked]
        for sheet, listing in lists:
            decisions += decide_list(connection, sheet, listing, where, when)
    with write_aside(target) as aside:
        opened.write(decisions, aside)
    given = tuple(decision for decision in decisions if decision.given)
    left = tuple(decision for decision in decisions if not decision.given)
    return Filled(target, given, left, where.name if where else None, when)


def _opened(form: Path) -> Form:
    kind = FORMS.get(form.suffix.lower())
    if kind is None:
        raise PublishError(f"{form}: forms are read as {' and '.join(FORMS)}; save it as one of these")
    if not form.is_file():
        raise PublishError(f"there is no form {form}")
    return kind(form)


def _place(places: Places, given: str | None, titles: Sequence[str]) -> Place | None:
    """The place that a form is filled for: the given one, the one its title names, else the only one of the ledger."""
    if given:
        exact = [place for place in places.held if given in (place.code, place.name)]
        found = [place for place in exact or places.find(given)[0] if place.figures]
        if not found:
            held = "、".join(place.name for place in places.own[:8])
            raise PublishError(f"the ledger has no place {given}; it has: {held}")
        return found[0]
    for title in titles:
        named, spans = places.find(_subject(title))
        if named and spans[0].start == 0:
            return named[0]
    return places.own[0] if len(places.own) == 1 else None


def _year(titles: Sequence[str]) -> int | None:
    """The first year that a title names."""
    return next((years[0] for years in map(dates.years, titles) if years), None)


def _beside(places: Places, asked: Asked) -> Place | None:
    """The place that a row or a head of the form names; None where it names none that is known."""
    if not asked.region:
        return None
    found, spans = places.find(asked.region)
    whole = found and spans[0].start == 0 and spans[-1].end == len(asked.region)
    return found[0] if whole and len(found) == 1 else None


def _subject(line: str) -> str:
    """The words of a title from its place on: 填报单位：甲县统计局, 2023年甲县主要指标, 附件1 甲县统计表."""
    words = "".join(line.split())
    words = words.partition("：")[2] or words
    return re.sub(r"^(?:附[件表]?\d*[:：.、]?|表\d*[:：]?|\d{4}年(?:度)?)+", "", words)


def _mapped(mapping: Path, asked: Sequence[Asked], year: int | None) -> list[Asked]:
    """What the cells ask for by the mapping file; where there is none yet it is made of what the form was read as.

    Years are kept as steps from the form's year, so that next year's form needs no new mapping.
    """
    if not mapping.exists():
        rows = {one.locator: _row(one, year) for one in asked if one.indicator}
        said = "# What each cell of the form asks for: look through it once; `taizhang fill` uses it from then on.\n"
        with write_aside(mapping) as aside:
            aside.write_text(
                said + yaml.safe_dump({"cells": rows}, allow_unicode=True, sort_keys=False), encoding="utf-8"
            )
        return list(asked)
    try:
        cells = yaml.safe_load(mapping.read_text(encoding="utf-8"))["cells"]
        return [replace(one, **_read(cells[one.locator], year)) if one.locator in cells else one for one in asked]
    except (OSError, yaml.YAMLError, KeyError, TypeError, ValueError) as error:
        raise PublishError(
            f"{mapping} does not say what cells ask for ({error}); remove it to have it made anew"
        ) from None


def _row(asked: Asked, year: int | None) -> dict[str, Any]:
    row = {name: value for name, value in asdict(asked).items() if name in _KEPT and value}
    if asked.period_label.isdigit():
        row.pop("period_label", None)  # a whole year, which is kept as a step
    if asked.year is not None:
        row["year"] = asked.year - year if year else asked.year
        row["from_year"] = (asked.year_start or asked.year) - year if year else asked.year_start or asked.year
    return row


def _read(row: dict[str, Any], year: int | None) -> dict[str, Any]:
    known = {field.name for field in fields(Asked)} | {"from_year"}
    unknown = set(row) - known
    if unknown:
        raise ValueError(f"unknown keys {', '.join(sorted(unknown))}")
    said: dict[str, Any] = {name: str(value) for name, value in row.items() if name in _KEPT}
    if "year" in row:
        said.setdefault("period_label", "")
    for key, name in (("year", "year"), ("from_year", "year_start")):
        if key in row:
            steps = int(row[key])
            said[name] = steps + year if year and abs(steps) < 100 else steps
    return said
