"""Workbooks, separated values and Markdown of our own."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest

from pipelines.readers import markdown, separated
from pipelines.readers.medium import MediumError
from pipelines.readers.registry import read_medium
from pipelines.readers.sheets import read


def book() -> openpyxl.Workbook:
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "财政收支"
    rows = [
        ["甲县财政收支情况表"],
        [None, None, "单位：万元"],
        ["项目", "完成数", "增长"],
        ["税收收入", 1234.5, 0.045],
        ["非税收入", 66, -0.1],
        ["注：为快报数"],
    ]
    for row in rows:
        sheet.append(row)
    sheet.merge_cells("A1:C1")
    for cell in ("C4", "C5"):
        sheet[cell].number_format = "0.0%"
    hidden = made.create_sheet("底稿")
    hidden["A1"] = "不读"
    hidden.sheet_state = "hidden"
    return made


def saved(made: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_a_sheet_is_a_table_with_its_title_unit_and_places():
    reading = read(saved(book()), "a.xlsx")
    [table] = reading.tables
    assert (
        table.caption == "甲县财政收支情况表" and reading.text[table.start : table.end].splitlines()[1] == "单位：万元"
    )
    assert [c.text for c in table.cells][-3:] == ["非税收入", "66", "-10.0%"]
    places = {reading.text[p.start : p.end]: p.locator for p in reading.places}
    assert places["4.5%"] == "财政收支!C4" and places["注：为快报数"] == "财政收支!A6"
    assert "不读" not in reading.text and reading.warnings == ("hidden sheets, not read: 底稿",)


def test_merged_heads_and_formulas():
    made = openpyxl.Workbook()
    sheet = made.active
    for row in (["指标", "一季度", None], [None, "总量", "增速"], ["粮食", 5, "=B3*2"]):
        sheet.append(row)
    sheet.merge_cells("A1:A2")
    sheet.merge_cells("B1:C1")
    reading = read(saved(made), "a.xlsx")
    spans = {c.text: (c.row_span, c.col_span) for c in reading.tables[0].cells}
    assert spans["指标"] == (2, 1) and spans["一季度"] == (1, 2)
    assert any("1 formulas" in warning for warning in reading.warnings)


def test_two_tables_on_a_sheet():
    made = openpyxl.Workbook()
    for row in (["产品产量"], ["产品", "数量"], ["水泥", 3], [], ["外贸进出口情况表"], ["项目", "总额"], ["出口", 9]):
        made.active.append(row)
    assert [len(t.cells) for t in read(saved(made), "a.xlsx").tables] == [4, 4]


def test_what_is_no_workbook_says_so():
    for data in (b"PK\x03\x04xx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), saved(book())[:-99]):
        with pytest.raises(MediumError):
            read(data, "a.xlsx")
    made = openpyxl.Workbook()
    for sheet in (made.active, made.create_sheet()):
        sheet["A1"] = 1
        sheet.merge_cells("A1:C2")
    with pytest.raises(MediumError, match="merges|cells"):
        read(rewritten(saved(made), b"A1:C2", b"A1:C1048576"), "a.xlsx")


def rewritten(data: bytes, old: bytes, new: bytes) -> bytes:
    """A package with other bytes in its sheets: openpyxl itself would make every cell of a merge, three million."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w") as out:
        for name in source.namelist():
            out.writestr(name, source.read(name).replace(old, new))
    return target.getvalue()


def test_separated_values():
    reading = separated.read("指标,总量,增速\n粮食（万吨）,32,4.5\n油料（万吨）,2.1,-0.6\n".encode("gb18030"), "a.csv")
    assert [(c.row, c.col, c.text) for c in reading.tables[0].cells][-1] == (2, 2, "-0.6")
    assert next(p.locator for p in reading.places if reading.text[p.start : p.end] == "32") == "table!B2"


def test_html_tables_in_markdown_keep_the_offsets_of_the_file():
    text = "# 甲县公报\n\n| 指标 | 数量 |\n| --- | --- |\n| 产值（亿元） | 8 |\n| 投资（亿元） | 7 |\n\n表2 就业情况\n\n<table><tr><td>项目</td><td>人数（人）</td></tr><tr><td>新增就业</td><td>900</td></tr></table>\n\n说完。\n"
    reading = read_medium(text.encode(), "a.md")
    assert reading.text == text and reading.media_type == "text/markdown"
    assert [t.number for t in reading.tables] == [1, 2] and reading.tables[1].caption == "表2 就业情况"
    assert all(text[c.start : c.end] == c.text for t in reading.tables for c in t.cells)
    assert markdown.read("无表。".encode(), "b.md").tables is None


def test_a_picture_without_the_extra_says_what_to_install():
    from pipelines.readers.pdf import ocr

    if ocr.installed():
        pytest.skip("the extra is there")
    with pytest.raises(MediumError, match=r"pip install -e '\.\[ocr\]'"):
        read_medium(b"\x89PNG\r\n\x1a\n", "a.png")


def test_an_old_word_file_without_the_program_says_what_to_install(monkeypatch):
    monkeypatch.setattr("pipelines.readers.office.program", lambda: None)
    with pytest.raises(MediumError, match="apt-get install libreoffice-writer-nogui"):
        read_medium(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a.doc")


def test_a_value_in_the_last_place_makes_no_million_rows():
    made = openpyxl.Workbook()
    made.active["B2"], made.active["XFD1048576"] = 5, 9
    with pytest.raises(MediumError, match="a value in row 1,048,576"):
        read(saved(made), "a.xlsx")
    made.active["XFD1048576"] = None
    made.active["C9"], made.active["B9"] = "亿元", "产值"
    assert "产值\t亿元" in read(saved(made), "a.xlsx").text


def test_a_locked_workbook_is_said():
    with pytest.raises(MediumError, match="locked with a password"):
        read_medium(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(900), "a.docx")
