"""Documents' staged rows put together: a folder with one Parquet file per table for many small documents of a year and kind.

    packs = Packs(staged)
    packs.of(stage)                 the pack that has the document's rows; None
    make(staged, group, stages)     a pack of documents that have files of their own; these files then go
    unpack(staged, pack, stages)    the other way

A pack is written aside, flushed and renamed as a whole, and never changed afterwards; its name is a digest of what is in it.
`index.json`, below its own digest, has size and digest of each file, and the rows of each document. Files of a document's own
count for more than a pack that has it, so a kill between the steps leaves nothing that is not the document's, whole.

Nobody may be reading into the folder while packs are made; only a build makes them.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.staging import loose, sets
from pipelines.staging.sets import Set, Stage
from pipelines.validate.schema import tables

if TYPE_CHECKING:
    import polars as pl

FOLDER = "pack"
INDEX = "index.json"
SMALL = 1_000_000  # bytes up to which a document is packed; a larger one is worth files of its own
STALE = 0.25  # the part of a pack's documents that are no more from which on it is not kept

Counts = Mapping[str, tuple[int, Mapping[str, int]]]
"""Table → a document's rows of it, and how many of these have each doubt."""


@dataclass(frozen=True, eq=False, slots=True)
class Pack:
    """A pack as its index has it: `files` are table → size and digest, `names` the documents (`Stage.name`)."""

    folder: Path
    files: Mapping[str, tuple[int, str]]
    names: frozenset[str]

    def file(self, kind: str) -> Path:
        """Where the rows of a table are; only tables of `files` have any."""
        return self.folder / f"{kind}.parquet"

    def fault(self, *, digests: bool = True) -> str | None:
        """What of the pack is not as it was written, in words; None if nothing."""
        for kind, (size, digest) in self.files.items():
            if found := sets.differs(self.file(kind), size, digest if digests else None):
                return found
        return None

    def counts(self) -> dict[str, Counts]:
        """Document → its rows, from the index. Raises OSError or ValueError."""
        return _index(self.folder)[1]

    def frames(self, stages: Iterable[Stage], kinds: Iterable[str] | None = None) -> dict[str, pl.DataFrame]:
        """The rows of some of its documents, by table."""
        import polars as pl

        wanted = [stage.document_id for stage in stages]
        chosen = [kind for kind in self.files if kinds is None or kind in kinds]
        return {k: pl.read_parquet(self.file(k)).filter(pl.col("document_id").is_in(wanted)) for k in chosen}


class Packs:
    """The packs of a folder, as they are when this is made; `bad` are indexes that are not as they were written."""

    def __init__(self, staged: Path) -> None:
        self.bad: list[Path] = []
        self._of: dict[str, Pack] = {}
        self._faults: dict[tuple[Path, bool], str | None] = {}
        for folder in folders(staged):
            try:
                pack, _ = _index(folder)
            except FileNotFoundError:  # taken out of use, and not yet away
                continue
            except (OSError, ValueError):
                self.bad.append(folder / INDEX)
                continue
            self._of.update(dict.fromkeys(pack.names, pack))

    def of(self, stage: Stage) -> Pack | None:
        """The pack that a document's rows are in."""
        return self._of.get(stage.name)

    def fault(self, pack: Pack, *, digests: bool = True) -> str | None:
        """As the pack's own, looked for once."""
        if (pack.folder, digests) not in self._faults:
            self._faults[pack.folder, digests] = pack.fault(digests=digests)
        return self._faults[pack.folder, digests]

    def missing(self) -> str:
        """What to say of a document that was staged and is not there any more."""
        unread = f", and {self.bad[0]} cannot be read" if self.bad else ""
        return f"its staged files are missing{unread}"


def folders(staged: Path) -> list[Path]:
    """The folders of packs, also of those that cannot be read, in order; what is still being written is none."""
    try:
        found = [Path(entry.path) for entry in os.scandir(staged / FOLDER)]
    except FileNotFoundError:
        return []
    return sorted(folder for folder in found if not folder.name.startswith(sets.ASIDE))


def _index(folder: Path) -> tuple[Pack, dict[str, Counts]]:
    try:
        said = json.loads(sets.unsealed((folder / INDEX).read_text(encoding="ascii")))
        files = {kind: (int(size), str(digest)) for kind, (size, digest) in said["files"].items()}
        return Pack(folder, files, frozenset(said["documents"])), said["documents"]
    except (TypeError, AttributeError, KeyError) as error:
        raise ValueError(str(error)) from None


def retire(pack: Pack) -> None:
    """Have a pack's documents read again: without its index it is none."""
    with contextlib.suppress(OSError):
        (pack.folder / INDEX).unlink(missing_ok=True)


def discard(folder: Path) -> None:
    """Remove a pack, its index first."""
    with contextlib.suppress(OSError):
        (folder / INDEX).unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)


def make(staged: Path, group: str, stages: Sequence[Stage]) -> int:
    """Pack documents that have files of their own, which then go; returns how many there were to pack.

    What is not as it was written stays where it is, to be found by who loads it. Raises OSError where the folder cannot be
    written; nothing is lost then.
    """
    members = _members(staged, stages)
    if not members:
        return 0
    counts = {stage.name: {k: (p.rows, p.checks) for k, p in of.parts.items()} for stage, (of, _) in members.items()}
    put(staged, f"{group}-{_digest(members)}", _frames(members), counts)
    for member in members:
        loose.remove(staged, member)
    return len(members)


def put(staged: Path, name: str, frames: Mapping[str, pl.DataFrame], counts: Mapping[str, Counts]) -> None:
    """Write a pack with these rows, whole or not at all, and flush it. Raises OSError."""
    target = staged / FOLDER / name
    aside = sets.aside_of(target)
    files: dict[str, tuple[int, str]] = {}
    try:
        aside.mkdir(parents=True)
        for kind, frame in frames.items():
            file = aside / f"{kind}.parquet"
            write_parquet(frame, file)
            _flush(file)
            files[kind] = sets.size_and_digest(file)
        said = json.dumps({"files": files, "documents": counts}, sort_keys=True)
        (aside / INDEX).write_text(sets.sealed(said), encoding="ascii", newline="")
        _flush(aside / INDEX)
        _flush(aside)
        discard(target)  # one that was damaged: its documents were read again, and came to the same
        aside.rename(target)
        _flush(target.parent)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


_Members = Mapping[Stage, tuple[Set, Mapping[str, "pl.DataFrame"]]]


def _members(staged: Path, stages: Sequence[Stage]) -> _Members:
    """The documents whose files are whole, with their sets and their rows; each document once."""
    found: dict[Stage, tuple[Set, Mapping[str, pl.DataFrame]]] = {}
    documents: set[str | None] = set()
    for stage in stages:
        if stage.document_id in documents:
            continue
        with contextlib.suppress(OSError, ValueError):
            found[stage] = loose.content(staged, stage)
            documents.add(stage.document_id)
    return found


def _digest(members: _Members) -> str:
    """Sixteen digits that tell this pack from any other."""
    said = sorted(
        (stage.name, sorted((k, p.digest) for k, p in of.parts.items())) for stage, (of, _) in members.items()
    )
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]


def _frames(members: _Members) -> dict[str, pl.DataFrame]:
    """All rows of the documents, by table; ValueError where a row is not of the document that it was written with."""
    import polars as pl

    frames = {}
    for kind in tables():
        having = [
            (stage, of.parts[kind], content[kind]) for stage, (of, content) in members.items() if kind in of.parts
        ]
        if not having:
            continue
        frames[kind] = pl.concat([content for _, _, content in having])
        rows = {stage.document_id: part.rows for stage, part, _ in having}
        if rows != dict(frames[kind].group_by("document_id").len().rows()):
            raise ValueError(f"{kind} has rows that are of none of its documents")
    return frames


def write_parquet(frame: pl.DataFrame, target: Path) -> None:
    """Write a Parquet file; OSError where it cannot be written, which polars calls by other names."""
    from polars.exceptions import PolarsError

    try:
        frame.write_parquet(target, compression="zstd", statistics=False)
    except PolarsError as error:
        raise OSError(str(error).rpartition("IO error: ")[2]) from None


def _flush(path: Path) -> None:
    """Have a file or folder on the disk: what it was made from is removed next."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def unpack(staged: Path, pack: Pack, stages: Sequence[Stage]) -> None:
    """Give some of a pack's documents files of their own again; those hide the pack, which may then go.

    Raises OSError where the folder cannot be written.
    """
    frames = pack.frames(stages)
    for stage, of in _apart(frames, stages):
        loose.write(staged, stage, of)


def _apart(
    frames: Mapping[str, pl.DataFrame], stages: Sequence[Stage]
) -> Iterator[tuple[Stage, dict[str, pl.DataFrame]]]:
    parted = {kind: frame.partition_by("document_id", as_dict=True) for kind, frame in frames.items()}
    for stage in stages:
        key = (stage.document_id,)
        yield stage, {kind: alone(of[key]) for kind, of in parted.items() if key in of}


def alone(frame: pl.DataFrame) -> pl.DataFrame:
    """The rows of a part of a frame without the texts and lists of the whole, which the part holds and would be written with."""
    import polars as pl
    import pyarrow as pa

    rows = frame.to_arrow(compat_level=pl.CompatLevel.oldest())
    return pl.DataFrame(rows.take(pa.array(range(rows.num_rows))), schema=frame.schema)
