"""Archives: each file in them is a file of the folder, whatever its name's encoding, and none of them does harm."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import Path

import py7zr
import pytest

from pipelines.documents import archive, scan
from pipelines.documents.archive import ArchiveError, members, read_member

TEXT = "甲县2024年统计公报\n2024年，全县粮食产量32万吨。\n".encode()


def zipped(files: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as made:
        for name, data in files.items():
            made.writestr(name, data)
    return out.getvalue()


def put(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def refused(path: Path) -> str:
    [file] = scan.scan(path.parent)
    assert file.source_file == path.name and file.sha256 is None
    return file.error or ""


def test_the_files_of_an_archive_stand_for_it(tmp_path: Path) -> None:
    inner = zipped({"丙.txt": TEXT + b"3"})
    hidden = {"__MACOSX/._甲.txt": b"x", ".DS_Store": b"x", "README.md": b"x", "documents.yml": b"x", "空/": b""}
    put(tmp_path, "a.zip", zipped({"乙/甲.txt": TEXT, "更/多.zip": inner, "o.exe": b"MZ", "e.txt": b"", **hidden}))
    put(tmp_path, "b.txt", TEXT)
    files = {file.source_file: file for file in scan.scan(tmp_path)}
    assert list(files) == ["a.zip/e.txt", "a.zip/o.exe", "a.zip/乙/甲.txt", "a.zip/更/多.zip/丙.txt", "b.txt"]
    assert files["b.txt"].duplicate_of == "a.zip/乙/甲.txt"
    assert "unsupported file type .exe" in (files["a.zip/o.exe"].error or "")
    assert "empty file" in (files["a.zip/e.txt"].error or "")
    third = files["a.zip/更/多.zip/丙.txt"]
    assert third.read() == TEXT + b"3" and third.size == len(TEXT) + 1 and third.sha256
    assert [named.source_file for named in scan.names(tmp_path)] == list(files)
    [only] = scan.scan(tmp_path, only={"a.zip/乙/甲.txt"})
    assert only.sha256 == files["b.txt"].sha256


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_names_without_a_mark_are_read_as_windows_writes_them(tmp_path: Path, encoding: str) -> None:
    name = "统计/二〇二四年公报.txt"
    data = zipped({"x" * len(name.encode(encoding)): TEXT})
    data = data.replace(b"x" * len(name.encode(encoding)), name.encode(encoding))
    [file] = scan.scan(put(tmp_path, "a.zip", data).parent)
    assert file.source_file == f"a.zip/{name}" and file.read() == TEXT


def test_the_name_in_the_field_for_it_goes_before_the_other(tmp_path: Path) -> None:
    out = io.BytesIO()
    info = zipfile.ZipInfo("_.txt")
    body = b"\x01" + struct.pack("<L", zlib.crc32(b"_.txt")) + "公报.txt".encode()
    info.extra = struct.pack("<HH", 0x7075, len(body)) + body
    with zipfile.ZipFile(out, "w") as made:
        made.writestr(info, TEXT)
    assert [member.name for member in members(put(tmp_path, "a.zip", out.getvalue()))] == ["公报.txt"]


def test_a_document_that_is_a_zip_is_no_archive(tmp_path: Path) -> None:
    put(tmp_path, "a.zip", zipped({"word/document.xml": b"<w/>", "[Content_Types].xml": b"<Types/>"}))
    [file] = scan.scan(tmp_path)
    assert file.source_file == "a.zip" and file.sha256 and not file.member


def test_ways_out_and_marks_of_terminals_are_labels(tmp_path: Path) -> None:
    names = ["../../etc/passwd.txt", "/root.txt", "a\\b.txt", "\x1b[31m.txt", "长" * 400 + ".txt"]
    path = put(tmp_path, "a.zip", zipped({name: name.encode() for name in names}))
    found = {member.name: read_member(path, member.name).decode() for member in members(path)}
    assert {name for name in found if len(name) < 100} == {"etc/passwd.txt", "root.txt", "a/b.txt", "\\x1b[31m.txt"}
    assert all(len(name) < 330 for name in found) and sorted(found.values()) == sorted(names)
    assert [p.name for p in tmp_path.iterdir()] == ["a.zip"]


def test_what_is_wrong_with_one_member_is_said_of_it_alone(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        link = zipfile.ZipInfo("l.txt")
        link.external_attr = 0o120777 << 16
        made.writestr(link, "/etc/passwd")
        made.writestr("q.txt", TEXT)
        made.writestr("r.txt", b"r" * 99)
        made.writestr("s.txt", TEXT + b"s")
        made.writestr("7.7z", b"7z")
        made.writestr("w.zip", b"no zip")
        with pytest.warns(UserWarning, match="Duplicate"):
            made.writestr("q.txt", TEXT + b"q")
    data = out.getvalue().replace(b"r" * 99, b"r" * 98 + b"?")
    files = {file.source_file[6:]: file for file in scan.scan(put(tmp_path, "a.zip", data).parent)}
    said = {name: file.error or "" for name, file in files.items()}
    assert "link" in said["l.txt"] and "two files of this name" in said["q.txt"] and "damaged" in said["r.txt"]
    assert "7z archive in an archive" in said["7.7z"] and "damaged or cut off" in said["w.zip"]
    assert not said["s.txt"] and files["s.txt"].read() == TEXT + b"s"


def test_locked_and_strange_methods_are_said(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": TEXT}))
    at = data.rfind(b"PK\x01\x02")
    locked, strange = bytearray(data), bytearray(data)
    locked[at + 8] |= 1
    locked[6] |= 1
    strange[at + 10 : at + 12] = b"\x09\x00"
    [one] = members(put(tmp_path, "a.zip", bytes(locked)))
    [other] = members(put(tmp_path, "b.zip", bytes(strange)))
    assert "password" in (one.error or "") and "method 9" in (other.error or "")
    with pytest.raises(ArchiveError, match="password"):
        read_member(tmp_path / "a.zip", "a.txt")


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("empty.zip", zipped({}), "without a file"),
        ("hidden.zip", zipped({".x": b"1"}), "without a document"),
        ("cut.zip", zipped({"a.txt": TEXT})[:-30], "damaged or cut off"),
        ("text.zip", TEXT, "damaged or cut off"),
        ("many.zip", zipped({f"{n}.txt": b"" for n in range(2_001)}), "more than 2,000 files"),
        ("bomb.zip", zipped({"a.txt": bytes(60_000_000)}), "unpacks to 60,000,000 bytes"),
        ("list.zip", zipped({"a": b""})[:-10] + struct.pack("<LLH", 5_000_000, 0, 0), "a list of 5,000,000 bytes"),
        ("text.7z", TEXT, "damaged or cut off"),
        ("nothing.zip", b"", "empty file"),
    ],
)
def test_what_no_collection_of_documents_is_has_one_error(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    assert said in refused(put(tmp_path, name, data))


def test_archives_in_archives_end(tmp_path: Path) -> None:
    data = TEXT
    for number in range(5):
        data = zipped({"a.txt" if number == 0 else "a.zip": data})
    [member] = members(put(tmp_path, "b.zip", data))
    assert member.name == "a.zip/a.zip/a.zip" and "within 3 archives" in (member.error or "")


def test_a_larger_member_than_its_list_says_is_refused(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": b"1" * 5000}))
    at = data.rfind(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<L", 100)
    [file] = scan.scan(put(tmp_path, "a.zip", bytes(data)).parent)
    assert "damaged" in (file.error or "")


def test_a_link_to_an_archive_outside_is_not_opened(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    put(tmp_path, "a.zip", zipped({"a.txt": TEXT}))
    (raw / "a.zip").symlink_to(tmp_path / "a.zip")
    assert "leads out of the raw folder" in refused(raw / "a.zip")


# 7z


def packed(path: Path, files: dict[str, bytes], password: str | None = None, hide: bool = False) -> Path:
    with py7zr.SevenZipFile(path, "w", password=password, header_encryption=hide) as made:
        for name, data in files.items():
            made.writestr(data, name)
    return path


def test_the_files_of_a_7z_archive(tmp_path: Path) -> None:
    packed(tmp_path / "a.7z", {"乙/甲.txt": TEXT, "b.zip": zipped({"a.txt": TEXT}), "c.txt": TEXT + b"c", ".h": b"x"})
    files = {file.source_file: file for file in scan.scan(tmp_path)}
    assert list(files) == ["a.7z/b.zip", "a.7z/c.txt", "a.7z/乙/甲.txt"]
    assert files["a.7z/乙/甲.txt"].read() == TEXT and files["a.7z/c.txt"].read() == TEXT + b"c"
    assert "archive in a 7z archive" in (files["a.7z/b.zip"].error or "")


@pytest.mark.parametrize("hide", [False, True])
def test_a_locked_7z_archive_is_said(tmp_path: Path, hide: bool) -> None:
    assert "password" in refused(packed(tmp_path / "a.7z", {"a.txt": TEXT}, "secret", hide))


def test_a_damaged_and_a_bursting_7z_archive(tmp_path: Path) -> None:
    for name, files in (("a", {"a.txt": TEXT * 50}), ("b", {"a.txt": bytes(60_000_000)})):
        (tmp_path / name).mkdir()
        packed(tmp_path / name / "a.7z", files)
    data = bytearray((tmp_path / "a" / "a.7z").read_bytes())
    data[40] ^= 0xFF
    put(tmp_path / "a", "a.7z", bytes(data))
    [file] = scan.scan(tmp_path / "a")
    assert "damaged" in (file.error or "")
    assert "unpacks to 60,000,000 bytes" in refused(tmp_path / "b" / "a.7z")


def test_without_its_extra_a_7z_archive_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert "pip install -e '.[archives]'" in refused(put(tmp_path, "a.7z", b"7z"))


def test_a_path_into_an_archive_is_parted(tmp_path: Path) -> None:
    path = put(tmp_path, "a.zip", b"PK")
    assert archive.split(path / "b" / "c.txt") == (path, "b/c.txt") and archive.split(tmp_path / "c.txt") is None
