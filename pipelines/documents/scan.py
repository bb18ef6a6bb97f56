"""The files of a raw folder: every one accounted for, in one stable order, before anything is read.

A file that cannot become a document is not passed over: it is listed with an error that says what to do.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, islice
from pathlib import Path
from typing import NamedTuple

from pipelines.documents import archive
from pipelines.documents.archive import ArchiveError, Member
from pipelines.lexicon.media import media, medium_of, refusal_of, suffix_of

TEXT_SUFFIXES = frozenset({"", ".txt", ".text", ".md"})  # whose first bytes are its first lines
# Files that speak about documents, and are none.
COMPANIONS = frozenset({"documents.yml", "corrections.yml", "reviews.yml"})
_CHUNK = 1 << 20
_EMPTY = "empty file (0 bytes)"
_LONGEST = 1_000  # characters of the path of a file in an archive


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
    `duplicate_of` the source_file of the first file with the same bytes. A file with `error` is not to be read. `member` is
    the path within the archive that `path` names, '' for a file of its own.
    """

    path: Path
    source_file: str
    size: int
    sha256: str | None = None
    error: str | None = None
    duplicate_of: str | None = None
    member: str = ""

    def read(self) -> bytes:
        """Its bytes; raises OSError, and ArchiveError for a member that cannot be unpacked."""
        return archive.read_member(self.path, self.member) if self.member else self.path.read_bytes()

    @property
    def media_type(self) -> str:
        """What the name says that it is; its reader may find something else."""
        medium = medium_of(self.source_file)
        return medium.media_type if medium else "application/octet-stream"


class Named(NamedTuple):
    """A file by its name, before it is opened: `member` is set for a file in the archive that `path` names, `error` for an
    archive that cannot be listed.
    """

    source_file: str
    path: Path
    member: Member | None = None
    error: str | None = None


def scan(raw: Path, limits: Limits | None = None, only: Container[str] | None = None) -> list[SourceFile]:
    """Every file below `raw` except hidden ones, README* and the companion files, sorted by relative path.

    The files in an archive stand for it; an archive that cannot be listed is a file with an error. `only` names those that are wanted; the others are not opened, and none of these is a duplicate of one of them.
    Raises ScanError when `raw` is not a folder that can be listed.
    """
    raw = Path(raw)
    limits = limits or Limits()
    wanted = [named for named in names(raw) if only is None or named.source_file in only]
    files: list[SourceFile] = []
    for path, group in groupby(wanted, key=lambda named: named.path if named.member else None):
        if path is None:
            files += [_inspect(named, raw, limits) for named in group]
        else:
            files += _members(path, list(group), limits)
    first: dict[str, str] = {}
    result = []
    for file in files:
        if file.sha256 is not None:
            original = first.setdefault(file.sha256, file.source_file)
            if original != file.source_file:
                file = replace(file, duplicate_of=original)
        result.append(file)
    return result


def names(raw: Path) -> list[Named]:
    """Every file that `scan` lists, in its order; only archives are opened. Raises ScanError as it does."""
    raw = Path(raw)
    if not raw.is_dir():
        found = "is a file" if raw.exists() else "does not exist"
        raise ScanError(f"raw folder {_printable(str(raw))!r} {found}; name a folder of reports")
    return sorted(named for found in _walk(raw) for named in _expanded(*found, raw))


def _expanded(name: str, path: Path, raw: Path) -> Iterator[Named]:
    """The file, or what is in it, where it is an archive; one that cannot be listed is left for `_inspect` to say why."""
    try:
        if path.suffix.lower() not in archive.SUFFIXES or not _within(path, raw) or not archive.is_archive(path):
            yield Named(name, path)
            return
        found = [member for member in archive.members(path) if not any(map(_ignored, member.name.split("/")))]
        error: str | None = None if found else "an archive without a document in it; put the documents themselves here"
    except ArchiveError as fault:
        found, error = [], str(fault) if path.stat().st_size else _EMPTY
    except (OSError, RuntimeError):
        found, error = [], None  # `_inspect` says what is wrong with the file
    yield from [Named(f"{name}/{member.name}", path, member) for member in found] or [Named(name, path, None, error)]


def _within(path: Path, raw: Path) -> bool:
    """Whether it is a file of the raw folder that may be opened: no pipe, no link that leads out."""
    return path.is_file() and (not path.is_symlink() or path.resolve().is_relative_to(raw.resolve()))


def _members(path: Path, listed: Sequence[Named], limits: Limits) -> Iterator[SourceFile]:
    """The files of an archive with their hashes, or with the reason why they are not read."""
    files = [
        SourceFile(path, named.source_file, member.size, error=_refused_member(named, limits), member=member.name)
        for named in listed
        if (member := named.member) is not None
    ]
    try:
        found = archive.digests(path, {file.member for file in files if file.error is None})
        lost: object = "the archive changed while it was read; build again"
    except (ArchiveError, OSError) as error:
        found, lost = {}, error
    for file in files:
        digest = found.get(file.member)
        if file.error is None:
            said = digest if isinstance(digest, ArchiveError) else lost
            file = replace(file, sha256=digest) if isinstance(digest, str) else replace(file, error=str(said))
        yield file


def _refused_member(named: Named, limits: Limits) -> str | None:
    assert named.member is not None
    if named.member.error or len(named.source_file) > _LONGEST:
        return named.member.error or f"a path of {len(named.source_file)} characters; give the archive shorter names"
    return _refused_kind(named.source_file, named.member.size, limits)


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


def _inspect(named: Named, raw: Path, limits: Limits) -> SourceFile:
    """The file with its hash, or with the reason why it is not read."""
    name, path, _, error = named
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
        error = error or _refusal(status, name, limits)
        if error:
            return SourceFile(path, name, size, error=error)
        return SourceFile(path, name, size, sha256=_digest(path))
    except RuntimeError:  # a loop of links, as Python 3.11 reports it
        return SourceFile(path, name, size, error="cannot be read: a link that leads to itself")
    except OSError as fault:
        reason = "a link that leads nowhere" if path.is_symlink() else (fault.strerror or type(fault).__name__)
        return SourceFile(path, name, size, error=f"cannot be read: {reason}; check the file and its permissions")


def _refusal(status: os.stat_result, name: str, limits: Limits) -> str | None:
    """Why a file is not read at all, or None."""
    if stat.S_ISDIR(status.st_mode):
        return "folder cannot be listed; check its permissions"
    if not stat.S_ISREG(status.st_mode):
        return "not a regular file (a pipe, socket or device)"
    if suffix_of(name) in archive.SUFFIXES and status.st_size:  # a document that is a zip, under the name of an archive
        return _too_large(status.st_size, limits.max_bytes, "file")
    return _refused_kind(name, status.st_size, limits)


def _refused_kind(name: str, size: int, limits: Limits) -> str | None:
    """Why a file of this name and size in bytes is not read, or None."""
    medium = medium_of(name)
    if medium is None:
        suffixes = [suffix for each in media() for suffix in each.suffixes if suffix]
        known = " ".join([*suffixes, *sorted(archive.SUFFIXES)])
        what = refusal_of(name)
        return f"unsupported file type {suffix_of(name)}: {what or f'the types that are read are {known}'}"
    if size == 0:
        return _EMPTY
    limit = limits.max_bytes if medium.size == "file" else min(limits.max_bytes, limits.max_text_bytes)
    return _too_large(size, limit, medium.name)


def _too_large(size: int, limit: int, what: str) -> str | None:
    if size <= limit:
        return None
    return f"too large: {size:,} bytes, the limit for a {what} is {limit:,}; split it or raise the limit"


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _printable(name: str) -> str:
    """The name as text that any encoding of ours can hold; bytes that are no UTF-8 become \\xNN."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")
