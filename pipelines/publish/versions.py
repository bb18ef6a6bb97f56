"""The last publications: each a whole DuckDB file and its manifest, so that one can be looked at, compared, brought back.

    history(warehouse)                -> [Publication, ...], oldest first
    current(warehouse)                -> Publication | None
    rollback(warehouse, 11)           -> Publication: version 11 is the published one again

A version's file is a hard link to what was published, so keeping it costs no room beyond the file itself. Manifests
hold the moment of publication; the warehouse itself holds no clock's time.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import re
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipelines.errors import Check, PublishError

PUBLISHED = "taizhang.duckdb"
FOLDER = "versions"
LOG = logging.getLogger("taizhang")
_MANIFEST = re.compile(r"(\d{6})\.json")


@dataclass(frozen=True, slots=True)
class Publication:
    """The manifest of a publication. `tables` are row counts; `checks` say what was checked and how it came out.

    `digest` is the SHA-256 of the published file ("" in manifests of earlier versions of taizhang).
    """

    version: int
    published_at: str
    extractor_version: str
    code_version: str
    documents: list[dict[str, str | None]] = field(default_factory=list)
    tables: dict[str, int] = field(default_factory=dict)
    checks: list[dict[str, Any]] = field(default_factory=list)
    restored_from: int | None = None
    digest: str = ""


def _file(warehouse: Path, version: int) -> Path:
    return warehouse / FOLDER / f"{version:06d}.duckdb"


def _numbers(warehouse: Path) -> list[int]:
    folder = warehouse / FOLDER
    names = (p.name for p in folder.iterdir()) if folder.is_dir() else ()
    return sorted(int(m.group(1)) for name in names if (m := _MANIFEST.fullmatch(name)))


def _read(path: Path) -> Publication:
    """A manifest; keys that a later version of taizhang wrote are passed over."""
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        known = {each.name for each in fields(Publication)}
        read = Publication(**{name: value for name, value in record.items() if name in known})
        shapes = (isinstance(read.version, int), isinstance(read.documents, list), isinstance(read.tables, dict))
        if not all(shapes) or not isinstance(read.checks, list):
            raise ValueError("a field has another type")
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise PublishError(
            f"{path} is no manifest of a publication: {error}; remove it, or let it be: it is passed over"
        ) from None
    return read


def _write(path: Path, publication: Publication) -> None:
    aside = path.with_name(f".aside-{os.getpid()}-{path.name}")
    with aside.open("w", encoding="utf-8") as file:
        file.write(json.dumps(asdict(publication), ensure_ascii=False, indent=1) + "\n")
        file.flush()
        os.fsync(file.fileno())  # or a power cut leaves an empty manifest of a whole version
    aside.replace(path)


def history(warehouse: Path) -> list[Publication]:
    """The publications that are kept, oldest first; a manifest that cannot be read is named and passed over."""
    found = []
    for number in _numbers(warehouse):
        try:
            found.append(_read(warehouse / FOLDER / f"{number:06d}.json"))
        except PublishError as error:
            LOG.warning("versions      %s", error)
    return found


def edition(published: Path) -> tuple[int, int] | None:
    """What tells one published file from the next; None if there is none."""
    try:
        status = published.stat()
    except OSError:
        return None
    return status.st_ino, status.st_mtime_ns


def digest(file: Path) -> str:
    """SHA-256 of a file's bytes."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def is_whole(warehouse: Path, publication: Publication) -> bool:
    """Whether the published file is what this publication wrote, to the bit."""
    return not publication.digest or digest(warehouse / PUBLISHED) == publication.digest


def current(warehouse: Path) -> Publication | None:
    """The publication whose file is the published one; None if there is none, or another program put a file there."""
    published = warehouse / PUBLISHED
    for publication in reversed(history(warehouse)):
        kept = _file(warehouse, publication.version)
        if published.is_file() and kept.is_file() and _same(kept, published):
            return publication
    return None


def _same(one: Path, other: Path) -> bool:
    if one.samefile(other):
        return True
    return one.stat().st_size == other.stat().st_size and one.read_bytes() == other.read_bytes()


def keep(
    warehouse: Path,
    new: Path,
    *,
    documents: Sequence[Mapping[str, str | None]],
    checks: Iterable[Check],
    rows: Mapping[str, int],
    extractor_version: str,
    code_version: str,
    restored_from: int | None = None,
) -> Publication:
    """Keep a file that is about to be published as the next version, with its manifest."""
    version = max(_numbers(warehouse), default=0) + 1
    publication = Publication(
        version=version,
        published_at=datetime.now(UTC).isoformat(timespec="seconds"),
        extractor_version=extractor_version,
        code_version=code_version,
        documents=[dict(document) for document in documents],
        tables=dict(rows),
        checks=[{"name": c.name, "passed": c.passed, "failures": c.failures, "blocking": c.blocking} for c in checks],
        restored_from=restored_from,
        digest=digest(new),
    )
    (warehouse / FOLDER).mkdir(exist_ok=True)
    kept = _file(warehouse, version)
    kept.unlink(missing_ok=True)  # of a run that was killed before it wrote the manifest
    _link(new, kept)
    _write(warehouse / FOLDER / f"{version:06d}.json", publication)
    return publication


def _link(source: Path, target: Path) -> None:
    """A hard link, or a copy where the file system has none; the target appears whole or not at all."""
    aside = target.with_name(f".aside-{os.getpid()}-{target.name}")
    aside.unlink(missing_ok=True)
    try:
        os.link(source, aside)
    except OSError:
        shutil.copyfile(source, aside)
    aside.replace(target)


def prune(warehouse: Path, count: int) -> None:
    """Keep the newest `count` versions (at least one), and the published one; remove files without a manifest."""
    numbers = _numbers(warehouse)
    now = current(warehouse)
    stay = {*numbers[-max(count, 1) :], *([now.version] if now else [])}
    # A manifest goes before its file: killed in between, no manifest is left of a file that is gone.
    for path in sorted((warehouse / FOLDER).iterdir(), key=lambda p: (p.suffix != ".json", p.name)):
        number = re.match(r"(\d{6})\.(json|duckdb)$", path.name)
        if number and int(number.group(1)) not in stay:
            path.unlink(missing_ok=True)


def find(warehouse: Path, version: int) -> Path:
    """The file of a version; PublishError naming those that are kept."""
    path = _file(warehouse, version)
    if version in _numbers(warehouse) and path.exists():
        return path
    kept = ", ".join(map(str, _numbers(warehouse))) or "none"
    raise PublishError(f"version {version} is not kept in {warehouse / FOLDER}; kept: {kept}")


def rollback(warehouse: Path, version: int) -> Publication:
    """Publish a kept version again, as a new version that says where it comes from. Call it under the lock."""
    from pipelines.publish import swap

    swap.clean(warehouse)
    source = find(warehouse, version)
    manifest = _read(warehouse / FOLDER / f"{version:06d}.json")
    if manifest.digest and digest(source) != manifest.digest:
        raise PublishError(
            f"{source} is damaged: its bytes are not those that were published as version {version}; take another version, "
            "or build again"
        )
    aside = warehouse / f"{swap.ASIDE}{os.getpid()}-{PUBLISHED}"
    try:
        _link(source, aside)
        publication = keep(
            warehouse,
            aside,
            documents=manifest.documents,
            checks=(),
            rows=manifest.tables,
            extractor_version=manifest.extractor_version,
            code_version=manifest.code_version,
            restored_from=version,
        )
        swap.replace(aside, warehouse / PUBLISHED)
    finally:
        aside.unlink(missing_ok=True)
    return publication
