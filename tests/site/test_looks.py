"""How the explorer looks and is reached: dark and light, wide and narrow, by keys alone, by readers of screens."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest
from PIL import Image

from pipelines.publish import corrections
from tests.site.chromium import Chromium, Page
from tests.site.conftest import copied, opened, script_text
from tests.site.test_takeaway import saved, table

pytestmark = pytest.mark.slow
VIEWS = (
    "overview",
    "place",
    "indicators?i=gdp",
    "compare",
    "projects",
    "livelihood",
    "conflicts",
    "review",
    "documents",
    "search?q=投资",
)


@pytest.mark.parametrize("view", ["indicators?i=gdp", "compare", "overview"])
def test_a_workbook_holds_what_the_csv_holds(two: Page, view: str) -> None:
    two.show(f"#{view}")
    rows = table(saved(two, "main .download.csv"))
    book = openpyxl.load_workbook(io.BytesIO(two.saved("main .download.xlsx")))
    sheet = book.active
    head, *found = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert head == list(rows[0]) or set(head) == set(rows[0])
    assert len(found) == len(rows) > 0 and sheet.freeze_panes == "A2" and sheet["A1"].font.bold
    for row, given in zip(found, rows, strict=True):
        for name, value in zip(head, row, strict=True):
            if head.count(name) > 1:
                continue
            text = given[name].removeprefix("'") if given[name][:2] in ("'=", "'-", "'+", "'@") else given[name]
            if isinstance(value, int | float):
                assert float(text) == value
            else:
                assert (value or "") == text
    assert any(isinstance(value, int | float) for row in found for value in row)


def test_a_workbook_runs_nothing_and_keeps_every_letter(browser: Chromium, published: Path, tmp_path: Path) -> None:
    hostile = ["=1+1", "<b>&\"'", "a\u0001x", "007", "12345678901234567890 ", "  𠀀  "]
    copy = copied(published, tmp_path)
    with duckdb.connect(str(copy)) as connection:
        ids = [key for (key,) in connection.execute("select document_id from dim_document").fetchall()]
        for key, title in zip(ids, hostile, strict=False):
            connection.execute("update dim_document set title = ? where document_id = ?", [title, key])
    for page in opened(browser, copy):
        book = openpyxl.load_workbook(io.BytesIO(page.saved("main h2:nth-of-type(2) .download.xlsx")))
        cells = {cell.value: cell.data_type for cell in book.active["A"]}
    kept = {title.replace("\u0001", "") for title in hostile[: len(ids)]}
    assert kept <= set(cells) and {cells[title] for title in kept} == {"s"}


def test_a_chart_is_taken_away_as_a_picture(page: Page) -> None:
    page.show("#indicators?i=gdp")
    width = page.value("document.querySelector('svg.bars').width.baseVal.value")
    with Image.open(io.BytesIO(page.saved("figure .download.png"))) as picture:
        assert picture.format == "PNG" and picture.width == round(2 * width)
        colours = {colour for _, colour in picture.convert("RGB").getcolors(1 << 24) or []}
    assert (255, 255, 255) in colours and (0x1F, 0x5F, 0x9E) in colours  # paper, and the bars of outcomes


def luminance(colour: str) -> float:
    """Relative luminance of rgb(…), as WCAG 2 has it."""
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_the_page_is_dark_where_the_reader_wants_it(page: Page) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    ink = "getComputedStyle(document.body).color"
    assert luminance(page.value(ground)) > 0.9
    page.send("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": "dark"}])
    page.wait("document.documentElement.dataset.theme === 'dark'")
    assert luminance(page.value(ground)) < 0.03 < 0.6 < luminance(page.value(ink))
    page.click("button.theme")
    assert luminance(page.value(ground)) > 0.9 and page.text("button.theme") == "深色"
    page.value("localStorage.clear()")


@pytest.mark.parametrize("width", [1280, 1920, 390])
def test_every_view_uses_its_width_and_no_more(two: Page, width: int) -> None:
    two.resize(width, 900, phone=width < 500)
    for view in VIEWS:
        two.show(f"#{view}")
        assert two.value("document.documentElement.scrollWidth <= innerWidth"), view
        if width == 1920:
            used = two.value("document.querySelector('main').getBoundingClientRect().width")
            assert used > 1800, view


def axe() -> str | None:
    """The script of axe-core: TAIZHANG_AXE, or the one that the package axe-core-python ships."""
    if given := os.environ.get("TAIZHANG_AXE"):
        return Path(given).read_text(encoding="utf-8")
    try:
        files = metadata.files("axe-core-python") or []
    except metadata.PackageNotFoundError:
        return None
    [script] = [file for file in files if file.name == "axe.min.js"]
    return script.read_text(encoding="utf-8")


@pytest.fixture(params=["light", "dark"])
def themed(two: Page, request: pytest.FixtureRequest) -> Iterator[Page]:
    script = axe()
    if script is None:
        pytest.skip("no axe-core: neither the package axe-core-python nor TAIZHANG_AXE")
    two.send("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": request.param}])
    two.wait(f"document.documentElement.dataset.theme === '{request.param}'")
    two.value(f"{script}; 0")
    yield two


def findings(page: Page) -> list[str]:
    """Serious findings as lines: rule, how many, the first place."""
    return page.value(
        """axe.run(document, {resultTypes: ['violations']}).then((found) => found.violations.filter((one) => ['serious', 'critical'].includes(one.impact))
           .map((one) => `${one.id}: ${one.nodes.length}, ${one.nodes[0].html.slice(0, 200)}: ${one.nodes[0].any.concat(one.nodes[0].all, one.nodes[0].none).map((why) => why.message).join(' ').slice(0, 200)}`))"""
    )


def test_axe_finds_nothing_serious(themed: Page) -> None:
    found: dict[str, list[str]] = {}
    for view in VIEWS:
        themed.show(f"#{view}")
        found[view] = findings(themed)
    themed.show("#indicators?i=gdp")
    themed.click("svg.bars a.bar")
    themed.click("details.correct summary")
    found["panel"] = findings(themed)
    assert {view: lines for view, lines in found.items() if lines} == {}


def tab_to(page: Page, wanted: str, most: int = 400) -> None:
    """Press Tab until what has the focus fits."""
    for _ in range(most):
        page.send("Input.dispatchKeyEvent", type="keyDown", key="Tab", code="Tab", windowsVirtualKeyCode=9)
        page.send("Input.dispatchKeyEvent", type="keyUp", key="Tab", code="Tab", windowsVirtualKeyCode=9)
        if page.value(f"Boolean(document.activeElement?.matches({script_text(wanted)}))"):
            return
    raise AssertionError(f"Tab never comes to {wanted}")


def typed(page: Page, text: str) -> None:
    page.send("Input.insertText", text=text)


def from_search_to_correction(page: Page, file: Path, observations: list[dict[str, Any]]) -> None:
    """Search → a sentence → its place → a number → its passage → a correction; no pointer is used."""
    tab_to(page, "nav a[href^='#search']")
    page.press("Enter")
    page.wait("document.querySelector('[data-search]')")
    page.press("/")
    typed(page, "投资")
    page.wait("document.querySelectorAll('.hits li').length")
    tab_to(page, ".hits .where a.of-place")
    page.press("Enter")
    page.wait("document.querySelector('main .place')")
    tab_to(page, "table.headline a.value")
    page.press("Enter")
    page.wait("!document.getElementById('panel').hidden")
    assert page.value("document.activeElement.id") == "panel"
    assert page.count("#panel .source mark.focus") == 1
    tab_to(page, "details.correct summary")
    page.press("Enter")
    tab_to(page, ".correction [name=value]")
    page.value("document.activeElement.select()")
    typed(page, "999.5")
    tab_to(page, ".correction [name=reason]")
    typed(page, "与原件不符")
    tab_to(page, ".correction [name=author]")
    typed(page, "张三")
    tab_to(page, ".correction button[value=save]")
    page.keep_files()
    page.press("Enter")
    text = page.wait("files.length && files[0].text()")
    file.write_text(text, encoding="utf-8")
    [made] = corrections.read(file)
    row = next(row for row in observations if row["observation_id"] == made.observation_id)
    assert made.expected_value == row["value"] and str(made.changes["value"]) == "999.5"
    page.press("Escape")
    assert page.value("document.getElementById('panel').hidden") is True
    assert page.value("document.activeElement.matches('table.headline a.value')") is True


def test_from_search_to_correction_by_keys_alone(two: Page, tmp_path: Path, observations: list[dict[str, Any]]) -> None:
    from_search_to_correction(two, tmp_path / "corrections.yml", observations)
