"""Comparisons without a number: which they are, of what, for when; and texts that hold none."""

from __future__ import annotations

import pytest

from pipelines.extract.facts import Context
from pipelines.extract.prose.qualitative import read_qualitative

PLAN = Context(2023, 2023, "target", published_year=2023)


@pytest.mark.parametrize(
    ("text", "name", "comparison"),
    [
        ("居民收入增长与经济增长基本同步。", "居民收入", "in_step"),
        ("居民人均可支配收入与经济增长同步增长。", "居民人均可支配收入", "in_step"),
        ("城乡居民收入增长快于经济增长。", "城乡居民收入", "faster"),
        ("固定资产投资增速高于全市平均水平。", "固定资产投资", "faster"),
        ("税收增速低于全省平均水平。", "税收", "slower"),
        ("食用菌产量与上年持平。", "食用菌产量", "flat"),
        ("能源消费总量实现零增长。", "能源消费总量", "zero_growth"),
        ("外贸进出口稳步增长。", "外贸进出口", "steady_growth"),
    ],
)
def test_comparisons(text: str, name: str, comparison: str) -> None:
    (fact,) = read_qualitative(text, PLAN)
    assert (fact.indicator, fact.comparison, fact.statement, fact.period_end) == (name, comparison, "target", 2023)
    assert text[fact.start : fact.end] == text[:-1]
    assert fact.rule == f"G19.{comparison}"


@pytest.mark.parametrize(
    "text",
    [
        "新增企业12家。",
        "地区生产总值增速高于全省1.2个百分点。",
        "海拔高于周边。",
        "同步推进两项工作。",
        "思想高度一致。",
        "",
    ],
)
def test_what_is_no_comparison(text: str) -> None:
    assert read_qualitative(text, PLAN) == []


def test_a_comparison_takes_its_name_from_the_figure_before() -> None:
    facts = read_qualitative("城镇居民收入增长6%，与经济增长基本同步。", PLAN)
    assert [(f.indicator, f.comparison) for f in facts] == [("城镇居民收入", "in_step")]


def test_period_and_statement_come_from_the_clause() -> None:
    (fact,) = read_qualitative("2021年，粮食产量与上年持平。", Context(2022, 2022, published_year=2023))
    assert (fact.period_start, fact.period_end, fact.statement) == (2021, 2021, "actual")
