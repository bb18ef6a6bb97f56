"""OFD documents of our own, as the office programs of China write them: one text object a line, deltas between characters.

python -m tests.readers.ofd_files FILE      # a sample of two pages, to look at with a reader of OFD
"""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

NAMESPACE = "http://www.ofdspec.org/2016"
WIDTH, HEIGHT, MARGIN = 210.0, 297.0, 25.0
SIZE = 4.2  # millimetres of a character: 12 points
LEADING = 7.0


def text(words: str, x: float, y: float, size: float = SIZE) -> str:
    """A line whose baseline is at `y`, in millimetres; letters and digits are half as wide as Han characters."""
    steps = [f"{size * share(char):g}" for char in words[:-1]]
    high = size * 1.3
    return (
        f'<ofd:TextObject ID="1" Boundary="{x:g} {y - size:g} {width(words, size):g} {high:g}" Font="3" Size="{size:g}">'
        f'<ofd:TextCode X="0" Y="{size:g}" DeltaX="{packed(steps)}">{escape(words)}</ofd:TextCode></ofd:TextObject>'
    )


def share(char: str) -> float:
    """The width of a character in its size."""
    return 1.0 if char > "\u2e80" else 0.5


def width(words: str, size: float = SIZE) -> float:
    """Millimetres that a line takes."""
    return sum(size * share(char) for char in words)


def packed(steps: Sequence[str]) -> str:
    """Deltas with runs written short, as the standard has it: g 3 4.2."""
    parts: list[str] = []
    at = 0
    while at < len(steps):
        end = at
        while end < len(steps) and steps[end] == steps[at]:
            end += 1
        parts += ["g", str(end - at), steps[at]] if end - at > 2 else list(steps[at:end])
        at = end
    return " ".join(parts)


def line(x0: float, y0: float, x1: float, y1: float) -> str:
    """A stroked line."""
    box = f"{x0:g} {y0:g} {max(x1 - x0, 0.1):g} {max(y1 - y0, 0.1):g}"
    return (
        f'<ofd:PathObject ID="2" Boundary="{box}" LineWidth="0.25"><ofd:StrokeColor Value="0 0 0"/>'
        f"<ofd:AbbreviatedData>M 0 0 L {x1 - x0:g} {y1 - y0:g}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def table(rows: Sequence[Sequence[str]], widths: Sequence[float], y: float, x: float = MARGIN) -> str:
    """A ruled table with its top at `y`; each row is one line high."""
    edges = [x + sum(widths[:n]) for n in range(len(widths) + 1)]
    parts = [line(edges[0], y + n * LEADING, edges[-1], y + n * LEADING) for n in range(len(rows) + 1)]
    parts += [line(edge, y, edge, y + len(rows) * LEADING) for edge in edges]
    for number, row in enumerate(rows):
        for left, words in zip(edges, row, strict=False):
            if words:
                parts.append(text(words, left + 1, y + number * LEADING + 5.2, 3.7))
    return "".join(parts)


def paragraphs(words: Sequence[str | tuple[str, str]], y: float = MARGIN) -> Iterator[str]:
    """Pages of paragraphs, indented by two characters and broken into lines at the margin; with a kind before its words a
    title is large and in the middle.
    """
    drawn: list[str] = []
    for each in words:
        kind, paragraph = each if isinstance(each, tuple) else ("text", each)
        title = kind in ("title", "caption")
        size = 5.6 if kind == "title" else SIZE
        for row in broken(paragraph if title else "\u3000\u3000" + paragraph, size):
            if y > HEIGHT - MARGIN:
                yield "".join(drawn)
                drawn, y = [], MARGIN
            blank = width(row[: len(row) - len(row.lstrip("\u3000"))])
            left = (WIDTH - width(row, size)) / 2 if title else MARGIN + blank
            drawn.append(text(row.lstrip("\u3000"), left, y, size))
            y += LEADING * (1.5 if kind == "title" else 1)
        y += 4 * title
    if drawn:
        yield "".join(drawn)


def broken(words: str, size: float = SIZE) -> Iterator[str]:
    """Lines that fit between the margins."""
    start = 0
    for at in range(len(words)):
        if width(words[start : at + 1], size) > WIDTH - 2 * MARGIN:
            yield words[start:at]
            start = at
    yield words[start:]


def ofd(pages: Sequence[str], title: str = "", behind: str = "", **parts: str) -> bytes:
    """A document of drawn pages; `behind` is drawn on each by a template, `parts` are other files of the package."""
    listed = "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
    template = '<ofd:TemplatePage ID="9" BaseLoc="Tpls/Tpl_0/Content.xml"/>' if behind else ""
    area = f"<ofd:PageArea><ofd:PhysicalBox>0 0 {WIDTH:g} {HEIGHT:g}</ofd:PhysicalBox></ofd:PageArea>"
    files = {
        "OFD.xml": f'<ofd:OFD xmlns:ofd="{NAMESPACE}" DocType="OFD" Version="1.0"><ofd:DocBody><ofd:DocInfo>'
        f"<ofd:Title>{escape(title)}</ofd:Title></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
        "</ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f'<ofd:Document xmlns:ofd="{NAMESPACE}"><ofd:CommonData>{area}{template}'
        f"</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
    }
    if behind:
        files["Doc_0/Tpls/Tpl_0/Content.xml"] = page(behind)
    for number, drawn in enumerate(pages):
        files[f"Doc_0/Pages/Page_{number}/Content.xml"] = page(drawn, bool(behind))
    return package(files | parts)


def page(drawn: str, template: bool = False) -> str:
    """The XML of a page."""
    used = '<ofd:Template TemplateID="9" ZOrder="Background"/>' if template else ""
    return f'<ofd:Page xmlns:ofd="{NAMESPACE}">{used}<ofd:Content><ofd:Layer ID="1">{drawn}</ofd:Layer></ofd:Content></ofd:Page>'


def package(files: dict[str, str]) -> bytes:
    """A zip of parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, words in files.items():
            made.writestr(name, '<?xml version="1.0" encoding="UTF-8"?>' + words)
    return out.getvalue()


GRID = [
    ["指标", "单位", "2024年", "增长（%）"],
    ["粮食产量", "万吨", "32.7", "4.5"],
    ["油料产量", "万吨", "2.1", "-0.6"],
]


def sample() -> bytes:
    """A communiqué of two pages with a table."""
    prose = ["2024年，全县粮食产量32万吨，比上年增长4.5%。城镇新增就业9000人，完成年度任务。"] * 30
    first, *more = paragraphs(prose, MARGIN + 14)
    head = text("甲县2024年国民经济和社会发展统计公报", 48, MARGIN, 6)
    last = text("表1 主要产品产量", 80, 120) + table(GRID, [50, 30, 40, 40], 124)
    return ofd([head + first, *more[:1], last], "甲县2024年国民经济和社会发展统计公报")


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(sample())
