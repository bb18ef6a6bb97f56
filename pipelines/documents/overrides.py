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

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any

from pipelines.documents.model import Metadata
from pipelines.documents.scan import scan

NAME = "documents.yml"
SETTLES = "settled in documents.yml by the line"
"""What a warning says before the line that settles what a document leaves open."""
FIELDS = {
    "title": "title",
    "kind": "kind",
    "issuer": "issuer",
    "region": "region_name",
    "region_code": "region_code",
    "date": "published_date",
    "review_year": "review_year",
    "plan_year": "plan_year",
    "period_label": "period_label",
    "source_url": "source_url",
    "licence": "licence",
}
"""The field of Metadata that each key sets."""


class OverrideError(ValueError):
    """documents.yml cannot be used; the message lists every fault with file, entry and key."""


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
    changes = {FIELDS[key]: value for key, value in (override or {}).items() if key in FIELDS}
    if changes.get("kind", "") is None:
        changes["kind"] = "other"
    if "region_name" in changes and "region_code" not in changes:
        changes["region_code"] = None
    settled = {"region" if field == "region_name" else field for field in changes}
    return replace(meta, **changes, guessed=meta.guessed - settled)


def _entries(path: Path, place: str, faults: list[str]) -> dict[str, Any]:
    """The file's mapping from names to entries; {} with a fault where it is not one."""
    from pipelines import beside  # with pydantic, which a worker that starts does not need

    try:
        content = beside.parsed(path)
    except beside.Unreadable as error:
        faults.append(f"{place} cannot be read: {error}")
        return {}
    if content is None:
        return {}
    if not isinstance(content, dict) or not all(isinstance(name, str) for name in content):
        faults.append(f"{place}: expected file names with their entries, found {type(content).__name__}")
        return {}
    return content


def _read_entry(entry: Any, where: str, faults: list[str]) -> dict[str, Any]:
    """What an entry says; {} with its faults where it does not fit."""
    from pipelines.beside import filled
    from pipelines.documents.described import FileSaid

    said = filled(FileSaid, entry, where, faults)
    return said.given() if said else {}


def _joined(folder: str, name: str) -> str:
    return name if folder == "." else str(PurePosixPath(folder) / name)
