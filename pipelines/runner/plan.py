"""What there is to do: which documents are new, changed, unchanged, gone, and which cannot be read at all.

The index, `<staged>/index.json`, says what was read last and how it went. A document is read again when its content,
its path, what documents.yml says of it or the extractor has changed, or when reading it failed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.documents.scan import SourceFile
from pipelines.runner.document import Task

INDEX = "index.json"


class NoDocumentsError(ValueError):
    """The raw folder holds nothing that could be a document; the message says what to put there."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What the index remembers of a document: its bytes, the key of its staged files, and whether all went well."""

    sha256: str
    key: str
    success: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """Every file of the raw folder, in exactly one of the first four groups; `removed` are paths that are gone.

    `tasks` are to be read (`new` of them for the first time, `changed` with other content, the rest by another
    extractor version, another override, or after a failure), `unchanged` are not, `refused` have an error, and
    `duplicates` have the bytes of another file.
    """

    tasks: tuple[Task, ...]
    unchanged: tuple[Task, ...]
    refused: tuple[SourceFile, ...]
    duplicates: tuple[SourceFile, ...]
    removed: tuple[str, ...]
    new: int
    changed: int
    extractor_version: str

    @property
    def current(self) -> tuple[Task, ...]:
        """All documents that belong into the warehouse, in the order of their paths."""
        return tuple(sorted((*self.tasks, *self.unchanged), key=lambda task: task.file.source_file))


def staged_key(file: SourceFile, override: Mapping[str, Any] | None, extractor_version: str) -> str:
    """The name of a document's staged files: the start of its content hash, and a digest of all that decides the rows.

    >>> staged_key(SourceFile(Path("a"), "a", 1, "ab" * 32), None, "0.1.0+1")
    'abababababababab-8fc1028c838f'
    """
    assert file.sha256 is not None
    decides = json.dumps(
        [file.sha256, file.source_file, override, extractor_version], ensure_ascii=False, sort_keys=True
    )
    return f"{file.sha256[:16]}-{hashlib.sha256(decides.encode()).hexdigest()[:12]}"


def make_plan(
    files: Sequence[SourceFile],
    overrides: Mapping[str, Mapping[str, Any]],
    staged: Path,
    extractor_version: str,
    *,
    exists: Callable[[Path, str], bool],
    read_again: bool = False,
) -> Plan:
    """Compare the files with the index. `exists(staged, key)` tells whether the staged files are whole on disk."""
    index = read_index(staged)
    tasks: list[Task] = []
    unchanged: list[Task] = []
    refused: list[SourceFile] = []
    duplicates: list[SourceFile] = []
    new = changed = 0
    for file in files:
        if file.error is not None:
            refused.append(file)
            continue
        if file.duplicate_of is not None:
            duplicates.append(file)
            continue
        override = dict(overrides[file.source_file]) if file.source_file in overrides else None
        key = staged_key(file, override, extractor_version)
        task = Task(file, key, staged, extractor_version, override)
        entry = index.get(file.source_file)
        if entry and entry.key == key and entry.success and not read_again and exists(staged, key):
            unchanged.append(task)
            continue
        tasks.append(task)
        new += entry is None
        changed += entry is not None and entry.sha256 != file.sha256
    names = {file.source_file for file in files}
    removed = tuple(sorted(name for name in index if name not in names))
    return Plan(
        tuple(tasks), tuple(unchanged), tuple(refused), tuple(duplicates), removed, new, changed, extractor_version
    )


def read_index(staged: Path) -> dict[str, Entry]:
    """source_file → Entry; {} when there is none or it cannot be read (then everything is read again)."""
    try:
        content = json.loads((staged / INDEX).read_text(encoding="utf-8"))
        return {name: Entry(*entry) for name, entry in content.items()}
    except (OSError, ValueError, TypeError):
        return {}


def write_index(staged: Path, entries: Mapping[str, Entry]) -> None:
    """Replace the index in one step."""
    staged.mkdir(parents=True, exist_ok=True)
    content = {name: [entry.sha256, entry.key, entry.success] for name, entry in sorted(entries.items())}
    aside = staged / f"{INDEX}.new"
    aside.write_text(json.dumps(content, ensure_ascii=False, indent=0), encoding="utf-8")
    aside.replace(staged / INDEX)
