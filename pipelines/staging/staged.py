"""Staged rows on disk: each document's file, packs of many small documents, and the manifest of those that are current.

    staged = Path(warehouse) / "staged"
    write(staged, Stage(document_id, source_file, key), {"observation": frame, ..., "outcome": frame, "quarantine": frame})
    fault(staged, stage)                    None: all of it is there as it was written, nothing needs to be read again
    require_whole(staged, [stage, ...])     PublishError naming the file that is not as it was written
    write_manifest(staged, [stage, ...])    what the next build is made of
    shelf(staged, [stage, ...])             where their rows are
    prune(staged)                           files that the manifest does not name are removed

A document's file has the size and digest of each table (`loose`); many small documents of a year and kind are put into
a pack, which has the same (`packs`). What earlier versions wrote is read on (`earlier`). What is missing, cut, or changed by
a single bit is not loaded but read again. `key` is made by the caller from content, overrides and extractor version.
"""

from __future__ import annotations

import contextlib
import json
import math
import os
import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.errors import PublishError
from pipelines.staging import earlier, loose, packs, sets
from pipelines.staging.loose import ABSENT, LAST, path, write
from pipelines.staging.packs import Pack, Packs
from pipelines.staging.sets import ASIDE, Set, Stage
from pipelines.validate.schema import tables

if TYPE_CHECKING:
    import polars as pl

__all__ = ["ABSENT", "LAST", "MANIFEST", "Pack", "Packs", "Set", "Shelf", "Stage", "path", "write"]

MANIFEST = "manifest.json"
AT_ONCE = 256  # documents with files of their own whose rows are held at once
PATIENCE = 2.0  # seconds that a document's file may take to be there: somebody may just be copying the folder


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where documents' rows are: in files of their own, or in packs, of each of which some documents are meant."""

    staged: Path
    loose: tuple[Stage, ...]
    packed: tuple[tuple[Pack, tuple[Stage, ...]], ...]

    def own(self, kinds: Collection[str] | None = None) -> Iterator[dict[str, pl.DataFrame]]:
        """The rows of some hundred documents in files of their own, by table, and of the next ones, in the order of the documents.

        Raises PublishError for a document that is not there or not as it was written.
        """
        for n in range(0, len(self.loose), AT_ONCE):
            yield loose.frames(self.staged, self.loose[n : n + AT_ONCE], kinds)

    def rows(self, kind: str) -> pl.DataFrame:
        """All rows of a kind: those in files of their own in the order of the documents, then those in packs."""
        import polars as pl

        frames = [of[kind] for of in self.own([kind]) if kind in of]
        frames += [pack.frames(stages, [kind])[kind] for pack, stages in self.packed if kind in pack.files]
        return pl.concat(frames) if frames else pl.DataFrame(schema=tables()[kind].polars())


def shelf(staged: Path, stages: Iterable[Stage], known: Packs | None = None) -> Shelf:
    """Where the rows of these documents are; a document's own files count for more than a pack that has it."""
    known = known or Packs(staged)
    own: list[Stage] = []
    packed: dict[Path, tuple[Pack, list[Stage]]] = {}
    for stage in stages:
        pack = known.of(stage)
        if pack is None or loose.exists(staged, stage):
            own.append(stage)
        else:
            packed.setdefault(pack.folder, (pack, []))[1].append(stage)
    return Shelf(staged, tuple(own), tuple((pack, tuple(of)) for pack, of in packed.values()))


def is_complete(staged: Path, stage: Stage) -> bool:
    """Whether the document's rows of this key are all on disk, as they were written."""
    return fault(staged, stage) is None


def fault(staged: Path, stage: Stage, *, digests: bool = True, known: Packs | None = None) -> str | None:
    """What of the document's rows is not as it was written, in words; None if nothing, ABSENT if it was never read.

    Without `digests` only presence and sizes are compared. `known` are the packs, for who asks of many documents.
    """
    known = known or Packs(staged)
    pack = known.of(stage)
    if pack is None or loose.exists(staged, stage):
        return loose.fault(staged, stage, digests=digests)
    return known.fault(pack, digests=digests)


def require_whole(
    staged: Path, stages: Iterable[Stage], patience: float | None = None, known: Packs | None = None
) -> None:
    """Raise PublishError naming the first file that is not as it was written; its document is read anew by the next build.

    What is missing may be there after `patience` seconds (PATIENCE), where `taizhang read` is at work beside a build.
    """
    known = known or Packs(staged)
    bad = [(stage, found) for stage in stages if (found := fault(staged, stage, known=known)) is not None]
    deadline = time.monotonic() + (PATIENCE if patience is None else patience)
    while bad and time.monotonic() < deadline:  # somebody who reads beside a build may just be writing the same rows
        time.sleep(0.1)
        bad = [(stage, found) for stage, _ in bad if (found := fault(staged, stage, known=known)) is not None]
    if not bad:
        return
    for stage, _ in bad:
        with contextlib.suppress(OSError):
            loose.remove(staged, stage)
        if (pack := known.of(stage)) is not None and known.fault(pack) is not None:
            packs.retire(pack)
    stage, found = bad[0]
    found = known.missing() if found == ABSENT else found
    raise PublishError(
        f"staged files of {len(bad)} documents are missing or damaged, the first of {stage.source_file}: {found}; build "
        "again, they are read anew"
    )


def write_manifest(staged: Path, stages: Iterable[Stage]) -> Path:
    """Say which documents the next build is made of, in order of their files."""
    ordered = sorted(set(stages), key=lambda s: (s.source_file, s.document_id or "", s.key))
    sets.put_text(
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


def prune(staged: Path, keep: Iterable[Stage] = (), since: float = math.inf) -> int:
    """Remove files that neither the manifest nor `keep` names, and what a killed run left aside; returns how many.

    Packs go of which no document is needed, and files of documents that a pack has. What was written at `since` or later
    stays, for the next build may need it. Nobody may be writing meanwhile.
    """
    held = shelf(staged, [*read_manifest(staged), *keep])
    needed = {pack.folder for pack, _ in held.packed}
    for old in _old(staged / packs.FOLDER, {folder.name for folder in needed}, since):
        packs.discard(Path(old.path))
    own = {path(staged, stage).name for stage in held.loose}
    before = {stage.name for stage in held.loose if not path(staged, stage).exists()}
    removed = 0
    for folder, names in (
        (loose.FOLDER, own),
        *((kind, {f"{name}.parquet" for name in before}) for kind in tables()),
        (earlier.SETS, {f"{name}.json" for name in before}),
    ):
        for entry in _old(staged / folder, names, since):
            _unlink(entry)
            removed += 1
    return removed


def _old(folder: Path, needed: set[str], since: float) -> Iterator[os.DirEntry[str]]:
    """What of a folder is not needed, and was there before `since` or is what a killed run left aside."""
    with contextlib.suppress(FileNotFoundError):
        for entry in os.scandir(folder):
            if entry.name not in needed and (entry.name.startswith(ASIDE) or entry.stat().st_mtime < since):
                yield entry


def _unlink(entry: os.DirEntry[str]) -> None:
    with contextlib.suppress(FileNotFoundError):
        Path(entry.path).unlink()


def tidy(staged: Path, stages: Sequence[Stage], size: int) -> list[tuple[str, list[Stage]]]:
    """What is to be packed: year and kind, and at most `size` documents of them that have files of their own.

    Fewer than `size` stay as they are; more are shared out evenly. Documents of packs that are no more for a good part get
    files of their own first. Nobody may be writing meanwhile. Raises OSError where the folder cannot be written.
    """
    held = shelf(staged, stages)
    loosened = list(held.loose)
    for pack, of in held.packed:
        if len(of) <= (1 - packs.STALE) * len(pack.names) and pack.fault() is None:
            packs.unpack(staged, pack, of)
            loosened += of
    groups: dict[str, list[Stage]] = {}
    for stage in loosened:
        if group := _group(staged, stage):
            groups.setdefault(group, []).append(stage)
    return [
        (group, of[len(of) * n // parts : len(of) * (n + 1) // parts])
        for group, of in sorted(groups.items())
        if len(of) >= size
        for parts in [-(-len(of) // size)]
        for n in range(parts)
    ]


def _group(staged: Path, stage: Stage) -> str:
    """With which documents one may be packed; '' for one that gave no rows, is large, or is not as it was written."""
    try:
        described = loose.described(staged, stage)
    except (OSError, ValueError):
        return ""
    small = stage.document_id is not None and sum(part.size for part in described.parts.values()) <= packs.SMALL
    return described.group if small else ""
