"""Two values of one series inside a report: one lost its owner, so none is sure; what can both hold is left alone."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from pipelines.extract.document import extract
from pipelines.extract.prose.same_series import CHECK, DOUBTED, doubt_same_series
from pipelines.lexicon.units import to_base
from pipelines.readers.read import parse_text

Row = dict[str, Any]


def row(value: str, unit: str = "亿元", **fields: Any) -> Row:
    base, base_unit = to_base(Decimal(value), unit)
    made: Row = {
        "indicator_name": "成交金额", "region_name": "甲县", "scope": "", "part": 1, "measure": "level", "statement": "actual",
        "value": Decimal(value), "unit": unit, "value_base": base, "unit_base": base_unit, "period_start": 2024,
        "period_end": 2024, "period_label": "2024", "qualifier": "", "rule": "G3.flow", "quote": "成交金额", "confidence": 0.93,
        "checks": [],
    }  # fmt: skip
    return made | fields


def doubted(*rows: Row) -> list[bool]:
    doubt_same_series(list(rows))
    assert all((CHECK in r["checks"]) == (r["confidence"] <= DOUBTED) for r in rows)
    return [CHECK in r["checks"] for r in rows]


def test_two_values_of_one_series_are_both_doubted() -> None:
    assert doubted(row("51.9"), row("26.8")) == [True, True]
    assert doubted(row("51.9"), row("26.8"), row("51.9", indicator_name="销售额")) == [True, True, False]


@pytest.mark.parametrize(
    "other",
    [
        {"region_name": "乙镇"},
        {"scope": "市本级"},
        {"part": 2},
        {"measure": "change"},
        {"statement": "target"},
        {"period_start": 2023, "period_end": 2023, "period_label": "2023"},
        {"period_label": "2024H1"},
        {"rule": "G8.from"},
        {"unit": "万吨", "unit_base": "千克"},
        {"qualifier": "ge"},
        {"qualifier": "range_low"},
    ],
)
def test_what_differs_in_more_than_its_value_is_no_contradiction(other: Row) -> None:
    assert doubted(row("51.9"), row("26.8", **other)) == [False, False]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (row("5.3", "万亩"), row("53040", "亩")),  # rounded
        (row("2", "万亿元", qualifier="gt"), row("23562")),  # 突破2万亿元、达到23562亿元
        (row("500", "亿斤", quote="产量跃上500亿斤台阶"), row("515.6", "亿斤")),
        (row("50", qualifier="approx"), row("51.3")),
        (row("1.7", "%", measure="growth"), row("2.5", "%", measure="growth", quote="同口径增长2.5%")),
    ],
)
def test_what_may_both_hold_is_left_alone(a: Row, b: Row) -> None:
    assert doubted(dict(a), dict(b)) == [False, False]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (row("2.1", "万亿元", qualifier="gt"), row("19862")),
        (row("500", "亿斤", quote="产量跃上500亿斤台阶"), row("815.6", "亿斤")),
        (row("50", qualifier="approx"), row("61.3")),
        (row("5.3", "万亩"), row("53640", "亩")),
    ],
)
def test_a_qualifier_does_not_excuse_everything(a: Row, b: Row) -> None:
    assert doubted(dict(a), dict(b)) == [True, True]


def test_in_a_report_the_doubt_stands_in_the_rows() -> None:
    text = "甲县2024年国民经济和社会发展统计公报\n甲县统计局\n一、综合\n全年出院人数14.08万人。\n二、其他\n出院人数2.26万人。\n"
    found = [r for r in extract(parse_text(text))["observation"] if r["indicator_name"] == "出院人数"]
    assert len(found) == 2 and all(CHECK in r["checks"] and r["confidence"] < 0.9 for r in found)
