"""A place on a page of its own, and an indicator with several places on one chart."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipelines.serve.query import query
from tests.site.chromium import Page
from tests.site.conftest import FIGURES

pytestmark = pytest.mark.slow


def series(page: Page, place: str) -> list[tuple[float, float]]:
    """Where the points of a place stand in the chart of levels."""
    return page.value(
        f"[...document.querySelectorAll('svg.lines')[0].querySelectorAll('.series[data-place={place}] .reach')]"
        ".map((one) => [Number(one.getAttribute('cx')), Number(one.getAttribute('cy'))])"
    )


def test_years_stand_as_far_apart_as_they_are(many: Page) -> None:
    many.show("#indicators?i=gdp&places=甲省,乙省")
    points = series(many, "甲省")
    years = [year for place, _, year, _, _ in FIGURES if place == "甲省"]
    assert len(points) == len(years)
    steps = [(b[0] - a[0]) / (y - x) for a, b, x, y in zip(points, points[1:], years, years[1:], strict=False)]
    assert max(steps) - min(steps) < 0.01 < min(steps)


def test_a_line_breaks_where_a_year_is_missing_and_the_gap_is_told(many: Page) -> None:
    many.show("#indicators?i=gdp&places=甲省,乙省")
    runs = many.value(
        "[...document.querySelectorAll('svg.lines')[0].querySelectorAll('.series[data-place=甲省] polyline')]"
        ".map((one) => one.getAttribute('points').split(' ').length)"
    )
    assert runs == [2, 2]  # 2016–2017 and 2020–2021; nothing over the years between
    said = many.text(".together .missing")
    place_years = 2 * (2021 - 2016 + 1)
    missing = place_years - len(FIGURES)
    assert f"{missing} / {place_years}（{round(100 * missing / place_years)}%）" in said


def test_places_are_drawn_in_one_unit(many: Page) -> None:
    """300 亿元 printed as 3,000,000 万元 stands where 300 亿元 stands, between 150 and 330."""
    many.show("#indicators?i=gdp&places=甲省,乙省")
    assert many.text("svg.lines .unit") == "亿元"
    heights = [y for _, y in series(many, "乙省")]
    low, high = series(many, "甲省")[0][1], heights[-1]
    per_unit = (low - high) / (330 - 100)
    assert heights[0] == pytest.approx(low - 200 * per_unit, abs=0.01)
    assert heights[1] == pytest.approx(low - 220 * per_unit, abs=0.01)


def test_a_target_without_an_end_is_a_band_with_an_arrow(many: Page) -> None:
    many.show("#indicators?i=gdp&places=甲省,乙省")
    goal = "document.querySelector('svg.lines a.goal')"
    assert many.value(f"{goal}.getAttribute('aria-label')").startswith("甲省") and "≥160" in many.value(
        f"{goal}.getAttribute('aria-label')"
    )
    assert many.value(f"Boolean({goal}.querySelector('path'))") is True
    foot = many.value(
        f"(({{y, height}}) => Number(y.baseVal.value + height.baseVal.value))({goal}.querySelector('rect'))"
    )
    points = series(many, "甲省")
    per_unit = (points[0][1] - points[-1][1]) / 50
    assert foot == pytest.approx(points[-1][1] - 10 * per_unit, abs=0.1)
    many.value(f"{goal}.focus()")
    many.press("Enter")
    many.wait("!document.getElementById('panel').hidden")


def test_provinces_are_tiles_with_their_figures(many: Page) -> None:
    many.show("#indicators?i=gdp")
    assert many.count("svg.map .tile") == 34 and many.count("svg.map a.tile") >= 2
    tiles = dict(
        many.value("[...document.querySelectorAll('svg.map a.tile')].map((one) => [one.dataset.province, one.querySelector('.figure').textContent])")
    )  # fmt: skip
    year = int(re.search(r"(20\d\d) 年各省", many.text(".together"))[1])  # type: ignore[index]
    told = {code[:2]: str(value) for _, code, of, value, _ in FIGURES if of == year}
    assert {code: tiles[code] for code in told} == told
    assert f"34 个省级地区中 {len(told)} 个有本级数字" in many.texts(".missing")[-1]


def test_places_are_chosen_for_the_chart(many: Page) -> None:
    many.show("#indicators?i=gdp")
    before = many.count("svg.lines .series")
    many.click(".together .places input:checked")
    assert many.count("svg.lines .series") < before
    assert "places=" in many.value("location.hash")


def test_a_place_has_a_page_of_its_own(many: Page, many_places: Path) -> None:
    many.show("#indicators?i=gdp")
    many.click("table.ranking a.of-place")
    many.wait("document.querySelector('main .place')")
    name = many.text("h1")
    assert many.value("decodeURIComponent(location.hash)") == f"#place?region={name}"
    many.show("#place?region=甲省")
    rows = many.value(
        "[...document.querySelectorAll('table.headline tbody tr')].map((row) => [...row.cells].map((one) => one.textContent))"
    )
    [level] = [row for row in rows if row[:3] == ["地区生产总值", "绝对数", "亿元"]]
    assert level[3:6] == ["150 2021", "140 2020", "+10"]
    told = query(many_places, "select count(*) from dim_document where region_name = '甲省'").rows[0][0]
    assert f"{told} 份文件" in many.text(".summary")
    assert {"主要指标", "文件", "需要核对"} <= {text.split(" ")[0] for text in many.texts("main h2")}


def test_the_page_of_the_only_place_shows_targets_projects_and_doubts(page: Page, published: Path) -> None:
    place = "重庆市永川区"
    page.show(f"#place?region={place}")
    heads = {text.split(" ")[0] for text in page.texts("main h2")}
    assert {"主要指标", "目标与结果", "项目", "民生实事", "文件", "需要核对"} <= heads
    [(met, missed)] = query(
        published,
        "select count(*) filter (outcome = 'met'), count(*) filter (outcome = 'missed') from fct_target_actual"
        f" where region_name = '{place}' and target_observation_id is not null",
    ).rows
    assert f"达到 {met}，未达到 {missed}；" in page.text("main") and met > 0
    page.resize(390, 800, phone=True)
    assert page.value("document.documentElement.scrollWidth <= innerWidth")
