"""What an analyst does with the explorer: search the texts, compare places, take a view away, write a correction."""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import duckdb
import pytest

from pipelines.publish.corrections import read
from tests.site.chromium import Chromium, Page
from tests.site.conftest import OTHER, copied, opened

pytestmark = pytest.mark.slow


def saved(page: Page, selector: str) -> str:
    """The text of the file that a button saves, its byte order mark with it."""
    return page.saved(selector).decode("utf-8")


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_observations_are_taken_away_with_their_citations(page: Page, observations: list[dict[str, Any]]) -> None:
    page.show("#indicators?i=gdp")
    text = saved(page, ".chosen h3:last-of-type .download")
    assert text.startswith("\ufeff") and "\r\n" in text
    rows = table(text)
    published = {row["observation_id"]: row for row in observations if row["indicator_code"] == "gdp"}
    assert {row["观测编号"] for row in rows} == set(published)
    for row in rows:
        given = published[row["观测编号"]]
        assert Decimal(row["数值"]) == given["value"] and row["地区"] == (given["region_name"] or "")
        assert row["段落编号"].startswith(given["document_id"][:12] + "#") and row["段落编号"] in row["引用"]


@pytest.mark.parametrize(
    ("view", "head"),
    [
        ("overview", "目标出处"),
        ("projects", "引用"),
        ("livelihood", "引用"),
        ("conflicts", "引用"),
        ("documents", "引用"),
        ("compare", "引用"),
        ("search?q=增长", "引用"),
    ],
)
def test_every_view_can_be_taken_away(two: Page, view: str, head: str) -> None:
    two.show(f"#{view}")
    rows = table(saved(two, "main .download"))
    assert rows and all(re.search(r"《.+》.*段落 [0-9a-f]{12}#", row[head]) for row in rows if row[head])
    assert any(row[head] for row in rows)


def test_a_field_that_a_spreadsheet_would_run_is_defused(browser: Chromium, published: Path, tmp_path: Path) -> None:
    hostile = ["=1+1", "＋1", '@a "b",\n c', "\u200b-x", "平常"]
    copy = copied(published, tmp_path)
    with duckdb.connect(str(copy)) as connection:
        ids = [key for (key,) in connection.execute("select document_id from dim_document").fetchall()]
        for key, title in zip(ids, hostile, strict=True):
            connection.execute("update dim_document set title = ? where document_id = ?", [title, key])
    for page in opened(browser, copy):
        text = saved(page, "main h2:nth-of-type(2) .download")
        assert {row["标题"] for row in table(text)} == {f"'{title}" for title in hostile[:-1]} | {"平常"}


def test_a_chart_is_taken_away_as_a_drawing_of_its_own(page: Page) -> None:
    page.show("#indicators?i=gdp")
    bars = page.value("document.querySelector('svg.bars').querySelectorAll('a.bar').length")
    drawing = ElementTree.fromstring(saved(page, "figure .download"))
    space = "{http://www.w3.org/2000/svg}"
    assert drawing.tag == f"{space}svg" and len(drawing.findall(f"{space}a")) == bars > 0
    assert drawing.find(f"{space}style") is not None and "href" not in ElementTree.tostring(drawing, "unicode")


def test_sentences_are_found_with_their_figures_marked(page: Page) -> None:
    page.show("#search")
    page.press("/")
    page.type("[data-search]", "固定资产 投资")
    page.wait("document.querySelectorAll('.hits li').length")
    assert page.count(".hits .numeral") > 0 and page.count(".hits mark") > 0
    for sentence in page.texts(".hits .passage"):
        folded = re.sub(r"\s", "", sentence)
        assert "固定资产" in folded and "投资" in folded
    page.click(".hits .numeral")
    page.wait("!document.getElementById('panel').hidden")


def test_what_is_no_indicator_is_said_to_stand_in_texts(page: Page) -> None:
    page.show("#indicators")
    page.type("[data-search]", "统筹")
    page.wait("document.querySelector('.chosen a')")
    said = page.text(".chosen")
    assert re.search(r"“统筹”不是这里的指标，但见于 [1-9]\d* 份文件", said), said
    page.click(".chosen a")
    page.wait("document.querySelectorAll('.hits li').length")
    assert page.value("document.querySelector('[data-search]').value") == "统筹"
    page.type("[data-search]", "纳米机器鲸鱼")
    page.wait("!document.querySelectorAll('.hits li').length")
    assert "都没有“纳米机器鲸鱼”" in page.text("main [role=status]")


def test_places_stand_side_by_side_in_one_unit(two: Page, two_places: Path) -> None:
    two.show("#compare")
    heads = two.texts("table.compare thead th")
    assert len(heads) == 3 + two.count(".places input:checked") and two.count("table.compare tbody tr") > 0
    rows = table(saved(two, "main .download"))
    units: dict[tuple[str, str, str], set[str]] = {}
    for row in rows:
        units.setdefault((row["指标"], row["口径"], row["地区"]), set()).add(row["单位"])
        if row["单位"] == row["原文单位"]:
            assert Decimal(row["数值"]) == Decimal(row["原文数值"])
    assert {row["地区"] for row in rows} > {"甲省乙市丙县"}
    two.value("[...document.querySelectorAll('.places input:checked')].slice(1).forEach((one) => one.click())")
    assert "至少选择两个地区" in two.text("main [role=status]")


def test_an_indicator_ranks_the_places_of_one_year(
    browser: Chromium, one: Page, two_places: Path, tmp_path: Path
) -> None:
    copy = copied(two_places, tmp_path)
    with duckdb.connect(str(copy)) as connection:  # the other county has said twice as much in the same year
        connection.execute(
            """insert into fct_indicator
               select * replace ('ffffffffffffffff' as observation_id, value * 2 as value, value_base * 2 as value_base,
                 ? as region_name) from fct_indicator
               where indicator_code = 'gdp' and statement = 'actual' and measure = 'level' and region_name <> ?
               order by period_end limit 1""",
            [OTHER, OTHER],
        )
    one.show("#indicators?i=gdp")
    assert one.count("table.ranking") == 0
    for page in opened(browser, copy):
        page.show("#indicators?i=gdp")
        assert re.fullmatch(
            r"20\d\d 年各地 · 绝对数 · 亿元（[23] 个地区中 2 个有数） 下载 CSV xlsx", page.text(".chosen > h3")
        )
        assert page.texts("table.ranking td:first-child") == ["丙县", "永川区"]
        twice, once = (Decimal(text) for text in page.texts("table.ranking td.num"))
        assert twice == 2 * once > 0


def test_there_is_nothing_to_compare_in_one_place(one: Page) -> None:
    assert one.count("nav a[href^='#compare']") == 0


def test_a_correction_written_in_the_page_is_one_that_the_build_reads(
    page: Page, observations: list[dict[str, Any]], tmp_path: Path
) -> None:
    row = next(o for o in observations if o["indicator_code"] == "gdp" and o["statement"] == "actual")
    page.show(f"#obs={row['observation_id']}")
    page.click("details.correct summary")
    assert page.value("document.querySelector('.correction button').disabled") is True
    reason = '原文为："12.5" #不是 12,5'
    for name, value in (("value", "12.50"), ("year", "2001"), ("reason", reason), ("author", "张三")):
        page.type(f".correction [name={name}]", value)
    assert page.text(".correction [role=status]") == "条目已备好。"
    file = tmp_path / "corrections.yml"
    file.write_text(saved(page, ".correction button[value=save]"), encoding="utf-8")
    [made] = read(file)
    assert (made.action, made.observation_id, made.reason, made.author) == (
        "replace",
        row["observation_id"],
        reason,
        "张三",
    )
    assert made.changes == {"value": Decimal("12.50"), "period_start": 2001, "period_end": 2001, "period_label": "2001"}
    assert (made.expected_value, made.expected_unit) == (row["value"], row["unit"])
    page.type(".correction [name=value]", "12,5")
    assert "十进制" in page.text(".correction [role=status]")
    assert page.value("document.querySelector('.correction textarea').value") == ""


def test_the_first_tables_read_on_a_phone(two: Page) -> None:
    two.resize(390, 800, phone=True)
    two.show("#overview")
    widths = two.value(
        "[...document.querySelectorAll('main table.cards')[0].querySelectorAll('tbody td')].filter((one) => one.textContent.length > 3)"
        ".map((one) => [one.getBoundingClientRect().height, one.textContent.length])"
    )
    assert widths and all(height < 30 or letters > 12 for height, letters in widths)


def test_the_overview_says_what_it_is(two: Page) -> None:
    said = two.text(".summary")
    assert "5 份文件" in said and "丙县" in said and re.search(r"20\d\d–20\d\d", said)
    assert two.count(".five li") == 5
    two.click(".five a")
    two.wait("!document.getElementById('panel').hidden")
