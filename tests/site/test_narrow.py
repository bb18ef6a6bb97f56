"""What a reader asks first is one choice away: missed targets, finished projects, what matters of what is doubtful."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.serve.query import query
from pipelines.serve.site.page import strings
from pipelines.validate.checks import CHECKS, TOGETHER
from tests.command import ROOT
from tests.site.chromium import Chromium, Page
from tests.site.conftest import copied, opened, script_text
from tests.site.test_takeaway import saved, table

pytestmark = pytest.mark.slow
TARGETS = "[...document.querySelectorAll('main table')].find((one) => one.caption?.textContent === '目标与结果')"


def test_missed_targets_are_one_choice_away(page: Page, published: Path) -> None:
    [(missed, years)] = query(
        published,
        "select count(*), list(distinct year order by year desc) from fct_target_actual where outcome = 'missed'",
    ).rows
    page.choose("判断", "missed")
    assert page.value(f"{TARGETS}.querySelectorAll('tbody tr').length") == missed > 0
    assert set(page.value(f"[...{TARGETS}.querySelectorAll('.chip')].map((one) => one.textContent)")) == {"未达到"}
    assert page.value("location.hash") == "#overview?outcome=missed"
    page.choose("年份", str(years[0]))
    assert f"共 {page.value(f'{TARGETS}.tBodies[0].rows.length')} 个目标" in page.text("main [role=status]")
    page.show("#place")
    page.click("main a[href*='outcome=missed']")
    page.wait("document.querySelector('main h1')?.textContent === '概览'")
    assert set(page.value(f"[...{TARGETS}.querySelectorAll('.chip')].map((one) => one.textContent)")) == {"未达到"}


def test_what_was_finished_is_told_from_what_is_to_be(page: Page, published: Path) -> None:
    counted = "select count(distinct project_id) from fct_key_project where stage = 'completion' and statement = ?"
    [(done,)] = query(published, counted, ["actual"]).rows
    [(aimed,)] = query(published, counted, ["target"]).rows
    page.show("#projects")
    page.choose("阶段", "completion")
    for name, wanted in (("actual", done), ("target", aimed)):
        page.choose("性质", name)
        assert page.text("main [role=status]").startswith(f"{wanted:,} 个项目") and wanted > 0


def queue(page: Page) -> list[str]:
    return page.value("[...document.querySelectorAll('.queue li[data-obs]')].map((one) => one.dataset.obs)")


def test_the_queue_is_cut_by_doubt_and_weight(page: Page, observations: list[dict[str, Any]]) -> None:
    rows = {row["observation_id"]: row for row in observations}
    doubtful = {key for key, row in rows.items() if row["confidence"] < 0.9 or row["checks"]}
    page.show("#review")
    said = page.text("main [role=status]")
    cut = int(re.search(r"待核对 ([\d,]+)", said)[1].replace(",", ""))  # type: ignore[index]
    assert 0 < cut < len(doubtful) < len(rows)
    assert set(queue(page)) <= doubtful
    assert min(float(text.split()[-1]) for text in page.texts(".queue small.muted")) >= 0.5
    page.choose("范围", "doubt")
    told = int(re.search(r"待核对 ([\d,]+)", page.text("main [role=status]"))[1].replace(",", ""))  # type: ignore[index]
    assert abs(told - len(doubtful)) <= 0.02 * len(doubtful)  # conflicts of rounding flag no row
    page.choose("范围", "all")
    assert f"待核对 {sum(row['confidence'] < 1 or bool(row['checks']) for row in rows.values()):,}" in page.text(
        "main [role=status]"
    )
    assert "range=all" in page.value("location.hash")


def test_the_queue_is_narrowed_to_one_reason(page: Page, observations: list[dict[str, Any]]) -> None:
    unsure = {row["observation_id"] for row in observations if row["confidence"] < 0.9}
    page.show("#review?range=doubt")
    offered = page.value("[...document.querySelectorAll('.reasons option')].map((one) => [one.value, one.textContent])")
    counts = {name: int(re.sub(r"\D", "", text.split("（")[-1])) for name, text in offered if name}
    assert counts["unsure"] == len(unsure) and len(counts) > 2
    page.choose("原因", "unsure")
    assert f"待核对 {len(unsure):,}" in page.text("main [role=status]")
    assert set(queue(page)) <= unsure and "why=unsure" in page.value("location.hash")
    rarest = min(counts, key=lambda name: counts[name])
    page.choose("原因", rarest)
    assert len(queue(page)) == min(counts[rarest], 40)
    flagged = {row["observation_id"] for row in observations if rarest in row["checks"]}
    assert rarest == "unsure" or set(queue(page)) <= flagged


def names_of_checks() -> set[str]:
    """Every name that a row's `checks` or a quarantined row's check may have, out of the code."""
    found = {check.name for checks in CHECKS.values() for check in checks} | {check.name for check in TOGETHER.values()}
    for path in [*(ROOT / "pipelines" / "extract").rglob("*.py"), *(ROOT / "pipelines" / "readers").rglob("*.py")]:
        text = path.read_text(encoding="utf-8")
        found |= set(re.findall(r"(?:doubts\.append|checks\.append)\(\"([a-z_]+)\"", text))
        found |= set(re.findall(r"\b_?(?:add|doubt)\(\w+, \"([a-z_]+)\"", text))
    macro = (ROOT / "dbt_project" / "models" / "intermediate" / "int_conflict_flag.sql").read_text(encoding="utf-8")
    assert "conflict_" in macro
    return found | {f"conflict_{kind}" for kind in ("contradiction", "revision", "scope", "rounding")}


def test_every_check_has_words_in_both_languages() -> None:
    names = names_of_checks()
    assert len(names) > 40 and {"period_guessed", "table_total_mismatch", "name_cut"} <= names
    assert sorted(name for name in names if not all(strings().get(f"check.{name}", ["", ""]))) == []


def test_five_figures_are_of_the_place_that_tells_most(browser: Chromium, two_places: Path, tmp_path: Path) -> None:
    """A place with the more numbers, of which few are known ones, is not the first thing that is seen."""
    copy = copied(two_places, tmp_path)
    with duckdb.connect(str(copy)) as connection:
        places = dict(connection.execute("select region_name, count(*) from fct_indicator group by 1").fetchall())
        most = max(places, key=lambda name: places[name])
        connection.execute(
            "update fct_indicator set indicator_code = null where region_name = ? and indicator_code in (select indicator_code from dim_indicator where is_headline)",
            [most],
        )
    for page in opened(browser, copy):
        assert most not in page.text("main section .help") and page.count(".five li") > 0


HAN = r"[\u3400-\u9fff]"
ADDRESSES = (
    "overview", "place", "indicators?i=gdp", "compare", "projects?several=2", "livelihood", "conflicts", "review", "documents", "search?q=投资",
)  # fmt: skip
# What the page itself says; what documents say (titles, names, quotes, places) is Chinese in English too.
OWN = (
    "main h1, main label > span, main legend, main button:not([data-name]), main th[scope=col], main .help, main .legend, main .chip, main .muted[role=status], "
    "main h2 > .button, main dt, nav a:not(.brand), #panel dt, #panel .button, #panel label > span, #panel summary"
)


def test_the_page_speaks_english_where_it_speaks_itself(two: Page) -> None:
    two.click(".language")
    found: dict[str, list[str]] = {}
    for address in ADDRESSES:
        two.show(f"#{address}")
        if address == "indicators?i=gdp":
            two.click("svg.bars a.bar, svg.lines a.point")
            two.wait("!document.getElementById('panel').hidden")
        texts = two.value(
            f"[...document.querySelectorAll({script_text(OWN)})].filter((one) => !one.closest('[lang=zh-CN]') && !one.querySelector('.of-place'))"
            ".map((one) => one.textContent)"
        )
        places = ("永川", "丙县", "重庆", "投资", "高新区")
        found[address] = [text for text in texts if re.search(HAN, text) and not any(place in text for place in places)]
        explained = two.value("[...document.querySelectorAll('table tbody td small')].map((one) => one.textContent)")
        found[address] += [text for text in explained if text.startswith(("目标", "结果"))]
        assert (
            two.value(
                "[...document.querySelectorAll('main .download')].some((one) => one.getAttribute('aria-label').includes('：'))"
            )
            is False
        ), address
        two.press("Escape")
    assert {address: lines for address, lines in found.items() if lines} == {}
    two.click(".language")


def test_the_cell_of_a_sheet_and_the_address_of_a_page_are_said(
    browser: Chromium, published: Path, tmp_path: Path
) -> None:
    [(sheet,), (word,)] = query(
        published, "select observation_id from fct_indicator where page is null order by 1 limit 2"
    ).rows
    copy = copied(
        published,
        tmp_path,
        ("update fct_indicator set locator = '表一!C7' where observation_id = ?", [sheet]),
        ("update fct_indicator set locator = 'a.zip/b.docx paragraph 12' where observation_id = ?", [word]),
        ("update dim_document set source_url = 'https://example.org/report'", []),
    )
    for page in opened(browser, copy):
        for key, said in ((sheet, " · 表一!C7"), (word, " · a.zip/b.docx 第12段")):
            page.value(f"location.hash = '#obs={key}'")
            page.wait(f"document.getElementById('panel').dataset.obs === '{key}'")
            facts = dict(zip(page.texts("#panel dt"), page.texts("#panel dd"), strict=True))
            assert facts["位置"].endswith(said)
            assert page.value("document.querySelector('#panel dd a[href^=http]').href") == "https://example.org/report"
        page.click(".language")
        assert any("paragraph 12" in text for text in page.texts("#panel dd"))
        page.value("localStorage.clear()")


def test_the_queue_is_taken_away_as_a_table(page: Page) -> None:
    page.show("#review")
    text = page.text("main [role=status]")
    rows = table(saved(page, "main .steps .download.csv"))
    assert len(rows) == int(re.search(r"待核对 ([\d,]+)", text)[1].replace(",", ""))  # type: ignore[index]
    assert all(row["引用"] for row in rows)
