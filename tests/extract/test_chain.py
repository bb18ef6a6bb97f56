"""Who says the period, the kind of statement and the place of a row; doubts about them, each with its bad row."""

from __future__ import annotations

import pytest

from pipelines.documents.model import Metadata
from pipelines.extract.chain import Chain, described
from pipelines.extract.document import extract
from pipelines.extract.doubts import GUESSED, doubt
from pipelines.readers.read import parse_text

META = Metadata(kind="work_report", region_name="甲县", review_year=2024, plan_year=2025, published_date="2025-01-10")
TEXT = (
    "甲县政府工作报告\n一、过去五年工作回顾\n新建学校30所，改造道路20公里，各项事业全面进步。\n"
    "2024年，新建学校7所。\n二、2025年安排\n预计全年新建学校8所。\n"
)


def rows(text: str = TEXT, meta: Metadata | None = META) -> list[dict]:
    return extract(parse_text(text, meta))["observation"]


def test_the_chain_of_a_row() -> None:
    found = {str(row["value"]): row["frame"] for row in rows()}
    assert found["30"] == ["period|section|过去五年|2", "statement|section|过去五年|2", "region|document||"]
    assert found["7"][0] == "period|sentence|2024年|4"
    assert found["8"][:2] == ["period|section|2025年|5", "statement|sentence||"]


def test_the_chain_for_people() -> None:
    lines = described(["period|section|过去五年|2", "statement|sentence||", "region|document||"], "2020-2024")
    assert lines == ["时期 2020-2024：标题“过去五年”，第2行", "陈述 依句中", "地区 依文件"]


def test_lines_are_counted_as_readers_do() -> None:
    chain = Chain("一\r\n二\n\n四")
    assert [chain.line(at) for at in (0, 3, 6)] == [1, 2, 4]


ROW = {
    "statement": "actual", "period_end": 2024, "region_name": "甲县", "rule": "G2.level", "quote": "完成投资9亿元",
    "checks": [], "confidence": 0.95,
}  # fmt: skip


@pytest.mark.parametrize(
    ("bad", "check"),
    [
        ({"period_end": None}, "period_unknown"),
        ({"region_name": None}, "region_unknown"),
        ({"period_end": 2025}, "actual_ahead"),
        ({"checks": ["period_guessed"]}, "period_guessed"),
    ],
)
def test_every_doubt_catches_its_bad_row(bad: dict, check: str) -> None:
    row = ROW | {"checks": []} | bad
    doubt(row, META)
    assert check in row["checks"]
    assert row["confidence"] <= GUESSED or check == "region_unknown"


def test_a_good_row_has_no_doubts() -> None:
    row = ROW | {"checks": []}
    doubt(row, META)
    assert (row["checks"], row["confidence"], row["statement"]) == ([], 0.95, "actual")


def test_what_lies_ahead_is_a_target_unless_the_words_say_that_it_is_done() -> None:
    ahead = ROW | {"checks": [], "period_end": 2025}
    doubt(ahead, META)
    done = ROW | {"checks": [], "period_end": 2025, "quote": "1月份已完成投资1亿元"}
    doubt(done, META)
    told = ROW | {"checks": [], "period_end": 2025, "section": "一、2025年上半年预算执行情况"}
    doubt(told, META)
    assert (ahead["statement"], done["statement"], told["statement"]) == ("target", "actual", "actual")


@pytest.mark.parametrize(
    "meta",
    [
        Metadata(kind="press", review_year=2024),
        Metadata(kind="other"),
        Metadata(kind="press", published_date="2025-03-01"),
    ],
)
def test_the_year_after_the_review_may_be_told_where_no_report_is_given(meta: Metadata) -> None:
    row = ROW | {"checks": [], "period_end": 2025}
    doubt(row, meta)
    assert row["statement"] == "actual"


def test_a_revised_figure_in_the_notes_is_of_its_year() -> None:
    text = (
        "2024年甲县国民经济和社会发展统计公报\n一、综合\n全年生产总值212.4亿元，增长5.1%。\n附注：\n"
        "1.2023年全县生产总值经核实调整为203.1亿元。\n2.本公报数据为初步统计数，规上工业指主营业务收入2000万元以上的工业企业。\n"
    )
    found = [(str(row["value"]), row["indicator_name"], row["period_end"]) for row in rows(text, None)]
    assert found[2:] == [("203.1", "生产总值", 2023)]


def test_years_in_chinese_digits_are_years() -> None:
    text = "二○二四年甲县国民经济和社会发展统计公报\n一、综合\n二○二四年，粮食产量9万吨。二〇二三年末户籍人口30万人。\n"
    assert [(row["indicator_name"], row["period_end"]) for row in rows(text, None)] == [
        ("粮食产量", 2024),
        ("户籍人口", 2023),
    ]
