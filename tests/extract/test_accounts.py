"""The scope of a figure: account, level of government and school level from name, sentence, caption and headings."""

from __future__ import annotations

import pytest

from pipelines.documents.model import Metadata
from pipelines.extract.accounts import scope_of, words
from pipelines.extract.document import extract
from pipelines.readers.read import parse_text

BUDGET = """关于清水县2024年预算执行情况和2025年预算草案的报告

一、2024年预算执行情况
（一）一般公共预算
1.全县
全县税收收入31250万元，增长2.4%。
2.县本级
税收收入16480万元，增长1.8%。上年结转820万元。
（二）政府性基金预算
全县收入9040万元。其中：县本级上年结转310万元。粮食产量16万吨。
"""


def scopes(text: str) -> dict[str, str]:
    document = parse_text(text, Metadata(kind="budget_report", review_year=2024, plan_year=2025, region_name="清水县"))
    return {str(row["value"]): row["scope"] for row in extract(document)["observation"]}


def test_headings_and_sentences_give_account_and_level() -> None:
    found = scopes(BUDGET)
    assert found["31250"] == "一般公共预算 / 全县"
    assert found["16480"] == found["820"] == "一般公共预算 / 县本级"
    assert found["9040"] == "政府性基金 / 全县"
    assert found["310"] == "政府性基金 / 县本级"


def test_a_table_takes_its_scope_from_caption_and_heads() -> None:
    found = scopes(
        "清水县2024年预算报告\n\n2024年县本级国有资本经营预算支出表\n单位：万元\n项目\t预算数\t决算数\n资本金注入\t210\t204\n补充社保基金\t71\t70\n\n"
        "2024年政府债务情况表\n单位：亿元\n项目\t全县\t县本级\n一般债务余额\t8.4\t3.3\n专项债务余额\t6.1\t2.2\n"
    )
    assert found["204"] == "国有资本经营 / 县本级"
    assert (found["8.4"], found["3.3"]) == ("全县", "县本级")


@pytest.mark.parametrize("name", words()["not"])
def test_what_is_no_item_of_a_government_has_no_account(name: str) -> None:
    assert scope_of(name, ["全县一般公共预算收入31亿元，"], ["二、市本级政府性基金预算"]) == ""


@pytest.mark.parametrize("name", words()["examples"])
def test_items_of_a_government_have_one(name: str) -> None:
    assert scope_of(name, ["县本级一般公共预算"]) == "一般公共预算 / 县本级"


def test_the_own_share_of_an_account_is_an_item_and_no_level() -> None:
    assert scope_of("支出", ["全县一般公共预算本级支出12亿元，"], []) == "一般公共预算 / 全县"
    assert scope_of("支出", ["县本级一般公共预算支出12亿元，"], []) == "一般公共预算 / 县本级"


def test_pupils_belong_to_their_school() -> None:
    found = scopes(
        "清水县2024年统计公报\n\n一、教育\n全县普通高中招生1260人，在校生3810人。中等职业教育招生540人，在校生1490人。\n"
    )
    assert (found["3810"], found["1490"]) == ("普通高中", "中等职业教育")


def test_where_money_came_from_is_not_the_account_of_the_sum() -> None:
    found = scopes(
        "清水县2024年预算报告\n\n一、2024年预算执行情况\n"
        "全县一般公共预算收入31亿元，加上从政府性基金预算、国有资本经营预算调入4.2亿元，收入总计35.2亿元。\n"
        "全县一般公共预算收入33亿元，加上调入资金2.6亿元（包括从政府性基金预算调入资金），收入总计35.6亿元。\n"
        "全县税收收入17亿元，上划中央、省级、市级收入5.8亿元。\n"
    )
    assert found["35.2"] == found["35.6"] == "一般公共预算 / 全县"
    assert found["5.8"] == "全县"
