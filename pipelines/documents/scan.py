"""The files of a raw folder: every one accounted for, in one stable order, before anything is read.

A file that cannot become a document is not passed over: it is listed with an error that says what to do.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Container, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from pipelines.lexicon.media import media, medium_of, refusal_of, suffix_of

TEXT_SUFFIXES = frozenset({"", ".txt", ".text", ".md"})  # whose first bytes are its first lines
# Files that speak about documents, and are none.
COMPANIONS = frozenset({"documents.yml", "corrections.yml"})
_CHUNK = 1 << 20


class ScanError(ValueError):
    """The raw folder itself cannot be used; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Largest sizes in bytes: of any file, and of a text (a report of 20 MB has 7 million characters)."""

    max_bytes: int = 100_000_000
    max_text_bytes: int = 20_000_000

    @classmethod
    def of_megabytes(cls, any_file: float, text: float) -> Limits:
        """As the settings say them."""
        return cls(max_bytes=int(any_file * 1e6), max_text_bytes=int(text * 1e6))


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file below the raw folder.

    `source_file` is its path relative to the raw folder with `/`, `sha256` that of its bytes (None with an error),
    `duplicate_of` the source_file of the first file with the same bytes. A file with `error` is not to be read.
    """

    path: Path
    source_file: str
    size: int
    sha256: str | None = None
    error: str | None = None
    duplicate_of: str | None = None

    @property
    def media_type(self) -> str:
        """What the name says that it is; its reader may find something else."""
        medium = medium_of(self.source_file)
        return medium.media_type if medium else "application/octet-stream"


def scan(raw: Path, limits: Limits | None = None, only: Container[str] | None = None) -> list[SourceFile]:
    """Every file below `raw` except hidden ones, README* and the companion files, sorted by relative path.

    `only` names those that are wanted; the others are not opened, and none of these is a duplicate of one of them.
    Raises ScanError when `raw` is not a folder that can be listed.
    """
    raw = Path(raw)
    limits = limits or Limits()
    wanted = [(name, path) for name, path in names(raw) if only is None or name in only]
    files = [_inspect(path, name, raw, limits) for name, path in wanted]
    first: dict[str, str] = {}
    result = []
    for file in files:
        if file.sha256 is not None:
            original = first.setdefault(file.sha256, file.source_file)
            if original != file.source_file:
                file = SourceFile(file.path, file.source_file, file.size, file.sha256, None, original)
        result.append(file)
    return result


def names(raw: Path) -> list[tuple[str, Path]]:
    """(source_file, path) of every file that `scan` lists, in its order; none is opened. Raises ScanError as it does."""
    raw = Path(raw)
    if not raw.is_dir():
        found = "is a file" if raw.exists() else "does not exist"
        raise ScanError(f"raw folder {_printable(str(raw))!r} {found}; name a folder of reports")
    return sorted(_walk(raw))


def at_least(raw: Path, count: int) -> bool:
    """Whether there are so many files, looking at no more of them than need be. Raises ScanError as `scan` does.

    >>> at_least(Path(__file__).parent, 5)
    True
    """
    return next(islice(_walk(Path(raw)), max(0, count - 1), None), None) is not None


def _walk(raw: Path) -> Iterator[tuple[str, Path]]:
    """(relative name, path) of every file, link and unlistable folder; a loop, not a recursion: folders may be deep."""
    waiting = [(raw, "")]
    while waiting:
        folder, prefix = waiting.pop()
        try:
            entries = list(os.scandir(folder))
        except OSError as error:
            if folder is raw:
                raise ScanError(f"raw folder {_printable(str(raw))!r} cannot be listed: {error.strerror}") from error
            yield prefix.rstrip("/"), folder
            continue
        for entry in entries:
            if _ignored(entry.name):
                continue
            if entry.is_dir(follow_symlinks=False):
                waiting.append((Path(entry.path), f"{prefix}{_printable(entry.name)}/"))
            else:
                yield prefix + _printable(entry.name), Path(entry.path)


def _ignored(name: str) -> bool:
    return name.startswith((".", "~$")) or name in COMPANIONS or name.upper().startswith("README")


def _inspect(path: Path, name: str, raw: Path, limits: Limits) -> SourceFile:
    """The file with its hash, or with the reason why it is not read."""
    size = 0
    try:
        if path.is_symlink():
            target = path.resolve(strict=True)
            if not target.is_relative_to(raw.resolve()):
                return SourceFile(path, name, 0, error="link leads out of the raw folder; put the file itself there")
            if target.is_dir():
                return SourceFile(path, name, 0, error="link to a folder is not followed; put the folder itself there")
        status = path.stat()
        size = status.st_size
        error = _refusal(status, name, limits)
        if error:
            return SourceFile(path, name, size, error=error)
        return SourceFile(path, name, size, sha256=_digest(path))
    except RuntimeError:  # a loop of links, as Python 3.11 reports it
        return SourceFile(path, name, size, error="cannot be read: a link that leads to itself")
    except OSError as error:
        reason = "a link that leads nowhere" if path.is_symlink() else (error.strerror or type(error).__name__)
        return SourceFile(path, name, size, error=f"cannot be read: {reason}; check the file and its permissions")


def _refusal(status: os.stat_result, name: str, limits: Limits) -> str | None:
    """Why a file is not read at all, or None."""
    if stat.S_ISDIR(status.st_mode):
        return "folder cannot be listed; check its permissions"
    if not stat.S_ISREG(status.st_mode):
        return "not a regular file (a pipe, socket or device)"
    medium = medium_of(name)
    if medium is None:
        known = " ".join(suffix for each in media() for suffix in each.suffixes if suffix)
        what = refusal_of(name)
        return f"unsupported file type {suffix_of(name)}: {what or f'the types that are read are {known}'}"
    if status.st_size == 0:
        return "empty file (0 bytes)"
    limit = limits.max_bytes if medium.size == "file" else min(limits.max_bytes, limits.max_text_bytes)
    if status.st_size > limit:
        found = f"too large: {status.st_size:,} bytes"
        return f"{found}, the limit for a {medium.name} is {limit:,}; split it or raise the limit"
    return None


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _printable(name: str) -> str:
    """The name as text that any encoding of ours can hold; bytes that are no UTF-8 become \\xNN."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")
