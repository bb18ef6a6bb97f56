"""The explorer behind a server, in a browser: the same pages of a warehouse that does not fit on one page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.site.chromium import Chromium, Page
from tests.site.conftest import OTHER, script_text
from tests.site.served import serving

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def address(two_places: Path) -> Iterator[str]:
    with serving(two_places, limit=300) as found:
        yield found


@pytest.fixture
def served(browser: Chromium, address: str) -> Iterator[Page]:
    page = browser.open(address)
    yield page
    assert page.errors == []
    assert all(asked.startswith(f"{address}/") for asked in page.requests)
    page.close()


def show(page: Page, address: str, sign: str) -> None:
    page.value(f"location.hash = {script_text(address)}")
    page.wait(f"document.querySelector({script_text(sign)})")


def test_a_small_warehouse_is_one_page(browser: Chromium, published: Path) -> None:
    with serving(published) as address:
        page = browser.open(address)
        assert page.count(".tiles b") and page.text("h1") == "概览"
        show(page, "#indicators?i=gdp", "svg.bars")
        assert page.errors == [] and {asked.split("#")[0] for asked in page.requests} == {f"{address}/"}
        page.close()


def test_the_first_view_says_what_is_there_and_leads_on(served: Page, observations: list[dict[str, Any]]) -> None:
    assert f"{len(observations):,}" in served.text(".summary")
    served.type("input[name=place]", OTHER)
    served.wait("document.querySelectorAll('main tbody tr').length === 1")
    served.click("main tbody a")
    served.wait("document.querySelector('main .place')")
    assert served.text("h1") == OTHER and served.count("table.headline tbody tr") > 0
    served.click("table.headline a.value")
    served.wait("document.querySelector('#panel mark.focus')")


def test_an_indicator_is_asked_for_and_its_source_when_it_is_looked_at(served: Page, address: str) -> None:
    show(served, "#indicators?i=gdp", "svg.bars")
    served.click("svg.bars a.bar.actual")
    served.wait("document.querySelector('#panel mark.focus')")
    assert any("data?observation=" in asked for asked in served.requests)
    served.type("[data-search]", "粮食")
    served.wait("document.querySelectorAll('#indicator-list a').length < 20")
    served.click("#indicator-list a")
    served.wait("document.querySelector('.chosen h2')?.textContent.includes('粮食')")


def test_words_are_found_by_the_server_and_lead_to_their_document(served: Page) -> None:
    show(served, "#search", "[data-search]")
    served.type("[data-search]", "固定资产 投资")
    served.wait("document.querySelectorAll('.hits li').length")
    assert served.count(".hits .numeral") > 0
    served.click(".hits .where a")
    served.wait("document.querySelector('.text .at')")


def test_places_are_compared_and_a_link_opens_its_number(
    served: Page, address: str, observations: list[dict[str, Any]]
) -> None:
    show(served, "#compare", "table.compare")
    assert len(served.texts("table.compare thead th")) == 3 + served.count(".places input:checked") > 4
    row = observations[0]
    served.value(f"location.hash = '#obs={row['observation_id']}'")
    served.wait(f"document.getElementById('panel')?.dataset.obs === {script_text(row['observation_id'])}")
    assert served.text("#panel h2") == row["indicator_name"]


@pytest.mark.parametrize("view", ["projects", "livelihood", "conflicts", "documents"])
def test_every_view_of_a_place_is_there(served: Page, view: str) -> None:
    show(served, f"#{view}?region=重庆市永川区", f"nav a[aria-current][href^='#{view}']")
    assert served.count("main h1") == 1 and len(served.text("main")) > 200
