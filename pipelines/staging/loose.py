"""One document's staged rows in files of its own: a Parquet file per table, and the set that says which these are.

    write(staged, Stage(document_id, source_file, key), {"observation": frame, ..., "outcome": frame, "quarantine": frame})
    fault(staged, stage)                    None: all of it is there as it was written
    described(staged, stage)                the set: size, digest and counts of each file; of which year and kind it is

A document's files are a set: `set/<name>.json`, written last, below its own digest. Files are written aside and renamed; a table
without rows has no file.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import secrets
from collections import Counter
from collections.abc import Mapping
from dataclasses import astuple, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.errors import PublishError
from pipelines.validate.schema import tables

if TYPE_CHECKING:
    import polars as pl

LAST = "outcome"
SETS = "set"  # the folder of what each document's files are
ABSENT = "not read yet"
ASIDE = ".aside-"


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


@dataclass(frozen=True, slots=True)
class Part:
    """A file of a set: its bytes, its rows, and how many of these have each doubt. `rows` of None: nobody counted them."""

    size: int
    digest: str
    rows: int | None = None
    checks: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Set:
    """What a document's files are; `group` is its year and kind, '' where it gave no document."""

    parts: Mapping[str, Part]
    group: str | None = None

    @property
    def is_counted(self) -> bool:
        """Whether it says its rows and its group; sets of earlier versions do not."""
        return self.group is not None and all(part.rows is not None for part in self.parts.values())


def path(staged: Path, kind: str, stage: Stage) -> Path:
    """Where a document's rows of a kind are kept."""
    if kind not in tables():
        raise KeyError(f"unknown staged table {kind}")
    return staged / kind / f"{stage.name}.parquet"


def set_path(staged: Path, stage: Stage) -> Path:
    """Where it is said which files a document has."""
    return staged / SETS / f"{stage.name}.json"


def write(staged: Path, stage: Stage, frames: Mapping[str, pl.DataFrame]) -> list[Path]:
    """Write a document's staged rows; returns the files. A frame that is not the schema's raises PublishError.

    Raises OSError where the folder cannot be written. Safe against a kill at any moment, and to be done twice at once: the same key gives the same content.
    """
    if LAST not in frames or frames[LAST].height == 0:
        raise PublishError(f"{stage.source_file}: staged without an outcome row; every file has at least one")
    written, parts, name = [], {}, f"{stage.name}.parquet"
    set_path(staged, stage).unlink(missing_ok=True)
    for kind in sorted(frames, key=lambda k: (k == LAST, k)):
        frame = frames[kind]
        if dict(frame.schema) != tables()[kind].polars():
            raise PublishError(f"{stage.source_file}: {kind} does not have the columns and types of _sources.yml")
        target = staged / kind / name
        if frame.height == 0:
            if target.exists():
                target.unlink(missing_ok=True)
            continue
        parts[kind] = _put(frame, target)
        written.append(target)
    write_set(staged, stage, Set(parts, group_of(frames.get("document"))))
    return written


def _put(frame: pl.DataFrame, target: Path) -> Part:
    """Write a table's file aside and put it in its place."""
    if not target.parent.is_dir():
        target.parent.mkdir(parents=True, exist_ok=True)
    aside = aside_of(target)
    try:
        write_parquet(frame, aside)
        part = Part(*bytes_of(aside), frame.height, checks_of(frame))
        aside.replace(target)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
    return part


def seal(staged: Path, stage: Stage) -> Set:
    """Say that the files that are there now are the document's, each as it is; `write` does it by itself."""
    described = counted(staged, stage, [kind for kind in tables() if path(staged, kind, stage).exists()])
    write_set(staged, stage, described)
    return described


def counted(staged: Path, stage: Stage, kinds: list[str]) -> Set:
    """What a document's files are, found by reading them."""
    import polars as pl

    parts, group = {}, ""
    for kind in kinds:
        file = path(staged, kind, stage)
        frame = pl.read_parquet(file)
        parts[kind] = Part(*bytes_of(file), frame.height, checks_of(frame))
        group = group_of(frame) if kind == "document" else group
    return Set(parts, group)


def bytes_of(file: Path) -> tuple[int, str]:
    """Size and digest of a file."""
    with file.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    return file.stat().st_size, digest


def checks_of(frame: pl.DataFrame) -> dict[str, int]:
    """Name of a doubt → rows that have it."""
    if "checks" not in frame.columns:
        return {}
    counts = Counter(name for names in frame["checks"].to_list() if names for name in names if name is not None)
    return dict(sorted(counts.items()))


def group_of(document: pl.DataFrame | None) -> str:
    """Year and kind of a document, by which it may be packed with others."""
    if document is None or document.height == 0:
        return ""
    plan, review, kind = (document[name][0] for name in ("plan_year", "review_year", "kind"))
    return f"{plan or review or 'unknown'}-{kind}"


def write_set(staged: Path, stage: Stage, described: Set) -> None:
    """Put a document's set in its place."""
    said = {"group": described.group, "files": {kind: astuple(part) for kind, part in described.parts.items()}}
    replace_text(set_path(staged, stage), sealed(json.dumps(said, sort_keys=True)))


def sealed(content: str) -> str:
    """Text below its own digest."""
    return f"{hashlib.sha256(content.encode()).hexdigest()}\n{content}\n"


def unsealed(text: str) -> str:
    """The text below its digest; ValueError where it is not that text."""
    seal_, _, content = text.partition("\n")
    if sealed(content.removesuffix("\n")) != text or not seal_:
        raise ValueError("not as it was written")
    return content


def described(staged: Path, stage: Stage) -> Set:
    """A document's set. Raises FileNotFoundError, or ValueError or another OSError where it cannot be read."""
    text = set_path(staged, stage).read_text(encoding="ascii")
    try:
        if text.startswith("{"):  # of an earlier version: sizes and digests alone
            return Set({kind: Part(int(size), str(digest)) for kind, (size, digest) in json.loads(text).items()})
        said: dict[str, Any] = json.loads(unsealed(text))
        return Set({kind: Part(*part) for kind, part in said["files"].items()}, said["group"])
    except (TypeError, AttributeError, KeyError) as error:
        raise ValueError(str(error)) from None


def fault(staged: Path, stage: Stage, *, digests: bool = True) -> str | None:
    """What of the document's files is not as it was written, in words; None if nothing, ABSENT if it has none.

    Without `digests` only presence and sizes are compared, which needs no file to be opened but the set's own.
    """
    about = set_path(staged, stage)
    try:
        parts = described(staged, stage).parts
    except FileNotFoundError:
        return f"{about} is missing" if path(staged, LAST, stage).exists() else ABSENT
    except (OSError, ValueError):
        return f"{about} cannot be read"
    if LAST not in parts:
        return f"{about} names no {LAST}"
    for kind, part in parts.items():
        if found := differs(staged / kind / f"{stage.name}.parquet", part.size, part.digest if digests else None):
            return found
    return _more(staged, stage, parts)


def differs(file: Path, size: int, digest: str | None) -> str | None:
    """How a file is not of this size and, where one is given, of this digest; None if it is."""
    try:
        if file.stat().st_size != size:
            return f"{file} has {file.stat().st_size} bytes instead of {size}"
        if digest is not None and bytes_of(file)[1] != digest:
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


def remove(staged: Path, stage: Stage) -> None:
    """Take a document's own files away, the set first: what is left after a kill is no document's."""
    for file in (set_path(staged, stage), *(path(staged, kind, stage) for kind in tables())):
        with contextlib.suppress(FileNotFoundError):
            file.unlink()


def replace_text(target: Path, content: str) -> None:
    """Write a small file aside and put it in its place."""
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = aside_of(target)
    try:
        aside.write_text(content, encoding="ascii", newline="")
        aside.replace(target)
    finally:
        aside.unlink(missing_ok=True)


def aside_of(target: Path) -> Path:
    """A name beside the target that no other writer has: processes of two machines may have one and the same number."""
    return target.with_name(f"{ASIDE}{os.getpid()}-{secrets.token_hex(4)}-{target.name}")


def write_parquet(frame: pl.DataFrame, target: Path) -> None:
    """Write a Parquet file; OSError where it cannot be written, which polars calls by other names."""
    from polars.exceptions import PolarsError

    try:
        frame.write_parquet(target, compression="zstd", statistics=False)
    except PolarsError as error:
        raise OSError(str(error).rpartition("IO error: ")[2]) from None
