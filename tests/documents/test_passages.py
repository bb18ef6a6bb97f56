"""Passages cover the text, once, in order, each in its section."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.documents.model import Metadata
from pipelines.documents.passages import read_passages
from pipelines.documents.sections import read_sections
from pipelines.readers.read import parse_text

LINE = "全县生产总值增长6%，完成投资30亿元，新建学校3所，改造道路20公里，社会大局保持稳定。"
PIECES = [
    "一、2021年工作回顾", "（一）工业", "一是投资增长。完成投资3亿元。", "1.新建公厕12座。", "专栏1：2021年事项", "交通：建设公路。", LINE, "增长", "13", "亿元，",
    "\n", "\n\n", "\t", " ", "\u3000", "\r\n", "— 3 —", "广告", "欢迎您", "——这一年，发展提速。工业增长。", "表1 主要指标", "备注：初步数。", "注释：", "各位代表！",
    "\x0c", "\u200b", "“", "”", "（", "。", "，", "2021年", "甲县", "乙县高新区", "第一章 总则", "②", "|", "记者 张三",
]  # fmt: skip
texts = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=12)), max_size=40).map("".join)


def kinds(text, meta=None):
    document = parse_text(text, meta)
    return [(p.kind, text[p.start : p.end]) for p in document.passages]


@settings(max_examples=250, deadline=None)
@given(texts, st.lists(st.tuples(st.integers(0, 300), st.integers(0, 40)), max_size=3))
def test_passages_cover_every_visible_character_outside_the_tables_once(text, spans):
    skip = [(min(start, len(text)), min(start + length, len(text))) for start, length in spans]
    sections = read_sections(text, Metadata(kind="press", review_year=2021), skip)
    passages = read_passages(text, sections, skip)
    covered = [False] * len(text)
    for start, end in skip:
        covered[start:end] = [True] * (end - start)
    position = 0
    for number, passage in enumerate(passages, start=1):
        assert passage.number == number
        assert position <= passage.start < passage.end <= len(text)
        assert not text[passage.start].isspace() and not text[passage.end - 1].isspace()
        covered[passage.start : passage.end] = [True] * (passage.end - passage.start)
        position = passage.end
    assert all(covered[i] or c.isspace() or c in "\u200b\ufeff" for i, c in enumerate(text))
    numbers = {s.number: s for s in sections}
    for section in sections:
        assert 0 <= section.start <= section.end <= len(text)
        assert section.parent is None or numbers[section.parent].end >= section.end
    for passage in passages:
        if passage.section is not None:
            section = numbers[passage.section]
            assert section.start <= passage.start < section.end


@settings(max_examples=100, deadline=None)
@given(texts)
def test_reading_is_deterministic(text):
    assert parse_text(text) == parse_text(text)


def test_kinds():
    text = (
        "甲县政府工作报告\n——2022年1月9日在甲县第九届人民代表大会第四次会议上\n甲县人民政府县长　王某\n\n各位代表：\n\n一、2021年工作回顾\n"
        f"{LINE}\n1.新建公厕12座。\n2.改造小区5个。\n备注：数据为初步核算数。\n— 7 —\n（下转第3版）\n"
    )  # fmt: skip
    found = kinds(text)
    assert [kind for kind, _ in found] == [
        "heading", "heading", "heading", "prose", "heading", "prose", "list_item", "list_item", "note", "furniture", "furniture",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "line",
    [
        "(下转6版)",
        "（上接第1版）",
        "扫一扫，看更多内容",
        "分享到：",
        "相关报道",
        "责任编辑：张三",
        "本报记者 张三 李四",
        "第3页 共12页",
        "张三 李四",
        "— 12 —",
        "****",
        "2026年部门支出总表..........12",
        "二、部门收入总表…………………13",
    ],
)
def test_page_chrome_is_furniture(line):
    assert kinds(f"一、工作回顾\n{LINE}\n\n{line}\n")[-1] == ("furniture", line)


@pytest.mark.parametrize(
    "line",
    [
        "记者在现场看到，大桥已经通车，全长3公里，总投资5亿元。",
        "分享到的红利达3亿元，惠及群众2万人，成效明显。",
        "责任落实到人，完成整改30项。",
    ],
)
def test_sentences_that_begin_like_page_chrome_are_prose(line):
    assert kinds(f"一、工作回顾\n{LINE}\n\n{line}\n")[-1] == ("prose", line)


def test_an_advertisement_of_another_place_is_foreign():
    own = "石桥县加快发展，石桥县产值突破300亿元，石桥县企业达到90家，创新平台达到12个。\n\n"
    found = kinds(own * 2 + "广告\n\n建设东湖新城 共享未来\n\n东湖高新区\n(南岸)\n\n东湖高新区管委会欢迎您\n")
    assert [kind for kind, _ in found] == ["prose"] * 2 + ["foreign"] * 5
    unmarked = kinds(own * 2 + "东湖高新区\n\n东湖高新区管委会欢迎您\n\n东湖高新区 微信公众号\n")
    assert [kind for kind, _ in unmarked][2:] == ["foreign"] * 3
    its_own = kinds(own * 2 + "石桥县\n\n石桥县人民政府欢迎您\n\n石桥县 微信公众号\n")
    assert "foreign" not in [kind for kind, _ in its_own]


def test_text_that_goes_on_behind_an_advertisement_is_read():
    text = f"石桥县产值增长。石桥县企业增多。\n\n广告\n\n东湖新区欢迎您\n\n一、工业\n石桥县{LINE}\n"
    assert kinds(text)[-1][0] == "prose" and kinds(text)[-2][0] == "heading"


def test_a_glossary_is_notes_to_its_end():
    text = f"甲县2021年统计公报\n一、工业\n{LINE}\n注释：\n1.本公报数据为初步统计数。\n2.规模以上工业指年主营业务收入2000万元及以上的工业企业。\n"
    assert [kind for kind, _ in kinds(text)][-3:] == ["note"] * 3


def test_a_topic_keeps_its_label_and_starts_its_section():
    text = f"专栏1：2022年事项\n\n交通：{LINE}\n水利：{LINE}\n"
    document = parse_text(text, Metadata(kind="plan_report", review_year=2021, plan_year=2022))
    topic = next(s for s in document.sections if s.title == "交通")
    passage = next(p for p in document.passages if p.section == topic.number)
    assert passage.start == topic.start and text[passage.start : passage.end] == f"交通：{LINE}"
