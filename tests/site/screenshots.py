"""The pictures of docs/explorer.md, taken anew of the warehouse of raw/: python -m tests.site.screenshots [WAREHOUSE]."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from PIL import Image

from pipelines.serve.query import query
from pipelines.serve.site.build import build_site
from pipelines.settings import load
from tests.command import ROOT
from tests.site.chromium import Chromium, Page, find

MOST_BYTES = 300_000


def take(page: Page, name: str, hash_: str, then: str = "", bar: str = "") -> None:
    """One picture: an address, a script, a click."""
    page.value(f"location.hash = {hash_!r}")
    page.settle()
    if then:
        page.value(then)
    if bar:
        page.click(bar)
    page.value("document.fonts.ready.then(() => new Promise((done) => setTimeout(done, 200)))")
    target = ROOT / "docs" / f"explorer-{name}.png"
    page.screenshot(target)
    with Image.open(target) as picture:  # few colours are enough, and a third of the bytes
        picture.convert("RGB").quantize(255, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(
            target, optimize=True
        )
    size = target.stat().st_size
    print(f"{target.relative_to(ROOT)}  {size:,} bytes")
    if size > MOST_BYTES:
        raise SystemExit(f"{target} is larger than {MOST_BYTES:,} bytes")


def printed(published: Path) -> str:
    """A number that stands on a page of a PDF."""
    [(key,)] = query(
        published, "select min(observation_id) from fct_indicator where bbox is not null and indicator_code is not null"
    ).rows
    return str(key)


def main(warehouse: str | None) -> None:
    program = find()
    if program is None:
        raise SystemExit("no Chromium on the PATH; name one in TAIZHANG_CHROMIUM")
    with tempfile.TemporaryDirectory() as folder, Chromium(program) as browser:
        chosen = load(warehouse=warehouse)
        [index] = build_site(chosen.published, Path(folder), raw=chosen.raw)
        page = browser.open(index.as_uri(), 1280, 760)
        take(page, "overview", "#overview")
        take(page, "indicator", "#indicators?i=fixed_asset_investment")
        take(page, "number", "#indicators?i=gdp", bar="svg.bars a.bar.actual")
        page.press("Escape")
        page.resize(1920, 900)
        take(page, "wide", "#overview?outcome=missed")
        take(page, "place", "#place")
        take(page, "dark", "#indicators?i=gdp", then="document.querySelector('button.theme').click()")
        page.value("document.querySelector('button.theme').click()")
        page.resize(1280, 760)
        take(page, "review", "#review", then="document.querySelector('[name=by]').blur()")
        take(
            page,
            "page",
            f"#obs={printed(chosen.published)}",
            then="document.querySelector('#panel .crop').scrollIntoView({block: 'center'})",
        )
        page.press("Escape")
        take(page, "search", "#search?q=固定资产")
        take(page, "conflicts", "#conflicts")
        take(page, "projects", "#projects?several=2", then="document.querySelector('.projects details').open = true")
        take(page, "livelihood", "#livelihood?year=2022")
        page.value("location.hash = '#documents'")
        page.settle()
        page.press("j", "j", "j", "j")
        take(page, "reader", page.value("location.hash"))
        page.press("Escape")
        page.resize(390, 780, phone=True)
        take(page, "phone-overview", "#overview")
        take(page, "phone", "#indicators?i=budget_revenue", then="document.querySelector('.chosen').scrollIntoView()")
        assert page.errors == [], page.errors


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None)
