"""Archives of documents (.zip, .7z): which files they hold, and the bytes of one.

Nothing is unpacked onto the disk, so a member's name is a label and no path. What an archive may hold is bounded before
and while it is unpacked; an archive beyond that is one file with one error.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Container
from dataclasses import dataclass
from pathlib import Path

SUFFIXES = frozenset({".zip", ".7z"})
MOST_MEMBERS = 2_000
MOST_BYTES = 500_000_000  # of all members unpacked
MOST_INNER = 50_000_000  # of an archive in an archive
MOST_LEVELS = 3  # archives within archives, the outermost counted
LONGEST_NAME = 300
_RATIO = 200  # times that a large archive may grow
_LARGE = 50_000_000


class ArchiveError(ValueError):
    """An archive or a member that cannot be read; the message says what was found and what to do."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: its path in there with `/`, its size unpacked in bytes, why it is not read, if it is not."""

    name: str
    size: int
    error: str | None = None


Reader = Callable[[], bytes]


@dataclass(slots=True)
class Bounds:
    """How much of an archive has been listed and unpacked so far; `packed` is its size in bytes on disk."""

    packed: int
    members: int = 0
    declared: int = 0
    inner: int = 0

    def member(self, size: int) -> None:
        """Count a member that unpacks to `size` bytes; raises ArchiveError beyond what a collection of documents has."""
        self.members += 1
        self.declared += size
        if self.members > MOST_MEMBERS:
            raise ArchiveError(f"more than {MOST_MEMBERS:,} files in the archive; unpack it and put them here")
        if self.declared > MOST_BYTES or (self.declared > _LARGE and self.declared > _RATIO * self.packed):
            raise ArchiveError(
                f"the archive unpacks to {self.declared:,} bytes or more from {self.packed:,}: no collection of "
                "documents does"
            )

    def unpacked(self, size: int) -> None:
        """Count an archive in the archive, which is unpacked to be listed."""
        self.inner += size
        if size > MOST_INNER or self.inner > 4 * MOST_INNER:
            raise ArchiveError(f"archives of {self.inner:,} bytes within the archive; unpack it and put its files here")


def members(path: Path) -> list[Member]:
    """The files in an archive, those of archives in it among them, in order of their paths. Raises ArchiveError, OSError."""
    from pipelines.documents import sevenzip, zipped

    seven = path.suffix.lower() == ".7z"
    found = sevenzip.members(path) if seven else [member for member, _ in zipped.walk(path)]
    if not found:
        raise ArchiveError("an archive without a file in it; put the documents themselves here")
    named: dict[str, Member] = {}
    for member in found:
        if member.name in named:
            twice = "two files of this name in the archive; pack it again without the other one"
            member = Member(member.name, member.size, twice)
        named[member.name] = member
    return [named[name] for name in sorted(named)]


def digests(path: Path, wanted: Container[str]) -> dict[str, str | ArchiveError]:
    """name → sha256 of the members of these names, or the reason why there is none.

    Raises ArchiveError, OSError where the archive itself cannot be read.
    """
    from pipelines.documents import sevenzip, zipped

    if path.suffix.lower() == ".7z":
        return sevenzip.digests(path, wanted)
    return {
        member.name: _digest(read) for member, read in zipped.walk(path) if member.name in wanted and not member.error
    }


def _digest(read: Reader) -> str | ArchiveError:
    try:
        return hashlib.sha256(read()).hexdigest()
    except ArchiveError as error:
        return error


def read_member(path: Path, name: str) -> bytes:
    """The bytes of a member, by the name that `members` gives it. Raises ArchiveError, OSError."""
    from pipelines.documents import sevenzip, zipped

    if path.suffix.lower() == ".7z":
        return sevenzip.read_member(path, name)
    for member, read in zipped.walk(path, towards=name):
        if member.name == name:
            if member.error:
                raise ArchiveError(member.error)
            return read()
    raise ArchiveError(f"no {name} in the archive any more; build again")


def is_archive(path: Path) -> bool:
    """Whether a file is an archive of documents: by its name, unless it is a document that is a zip itself.

    >>> is_archive(Path("a.docx"))
    False
    """
    from pipelines.documents import zipped

    suffix = path.suffix.lower()
    return suffix in SUFFIXES and not (suffix == ".zip" and zipped.is_document(path))


def split(path: Path) -> tuple[Path, str] | None:
    """(the archive, the member) of a path like folder/a.zip/b.docx; None where no archive stands in it."""
    for above in path.parents:
        if above.suffix.lower() in SUFFIXES and above.is_file():
            return above, path.relative_to(above).as_posix()
    return None


def label(name: str) -> str:
    r"""A member's name as a path below its archive: no root, no way up, nothing that a terminal would take for more.

    >>> label("..\\..\\etc/./passwd"), label("/一/二\n.txt")
    ('etc/passwd', '一/二\\x0a.txt')
    """
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    shown = "".join(c if c.isprintable() or c == "\u3000" else f"\\x{ord(c):02x}" for c in "/".join(parts))
    if len(shown) <= LONGEST_NAME:
        return shown
    mark = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{shown[:LONGEST_NAME]}…{mark}{shown[-10:]}"
