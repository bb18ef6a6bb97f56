"""The explorer of two places: a column and a filter wherever places could be taken for one another."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from pipelines.serve.site.build import build_site
from tests.site.chromium import Chromium, Page

pytestmark = pytest.mark.slow

OTHER = "甲省乙市丙县"
VIEWS = ("overview", "indicators", "projects", "livelihood", "conflicts", "documents")


def copied(published: Path, folder: Path, *changes: tuple[str, list[object]]) -> Path:
    copy = folder / "taizhang.duckdb"
    shutil.copyfile(published, copy)
    with duckdb.connect(str(copy)) as connection:
        for sql, values in changes:
            connection.execute(sql, values)
    return copy


@pytest.fixture(scope="session")
def two_places(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The warehouse of raw/, its later documents said to be another county's."""
    later = "where document_id in (select document_id from dim_document order by plan_year desc limit 2)"
    return copied(
        published,
        tmp_path_factory.mktemp("two"),
        (f"update fct_indicator set region_name = ? {later}", [OTHER]),
        (
            "update fct_target_actual set region_name = ? where year = (select min(year) from fct_target_actual)",
            [OTHER],
        ),
        (f"update dim_document set region_name = ? {later}", [OTHER]),
    )


@pytest.fixture(scope="session")
def one_place(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    tables = ("dim_document", "fct_indicator", "fct_target_actual", "fct_conflict")
    changes = [(f"update {table} set region_name = ?", [OTHER]) for table in tables]
    return copied(published, tmp_path_factory.mktemp("one"), *changes)


def opened(browser: Chromium, warehouse: Path) -> Iterator[Page]:
    index = warehouse.parent / "index.html"
    if not index.exists():
        build_site(warehouse, warehouse.parent)
    page = browser.open(index.as_uri())
    yield page
    assert page.errors == []
    assert {address.split("#")[0] for address in page.requests} == {index.as_uri()}
    page.close()


@pytest.fixture
def two(browser: Chromium, two_places: Path) -> Iterator[Page]:
    yield from opened(browser, two_places)


@pytest.fixture
def one(browser: Chromium, one_place: Path) -> Iterator[Page]:
    yield from opened(browser, one_place)


def labels(page: Page) -> list[str]:
    return page.texts("main label.field > span")


def test_targets_say_their_place_where_there_are_several(two: Page, one: Page) -> None:
    heads = "[...document.querySelectorAll('main h2 + .scroll table')[0].querySelectorAll('thead th')].map((one) => one.textContent)"
    assert two.value(heads)[:3] == ["指标", "地区", "年份"]
    assert "地区" not in one.value(heads)
    places = "[...document.querySelectorAll('main h2 + .scroll table')[0].querySelectorAll('tbody td:nth-child(2)')]"
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
