"""What `documents.yml` beside the files says of them: source, licence, and corrections of what the text says.

    yongchuan-2023-plan-report.txt:
      date: 2023-01-09
      source_url: https://…
      licence: 政府信息公开

A file that holds several reports says where each begins, and what is to be said of it, under `parts`:

    county-communiques.txt:
      parts:
        - {starts: 甲县2023年国民经济, review_year: 2023}
        - {starts: 甲县2022年国民经济, review_year: 2022}

A name that matches no file and a key that means nothing are errors, so that a correction never silently does nothing.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any

import yaml

from pipelines.documents.model import Metadata
from pipelines.documents.scan import scan

NAME = "documents.yml"
KINDS = ("plan_report", "work_report", "communique", "press", "budget_report", "other")
PARTS, STARTS = "parts", "starts"
SETTLES = "settled in documents.yml by the line"
"""What a warning says before the line that settles what a document leaves open."""
_MAX_BYTES = 5_000_000
_SHOWN = 80  # characters of a wrong value that a fault shows
_MAX_DEPTH = 20  # mappings and lists inside one another
_DIGITS = 18  # digits of the longest number


class OverrideError(ValueError):
    """documents.yml cannot be used; the message lists every fault with file, entry and key."""


def _text(value: Any) -> str | None:
    return value.strip() if isinstance(value, str) and value.strip() else None


def _kind(value: Any) -> str | None:
    return value if value in KINDS else None


def _code(value: Any) -> str | None:
    text = str(value) if isinstance(value, (str, int)) and not isinstance(value, bool) else ""
    return text if re.fullmatch(r"\d{6}|\d{9}|\d{12}", text) else None


def _date(value: Any) -> str | None:
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        return None
    try:
        return datetime.date.fromisoformat(value).isoformat()
    except ValueError:
        return None


def _year(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 1949 <= value <= 2100 else None


# key in documents.yml: (field of Metadata, reader that gives None for what it cannot use, what is expected)
KEYS: dict[str, tuple[str, Callable[[Any], Any], str]] = {
    "title": ("title", _text, "a text"),
    "kind": ("kind", _kind, "one of " + ", ".join(KINDS)),
    "issuer": ("issuer", _text, "a text"),
    "region": ("region_name", _text, "the full name of a place (重庆市永川区)"),
    "region_code": ("region_code", _code, "a GB/T 2260 code (500118)"),
    "date": ("published_date", _date, "a date (2025-01-13)"),
    "review_year": ("review_year", _year, "a year (2024)"),
    "plan_year": ("plan_year", _year, "a year (2025)"),
    "period_label": ("period_label", _text, "a part of a year (2024H1, 2024Q1, 2024-07)"),
    "source_url": ("source_url", _text, "an address"),
    "licence": ("licence", _text, "a text"),
}


def load_overrides(raw: Path, known: Iterable[str] | None = None) -> dict[str, dict[str, Any]]:
    """source_file → {key: value} from every documents.yml below `raw`; {} where there is none.

    `known` are the source_file names that exist (by default those that `scan` finds). Values are plain strings and
    integers, or None where the file says that the text's own value must not be used (`plan_year: null`). Raises
    OverrideError.
    """
    raw = Path(raw)
    paths = sorted(p for p in raw.rglob(NAME) if not any(part.startswith(".") for part in p.relative_to(raw).parts))
    if not paths:
        return {}
    names = set(known) if known is not None else {file.source_file for file in scan(raw)}
    result: dict[str, dict[str, Any]] = {}
    faults: list[str] = []
    for path in paths:
        place = path.relative_to(raw)
        for name, entry in _entries(path, place.as_posix(), faults).items():
            source_file = _joined(place.parent.as_posix(), name)
            where = f"{place.as_posix()}: {name!r}"
            if source_file not in names:
                faults.append(f"{where} matches no document of the folder; correct the name or remove the entry")
            elif source_file in result:
                faults.append(f"{where} is described in another documents.yml too; keep one of them")
            else:
                result[source_file] = _read_entry(entry, where, faults)
    if faults:
        raise OverrideError("; ".join(faults))
    return dict(sorted(result.items()))


def apply(meta: Metadata, override: dict[str, Any] | None) -> Metadata:
    """`meta` with the values of documents.yml in place of the text's own.

    >>> apply(Metadata(plan_year=2023), {"plan_year": 2024}).plan_year
    2024
    """
    changes = {KEYS[key][0]: value for key, value in (override or {}).items() if key in KEYS}
    if changes.get("kind", "") is None:
        changes["kind"] = "other"
    if "region_name" in changes and "region_code" not in changes:
        changes["region_code"] = None
    settled = {"region" if field == "region_name" else field for field in changes}
    return replace(meta, **changes, guessed=meta.guessed - settled)


def _entries(path: Path, place: str, faults: list[str]) -> dict[str, Any]:
    """The file's mapping from names to entries; {} with a fault where it is not one."""
    try:
        if not path.is_file():
            raise OverrideError("it is no regular file; give the file or folder of that name another one")
        if path.stat().st_size > _MAX_BYTES:
            raise OverrideError(f"larger than {_MAX_BYTES:,} bytes")
        content = yaml.load(path.read_text(encoding="utf-8-sig"), Loader=_Strict)
    except (OSError, UnicodeDecodeError, yaml.YAMLError, OverrideError, RecursionError) as error:
        faults.append(f"{place} cannot be read: {' '.join(str(error).split())}")
        return {}
    if content is None:
        return {}
    if not isinstance(content, dict) or not all(isinstance(name, str) for name in content):
        faults.append(f"{place}: expected file names with their entries, found {type(content).__name__}")
        return {}
    return content


def _read_entry(entry: Any, where: str, faults: list[str]) -> dict[str, Any]:
    if not isinstance(entry, dict):
        faults.append(f"{where}: expected keys with values, found {type(entry).__name__}")
        return {}
    values: dict[str, Any] = {}
    for key, value in entry.items():
        if key == PARTS:
            values[key] = _read_parts(value, where, faults)
            continue
        if key not in KEYS:
            faults.append(f"{where}: unknown key {key!r}; known are {', '.join((*KEYS, PARTS))}")
            continue
        _, reader, expected = KEYS[key]
        values[key] = None if value is None else reader(value)
        if value is not None and values[key] is None:
            faults.append(f"{where}: {key} is {_shown(value)}, expected {expected}")
    return values


def _read_parts(value: Any, where: str, faults: list[str]) -> list[dict[str, Any]]:
    """The reports inside a file: each with the words that it starts with, and what is said of it."""
    found = []
    for number, entry in enumerate(value if isinstance(value, list) else [None], 1):
        place = f"{where}, part {number}"
        starts = _text(entry.get(STARTS)) if isinstance(entry, dict) else None
        if starts is None:
            faults.append(f"{place}: expected a list of parts, each with {STARTS}: the first words of its text")
            continue
        said = _read_entry({key: said for key, said in entry.items() if key != STARTS}, place, faults)
        found.append({STARTS: starts, **said})
    return found


def _shown(value: Any) -> str:
    words = repr(value)
    return words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"


def _joined(folder: str, name: str) -> str:
    return name if folder == "." else str(PurePosixPath(folder) / name)


class _Strict(yaml.SafeLoader):
    """A safe loader that refuses a key given twice, aliases and deep nesting; dates stay as they are written."""

    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        """The next node; an alias or a node that lies too deep is an error with its place."""
        event = self.peek_event()
        if self.check_event(yaml.AliasEvent):
            raise yaml.composer.ComposerError(None, None, "aliases (*name) are not used here", event.start_mark)
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            raise yaml.composer.ComposerError(None, None, "nested too deep", event.start_mark)
        try:
            return super().compose_node(parent, index)
        finally:
            self.depth -= 1


def _mapping(loader: _Strict, node: yaml.MappingNode) -> dict:
    seen = set()
    for key_node, _ in node.value:
        key = loader.construct_object(key_node, deep=True)
        if isinstance(key, str) and key in seen:
            raise yaml.constructor.ConstructorError(None, None, f"{key!r} is given twice", key_node.start_mark)
        seen.add(key if isinstance(key, str) else repr(key))
    return yaml.SafeLoader.construct_mapping(loader, node, deep=True)


def _whole(loader: _Strict, node: yaml.ScalarNode) -> object:
    return node.value if len(node.value) > _DIGITS else loader.construct_yaml_int(node)


_Strict.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)
_Strict.add_constructor("tag:yaml.org,2002:timestamp", lambda loader, node: node.value)
_Strict.add_constructor("tag:yaml.org,2002:int", _whole)
