"""7z archives, with the `archives` extra: listed by a process of their own, for their packed lists are no safe thing to open.

python -m pipelines.documents.sevenzip ARCHIVE [MEMBER …]     # what the archive holds, digests of the members named
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import subprocess
import sys
from collections.abc import Container
from pathlib import Path
from typing import Any

from pipelines.documents.archive import SUFFIXES, ArchiveError, Bounds, Member, label

_MOST_BYTES = 200_000_000  # of all members: reading one unpacks what stands before it
_SECONDS = 120
_MEMORY = 1 << 30
_INSTALL = "a 7z archive, which is read after pip install -e '.[archives]'; or unpack it and put its files here"


def members(path: Path) -> list[Member]:
    """The files in the archive, in its order. Raises ArchiveError, OSError."""
    return [Member(name, size, error) for name, size, error in _asked(path)["members"]]


def digests(path: Path, wanted: Container[str]) -> dict[str, str | ArchiveError]:
    """name → sha256 of the wanted members, or the reason why there is none. Raises ArchiveError, OSError."""
    said = _asked(path, "digests")
    lost = ArchiveError("damaged in its archive; get the archive again")
    return {name: said["digests"].get(name, lost) for name, _, error in said["members"] if name in wanted and not error}


def read_member(path: Path, name: str) -> bytes:
    """The bytes of a member, unpacked in this process. Raises ArchiveError, OSError."""
    kept = _Kept(name)
    for label_, _, error in _listed(path):
        if label_ == name and error:
            raise ArchiveError(error)
    _unpack(path, kept)
    if kept.data is None:
        raise ArchiveError(f"no {name} in the archive any more; build again")
    return bytes(kept.data)


def _asked(path: Path, *more: str) -> dict[str, Any]:
    """What a process of its own says of the archive; raises ArchiveError where it says nothing or an error."""
    path.stat()
    if importlib.util.find_spec("py7zr") is None:
        raise ArchiveError(_INSTALL)
    command = [sys.executable, "-m", "pipelines.documents.sevenzip", str(path.absolute()), *more]
    root = str(Path(__file__).parents[2])
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=_SECONDS, cwd=root)
    except subprocess.TimeoutExpired:
        raise ArchiveError(
            f"listing the archive took more than {_SECONDS} s; unpack it and put its files here"
        ) from None
    try:
        said = json.loads(done.stdout)
    except ValueError:
        raise ArchiveError(
            "damaged archive, or one that needs too much memory; unpack it and put its files here"
        ) from None
    if said.get("error"):
        raise ArchiveError(said["error"])
    return said


# in the process of its own, and in a worker


def _main(path: Path, *more: str) -> dict[str, Any]:
    try:
        listed = _listed(path)
        found: dict[str, str] = {}
        if more:
            hashed = _Hashed()
            _unpack(path, hashed)
            found = {name: digest.hexdigest() for name, digest in hashed.found.items()}
        return {"members": listed, "digests": found}
    except ArchiveError as error:
        return {"error": str(error)}


def _listed(path: Path) -> list[tuple[str, int, str | None]]:
    import py7zr

    bounds = Bounds(path.stat().st_size)
    result: list[tuple[str, int, str | None]] = []
    with _open(path) as archive:
        if archive.needs_password():
            raise ArchiveError("encrypted: the archive opens only with a password; unpack it and put the files here")
        assert isinstance(archive, py7zr.SevenZipFile)
        for file in archive.files:
            if file.is_directory:
                continue
            name, size = label(file.filename), int(file.uncompressed)
            bounds.member(size)
            if bounds.declared > _MOST_BYTES:
                raise ArchiveError(
                    f"the archive unpacks to more than {_MOST_BYTES:,} bytes; unpack it and put its files here"
                )
            result.append((name, size, _refusal(file, name)))
    return result


def _refusal(file: Any, name: str) -> str | None:
    if file.is_symlink or file.is_junction:
        return "a link in an archive is not followed; put the file itself there"
    if Path(name).suffix.lower() in SUFFIXES:
        return "an archive in a 7z archive: unpack it and put its files here"
    return None


def _open(path: Path) -> Any:
    try:
        import py7zr
    except ImportError:
        raise ArchiveError(_INSTALL) from None
    try:
        return py7zr.SevenZipFile(path, "r")
    except py7zr.exceptions.PasswordRequired:
        raise ArchiveError(
            "encrypted: the archive opens only with a password; unpack it and put the files here"
        ) from None
    except OSError:
        raise
    except Exception as error:  # py7zr raises whatever a damaged list leads to
        raise ArchiveError(
            f"damaged or cut off archive ({type(error).__name__}: {error}); get the file again"
        ) from error


def _unpack(path: Path, receiver: Any) -> None:
    """Unpack all members into what `receiver` makes for each; raises ArchiveError."""
    with _open(path) as archive:
        try:
            archive.extractall(factory=_factory(receiver))
        except ArchiveError:
            raise
        except Exception as error:  # as above
            raise ArchiveError(f"damaged archive ({type(error).__name__}: {error}); get the file again") from error


def _factory(receiver: Any) -> Any:
    """The receiver as py7zr wants it: something file-like for each member, by its name."""
    from py7zr.io import Py7zIO, WriterFactory

    class Sink(Py7zIO):
        def __init__(self, name: str) -> None:
            self._name, self._size = name, 0
            receiver.begin(name)

        def write(self, s: bytes | bytearray) -> int:
            self._size += len(s)
            receiver.more(self._name, s)
            return len(s)

        def read(self, size: int | None = None) -> bytes:
            return b""

        def seek(self, offset: int, whence: int = 0) -> int:
            return 0

        def flush(self) -> None:
            return None

        def size(self) -> int:
            return self._size

    class Factory(WriterFactory):
        def create(self, filename: str) -> Py7zIO:
            return Sink(label(str(filename)))

    return Factory()


class _Hashed:
    """Digests of all members."""

    def __init__(self) -> None:
        self.found: dict[str, Any] = {}

    def begin(self, name: str) -> None:
        self.found[name] = hashlib.sha256()

    def more(self, name: str, data: bytes | bytearray) -> None:
        self.found[name].update(data)


class _Kept:
    """The bytes of one member."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.data: bytearray | None = None

    def begin(self, name: str) -> None:
        if name == self._name:
            self.data = bytearray()

    def more(self, name: str, data: bytes | bytearray) -> None:
        if name == self._name and self.data is not None:
            self.data += data


if __name__ == "__main__":
    import resource

    resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    print(json.dumps(_main(Path(sys.argv[1]), *sys.argv[2:])))
