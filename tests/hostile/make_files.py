"""More than sixty files that a raw folder should not hold, and two good ones: `python -m tests.hostile.make_files FOLDER`.

`write(folder, scale)` returns what has to become of each: {path below the folder, as the warehouse says it: outcome}.
`READ`: it is a document (whatever little it holds); `EITHER`: read or refused, but accounted for; any other text: it is
refused, and the error says this. `scale` 1 keeps the large ones below a hundred kilobytes; 30 makes them some megabytes.
"""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.hostile.media import media
from tests.hostile.names import named
from tests.hostile.pdfs import pdfs
from tests.hostile.texts import EITHER, READ, REPORT, texts

GOOD = {"good/plan.txt": REPORT.encode(), "good/zhangjia.txt": REPORT.replace("东湖区", "西湖区").encode("gb18030")}


def write(folder: Path, scale: int = 1) -> dict[str, str]:
    """Make all files; returns path → outcome."""
    expected: dict[str, str] = {}
    for name, content, outcome in (*_good(), *texts(scale), *encodings(), *formats(), *pdfs(), *media()):
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))
        of_members = outcome if isinstance(outcome, dict) else None
        expected |= {f"{name}/{member}": said for member, said in of_members.items()} if of_members else {name: outcome}
    return expected | named(folder) | links(folder)


def _good() -> Iterator[tuple[str, bytes, str]]:
    for name, content in GOOD.items():
        yield name, content, READ


def encodings() -> Iterator[tuple[str, bytes, str]]:
    """Bytes that are no UTF-8 and no GB18030, or that pretend to be."""
    text = REPORT * 4
    yield "encoding/utf-16.txt", text.encode("utf-16"), READ
    yield "encoding/utf-32.txt", text.encode("utf-32"), READ
    yield "encoding/utf-8-with-mark.txt", text.replace("一、", "二、").encode("utf-8-sig"), READ
    yield "encoding/utf-16-without-mark.txt", text.encode("utf-16-le"), "UTF-16 without its byte-order mark"
    yield "encoding/utf-16-mark-odd.txt", text.encode("utf-16")[:-1], "breaks at byte"
    yield (
        "encoding/big5.txt",
        "東湖區政府工作報告，經濟穩步增長，就業與居民收入繼續提高。\n".encode("big5") * 20,
        EITHER,
    )
    yield "encoding/shift-jis.txt", "経済は緩やかに成長し、雇用と所得が改善した。\n".encode("shift-jis") * 20, EITHER
    yield (
        "encoding/latin-1.txt",
        "Économie régionale, année écoulée; croissance élevée. ".encode("latin-1") * 40,
        EITHER,
    )
    yield "encoding/mojibake.txt", text.encode().decode("latin-1").encode(), EITHER
    yield "encoding/mojibake-gbk.txt", text.encode().decode("gb18030", "replace").encode(), EITHER
    yield "encoding/question-marks.txt", text.replace("区", "\ufffd").encode(), "replacement characters"
    yield "encoding/broken-middle.txt", text.encode()[:600] + b"\xff\xfe\xfa" + text.encode()[600:], "breaks at byte"
    yield "encoding/cut-utf-8.txt", ("甲" + text).encode()[:-1].rstrip(b"\n") + "增".encode()[:2], READ
    yield "encoding/cut-gb18030.txt", (text + "乙增").encode("gb18030")[:-1], READ
    yield "encoding/surrogates.txt", ("\ud800\udc00" + text).encode("utf-8", "surrogatepass"), EITHER
    yield "encoding/random.txt", bytes((n * 7919 + n // 13) % 256 for n in range(20_000)), "binary"
    yield "encoding/half-and-half.txt", text.encode() + text.encode("gb18030"), EITHER


def formats() -> Iterator[tuple[str, bytes, str]]:
    """Files of other kinds, under their own names and under those of texts."""
    yield "formats/empty.txt", b"", "empty"
    yield "formats/only-the-mark.txt", b"\xef\xbb\xbf", "empty"
    yield "formats/blanks.txt", b" \t\r\n" * 500, "blanks"
    yield "formats/zeros.txt", bytes(10_000), "binary"
    yield "formats/zeros-inside.txt", REPORT.encode().replace("，".encode(), b"\0"), "binary"
    yield "formats/every-byte.txt", bytes(range(256)) * 40, "binary"
    yield "formats/archive.txt", b"PK\x03\x04" + bytes(400), "not a text"
    yield "formats/picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "not a text"
    yield "formats/old-word.txt", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "not a text"
    yield "formats/pdf-as-text.txt", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + b"1 0 obj\n" * 50, EITHER
    yield "formats/rtf.txt", rb"{\rtf1\ansi{\fonttbl\f0 SimSun;}\f0 \u22686?\u25919? 12.5}", EITHER
    yield "formats/page.txt", "<html><script>alert(1)</script><td>增长6.2%</td></html>".encode() * 30, EITHER
    yield "formats/laughs.txt", b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><l>&b;</l>', EITHER
    yield "formats/report.docx", b"PK\x03\x04 cut off", "damaged or cut off Word file"
    yield "formats/figures.xlsx", b"PK\x03\x04", "damaged or cut off workbook"
    yield "formats/run.exe", b"MZ", "unsupported file type .exe"
    yield "formats/documents.yaml", b"a: !!python/object/apply:os.system ['true']", "unsupported file type .yaml"


def links(folder: Path) -> dict[str, str]:
    """Links out of the folder, to nowhere and in circles; pipes, sockets, files without permission."""
    place = folder / "links"
    (place / "inside").mkdir(parents=True)
    outside = folder.parent / "outside.txt"
    outside.write_text(REPORT, encoding="utf-8")
    for name, target in {
        "out.txt": outside, "system.txt": Path("/etc/passwd"), "up.txt": Path("../../outside.txt"),
        "nowhere.txt": place / "gone.txt", "circle.txt": place / "circle.txt", "folder.txt": place / "inside",
        "device.txt": Path("/dev/zero"),
    }.items():  # fmt: skip
        (place / name).symlink_to(target)
    os.mkfifo(place / "pipe.txt")
    _socket(place / "socket.txt")
    said = {
        f"links/{name}": "link leads out of the raw folder"
        for name in ("out.txt", "system.txt", "up.txt", "device.txt")
    }
    said |= {"links/nowhere.txt": "leads nowhere", "links/circle.txt": "link", "links/folder.txt": "link to a folder"}
    said |= {"links/pipe.txt": "not a regular file", "links/socket.txt": "not a regular file"}
    if os.geteuid() != 0:
        locked = place / "locked.txt"
        locked.write_text(REPORT, encoding="utf-8")
        locked.chmod(0)
        said["links/locked.txt"] = "Permission denied"
    return said


def _socket(path: Path) -> None:
    """A socket's file; bound by a relative name, for socket paths may have but a hundred characters."""
    before = Path.cwd()
    os.chdir(path.parent)
    try:
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(path.name)
    finally:
        os.chdir(before)


if __name__ == "__main__":
    for path, outcome in sorted(write(Path(sys.argv[1]), int((sys.argv[2:] or ["1"])[0])).items()):
        print(f"{path!r}: {outcome}")
