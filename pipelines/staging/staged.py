"""Staged rows on disk: one Parquet file per document and kind, and the manifest of the documents that are current.

    staged = Path(warehouse) / "staged"
    write(staged, Stage(document_id, source_file, key), {"observation": frame, ..., "outcome": frame, "quarantine": frame})
    is_complete(staged, stage)              all of it is there, nothing needs to be read again
    write_manifest(staged, [stage, ...])    what the next build is made of
    prune(staged)                           files that the manifest does not name are removed

Files are written aside and renamed, the `outcome` file last: where it stands, the document's other files stand too. A
kind without rows has no file. `key` is made by the caller from content, overrides and extractor version.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import math
import os
import re
import secrets
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
    written = []
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
            aside.replace(target)
        finally:
            aside.unlink(missing_ok=True)
        written.append(target)
    return written


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
    """Whether the document's rows of this key are all on disk."""
    return path(staged, LAST, stage).exists()


def write_manifest(staged: Path, stages: Iterable[Stage]) -> Path:
    """Say which documents the next build is made of, in order of their files."""
    ordered = sorted(set(stages), key=lambda s: (s.source_file, s.document_id or "", s.key))
    content = json.dumps([asdict(stage) for stage in ordered], ensure_ascii=True, indent=0)
    staged.mkdir(parents=True, exist_ok=True)
    aside = _aside(staged / MANIFEST)
    try:
        aside.write_text(content + "\n", encoding="ascii")
        aside.replace(staged / MANIFEST)
    finally:
        aside.unlink(missing_ok=True)
    return staged / MANIFEST


def read_manifest(staged: Path) -> list[Stage]:
    """The documents that the next build is made of; PublishError if extraction was never finished here."""
    try:
        records = json.loads((staged / MANIFEST).read_text(encoding="ascii"))
    except FileNotFoundError:
        raise PublishError(f"{staged / MANIFEST} is missing: run the extraction first (taizhang build does)") from None
    except ValueError as error:
        raise PublishError(f"{staged / MANIFEST} cannot be read ({error}); remove it and build again") from None
    return [Stage(**record) for record in records]


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
    return removed
