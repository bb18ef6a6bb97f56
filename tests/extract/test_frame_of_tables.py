"""A table takes the part of a year from the heading above it, else from its document, as the prose does."""

from __future__ import annotations

from pipelines.extract.document import extract
from pipelines.readers.read import parse_text

MONTHS = """2024年1-7月甲市主要经济指标
甲市统计局
2024年1-7月，全市经济平稳。

表1 主要指标
| 指标 | 单位 | 绝对数 | 同比增长（%） |
| --- | --- | --- | --- |
| 固定资产投资 | 亿元 | 35.6 | 7.1 |
| 财政收入 | 亿元 | 12.3 | 4.2 |
"""

TWO = """关于己县2018年财政决算和2019年上半年预算执行情况的报告
一、2018年财政决算情况
全县收入完成6.5亿元。
表1 收入决算（单位：万元）
| 项目 | 决算数 |
| --- | --- |
| 税收收入 | 5210 |
| 非税收入 | 1320 |

二、2019年上半年预算执行情况
全县收入完成3.1亿元。
表2 收入执行（单位：万元）
| 项目 | 完成数 |
| --- | --- |
| 税收收入 | 2210 |
| 非税收入 | 620 |
"""


def _labels(text: str) -> dict[str, tuple[str, str]]:
    return {row["printed"]: (row["period_label"], row["statement"]) for row in extract(parse_text(text))["observation"]}


def test_months_of_the_title():
    assert set(_labels(MONTHS).values()) == {("2024-01/2024-07", "actual")}


def test_final_accounts_and_the_half_year_behind_them():
    meta = parse_text(TWO).meta
    assert (meta.kind, meta.review_year, meta.plan_year) == ("budget_report", 2018, 2019)
    found = _labels(TWO)
    assert found["5210"] == found["1320"] == found["6.5"] == ("2018", "actual")
    assert found["2210"] == found["620"] == found["3.1"] == ("2019H1", "actual")


def test_a_plan_that_is_named_in_passing_holds_for_its_sentence():
    text = (
        "甲县政府工作报告\n各位代表：\n一、2025年工作回顾\n我们办成了大事。争取“十五五”时期继续安排资金1.1亿元。获奖励资金6654万元。"
        "到2030年建成高铁站1座。新修梯田3.2万亩。\n二、2026年工作安排\n到2030年建成医院3所。今年改造道路21公里。新建公园7个。\n"
    )
    found = _labels(text)
    assert found["6654"] == found["3.2"] == ("2025", "actual")
    assert found["3"] == ("2030", "target") and found["21"] == found["7"] == ("2026", "target")
