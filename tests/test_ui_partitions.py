"""Partitions of a large folder in the UI: chosen ones are backfilled, show what failed, and go on where they were killed."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest

from pipelines.defs.abandoned import PROCESS
from tests import partitions
from tests.command import House
from tests.partitions import backfill, runs, stats, status, until
from tests.site.chromium import Chromium, find
from tests.test_ui import shown
from tests.ui_server import Server, serving

pytestmark = pytest.mark.slow

YEARS = range(2016, 2026)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> House:
    """Four regions of ten years with three reports each; most of those of one partition cannot be read."""
    made = House(tmp_path_factory.mktemp("partitions"))
    partitions.write(made.raw, 600)
    for number in range(3):
        (made.raw / "51" / "2017" / f"empty{number}.txt").touch()
    return made


@pytest.fixture(scope="module")
def ui(place: House) -> Iterator[Server]:
    with serving(place, TAIZHANG_PARTITIONS_FROM="100", TAIZHANG_SENSOR_SECONDS="5", TAIZHANG_WORKERS="1") as server:
        until(lambda: partitions.keys(server)["region"], 600)
        yield server


def ended(ui: Server, backfill_id: str) -> None:
    """Wait until it has, whatever became of it."""
    until(lambda: status(ui, backfill_id) in partitions.ENDED, 1200, lambda: runs(ui, backfill_id))


def names(regions: tuple[str, ...], years: range) -> list[str]:
    return [f"{region}|{year}" for region in regions for year in years]


def read(place: House) -> int:
    """Documents that are read."""
    return len([*(place.warehouse / "staged" / "rows").glob("[!.]*.rows")])


def process_of(place: House, run_id: str) -> int:
    """Which process a run is, 0 while it is none yet; GraphQL does not tell."""
    with dg.DagsterInstance.from_config(str(place.folder / "dagster")) as instance:
        found = instance.get_run_by_id(run_id)
        assert found is not None
        return int(found.tags.get(PROCESS, "- 0").split(" ")[1])


def test_chosen_partitions_are_backfilled_and_what_fails_is_named(place: House, ui: Server) -> None:
    assert partitions.keys(ui) == {
        "region": ["32江苏", "33浙江", "50重庆", "51四川"],
        "year": [str(year) for year in YEARS],
    }
    first = backfill(ui, names(("50重庆", "51四川"), range(2016, 2019)))
    ended(ui, first)
    assert sorted(run["status"] for run in runs(ui, first)) == ["FAILURE", "SUCCESS"], "one run for each region"
    found = stats(ui)
    assert (found["numMaterialized"], found["numFailed"], found["numPartitions"]) == (5, 1, 40)
    for number in range(3):
        (place.raw / "51" / "2017" / f"empty{number}.txt").unlink()
    again = backfill(ui, ["51四川|2017"])
    ended(ui, again)
    assert (stats(ui)["numMaterialized"], stats(ui)["numFailed"]) == (6, 0)


def test_a_killed_partition_is_run_again_and_goes_on(place: House, ui: Server) -> None:
    before, chosen = read(place), names(("32江苏",), YEARS)
    killed = backfill(ui, chosen)
    [run] = until(lambda: runs(ui, killed), 600)
    process = until(lambda: process_of(place, run["runId"]), 600, pause=0.02)
    until(lambda: read(place) > before, 600, pause=0.01)
    os.kill(process, signal.SIGKILL)
    ended(ui, killed)  # the sensor abandoned_runs finds out within a minute
    done = read(place)
    assert before < done < before + 30 and stats(ui)["numFailed"] == 10
    written = {path: path.stat().st_mtime_ns for path in (place.warehouse / "staged" / "rows").iterdir()}
    again = backfill(ui, chosen)
    ended(ui, again)
    assert read(place) == before + 30 and stats(ui)["numFailed"] == 0
    assert {path: path.stat().st_mtime_ns for path in written} == written, "what was read was not read again"


def test_the_build_after_all_partitions_reads_nothing(place: House, ui: Server, tmp_path: Path) -> None:
    ended(ui, backfill(ui, names(("32江苏", "33浙江", "50重庆", "51四川"), YEARS)))
    assert stats(ui)["numMaterialized"] == 40
    result = place.run("build")
    assert result.returncode == 0 and "documents     0 read, 120 unchanged, 0 failed" in result.stdout, result.stderr


def test_the_page_shows_them(ui: Server) -> None:
    program = find()
    if program is None:
        pytest.skip("no Chromium on the PATH (chromium, google-chrome …) nor in TAIZHANG_CHROMIUM")
    with Chromium(program) as browser:
        page = browser.open("data:text/html,<html data-ready=1>", 1400, 860)
        shown(page, f"{ui.address}/assets/read_documents?view=partitions", "50重庆", "2016")
        if folder := os.environ.get("TAIZHANG_PICTURES"):
            page.screenshot(Path(folder) / "partitions.png")
