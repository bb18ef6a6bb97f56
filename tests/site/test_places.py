"""The explorer of two places: a column and a filter wherever places could be taken for one another."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from tests.site.chromium import Page
from tests.site.conftest import OTHER

pytestmark = pytest.mark.slow

VIEWS = ("overview", "indicators", "projects", "livelihood", "conflicts", "documents")


def labels(page: Page) -> list[str]:
    return page.texts("main label.field > span")


def test_targets_say_their_place_where_there_are_several(two: Page, one: Page) -> None:
    heads = "[...[...document.querySelectorAll('main table')].find((one) => one.caption?.textContent === '目标与结果').querySelectorAll('thead th')].map((one) => one.textContent)"
    assert two.value(heads)[:3] == ["指标", "地区", "年份"]
    assert "地区" not in one.value(heads)
    places = "[...[...document.querySelectorAll('main table')].find((one) => one.caption?.textContent === '目标与结果').querySelectorAll('tbody td:nth-child(2)')]"
    assert "丙县" in two.value(f"{places}.map((one) => one.textContent)")


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_can_be_narrowed_to_a_place_and_keeps_it(two: Page, one: Page, view: str) -> None:
    for page, wanted in ((two, True), (one, False)):
        page.value(f"location.hash = '#{view}'")
        page.wait(f"document.querySelector('nav [aria-current]')?.getAttribute('href') === '#{view}'")
        if view != "conflicts":  # a conflict may be of one place only
            assert ("地区" in labels(page)) is wanted, view
    two.value(f"location.hash = '#{view}?region={OTHER}'")
    two.wait("document.querySelector('nav a[href*=region]')")
    assert two.value("[...document.querySelectorAll('nav a:not(.brand)')].every((one) => one.hash.includes('region'))")


def test_the_filter_lets_through_what_is_of_the_place(two: Page, two_places: Path) -> None:
    with duckdb.connect(str(two_places), read_only=True) as connection:
        [(rows,)] = connection.execute("select count(*) from fct_indicator where region_name = ?", [OTHER]).fetchall()
        [(projects,)] = connection.execute(
            "select count(distinct project_id) from fct_key_project inner join dim_document using (document_id)"
            " where region_name = ?",
            [OTHER],
        ).fetchall()
    two.choose("地区", OTHER)
    assert int(two.texts(".tiles b")[1].replace(",", "")) == rows > 0
    two.click("nav a[href^='#projects']")
    assert two.text("main [role=status]").startswith(f"{projects:,} 个项目")
