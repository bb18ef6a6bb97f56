"""Zip archives: their list of members, with names as Windows in China writes them, and the bytes of each."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from functools import partial
from pathlib import Path, PurePosixPath

from pipelines.documents.archive import MOST_LEVELS, SUFFIXES, ArchiveError, Bounds, Member, Reader, label

_DIRECTORY = 4_000_000  # bytes of the list of members; that of 2,000 has a tenth
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2)
# Office files and OFD documents are zips, too; one with another suffix is still what it is.
_DOCUMENTS = frozenset({"word/document.xml", "xl/workbook.xml", "OFD.xml", "content.xml", "ppt/presentation.xml"})
_CHUNK = 1 << 20
_TAIL = 66_000
_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    struct.error,
)

Source = Path | io.BytesIO


def is_document(path: Path) -> bool:
    """Whether a zip is one document (a Word file, a workbook, an OFD document) rather than an archive of some."""
    try:
        with _opened(path) as archive:
            return not _DOCUMENTS.isdisjoint(archive.namelist())
    except (ArchiveError, OSError):
        return False  # the listing says what is wrong


def walk(path: Path, towards: str | None = None) -> Iterator[tuple[Member, Reader]]:
    """Every member with what reads its bytes while the archive is open; of archives within only those on the way
    `towards` a member, if one is named. Raises ArchiveError, OSError.
    """
    yield from _walk(path, 1, "", Bounds(path.stat().st_size), towards)


def _walk(
    source: Source, level: int, above: str, bounds: Bounds, towards: str | None
) -> Iterator[tuple[Member, Reader]]:
    with _opened(source) as archive:
        for info in archive.infolist():
            if info.is_dir():
                continue
            name = above + label(_name_of(info))
            inner = PurePosixPath(name).suffix.lower()
            error = _refusal(info)
            if not error and inner in SUFFIXES:
                error = _no_inner(inner, level)
                if not error and (towards is None or towards.startswith(f"{name}/")):
                    yield from _inner(archive, info, name, level, bounds, towards)
                    continue
            bounds.member(info.file_size)
            yield Member(name, info.file_size, error), partial(_bytes, archive, info)


def _no_inner(suffix: str, level: int) -> str | None:
    if suffix == ".7z":
        return "a 7z archive in an archive: unpack it and put its files here"
    return (
        f"an archive within {MOST_LEVELS} archives: unpack it and put its files here" if level >= MOST_LEVELS else None
    )


def _inner(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, level: int, bounds: Bounds, towards: str | None
) -> Iterator[tuple[Member, Reader]]:
    """The members of an archive in an archive; itself with the reason where it has none."""
    bounds.unpacked(info.file_size)
    found = 0
    try:
        for each in _walk(io.BytesIO(_bytes(archive, info)), level + 1, f"{name}/", bounds, towards):
            found += 1
            yield each
        if found:
            return
        said = "an archive without a file in it"
    except ArchiveError as error:
        if found or bounds.members >= 2_000:
            raise
        said = str(error)
    yield Member(name, info.file_size, said), bytes


def _opened(source: Source) -> zipfile.ZipFile:
    try:
        _bounded(source)
        return zipfile.ZipFile(source)
    except ArchiveError:
        raise
    except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error) as error:
        raise ArchiveError(f"damaged or cut off archive ({error}); get the file again") from error


def _bounded(source: Source) -> None:
    """Refuse a list of members of many megabytes before it is read, for each entry becomes an object."""
    if isinstance(source, io.BytesIO):
        tail = source.getvalue()[-_TAIL:]
    else:
        with source.open("rb") as stream:
            stream.seek(max(0, stream.seek(0, io.SEEK_END) - _TAIL))
            tail = stream.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 22:
        return  # zipfile says that it is none
    count, size = struct.unpack("<H", tail[at + 10 : at + 12])[0], struct.unpack("<L", tail[at + 12 : at + 16])[0]
    if count == 0xFFFF or size > _DIRECTORY:
        raise ArchiveError(f"a list of {size:,} bytes of files in the archive; unpack it and put the documents here")


def _refusal(info: zipfile.ZipInfo) -> str | None:
    if stat.S_ISLNK(info.external_attr >> 16):
        return "a link in an archive is not followed; put the file itself there"
    if info.flag_bits & 1:
        return "encrypted: the archive opens only with a password; unpack it and put the files here"
    if info.compress_type not in _METHODS:
        return f"packed in a way that is not read (method {info.compress_type}); pack it again as an ordinary zip"
    return None


def _bytes(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """The unpacked bytes; never more than the list of members says."""
    parts: list[bytes] = []
    size = 0
    try:
        with archive.open(info) as stream:
            while chunk := stream.read(_CHUNK):
                size += len(chunk)
                if size > info.file_size:
                    raise ArchiveError("damaged archive: a member is larger than its list says; get the file again")
                parts.append(chunk)
    except ArchiveError:
        raise
    except _FAULTS as error:
        raise ArchiveError(f"damaged in its archive ({error}); get the archive again") from error
    return b"".join(parts)


def _name_of(info: zipfile.ZipInfo) -> str:
    """The member's name: as UTF-8 where the entry says so, else as an office's Windows wrote it (GBK).

    >>> _name_of(zipfile.ZipInfo("公报.txt".encode("gbk").decode("cp437")))
    '公报.txt'
    """
    if info.flag_bits & 0x800:
        return info.filename
    try:
        raw = info.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    told = _unicode_path(info.extra, raw)
    if told is not None:
        return told
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding).partition("\0")[0]
        except UnicodeDecodeError:
            continue
    return info.filename


def _unicode_path(extra: bytes, raw: bytes) -> str | None:
    """The name in the field that archivers add for it (0x7075), where it belongs to this name."""
    while len(extra) >= 4:
        kind, size = struct.unpack("<HH", extra[:4])
        body = extra[4 : 4 + size]
        if kind == 0x7075 and len(body) > 5 and body[0] == 1 and struct.unpack("<L", body[1:5])[0] == zlib.crc32(raw):
            return body[5:].decode("utf-8", "replace")
        extra = extra[4 + size :]
    return None
