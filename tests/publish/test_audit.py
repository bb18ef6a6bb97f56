"""The audit: nothing is wrong with a good build, and every check catches its bad row."""

import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from pipelines.errors import ChecksFailed, PublishError
from pipelines.publish import audit, swap
from pipelines.publish.database import log_of, opened

BAD = {
    "tables_present": ["alter table fct_project_plan rename to gone"],
    "observations_columns": ["drop view observations", "create view observations as select observation_id, source_file as document_id from fct_indicator"],
    "comments": ["comment on column dim_year.year is null"],
    "some_document": ["delete from dim_document"],
    "documents_accounted_for": ["delete from fct_extraction_outcome where source_file like '2023%'"],
    "observations_accounted_for": ["delete from fct_indicator where period_end = 2022"],
    "numerals_in_their_passages": ["update fct_indicator set value_start = value_start + 1, value_end = value_end + 1"],
    "values_are_printed": ["update fct_indicator set value = value * 10"],
    "units_are_printed": ["update fct_indicator set unit = '万元' where unit = '亿元'"],
    "signs_are_said": ["update fct_indicator set value = -value where measure = 'level'"],
    "passages_present": ["delete from dim_passage where passage_no = 0"],
    "parts_present": ["update fct_indicator set part = 2", "delete from dim_document_part", "update dim_document_part set char_end = 0"],
    "comparisons_have_observations": ["update fct_conflict set observation_ids = ['gone', 'lost']"],
}  # fmt: skip


def test_a_good_build_passes(built: Path) -> None:
    checks = audit.audit(built)
    assert [c.text() for c in checks if not c.passed] == []
    assert {c.name for c in checks} == set(BAD)
    audit.require(checks)


def make_partial(build: Path, touched: bool = True) -> None:
    """As if a build had made every document anew, one by one, or none: the checks look at these then."""
    with opened(build) as connection:
        connection.execute("update state.build set is_partial = true")
        if touched:
            connection.execute("insert into state.touched_document select document_id from dim_document")


@pytest.mark.parametrize("partial", [False, True], ids=["whole", "partial"])
@pytest.mark.parametrize("name", BAD)
def test_canary(build_copy: Path, monkeypatch: pytest.MonkeyPatch, name: str, partial: bool) -> None:
    every = audit.QUERIES
    monkeypatch.setattr(audit, "QUERIES", [query for query in every if query.name == name])
    if partial:
        make_partial(build_copy)
    with duckdb.connect(str(build_copy)) as connection:
        for change in BAD[name]:
            connection.execute(change)
    failed = {c.name: c for c in audit.audit(build_copy) if not c.passed}
    assert name in failed and failed[name].rows and failed[name].failures
    assert "error" not in failed[name].rows[0], "the query runs"
    if not failed[name].blocking:  # only a warning: a passage may be in quarantine, a word be missing in a list
        monkeypatch.setattr(audit, "QUERIES", every)
        return audit.require(audit.audit(build_copy))
    with pytest.raises(ChecksFailed, match=f"(?s)the published file was left as it was.*{name}") as error:
        audit.require(audit.audit(build_copy))
    assert error.value.checks


def test_as_many_observations_under_other_names_are_not_the_same(build_copy: Path) -> None:
    with duckdb.connect(str(build_copy)) as connection:
        connection.execute(
            "update fct_indicator set observation_id = 'other' where observation_id = (select min(observation_id) from fct_indicator)"
        )
    failed = {c.name: c.failures for c in audit.audit(build_copy) if not c.passed}
    assert failed["observations_accounted_for"] == 2, "one that is lost, and one that nobody staged"


def test_documents_that_were_not_made_anew_are_not_looked_at(build_copy: Path) -> None:
    make_partial(build_copy, touched=False)
    with duckdb.connect(str(build_copy)) as connection:
        connection.execute(BAD["values_are_printed"][0])
    assert "values_are_printed" not in {c.name for c in audit.audit(build_copy) if not c.passed}, (
        "of no document that was made anew"
    )


def test_documents_that_vanish_are_named(built: Path, build_copy: Path, tmp_path: Path) -> None:
    assert audit.losses(built, tmp_path / "none.duckdb").passed
    swap.copy(built, tmp_path / "taizhang.duckdb")
    assert audit.losses(build_copy, tmp_path / "taizhang.duckdb").passed
    with duckdb.connect(str(build_copy)) as connection:
        connection.execute("delete from dim_document where source_file like '%''a''%'")
        connection.execute("delete from fct_indicator where period_end = 2022")
    check = audit.losses(build_copy, tmp_path / "taizhang.duckdb")
    assert not check.passed
    assert [(r["source_file"], r["observations_now"]) for r in check.rows] == [
        ("2023/plan-report.txt", 1),
        ("2025/计划 'a'.txt", None),
    ]


HOLDER = """
import duckdb, sys, time
connection = duckdb.connect(sys.argv[1])
connection.execute("create table mine as select 1 as n")
print("ready", flush=True)
time.sleep(600)
"""


def test_a_published_file_that_a_tool_holds_for_writing_is_compared_all_the_same(
    built: Path, build_copy: Path, tmp_path: Path
) -> None:
    published = tmp_path / "taizhang.duckdb"
    swap.copy(built, published)
    with duckdb.connect(str(build_copy)) as connection:
        connection.execute("delete from fct_indicator where source_file = '2023/plan-report.txt'")
    holder = subprocess.Popen([sys.executable, "-c", HOLDER, str(published)], stdout=subprocess.PIPE)
    try:
        assert holder.stdout is not None and holder.stdout.readline() == b"ready\n"
        with pytest.raises(duckdb.IOException, match="lock"):
            duckdb.connect(str(published), read_only=True)
        assert [row["source_file"] for row in audit.losses(build_copy, published).rows] == ["2023/plan-report.txt"]
        [(file, before, now)] = audit.by_document(build_copy, published)
        assert (file, now) == ("2023/plan-report.txt", 0) and before is not None and before > 5
    finally:
        holder.kill()
        holder.wait()
    assert [path for path in build_copy.parent.iterdir() if "copy" in path.name] == []


def test_without_a_published_file_all_documents_are_new(built: Path, tmp_path: Path) -> None:
    rows = audit.by_document(built, tmp_path / "none.duckdb")
    assert rows and all(before is None and now is not None for _, before, now in rows)


@pytest.mark.parametrize(("kept", "failures"), [(20, 0), (16, 0), (14, 6), (0, 20)])
def test_documents_may_be_taken_out_but_not_a_fifth_of_many(
    built: Path, build_copy: Path, tmp_path: Path, kept: int, failures: int
) -> None:
    published = tmp_path / "published.duckdb"
    shutil.copyfile(built, published)
    for path, count in ((published, 20), (build_copy, kept)):
        with duckdb.connect(str(path)) as connection:
            connection.execute(
                """insert into dim_document
                   select * exclude (n) replace ('d' || n as document_id, 'more/' || n || '.txt' as source_file)
                   from (from dim_document limit 1), range(?) as r (n)""",
                [count],
            )
            present = connection.execute("select source_file from dim_document").fetchall()
    check = audit.losses(build_copy, published, present=[name for (name,) in present])
    assert (check.passed, check.failures) == (failures == 0, failures)


def test_the_seal_is_of_both_files_and_of_what_lies_beside_them(build_copy: Path) -> None:
    audit.seal(build_copy)
    audit.require_seal(build_copy)
    make_partial(build_copy)  # a load without models: the build file is as it was, and is not of what is loaded
    with pytest.raises(PublishError, match="was not audited, or was changed since"):
        audit.require_seal(build_copy)
    audit.seal(build_copy)
    log_of(build_copy).write_bytes(b"")
    with pytest.raises(PublishError, match="was not audited, or was changed since"):
        audit.require_seal(build_copy)
