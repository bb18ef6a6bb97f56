"""Staged rows on disk: one Parquet file per document and kind, and the manifest of the documents that are current.

    staged = Path(warehouse) / "staged"
    write(staged, Stage(document_id, source_file, key), {"observation": frame, ..., "outcome": frame, "quarantine": frame})
    fault(staged, stage)                    None: all of it is there as it was written, nothing needs to be read again
    require_whole(staged, [stage, ...])     PublishError naming the file that is not as it was written
    write_manifest(staged, [stage, ...])    what the next build is made of
    prune(staged)                           files that the manifest does not name are removed

A document's files are a set: `set/<name>.json`, written last, has the kind, size and digest of each. What is missing from
the set on disk, cut, or changed by a single bit is not loaded but read again. Files are written aside and renamed; a kind
without rows has no file. `key` is made by the caller from content, overrides and extractor version.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import math
import os
import re
import secrets
import time
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.errors import PublishError
from pipelines.validate.schema import tables

if TYPE_CHECKING:
    import polars as pl

MANIFEST = "manifest.json"
LAST = "outcome"
SETS = "set"  # the folder of what each document's files are
ABSENT = "not read yet"
PATIENCE = 2.0  # seconds that a document's files may take to be whole: they are written in some hundredths
_ASIDE = ".aside-"


@dataclass(frozen=True, slots=True)
class Stage:
    """One document as staged. `document_id` is None for a file that could not be read; `key` names the version."""

    document_id: str | None
    source_file: str
    key: str

    @property
    def name(self) -> str:
        """The files' name: sixteen digits of the document and the key, or of its path where it has no id."""
        identity = (
            self.document_id or "f" + hashlib.sha256(self.source_file.encode("utf-8", "surrogatepass")).hexdigest()
        )
        return f"{identity[:16]}-{re.sub('[^0-9A-Za-z]+', '_', self.key)}"


def path(staged: Path, kind: str, stage: Stage) -> Path:
    """Where a document's rows of a kind are kept."""
    if kind not in tables():
        raise KeyError(f"unknown staged table {kind}")
    return staged / kind / f"{stage.name}.parquet"


def write(staged: Path, stage: Stage, frames: Mapping[str, pl.DataFrame]) -> list[Path]:
    """Write a document's staged rows; returns the files. A frame that is not the schema's raises PublishError.

    Raises OSError where the folder cannot be written. Safe against a kill at any moment, and to be done twice at once: the same key gives the same content.
    """
    if LAST not in frames or frames[LAST].height == 0:
        raise PublishError(f"{stage.source_file}: staged without an outcome row; every file has at least one")
    written, parts = [], {}
    set_path(staged, stage).unlink(missing_ok=True)
    for kind in sorted(frames, key=lambda k: (k == LAST, k)):
        frame = frames[kind]
        if dict(frame.schema) != tables()[kind].polars():
            raise PublishError(f"{stage.source_file}: {kind} does not have the columns and types of _sources.yml")
        target = path(staged, kind, stage)
        if frame.height == 0:
            target.unlink(missing_ok=True)
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        aside = _aside(target)
        try:
            _write(frame, aside)
            parts[kind] = _part(aside)
            aside.replace(target)
        finally:
            aside.unlink(missing_ok=True)
        written.append(target)
    _write_set(staged, stage, parts)
    return written


def set_path(staged: Path, stage: Stage) -> Path:
    """Where it is said which files a document has."""
    return staged / SETS / f"{stage.name}.json"


def seal(staged: Path, stage: Stage) -> None:
    """Say that the files that are there now are the document's, each as it is; `write` does it by itself."""
    there = {kind: path(staged, kind, stage) for kind in tables()}
    _write_set(staged, stage, {kind: _part(file) for kind, file in there.items() if file.exists()})


def _part(file: Path) -> list[int | str]:
    """Size and digest of a file."""
    with file.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    return [file.stat().st_size, digest]


def _write_set(staged: Path, stage: Stage, parts: Mapping[str, list[int | str]]) -> None:
    _replace_text(set_path(staged, stage), json.dumps(parts, sort_keys=True) + "\n")


def _replace_text(target: Path, content: str) -> None:
    """Write a small file aside, flush it to the disk, and put it in its place."""
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = _aside(target)
    try:
        with aside.open("w", encoding="ascii") as file:
            file.write(content)
        aside.replace(target)
    finally:
        aside.unlink(missing_ok=True)


def _aside(target: Path) -> Path:
    """A name beside the target that no other writer has: processes of two machines may have one and the same number."""
    return target.with_name(f"{_ASIDE}{os.getpid()}-{secrets.token_hex(4)}-{target.name}")


def _write(frame: pl.DataFrame, path: Path) -> None:
    """Write a Parquet file; OSError where it cannot be written, which polars calls by other names."""
    from polars.exceptions import PolarsError

    try:
        frame.write_parquet(path, compression="zstd", statistics=False)
    except PolarsError as error:
        raise OSError(str(error).rpartition("IO error: ")[2]) from None


def is_complete(staged: Path, stage: Stage) -> bool:
    """Whether the document's rows of this key are all on disk, as they were written."""
    return fault(staged, stage) is None


def fault(staged: Path, stage: Stage, *, digests: bool = True) -> str | None:
    """What of the document's files is not as it was written, in words; None if nothing, ABSENT if it was never read.

    Without `digests` only presence and sizes are compared, which needs no file to be opened but the set's own.
    """
    described = set_path(staged, stage)
    try:
        parts = json.loads(described.read_text(encoding="ascii"))
        wanted = {kind: (int(size), str(digest)) for kind, (size, digest) in parts.items()}
    except FileNotFoundError:
        return f"{described} is missing" if path(staged, LAST, stage).exists() else ABSENT
    except (OSError, ValueError, TypeError, AttributeError):
        return f"{described} cannot be read"
    if LAST not in wanted:
        return f"{described} names no {LAST}"
    for kind, (size, digest) in wanted.items():
        if found := _differs(staged / kind / f"{stage.name}.parquet", size, digest if digests else None):
            return found
    return _more(staged, stage, wanted)


def _differs(file: Path, size: int, digest: str | None) -> str | None:
    try:
        if file.stat().st_size != size:
            return f"{file} has {file.stat().st_size} bytes instead of {size}"
        if digest is not None and _part(file)[1] != digest:
            return f"{file} has other bytes than were written"
    except FileNotFoundError:
        return f"{file} is missing"
    except OSError as error:
        return f"{file} cannot be read: {error.strerror or error}"
    return None


def _more(staged: Path, stage: Stage, wanted: Mapping[str, object]) -> str | None:
    """A file of a kind that the set does not name would be loaded with the others."""
    for kind in tables():
        if kind not in wanted and (file := path(staged, kind, stage)).exists():
            return f"{file} is none of the document's files"
    return None


def require_whole(staged: Path, stages: Iterable[Stage], patience: float = PATIENCE) -> None:
    """Raise PublishError naming the first file that is not as it was written; its document is read anew by the next build.

    What is missing may be there after `patience` seconds, where `taizhang read` is at work beside a build.
    """
    bad = [(stage, found) for stage in stages if (found := fault(staged, stage)) is not None]
    deadline = time.monotonic() + patience
    while bad and time.monotonic() < deadline:  # somebody who reads beside a build may just be writing the same rows
        time.sleep(0.1)
        bad = [(stage, found) for stage, _ in bad if (found := fault(staged, stage)) is not None]
    if not bad:
        return
    for stage, _ in bad:
        with contextlib.suppress(OSError):
            set_path(staged, stage).unlink(missing_ok=True)
    stage, found = bad[0]
    found = "its staged files are missing" if found == ABSENT else found
    raise PublishError(
        f"staged files of {len(bad)} documents are missing or damaged, the first of {stage.source_file}: {found}; build "
        "again, they are read anew"
    )


def write_manifest(staged: Path, stages: Iterable[Stage]) -> Path:
    """Say which documents the next build is made of, in order of their files."""
    ordered = sorted(set(stages), key=lambda s: (s.source_file, s.document_id or "", s.key))
    _replace_text(
        staged / MANIFEST, json.dumps([asdict(stage) for stage in ordered], ensure_ascii=True, indent=0) + "\n"
    )
    return staged / MANIFEST


def read_manifest(staged: Path) -> list[Stage]:
    """The documents that the next build is made of; PublishError if extraction was never finished here."""
    try:
        records = json.loads((staged / MANIFEST).read_text(encoding="ascii"))
        return [Stage(**record) for record in records]
    except FileNotFoundError:
        raise PublishError(f"{staged / MANIFEST} is missing: run the extraction first (taizhang build does)") from None
    except (OSError, ValueError, TypeError) as error:
        raise PublishError(f"{staged / MANIFEST} cannot be read ({error}); remove it and build again") from None


def files(staged: Path, kind: str, stages: Iterable[Stage]) -> list[Path]:
    """The Parquet files of a kind that are there, in the order of the stages; PublishError for an unfinished document."""
    found = [path(staged, kind, stage) for stage in stages]
    here = {entry.name for entry in os.scandir(staged / kind)} if (staged / kind).is_dir() else set()
    if kind == LAST and (gone := [p.name for p in found if p.name not in here]):
        raise PublishError(f"staged files of {len(gone)} documents are missing ({gone[0]}); build again")
    return [p for p in found if p.name in here]


def prune(staged: Path, keep: Iterable[Stage] = (), since: float = math.inf) -> int:
    """Remove files that neither the manifest nor `keep` names, and what a killed run left aside; returns how many.

    What was written at `since` or later stays, for the next build may need it. Nobody may be writing meanwhile.
    """
    names = {f"{stage.name}.parquet" for stage in [*read_manifest(staged), *keep]}
    removed = 0
    for kind in tables():
        for entry in os.scandir(staged / kind) if (staged / kind).is_dir() else ():
            if entry.name not in names and (entry.name.startswith(_ASIDE) or entry.stat().st_mtime < since):
                with contextlib.suppress(FileNotFoundError):
                    Path(entry.path).unlink()
                removed += 1
    described = {f"{name.removesuffix('.parquet')}.json" for name in names}
    for entry in os.scandir(staged / SETS) if (staged / SETS).is_dir() else ():
        if entry.name not in described and (entry.name.startswith(_ASIDE) or entry.stat().st_mtime < since):
            with contextlib.suppress(FileNotFoundError):
                Path(entry.path).unlink()
    return removed
