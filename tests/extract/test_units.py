"""The unit table: every row is exact, has its base, and is found behind a number, also in front of the next word."""

from __future__ import annotations

import csv
import re
from decimal import Decimal, InvalidOperation
from pathlib import Path

import pytest

from pipelines.extract.prose.tokens import scan
from pipelines.lexicon import units as lexicon
from pipelines.lexicon.units import SCALES, to_base, trie_pattern, unit_of, units

TABLE = Path(lexicon.__file__).with_name("units.csv")
with TABLE.open(encoding="utf-8", newline="") as f:
    ROWS = list(csv.DictReader(f))
DIMENSIONS = {
    "currency", "price", "percent", "percentage_point", "multiple", "rate", "count", "people", "person_times", "age",
    "length", "area", "land", "volume", "mass", "duration", "speed", "flow", "temperature", "noise", "radiation",
    "energy", "energy_coal", "energy_intensity", "emission", "heat", "power", "power_apparent", "voltage", "yield",
    "concentration", "density", "population_density", "area_per_head", "freight_turnover", "passenger_turnover", "data",
    "bandwidth", "computing", "index",
}  # fmt: skip
# A magnitude word in front of a unit means the same factor whatever the unit is.
MAGNITUDES = sorted(SCALES, key=len, reverse=True)


def test_every_unit_stands_once_and_bare() -> None:
    names = [r["unit"] for r in ROWS]
    assert sorted({n for n in names if names.count(n) > 1}) == []
    assert [n for n in names if not n or n != n.strip() or re.search(r"\s|^\d", n)] == []


def test_factors_are_exact_positive_decimals() -> None:
    for row in ROWS:
        try:
            factor = Decimal(row["factor"])
        except InvalidOperation:
            pytest.fail(f"units.csv: {row['unit']}: factor {row['factor']!r} is no decimal")
        assert factor > 0 and factor.is_finite(), row
        assert not re.search(r"[eE/]", row["factor"]), f"{row['unit']}: write the factor out"


def test_bases_have_their_own_row_and_measure_the_same() -> None:
    table = {r["unit"]: r for r in ROWS}
    for row in ROWS:
        base = table.get(row["base_unit"])
        assert base, f"units.csv: {row['unit']}: its base {row['base_unit']} has no row"
        assert base["base_unit"] == base["unit"] and Decimal(base["factor"]) == 1, f"{base['unit']} is no base"
        assert base["dimension"] == row["dimension"], f"{row['unit']} and {base['unit']} differ in dimension"


def test_dimensions_and_flags_are_known() -> None:
    assert {r["dimension"] for r in ROWS} <= DIMENSIONS
    assert {r["whole"] for r in ROWS} <= {"true", "false"}
    assert {r["unit"] for r in ROWS if r["dimension"] in ("currency", "percent") and r["whole"] == "true"} == set()


def test_magnitude_words_are_powers_of_ten_times_the_bare_unit() -> None:
    table = {r["unit"]: r for r in ROWS}
    checked = 0
    for row in ROWS:
        scale = next((s for s in MAGNITUDES if row["unit"].startswith(s) and row["unit"][len(s) :] in table), None)
        bare = table.get(row["unit"][len(scale) :]) if scale else None
        if scale is None or bare is None or row["unit"] == "亿级":  # a class of projects, not a hundred million levels
            continue
        assert Decimal(row["factor"]) == Decimal(bare["factor"]) * SCALES[scale], row
        assert (row["base_unit"], row["dimension"]) == (bare["base_unit"], bare["dimension"]), row
        checked += 1
    assert checked > 200


def test_what_may_not_follow_is_a_pattern() -> None:
    for row in ROWS:
        assert re.compile(row["not_before"]), row
        assert not row["not_before"].startswith("|") and "||" not in row["not_before"], row


def test_there_is_a_unit_for_every_kind_that_reports_use() -> None:
    known = units()
    assert len(known) >= 400
    for name in (
        "%", "‰", "个百分点", "亿元", "万美元", "万人次", "户", "亩", "万亩", "公顷", "平方公里", "万平方米", "公里/百平方公里", "微克每立方米",
        "微克/立方米", "吨", "亿斤", "公斤", "万头", "万只", "万羽", "亿吨公里", "亿人公里", "万标箱", "万千瓦", "亿千瓦时", "兆瓦", "千伏",
        "元/月", "元/人", "万元/年", "吨标准煤", "个基点", "倍", "架次", "天", "个月", "小时", "分钟", "件", "列", "席",
    ):  # fmt: skip
        assert unit_of(name) is not None, name


# 100亿级 is the name of a class; the unit is there for heads of tables.
@pytest.mark.parametrize("unit", [r["unit"] for r in ROWS if r["unit"] != "亿级"])
def test_the_unit_is_found_behind_a_number(unit: str) -> None:
    found = scan(f"共有12{unit}。")
    assert [(t.kind, t.value, t.unit) for t in found] == [("quantity", Decimal(12), unit)]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("246亿元,分别增长", "246", "亿元"),
        ("收入1.27万亿元，分别", "1.27", "万亿元"),
        ("新建3920个", "3920", "个"),
        ("周转量12.6亿吨公里", "12.6", "亿吨公里"),
        ("密度96公里/百平方公里", "96", "公里/百平方公里"),
        ("浓度34微克每立方米", "34", "微克每立方米"),
        ("补助600元/月", "600", "元/月"),
        ("吞吐8.1万标箱", "8.1", "万标箱"),
        ("下降20个基点", "20", "个基点"),
        ("服务10万人次", "10", "万人次"),
        ("共有300个人工湿地", "300", "个"),
        ("修路25公里长", "25", "公里"),
    ],
)
def test_units_do_not_swallow_their_neighbours(text: str, value: str, unit: str) -> None:
    (token,) = scan(text)
    assert (token.kind, token.value, token.unit) == ("quantity", Decimal(value), unit)


@pytest.mark.parametrize(
    ("value", "unit", "base", "base_unit"),
    [
        ("1202.8", "亿元", "120280000000", "元"),
        ("0.35", "万亩", "3500", "亩"),
        ("1", "亿斤", "50000000", "千克"),
        ("2.5", "吨", "2500", "千克"),
        ("3", "公顷", "45", "亩"),
        ("12.5", "%", "12.5", "%"),
        ("1.5", "百万只", "1500000", "只"),
        ("7", "万", "70000", ""),
    ],
)
def test_values_in_the_base_unit(value: str, unit: str, base: str, base_unit: str) -> None:
    got, got_unit = to_base(Decimal(value), unit)
    assert (got, got_unit) == (Decimal(base), base_unit)


def test_an_unknown_unit_is_neither_dropped_nor_guessed() -> None:
    assert unit_of("魔法") is None
    assert to_base(Decimal(3), "魔法") == (None, None)
    assert to_base(Decimal(3), "") == (Decimal(3), "")


def test_a_trie_takes_the_longest_word_that_may_stand_there() -> None:
    pattern = re.compile(trie_pattern({"人": "民", "人次": "", "人次数": "额"}))
    for text, found in [("人次数", "人次数"), ("人次数额", "人次"), ("人口", "人"), ("人民", None), ("民", None)]:
        match = pattern.match(text)
        assert (match.group() if match else None) == found
