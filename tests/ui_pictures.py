"""The pictures of docs/operations.md, taken anew of the UI on raw/, and on generated reports in partitions:
python -m tests.ui_pictures [partitions].
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

from tests import partitions as of_partitions
from tests.command import ROOT, House
from tests.partitions import ENDED, backfill, status, until
from tests.site.chromium import Chromium, Page, find
from tests.site.screenshots import MOST_BYTES
from tests.test_ui import RUNS, pushed, shown
from tests.ui_server import Server, serving

MARKDOWN = "[...document.querySelectorAll('button, a')].filter((one) => one.innerText.includes('Show Markdown'))"


def take(page: Page, name: str) -> None:
    """One picture, of few colours."""
    from PIL import Image

    time.sleep(2)
    target = ROOT / "docs" / f"ui-{name}.png"
    page.screenshot(target)
    with Image.open(target) as picture:
        picture.convert("RGB").quantize(255, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(
            target, optimize=True
        )
    size = target.stat().st_size
    print(f"{target.relative_to(ROOT)}  {size:,} bytes")
    if size > MOST_BYTES:
        raise SystemExit(f"{target} is larger than {MOST_BYTES:,} bytes")


def pictures(ask: Server, page: Page) -> None:
    """Materialize all, then the graph, an asset with its picture, a check with its rows."""
    shown(page, f"{ask.address}/asset-groups", "Materialize all")
    pushed(page, "Materialize all")
    while [run["status"] for run in ask(RUNS)["runsOrError"]["results"]] != ["SUCCESS"]:
        time.sleep(1)
    shown(page, f"{ask.address}/locations/pipelines.definitions/asset-groups/extraction/lineage", "Materialized")
    take(page, "graph")
    shown(page, f"{ask.address}/assets/fct_indicator?view=overview", "by sector and year")
    page.wait(f"{MARKDOWN}.length")
    page.value(f"{MARKDOWN}[0].click()")
    take(page, "asset")
    shown(page, f"{ask.address}/assets/fct_indicator?view=checks&checkDetail=fct_indicator_doubts", "failed rows")
    page.wait(f"{MARKDOWN}.length")
    page.value(f"{MARKDOWN}[0].click()")
    take(page, "check")


def partitions(ask: Server, page: Page, raw: Path) -> None:
    """Most partitions read, one that failed, and one of them looked at."""
    until(lambda: of_partitions.keys(ask)["region"], 90)
    regions, years = of_partitions.keys(ask)["region"], range(2016, 2026)
    for number in range(3):
        (raw / "32" / "2018" / f"empty{number}.txt").touch()
    chosen = backfill(
        ask, [f"{region}|{year}" for region in regions for year in years if (region[:2], year) < ("44", 2021)]
    )
    until(lambda: status(ask, chosen) in ENDED, 600)
    shown(
        page,
        f"{ask.address}/assets/read_documents?view=partitions&partition={quote(f'{regions[1]}|2018')}",
        "Failed (1)",
    )
    take(page, "partitions")


def main() -> None:
    """The command."""
    program = find()
    if program is None:
        raise SystemExit("no Chromium on the PATH; name one in TAIZHANG_CHROMIUM")
    with tempfile.TemporaryDirectory() as folder:
        if "partitions" not in sys.argv:
            with (
                serving(House(Path(folder) / "raw"), TAIZHANG_RAW=str(ROOT / "raw")) as ask,
                Chromium(program) as browser,
            ):
                pictures(ask, browser.open("data:text/html,<html data-ready=1>", 1400, 860))
        house = House(Path(folder) / "partitions")
        of_partitions.write(house.raw, 240)
        with serving(house, TAIZHANG_PARTITIONS_FROM="100") as ask, Chromium(program) as browser:
            partitions(ask, browser.open("data:text/html,<html data-ready=1>", 1400, 620), house.raw)


if __name__ == "__main__":
    main()
