"""Checks inside a document: each has a row that it must catch and one that it must leave alone."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipelines.documents.model import Metadata
from pipelines.extract.checks import CONFIRMED, DOUBTED, flag, places
from pipelines.extract.confidence import class_of, confidence
from pipelines.extract.document import extract
from pipelines.extract.facts import Fact
from pipelines.lexicon import units
from pipelines.lexicon.units import to_base
from pipelines.readers.read import parse_text

Row = dict[str, Any]


def row(value: str, unit: str = "亿元", **fields: Any) -> Row:
    base, base_unit = to_base(Decimal(value), unit)
    made: Row = {
        "value": Decimal(value), "unit": unit, "value_base": base, "unit_base": base_unit, "measure": "level",
        "statement": "actual", "period_start": 2022, "period_end": 2022, "qualifier": "", "indicator_code": None,
        "region_name": "甲县", "indicator_name": "产值", "origin": "prose", "rule": "G3.flow", "confidence": 0.9, "checks": [], "whole_id": None,
    }  # fmt: skip
    return made | fields


def flagged(*rows: Row) -> list[list[str]]:
    flag(list(rows))
    return [r["checks"] for r in rows]


def test_a_cut_name_is_doubted_and_a_whole_one_left_alone() -> None:
    cut, whole = row("23", "条", indicator_name="城区主干道已基本"), row("23", "条", indicator_name="城区主干道")
    assert flagged(cut, whole) == [["name_cut"], []]
    assert cut["confidence"] <= DOUBTED < whole["confidence"]
    known = row("23", indicator_name="城区主干道已基本", indicator_code="gdp")
    table = row("23", indicator_name="城区主干道已基本", origin="table")
    assert flagged(known, table) == [[], []]


def test_people_or_beds_named_by_those_who_have_them_are_doubted() -> None:
    holders = (row("180", "张", indicator_name="妇幼保健机构"), row("3.2", "万人", indicator_name="中等职业学校"))
    whole = row("12", "个", indicator_name="妇幼保健机构"), row("180", "张", indicator_name="妇幼保健机构床位")
    assert flagged(*holders, *whole) == [["name_cut"], ["name_cut"], [], []]
    total = row("183.2", "张", indicator_name="床位")
    parts = (
        row("180", "张", indicator_name="专科医院", whole_id=total),
        row("3.2", "张", indicator_name="床位", whole_id=total),
    )
    flag([total, *parts])
    assert parts[0]["confidence"] <= DOUBTED < parts[1]["confidence"], "a sum makes no name whole"


def test_a_part_larger_than_its_whole_is_doubted() -> None:
    whole = row("96")
    assert flagged(whole, part := row("120", whole_id=whole)) == [[], ["part_exceeds_whole"]]
    assert part["confidence"] <= DOUBTED < whole["confidence"]


def test_parts_in_other_units_are_compared_in_the_base_unit() -> None:
    whole = row("1.5")
    assert flagged(whole, row("14999", "万元", whole_id=whole)) == [[], []]
    assert flagged(whole, row("15001", "万元", whole_id=whole)) == [[], ["part_exceeds_whole"]]


@pytest.mark.parametrize(
    "fields",
    [{"unit": "家"}, {"measure": "growth"}, {"period_end": 2021}, {"value_base": None}],
    ids=lambda f: next(iter(f)),
)
def test_what_is_not_of_the_same_kind_is_not_compared(fields: Row) -> None:
    whole = row("96")
    unit = fields.pop("unit", "亿元")
    assert flagged(whole, row("120", unit, whole_id=whole, **fields)) == [[], []]


def test_a_whole_that_is_only_a_bound_may_be_passed() -> None:
    whole = row("100", qualifier="gt")
    assert flagged(whole, row("104", whole_id=whole)) == [[], []]


def test_parts_that_sum_to_the_whole_confirm_each_other() -> None:
    whole = row("96")
    parts = [row("41", whole_id=whole), row("55", whole_id=whole)]
    flag([whole, *parts])
    assert [r["confidence"] for r in (whole, *parts)] == [CONFIRMED] * 3
    whole = row("97")
    parts = [row("41", whole_id=whole), row("55", whole_id=whole)]
    flag([whole, *parts])
    assert [r["confidence"] for r in (whole, *parts)] == [0.9] * 3, "parts need not be all"


def test_table_and_prose() -> None:
    def pair(table: str, prose: str, **fields: Any) -> tuple[Row, Row]:
        return row(table, indicator_code="gdp", origin="table"), row(prose, indicator_code="gdp", **fields)

    same = pair("412.5", "412.5")
    assert flagged(*same) == [[], []] and [r["confidence"] for r in same] == [CONFIRMED] * 2
    assert flagged(*pair("412.5", "421.5")) == [["table_differs_from_prose"]] * 2
    assert flagged(*pair("412.46", "412.5")) == [[], []], "rounded"
    assert flagged(*pair("412.5", "400", qualifier="gt")) == [[], []], "超400"
    assert flagged(*pair("412.5", "421.5", period_end=2021)) == [[], []], "another year"
    assert flagged(*pair("412.5", "421.5", region_name="全市")) == [[], []], "another place"
    assert flagged(*pair("412.5", "421.5", statement="target")) == [[], []], "a target"


def completion(actual: str, plan: str, rate: str) -> list[Row]:
    return [
        row(actual),
        row(plan, rule="G10.plan", statement="target"),
        row(rate, "%", rule="G10.completion", measure="share"),
    ]


def test_completion_is_actual_over_plan() -> None:
    fits = completion("635", "710", "89.4")
    assert flagged(*fits) == [[], [], []] and {r["confidence"] for r in fits} == {CONFIRMED}
    assert flagged(*completion("635", "710", "98.4")) == [[], [], ["completion_mismatch"]]
    assert flagged(*completion("635", "0", "98.4")) == [[], [], []], "nothing to divide by"
    assert flagged(*completion("0", "710", "0")) == [[], [], []]


def test_a_check_is_named_once() -> None:
    whole = row("96")
    part = row("120", whole_id=whole)
    flag([whole, part])
    flag([whole, part])
    assert part["checks"] == ["part_exceeds_whole"]


@pytest.mark.parametrize(("value", "half"), [("3.5", "0.05"), ("3.50", "0.005"), ("120", "0.5"), ("-1.2", "0.05")])
def test_what_rounding_hides(value: str, half: str) -> None:
    assert places(Decimal(value)) == Decimal(half)


@pytest.mark.parametrize(
    ("text", "checks"),
    [
        ("固定资产投资96亿元，其中工业投资120亿元。", {"120": ["part_exceeds_whole"]}),
        ("重点项目完成投资635亿元，完成年计划710亿元的98.4%。", {"98.4": ["completion_mismatch"]}),
        ("重点项目完成投资635亿元，完成年计划710亿元的89.4%。", {}),
        ("固定资产投资96亿元，其中工业投资41亿元、房地产投资55亿元。", {}),
    ],
)
def test_checks_of_a_document(text: str, checks: dict[str, list[str]]) -> None:
    found = extract(parse_text(text, Metadata(review_year=2022, region_name="甲省乙县")))["observation"]
    assert {str(r["value"]): r["checks"] for r in found if r["checks"]} == checks
    assert all(r["confidence"] <= DOUBTED for r in found if r["checks"])


def test_confidence_is_of_the_class() -> None:
    fact = Fact(0, 1, Decimal(1), "%", "地区生产总值", "growth", rule="G1.growth")
    assert class_of(fact, True, "plan_report") == "mapped"
    known = confidence(class_of(fact, True, "plan_report"))
    assert known >= 0.9, "a headline name is what is read best"
    without = Fact(0, 1, Decimal(1), "", "某项工作", rule="G3.flow")
    assert confidence(class_of(without, False, "plan_report")) < 0.9 <= known


def test_every_class_is_calibrated() -> None:
    """confidence.csv: a value and the rows it was measured on; a class with many errors stays below 0.9."""
    path = Path(units.__file__).with_name("confidence.csv")
    with path.open(encoding="utf-8", newline="") as f:
        rows = list(csv.DictReader(f))
    names = [r["class"] for r in rows]
    assert len(set(names)) == len(names)
    for r in rows:
        assert 0 < float(r["confidence"]) < CONFIRMED and 0 <= int(r["wrong"]) <= int(r["rows"]), r
        assert float(r["confidence"]) < 0.9 or int(r["wrong"]) <= 1 + 0.05 * int(r["rows"]), r
