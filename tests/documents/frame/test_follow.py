"""The frames of passages: how far the time of a heading or a paragraph reaches."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipelines.documents.frame.model import PassageFrame
from pipelines.documents.model import Metadata
from pipelines.extract.document import extract
from pipelines.readers.read import parse_text

REPORT = Metadata(kind="work_report", review_year=2025, plan_year=2026, published_date="2026-01-12")
LINE = "完成投资30亿元，新建学校3所，社会大局保持稳定，各项工作有序推进。\n"


def frames(text: str, meta: Metadata = REPORT) -> dict[str, PassageFrame]:
    """The frame of each passage by its first words."""
    document = parse_text(text, meta)
    return {text[p.start : p.start + 8]: f for p, f in zip(document.passages, document.frames, strict=True)}


def years(frame: PassageFrame) -> tuple[int | None, int | None, str]:
    return frame.year_start, frame.year_end, frame.statement


def test_five_years_and_the_last_one_within_one_heading() -> None:
    text = (
        "一、“十四五”时期和2025年工作回顾\n“十四五”时期，是我县爬坡过坎的五年。" + LINE + "产业方面。" + LINE + "（一）城乡面貌改善\n城乡方面。" + LINE
        + "各位代表！刚刚过去的2025年，我们抓了几件大事。" + LINE + "民生方面。" + LINE + "二、“十五五”目标和2026年安排\n今后五年，要接续奋斗。" + LINE
        + "发展方面。" + LINE + "今年，是开局之年。" + LINE + "重点方面。" + LINE
    )  # fmt: skip
    found = frames(text)
    assert years(found["产业方面。完成投"]) == years(found["城乡方面。完成投"]) == (2021, 2025, "actual")
    assert years(found["民生方面。完成投"]) == (2025, 2025, "actual")
    assert years(found["发展方面。完成投"]) == (2026, 2030, "target")
    assert years(found["重点方面。完成投"]) == (2026, 2026, "target")


def test_the_words_that_decide_are_in_the_text() -> None:
    text = "一、过去五年工作回顾\n" + LINE + "二、2026年工作安排\n新建方面。" + LINE
    document = parse_text(text, REPORT)
    words = {text[f.word_start : f.word_end] for f in document.frames if f.level in ("section", "paragraph")}
    assert words == {"过去五年", "2026年"}


def test_a_heading_with_two_times_is_a_guess_until_a_paragraph_says_which() -> None:
    text = "一、2025年和“十四五”工作回顾\n开局方面。" + LINE + "五年来，我们久久为功。" + LINE + "后续方面。" + LINE
    found = frames(text)
    assert found["开局方面。完成投"].guessed and not found["后续方面。完成投"].guessed
    assert years(found["后续方面。完成投"]) == (2021, 2025, "actual")


def test_five_years_in_a_part_on_one_year_hold_for_their_paragraph() -> None:
    text = "一、2025年工作回顾\n五年来，基础更牢。" + LINE + "其他方面。" + LINE
    found = frames(text)
    assert years(found["五年来，基础更牢"]) == (2021, 2025, "actual")
    assert years(found["其他方面。完成投"]) == (2025, 2025, "actual")


def test_a_part_on_both_says_in_its_paragraphs_what_is_done_and_what_is_planned() -> None:
    text = "一、“十四五”成就和“十五五”任务\n过去五年，成绩不凡。" + LINE + "今后五年，任务艰巨。" + LINE
    found = frames(text)
    assert years(found["过去五年，成绩不"]) == (2021, 2025, "actual")
    assert years(found["今后五年，任务艰"]) == (2026, 2030, "target")


def test_a_motto_as_heading_takes_its_time_from_the_text_below() -> None:
    text = (
        "一、凝心聚力，开创新局面\n初步统计，2025年全市生产总值900亿元。\n（一）工业\n工业方面。"
        + LINE
        + "二、笃行不怠，奋进新征程\n“十五五”时期，要再上台阶。"
        + LINE
        + "（一）农业\n农业方面。"
        + LINE
    )
    found = frames(text)
    assert years(found["工业方面。完成投"]) == (2025, 2025, "actual")
    assert years(found["农业方面。完成投"]) == (2026, 2030, "target")


def test_a_look_back_in_a_plan_holds_for_its_own_sentence() -> None:
    text = "二、2026年工作安排\n去年的基础不错。2025年，我们打了硬仗。\n推进方面。" + LINE
    assert years(frames(text)["推进方面。完成投"]) == (2026, 2026, "target")


@pytest.mark.parametrize(
    "meta", [Metadata(kind="other"), replace(REPORT, review_year=None, plan_year=None, published_date=None)]
)
def test_what_is_not_said_is_unknown(meta: Metadata) -> None:
    frame = frames("工作情况\n有关方面。" + LINE, meta)["有关方面。完成投"]
    assert (frame.year_start, frame.year_end, frame.level) == (None, None, "unknown")


def test_bare_headings_with_a_year_stand_above_numbered_ones() -> None:
    text = "各位代表：\n2025年：实干开新\n过去一年，攻坚克难。\n一、产业方面\n规上工业增长6%。新增企业4家。\n2026年：再接再厉\n我们要继续努力。\n一、项目方面\n开工项目30个，完成投资9亿元。\n"
    found = frames(text)
    assert years(found["规上工业增长6%"]) == (2025, 2025, "actual")
    assert years(found["开工项目30个，"]) == (2026, 2026, "target")


def test_a_year_said_in_passing_turns_no_part_on_five_years() -> None:
    text = (
        "一、过去五年工作回顾\n2025年全县生产总值90亿元，完成投资30亿元。\n后续方面。"
        + LINE
        + "刚刚过去的2025年，成绩不凡。"
        + LINE
        + "末了方面。"
        + LINE
    )
    found = frames(text)
    assert years(found["后续方面。完成投"]) == (2021, 2025, "actual")
    assert years(found["末了方面。完成投"]) == (2025, 2025, "actual")


def test_a_year_with_what_was_reached_in_it_holds_for_its_sentence_where_several_are_spoken_of() -> None:
    text = (
        "一、本届政府及2025年工作回顾\n本届政府任期以来，实力更强；2025年全县生产总值90亿元，年均增长8%。\n（一）工业\n工业方面。"
        + LINE
    )
    assert years(frames(text)["工业方面。完成投"]) == (2021, 2025, "actual")


def test_final_accounts_look_back_on_their_year_under_every_heading() -> None:
    text = "甲县2022年决算报告\n\n一、一般公共预算收支情况\n（一）支出情况\n1.教育支出9亿元，比2021年决算增长3%。\n2.公共安全支出4亿元，增长1%。\n"
    document = parse_text(text, Metadata(kind="budget_report", review_year=2022, region_name="甲县"))
    years = {row["indicator_name"]: row["period_end"] for row in extract(document)["observation"]}
    assert years == {"教育支出": 2022, "公共安全支出": 2022}


def test_a_heading_with_the_budget_of_a_zone_gives_its_figures_to_the_zone() -> None:
    text = "清水县2022年决算报告\n\n一、全县收支情况\n全县一般公共预算收入9亿元。\n\n二、临江经济开发区收支决算情况\n一般公共预算收入1.3亿元，增长3%。\n"
    document = parse_text(text, Metadata(kind="budget_report", review_year=2022, region_name="清水县"))
    places = {str(row["value"]): row["region_name"] for row in extract(document)["observation"]}
    assert places == {"9": "清水县", "1.3": "临江经济开发区", "3": "临江经济开发区"}


def test_statistics_behind_a_passage_that_foresees_them_are_estimates_up_to_the_plan() -> None:
    text = (
        "一、2025年计划执行情况\n预计（下同）全年实现生产总值31亿元，经济运行总体平稳，各项工作有序推进。\n（一）工业平稳增长\n"
        "工业方面。规上工业增加值完成9亿元，新建厂房6栋，社会大局保持稳定，各项工作有序推进。\n"
        "二、2026年目标\n税收收入增长6%，完成投资30亿元，社会大局保持稳定，各项工作有序推进。\n"
    )
    found = {row["indicator_name"]: row["statement"] for row in extract(parse_text(text, REPORT))["observation"]}
    assert found == {
        "生产总值": "estimate",
        "规上工业增加值": "estimate",
        "新建厂房": "actual",
        "税收收入": "target",
        "完成投资": "target",
    }


def test_the_last_year_at_the_head_of_a_paragraph_holds_for_it_among_five_years() -> None:
    text = (
        "一、过去五年工作回顾\n五年来，我们久久为功。" + LINE
        + "去年，全市上下攻坚克难。新建桥梁5座，社会大局保持稳定，各项工作有序推进。五年来，新建泵站7座。\n"
        + "城乡方面。新建公园9个，社会大局保持稳定，各项工作有序推进。\n"
        + "去年是很不平凡的一年。" + LINE + "民生方面。" + LINE
    )  # fmt: skip
    rows = {row["printed"]: row["period_label"] for row in extract(parse_text(text, REPORT))["observation"]}
    assert (rows["5"], rows["7"], rows["9"]) == ("2025", "2021-2025", "2021-2025")
    assert years(frames(text)["民生方面。完成投"]) == (2025, 2025, "actual")


def test_a_mean_and_a_sum_of_the_five_years_beside_their_last_one() -> None:
    text = (
        "一、过去五年工作回顾\n五年来，我们久久为功。" + LINE
        + "2025年，全县工业产值90亿元，年均增长7%，单位产值能耗累计下降14%，社会大局保持稳定，各项工作有序推进。\n"
    )  # fmt: skip
    rows = {row["printed"]: row for row in extract(parse_text(text, REPORT))["observation"]}
    assert {printed: rows[printed]["period_label"] for printed in ("90", "7", "14")} == {
        "90": "2025",
        "7": "2021-2025",
        "14": "2020-2025",
    }
    assert "period_guessed" not in rows["7"]["checks"]
