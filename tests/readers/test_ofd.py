"""OFD documents: text with its places, tables by their rules; and what is refused."""

from __future__ import annotations

import pytest

from pipelines.readers.medium import MediumError, Reading
from pipelines.readers.ofd import read
from pipelines.readers.registry import read_medium
from tests.readers.ofd_files import GRID, MARGIN, NAMESPACE, ofd, package, page, paragraphs, sample, table, text

PROSE = "2024年，全县粮食产量32万吨，比上年增长4.5%。城镇新增就业9000人，完成年度任务，比上年多120人。"


def lines(reading: Reading) -> list[str]:
    return [line for line in reading.text.splitlines() if line]


def test_a_document_is_read_with_its_pages_and_its_table():
    reading = read_medium(sample(), "a.ofd")
    assert reading.media_type == "application/ofd" and reading.hints.title == "甲县2024年国民经济和社会发展统计公报"
    assert lines(reading)[0] == "甲县2024年国民经济和社会发展统计公报"
    assert reading.pages is not None and reading.pages.page_count == 3 and set(reading.pages.char_pages) == {1, 2, 3}
    [found] = reading.tables or ()
    assert found.caption == "表1 主要产品产量"
    assert {(c.row, c.col): c.text for c in found.cells} == {
        (r, c): words for r, row in enumerate(GRID) for c, words in enumerate(row)
    }
    assert all(reading.text[c.start : c.end] == c.text for c in found.cells)


def test_lines_of_a_paragraph_are_joined_and_every_character_has_its_box():
    [drawn] = paragraphs(["甲县统计公报", PROSE])
    reading = read(ofd([drawn]), "a.ofd")
    assert lines(reading) == ["甲县统计公报", PROSE]
    assert reading.pages is not None
    at = reading.text.index("9000")
    x0, top, x1, bottom = reading.pages.char_boxes[at]  # type: ignore[misc]
    assert 5 < x1 - x0 < 7 and 8 < bottom - top < 16 and 70 < x0 < 530


def test_what_a_template_draws_is_seen_and_what_is_hidden_is_not():
    hidden = text("看不见的500万吨", MARGIN, 60).replace("<ofd:TextObject", '<ofd:TextObject Visible="false"')
    reading = read(ofd([text(PROSE, 5, 50) + hidden], behind=text("甲县统计局编", MARGIN, 20)), "a.ofd")
    assert "甲县统计局编" in reading.text and PROSE in reading.text and "看不见" not in reading.text


def test_a_matrix_moves_and_scales():
    moved = text("产量9万吨", 0, 4.2).replace("<ofd:TextObject", '<ofd:TextObject CTM="2 0 0 2 30 40"')
    reading = read(ofd([moved]), "a.ofd")
    assert reading.text.strip() == "产量9万吨" and reading.pages is not None
    x0, top, x1, bottom = reading.pages.char_boxes[0]  # type: ignore[misc]
    assert x0 == pytest.approx(30 * 72 / 25.4, abs=0.1) and x1 - x0 == pytest.approx(8.4 * 72 / 25.4, abs=0.1)
    assert bottom > top > 100


def test_text_without_deltas_and_with_blanks_keeps_its_words():
    bare = '<ofd:TextObject Boundary="20 20 100 6" Size="4"><ofd:TextCode X="0" Y="4">产量 9 万吨</ofd:TextCode></ofd:TextObject>'
    assert read(ofd([bare]), "a.ofd").text.replace(" ", "").strip() == "产量9万吨"


def test_a_table_over_two_pages_is_one():
    rows = [["指标", "数量"], *[[f"产品{n}产量", f"{n}.5"] for n in range(1, 31)]]
    pages = [table(rows[:16], [80, 60], 150), table([rows[0], *rows[16:]], [80, 60], 25)]
    reading = read(ofd(pages), "a.ofd")
    [found] = reading.tables or ()
    assert len({cell.row for cell in found.cells}) == 31


def test_a_damaged_page_is_said_and_the_others_are_read():
    data = ofd([text(PROSE, 5, 50), text("乙", 5, 50)], **{"Doc_0/Pages/Page_1/Content.xml": "<ofd:Page>"})
    reading = read(data, "a.ofd")
    assert lines(reading) == [PROSE] and "page 2" in reading.warnings[0]


ENTITY = f'<!DOCTYPE x [<!ENTITY a "aaaa">]><ofd:OFD xmlns:ofd="{NAMESPACE}">&a;</ofd:OFD>'


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (package({"OFD.xml": ENTITY}), "declares entities"),
        (package({"OFD.xml": f'<ofd:OFD xmlns:ofd="{NAMESPACE}"/>'}), "without a body"),
        (package({"OFD.xml": page("")[:40]}), "get the file again"),
        (ofd([]), "without pages"),
        (ofd([""]), "nothing is printed on it"),
        (ofd([text("\ue000\ue001\ue002\ue003产量", 20, 20)]), "have no meaning"),
        (ofd(['<ofd:ImageObject Boundary="0 0 210 297"/>']), "an image without text"),
        (ofd([text("甲", 20, 20)], **{"Doc_0/Encryptions.xml": "<x/>"}), "encrypted"),
        (ofd([text("字" * 100_001, 20, 20)]), "more than 100,000 characters"),
        (sample()[:-40], "damaged or cut off"),
    ],
)
def test_what_is_refused_says_why(data: bytes, said: str):
    with pytest.raises(MediumError, match=said):
        read(data, "a.ofd")


def test_deltas_beyond_all_bounds_do_no_harm():
    code = '<ofd:TextCode X="1e30" Y="4" DeltaX="g 1000000000 4 g">产量</ofd:TextCode>'
    drawn = f'<ofd:TextObject Boundary="20 20" Size="nan">{code}</ofd:TextObject>' + text(PROSE, 5, 50)
    assert PROSE in read(ofd([drawn]), "a.ofd").text


def test_a_unit_line_at_the_right_does_not_join_the_title_above_it():
    drawn = text("金融", 60, 20) + text("单位：亿元", 150, 26) + table(GRID, [50, 30, 40, 40], 30)
    reading = read(ofd([drawn]), "a.ofd")
    assert lines(reading)[:2] == ["金融", "单位：亿元"]
