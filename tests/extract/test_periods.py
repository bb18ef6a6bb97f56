"""The years of one figure within a span of years."""

from __future__ import annotations

import pytest

from pipelines.extract.facts import Context
from pipelines.extract.prose.statements import read_statements

FIVE = Context(2021, 2025, published_year=2026)


def periods(text: str, context: Context = FIVE) -> list[tuple[int | None, int | None]]:
    return [(f.period_start, f.period_end) for f in read_statements(text, context)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # yearly rates and sums: the span
        ("地区生产总值年均增长6.1%。", [(2021, 2025)]),
        ("城镇新增就业6.3万人。", [(2021, 2025)]),
        ("累计完成投资480亿元。", [(2021, 2025)]),
        ("新建改建农村公路620公里，改造危房3200户。", [(2021, 2025)] * 2),
        ("年均新增绿地30公顷。", [(2021, 2025)]),
        # what was reached: its end
        ("地区生产总值突破800亿元，居全市第2位。", [(2025, 2025)] * 2),
        ("城镇化率达到58.2%，森林覆盖率61%。", [(2025, 2025)] * 2),
        ("高新技术企业累计达到96家。", [(2025, 2025)]),
        ("居民人均可支配收入2.9万元，年均增长7.7%。", [(2025, 2025), (2021, 2025)]),
        # from before the span to its end
        ("城镇化率提高4.5个百分点。", [(2020, 2025)]),
        ("高新技术企业增长1.8倍。", [(2020, 2025)]),
        ("旅游收入是2019年的1.6倍。", [(2019, 2025)]),
        ("森林覆盖率比2020年提高1.2个百分点。", [(2020, 2025)]),
        # a year inside the span holds for its sentence
        ("2023年粮食产量52万吨。新改造小区44个。", [(2023, 2023), (2021, 2025)]),
        # a base ends with its phrase
        ("新建道路90公里，较“十三五”时期增长12%。改造老旧小区60个。", [(2021, 2025), (2021, 2025), (2021, 2025)]),
        ("生产总值突破900亿元，较“十三五”末净增210亿元，人均居全省第6位。", [(2025, 2025), (2020, 2025), (2025, 2025)]),
        ("累计完成投资600亿元，是“十三五”时期的1.9倍。", [(2021, 2025)] * 2),
        ("2025年旅游收入达到30亿元，是2020年的2.6倍。", [(2025, 2025), (2020, 2025)]),
        ("2025年居民收入达到3.1万元，年均增长8%。", [(2025, 2025), (2021, 2025)]),
        ("城乡居民收入倍差由2.1倍缩小至1.9倍。", [(None, None), (2025, 2025)]),
        # from a to b
        (
            "收入由2020年的5亿元增加到2025年的9亿元，支出由7亿元增加到12亿元。",
            [(2020, 2020), (2025, 2025), (2020, 2020), (2025, 2025)],
        ),
        ("2020年到2025年，新能源装机占比从12%提高到31%。", [(2020, 2020), (2025, 2025)]),
        ("五年来，民营企业从2.1万家增加到3.4万家。", [(None, None), (2025, 2025)]),
    ],
)
def test_periods_in_five_years(text: str, wanted: list[tuple[int, int]]) -> None:
    assert periods(text) == wanted


def test_a_mean_of_years_that_nothing_names_is_no_figure_of_one_year() -> None:
    year = Context(2025, 2025, published_year=2026)
    (fact,) = read_statements("出口额年均增长9%。", year)
    assert (fact.period_start, fact.period_end) == (2021, 2025) and "period_guessed" in fact.checks
    for text in ("出口额比上年增长9%。", "PM2.5年均浓度同比下降9%。"):
        assert periods(text, year) == [(2025, 2025)]
    assert periods("出口额比上年增长9%。") == [(2025, 2025)]


def test_what_may_be_either_is_marked() -> None:
    (fact,) = read_statements("各类商铺2600个。", FIVE)
    assert "period_guessed" in fact.checks
    (fact,) = read_statements("新建商铺2600个。", FIVE)
    assert "period_guessed" not in fact.checks


def test_in_a_plan_a_year_before_holds_for_its_sentence_and_a_defining_one_not_at_all() -> None:
    plan = Context(2026, 2026, "target", published_year=2026)
    found = read_statements("去年开工的项目要提速。新建厂房8万平方米。2025年签约的电站要动工，新增装机20万千瓦。", plan)
    assert [(f.period_end, f.statement) for f in found] == [(2026, "target")] * 2
    found = read_statements("去年完成投资20亿元。完成投资25亿元。", plan)
    assert [(f.period_end, f.statement) for f in found] == [(2025, "actual"), (2026, "target")]
