"""Generated reports in folders of regions and years, and the questions of the UI's pages about their partitions."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.synth.generate import reports
from tests.ui_server import Server

CODES = ("50", "51", "32", "33", "37", "41", "43", "44")
SELECTOR = {"repositoryLocationName": "pipelines.definitions", "repositoryName": "__repository__"}
ASSET = {"path": ["read_documents"]}
KEYS = """query($asset: AssetKeyInput!) { assetNodeOrError(assetKey: $asset) { ... on AssetNode {
  partitionStats { numMaterialized numFailed numMaterializing numPartitions }
  partitionKeysByDimension { name partitionKeys } } } }"""
LAUNCH = """mutation($params: LaunchBackfillParams!) { launchPartitionBackfill(backfillParams: $params) {
  __typename ... on LaunchBackfillSuccess { backfillId } ... on PythonError { message } } }"""
BACKFILL = """query($id: String!) { partitionBackfillOrError(backfillId: $id) { ... on PartitionBackfill { status numPartitions
  error { message } } } }"""
RUNS = """query($tag: [ExecutionTag!]) { runsOrError(filter: {tags: $tag}) { ... on Runs { results { runId status startTime
  endTime tags { key value } } } } }"""
ENDED = ("COMPLETED_SUCCESS", "COMPLETED_FAILED", "COMPLETED", "FAILED", "CANCELED")


def write(raw: Path, count: int) -> None:
    """`count` reports below raw/<region>/<year>/: a district of its own for each region, ten years, three kinds."""
    for number, (path, report) in enumerate(reports(count)):
        folder, name = path.split("/")
        target = raw / CODES[number // 30 % len(CODES)] / name[:4] / f"{folder}-{name[5:]}"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(report.text, encoding="utf-8", newline="")


def until(found: Callable[[], Any], seconds: float, said: Callable[[], Any] = str, pause: float = 0.5) -> Any:
    """What `found` gives as soon as it gives anything."""
    deadline = time.monotonic() + seconds
    while not (value := found()):
        assert time.monotonic() < deadline, said()
        time.sleep(pause)
    return value


def stats(ui: Server) -> dict[str, int]:
    """How many partitions are materialised, failed, at work."""
    return ui(KEYS, asset=ASSET)["assetNodeOrError"]["partitionStats"]


def keys(ui: Server) -> dict[str, list[str]]:
    """Dimension → its keys, as the page shows them."""
    found = ui(KEYS, asset=ASSET)["assetNodeOrError"]["partitionKeysByDimension"]
    return {dimension["name"]: dimension["partitionKeys"] for dimension in found}


def backfill(ui: Server, names: list[str]) -> str:
    """Launch a backfill of these partitions, as the dialog does; returns its id."""
    made = ui(LAUNCH, params={"assetSelection": [ASSET], "partitionNames": names})["launchPartitionBackfill"]
    assert made["__typename"] == "LaunchBackfillSuccess", made
    return made["backfillId"]


def status(ui: Server, backfill_id: str) -> str:
    """Of a backfill."""
    return ui(BACKFILL, id=backfill_id)["partitionBackfillOrError"]["status"]


def runs(ui: Server, backfill_id: str) -> list[dict[str, Any]]:
    """The backfill's runs, each with its status, times and partition."""
    found = ui(RUNS, tag=[{"key": "dagster/backfill", "value": backfill_id}])["runsOrError"]["results"]
    return [{**run, "tags": {tag["key"]: tag["value"] for tag in run["tags"]}} for run in found]
