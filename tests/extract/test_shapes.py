"""Figures of a shape of their own, and lists of figures that share what is said before them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipelines.extract.facts import Context, Fact
from pipelines.extract.prose.statements import read_statements

REVIEW = Context(2022, 2022, published_year=2023, region="甲省乙市丙区")


def facts(text: str) -> list[Fact]:
    return read_statements(text, REVIEW)


def brief(text: str) -> list[tuple[str, str, str, str]]:
    return [(f.indicator, str(f.value), f.unit, f.measure) for f in facts(text)]


def test_a_range_is_two_rows_of_one_indicator() -> None:
    low, high = facts("地区生产总值增长5%—5.5%。")
    assert (low.qualifier, high.qualifier) == ("range_low", "range_high")
    assert (low.value, high.value) == (Decimal(5), Decimal("5.5"))
    assert low.indicator == high.indicator == "地区生产总值"
    assert low.measure == high.measure == "growth"


def test_a_fall_by_a_range_is_negative_at_both_ends() -> None:
    assert [str(f.value) for f in facts("单位能耗下降2%—3%。")] == ["-2", "-3"]


def test_from_and_to_are_two_levels() -> None:
    assert brief("办理时限由5天压缩至2天。") == [("办理时限", "5", "天", "level"), ("办理时限", "2", "天", "level")]
    first, second = facts("高新技术企业由上年的86家增加到119家。")
    assert (first.period_end, second.period_end) == (2021, 2022)


def test_a_completion_with_its_plan_is_three_rows() -> None:
    done, plan, rate = facts("重点项目完成投资635亿元，完成年计划710亿元的89.4%。")
    assert (done.value, plan.value, rate.value) == (Decimal(635), Decimal(710), Decimal("89.4"))
    assert (done.statement, plan.statement, rate.statement) == ("actual", "target", "actual")
    assert (done.measure, plan.measure, rate.measure) == ("level", "level", "share")


def test_a_target_in_brackets_is_of_the_figure_before() -> None:
    done, goal = facts("规上工业增加值增长5.3%（预期目标8%以上）。")
    assert (goal.indicator, goal.measure, goal.statement, goal.qualifier) == (done.indicator, "growth", "target", "ge")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("工业投资总量居全市第3位。", [("工业投资总量", "3", "位", "rank")]),
        (
            "固定资产投资增长11.2%，增速居全市第9位。",
            [("固定资产投资", "11.2", "%", "growth"), ("固定资产投资增速", "9", "位", "rank")],
        ),
        ("粮食产量由全省第12位上升至第8位。", [("粮食产量", "12", "位", "rank"), ("粮食产量", "8", "位", "rank")]),
        ("组织召开第3次会议。", []),
        ("第十八届人民代表大会审议通过。", []),
    ],
)
def test_ranks(text: str, wanted: list[tuple[str, str, str, str]]) -> None:
    assert brief(text) == wanted


def test_a_structure_is_three_shares() -> None:
    assert brief("三次产业结构为8.2:43.5:48.3。") == [
        ("三次产业结构中第一产业增加值占比", "8.2", "", "share"),
        ("三次产业结构中第二产业增加值占比", "43.5", "", "share"),
        ("三次产业结构中第三产业增加值占比", "48.3", "", "share"),
    ]


def test_a_changed_structure_is_six_shares_of_two_years() -> None:
    found = facts("三次产业结构由上年的9.1:42.6:48.3调整为8.7:43.2:48.1。")
    assert [f.period_end for f in found] == [2021] * 3 + [2022] * 3
    assert [f.period_label for f in found] == ["2021"] * 3 + ["2022"] * 3
    assert sum(f.value for f in found[:3]) == sum(f.value for f in found[3:]) == 100


@pytest.mark.parametrize("text", ["师生比为1:12:3。", "比分2:1:3。"])
def test_other_ratios_are_no_structure(text: str) -> None:
    assert [f for f in facts(text) if f.rule.startswith("G18")] == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("城镇、农村居民人均可支配收入分别增长4.6%、6.8%。", [("城镇居民人均可支配收入", "4.6"), ("农村居民人均可支配收入", "6.8")]),
        ("蔬菜、水果产量分别达65.7、14.9万吨。", [("蔬菜产量", "65.7"), ("水果产量", "14.9")]),
        ("一产、二产、三产增加值分别为35.2亿元、182.6亿元和204.1亿元。", [("一产增加值", "35.2"), ("二产增加值", "182.6"), ("三产增加值", "204.1")]),
        ("存款余额、贷款余额分别为860亿元、720亿元，分别增长8.8%、11.5%。",
         [("存款余额", "860"), ("贷款余额", "720"), ("存款余额", "8.8"), ("贷款余额", "11.5")]),
        ("新建小学、初中各2所。", None),
    ],
)  # fmt: skip
def test_lists(text: str, wanted: list[tuple[str, str]] | None) -> None:
    found = facts(text)
    if wanted is None:
        assert {f.value for f in found} == {Decimal(2)} and found
        return
    assert [(f.indicator, str(f.value)) for f in found] == wanted


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("进出口总值、实际使用外资分别增长9%左右。", ["进出口总值", "实际使用外资"]),
        ("城镇、农村居民人均可支配收入均增长9%。", ["城镇居民人均可支配收入", "农村居民人均可支配收入"]),
        ("甲类店铺、乙类摊点均增长9%。", ["甲类店铺、乙类摊点"]),
    ],
)
def test_one_figure_of_several_indicators_that_are_known(text: str, names: list[str]) -> None:
    found = facts(text)
    assert [f.indicator for f in found] == names
    assert {(f.value, f.measure, f.start, f.end) for f in found} == {
        (Decimal(9), "growth", text.index("9"), text.index("9") + 1)
    }


def test_a_list_shares_its_verb_unit_and_qualifier() -> None:
    found = facts("污水处理率、垃圾处理率分别达到95%、97%以上。")
    assert [f.qualifier for f in found] == ["ge", "ge"]
    assert [f.unit for f in facts("税收占比、研发强度分别提高3.5个、0.3个百分点。")] == ["个百分点"] * 2
    assert [str(f.value) for f in facts("税收占比、研发强度分别下降3.5个、0.3个百分点。")] == ["-3.5", "-0.3"]


def test_a_list_that_does_not_fit_still_gives_every_value() -> None:
    """Three names for two figures: nothing is distributed wrongly to a single name, nothing is lost."""
    found = facts("甲、乙、丙产量分别达5万吨、3万吨。")
    assert [str(f.value) for f in found] == ["5", "3"]
    assert all("乙" not in f.indicator or "甲" in f.indicator for f in found)


def test_periods_are_distributed_too() -> None:
    found = facts("2020年、2021年地区生产总值分别增长2.1%、7.9%。")
    assert [(f.indicator, f.period_end) for f in found] == [("地区生产总值", 2020), ("地区生产总值", 2021)]


@pytest.mark.parametrize(
    ("text", "wholes"),
    [
        ("实施重点项目126个，其中省级重点项目7个、市级19个。", [None, 0, 0]),
        ("其中：省级重点项目7个、市级19个。", [None, None]),
        ("进出口总值100亿元，增长3%，其中出口60亿元；实际使用外资5亿元，其中制造业2亿元。", [None, None, 0, None, 3]),
    ],
)
def test_a_part_points_to_the_amount_that_is_divided(text: str, wholes: list[int | None]) -> None:
    assert [fact.whole for fact in facts(text)] == wholes
