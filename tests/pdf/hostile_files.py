"""Broken and malicious PDFs, each with what has to become of it.

An outcome is a part of the error's message, `read` for text that comes through, `ends` where any clear end is right:
an error, a warning, or a process that its limits ended.
"""

from __future__ import annotations

import io
import random
import zlib
from collections.abc import Iterator

from reportlab.lib import pdfencrypt
from reportlab.pdfgen.canvas import Canvas

WORDS = "Growth of 6.2 percent in 2023"


def hostile() -> Iterator[tuple[str, bytes, str]]:
    """(name, content, outcome) of every file that is judged in a moment."""
    yield from _no_pdfs()
    yield from _damaged()
    yield from _locked()
    yield from _loops()
    yield from _odd_pages()
    yield from _active()


def bombs() -> Iterator[tuple[str, bytes, str]]:
    """(name, content, outcome) of the files that go up to a limit of time or memory."""
    yield from _bombs()


def page_pdf(content: bytes, page: bytes = b"", extra: tuple[bytes, ...] = (), catalog: bytes = b"") -> bytes:
    """A PDF of one page with a content stream; `extra` are further objects from number 6 on, 5 is the font."""
    return build(
        b"<</Type/Catalog/Pages 2 0 R" + catalog + b">>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/Contents 4 0 R"
        + (page or b"/MediaBox[0 0 595 842]/Resources<</Font<</F1 5 0 R>>>>")
        + b">>",
        stream(content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        *extra,
    )


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(content), entries, content)


def build(*objects: bytes) -> bytes:
    """A PDF file of objects, the first of which is the catalog."""
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)


def text(words: str, y: int = 700) -> bytes:
    return f"BT /F1 12 Tf 72 {y} Td ({words}) Tj ET\n".encode()


def sound(pages: int = 3, **options: object) -> bytes:
    """A sound PDF."""
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1, **options)
    for number in range(pages):
        canvas.drawString(72, 700, f"{WORDS}, page {number + 1}")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _no_pdfs() -> Iterator[tuple[str, bytes, str]]:
    yield "zero bytes", b"", "empty file"
    yield "text", "政府工作报告".encode() * 300, "not a PDF"
    yield "web page", b"<!DOCTYPE html><html><body>404</body></html>", "not a PDF"
    yield "picture", b"\x89PNG\r\n\x1a\n" + bytes(3000), "not a PDF"
    yield "archive", b"PK\x03\x04" + bytes(3000), "not a PDF"
    yield "header only", b"%PDF-1.7\n", "damaged or cut off"
    yield "header and noise", b"%PDF-1.7\n" + random.Random(1).randbytes(5000), "damaged or cut off"


def _damaged() -> Iterator[tuple[str, bytes, str]]:
    whole = sound()
    yield "cut at a tenth", whole[: len(whole) // 10], "damaged or cut off"
    yield "cut in the middle", whole[: len(whole) // 2], "ends"
    yield "cut at the end", whole[:-30], "ends"
    yield "wrong startxref", whole.replace(b"startxref\n", b"startxref\n9"), "read"
    yield "junk behind", whole + b"\0" * 5000, "read"
    yield "junk before", b"HTTP/1.1 200 OK\r\n\r\n" + whole, "read"
    yield "much junk before", b"x" * 2048 + whole, "not a PDF"
    flipped = bytearray(whole)
    rng = random.Random(2)
    for _ in range(len(flipped) // 200):
        flipped[rng.randrange(10, len(flipped))] = rng.randrange(256)
    yield "bytes flipped", bytes(flipped), "ends"
    yield "stream without end", page_pdf(text(WORDS)).replace(b"endstream", b"endstorm"), "ends"
    yield "unknown filter", page_pdf(text(WORDS)).replace(b">>stream", b"/Filter/Nonsense>>stream", 1), "ends"


def _locked() -> Iterator[tuple[str, bytes, str]]:
    for strength in (40, 128):
        lock = pdfencrypt.StandardEncryption("secret", ownerPassword="owner", strength=strength)
        yield f"user password, {strength} bits", sound(1, encrypt=lock), "encrypted"
    lock = pdfencrypt.StandardEncryption("", ownerPassword="owner", canCopy=0, strength=128)
    yield "owner password alone", sound(1, encrypt=lock), "read"


def _loops() -> Iterator[tuple[str, bytes, str]]:
    yield (
        "pages in a circle",
        build(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 5>>"),
        "ends",
    )
    yield "no pages", build(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>"), "damaged"
    form = stream(b"/X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>")
    resources = b"/MediaBox[0 0 595 842]/Resources<</Font<</F1 5 0 R>>/XObject<</X 6 0 R>>>>"
    yield "form that draws itself", page_pdf(text(WORDS) + b"/X Do", resources, (form,)), "read"
    yield "table of contents in a circle", sound().replace(b"/Size", b"/Prev 9 /Size"), "ends"
    yield "arrays in arrays", page_pdf(text(WORDS), extra=(b"[" * 200_000 + b"]" * 200_000,)), "ends"


def _bombs() -> Iterator[tuple[str, bytes, str]]:
    forms = tuple(
        stream(b"/X Do " * 10, b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>" % (7 + n))
        for n in range(19)
    )
    last = stream(text("ha"), b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</Font<</F1 5 0 R>>>>")
    resources = b"/MediaBox[0 0 595 842]/Resources<</Font<</F1 5 0 R>>/XObject<</X 6 0 R>>>>"
    yield "forms in forms", page_pdf(b"/X Do", resources, (*forms, last)), "ends"
    blank = zlib.compressobj(9)
    packed = b"".join(blank.compress(b" " * (1 << 20)) for _ in range(700)) + blank.flush()
    flate = b"/Filter/FlateDecode"
    yield "700 MB of blanks", page_pdf(b"").replace(stream(b""), stream(packed, flate)), "ends"
    twice = zlib.compress(packed, 9)
    yield (
        "packed twice",
        page_pdf(b"").replace(stream(b""), stream(twice, b"/Filter[/FlateDecode/FlateDecode]")),
        "ends",
    )
    yield "100,001 characters", page_pdf(b"".join(text(f"{n:05d}" * 20, n % 800) for n in range(1100))), "too complex"
    many = stream(zlib.compress(b"BT /F1 9 Tf 72 700 Td " + b"(9) Tj " * 2_000_000 + b"ET"), flate)
    yield "two million operators", page_pdf(b"").replace(stream(b""), many), "ends"
    boxes = stream(zlib.compress(b"".join(b"%d %d 5 5 re f\n" % (n % 500, n % 800) for n in range(200_000))), flate)
    yield "200,000 boxes", page_pdf(b"").replace(stream(b""), boxes), "too complex"
    yield "2,001 pages", sound(2001), "limit is 2,000"


def _odd_pages() -> Iterator[tuple[str, bytes, str]]:
    fonts = b"/Resources<</Font<</F1 5 0 R>>>>"
    yield "no media box", page_pdf(text(WORDS), fonts), "read"
    yield "empty media box", page_pdf(text(WORDS), b"/MediaBox[0 0 0 0]" + fonts), "ends"
    yield "media box of words", page_pdf(text(WORDS), b"/MediaBox[/a /b (c) null]" + fonts), "ends"
    yield "media box upside down", page_pdf(text(WORDS), b"/MediaBox[595 842 0 0]" + fonts), "read"
    yield "huge page", page_pdf(text(WORDS), b"/MediaBox[0 0 1e9 1e9]" + fonts), "ends"
    yield "turned by 37 degrees", page_pdf(text(WORDS), b"/Rotate 37/MediaBox[0 0 595 842]" + fonts), "read"
    yield "no contents", page_pdf(b"").replace(b"/Contents 4 0 R", b""), "nothing is printed"
    yield "empty page", page_pdf(b""), "nothing is printed"
    yield "text far outside", page_pdf(b"BT /F1 12 Tf 99999 99999 Td (x) Tj ET"), "nothing is printed"
    yield "letters of size 0", page_pdf(b"BT /F1 0 Tf 72 700 Td (" + WORDS.encode() + b") Tj ET"), "ends"
    yield "letters upside down", page_pdf(b"BT /F1 12 Tf -1 0 0 -1 400 700 Tm (" + WORDS.encode() + b") Tj ET"), "read"
    image = stream(
        zlib.compress(bytes(90_000)),
        b"/Filter/FlateDecode/Type/XObject/Subtype/Image/Width 300/Height 300/BitsPerComponent 8/ColorSpace/DeviceGray",
    )
    resources = b"/MediaBox[0 0 595 842]/Resources<</XObject<</I 6 0 R>>>>"
    yield "a picture alone", page_pdf(b"595 0 0 842 0 0 cm /I Do", resources, (image,)), "no text layer"
    private = b"/CIDInit begincmap 1 beginbfrange <20> <7e> <e020> endbfrange endcmap"
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 7 0 R>>"
    resources = b"/MediaBox[0 0 595 842]/Resources<</Font<</F1 6 0 R>>>>"
    yield "letters without meaning", page_pdf(text(WORDS), resources, (font, stream(private))), "broken text layer"


def _active() -> Iterator[tuple[str, bytes, str]]:
    script = b"/OpenAction<</S/JavaScript/JS(app.alert\\('x'\\);while\\(1\\);)>>"
    yield "script on opening", page_pdf(text(WORDS), catalog=script), "read"
    launch = b"/OpenAction<</S/Launch/F(/bin/sh)>>/AA<</WC<</S/URI/URI(http://example.invalid/)>>>>"
    yield "starts a program", page_pdf(text(WORDS), catalog=launch), "read"
    files = b"/Names<</EmbeddedFiles<</Names[(a.exe)<</Type/Filespec/F(a.exe)/EF<</F 6 0 R>>>>]>>>>"
    yield "file inside", page_pdf(text(WORDS), extra=(stream(b"MZ" + bytes(999)),), catalog=files), "read"
    evil = b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/..#2f..#2f..#2ftmp#2fevil/DescendantFonts[7 0 R]>>"
    child = b"<</Type/Font/Subtype/CIDFontType0/BaseFont/X/CIDSystemInfo<</Registry(Adobe)/Ordering(../../tmp/evil)/Supplement 0>>>>"
    resources = b"/MediaBox[0 0 595 842]/Resources<</Font<</F1 6 0 R/F2 5 0 R>>>>"
    words = text(WORDS).replace(b"/F1", b"/F2")
    yield "code table outside", page_pdf(text("ab") + words, resources, (evil, child)), "ends"


def outcome(path: str) -> str:
    """What becomes of a file, in words: run by a worker process."""
    from pathlib import Path

    from pipelines.readers.pdf.read import PdfError, read_pdf

    try:
        found = read_pdf(Path(path).read_bytes())
    except PdfError as error:
        return f"error: {error}"
    return f"read: {' '.join(found.text.split())[:200]} {found.warnings}"
