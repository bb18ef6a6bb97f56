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
from typing import Any

from pipelines.errors import PublishError
from pipelines.publish.yaml_files import loader
from pipelines.validate.frames import fault
from pipelines.validate.schema import tables

NAME = "corrections.yml"
ACTIONS = ("replace", "drop", "add")
SETTABLE = (
    "indicator_code", "indicator_name", "value", "unit", "measure", "statement", "period_start", "period_end",
    "period_label", "qualifier", "region_code", "region_name", "sector_code",
)  # fmt: skip
NEEDED_TO_ADD = ("indicator_name", "value", "unit", "measure", "statement", "sector_code")
_KEYS = {
    "name",
    "action",
    "observation_id",
    "document",
    "quote",
    "printed",
    "expect",
    "set",
    "reason",
    "author",
    "date",
}


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
    """The corrections of a file, none if there is no file; CorrectionError for one that cannot be understood."""
    if not path.exists():
        return []
    import yaml

    try:
        parsed = yaml.load(path.read_text(encoding="utf-8"), Loader=loader())
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise CorrectionError(f"{path}: cannot be read as YAML: {error}") from None
    entries = parsed.get("corrections") if isinstance(parsed, dict) else None
    if parsed is not None and not isinstance(entries, list):
        raise CorrectionError(f"{path}: expected a list under the key `corrections`")
    found = [_correction(entry, f"{path}: correction {n + 1}") for n, entry in enumerate(entries or [])]
    names = [correction.name for correction in found]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise CorrectionError(
            f"{path}: the name {twice[0]} is given twice; names are how the build speaks of corrections"
        )
    return found


def _correction(entry: Any, where: str) -> Correction:
    if not isinstance(entry, dict):
        raise CorrectionError(f"{where}: expected a mapping with name, action, reason, author and date")
    where = f"{where} ({entry['name']})" if entry.get("name") else where
    if unknown := sorted(set(map(str, entry)) - _KEYS):
        raise CorrectionError(f"{where}: unknown key {unknown[0]}; known: {', '.join(sorted(_KEYS))}")
    for key in ("name", "action", "reason", "author", "date"):
        if not entry.get(key):
            raise CorrectionError(f"{where}: {key} is missing")
    if entry["action"] not in ACTIONS:
        raise CorrectionError(f"{where}: action is {entry['action']}; expected one of {', '.join(ACTIONS)}")
    if type(entry["date"]) is not date:
        raise CorrectionError(f"{where}: date is {entry['date']!r}; expected a day such as 2026-11-01")
    expected = entry.get("expect") or {}
    changes = _changes(entry.get("set") or {}, where)
    correction = Correction(
        name=str(entry["name"]),
        action=entry["action"],
        reason=str(entry["reason"]),
        author=str(entry["author"]),
        date=entry["date"],
        observation_id=_text(entry, "observation_id"),
        document=_text(entry, "document"),
        quote=_text(entry, "quote"),
        printed=_text(entry, "printed"),
        expected_value=_changes({"value": expected["value"]}, where)["value"] if "value" in expected else None,
        expected_unit=_text(expected, "unit"),
        changes=changes,
    )
    _complete(correction, where)
    return correction


def _text(entry: Mapping[str, Any], key: str) -> str | None:
    return None if entry.get(key) is None else str(entry[key])


def _changes(given: Any, where: str) -> dict[str, Any]:
    """The columns to set, each with a value that it may have."""
    if not isinstance(given, dict):
        raise CorrectionError(f"{where}: set is no mapping of columns to values")
    changes: dict[str, Any] = {}
    for name, value in given.items():
        if name not in SETTABLE:
            raise CorrectionError(f"{where}: cannot set {name}; can set: {', '.join(SETTABLE)}")
        column = tables()["observation"].column(name)
        if column.sql_type.startswith("decimal") and isinstance(value, int) and not isinstance(value, bool):
            value = Decimal(value)
        if column.sql_type == "varchar" and not isinstance(value, str):
            value = str(value)
        if why := fault(column, value):
            raise CorrectionError(f"{where}: {name} {why}")
        if value is None or (column.values is not None and value not in column.values):
            raise CorrectionError(f"{where}: {name} is {value!r}; expected {', '.join(column.values or ('a value',))}")
        changes[name] = value
    return changes


def _complete(correction: Correction, where: str) -> None:
    """Raise unless the correction says which observation it means and what is to become of it."""
    placed = correction.document and correction.quote
    if correction.action == "add":
        if not (correction.document and correction.quote and correction.printed):
            raise CorrectionError(f"{where}: to add an observation, give document, quote and printed")
        if correction.printed not in correction.quote:
            raise CorrectionError(f"{where}: the quote does not hold the printed numeral {correction.printed}")
        if missing := [c for c in NEEDED_TO_ADD if c not in correction.changes]:
            raise CorrectionError(f"{where}: to add an observation, set {missing[0]} too")
    elif not (correction.observation_id or placed):
        raise CorrectionError(f"{where}: say which observation: observation_id, or document and quote")
    if correction.action == "replace" and not correction.changes:
        raise CorrectionError(f"{where}: replace sets nothing; give set, or action drop")
    if correction.action == "drop" and correction.changes:
        raise CorrectionError(f"{where}: drop sets nothing; leave set away, or use replace")
