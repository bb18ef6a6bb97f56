"""What somebody stumbled over who had read no documentation: it stays mended."""

from __future__ import annotations

import re

import pytest

from tests.site.chromium import Chromium, Page
from tests.site.conftest import OTHER, script_text
from tests.site.served import serving

pytestmark = pytest.mark.slow


def test_a_question_in_plain_words_leads_to_its_indicator(two: Page) -> None:
    two.show("#search")
    two.type("[data-search]", "固定资产投资到底有多少呢")
    two.wait("document.querySelectorAll('.hits li').length > 2")
    assert "“固定资产投资”见于" in two.text("main [role=status]")
    assert "固定资产投资" in two.texts("main [role=status] a")
    two.type("[data-search]", "丙县的固定资产投资增长了多少")
    two.wait("document.querySelector('main [role=status] a')")
    assert OTHER in two.texts("main [role=status] a")
    two.type("[data-search]", "常住人口比率指数差之比率指数")  # what nothing says leads to what it holds, or says so
    two.wait("!document.querySelectorAll('.hits li').length")
    assert re.search("没有原样出现|都没有", two.text("main [role=status]"))


def test_a_place_and_what_is_asked_of_it_are_found_together(two: Page) -> None:
    two.show("#search")
    two.type("[data-search]", "丙县 增长")  # no sentence says its own place
    two.wait("document.querySelectorAll('.hits li').length")
    assert {*two.texts(".hits .of-place")} and all(title == OTHER for title in two.value("[...document.querySelectorAll('.hits .of-place')].map((one) => one.title)"))  # fmt: skip
    assert OTHER in two.texts("main [role=status] a")
    two.type("[data-search]", "丙县")
    two.wait(
        f"[...document.querySelectorAll('main [role=status] a')].some((one) => one.textContent === {script_text(OTHER)})"
    )


def test_the_server_finds_a_place_and_what_is_asked_of_it(browser: Chromium, two_places: object) -> None:
    with serving(two_places, limit=300) as address:  # type: ignore[arg-type]
        page = browser.open(f"{address}/#search?q=丙县 增长")
        page.wait("document.querySelectorAll('.hits li').length")
        assert page.value(
            "[...new Set([...document.querySelectorAll('.hits .of-place')].map((one) => one.title))]"
        ) == [OTHER]
        page.close()


def test_a_gap_says_its_unit_and_long_numbers_are_grouped_for_the_eye(page: Page) -> None:
    page.show("#overview")
    head = page.texts("main table thead th").index("差额")
    gaps = page.value(
        f"[...document.querySelector('main table').tBodies[0].rows].map((row) => row.cells[{head}].textContent)"
    )
    assert gaps and all(re.fullmatch(r"0|[+−][\d.]+ \D+", gap) for gap in gaps), gaps
    page.show("#indicators?i=disposable_income_urban")
    assert page.count("a.value .thousand") > 0
    assert any(re.fullmatch(r"\d{5}\u2009元", text) for text in page.texts("a.value"))  # as printed, for who copies it


def test_projects_that_stand_at_the_stage_asked_for_come_first(page: Page) -> None:
    page.show("#projects?stage=completion&statement=actual")
    stages = page.texts("td[data-label=最近阶段] > .chip")
    others = [at for at, stage in enumerate(stages) if stage != "完工"]
    assert stages[0] == "完工" and (
        not others or min(others) > max(at for at in range(len(stages)) if at not in others)
    )


def test_an_indicators_page_says_what_stands_further_down(two: Page) -> None:
    two.show("#indicators?i=gdp")
    two.wait("document.querySelectorAll('.jumps button').length > 2")
    two.value("[...document.querySelectorAll('.jumps button')].pop().click()")
    assert two.value("document.activeElement.tagName") == "H3" and "观测" in two.value(
        "document.activeElement.textContent"
    )
    years = two.value("[...document.querySelectorAll('main h3')].map((one) => one.textContent)")
    assert len(years) >= two.count(".jumps button")


def test_a_phone_shows_where_one_is_and_no_row_beside_the_screen(two: Page) -> None:
    two.resize(390, 800, phone=True)
    for view in ("projects", "livelihood", "documents", "review"):
        two.show(f"#{view}")
        box = two.value("(() => { const box = document.querySelector('nav [aria-current]').getBoundingClientRect(); return [box.left, box.right]; })()")  # fmt: skip
        assert 0 <= box[0] < box[1] <= 390, view
        wide = two.value("[...document.querySelectorAll('table.cards td, table.cards th')].filter((one) => one.getBoundingClientRect().right > innerWidth + 1 && getComputedStyle(one.closest('thead') || document.body).position !== 'absolute').length")  # fmt: skip
        assert wide == 0, view
