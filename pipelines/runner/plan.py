"""What there is to do: which documents are new, changed, unchanged, gone, and which cannot be read at all.

The manifest of the staged folder says what the last build was made of. A document is read again when its content, its
path, what documents.yml says of it or the extractor has changed, when reading it failed, or when one of its staged files is gone or is not as it was
written.
"""

from __future__ import annotations

import hashlib
import json
import logging
import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipelines.documents.scan import SourceFile
from pipelines.errors import PublishError
from pipelines.logs import about
from pipelines.runner.document import Task
from pipelines.staging import staged as staging
from pipelines.staging.staged import Stage

LOG = logging.getLogger("taizhang")
SAID = 5  # damaged documents that people are told of one by one
DIGESTS_UP_TO = 20_000  # files of the raw folder; of more, sizes are compared here and digests when they are loaded


class NoDocumentsError(ValueError):
    """The raw folder holds nothing that could be a document; the message says what to put there."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Every file of the raw folder, in exactly one of the first four groups; `removed` are paths that are gone.

    `tasks` are to be read (`new` of them for the first time, `changed` with other content, the rest by another
    extractor version, another override, or after a failure), `unchanged` are not, `refused` have an error, and
    `duplicates` have the bytes of another file. `since` is when the folder was looked at, in seconds of the clock.
    """

    tasks: tuple[Task, ...]
    unchanged: tuple[Task, ...]
    refused: tuple[SourceFile, ...]
    duplicates: tuple[SourceFile, ...]
    removed: tuple[str, ...]
    new: int
    changed: int
    extractor_version: str
    since: float = field(default=math.inf, compare=False)

    @property
    def current(self) -> tuple[Task, ...]:
        """All documents that belong into the warehouse, in the order of their paths."""
        return tuple(sorted((*self.tasks, *self.unchanged), key=lambda task: task.file.source_file))


def staged_key(file: SourceFile, override: Mapping[str, Any] | None, extractor_version: str) -> str:
    """A digest of all that decides a document's rows; with the document's id it names the staged files.

    >>> staged_key(SourceFile(Path("a"), "a", 1, "ab" * 32), None, "0.1.0+1")
    '8fc1028c838f'
    """
    decides = json.dumps(
        [file.sha256, file.source_file, override, extractor_version], ensure_ascii=False, sort_keys=True
    )
    return hashlib.sha256(decides.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def make_plan(
    files: Sequence[SourceFile],
    overrides: Mapping[str, Mapping[str, Any]],
    staged: Path,
    extractor_version: str,
    *,
    read_again: bool = False,
    since: float | None = None,
) -> Plan:
    """Compare the files with the manifest and with what is on disk; `since` is when they were looked for (None: now)."""
    since = time.time() if since is None else since
    before = previous(staged)
    known = set(before.values())
    damaged: list[tuple[Stage, str]] = []
    tasks: list[Task] = []
    unchanged: list[Task] = []
    packs = staging.Packs(staged)
    digests = len(files) <= DIGESTS_UP_TO
    new = changed = 0
    for file in files:
        if file.error is not None or file.duplicate_of is not None:
            continue
        override = dict(overrides[file.source_file]) if file.source_file in overrides else None
        stage = Stage(file.sha256, file.source_file, staged_key(file, override, extractor_version))
        task = Task(file, stage, staged, extractor_version, override)
        found = staging.ABSENT if read_again else staging.fault(staged, stage, digests=digests, known=packs)
        if found is None:
            unchanged.append(task)
            continue
        if found != staging.ABSENT or (not read_again and stage in known):
            damaged.append((stage, found))
        tasks.append(task)
        last = before.get(file.source_file)
        new += last is None
        changed += last is not None and last.document_id != file.sha256
    _say(damaged, packs)
    names = {file.source_file for file in files}
    return Plan(
        tasks=tuple(tasks),
        unchanged=tuple(unchanged),
        refused=tuple(file for file in files if file.error is not None),
        duplicates=tuple(file for file in files if file.error is None and file.duplicate_of is not None),
        removed=tuple(sorted(name for name in before if name not in names)),
        new=new,
        changed=changed,
        extractor_version=extractor_version,
        since=since,
    )


def _say(damaged: Sequence[tuple[Stage, str]], packs: staging.Packs) -> None:
    """What was read once and is read again, for its staged files are not whole; of many, the first ones to people."""
    for number, (stage, found) in enumerate(damaged):
        found = packs.missing() if found == staging.ABSENT else found
        only_log = {} if number < SAID else about(stage.source_file, stage.document_id)
        LOG.warning("staged        %s is read again: %s", stage.source_file, found, extra=only_log)
    if len(damaged) > SAID:
        LOG.warning("staged        … and %d more documents are read again", len(damaged) - SAID)


def previous(staged: Path) -> dict[str, Stage]:
    """source_file → what the last build was made of; {} where there is no manifest that can be read."""
    try:
        return {stage.source_file: stage for stage in staging.read_manifest(staged)}
    except PublishError:
        return {}
