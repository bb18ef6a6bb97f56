"""The pictures of docs/operations.md, taken anew of the UI on raw/: python -m tests.ui_pictures."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

from tests.command import ROOT, House
from tests.site.chromium import Chromium, Page, find
from tests.site.screenshots import MOST_BYTES
from tests.test_ui import RUNS, free_port, pushed, shown

MARKDOWN = "[...document.querySelectorAll('button, a')].filter((one) => one.innerText.includes('Show Markdown'))"


def ask(address: str, query: str) -> dict:
    """GraphQL."""
    request = urllib.request.Request(
        f"{address}/graphql", json.dumps({"query": query}).encode(), headers={"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)["data"]


def take(page: Page, name: str) -> None:
    """One picture, of few colours."""
    from PIL import Image

    time.sleep(2)
    target = ROOT / "docs" / f"ui-{name}.png"
    page.screenshot(target)
    with Image.open(target) as picture:
        picture.convert("RGB").quantize(255, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(target, optimize=True)
    size = target.stat().st_size
    print(f"{target.relative_to(ROOT)}  {size:,} bytes")
    if size > MOST_BYTES:
        raise SystemExit(f"{target} is larger than {MOST_BYTES:,} bytes")


def pictures(address: str, page: Page) -> None:
    """Materialize all, then the graph, an asset with its picture, a check with its rows."""
    shown(page, f"{address}/asset-groups", "Materialize all")
    pushed(page, "Materialize all")
    while [run["status"] for run in ask(address, RUNS)["runsOrError"]["results"]] != ["SUCCESS"]:
        time.sleep(1)
    shown(page, f"{address}/locations/pipelines.definitions/asset-groups/extraction/lineage", "Materialized")
    take(page, "graph")
    shown(page, f"{address}/assets/fct_indicator?view=overview", "by sector and year")
    page.wait(f"{MARKDOWN}.length")
    page.value(f"{MARKDOWN}[0].click()")
    take(page, "asset")
    shown(page, f"{address}/assets/fct_indicator?view=checks&checkDetail=fct_indicator_doubts", "failed rows")
    page.wait(f"{MARKDOWN}.length")
    page.value(f"{MARKDOWN}[0].click()")
    take(page, "check")


def main() -> None:
    """The command."""
    program = find()
    if program is None:
        raise SystemExit("no Chromium on the PATH; name one in TAIZHANG_CHROMIUM")
    with tempfile.TemporaryDirectory() as folder:
        house, address = House(Path(folder)), f"http://127.0.0.1:{free_port()}"
        port = address.rsplit(":", 1)[1]
        process = house.start("ui", "--port", port, out=subprocess.DEVNULL, TAIZHANG_RAW=str(ROOT / "raw"))
        try:
            for _ in range(120):
                try:
                    ask(address, "{ version }")
                    break
                except OSError:
                    time.sleep(1)
            with Chromium(program) as browser:
                pictures(address, browser.open("data:text/html,<html data-ready=1>", 1400, 860))
        finally:
            os.killpg(process.pid, signal.SIGINT)
            process.wait(60)


if __name__ == "__main__":
    main()
