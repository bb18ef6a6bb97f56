"""Five-year plans."""

import pytest

from pipelines.lexicon.years import five_year_plans, plan_named, plan_of_year, position_in_plan


@pytest.mark.parametrize(
    ("name", "start", "end"),
    [
        ("一五", 1953, 1957),
        ("十五", 2001, 2005),
        ("“十三五”", 2016, 2020),
        ("十四五规划", 2021, 2025),
        ("“十五五”时期", 2026, 2030),
    ],
)
def test_plans_by_name(name: str, start: int, end: int) -> None:
    plan = plan_named(name)
    assert plan is not None and (plan.year_start, plan.year_end) == (start, end)


def test_unknown_names_are_none() -> None:
    assert plan_named("十四") is None and plan_named("") is None


def test_plans_are_five_years_and_do_not_overlap() -> None:
    plans = five_year_plans()
    assert [p.number for p in plans] == list(range(1, len(plans) + 1))
    assert all(p.year_end - p.year_start == 4 for p in plans)
    assert all(a.year_end < b.year_start for a, b in zip(plans, plans[1:], strict=False))


def test_years_have_their_place() -> None:
    assert plan_of_year(2023).name == "十四五" and position_in_plan(2023) == 3
    assert plan_of_year(1964) is None and position_in_plan(1964) is None
    assert position_in_plan(2026) == 1
