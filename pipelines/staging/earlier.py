"""Documents' rows as earlier versions staged them: a Parquet file per table, and a set that says which these are.

They are read, and never written: what is packed or read again gets a file as it is now (`loose`), which counts for more.
The set is `set/<name>.json`, below its own digest; the first versions had sizes and digests in it alone, without one.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.staging import sets
from pipelines.staging.sets import Part, Set, Stage
from pipelines.validate.schema import tables

if TYPE_CHECKING:
    import polars as pl

SETS = "set"  # the folder of what each document's files are


def path(staged: Path, kind: str, stage: Stage) -> Path:
    """Where a document's rows of a kind were kept."""
    return staged / kind / f"{stage.name}.parquet"


def set_path(staged: Path, stage: Stage) -> Path:
    """Where it was said which files a document has."""
    return staged / SETS / f"{stage.name}.json"


def _named(staged: Path, stage: Stage) -> tuple[Set, bool]:
    """The set as it stands, and whether it says rows and group."""
    text = set_path(staged, stage).read_text(encoding="ascii")
    if not text.startswith("{"):
        return sets.read(text), True
    try:
        return Set(
            {kind: Part(int(size), str(digest), 0) for kind, (size, digest) in json.loads(text).items()}, ""
        ), False
    except (TypeError, AttributeError) as error:
        raise ValueError(str(error)) from None


def described(staged: Path, stage: Stage) -> Set:
    """A document's set. Raises FileNotFoundError, or ValueError or another OSError where it cannot be read."""
    of, counted = _named(staged, stage)
    if counted:
        return of
    found = frames(staged, stage)
    parts = {
        kind: replace(part, rows=found[kind].height, checks=sets.checks_of(found[kind]))
        for kind, part in of.parts.items()
    }
    return Set(parts, sets.group_of(found.get("document")))


def frames(staged: Path, stage: Stage, kinds: Collection[str] | None = None) -> dict[str, pl.DataFrame]:
    """A document's rows by table. Raises OSError, or ValueError where they are not as they were written."""
    import polars as pl

    of, _ = _named(staged, stage)
    found = {}
    for kind, part in of.parts.items():
        if kinds is None or kind in kinds:
            file = path(staged, kind, stage)
            if said := sets.differs(file, part.size, part.digest):
                raise ValueError(said)
            found[kind] = pl.read_parquet(file)
    return found


def fault(staged: Path, stage: Stage, last: str, absent: str, *, digests: bool = True) -> str | None:
    """What of the document's files is not as it was written, in words; None if nothing, `absent` if it has none.

    Without `digests` only presence and sizes are compared, which needs no file to be opened but the set's own.
    """
    about = set_path(staged, stage)
    try:
        parts = _named(staged, stage)[0].parts
    except FileNotFoundError:
        return f"{about} is missing" if path(staged, last, stage).exists() else absent
    except (OSError, ValueError):
        return f"{about} cannot be read"
    if last not in parts:
        return f"{about} names no {last}"
    for kind, part in parts.items():
        if found := sets.differs(path(staged, kind, stage), part.size, part.digest if digests else None):
            return found
    for kind in tables():
        if kind not in parts and (file := path(staged, kind, stage)).exists():
            return f"{file} is none of the document's files"
    return None


def remove(staged: Path, stage: Stage) -> None:
    """Take a document's files away, the set first: what is left after a kill is no document's."""
    with contextlib.suppress(FileNotFoundError):
        set_path(staged, stage).unlink()
        for kind in tables():
            path(staged, kind, stage).unlink(missing_ok=True)
