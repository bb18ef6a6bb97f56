"""The judge of the cases: it must see every kind of mistake, and let pass what the scoring of labels lets pass."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from pipelines.extract.facts import Fact, QualitativeFact

from .case_files import Case, known_failures, problems

CASE = Case(
    file="g01_growth",
    id="judge-001",
    text="全年地区生产总值增长6.2%，新建5G基站5个，改造2万千瓦机组。",
    context={},
    expect=(
        {
            "printed": "6.2",
            "value": "6.2",
            "unit": "%",
            "indicator": ["地区生产总值", "GDP"],
            "measure": "growth",
            "statement": "actual",
            "period": "2022",
            "qualifier": "",
        },
        {
            "printed": "5",
            "nth": 2,
            "value": "5",
            "unit": "个",
            "indicator": "新建5G基站",
            "measure": "level",
            "region": "",
        },
    ),
    spec=("2",),
)
GROWTH = Fact(10, 13, Decimal("6.2"), "%", "全年地区生产总值", "growth", "actual", 2022, 2022)
COUNT = Fact(21, 22, Decimal("5"), "", "新建5G基站", "level", "actual", 2022, 2022)
RIGHT = [GROWTH, COUNT]


def kinds(facts: list[Fact], case: Case = CASE) -> set[str]:
    return {problem.kind for problem in problems(case, facts)}


def test_right_facts_pass() -> None:
    assert kinds(RIGHT) == set()
    assert kinds([*RIGHT, Fact(26, 27, Decimal("2"), "万千瓦", "机组")]) == set(), "spec is neither right nor wrong"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("value", Decimal("-6.2")),
        ("unit", "个百分点"),
        ("indicator", "固定资产投资"),
        ("measure", "change"),
        ("statement", "target"),
        ("period_end", 2021),
        ("qualifier", "ge"),
    ],
)
def test_each_wrong_field_is_named(field: str, value: object) -> None:
    expected = "period" if field == "period_end" else field
    assert kinds([replace(GROWTH, **{field: value}), COUNT]) == {expected}


def test_a_siblings_name_is_wrong() -> None:
    row = {"printed": "4", "value": "4", "unit": "%", "indicator": "城镇居民人均可支配收入", "measure": "growth"}
    case = replace(CASE, text="收入增长4%。", expect=(row,), spec=())
    fact = Fact(4, 5, Decimal(4), "%", "城镇居民人均可支配收入", "growth")
    assert kinds([fact], case) == set()
    assert kinds([replace(fact, indicator="农村居民人均可支配收入")], case) == {"indicator"}


def test_missed_and_false_numerals_are_seen() -> None:
    assert kinds([GROWTH]) == {"missed"}
    of_name = Fact(16, 17, Decimal("5"), "", "新建5G基站", "level", "actual", 2022, 2022)
    assert kinds([*RIGHT, of_name]) == {"false"}, "the 5 of 5G is not the 5 that is expected"


def test_of_several_facts_on_one_numeral_the_best_counts() -> None:
    assert kinds([replace(GROWTH, indicator="工业增加值"), *RIGHT]) == set()


def test_values_in_words_may_be_left_out_but_not_be_wrong() -> None:
    row = {"printed": "翻", "value": "2", "unit": "番", "indicator": "产值", "measure": "multiple", "optional": True}
    case = replace(CASE, text="产值翻一番。", expect=(row,), spec=())
    assert kinds([], case) == set()
    assert kinds([Fact(2, 5, Decimal(2), "番", "产值", "multiple")], case) == set()
    assert kinds([Fact(2, 5, Decimal(1), "番", "产值", "multiple")], case) == {"value"}


def test_comparisons_are_judged() -> None:
    case = replace(CASE, expect=(), spec=(), qualitative=({"indicator": "居民收入", "comparison": "in_step"},))
    right = QualitativeFact(0, 4, "居民收入", "in_step", "与经济增长同步")
    assert list(problems(case, [], [right])) == []
    assert [p.kind for p in problems(case, [], [replace(right, comparison="flat")])] == ["qualitative"]


def test_known_failures_are_read_without_comments(tmp_path) -> None:
    path = tmp_path / "known.txt"
    path.write_text("# why\ng01-001\n\ng02-003  # later\n", encoding="utf-8")
    assert known_failures(path) == {"g01-001", "g02-003"}
    assert known_failures(tmp_path / "none.txt") == set()
