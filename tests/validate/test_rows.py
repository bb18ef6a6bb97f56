"""Validation of staged rows: for every check a canary, the bad row that it must catch, beside a good one that passes."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipelines.validate import schema, vocabulary
from pipelines.validate.checks import CHECKS, TOGETHER
from pipelines.validate.rows import Validated, validate
from pipelines.validate.schema import SchemaError
from tests.clock import within
from tests.publish.factory import Report


def report() -> Report:
    return Report("plan-2023.txt", published="2023-01-10", review_year=2022, plan_year=2023)


def check(made: Report) -> Validated:
    return validate(made.staged, made.document)


def blocked(made: Report) -> list[tuple[str, str]]:
    return [(r["table_name"], r["check_name"]) for r in check(made).quarantine.to_dicts()]


def doubts(made: Report) -> list[str]:
    result = check(made)
    assert result.quarantine.height == 0, result.quarantine.to_dicts()
    return result.valid["observation"]["checks"][-1].to_list()


def said(sentence: str, **fact: Any) -> Report:
    made = report()
    made.say(sentence, **{"name": "某指标", "period": 2022, **fact})
    return made


def test_good_rows_go_on_untouched() -> None:
    made = said("地区生产总值{1202.8}亿元", name="地区生产总值", unit="亿元")
    made.mention("建成南站综合枢纽。", "南站综合枢纽", year=2022)
    result = check(made)
    assert result.quarantine.height == 0
    [row] = result.valid["observation"].to_dicts()
    assert row == made.staged["observation"][0]
    assert result.counts["observation"] == {"rows": 1, "valid": 1, "quarantined": 0, "doubts": {}}
    assert set(result.valid) == set(schema.tables()) - {"quarantine"}


@pytest.mark.parametrize(
    ("name", "sentence", "fact"),
    [
        ("numeral_value", "产值{1202.8}亿元", {"unit": "亿元", "value": "1202.9"}),
        ("numeral_value", "产值{abc}亿元", {"unit": "亿元", "value": "1"}),
        ("period_order", "产值{12}亿元", {"unit": "亿元", "period": (2023, 2022)}),
        ("year_range", "产值{12}亿元", {"unit": "亿元", "period": 1948}),
        ("year_range", "产值{12}亿元", {"unit": "亿元", "period": 2034}),
        ("share_range", "城镇化率{101}%", {"measure": "share", "name": "城镇化率"}),
        ("share_range", "城镇化率{1}%", {"measure": "share", "name": "城镇化率", "sign": -1}),
        ("growth_range", "产值下降{101}%", {"measure": "growth", "sign": -1}),
        ("rank_range", "列第{0}位", {"measure": "rank", "unit": "位"}),
        ("rank_range", "列第{1.5}位", {"measure": "rank", "unit": "位"}),
        ("level_negative", "企业{3}家", {"unit": "家", "sign": -1}),
        ("level_negative", "公路{3}公里", {"unit": "公里", "sign": -1}),
    ],
)
def test_canary_of_a_blocking_check(name: str, sentence: str, fact: dict[str, Any]) -> None:
    assert blocked(said(sentence, **fact)) == [("observation", name)]


@pytest.mark.parametrize(
    ("sentence", "fact"),
    [
        ("投资完成率{117.1}%", {"measure": "share", "name": "投资完成率"}),
        ("完成年度计划投资的{124.1}%", {"measure": "share", "name": "项目投资"}),
        ("学前毛入园率{101.2}%", {"measure": "share", "name": "学前毛入园率"}),
        ("企业利润下降{150}%", {"measure": "growth", "name": "企业利润", "sign": -1}),
        ("每千人口托位{4.3}个", {"unit": "个", "name": "托位"}),
        ("端口{27.1}万个", {"unit": "万个"}),
        ("出生率{8.5}‰", {"unit": "‰", "measure": "share"}),
        ("两个百亿级项目{两}个", {"unit": "个", "value": "2"}),
        ("规模{1,234}亿元", {"unit": "亿元", "value": "1234"}),
        ("增长{1⏎0}%".replace("⏎", "\n"), {"measure": "growth", "value": "10"}),
        ("减少{3}个", {"unit": "个", "measure": "change", "sign": -1}),
        ("万人发明专利拥有量{41.2}件", {"unit": "件", "name": "万人发明专利拥有量"}),
        ("千人床位数达{4.7}张", {"unit": "张", "name": "千人床位数"}),
        ("死亡{0.62}人", {"unit": "人", "name": "10万人事故死亡人数"}),
        ("死亡{0.021}人", {"unit": "人", "name": "亿元地区生产总值生产安全事故死亡率"}),
        ("办结用时压至{2.5}个工作日", {"unit": "个工作日", "name": "办结用时"}),
        ("等待{1.5}天", {"unit": "天", "name": "等待"}),
        ("省运会夺得银牌{7.5}枚", {"unit": "枚", "name": "省运会银牌"}),
        ("万车死亡{1.3}人", {"unit": "人", "name": "万车死亡人数"}),
    ],
)
def test_what_looks_odd_and_is_right_passes(sentence: str, fact: dict[str, Any]) -> None:
    assert doubts(said(sentence, **fact)) == []


@pytest.mark.parametrize(
    ("name", "sentence", "fact"),
    [
        ("unit_unknown", "产量{12}瓮", {"unit": "瓮"}),
        ("growth_extreme", "增长{501}%", {"measure": "growth"}),
        ("count_whole", "企业{3.5}家", {"unit": "家"}),
        ("count_whole", "端口{0.00001}万个", {"unit": "万个"}),
        ("count_whole", "死亡{0.62}人", {"unit": "人"}),
        ("year_far", "到2040年达到{12}亿元", {"unit": "亿元", "period": 2040, "statement": "target"}),
        ("actual_in_future", "产值{12}亿元", {"unit": "亿元", "period": 2024}),
    ],
)
def test_canary_of_a_doubt(name: str, sentence: str, fact: dict[str, Any]) -> None:
    made = said(sentence, checks=["earlier"], **fact)
    assert doubts(made) == ["earlier", name]
    assert check(made).counts["observation"]["doubts"] == {name: 1}


def test_a_printed_part_of_a_thing_is_never_sure_and_never_lost() -> None:
    made = said("企业{3.5}家", unit="家", confidence=0.93)
    [row] = check(made).valid["observation"].to_dicts()
    assert row["value"] == Decimal("3.5") and row["confidence"] < 0.9
    [sure] = check(said("每千人口床位{3.5}张", unit="张", confidence=0.93)).valid["observation"].to_dicts()
    assert sure["confidence"] == 0.93


def test_canary_unit_dimension() -> None:
    assert doubts(said("生产总值{12}吨", unit="吨", code="gdp")) == ["unit_dimension"]
    assert doubts(said("生产总值{12}亿元", unit="亿元", code="gdp")) == []
    assert doubts(said("常住人口{12}个", unit="个", code="permanent_population")) == [], (
        "people are counted in many units"
    )


def test_the_catalogue_says_which_shares_are_bounded() -> None:
    rate = {"measure": "share", "code": "urbanisation_rate", "name": "完成率"}
    assert blocked(said("城镇化率{101}%", **rate)) == [("observation", "share_range")], "whatever the name says"


def test_canary_base_value() -> None:
    for change in ({"value_base": Decimal(12)}, {"unit_base": "美元"}):
        made = said("产值{12}亿元", unit="亿元")
        made.staged["observation"][0].update(change)
        assert blocked(made) == [("observation", "base_value")]


def test_canaries_of_spans() -> None:
    made = said("产值{12}亿元", unit="亿元")
    made.staged["observation"][0].update(value_end=10_000)
    assert blocked(made) == [("observation", "span_inside")]
    made = said("产值{12}亿元", unit="亿元")
    made.staged["observation"][0].update(value_start=0, value_end=2)
    assert blocked(made) == [("observation", "span_numeral")]
    made = said("产值{12}亿元", unit="亿元")
    made.staged["passage"][0].update(text="产值13亿元")
    assert blocked(made) == [("passage", "span_text")]
    made = report()
    cell = {"table_no": 1, "table_kind": "other", "row_no": 0, "row_span": 1, "col_span": 1, "is_header": False}
    made.put("cell", **cell, col_no=0, char_start=0, char_end=0, text="")
    made.put("cell", **cell, col_no=1, char_start=0, char_end=0, text="空")
    assert blocked(made) == [("cell", "span_inside")], "only an empty cell may be empty"
    made = report()
    made.mention("建成南站综合\n枢纽。", "南站综合\n枢纽", full_name="南站综合枢纽")
    assert blocked(made) == []
    made.staged["key_project"][0].update(name="北站综合枢纽")
    assert blocked(made) == [("key_project", "span_name")]


def test_canaries_of_passages() -> None:
    made = said("产值{12}亿元", unit="亿元")
    made.passage("另一段")
    made.staged["observation"][0].update(passage_no=1)
    assert blocked(made) == [("observation", "span_passage")]
    made.staged["observation"][0].update(passage_no=7)
    assert doubts(made) == ["passage_missing"]


def test_canary_document_invalid() -> None:
    made = said("产值{12}亿元", unit="亿元")
    staged = {**made.staged, "document": [{**made.staged["document"][0], "kind": "novel"}]}
    result = validate(staged, made.document)
    found = {(r["table_name"], r["check_name"]) for r in result.quarantine.to_dicts()}
    assert found == {
        ("document", "values"),
        ("document_part", "document_invalid"),
        ("passage", "document_invalid"),
        ("observation", "document_invalid"),
    }
    assert result.valid["outcome"].height == 1, "the file is accounted for all the same"


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("type", {"value": 12.0}),
        ("type", {"value": Decimal("1.1234567")}),
        ("type", {"value": Decimal("NaN")}),
        ("type", {"value": Decimal(10) ** 33}),
        ("type", {"value_start": "0"}),
        ("type", {"value_start": True}),
        ("type", {"quote": "半个字\ud83d"}),
        ("type", {"checks": [1]}),
        ("type", {"bbox": [1.0, 2.0]}),
        ("required", {"indicator_name": None}),
        ("values", {"measure": "depth"}),
        ("range", {"sector_code": 26}),
        ("range", {"confidence": 1.5}),
    ],
)
def test_canary_of_a_column(name: str, change: dict[str, Any]) -> None:
    made = said("产值{12}亿元，增长{3}%", unit="亿元")
    made.staged["observation"][0].update(change)
    made.staged["observation"][1].update(unit="%", measure="growth", value_base=None, unit_base=None)
    result = check(made)
    assert [r["check_name"] for r in result.quarantine.to_dicts()] == [name]
    assert result.valid["observation"].height == 1, "the other row goes on"


def test_decimals_keep_every_place_and_trailing_zeros_are_no_fault() -> None:
    made = said("产值{1.100000}亿元", unit="亿元", value="1.10000000")
    assert check(made).valid["observation"]["value"].to_list() == [Decimal("1.1")]


def test_canary_duplicate_keeps_the_first() -> None:
    made = said("产值{12}亿元", unit="亿元")
    made.staged["observation"].append({**made.staged["observation"][0], "rule": "G9"})
    result = check(made)
    assert [r["check_name"] for r in result.quarantine.to_dicts()] == ["duplicate"]
    assert result.valid["observation"]["rule"].to_list() == ["G2"]
    made = said("产值{12}亿元", unit="亿元")
    made.staged["passage"].append(dict(made.staged["passage"][0]))
    assert blocked(made) == [("passage", "duplicate")], "composite keys too"


def plan(*rows: tuple[str, int, str]) -> Report:
    made = report()
    for number, (breakdown, count, amount) in enumerate(rows):
        made.put("project_plan", table_no=1, row_no=number, year=2023, breakdown=breakdown, category=f"类别{number}",
                 project_count=count, total_investment=Decimal(amount))  # fmt: skip
    return made


def test_canary_sum_total() -> None:
    total, parts = ("total", 150, "1096.8"), [("by_source", 34, "348.2"), ("by_source", 116, "748.6")]
    assert blocked(plan(total, *parts)) == []
    assert blocked(plan(total, ("by_source", 34, "348.15"), parts[1])) == [], "rounding"
    assert blocked(plan(total, *parts, ("by_use", 149, "1096.8"))) == [("project_plan", "sum_total")]
    result = check(plan(("total", 150, "1000"), *parts))
    assert [r["reason"] for r in result.quarantine.to_dicts()] == [
        "by_source adds up to 1096.8, total total_investment is 1000"
    ] * 2
    assert result.valid["project_plan"]["breakdown"].to_list() == ["total"]


def test_the_quarantined_row_is_kept_whole() -> None:
    made = said("列第{3.5}位", unit="位", measure="rank")
    [row] = check(made).quarantine.to_dicts()
    kept = json.loads(row["row_json"])
    assert kept["value"] == "3.5" and kept["quote"] == "列第3.5位"
    assert row["reason"] == "rank 3.5"
    assert row["source_file"] == "plan-2023.txt"


def test_a_wrong_key_is_a_mistake_of_code() -> None:
    made = said("产值{12}亿元", unit="亿元")
    made.staged["observation"][0]["colour"] = "red"
    del made.staged["observation"][0]["quote"]
    with pytest.raises(SchemaError, match=r"missing columns \['quote'\], unknown columns \['colour'\]"):
        check(made)
    with pytest.raises(SchemaError, match="nonsense"):
        validate({"nonsense": []}, made.document)


def test_the_clock_does_not_matter() -> None:
    made = Report("old.txt", published="1998-03-01", review_year=1997, plan_year=1998)
    made.say("产值{12}亿元", name="产值", unit="亿元", period=2009)
    assert blocked(made) == [("observation", "year_range")]


def test_every_check_has_a_canary_here() -> None:
    source = Path(__file__).read_text(encoding="utf-8")
    names = {c.name for checks in CHECKS.values() for c in checks} | {c.name for c in TOGETHER.values()}
    assert all(f'"{name}"' in source or f"canary_{name}" in source for name in names)


def test_the_exceptions_name_known_checks() -> None:
    names = {c.name for c in CHECKS["observation"]}
    assert {key[0] for key in vocabulary._exceptions()} <= names


def test_five_hundred_rows_cost_little() -> None:
    made = report()
    for number in range(250):
        made.say(
            f"产值{{{number}.5}}亿元，增长{{{number % 90}.1}}%", {"unit": "亿元"}, {"measure": "growth"}, period=2022
        )
    check(made)
    assert within(0.25, lambda: check(made), 5), "60 ms on a quiet machine"
