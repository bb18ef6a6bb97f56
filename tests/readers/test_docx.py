"""Word files of our own: order, merged cells, tracked changes, numbers, notes; and what is refused."""

from __future__ import annotations

import io
import zipfile

import pytest

from pipelines.readers.docx import read
from pipelines.readers.medium import MediumError
from pipelines.readers.registry import read_medium

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def tc(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


def file(body: str, **parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>')
        for name, text in parts.items():
            package.writestr(f"word/{name}.xml", text)
    return out.getvalue()


TABLE = (
    "<w:tbl><w:tr>" + tc("指标", '<w:vMerge w:val="restart"/>') + tc("完成情况", '<w:gridSpan w:val="2"/>') + "</w:tr>"
    "<w:tr>" + tc("", "<w:vMerge/>") + tc("总量") + tc("增速") + "</w:tr>"
    "<w:tr>" + tc("粮食（万吨）") + tc("32") + tc("4.5") + "</w:tr></w:tbl>"
)


def test_paragraphs_and_tables_in_their_order():
    reading = read(file(p("甲县统计公报") + p("表1 主要产品") + TABLE + p("说完了。")), "a.docx")
    [table] = reading.tables
    spans = {c.text: (c.row, c.col, c.row_span, c.col_span) for c in table.cells}
    assert spans["指标"] == (0, 0, 2, 1) and spans["完成情况"] == (0, 1, 1, 2) and spans["4.5"] == (2, 2, 1, 1)
    assert (
        table.caption == "表1 主要产品"
        and reading.text.startswith("甲县统计公报\n表1")
        and reading.text.endswith("说完了。\n")
    )
    assert all(reading.text[c.start : c.end] == c.text for c in table.cells)


def test_tracked_changes_are_read_as_accepted():
    body = "<w:p><w:r><w:t>增长</w:t></w:r><w:del><w:r><w:delText>5</w:delText></w:r></w:del><w:ins><w:r><w:t>6</w:t></w:r></w:ins><w:r><w:t>%</w:t></w:r></w:p>"
    assert read(file(body), "a.docx").text == "增长6%\n"


def test_numbers_that_word_shows():
    numbering = (
        f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    number = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    text = read(
        file(p("工作回顾", number) + p("全年平稳。") + p("工作安排", number), numbering=numbering), "a.docx"
    ).text
    assert text == "一、工作回顾\n全年平稳。\n二、工作安排\n"


def test_text_boxes_and_footnotes_are_read_once():
    box = f'<w:p><w:r><w:t>正文</w:t></w:r><w:r><w:pict><w:txbxContent>{p("框内文字")}</w:txbxContent></w:pict></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    notes = f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="2">{p("脚注说明")}</w:footnote><w:footnote w:id="3">{p("无人引用")}</w:footnote></w:footnotes>'
    assert read(file(box, footnotes=notes), "a.docx").text == "正文\n框内文字\n脚注说明\n"


def test_a_word_file_under_an_old_name_is_read_as_what_it_is():
    assert "甲县统计公报" in read_medium(file(p("甲县统计公报")), "a.wps").text


def bomb() -> bytes:
    return file(p("零" * 30_000_000))


@pytest.mark.parametrize(
    "data, message",
    [
        (b"PK\x03\x04" + b"x" * 40, "damaged or cut off"),
        (file(p("甲"))[:-60], "damaged or cut off"),
        (file(""), "no text"),
        (file("<w:p>"), "document.xml"),
        (file("<w:sdt>" * 80 + "</w:sdt>" * 80), "60 levels"),
    ],
)
def test_what_is_no_word_file_says_so(data: bytes, message: str):
    with pytest.raises(MediumError, match=message):
        read(data, "a.docx")


def test_entities_and_bombs_are_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>')
    with pytest.raises(MediumError, match="entities"):
        read(out.getvalue(), "a.docx")
    with pytest.raises(MediumError, match="no report does"):
        read(bomb(), "a.docx")
