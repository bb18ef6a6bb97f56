"""Measure and sign of a figure from its unit and the words before it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipelines.extract.prose.measures.model import dimension, signed, without_comparison
from pipelines.extract.prose.measures.read import read_measure
from pipelines.extract.prose.predicates import read_tail


def read(pre: str, unit: str) -> tuple[str, int, str]:
    reading = read_measure(pre, read_tail(pre), unit)
    return reading.measure, reading.sign, reading.name


@pytest.mark.parametrize(
    ("pre", "unit", "measure", "sign", "name"),
    [
        # a percentage: growth with a verb or noun of growth, else a share
        ("地区生产总值增长", "%", "growth", 1, "地区生产总值"),
        ("税收收入下降", "%", "growth", -1, "税收收入"),
        ("工业投资增速达", "%", "growth", 1, "工业投资"),
        ("工业投资降幅达", "%", "growth", -1, "工业投资"),
        ("进出口总额同比", "%", "growth", 1, "进出口总额"),
        ("城镇化率达", "%", "share", 1, "城镇化率"),
        ("参保率", "%", "share", 1, "参保率"),
        # percentage points: the change of a rate, a gap to another, never a share
        ("城镇化率提高", "个百分点", "change", 1, "城镇化率"),
        ("城镇登记失业率下降", "个百分点", "change", -1, "城镇登记失业率"),
        ("地区生产总值增速高于全省", "个百分点", "gap", 1, "地区生产总值"),
        ("地区生产总值增速低于全省平均水平", "个百分点", "gap", -1, "地区生产总值"),
        ("研发投入强度比全市高", "个百分点", "gap", 1, "研发投入强度"),
        # amounts: a level, a change with a verb of growth
        ("固定资产投资完成", "亿元", "level", 1, "固定资产投资"),
        ("新增科技型企业", "家", "level", 1, "新增科技型企业"),
        ("空气质量优良天数增加", "天", "change", 1, "空气质量优良天数"),
        ("生产安全事故减少", "起", "change", -1, "生产安全事故"),
        ("科技型企业增加到", "家", "level", 1, "科技型企业"),
        ("办理时限减至", "天", "level", 1, "办理时限"),
        ("市场主体净增", "户", "change", 1, "市场主体净增"),
        # multiples
        ("产值是2015年的", "倍", "multiple", 1, "产值"),
    ],
)
def test_measures(pre: str, unit: str, measure: str, sign: int, name: str) -> None:
    assert read(pre, unit) == (measure, sign, name)


@pytest.mark.parametrize(
    ("pre", "subject"),
    [("重点项目投资完成年度计划的", "重点项目投资"), ("一般公共预算收入完成年初预算的", "一般公共预算收入")],
)
def test_a_completion_is_a_share_of_the_plan(pre: str, subject: str) -> None:
    measure, sign, name = read(pre, "%")
    assert (measure, sign, name.partition("\x00")[0]) == ("share", 1, subject)
    assert name.endswith("完成率")


def test_a_proportion_says_of_what() -> None:
    measure, sign, name = read("民营经济增加值占地区生产总值的", "%")
    assert (measure, sign) == ("share", 1)
    assert name.split("\x00") == ["民营经济增加值", "占地区生产总值"]


@pytest.mark.parametrize("text", ["占地面积", "占用耕地"])
def test_to_occupy_land_is_no_proportion(text: str) -> None:
    assert "\x00" not in read(text, "%")[2]


@pytest.mark.parametrize(
    ("value", "sign", "negative", "wanted"),
    [("3", 1, False, "3"), ("3", -1, False, "-3"), ("8.7", 1, True, "-8.7"), ("0", -1, False, "0")],
)
def test_signs(value: str, sign: int, negative: bool, wanted: str) -> None:
    assert signed(Decimal(value), sign, negative) == Decimal(wanted)


@pytest.mark.parametrize(
    ("unit", "wanted"),
    [
        ("亿元", "currency"),
        ("%", "percent"),
        ("个百分点", "percentage_point"),
        ("倍", "multiple"),
        ("", ""),
        ("万", ""),
        ("魔法", "unknown"),
    ],
)
def test_dimensions(unit: str, wanted: str) -> None:
    assert dimension(unit) == wanted


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("增速较一季度", "增速"),
        ("降幅比1—10月", "降幅"),
        ("城镇化率比上年末", "城镇化率"),
        ("比较优势产业", "比较优势产业"),
        ("增速", "增速"),
    ],
)
def test_comparisons_leave_the_name(name: str, wanted: str) -> None:
    assert without_comparison(name) == wanted
