"""Web pages as sites have them, in pages of our own wording: the text without the page, the tables with their grid."""

from __future__ import annotations

import re
import time

import pytest

from pipelines.readers.html import words
from pipelines.readers.html.read import read
from pipelines.readers.medium import MediumError
from pipelines.readers.registry import read_medium

PARAGRAPH = "全年粮食产量达到三十二万吨，比上年增长4.5%；城镇新增就业9000人，完成年度任务。"
TABLE = """<table><tr><td rowspan="2">指标</td><td colspan="2">完成情况</td></tr><tr><td>总量</td><td>增速（%）</td></tr>
<tr><td>粮食（万吨）</td><td>32</td><td>4.5</td></tr><tr><td>油料（万吨）</td><td>2.1</td><td>-0.6</td></tr></table>"""


def page(body: str, head: str = "") -> bytes:
    return f"<html><head><meta charset='utf-8'><title>甲县公报_某网站</title>{head}</head><body>{body}</body></html>".encode()


def site(text: str) -> bytes:
    """A page with all that stands around the text."""
    meta = "<meta name='ArticleTitle' content='甲县2024年统计公报'><meta name='PubDate' content='2025-03-20 09:10'>"
    return page(
        f"""<div class="top-nav"><ul><li><a href="/">首页</a></li><li><a href="/a">政务公开</a></li></ul></div>
        <div class="crumbs">当前位置：<a href="/">首页</a> > <a href="/b">统计公报</a></div>
        <div class="content"><h1>甲县2024年统计公报</h1>
        <div class="info">发布时间：2025-03-18 10:00 来源：甲县统计局 【字体：<a>大</a> <a>中</a> <a>小</a>】浏览次数：128</div>
        <div class="share">分享到：<a>微信</a></div><div id="zoom">{text}</div>
        <p>附件：<a href="x.xls">甲县统计表.xls</a></p><p>【打印本页】【关闭窗口】</p><p>扫一扫在手机打开当前页</p></div>
        <div><h3>相关链接</h3><ul><li><a href="/c">乙县2023年统计公报，增长9%</a></li></ul></div>
        <div class="footer">版权所有：甲县人民政府，邮编400000，京ICP备00000000号</div><script>var a = "，，，，。。1234";</script>""",
        meta,
    )


def test_the_text_of_a_page_without_the_page():
    reading = read(
        site(f"<p>　　一、综合</p><p>{PARAGRAPH}</p><ul><li>第一，稳增长；</li><li>第二，惠民生。</li></ul>"), "a.html"
    )
    assert reading.text.splitlines() == [
        "甲县2024年统计公报",
        "一、综合",
        PARAGRAPH,
        "第一，稳增长；",
        "第二，惠民生。",
    ]
    hints = reading.hints
    assert (hints.title, hints.date, hints.source) == ("甲县2024年统计公报", "2025-03-18", "甲县统计局")
    assert reading.media_type == "text/html" and not reading.tables


def test_a_title_that_the_text_has_itself_stands_once():
    reading = read(site(f"<p>关于甲县2024年统计公报的说明</p><p>{PARAGRAPH * 3}</p>"), "a.html")
    assert reading.text.count("甲县2024年统计公报") == 1


def test_a_table_keeps_its_merged_cells_and_its_places():
    reading = read(site(f"<p>{PARAGRAPH}</p><p>表1 主要指标</p><p>单位：万吨</p>{TABLE}<p>{PARAGRAPH}</p>"), "a.html")
    [table] = reading.tables
    spans = {cell.text: (cell.row, cell.col, cell.row_span, cell.col_span) for cell in table.cells}
    assert spans["指标"] == (0, 0, 2, 1) and spans["完成情况"] == (0, 1, 1, 2) and spans["增速（%）"] == (1, 2, 1, 1)
    assert table.caption == "表1 主要指标"
    assert all(reading.text[cell.start : cell.end] == cell.text for cell in table.cells)
    assert next(p.locator for p in reading.places if reading.text[p.start : p.end] == "-0.6") == "table 1 row 4 col 3"


def test_marked_heads_are_heads_and_others_are_left_to_be_found():
    marked = TABLE.replace("<tr><td rowspan", "<thead><tr><td rowspan", 1).replace(
        "增速（%）</td></tr>", "增速（%）</td></tr></thead>"
    )
    heads = [c.text for c in read(page(f"<p>{PARAGRAPH}</p>{marked}"), "a.html").tables[0].cells if c.header]
    assert heads == ["指标", "完成情况", "总量", "增速（%）"]
    assert not any(c.header for c in read(page(f"<p>{PARAGRAPH}</p>{TABLE}"), "a.html").tables[0].cells)


def test_titles_inside_a_grid_become_lines_above_it():
    grid = f"<table><tr><td colspan='3'>甲县财政收支情况表</td></tr><tr><td></td><td></td><td>单位：万元</td></tr>{TABLE[7:]}"
    [table] = (reading := read(page(f"<p>{PARAGRAPH}</p>{grid}"), "a.html")).tables
    assert table.caption == "甲县财政收支情况表" and reading.text[table.start : table.end].startswith(
        "甲县财政收支情况表\n单位：万元\n"
    )
    assert (
        table.cells[0].text == "指标"
        and next(p.locator for p in reading.places if "单位" in reading.text[p.start : p.end]) == "table 1 row 2 col 3"
    )


def test_tables_that_only_arrange_the_page_are_walked_through():
    inner = f"<table><tr><td>{PARAGRAPH * 12}</td></tr><tr><td>{TABLE}</td></tr></table>"
    reading = read(page(f"<table><tr><td><a href='/'>首页</a></td><td>{inner}</td></tr></table>"), "a.html")
    assert len(reading.tables) == 1 and reading.text.startswith(("甲县公报\n\n全年", "全年"))


def test_the_box_of_a_government_site_is_not_the_text():
    box = "<table><tr><td>索引号：</td><td>11500/2025-7</td><td>发文机关：</td><td>甲县统计局</td></tr><tr><td>成文日期：</td><td>2025年3月1日</td><td>发布日期：</td><td>2025-03-05</td></tr></table>"
    reading = read(page(f"{box}<p>{PARAGRAPH * 4}</p>"), "a.html")
    assert "索引号" not in reading.text and not reading.tables and reading.hints.date == "2025-03-05"


@pytest.mark.parametrize("charset", ["gb2312", "gbk", "gb18030", "utf-8"])
def test_the_charset_that_a_page_names(charset: str):
    source = f"<html><head><meta http-equiv='Content-Type' content='text/html; charset={charset}'></head><body><p>{PARAGRAPH}</p></body></html>"
    assert PARAGRAPH in read(source.encode("gb18030" if charset != "utf-8" else "utf-8"), "a.html").text


def test_a_page_that_names_a_charset_it_does_not_have():
    source = f"<html><head><meta charset='gb2312'></head><body><p>{PARAGRAPH}</p></body></html>"
    assert PARAGRAPH in read(source.encode("utf-8"), "a.html").text


def test_a_page_saved_under_another_name_is_read_as_a_page():
    reading = read_medium(site(f"<p>{PARAGRAPH}</p>"), "甲县公报.txt")
    assert reading.media_type == "text/html" and reading.warnings == (
        "named as a text, but the bytes are a web page; read as that",
    )


def test_a_page_saved_as_one_file():
    saved = (
        b'From: <Saved>\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n'
        b"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        + site(f"<p>{PARAGRAPH}</p>")
        + b"\r\n--b--\r\n"
    )
    reading = read_medium(saved, "a.mht")
    assert PARAGRAPH in reading.text and reading.media_type == "multipart/related"
    with pytest.raises(MediumError, match="without a page"):
        read_medium(b"MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nx", "a.mht")


def test_pages_of_pictures_and_links_say_so():
    with pytest.raises(MediumError, match="no text on the page"):
        read(b"<html><body><img src='http://example.invalid/a.jpg'><script>x</script></body></html>", "a.html")


def test_what_is_not_shown_is_not_read():
    body = f"<p>{PARAGRAPH}</p><div style='display:none'><p>隐藏的段落，数字是77。</p></div><p hidden>也不读，88。</p>"
    text = read(page(body), "a.html").text
    assert "77" not in text and "88" not in text


@pytest.mark.parametrize("key, found", [("ends", words.ends), ("drops", words.drops)])
def test_lines_around_a_text_are_known_by_examples(key: str, found):
    for entry in words.page()[key]:
        for example in entry["examples"]:
            assert re.search(entry["pattern"], re.sub(r"\s", "", example)), example
        for other in entry["not"]:
            assert not found().search(re.sub(r"\s", "", other)), other


def test_a_table_of_a_million_cells_is_refused_and_not_looked_through_again_and_again():
    rows = ("<tr>" + "<td>1" * 1000) * 500
    started = time.process_time()
    with pytest.raises(MediumError, match="more than 400,000 cells"):
        read(page(f"<table>{rows}</table>"), "a.html")
    assert time.process_time() - started < 6
    wide = f"<table>{'<tr><td colspan=900>指标</td><td>9</td></tr>' * 600}</table>"
    with pytest.raises(MediumError, match="more than 400,000 cells"):
        read(page(wide), "a.html")
