"""The explorer of the repository's own digests, opened in a headless Chromium; without one, these tests are skipped."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipelines.serve.query import query
from pipelines.serve.site.build import build_site
from tests.command import ROOT, House
from tests.site.chromium import Chromium, Page, find


@pytest.fixture(scope="session")
def browser() -> Iterator[Chromium]:
    program = find()
    if program is None:
        pytest.skip("no Chromium on the PATH (chromium, google-chrome …) nor in TAIZHANG_CHROMIUM")
    with Chromium(program) as found:
        yield found


@pytest.fixture(scope="session")
def published(browser: Chromium, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The warehouse of raw/."""
    house = House(tmp_path_factory.mktemp("house"))
    process = house.start("build", TAIZHANG_RAW=str(ROOT / "raw"))
    out, errors = process.communicate(timeout=300)
    assert process.returncode == 0, out + errors
    return house.published


@pytest.fixture(scope="session")
def index(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    [path] = build_site(published, tmp_path_factory.mktemp("site"))
    return path


@pytest.fixture
def page(browser: Chromium, index: Path) -> Iterator[Page]:
    """The explorer, just opened. However a test goes on, no error may be on the console and nothing asked for."""
    opened = browser.open(index.as_uri())
    yield opened
    assert opened.errors == []
    assert {address.split("#")[0] for address in opened.requests} == {index.as_uri()}
    opened.close()


@pytest.fixture(scope="session")
def observations(published: Path) -> list[dict[str, Any]]:
    return query(published, "select * from fct_indicator order by observation_id").records()


def script_text(value: object) -> str:
    """A value as it stands in a script."""
    return json.dumps(value, ensure_ascii=False)
