"""A check that fails says how many rows fail it and shows up to twenty, each with its document and passage."""

from __future__ import annotations

import json
from collections import Counter

import dagster as dg
import polars as pl
import pytest

from pipelines.defs import extraction
from pipelines.defs.previews import ROWS, check_of
from pipelines.errors import Check
from pipelines.staging.tally import Tally
from pipelines.validate.checks import CHECKS
from pipelines.validate.schema import tables

BLOCKING, DOUBT = (next(c.name for c in CHECKS["observation"] if c.blocking is sort) for sort in (True, False))


def quarantined(count: int, check: str, files: int = 1) -> pl.DataFrame:
    """So many observations in quarantine because of a check, of so many files in turn."""
    row = {
        "table_name": "observation", "check_name": check, "reason": "found 3, expected 2",
        "row_json": json.dumps({"quote": "新增公交线路17条"}, ensure_ascii=False),
    }  # fmt: skip
    rows = [{**row, "source_file": f"{'abcdefgh'[n % files]}.txt"} for n in range(count)]
    return pl.DataFrame(rows, schema=tables()["quarantine"].polars(), strict=False)


def observations(count: int, checks: list[str]) -> pl.DataFrame:
    row = {
        "source_file": "a.txt",
        "quote": "新增公交线路17条",
        "indicator_name": "公交线路",
        "unit": "条",
        "checks": checks,
    }
    return pl.DataFrame([row] * count, schema=tables()["observation"].polars(), strict=False)


def results(good: int, bad: pl.DataFrame, checks: list[str]) -> dict[str, dg.AssetCheckResult]:
    counted = Tally(good, Counter(dict.fromkeys(checks, good)))
    found = extraction._checks("observation", counted, observations(good, checks), bad)
    return {str(result.check_name): result for result in found}


def test_rows_in_quarantine_are_counted_and_shown_with_document_and_passage() -> None:
    found = results(200, quarantined(25, BLOCKING), [])
    failed = {name for name, result in found.items() if not result.passed}
    assert failed == {BLOCKING}
    assert found[BLOCKING].metadata["failed rows"].value == 25
    shown = found[BLOCKING].metadata["rows"].value
    assert shown.count("a.txt") == ROWS and shown.count("新增公交线路17条") == ROWS and "found 3, expected 2" in shown


def test_what_pandera_finds_is_in_the_schema_check() -> None:
    assert [name for name, r in results(200, quarantined(1, "values"), []).items() if not r.passed] == ["schema"]


def test_doubtful_rows_are_a_warning_with_their_rows() -> None:
    result = results(30, quarantined(0, BLOCKING), [DOUBT])[DOUBT]
    assert not result.passed and result.severity is dg.AssetCheckSeverity.WARN
    assert result.metadata["failed rows"].value == 30
    assert result.metadata["rows"].value.count("新增公交线路17条") == ROWS


@pytest.mark.parametrize(("bad", "passed"), [(20, True), (30, False)])
def test_more_than_a_fifth_in_quarantine_blocks(bad: int, passed: bool) -> None:
    result = results(100 - bad, quarantined(bad, BLOCKING, files=4), [])[extraction.LIMIT]
    assert result.passed is passed and result.severity is dg.AssetCheckSeverity.ERROR
    [spec] = [
        s
        for s in extraction.staged.check_specs
        if s.name == extraction.LIMIT and s.asset_key == extraction.key("observation")
    ]
    assert spec.blocking


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        (3, quarantined(9, BLOCKING)),  # one misprinted table
        (3, quarantined(9, BLOCKING, files=4)),  # too few rows to say anything
        (100, quarantined(900, BLOCKING, files=2)),  # of two documents only
        (100, pl.concat([quarantined(900, BLOCKING), quarantined(6, BLOCKING, files=6)])),  # one document's fault
    ],
)
def test_one_documents_fault_blocks_no_other(good: int, bad: pl.DataFrame) -> None:
    check = extraction.share_check(good, bad)
    assert check.passed and "a.txt: " in check.found and "in quarantine" in check.said()


def test_the_share_that_blocks_names_files_and_rows() -> None:
    check = extraction.share_check(40, quarantined(60, BLOCKING, files=3))
    assert not check.passed and check.blocking and check.failures == 60
    assert "60% of 100 rows are in quarantine (a.txt: 20 rows, b.txt: 20 rows, c.txt: 20 rows)" in check.said()
    assert len(check.rows) == ROWS and check.rows[0]["source_file"] == "a.txt"


def test_a_check_says_what_it_found() -> None:
    found = results(200, quarantined(25, BLOCKING), [])
    assert found[BLOCKING].description.startswith("25 of 225 rows fail it; the first: a.txt: found 3, expected 2. ")
    assert found[extraction.LIMIT].description.startswith("11% of 225 rows are in quarantine (a.txt: 25 rows). ")
    passed = [r.description for r in results(200, quarantined(0, BLOCKING), []).values()]
    assert all(
        said.startswith(("None of 200 rows fails it. ", "None of 200 rows is in quarantine. ")) for said in passed
    )


def test_cells_of_shown_rows_break_no_table() -> None:
    check = Check("c", False, 1, rows=[{"quote": "一|二\n三", "source_file": None}])
    shown = check_of(dg.AssetCheckKey(dg.AssetKey("a"), "c"), check).metadata["rows"].value
    assert len(shown.strip().splitlines()) == 3
