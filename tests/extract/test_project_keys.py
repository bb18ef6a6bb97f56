"""Keys that link mentions of one project: what merges and what must stay apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.extract.projects.read import match_key

REGION = "云岭市澜江区"

SAME = [
    ("云岭澜江500千伏输变电工程", "澜江500kV输变电工程"),
    ("澜江500千伏变电站220千伏送出工程（一期）", "云岭澜江500千伏变电站220千伏送出工程(一期)"),
    ("云石高铁（澜江段）", "云石高铁澜江段"),
    ("白鹭高速公路", "白鹭高速"),
    ("石坪改扩建", "石坪改扩建项目"),
    ("石坪产业园（二期）", "石坪产业园二期工程"),
    ("科技生态示范园第二期", "科技生态示范园（二期）"),
    ("“白鹭—石坪”商圈", "白鹭－石坪商圈"),
    ("云岭市白鹭精神卫生中心", "白鹭精神卫生中心建设项目"),
    ("白鹭医疗中心（石坪医院建设项目）", "白鹭医疗中心"),
]

APART = [
    ("石坪产业园（一期）", "石坪产业园（二期）"),
    ("石坪产业园", "石坪产业园（二期）"),
    ("云石高铁（澜江段）", "云石高铁（沙坪段）"),
    ("云石高铁", "云石高铁（澜江段）"),
    ("保税区二期第一批项目", "保税区二期第二批项目"),
    ("城北水厂", "城南水厂"),
    ("澜江500千伏输变电工程", "澜江220千伏输变电工程"),
    ("白鹭路（南线）", "白鹭路（北线）"),
]


@pytest.mark.parametrize(("left", "right"), SAME)
def test_wordings_of_one_project_have_one_key(left: str, right: str) -> None:
    assert match_key(left, REGION) == match_key(right, REGION)


@pytest.mark.parametrize(("left", "right"), APART)
def test_other_phases_sections_and_places_stay_apart(left: str, right: str) -> None:
    assert match_key(left, REGION) != match_key(right, REGION)


def test_a_name_that_is_little_more_than_the_region_keeps_it() -> None:
    assert match_key("澜江港", REGION) == "澜江港"
    assert match_key("澜江南站", REGION) == "澜江南站"


@given(st.text(alphabet="澜江区云岭市项目工程建设（）()一二期批第段路 kV5", min_size=1, max_size=24))
def test_a_key_is_never_empty_and_stable(name: str) -> None:
    if name.strip():
        key = match_key(name, REGION)
        assert key
        assert key == match_key(name, REGION)


def test_long_and_short_words_of_one_thing_have_one_key() -> None:
    for long, short in (
        ("石坪产业园区", "石坪产业园"),
        ("白鹭职业技术学院", "白鹭职业学院"),
        ("石坪高速公路", "石坪高速"),
    ):
        assert match_key(long) == match_key(short)
