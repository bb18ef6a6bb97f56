"""What a reader says of a number goes from the page into the files beside the documents, and into the next build."""

from __future__ import annotations

import json
import shutil
import urllib.request
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import pytest

from pipelines.publish import corrections, reviews
from pipelines.serve.query import query
from pipelines.serve.site.build import build_site
from tests.command import ROOT, House
from tests.site.chromium import Chromium, Page
from tests.site.served import serving
from tests.site.test_takeaway import saved

pytestmark = pytest.mark.slow


def queue(page: Page) -> list[str]:
    return page.value("[...document.querySelectorAll('.queue li[data-obs]')].map((one) => one.dataset.obs)")


def test_what_is_doubtful_and_matters_comes_first(page: Page, observations: list[dict[str, Any]]) -> None:
    page.show("#review")
    ids = queue(page)
    rows = {row["observation_id"]: row for row in observations}
    assert ids and not any(rows[key]["confidence"] == 1 and not rows[key]["checks"] for key in ids)
    scores = [float(text.split()[-1]) for text in page.texts(".queue small.muted")]
    assert scores == sorted(scores, reverse=True) and scores[0] > scores[-1]
    flagged = {key for key, row in rows.items() if row["checks"]}
    assert set(ids[:5]) <= flagged


def test_keys_accept_and_change(page: Page, tmp_path: Path, observations: list[dict[str, Any]]) -> None:
    page.show("#review")
    first, second = queue(page)[:2]
    page.press("a")
    assert page.count(".queue .accepted") == 0 and "署名" in page.text("main [role=status]")
    page.type("[name=by]", '李四 "校"')
    page.value("document.querySelector('main h1').focus()")
    page.press("a")
    assert page.value("document.querySelector('.queue .accepted').dataset.obs") == first
    assert page.value("document.querySelector('.queue [aria-current]').dataset.obs") == second
    page.press("c")
    page.wait("document.activeElement.name === 'value'")
    assert page.value("document.getElementById('panel').dataset.obs") == second
    page.press("Escape")
    file = tmp_path / "reviews.yml"
    file.write_text(saved(page, "main .steps .button").removeprefix("\ufeff"), encoding="utf-8")
    [review] = reviews.read(file)
    row = next(row for row in observations if row["observation_id"] == first)
    assert (review.value, review.unit, review.printed) == (row["value"], row["unit"], row["printed"])
    assert (review.reviewed_by, review.document) == ('李四 "校"', row["source_file"])


@pytest.fixture(scope="module")
def house(ours: House, tmp_path_factory: pytest.TempPathFactory) -> House:
    """A house of its own with the documents of raw/, built."""
    made = House(tmp_path_factory.mktemp("review"))
    shutil.copytree(ROOT / "raw", made.raw)
    shutil.copytree(ours.warehouse, made.warehouse, symlinks=True)
    return made


def test_said_in_the_served_page_it_is_in_the_next_build_and_shown_as_such(
    browser: Chromium, house: House, tmp_path: Path
) -> None:
    [(wrong, value)] = house.ask(
        "select observation_id, value from fct_indicator where indicator_code = 'gdp' and statement = 'actual' and measure = 'level' limit 1"
    )
    with serving(house.published, raw=house.raw, write=True) as address:
        page = browser.open(f"{address}/#obs={wrong}")
        page.click("details.correct summary")
        for name, text in (("value", "1203.5"), ("reason", "原件为1203.5"), ("author", "张三")):
            page.type(f".correction [name={name}]", text)
        page.click(".correction button[value=write]")
        page.wait("document.querySelector('.correction [role=status]').textContent.includes('已写入')")
        page.press("Escape")
        page.show("#review")
        page.wait("document.querySelector('.queue li')")
        accepted = queue(page)[0]
        page.type("[name=by]", "李四")
        page.value("document.querySelector('main h1').focus()")
        page.press("a")
        page.wait("document.querySelector('main [role=status]').textContent.length")
        page.settle()
        assert page.errors == [] and all(asked.startswith(f"{address}/") for asked in page.requests)
        page.close()
    [correction] = corrections.read(house.raw / "corrections.yml")
    assert correction.observation_id == wrong and correction.changes == {"value": Decimal("1203.5")}
    [review] = reviews.read(house.raw / "reviews.yml")
    assert review.reviewed_by == "李四"

    built = house.run("build")
    assert built.returncode == 0, built.stderr
    assert "1 hold, 0 fell" in built.stdout + built.stderr
    [row] = query(house.published, "select * from fct_indicator where observation_id = ?", [wrong]).records()
    assert row["value"] == Decimal("1203.5") and row["corrected_from"].startswith(f"{value.normalize():f}"[:6])
    [reviewed] = house.ask("select observation_id from fct_indicator where reviewed_by = '李四'")
    assert reviewed == (accepted,)

    [index] = build_site(house.published, tmp_path)
    page = browser.open(f"{index.as_uri()}#obs={wrong}")
    facts = dict(zip(page.texts("#panel dt"), page.texts("#panel dd"), strict=True))
    assert row["correction"] in facts["更正"] and "原为" in facts["更正"]
    assert page.text("#panel .figure-line strong").startswith("1203.5")
    page.value(f"location.hash = '#obs={accepted}'")
    page.wait(f"document.getElementById('panel').dataset.obs === '{accepted}'")
    facts = dict(zip(page.texts("#panel dt"), page.texts("#panel dd"), strict=True))
    assert facts["已经人工核对"].startswith("李四")
    page.show("#review")
    assert accepted not in queue(page)
    page.close()


def post(address: str, kind: str, body: object, **headers: str) -> tuple[int, str]:
    given = {
        "content-type": "application/json",
        "origin": address,
        **{k.replace("_", "-"): v for k, v in headers.items()},
    }
    request = urllib.request.Request(f"{address}/entries/{kind}", json.dumps(body).encode(), given, method="POST")
    try:
        with urllib.request.urlopen(request, timeout=300) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as error:
        return error.code, error.read().decode()


GOOD = """  - name: "a"
    action: drop
    observation_id: "x"
    reason: "r"
    author: "b"
    date: 2026-11-29
"""


@pytest.fixture
def writing(published: Path, tmp_path: Path) -> Iterator[tuple[str, Path]]:
    raw = tmp_path / "raw"
    raw.mkdir()
    with serving(published, raw=raw, write=True) as address:
        yield address, raw


def test_only_good_entries_of_the_own_page_are_written(writing: tuple[str, Path]) -> None:
    address, raw = writing
    file = raw / "corrections.yml"
    file.write_text("# 我们的更正\n", encoding="utf-8")
    assert post(address, "corrections", {"entry": GOOD}, origin="http://evil.example")[0] == 403
    assert post(address, "corrections", {"entry": GOOD}, content_type="text/plain")[0] == 415
    assert post(address, "corrections", {"entry": GOOD.replace("drop", "burn")})[0] == 409
    assert post(address, "corrections", {"entry": GOOD + GOOD})[0] == 409
    assert post(address, "corrections", {"entry": "x" * 30_000})[0] == 409
    assert post(address, "corrections", {"wrong": GOOD})[0] == 400
    assert post(address, "anything", {"entry": GOOD})[0] == 405
    assert file.read_text(encoding="utf-8") == "# 我们的更正\n"
    assert post(address, "corrections", {"entry": GOOD}) == (201, '{"entries":1}')
    assert post(address, "corrections", {"entry": GOOD})[0] == 409  # the same name once more
    assert post(address, "corrections", {"entry": GOOD.replace('"a"', '"c"')}) == (201, '{"entries":2}')
    assert file.read_text(encoding="utf-8").startswith("# 我们的更正\n") and len(corrections.read(file)) == 2
    assert sorted(path.name for path in raw.iterdir()) == ["corrections.yml"]


def test_without_leave_nothing_is_written(published: Path) -> None:
    with serving(published) as address:
        assert post(address, "corrections", {"entry": GOOD})[0] == 405


def test_leave_is_given_on_this_machine_only(published: Path, tmp_path: Path) -> None:
    house = House(tmp_path)
    refused = house.run("serve", "--write", "--host", "0.0.0.0", "--port", "0", "--warehouse", str(published.parent))
    assert refused.returncode == 2 and "this machine only" in refused.stderr
