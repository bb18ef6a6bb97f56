"""Web pages, office files, sheets, OFD documents, pictures and archives that are cut, swollen, locked, or something else.

`media()` gives (path, content, outcome) as the other modules do; for archives the outcome is that of each file in them.
"""

from __future__ import annotations

import base64
import io
import struct
import zipfile
from collections.abc import Iterator

import py7zr

from tests.hostile.texts import EITHER, READ, REPORT
from tests.readers.ofd_files import NAMESPACE, ofd, page, sample, text
from tests.readers.test_docx import W, file, p, tc

_LAUGHS = '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
_HEAD = "<html><head><meta charset='utf-8'><title>临江市东湖区公报</title></head><body>"
_OLD = bytes.fromhex("d0cf11e0a1b11ae1")

Made = tuple[str, bytes, "str | dict[str, str]"]


def _own(place: str) -> str:
    """A report that is no other's duplicate."""
    return REPORT.replace("东湖区", f"{place}区")


def media() -> Iterator[Made]:
    """All of them."""
    yield from _pages()
    yield from _word()
    yield from _sheets()
    yield from _ofd()
    yield from _pictures()
    yield from _old()
    yield from _unknown()
    yield from _archives()


def _pages() -> Iterator[Made]:
    told = "".join(f"<p>{line}</p>" for line in _own("明湖").splitlines() if line)
    yield "media/deep.html", (_HEAD + "<div>" * 6000 + told).encode(), EITHER
    yield "media/too-many-cells.html", (_HEAD + "<table>" + ("<tr>" + "<td>1" * 1000) * 410).encode(), "cells"
    spans = "<table><tr><td rowspan=999999999 colspan=999999999>1</td><td>2</td></tr><tr><td>3</td></tr></table>"
    yield "media/wide-spans.html", (_HEAD + told.replace("412", "413") + spans).encode(), EITHER
    yield (
        "media/only-scripts.html",
        (_HEAD + "<script>fetch('http://example.invalid')</script><iframe src='x'>").encode(),
        "no text",
    )
    yield "media/entities.xhtml", (_LAUGHS + "<html><body><p>&c;产量9万吨，增长2%。</p></body></html>").encode(), EITHER
    yield "media/other-charset.html", (_HEAD.replace("utf-8", "utf-7") + told.replace("412", "414")).encode(), EITHER
    yield "media/cut.html", (_HEAD + told.replace("412", "415")).encode()[:-90], EITHER
    yield "media/page.docx", (_HEAD + told.replace("412", "416") + "</body></html>").encode(), READ
    yield (
        "media/attributes.html",
        (_HEAD + "<p " + " ".join(f"a{n}='x'" for n in range(12_000)) + ">" + told).encode(),
        EITHER,
    )
    mark = "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n"
    yield (
        "media/boxes-in-boxes.mht",
        (mark + ("--x\r\nContent-Type: multipart/related; boundary=x\r\n\r\n" * 3000)).encode(),
        EITHER,
    )
    coded = base64.b64encode(b"<html>").decode()[:-3]
    part = (
        f"--x\r\nContent-Type: text/html; charset=nonsense\r\nContent-Transfer-Encoding: base64\r\n\r\n{coded}\r\n--x--"
    )
    yield "media/no-page.mht", (mark + part).encode(), EITHER
    yield (
        "media/table-without-end.md",
        (_own("清湖") + "<table><tr><td colspan=99999 rowspan=99999>1<td>" * 500).encode(),
        EITHER,
    )
    yield "media/bars.md", ("|" * 5000 + "\n").encode() * 20, EITHER


def _word() -> Iterator[Made]:
    told = "".join(p(line) for line in _own("镜湖").splitlines())
    good = file(told)
    yield "media/cut.docx", good[: len(good) // 2], "damaged or cut off"
    yield (
        "media/laughs.docx",
        zipped({"word/document.xml": f'{_LAUGHS}<w:document xmlns:w="{W}">&b;&c;</w:document>'}),
        "declares entities",
    )
    yield "media/bomb.docx", zipped({"word/document.xml": b" " * 60_000_000}), "unpacks to"
    yield "media/no-document.docx", zipped({"word/other.xml": "<x/>"}), "no word/document.xml"
    yield "media/no-body.docx", zipped({"word/document.xml": f'<w:document xmlns:w="{W}"/>'}), "without a body"
    yield "media/deep.docx", file("<w:tbl><w:tr><w:tc>" * 80 + p("1") + "</w:tc></w:tr></w:tbl>" * 80), EITHER
    yield "media/deeper.docx", file("<w:sdt>" * 5000 + p("1") + "</w:sdt>" * 5000), EITHER
    wide = "<w:tbl><w:tr>" + tc("1", '<w:gridSpan w:val="99999"/>') * 900 + "</w:tr></w:tbl>"
    yield "media/wide.docx", file(wide), "cells"
    away = '<Relationships><Relationship Id="r1" Type="x/attachedTemplate" TargetMode="External" Target="http://example.invalid/t.dotm"/></Relationships>'
    yield (
        "media/macro-and-template.docm",
        zipped(
            {
                "word/document.xml": document(told.replace("412", "417")),
                "word/vbaProject.bin": b"\xd0\xcf" * 99,
                "word/_rels/settings.xml.rels": away,
            }
        ),
        READ,
    )
    yield "media/locked.docx", _OLD + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600), "password"
    yield "media/word-as.xlsx", zipped({"word/document.xml": document(told.replace("412", "418"))}), READ


def _sheets() -> Iterator[Made]:
    row = "".join(f"<c><v>{n}</v></c>" for n in range(1000))
    yield "media/too-many-cells.xlsx", workbook(f"<row>{row}</row>" * 410), "more than 400,000 cells"
    yield "media/laughs.xlsx", workbook("<row><c><v>&b;</v></c></row>", before=_LAUGHS), "declares entities"
    merges = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    yield "media/merged.xlsx", workbook("<row><c><v>1</v></c></row>", after=merges), "merges 1,048,576 rows"
    yield (
        "media/last-place.xlsx",
        workbook('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', '<dimension ref="A1:XFD1048576"/>'),
        EITHER,
    )
    formula = (
        "<row><c><f>cmd|' /C calc'!A0</f><v>1</v></c><c><f>WEBSERVICE(\"http://example.invalid\")</f><v>2</v></c></row>"
    )
    yield "media/formulas.xlsx", workbook(formula * 3), EITHER
    yield "media/cut.xlsx", workbook(f"<row>{row}</row>")[:-60], "damaged or cut off"
    far = '<table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384" office:value-type="float" office:value="1"><text:p>1</text:p></table:table-cell></table:table-row>'
    yield "media/repeated.ods", spreadsheet(far), EITHER
    yield "media/zeros.xls", _OLD + bytes(4001), "no workbook that can be read"
    yield "media/too-many-cells.csv", (",".join("1" * 1000) + "\n").encode() * 410, "cells"
    yield "media/quote-without-end.csv", ('指标,数量\n"粮食产量,9\n' * 3000).encode(), EITHER
    yield "media/zeros.tsv", bytes(3000), "binary"


def _ofd() -> Iterator[Made]:
    yield (
        "media/laughs.ofd",
        zipped({"OFD.xml": f'{_LAUGHS}<ofd:OFD xmlns:ofd="{NAMESPACE}">&b;</ofd:OFD>'}),
        "declares entities",
    )
    yield "media/bomb.ofd", zipped({"OFD.xml": b" " * 60_000_000}), "unpacks to"
    yield "media/cut.ofd", sample()[:-50], "damaged or cut off"
    yield "media/no-pages.ofd", ofd([]), "without pages"
    out = {
        "Doc_0/Document.xml": f'<ofd:Document xmlns:ofd="{NAMESPACE}"><ofd:Pages><ofd:Page ID="1" BaseLoc="../../../etc/passwd"/></ofd:Pages></ofd:Document>'
    }
    yield "media/way-out.ofd", ofd([], **out), "damaged page"
    yield (
        "media/boxes-in-boxes.ofd",
        ofd(["<ofd:PageBlock>" * 3000 + text("9", 20, 20) + "</ofd:PageBlock>" * 3000]),
        EITHER,
    )
    yield "media/many-pages.ofd", ofd([""] * 2001), "2,001 pages"
    yield (
        "media/steps.ofd",
        ofd([text("产量9万吨", 20, 20).replace("DeltaX=", 'DeltaY="g 999999999 1e300" DeltaX=')]),
        EITHER,
    )
    yield "media/text.ofd", _own("月湖").encode(), "damaged or cut off"
    yield "media/page-alone.ofd", zipped({"OFD.xml": page("")}), "without a body"


def _pictures() -> Iterator[Made]:
    yield "media/head-only.png", b"\x89PNG\r\n\x1a\n" + bytes(40), "picture"
    size = struct.pack(">LL", 60_000, 60_000)
    yield "media/swollen.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + size + b"\x08\x02\0\0\0" + bytes(900), "picture"
    yield "media/cut.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF" + bytes(300), "picture"
    yield "media/photo.heic", b"\0\0\0\x18ftypheic" + bytes(300), "picture"
    yield "media/moving.gif", b"GIF89a" + bytes(300), "a picture of a kind that is not read"


def _old() -> Iterator[Made]:
    yield "media/zeros.doc", _OLD + bytes(4000), EITHER
    yield "media/braces.rtf", b"{\\rtf1 " + b"{" * 60_000, EITHER
    yield (
        "media/object.rtf",
        rb"{\rtf1{\object\objocx{\*\objdata 4d5a}}{\field{\*\fldinst INCLUDETEXT \\etc\\passwd}}9}",
        EITHER,
    )


def _unknown() -> Iterator[Made]:
    for suffix, said in {
        "rar": "RAR archive",
        "ceb": "CEB document",
        "pptx": "slides",
        "tar": "an archive",
        "dwg": "the types that are read are",
    }.items():
        yield f"media/unknown.{suffix}", b"x" + suffix.encode(), said


def _archives() -> Iterator[Made]:
    good = _own("星湖").encode()
    yield (
        "media/ways-out.zip",
        zipped({"../../up.txt": good, "/root.txt": good + b"1", "a\\b.txt": good + b"2"}),
        {"up.txt": READ, "root.txt": READ, "a/b.txt": READ},
    )
    names = {
        "$(touch pwned).txt": good + b"3",
        "x\n; drop table.txt": good + b"4",
        "'\".txt": good + b"5",
        "=cmd.txt": good + b"6",
    }
    yield "media/names.zip", zipped(names), {name.replace("\n", "\\x0a"): READ for name in names}
    mixed: dict[str, bytes | str] = {
        "cut.docx": b"PK\x03\x04 in an archive",
        "x.exe": b"MZ",
        "e.txt": b"",
        "w.zip": b"no zip",
        "good.txt": good + b"7",
    }
    said = {
        "cut.docx": "damaged or cut off Word file",
        "x.exe": "a program",
        "e.txt": "empty file",
        "w.zip": "damaged or cut off archive",
        "good.txt": READ,
    }
    yield "media/mixed.zip", zipped(mixed), said
    inner = good + b"8"
    for number in range(6):
        inner = zipped({"a.zip" if number else "a.txt": inner})
    yield "media/dolls.zip", inner, {"a.zip/a.zip/a.zip": "an archive within 3 archives"}
    locked = bytearray(zipped({"a.txt": good}))
    locked[6] |= 1
    locked[locked.rfind(b"PK\x01\x02") + 8] |= 1
    yield "media/locked.zip", bytes(locked), {"a.txt": "password"}
    yield "media/bomb.zip", zipped({"a.txt": bytes(60_000_000)}), "unpacks to 60,000,000 bytes"
    yield "media/empty.zip", zipped({}), "without a file"
    yield "media/cut.zip", zipped({"a.txt": good})[:-30], "damaged or cut off"
    yield "media/many.zip", zipped({f"{n}.txt": b"" for n in range(2_001)}), "more than 2,000 files"
    yield "media/zeros.7z", b"7z\xbc\xaf\x27\x1c" + bytes(200), "archive"
    out = io.BytesIO()
    with py7zr.SevenZipFile(out, "w", password="geheim") as packed:
        packed.writestr(good, "a.txt")
    yield "media/locked.7z", out.getvalue(), "password"


def document(body: str) -> str:
    """The main part of a Word file."""
    return f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'


def zipped(files: dict[str, str | bytes] | dict[str, bytes]) -> bytes:
    """A zip of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in files.items():
            made.writestr(name, data)
    return out.getvalue()


def workbook(rows: str, head: str = "", after: str = "", before: str = "") -> bytes:
    """A workbook of one sheet."""
    main, office = (
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    )
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    opc = "http://schemas.openxmlformats.org/package/2006"
    return zipped({
        "[Content_Types].xml": f'<Types xmlns="{opc}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{opc}/relationships"><Relationship Id="r1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="甲" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{opc}/relationships"><Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'{before}<worksheet xmlns="{main}">{head}<sheetData>{rows}</sheetData>{after}</worksheet>',
    })  # fmt: skip


def spreadsheet(rows: str) -> bytes:
    """An OpenDocument sheet."""
    names = "".join(f' xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "table", "text"))
    body = f'<office:body><office:spreadsheet><table:table table:name="甲">{rows}</table:table></office:spreadsheet></office:body>'
    return zipped({
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "META-INF/manifest.xml": "<manifest/>",
        "content.xml": f"<office:document-content{names}>{body}</office:document-content>",
    })  # fmt: skip
