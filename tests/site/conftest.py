"""The explorer of the repository's own digests, opened in a headless Chromium; without one, these tests are skipped."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.serve.query import query
from pipelines.serve.site.build import build_site
from tests.command import House
from tests.site.chromium import Chromium, Page, find

OTHER = "甲省乙市丙县"  # no place of raw/


@pytest.fixture(scope="session")
def browser() -> Iterator[Chromium]:
    program = find()
    if program is None:
        pytest.skip("no Chromium on the PATH (chromium, google-chrome …) nor in TAIZHANG_CHROMIUM")
    with Chromium(program) as found:
        yield found


@pytest.fixture(scope="session")
def published(browser: Chromium, ours: House) -> Path:
    """The warehouse of raw/."""
    return ours.published


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


def copied(published: Path, folder: Path, *changes: tuple[str, list[object]]) -> Path:
    copy = folder / "taizhang.duckdb"
    shutil.copyfile(published, copy)
    with duckdb.connect(str(copy)) as connection:
        for sql, values in changes:
            connection.execute(sql, values)
    return copy


@pytest.fixture(scope="session")
def two_places(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The warehouse of raw/, its later documents said to be another county's."""
    later = "where document_id in (select document_id from dim_document order by plan_year desc limit 2)"
    return copied(
        published,
        tmp_path_factory.mktemp("two"),
        (f"update fct_indicator set region_name = ? {later}", [OTHER]),
        (
            "update fct_target_actual set region_name = ? where year = (select min(year) from fct_target_actual)",
            [OTHER],
        ),
        (f"update dim_document set region_name = ? {later}", [OTHER]),
    )


@pytest.fixture(scope="session")
def one_place(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    tables = ("dim_document", "fct_indicator", "fct_target_actual", "fct_conflict")
    changes = [(f"update {table} set region_name = ?", [OTHER]) for table in tables]
    return copied(published, tmp_path_factory.mktemp("one"), *changes)


def opened(browser: Chromium, warehouse: Path) -> Iterator[Page]:
    index = warehouse.parent / "index.html"
    if not index.exists():
        build_site(warehouse, warehouse.parent)
    page = browser.open(index.as_uri())
    yield page
    assert page.errors == []
    assert {address.split("#")[0] for address in page.requests} == {index.as_uri()}
    page.close()


@pytest.fixture
def two(browser: Chromium, two_places: Path) -> Iterator[Page]:
    yield from opened(browser, two_places)


@pytest.fixture
def one(browser: Chromium, one_place: Path) -> Iterator[Page]:
    yield from opened(browser, one_place)


# (place, its code, year, value in 亿元, unit as printed): two provinces and a county, with a gap and another unit
FIGURES = (
    ("甲省", "130000", 2016, 100, "亿元"),
    ("甲省", "130000", 2017, 110, "亿元"),
    ("甲省", "130000", 2020, 140, "亿元"),
    ("甲省", "130000", 2021, 150, "亿元"),
    ("乙省", "440000", 2016, 300, "万元"),
    ("乙省", "440000", 2020, 320, "万元"),
    ("乙省", "440000", 2021, 330, "亿元"),
)
FIGURE = """insert into fct_indicator
  select * replace (? as observation_id, ? as region_name, ? as region_code, ? as period_start, ? as period_end,
    ? as period_label, ? as value, ? as unit, ? as value_base, ? as statement, ? as qualifier)
  from fct_indicator where indicator_code = 'gdp' and statement = 'actual' and measure = 'level' and unit = '亿元'
  order by observation_id limit 1"""


def figure(number: int, place: str, code: str, year: int, value: int, unit: str, statement: str, qualifier: str) -> tuple[str, list[object]]:  # fmt: skip
    """An observation of an invented gross product; `value` is in 亿元, whatever is printed."""
    shown, base = (value * 10_000 if unit == "万元" else value), value * 10**8
    made = [f"{number:016x}", place, code, year, year, str(year), shown, unit, base, statement, qualifier]
    return FIGURE, made


@pytest.fixture(scope="session")
def many_places(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The warehouse of raw/, two of its documents said to be of two provinces, with figures of several years."""
    own = "where document_id = (select document_id from dim_document order by plan_year, source_file limit 1 offset {})"
    changes: list[tuple[str, list[object]]] = [
        (f"update dim_document set region_name = ?, region_code = ? {own.format(at)}", [name, code])
        for at, (name, code) in enumerate((("甲省", "130000"), ("乙省", "440000")))
    ]
    changes += [figure(n, *given, "actual", "") for n, given in enumerate(FIGURES, start=1)]
    changes.append(figure(100, "甲省", "130000", 2022, 160, "亿元", "target", "ge"))
    return copied(published, tmp_path_factory.mktemp("many"), *changes)


@pytest.fixture
def many(browser: Chromium, many_places: Path) -> Iterator[Page]:
    yield from opened(browser, many_places)
