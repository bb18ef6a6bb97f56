"""The catalogue of indicators: its integrity, normalising, and names from reports of many places."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipelines.lexicon import indicators as lexicon
from pipelines.lexicon.indicators import alias_rows, aliases, canonical_code, indicators, normalise_name
from pipelines.lexicon.sectors import sectors
from pipelines.lexicon.units import unit_of, units

HERE = Path(__file__).parent
DIMENSIONS = {u.dimension for u in units().values()}


def rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def test_codes_are_unique_slugs() -> None:
    codes = [r["code"] for r in lexicon._read("indicators.csv")]
    assert len(codes) == len(set(codes)) >= 200
    assert all(c.isascii() and c.replace("_", "").isalnum() and c == c.lower() for c in codes)


def test_every_field_holds_a_known_word() -> None:
    for i in indicators().values():
        assert i.name_zh and i.name_en, i.code
        assert i.sector_code in sectors(), i.code
        assert set(i.dimensions) <= DIMENSIONS, i.code
        assert len(set(i.dimensions)) == len(i.dimensions), i.code
        assert i.flow_or_stock in {"flow", "stock", "ratio", "index"}, i.code
        assert i.direction in {"up", "down", "none"}, i.code


def test_canonical_units_are_of_the_dimension() -> None:
    for i in indicators().values():
        if i.canonical_unit:
            unit = unit_of(i.canonical_unit)
            assert unit is not None and unit.dimension == i.dimension, i.code


def test_only_percentages_are_bounded() -> None:
    assert [i.code for i in indicators().values() if i.bounded and i.dimension != "percent"] == []


def test_names_are_unique_after_normalising() -> None:
    seen: dict[str, str] = {}
    twice = []
    for name, code in alias_rows():
        key = normalise_name(name)
        if key in seen:
            twice.append((name, seen[key], code))
        seen[key] = code
    assert twice == []
    assert set(seen.values()) == set(indicators())


def test_a_name_of_two_indicators_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexicon, "alias_rows", lambda: iter([("全区用电量", "a"), ("用电量", "b")]))
    with pytest.raises(ValueError, match="用电量"):
        lexicon.aliases.__wrapped__()


@settings(max_examples=400)
@given(
    st.one_of(
        st.text(max_size=20),
        st.lists(
            st.sampled_from(
                [
                    "全区",
                    "全年",
                    "其中",
                    "实现",
                    "完成",
                    "规模以上",
                    "地区生产总值",
                    "（亿元）",
                    "(%)",
                    "“",
                    "”",
                    "·",
                    "GDP",
                    "R&D",
                    "研究与试验发展",
                    "及以上",
                    "的",
                    "新建",
                    "改建",
                    "ｐｍ２．５",
                    "年末",
                ]
            ),
            max_size=8,
        ).map("".join),
    )
)
@example("a,\u0301")
@example("全区全年全区")
def test_normalising_twice_changes_nothing(name: str) -> None:
    once = normalise_name(name)
    assert normalise_name(once) == once


def test_a_name_is_never_stripped_away() -> None:
    assert normalise_name("全区") == "全区"
    assert normalise_name("实现完成") == "完成"


@pytest.mark.parametrize("row", rows("indicator_cases.csv"), ids=lambda r: f"{r['name']}-{r['measure']}-{r['unit']}")
def test_names_of_the_genre(row: dict[str, str]) -> None:
    assert canonical_code(row["name"], row["measure"], row["unit"] or None) == (row["code"] or None)


def test_the_cases_are_many_and_of_both_kinds() -> None:
    found = rows("indicator_cases.csv")
    assert len(found) >= 120
    assert sum(not r["code"] for r in found) >= 30


def test_every_indicator_takes_a_level_in_its_own_unit() -> None:
    for i in indicators().values():
        measure = "share" if i.dimension == "percent" and i.flow_or_stock == "ratio" else "level"
        if i.canonical_unit:
            assert canonical_code(i.name_zh, measure, i.canonical_unit) == i.code


def test_quantity_words_behind_a_name_do_not_hide_it() -> None:
    assert aliases()[normalise_name("高新技术企业数量")] == "high_tech_enterprises"
    assert canonical_code("高新技术企业总数", "level", "家") == "high_tech_enterprises"
