"""What is said of a document's staged rows: which tables there are, how large, with which digest, how many rows and doubts.

The same is said at the head of a document's file (`loose`), in the index of a pack (`packs`), and was said in a file of its own
by earlier versions (`earlier`). Text of ours stands below its own digest; files are written aside and renamed.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import astuple, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars as pl

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
    """A table's rows: their bytes, how many they are, and how many have each doubt."""

    size: int
    digest: str
    rows: int
    checks: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Set:
    """The tables that a document has rows of; `group` is its year and kind, '' where it gave no document."""

    parts: Mapping[str, Part]
    group: str


def written(described: Set) -> str:
    """A set as text, below its digest."""
    said = {"group": described.group, "files": {kind: astuple(part) for kind, part in described.parts.items()}}
    return sealed(json.dumps(said, sort_keys=True))


def read(text: str) -> Set:
    """The set that was written so. Raises ValueError."""
    try:
        said: dict[str, Any] = json.loads(unsealed(text))
        return Set({kind: Part(*part) for kind, part in said["files"].items()}, said["group"])
    except (TypeError, AttributeError, KeyError) as error:
        raise ValueError(str(error)) from None


def sealed(content: str) -> str:
    """Text below its own digest."""
    return f"{hashlib.sha256(content.encode()).hexdigest()}\n{content}\n"


def unsealed(text: str) -> str:
    """The text below its digest; ValueError where it is not that text."""
    seal, _, content = text.partition("\n")
    if sealed(content.removesuffix("\n")) != text or not seal:
        raise ValueError("not as it was written")
    return content


def part_of(frame: pl.DataFrame, content: bytes) -> Part:
    """What is said of a table's rows that are written as these bytes."""
    return Part(len(content), hashlib.sha256(content).hexdigest(), frame.height, checks_of(frame))


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


def size_and_digest(file: Path) -> tuple[int, str]:
    """Size and digest of a file."""
    with file.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    return file.stat().st_size, digest


def differs(file: Path, size: int, digest: str | None) -> str | None:
    """How a file is not of this size and, where one is given, of this digest; None if it is."""
    try:
        if file.stat().st_size != size:
            return f"{file} has {file.stat().st_size} bytes instead of {size}"
        if digest is not None and size_and_digest(file)[1] != digest:
            return f"{file} has other bytes than were written"
    except FileNotFoundError:
        return f"{file} is missing"
    except OSError as error:
        return f"{file} cannot be read: {error.strerror or error}"
    return None


def put(target: Path, write: Callable[[Path], object]) -> None:
    """Have a file written aside and put it in its place; the folder is made where there is none."""
    aside = aside_of(target)
    try:
        try:
            write(aside)
        except FileNotFoundError:
            target.parent.mkdir(parents=True, exist_ok=True)
            write(aside)
        aside.replace(target)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise


def put_text(target: Path, content: str) -> None:
    """The same of a small file of ASCII."""
    put(target, lambda aside: aside.write_text(content, encoding="ascii", newline=""))


def aside_of(target: Path) -> Path:
    """A name beside the target that no other writer has: processes of two machines may have one and the same number."""
    return target.with_name(f"{ASIDE}{os.getpid()}-{secrets.token_hex(4)}-{target.name}")
