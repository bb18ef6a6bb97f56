"""Period and kind of statement: what governs a figure, how far a cue reaches, what a base year is not."""

from __future__ import annotations

import pytest

from pipelines.extract.facts import Context, Fact
from pipelines.extract.prose.bases import base_period
from pipelines.extract.prose.scope.frame import plan_start
from pipelines.extract.prose.statements import read_statements

REVIEW = Context(2022, 2022, published_year=2023)
PLAN = Context(2023, 2023, "target", published_year=2023)
HALF = Context(2024, 2024, published_year=2024, period_label="2024H1")


def facts(text: str, context: Context = REVIEW) -> list[Fact]:
    return read_statements(text, context)


def periods(text: str, context: Context = REVIEW) -> list[tuple[int | None, int | None]]:
    return [(f.period_start, f.period_end) for f in facts(text, context)]


def kinds(text: str, context: Context = REVIEW) -> list[str]:
    return [f.statement for f in facts(text, context)]


@pytest.mark.parametrize("context", [REVIEW, PLAN, Context(2021, 2025, "target"), Context()])
def test_the_section_decides_where_nothing_is_said(context: Context) -> None:
    (fact,) = facts("新建学校57所。", context)
    assert (fact.period_start, fact.period_end, fact.statement) == (
        context.year_start,
        context.year_end,
        context.statement,
    )


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # at the head of a clause a year holds from there on
        ("2021年，粮食产量55万吨，增长1%。", [(2021, 2021)] * 2),
        ("到2020年末，贷款余额900亿元；存款余额950亿元。", [(2020, 2020)] * 2),
        # inside a clause for what follows
        ("粮食产量由2017年的52万吨增加到2021年的55万吨。", [(2017, 2017), (2021, 2021)]),
        # behind 比 or 是 it is a base
        ("粮食产量是2012年的2.4倍。", [(2012, 2022)]),
        ("单位能耗比2020年累计下降9%。", [(2020, 2022)]),
        ("民间投资占比2020年达到45%。", [(2020, 2020)]),
        # since a year: the value stands at the end
        ("2019年以来，累计改造小区112个。", [(2022, 2022)]),
        # a name that holds a year
        ("《规划（2021—2030年）》实施项目5个。", [(2022, 2022)]),
        # five-year plans
        ("“十三五”时期，固定资产投资累计完成1500亿元。", [(2016, 2020)]),
        ("“十三五”末，贷款余额900亿元。", [(2020, 2020)]),
        ("力争“十四五”期末贷款余额突破1500亿元。", [(2025, 2025)]),
        ("过去五年，新建学校35所。", [(2018, 2022)]),
    ],
)
def test_periods(text: str, wanted: list[tuple[int, int]]) -> None:
    assert periods(text) == wanted


def test_a_year_holds_into_the_next_sentence() -> None:
    assert periods("2021年，粮食产量55万吨。油料产量3万吨。") == [(2021, 2021)] * 2


def test_relative_years_count_from_publication_or_plan() -> None:
    assert periods("去年，粮食产量57万吨。", Context(2023, 2023, published_year=2023)) == [(2022, 2022)]
    assert periods("今年，新增学位3000个。", Context(2022, 2022, published_year=2023)) == [(2023, 2023)]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("上半年，税收收入12亿元。", "2022H1"),
        ("一季度，税收收入12亿元。", "2022Q1"),
        ("第三季度，税收收入12亿元。", "2022Q3"),
        ("今年上半年，税收收入12亿元。", "2023H1"),
        ("2021年12月，用电量3亿千瓦时。", "2021-12"),
        ("税收收入12亿元。", "2022"),
    ],
)
def test_labels_are_as_fine_as_the_text(text: str, label: str) -> None:
    (fact,) = facts(text)
    assert fact.period_label == label


def test_a_documents_own_part_of_a_year_labels_its_figures() -> None:
    assert [f.period_label for f in facts("税收收入12亿元，增长3%。", HALF)] == ["2024H1"] * 2


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("预计全年地区生产总值增长6%，税收收入增长3%。", ["estimate", "estimate"]),
        ("预计全年地区生产总值增长6%。税收收入增长3%。", ["estimate", "actual"]),
        ("地区生产总值预计增长6%，税收收入增长3%。", ["estimate", "actual"]),
        ("地区生产总值预计达300亿元，增长3%。", ["estimate", "estimate"]),
        ("力争新增企业30家。", ["target"]),
        ("主要预期目标是：地区生产总值增长6%；税收收入增长3%。", ["target", "target"]),
        ("地区生产总值增长6%（预期目标为7%）。", ["actual", "target"]),
        ("2025年，高新技术企业达到300家。", ["target"]),
        ("投资完成635亿元，完成年计划710亿元的89.4%。", ["actual", "target", "actual"]),
    ],
)
def test_statements(text: str, wanted: list[str]) -> None:
    assert kinds(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("新增企业30家。", ["target"]),
        ("高新技术企业由119家增加到150家。", ["actual", "target"]),
    ],
)
def test_statements_of_a_plan(text: str, wanted: list[str]) -> None:
    assert kinds(text, PLAN) == wanted


@pytest.mark.parametrize(
    ("words", "year", "wanted"),
    [
        ("上年的", 2022, (2021, "2021")),
        ("“十三五”末的", 2022, (2020, "2020")),
        ("三年前的", 2023, (2020, "2020")),
        ("年初的", 2024, (2024, "2024-01")),
        ("上年的", None, (None, "")),
        ("原来的", 2022, (None, "")),
    ],
)
def test_base_periods(words: str, year: int | None, wanted: tuple) -> None:
    assert base_period(words, year) == wanted


def test_five_year_plans_began_every_five_years() -> None:
    """十一五 began in 2006, 十五五 in 2026."""
    assert [plan_start(f"十{numeral}") for numeral in "一二三四五"] == [2006, 2011, 2016, 2021, 2026]


def test_a_month_is_of_the_year_that_is_spoken_of_and_not_of_a_later_one_in_passing() -> None:
    (_, fact) = facts("力争到2026年，城镇化率达到62%。1月份已完成投资3亿元。", PLAN)
    assert fact.period_label == "2023-01"


def test_what_is_done_is_no_target_though_a_verb_of_planning_stands_before_it() -> None:
    assert kinds("规划建设了18个产业园区，新入驻企业36户。") == ["actual", "actual"]
    assert kinds("计划建设18个产业园区。") == ["target"]
    assert kinds("规划建设22个特色小镇。") == ["actual"]
    assert kinds("规划建设22个特色小镇。", PLAN) == ["target"]


def test_label_of_a_paragraph_that_is_a_zone() -> None:
    """A zone before the colon of a paragraph is the place of all its figures; a heading on the zone's buildings is none."""
    facts = read_statements("白鹭高新区：一般公共预算收入5亿元，支出4亿元。税收3亿元。", Context(2022, 2022))
    assert {fact.region for fact in facts} == {"白鹭高新区"}
    assert read_statements("高新区建设：新建道路3公里。", Context(2022, 2022))[0].region == ""


def test_an_amount_behind_a_sum_in_the_same_sentence_may_be_summed_or_not() -> None:
    of_sum = facts("累计利用外资9亿美元，进出口总额21亿美元、年均增长15%。", Context(2018, 2022))[1]
    alone = facts("累计利用外资9亿美元。进出口总额21亿美元、年均增长15%。", Context(2018, 2022))[1]
    assert (of_sum.period_end, of_sum.checks) == (2022, ["period_guessed"])
    assert (alone.period_start, alone.period_end, alone.checks) == (2022, 2022, [])


def test_goal_of_a_text_on_some_months_is_of_the_year() -> None:
    """Behind 目标任务： stands what the year is to bring, also in a text on its first months."""
    context = Context(2022, 2022, period_label="2022-01/2022-04")
    facts = read_statements("目标任务：改造学校8所。目前进度：改造学校3所。", context)
    assert [(f.statement, f.period_label) for f in facts] == [("target", "2022"), ("actual", "2022-01/2022-04")]
