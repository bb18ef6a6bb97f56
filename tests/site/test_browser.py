"""The explorer as its readers use it: search, filter, click, link, compare, proof-read; by mouse and by keys."""

from __future__ import annotations

import random
import re
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.serve.site.build import build_site
from pipelines.serve.site.page import strings
from tests.site.chromium import Chromium, Page
from tests.site.conftest import script_text

pytestmark = pytest.mark.slow

FIRST_VIEW_MS = 2000


def blank_free(text: str) -> str:
    return re.sub(r"\s+", "", text)


def follow(page: Page, ids: list[str]) -> list[dict[str, Any]]:
    """What the panel shows under the link of each observation."""
    return page.value(
        f"""(async () => {{
          const found = [];
          for (const id of {script_text(ids)}) {{
            await new Promise((done) => {{ addEventListener("hashchange", () => done(), {{ once: true }}); location.hash = "#obs=" + id; }});
            const panel = document.getElementById("panel");
            found.push({{ id: panel.dataset.obs, open: !panel.hidden, name: panel.querySelector("h2").textContent,
              mark: panel.querySelector("mark.focus")?.textContent ?? null, source: panel.querySelector(".source").textContent }});
          }}
          return found;
        }})()"""
    )


def test_the_first_view_comes_at_once(browser: Chromium, index: Path) -> None:
    page = browser.open(index.as_uri())
    milliseconds = float(page.value("document.documentElement.dataset.ready"))
    print(f"first view of the five digests: {milliseconds:.0f} ms, {index.stat().st_size:,} bytes")
    assert milliseconds < FIRST_VIEW_MS
    assert page.text("h1") == "概览" and page.count("main table") >= 3
    page.close()


def test_the_overview_counts_what_is_there(page: Page, published: Path) -> None:
    tables = ("dim_document", "fct_indicator", "dim_project", "fct_livelihood_task", "fct_conflict", "quarantine")
    with duckdb.connect(str(published), read_only=True) as connection:
        counts = [connection.execute(f"select count(*) from {name}").fetchone()[0] for name in tables]  # type: ignore[index]
    shown = [int(text.replace(",", "")) for text in page.texts(".tiles b")]
    assert [shown[at] for at in (0, 1, 3, 4, 5, 7)] == counts


@pytest.mark.parametrize("words", ["生产总值", "GDP", "地区GDP", "gross regional", "总值 地区"])
def test_an_indicator_is_found_by_any_part_of_a_name(page: Page, words: str) -> None:
    page.click("nav a[href='#indicators']")
    page.type("[data-search]", words)
    found = page.wait("[...document.querySelectorAll('#indicator-list a > span')].map((one) => one.textContent)")
    assert found[0] == "地区生产总值" and len(found) < 30
    assert page.text(".chosen h2") == "地区生产总值"


def test_filters_let_through_what_fits(page: Page, observations: list[dict[str, Any]]) -> None:
    page.click("nav a[href='#indicators']")
    page.choose("年份", "2023")
    page.choose("性质", "target")
    page.choose("领域", "10")
    fits = [
        o
        for o in observations
        if o["statement"] == "target"
        and o["sector_code"] == 10
        and o["period_start"]
        and o["period_start"] <= 2023 <= o["period_end"]
    ]
    assert f"{len(fits)} 个观测" in page.text(".side [role=status]") and fits
    assert page.value("location.hash") == "#indicators?year=2023&statement=target&sector=10"
    page.choose("性质", "")
    assert "statement" not in page.value("location.hash")


def test_a_filtered_view_can_be_shared(page: Page) -> None:
    page.value("location.hash = '#indicators?q=生产总值&year=2022'")
    page.wait("document.querySelector('[data-search]')?.value === '生产总值'")
    assert page.value("[...document.querySelectorAll('select')].map((one) => one.value)") == ["", "2022", "", ""]


def test_a_bar_leads_to_its_passage(page: Page) -> None:
    page.value("location.hash = '#indicators?i=gdp'")
    page.wait("document.querySelector('svg.bars')")
    # Bars stand on the zero line: the foot of every positive bar of a chart is at one height.
    feet = page.value(
        """[...document.querySelectorAll('svg.bars')].map((chart) => new Set([...chart.querySelectorAll('.bar > rect:first-of-type')]
           .map((bar) => Math.round(Number(bar.getAttribute('y')) + Number(bar.getAttribute('height'))))).size)"""
    )
    assert feet and set(feet) == {1}
    assert page.texts("svg.bars .unit")[:2] == ["亿元", "%"]
    assert "≥+7.5" in page.texts("svg.bars .bar.target .figure")
    page.click("svg.bars a.bar.actual")
    page.wait("!document.getElementById('panel').hidden")
    assert page.text("#panel mark.focus") == "1202.8"
    assert page.value("location.hash").startswith("#obs=")
    facts = dict(zip(page.texts("#panel dt"), page.texts("#panel dd"), strict=True))
    assert {"指标", "文件", "位置", "规则", "可信度", "检查", "观测编号"} <= set(facts)
    page.press("Escape")
    assert page.value("document.getElementById('panel').hidden") is True
    assert page.value("location.hash") == "#indicators?i=gdp"


def test_a_link_opens_its_observation(browser: Chromium, index: Path, observations: list[dict[str, Any]]) -> None:
    for row in random.Random(1).sample(observations, 5):
        page = browser.open(f"{index.as_uri()}#obs={row['observation_id']}")
        assert page.value("document.getElementById('panel').dataset.obs") == row["observation_id"]
        assert page.text("#panel h2") == row["indicator_name"] and page.text(".chosen h2")
        assert page.value("document.activeElement.id") == "panel"
        assert page.errors == []
        page.close()


def test_a_link_to_nothing_says_so(browser: Chromium, index: Path) -> None:
    page = browser.open(f"{index.as_uri()}#obs=0000000000000000")
    assert "0000000000000000" in page.text("[role=alert]") and page.text("h1") == "概览"
    page.close()


def test_every_observation_is_reached_by_its_link(
    browser: Chromium, index: Path, observations: list[dict[str, Any]]
) -> None:
    ids = [row["observation_id"] for row in observations]
    shown: list[dict[str, Any]] = []
    for start in range(0, len(ids), 150):  # a browser follows some 200 links of a page in ten seconds, not more
        page = browser.open(index.as_uri())
        shown += follow(page, ids[start : start + 150])
        assert page.errors == []
        page.close()
    for row, found in zip(observations, shown, strict=True):
        assert found["open"] and found["id"] == row["observation_id"] and found["name"] == row["indicator_name"]
        assert blank_free(found["mark"]) == blank_free(row["printed"]), row


def test_every_observation_is_marked_in_its_document(
    page: Page, observations: list[dict[str, Any]], published: Path
) -> None:
    with duckdb.connect(str(published), read_only=True) as connection:
        documents = [key for (key,) in connection.execute("select document_id from dim_document").fetchall()]
    for document_id in documents:
        page.value(f"location.hash = '#documents?d={document_id[:12]}'")
        wanted = {
            (o["value_start"], o["value_end"]): blank_free(o["printed"])
            for o in observations
            if o["document_id"] == document_id
        }
        page.wait(f"document.querySelectorAll('.text [data-obs]').length === {len(wanted)}")
        marks = page.value(
            "[...document.querySelectorAll('.text [data-obs]')].map((one) => [one.dataset.obs, one.firstChild.textContent])"
        )
        places = {o["observation_id"]: (o["value_start"], o["value_end"]) for o in observations}
        assert {places[key]: blank_free(text) for key, text in marks} == wanted


def test_conflicts_show_their_passages_side_by_side(
    page: Page, published: Path, observations: list[dict[str, Any]]
) -> None:
    with duckdb.connect(str(published), read_only=True) as connection:
        conflicts = dict(connection.execute("select conflict_id, observation_ids from fct_conflict").fetchall())
    printed = {o["observation_id"]: blank_free(o["printed"]) for o in observations}
    page.click("nav a[href='#conflicts']")
    assert page.count(".conflict-card") == len(conflicts) > 0
    for key, ids in conflicts.items():
        marks = page.texts(f"#conflict-{key} mark.focus")
        assert sorted(blank_free(mark) for mark in marks) == sorted(printed[i] for i in ids)
    tops = page.value(
        "[...document.querySelector('.sides').children].map((one) => Math.round(one.getBoundingClientRect().top))"
    )
    assert len(tops) > 1 and len(set(tops)) == 1
    page.choose("类别", "contradiction")
    assert 0 < page.count(".conflict-card") < len(conflicts)


def test_a_document_is_proof_read_by_keys(page: Page, observations: list[dict[str, Any]]) -> None:
    [(longest, _)] = Counter(row["document_id"] for row in observations).most_common(1)
    page.value(f"location.hash = '#documents?d={longest[:12]}'")
    page.wait("document.querySelector('.text [data-obs]')")
    page.press("j")
    first = page.value("document.getElementById('panel').dataset.obs")
    assert page.value("document.querySelector('.text .selected').dataset.obs") == first
    page.press("j", "j", "k", "k")
    assert page.value("document.getElementById('panel').dataset.obs") == first
    page.press("Escape")
    everything = page.count(".text [data-obs]")
    page.choose("性质", "target")
    targets = page.count(".text [data-obs]")
    assert 0 < targets < everything and page.count(".text .numeral.target") == targets
    page.choose("性质", "")
    page.choose("可信度", "0.95")
    assert 0 < page.count(".text [data-obs]") < everything


def test_projects_tell_their_life(page: Page, published: Path) -> None:
    with duckdb.connect(str(published), read_only=True) as connection:
        [(name, mentions)] = connection.execute(
            "select name, mention_count from dim_project where document_count > 1 order by mention_count desc, name limit 1"
        ).fetchall()
        [(completed,)] = connection.execute(
            "select count(distinct project_id) from fct_key_project where stage = 'completion'"
        ).fetchall()
    page.click("nav a[href='#projects']")
    page.type("[data-search]", name)
    page.click(".projects summary")
    assert page.count(".projects tr:first-child .mentions li") == mentions and page.count("svg.life circle") > 1
    page.click(".mentions a")
    page.wait("document.querySelector('.text .at')")
    page.value("location.hash = '#projects?stage=completion'")
    page.wait("document.querySelector('main h1')?.textContent === '项目'")
    assert f"{completed} 个项目" in page.text("main [role=status]")


def test_livelihood_tasks_show_planned_against_completed(page: Page) -> None:
    page.click("nav a[href='#livelihood']")
    assert page.count("svg.pair") > 0 and page.count(".livelihood .chip.completed") > 0
    widths = page.value(
        """[...document.querySelectorAll('.livelihood tr')].filter((row) => row.querySelector('svg.pair') && row.textContent.includes('100%'))
           .map((row) => [...row.querySelectorAll('svg.pair rect')].map((one) => one.getAttribute('width')))"""
    )
    assert widths and all(planned == completed for planned, completed in widths)
    page.choose("状态", "completed")
    assert page.count(".livelihood") > 0


TABS = "[...document.querySelectorAll('nav a')].slice(1).map((one) => one.hash.slice(1).split('?')[0])"


def test_labels_are_english_at_a_click(two: Page) -> None:
    two.click(".language")
    tabs = dict(zip(two.value(TABS), two.texts("nav a")[1:], strict=True))
    assert len(tabs) > 9 and tabs["overview"] == "Overview" and tabs["livelihood"] == "Livelihood projects"
    assert tabs == {view: strings()[view][1] for view in tabs}
    assert two.value("document.documentElement.lang") == "en"
    two.value("location.hash = '#indicators?i=gdp'")
    two.wait("document.querySelector('.chosen h2')?.textContent === 'Gross regional product'")
    two.click(".language")
    assert two.text(".chosen h2") == "地区生产总值"


def test_all_can_be_done_without_a_mouse(page: Page) -> None:
    page.click("nav a[href='#indicators']")
    page.press("/")
    assert page.value("document.activeElement.type") == "search"
    seen = set()
    for _ in range(40):
        page.press("Tab")
        seen.add(page.value("document.activeElement.closest('svg') ? 'bar' : document.activeElement.tagName"))
    assert {"SELECT", "A"} <= seen
    page.value("document.querySelector('svg.bars a').focus()")
    page.press("Enter")
    page.wait("document.activeElement.id === 'panel'")


def test_readers_of_screens_are_told_names(page: Page) -> None:
    page.click("nav a[href='#indicators']")
    page.click("svg.bars a.bar")
    roles = ("link", "button", "combobox", "searchbox", "dialog", "table", "heading", "navigation")
    told = page.accessible_names(roles)
    assert [pair for pair in told if not pair[1].strip()] == []
    assert {role for role, _ in told} >= {"link", "combobox", "searchbox", "dialog", "table", "heading"}
    assert any("亿元" in name and "实际" in name for role, name in told if role == "link")


@pytest.mark.parametrize("view", ["overview", "indicators", "projects", "livelihood", "conflicts", "documents"])
def test_a_phone_shows_it_without_scrolling_sideways(page: Page, view: str) -> None:
    page.resize(390, 800, phone=True)
    page.value(f"location.hash = '#{view}'")
    page.wait(f"document.querySelector('nav [aria-current]')?.getAttribute('href') === '#{view}'")
    assert page.value("document.documentElement.scrollWidth <= innerWidth")


def test_hostile_texts_stay_texts(browser: Chromium, published: Path, tmp_path: Path) -> None:
    hostile = "<script>window.taken = 1</script><img src=x onerror='window.taken = 2'>"
    copy = tmp_path / "taizhang.duckdb"
    shutil.copyfile(published, copy)
    with duckdb.connect(str(copy)) as connection:
        connection.execute("update dim_passage set text = text || ?", [hostile])
        connection.execute("update dim_document set title = ?", [hostile])
        connection.execute("update fct_indicator set indicator_name = ?, region_name = ?", [hostile, hostile])
        connection.execute("update dim_indicator set name_zh = ?", [hostile])
        connection.execute("update fct_conflict set explanation = ?, indicator_name = ?", [hostile, hostile])
        connection.execute("update dim_project set name = ?", [hostile])
        connection.execute("update fct_livelihood_task set task_name = ?", [hostile])
    [index] = build_site(copy, tmp_path)
    page = browser.open(index.as_uri())
    for view in ("overview", "indicators", "projects", "livelihood", "conflicts", "documents"):
        page.value(f"location.hash = '#{view}'")
        page.wait(f"document.querySelector('nav [aria-current]')?.getAttribute('href') === '#{view}'")
        assert "onerror='window.taken = 2'" in page.text("main"), view
        assert page.count("main script") == page.count("img") == 0
    assert page.value("window.taken") is None and page.errors == []
    assert {address.split("#")[0] for address in page.requests} == {index.as_uri()}
    page.close()


def test_pages_by_parts_are_led_to_by_an_index(
    browser: Chromium, published: Path, tmp_path: Path, observations: list[dict[str, Any]]
) -> None:
    index, *parts = build_site(published, tmp_path, limit=300)
    assert len(parts) > 1
    row = observations[len(observations) // 2]
    page = browser.open(f"{index.as_uri()}")
    page.type("[data-search]", "地区生产总值")
    assert page.wait("document.querySelectorAll('main table')[0].querySelectorAll('tbody tr').length") >= 1
    page.value(f"location.hash = '#obs={row['observation_id']}'")
    page.wait(f"document.getElementById('panel')?.dataset.obs === {script_text(row['observation_id'])}")
    assert "part-" in page.value("location.pathname")
    assert page.errors == []
    page.close()
