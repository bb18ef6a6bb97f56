"""Whether a build would make what is published already, found out before anything costly is imported.

    now = of(chosen, plan)                  # Standing: a digest of all that decides what is published
    is_published(chosen, now)               # the version that stands, None if a build has something to do
    remember(chosen, now)                   # after a build that published

The digest covers the documents with their keys (content, documents.yml, extractor), what could not be read, the
corrections, the models, the code and the settings. What was published is known by the file itself: one that was put back
or replaced is not what the build made.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from pipelines.publish import corrections, state, versions
from pipelines.publish.files import write_aside
from pipelines.runner.plan import Plan
from pipelines.settings import Settings
from pipelines.staging import staged as staging
from pipelines.version import PACKAGE, digest

NOTE = "standing.json"  # beside the build file
_NOT_DECIDING = frozenset(
    {
        "TAIZHANG_WORKERS",
        "TAIZHANG_LOCK_SECONDS",
        "TAIZHANG_RUNNER",
        "TAIZHANG_RAY_ADDRESS",
        "TAIZHANG_PACK_DOCUMENTS",
    }
)
_SUFFIXES = frozenset({".py", ".sql", ".csv", ".yml", ".js", ".css", ".html"})


@dataclass(frozen=True, slots=True)
class Standing:
    """A digest of all that decides a publication, and how many documents it is made of."""

    digest: str
    documents: int


def of(chosen: Settings, plan: Plan) -> Standing | None:
    """What a build of this plan would be made of; None where something has to be read first."""
    stages = sorted((task.stage.source_file, task.stage.key) for task in plan.current)
    manifest = [(s.source_file, s.key) for s in _manifest(chosen) if s.document_id is not None]
    if plan.tasks or sorted(manifest) != stages:
        return None
    settings = {k: v for k, v in chosen.environment().items() if k not in _NOT_DECIDING}
    said = [
        stages,
        sorted((file.source_file, file.error) for file in plan.refused),
        sorted((file.source_file, file.duplicate_of) for file in plan.duplicates),
        sorted(settings.items()),
        state.fingerprint(chosen.raw / corrections.NAME),
        _code(),
    ]
    return Standing(hashlib.sha256(json.dumps(said, ensure_ascii=True).encode()).hexdigest(), len(stages))


def _manifest(chosen: Settings) -> list[staging.Stage]:
    from pipelines.errors import PublishError

    try:
        return staging.read_manifest(chosen.staged)
    except PublishError:
        return []


def _code() -> str:
    """A digest of the package: what is served is made by code that no other digest covers."""
    found = [p for p in PACKAGE.rglob("*") if p.suffix in _SUFFIXES and "__pycache__" not in p.parts]
    return digest([(p.relative_to(PACKAGE).as_posix(), p.read_bytes()) for p in found])


def remember(chosen: Settings, made: Standing | None) -> None:
    """Note that what is published now was made of this; nothing is noted where that is not known."""
    note = chosen.build_db.parent / NOTE
    if made is None:
        note.unlink(missing_ok=True)
        return
    served = [path.relative_to(chosen.warehouse).as_posix() for path in _served(chosen.warehouse)]
    content = {"digest": made.digest, "edition": edition(chosen.published), "served": served}
    with write_aside(note) as aside:
        aside.write_text(json.dumps(content), encoding="ascii")


def is_published(chosen: Settings, now: Standing | None) -> versions.Publication | None:
    """The publication that stands where nothing has changed since, with all that is served; None otherwise."""
    try:
        said = json.loads((chosen.build_db.parent / NOTE).read_text(encoding="ascii"))
        same = now is not None and said["digest"] == now.digest and said["edition"] == edition(chosen.published)
        whole = all((chosen.warehouse / name).exists() for name in said["served"])
    except (OSError, ValueError, TypeError, KeyError):
        return None
    found = versions.current(chosen.warehouse) if same and whole else None
    return found if found is not None and versions.is_whole(chosen.warehouse, found) else None


def edition(published: Path) -> list[int] | None:
    """What tells one published file from the next; None if there is none."""
    try:
        status = published.stat()
    except OSError:
        return None
    return [status.st_ino, status.st_mtime_ns, status.st_size]


def _served(warehouse: Path) -> list[Path]:
    """The first files of what was made for readers, by which it is seen that they are still there."""
    return sorted(path for name in ("site", "export") for path in (warehouse / name).glob("*") if path.is_file())
