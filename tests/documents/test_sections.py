"""The tree of headings, and what it says of years and kinds of statement."""

import pytest

from pipelines.documents.metadata import read_metadata
from pipelines.documents.model import Metadata
from pipelines.documents.roles import five_year_plan
from pipelines.documents.sections import read_sections

PLAN = Metadata(kind="plan_report", review_year=2021, plan_year=2022)
LINE = "全县生产总值增长6%，完成投资30亿元，新建学校3所，改造道路20公里，社会大局保持稳定。\n"


def tree(text, meta=PLAN):
    sections = read_sections(text, meta, [])
    assert [s.number for s in sections] == list(range(1, len(sections) + 1))
    return sections


def lines(sections):
    return [f"{s.level} {s.title}" for s in sections]


def years(sections):
    return {s.title: (s.role, s.year_start, s.year_end, s.statement) for s in sections}


def test_plan_report():
    text = (
        "一、2021年计划执行情况\n" + LINE + "（一）工业提质\n一是投资增长。" + LINE + "二是企业壮大。" + LINE + "（二）困难和问题\n" + LINE
        + "二、2022年总体考虑\n（一）宏观形势分析\n" + LINE + "（二）主要目标\n" + LINE + "三、重点工作\n（一）建设园区\n" + LINE
        + "\t专栏1：2022年重点事项\n\n交通：" + LINE + "水利：" + LINE + "\n\n做好其他工作，推进园区建设，加快发展。\n（二）改善民生\n" + LINE
    )  # fmt: skip
    sections = tree(text)
    assert lines(sections) == [
        "1 一、2021年计划执行情况", "2 （一）工业提质", "3 一是投资增长", "3 二是企业壮大", "2 （二）困难和问题",
        "1 二、2022年总体考虑", "2 （一）宏观形势分析", "2 （二）主要目标",
        "1 三、重点工作", "2 （一）建设园区", "3 专栏1：2022年重点事项", "4 交通", "4 水利", "2 （二）改善民生",
    ]  # fmt: skip
    found = years(sections)
    assert found["二是企业壮大"] == found["（二）困难和问题"] == ("review", 2021, 2021, "actual")
    assert found["（二）主要目标"] == found["交通"] == found["（二）改善民生"] == ("plan", 2022, 2022, "target")
    assert found["（一）宏观形势分析"] == ("plan", 2022, 2022, "actual")
    assert [s.title for s in sections if s.topic] == ["交通", "水利"]
    assert sections[2].path == "一、2021年计划执行情况 / （一）工业提质 / 一是投资增长"


def test_spans_nest_and_cover_heading_and_body():
    text = "甲县公报\n一、工业\n" + LINE + "（一）产值\n" + LINE + "（二）投资\n" + LINE + "二、农业\n" + LINE
    sections = tree(text)
    for section in sections:
        assert text[section.start :].startswith(section.title)
        parent = sections[section.parent - 1] if section.parent else None
        assert section.start < section.end <= len(text)
        assert parent is None or (
            parent.start < section.start and section.end <= parent.end and parent.level == section.level - 1
        )
    first, _, inner, second = sections
    assert (first.end, inner.end) == (second.start, second.start)
    assert second.end == len(text)


def test_running_text_behind_a_panel_leaves_it():
    text = "三、重点工作\n\t专栏1：2022年事项\n\n交通：" + LINE + "\n\n构建服务业体系，推动融合发展，加快建设园区。\n"
    chapter, box, topic = tree(text)
    assert box.end == topic.end == text.index("构建")
    assert chapter.end == len(text)


def test_topics_without_a_panel_need_company():
    text = "（九）治理\n" + LINE + "公共安全：" + LINE + "风险防范：" + LINE
    assert lines(tree(text)) == ["1 （九）治理", "2 公共安全", "2 风险防范"]
    assert lines(tree("（九）治理\n" + LINE + "公共安全：" + LINE + LINE)) == ["1 （九）治理"]
    assert lines(tree("一、目标\n主要目标是：" + LINE + "备注：" + LINE + "其中：" + LINE)) == ["1 一、目标"]


def test_numbered_topics_stand_below_a_topic():
    text = (
        "\t专栏6  2022年产业重点事项\n\n两大主导产业：\n1.汽车产业："
        + LINE
        + "2.材料产业："
        + LINE
        + "特色产业：\n1.电子产业："
        + LINE
    )
    assert lines(tree(text)) == [
        "1 专栏6 2022年产业重点事项",
        "2 两大主导产业",
        "3 汽车产业",
        "3 材料产业",
        "2 特色产业",
        "3 电子产业",
    ]


def test_levels_are_learnt_from_the_document():
    text = (
        "（一）工业\n"
        + LINE
        + "1、产值\n"
        + LINE
        + "2、投资\n"
        + LINE
        + "（二）农业\n一、粮食\n"
        + LINE
        + "二、蔬菜\n"
        + LINE
        + "（三）商业\n"
        + LINE
    )
    assert lines(tree(text)) == [
        "1 （一）工业",
        "2 1、产值",
        "2 2、投资",
        "1 （二）农业",
        "2 一、粮食",
        "2 二、蔬菜",
        "1 （三）商业",
    ]


def test_a_numbering_that_does_not_go_on_does_not_swallow_the_report():
    text = "1.编制说明\n" + LINE + "一、工业\n" + LINE + "1.产值\n" + LINE + "二、农业\n" + LINE
    assert lines(tree(text)) == ["1 1.编制说明", "1 一、工业", "2 1.产值", "1 二、农业"]


def test_chapters_and_sections():
    text = (
        "第一章 发展基础\n第一节 工业\n"
        + LINE
        + "一、产值\n"
        + LINE
        + "第二节 农业\n"
        + LINE
        + "第二章 主要目标\n"
        + LINE
    )
    meta = Metadata(kind="other", title="甲县国民经济和社会发展第十四个五年规划纲要")
    sections = tree(text, meta)
    assert lines(sections) == ["1 第一章 发展基础", "2 第一节 工业", "3 一、产值", "2 第二节 农业", "1 第二章 主要目标"]
    assert years(sections)["第二章 主要目标"] == ("plan", 2021, 2025, "target")
    assert years(sections)["第一章 发展基础"][::3] == ("review", "actual")


def test_lists_and_tables_of_contents_are_no_sections():
    contents = "目录\n一、工作回顾\n二、主要目标\n三、重点工作\n"
    assert lines(tree(contents + "一、工作回顾\n" + LINE + "二、主要目标\n" + LINE))[-2:] == [
        "1 一、工作回顾",
        "1 二、主要目标",
    ]
    assert lines(
        tree("专栏2 2022年民生实事\n1.新建公厕12座。\n2.改造小区5个。\n3.新增学位800个\n4.新增车位900个\n")
    ) == ["1 专栏2 2022年民生实事"]


def test_closing_passages_leave_the_last_sub_heading():
    text = (
        "一、2021年计划执行情况\n（一）工业\n"
        + LINE
        + "在肯定成绩的同时，我们也看到，投资下降3%。\n"
        + "二、重点工作\n"
        + LINE
    )
    first, inner, _ = tree(text)
    assert inner.end == text.index("在肯定") and first.end == text.index("二、重点")


def test_five_year_report():
    text = (
        "政府工作报告\n——2022年2月9日在甲省第九届人民代表大会第一次会议上\n各位代表：\n一、过去五年工作回顾\n五年来，我们砥砺前行，生产总值年均增长6%。\n"
        "——创新能力持续增强。" + LINE + "刚刚过去的2021年，" + LINE + "五年来的成绩来之不易，" + LINE
        + "二、今后五年总体要求和奋斗目标\n" + LINE + "三、2022年重点工作\n" + LINE
    )  # fmt: skip
    sections = tree(text, read_metadata(text))
    assert years(sections) == {
        "一、过去五年工作回顾": ("review", 2017, 2021, "actual"),
        "——创新能力持续增强": ("review", 2017, 2021, "actual"),
        "刚刚过去的2021年": ("review", 2021, 2021, "actual"),
        "二、今后五年总体要求和奋斗目标": ("plan", 2022, 2026, "target"),
        "三、2022年重点工作": ("plan", 2022, 2022, "target"),
    }
    single = sections[2]
    assert (
        text[single.start : single.end].startswith("刚刚过去") and "五年来的成绩" not in text[single.start : single.end]
    )


def test_half_year_report():
    meta = Metadata(kind="plan_report", review_year=2023, period_label="2023H1")
    text = (
        "一、上半年计划执行情况\n"
        + LINE
        + "二、存在的主要问题\n"
        + LINE
        + "三、下半年工作安排\n（一）扩大投资\n"
        + LINE
    )
    assert (
        list(years(tree(text, meta)).values())
        == [("review", 2023, 2023, "actual")] * 2 + [("plan", 2023, 2023, "target")] * 2
    )


def test_communique_is_a_review_throughout():
    meta = Metadata(kind="communique", review_year=2020)
    text = (
        "2020年，全县奋力发展，经济平稳。\n一、综合\n"
        + LINE
        + "二、可持续发展目标\n"
        + LINE
        + "三、“十三五”时期成就\n"
        + LINE
    )
    sections = tree(text, meta)
    assert [s.title for s in sections] == ["", "一、综合", "二、可持续发展目标", "三、“十三五”时期成就"]
    assert {s.role for s in sections} == {"review"} and {s.statement for s in sections} == {"actual"}
    assert (sections[3].year_start, sections[3].year_end) == (2016, 2020)


def test_press_page_with_bare_headings():
    text = (
        "石桥高新区迈向新高地\n\n“十五五”启幕，石桥高新区再出发，建设现代产业体系，推动高质量发展。\n\n打牢基础\n\n“十四五”期间，石桥高新区产值突破300亿元，"
        "企业达到90家，创新平台达到12个。\n\n明确方向\n\n“十五五”时期，石桥高新区将力争产值突破500亿元，企业将达到150家，建成科创中心。\n\n"
        "苦干实干\n\n石桥高新区全面铺开招商行动，为“十五五”目标提供支撑，完善服务机制，优化要素保障。\n"
    )  # fmt: skip
    opening, past, ahead, last = tree(text, read_metadata(text))
    assert (last.role, last.year_start, last.statement) == ("plan", 2026, "target")
    assert (opening.title, opening.year_start) == ("", None)
    assert (past.title, past.role, past.year_start, past.year_end, past.statement) == (
        "打牢基础",
        "review",
        2021,
        2025,
        "actual",
    )
    assert (ahead.title, ahead.role, ahead.year_start, ahead.year_end, ahead.statement) == (
        "明确方向",
        "plan",
        2026,
        2030,
        "target",
    )


def test_a_text_without_headings_is_one_review():
    [section] = tree(LINE + LINE, Metadata(kind="press", review_year=2022))
    assert (section.title, section.role, section.year_start, section.level) == ("", "review", 2022, 1)


@pytest.mark.parametrize(
    "title, expected",
    [
        ("一、2021年主要目标完成情况", ("review", 2021, 2021, "actual")),
        ("一、2021年工作回顾", ("review", 2021, 2021, "actual")),
        ("二、当前存在的困难和问题", ("review", 2021, 2021, "actual")),
        ("二、2022年经济社会发展总体要求和主要目标", ("plan", 2022, 2022, "target")),
        ("二、扎实做好2022年各项工作", ("plan", 2022, 2022, "target")),
        ("三、下一步工作打算", ("plan", 2022, 2022, "target")),
        ("四、2035年远景目标", ("plan", 2035, 2035, "target")),
        ("五、2021—2025年发展目标", ("plan", 2021, 2025, "target")),
        ("一、“十三五”时期发展成就", ("review", 2016, 2020, "actual")),
        ("二、“十四五”时期主要目标", ("plan", 2021, 2025, "target")),
    ],
)
def test_headings_at_the_top(title, expected):
    [section] = tree(f"{title}\n{LINE}")
    assert (section.role, section.year_start, section.year_end, section.statement) == expected


def test_a_heading_without_a_cue_goes_with_the_one_before():
    text = "一、2021年工作回顾\n" + LINE + "二、2022年总体要求\n" + LINE + "三、加快建设现代产业体系\n" + LINE
    assert tree(text)[2].role == "plan"


def test_words_of_a_plan_within_a_review_do_not_turn_it():
    text = "一、2021年计划执行情况\n（一）重点工作全面推进\n" + LINE + "（二）《2022年行动计划》出台\n" + LINE
    assert {s.role for s in tree(text)} == {"review"}


def test_names_of_five_year_plans():
    assert five_year_plan("“十二五”末") == (2011, 2015)
    assert five_year_plan("二十五个项目") is None
    assert five_year_plan("第八个五年计划") == (1991, 1995)


def test_markdown_headings_with_and_without_numbers():
    text = (
        "# 甲县2021年国民经济和社会发展统计公报\n\n## 一、综合\n\n"
        + LINE
        + "\n## 二、农业\n\n"
        + LINE
        + "\n### 粮食\n\n"
        + LINE
        + "\n## 附录\n\n"
        + LINE
    )
    meta = read_metadata(text)
    assert (meta.title, meta.kind, meta.review_year) == ("甲县2021年国民经济和社会发展统计公报", "communique", 2021)
    assert lines(tree(text, meta)) == ["1 一、综合", "1 二、农业", "2 粮食", "1 附录"]


def test_a_monthly_text_with_bare_headings():
    text = (
        "甲市2021年上半年经济运行情况\n\n发布日期：2021-07-28  来源：市统计局  浏览次数：1203\n\n今年以来，全市稳住大盘，经济持续回升。\n\n"
        "工业稳中有升\n\n上半年，工业增加值增长6.3%，加快1.1个百分点。\n\n消费加快恢复\n\n上半年，零售总额213.5亿元，增长8.4%。\n\n打印本页  关闭窗口\n"
    )  # fmt: skip
    meta = read_metadata(text)
    assert (meta.period_label, meta.review_year, meta.published_date) == ("2021H1", 2021, "2021-07-28")
    assert lines(tree(text, meta)) == ["1 ", "1 工业稳中有升", "1 消费加快恢复"]


def test_targets_each_on_a_line_are_items_of_their_section():
    text = "二、2022年工作安排\n主要预期目标是：\n——地区生产总值增长6%左右；\n——城镇新增就业3000人以上。\n（一）办好实事\n1．新建幼儿园2所；\n2．改造小区15个。\n"
    assert lines(tree(text)) == ["1 二、2022年工作安排", "2 （一）办好实事"]


def test_foundations_in_a_five_year_plan_are_the_five_years_before():
    meta = Metadata(kind="other", title="甲区国民经济和社会发展第十四个五年规划和二〇三五年远景目标纲要")
    text = "第一章 发展环境\n第一节 发展基础\n" + LINE + "第二节 面临形势\n" + LINE + "第二章 主要目标\n" + LINE
    found = years(tree(text, meta))
    assert found["第一节 发展基础"] == ("review", 2016, 2020, "actual")
    assert found["第二节 面临形势"] == ("plan", 2021, 2025, "actual")
    assert found["第二章 主要目标"] == ("plan", 2021, 2025, "target")
