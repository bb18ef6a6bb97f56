"""`taizhang ui` as a browser sees it: the definitions load, a run started there is green and publishes."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest

from tests.command import House
from tests.defs.graph import GROUPS
from tests.reports import write_good
from tests.site.chromium import Chromium, Page, find
from tests.ui_server import Server, serving

pytestmark = pytest.mark.slow

REPOSITORY = """{ repositoriesOrError { ... on RepositoryConnection { nodes {
  name location { name } jobs { name } assetGroups { groupName } sensors { name } schedules { name } } } } }"""
RUNS = "{ runsOrError { ... on Runs { results { runId status } } } }"
ASSETS = """{ assetNodes { assetKey { path } groupName assetMaterializations(limit: 1) { metadataEntries {
  __typename ... on TableColumnLineageMetadataEntry { lineage { columnName columnDeps { columnName } } } } }
  assetChecksOrError { ... on AssetChecks { checks { name } } } } }"""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> House:
    made = House(tmp_path_factory.mktemp("ui"))
    write_good(made.raw)
    return made


@pytest.fixture(scope="module")
def ask(place: House) -> Iterator[Server]:
    """The running UI, which answers questions to its GraphQL."""
    with serving(place, TAIZHANG_SERVE_UP_TO="20000") as server:
        yield server


def test_the_graph_the_sensor_and_the_schedule_are_there(ask: Server) -> None:
    [repository] = ask(REPOSITORY)["repositoriesOrError"]["nodes"]
    groups = {group["groupName"] for group in repository["assetGroups"]}
    assert groups >= set(GROUPS[:8])
    assert {"name": "build_warehouse"} in repository["jobs"]
    assert repository["sensors"] == [{"name": "abandoned_runs"}, {"name": "raw_folder_changed"}]
    assert repository["schedules"] == [{"name": "nightly"}]


def test_who_asks_for_another_name_gets_nothing(ask: Server) -> None:
    request = urllib.request.Request(f"{ask.address}/graphql", b"{}", headers={"Host": "evil.example"})
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=300)
    assert refused.value.code == 421


def pushed(page: Page, label: str) -> None:
    """Push the button that is labelled so."""
    button = f"[...document.querySelectorAll('button')].find((one) => one.innerText.trim() === {json.dumps(label)})"
    page.wait(f"Boolean({button})")
    page.value(f"{button}.click()")


def shown(page: Page, url: str, *texts: str) -> None:
    """Go there and wait until all these texts can be read."""
    page.send("Page.navigate", url=url)
    for text in texts:
        page.wait(f"document.body && document.body.innerText.includes({json.dumps(text)})")


def test_materialize_all_in_a_browser_is_green_and_shows_what_was_made(place: House, ask: Server) -> None:
    program = find()
    if program is None:
        pytest.skip("no Chromium on the PATH (chromium, google-chrome …) nor in TAIZHANG_CHROMIUM")
    with Chromium(program) as browser:
        page = browser.open("data:text/html,<html data-ready=1>", 1600, 1000)
        shown(page, f"{ask.address}/asset-groups", "Materialize all", "extraction", "publication")
        pushed(page, "Materialize all")
        deadline = time.monotonic() + 600
        while [run["status"] for run in ask(RUNS)["runsOrError"]["results"]] != ["SUCCESS"]:
            assert time.monotonic() < deadline, ask(RUNS)
            time.sleep(0.5)
        assert place.ask("select count(*) > 15 from observations") == [(True,)]

        nodes = ask(ASSETS)["assetNodes"]
        assert len(nodes) > 60
        assert [node["assetKey"]["path"] for node in nodes if not node["assetMaterializations"]] == []
        computed = ("intermediate", "dimensions", "facts", "views")
        rows = [node["assetMaterializations"][0]["metadataEntries"] for node in nodes if node["groupName"] in computed]
        traced = [entry["lineage"] for entries in rows for entry in entries if "lineage" in entry]
        assert len(traced) > 0.9 * len(rows) > 25
        assert sum(bool(column["columnDeps"]) for columns in traced for column in columns) > 400
        group = f"{ask.address}/locations/pipelines.definitions/asset-groups/publication/lineage"
        shown(page, group, "published_warehouse", "Materialized")
        assert "Failed" not in page.value("document.body.innerText")

        checks = [check["name"] for node in nodes for check in node["assetChecksOrError"].get("checks", [])]
        of_facts = [name for name in checks if name.startswith("fct_indicator_")]
        assert len(checks) > 80 and len(of_facts) > 5
        shown(page, f"{ask.address}/assets/fct_indicator?view=checks", *of_facts, "Succeeded")

        texts = ("Row count", "观测编号", "taizhang", "preview", "by sector and year")
        shown(page, f"{ask.address}/assets/fct_indicator?view=overview", *texts)
        shown_by = (
            "[...document.querySelectorAll('button, a')].filter((one) => one.innerText.includes('Show Markdown'))"
        )
        assert page.wait(f"{shown_by}.length") >= 2
        for number in range(2):  # the picture, the rows
            page.value(f"{shown_by}[{number}].click()")
            page.wait("Boolean(document.querySelector('.bp5-dialog img, .bp5-dialog table'))")
            page.press("Escape")
            time.sleep(0.5)
