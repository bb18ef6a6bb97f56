"""The explorer of the five real reports, where they lie beside the checkout: every number by link and by click."""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import Any

import pytest

from pipelines.documents.scan import scan
from pipelines.readers.read import read_document
from pipelines.serve.query import query
from pipelines.serve.site.build import build_site
from tests.command import ROOT, House
from tests.site.chromium import Chromium
from tests.site.test_browser import FIRST_VIEW_MS, follow

CORPUS = ROOT.parent / "shared" / "corpus"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CORPUS.is_dir(), reason="the real reports are not in ../shared/corpus"),
]


@pytest.fixture(scope="module")
def published(browser: Chromium, tmp_path_factory: pytest.TempPathFactory) -> Path:
    house = House(tmp_path_factory.mktemp("corpus"))
    process = house.start("build", TAIZHANG_RAW=str(CORPUS))
    out, errors = process.communicate(timeout=300)
    assert process.returncode == 0, out + errors
    return house.published


@pytest.fixture(scope="module")
def index(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    [path] = build_site(published, tmp_path_factory.mktemp("site"))
    return path


@pytest.fixture(scope="module")
def rows(published: Path) -> list[dict[str, Any]]:
    return query(published, "select * from fct_indicator order by observation_id").records()


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """Each document's text, read from the file once more."""
    return {file.source_file: read_document(file).text for file in scan(CORPUS)}


def test_every_number_of_the_reports_is_reached_by_its_link(
    browser: Chromium, index: Path, rows: list[dict[str, Any]], texts: dict[str, str]
) -> None:
    found: list[dict[str, Any]] = []
    first_views = []
    for at in range(0, len(rows), 150):  # a browser follows some 200 links of a page in ten seconds, not more
        page = browser.open(index.as_uri())
        first_views.append(float(page.value("document.documentElement.dataset.ready")))
        found += follow(page, [row["observation_id"] for row in rows[at : at + 150]])
        assert page.errors == [] and {address.split("#")[0] for address in page.requests} == {index.as_uri()}
        page.close()
    assert len(found) == len(rows) > 500
    for row, shown in zip(rows, found, strict=True):
        numeral = texts[row["source_file"]][row["value_start"] : row["value_end"]]
        assert shown["open"] and shown["id"] == row["observation_id"]
        assert re.sub(r"\s", "", shown["mark"] or "") == re.sub(r"\s", "", numeral), row["observation_id"]
    print(f"{len(rows)} observations by link, first view {min(first_views):.0f}-{max(first_views):.0f} ms")
    assert min(first_views) < FIRST_VIEW_MS


def test_twenty_numbers_are_reached_by_a_click_and_show_their_passage(
    browser: Chromium, index: Path, rows: list[dict[str, Any]], texts: dict[str, str]
) -> None:
    """In the reader of their documents, as somebody who proof-reads does it."""
    page = browser.open(index.as_uri())
    for row in random.Random(6).sample(rows, 20):
        page.value(f"location.hash = '#documents?d={row['document_id'][:12]}'")
        # Several observations may be read from one numeral; it leads to one of them.
        place = ("document_id", "value_start", "value_end")
        same = [one["observation_id"] for one in rows if all(one[key] == row[key] for key in place)]
        page.click(", ".join(f'.text [data-obs="{key}"]' for key in same))
        page.wait("!document.getElementById('panel').hidden")
        numeral = texts[row["source_file"]][row["value_start"] : row["value_end"]]
        assert re.sub(r"\s", "", page.text("#panel mark.focus")) == re.sub(r"\s", "", numeral), row["observation_id"]
        assert re.sub(r"\s", "", numeral) in re.sub(r"\s", "", page.text("#panel .source")), row["observation_id"]
    assert page.errors == []
    page.close()
