"""dbt: the marts say what they should of known reports, every data test catches its bad row, corrections apply."""

import itertools
from pathlib import Path

import duckdb
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pipelines.errors import PublishError
from pipelines.publish import dbt_run
from pipelines.publish.database import opened
from pipelines.publish.failing import PASSAGES
from tests.builds import copy_build
from tests.publish.conftest import ByDbt, Workshop
from tests.publish.reports import reports


def ask(database: Path, sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def test_targets_and_outcomes(built: Path) -> None:
    rows = ask(
        built,
        """select indicator_code, year, outcome, cast(gap as double), target_adjusted from fct_target_actual
           where measure = 'growth' order by 1, 2""",
    )
    assert rows == [
        ("budget_revenue", 2022, "met", 0.9, True),
        ("disposable_income", 2022, "not_comparable", 1.0, False),
        ("gdp", 2022, "missed", -4.0, False),
        ("gdp", 2023, "pending", None, False),
    ]


def test_conflicts_are_those_that_are_there(built: Path) -> None:
    rows = ask(built, "select kind, indicator_name, year, len(observation_ids) from fct_conflict order by 1, 2")
    assert rows == [
        ("contradiction", "创业担保贷款", 2022, 2),
        ("revision", "固定资产投资", 2024, 2),
        ("rounding", "新建光缆", 2024, 2),
        ("rounding", "矿山生态修复", 2024, 2),
        ("scope", "老旧小区改造", 2022, 2),
    ]
    [(flagged,)] = ask(built, "select count(*) from fct_indicator where list_contains(checks, 'conflict_rounding')")
    assert flagged == 4


def test_a_project_lives_through_its_reports(built: Path) -> None:
    rows = ask(built, "select name, mention_count, document_count, latest_stage, life from dim_project")
    assert rows == [("生物技术产业园（一期）", 2, 2, "completion", "2023 target construction → 2024 actual completion")]


def test_five_year_plans_are_counted(built: Path) -> None:
    rows = ask(
        built,
        """select year, plan_number, plan_name, plan_position, plan_first_year, plan_last_year from dim_year
           where year in (1952, 1953, 1962, 1964, 1966, 2001, 2023, 2026) order by year""",
    )
    assert rows == [
        (1952, None, None, None, None, None),
        (1953, 1, "一五", 1, 1953, 1957),
        (1962, 2, "二五", 5, 1958, 1962),
        (1964, None, None, None, None, None),
        (1966, 3, "三五", 1, 1966, 1970),
        (2001, 10, "十五", 1, 2001, 2005),
        (2023, 14, "十四五", 3, 2021, 2025),
        (2026, 15, "十五五", 1, 2026, 2030),
    ]


@given(st.data())
def test_no_cue_of_a_revision_is_without_a_sign(data: st.DataObject) -> None:
    """The model seeks signs first, and asks the patterns only of passages that have one."""
    said = yaml.safe_load((dbt_run.PROJECT / "dbt_project.yml").read_text(encoding="utf-8"))["vars"]
    cue = data.draw(st.sampled_from(said["revision_cues"]))
    text = data.draw(st.from_regex(cue, fullmatch=True))
    assert any(sign in text for sign in said["revision_signs"])


def test_all_of_it_by_dbt_itself_whatever_the_order_of_documents(built: Path, by_dbt: ByDbt) -> None:
    """The marts are those that the other order of documents makes, and each data test has been asked, and has a canary."""
    checks = by_dbt.result.checks
    assert {check.name for check in checks} == set(BAD_ROWS)
    assert [check.name for check in checks if not check.passed and check.blocking] == []
    with duckdb.connect() as connection:
        connection.execute(f"attach '{built}' as one (read_only)")
        connection.execute(f"attach '{by_dbt.file}' as other (read_only)")
        tables = connection.execute(
            "select table_name from duckdb_tables() where database_name = 'one' and schema_name = 'main'"
        ).fetchall()
        for (table,) in tables:
            one, other = (connection.execute(f'from {name}.main."{table}"').fetchall() for name in ("one", "other"))
            assert one == other, table


def test_the_number_of_preference_orders_as_what_it_is_made_of(built: Path) -> None:
    """Penalty, vintage, confidence for outcomes; for targets the vintage first; never two of a kind."""
    with opened(built, read_only=True) as connection:
        rows = connection.execute(
            """select claim, penalty, vintage, confidence, document_id, value_start, preference
               from intermediate.int_observation_comparable order by preference"""
        ).fetchall()
    assert len({row[-1] for row in rows}) == len(rows) >= 20
    for claim in ("outcome", "target"):
        keys = [
            (penalty, -vintage, -confidence) if claim == "outcome" else (-vintage, penalty, -confidence)
            for said, penalty, vintage, confidence, *_ in rows
            if said == claim
        ]
        assert len(set(keys)) > 1 and keys == sorted(keys)
    for (_, *one), (_, *other) in itertools.pairwise(rows):
        if one[:4] == other[:4]:
            assert one[4] <= other[4], "within a document what comes first"


BAD_ROWS = {
    "fct_indicator_documents_known": "update fct_indicator set document_id = 'gone'",
    "fct_indicator_sectors_known": "update fct_indicator set sector_code = 99",
    "fct_indicator_indicators_known": "update fct_indicator set indicator_code = 'gone'",
    "fct_indicator_regions_known": "update fct_indicator set region_code = 'gone'",
    "fct_indicator_units_known": "update fct_indicator set unit = 'gone'",
    "fct_indicator_values": "update fct_indicator set measure = 'gone'",
    "fct_indicator_doubts": "update fct_indicator set checks = ['doubt']",
    "fct_indicator_key": "insert into fct_indicator select * from fct_indicator where passage_no is not null limit 1",
    "fct_target_actual_key": "insert into fct_target_actual select * from fct_target_actual",
    "mart_indicator_series_key": "insert into mart_indicator_series by name select * replace (year + 50 as year) from mart_indicator_series",
    "dim_document_part_documents_known": "insert into dim_document_part by name select * replace ('gone' as document_id) from dim_document_part limit 1",
    "fct_key_project_key": "insert into fct_key_project select * from fct_key_project",
    "dim_livelihood_item_key": "insert into dim_livelihood_item select * from dim_livelihood_item",
    "dim_passage_key": "insert into dim_passage select * from dim_passage",
    "dim_cell_key": "insert into dim_cell select * from dim_cell",
    "dim_indicator_alias_indicators_known": "insert into dim_indicator_alias values ('another name', 'gone')",
    "mart_indicator_series_grain": "insert into mart_indicator_series by name select * replace (series_id || 'x' as series_id) from mart_indicator_series",
    "fct_target_actual_values": "update fct_target_actual set outcome = 'met', actual_value = null",
    "fct_conflict_values": "update fct_conflict set observation_ids = ['one']",
    "fct_conflict_contradictions": "update fct_conflict set kind = 'contradiction'",
    "fct_conflict_levels_and_growth": "update fct_conflict set explanation = '按两年水平推算'",
    "fct_key_project_documents_known": "update fct_key_project set document_id = 'gone'",
    "fct_key_project_projects_known": "update fct_key_project set project_id = 'gone'",
    "fct_project_list_documents_known": "update fct_project_list set document_id = 'gone'",
    "project_list_counts": "update fct_project_list set checks = ['count_differs']",
    "fct_key_project_values": "update fct_key_project set stage = 'gone'",
    "fct_project_plan_grain": "insert into fct_project_plan by name select * replace (row_no + 100 as row_no) from fct_project_plan",
    "fct_project_plan_values": "update fct_project_plan set breakdown = 'gone' where breakdown = 'by_source'",
    "project_plan_totals": "update fct_project_plan set project_count = project_count + 1 where breakdown = 'total'",
    "fct_livelihood_project_grain": "insert into fct_livelihood_project select * from fct_livelihood_project",
    "fct_livelihood_project_values": "update fct_livelihood_project set status = 'gone'",
    "fct_livelihood_task_grain": "insert into fct_livelihood_task select * from fct_livelihood_task",
    "fct_livelihood_quantity_grain": "insert into fct_livelihood_quantity select * from fct_livelihood_quantity",
    "fct_livelihood_task_values": "update fct_livelihood_task set status = 'gone'",
    "fct_livelihood_task_items_known": "update fct_livelihood_task set item_id = 'gone' where task_number = 1",
    "dim_livelihood_item_values": "update dim_livelihood_item set document_count = mention_count + 1",
    "dim_livelihood_item_doubts": "update dim_livelihood_item set checks = ['plans_differ']",
    "livelihood_totals": "insert into fct_indicator by name select * replace ('x' as observation_id, '区级民生实事' as indicator_name, 18 as value, '件' as unit, '' as qualifier, 'level' as measure) from fct_indicator where period_end = 2022 limit 1",
    "fct_extraction_outcome_values": "update fct_extraction_outcome set success = false, error = ''",
    "fct_extraction_outcome_failures": "update fct_extraction_outcome set success = false, error = 'e'",
    "quarantine_rows": "insert into quarantine (table_name, check_name, reason, row_json) values ('observation', 'c', 'r', '{}')",
    "fct_review_held": "insert into fct_review values (0, null, 'gone.txt', 'a', '1', 1, '家', '2022', 'accepted', 'b', date '2026-11-29', false, 'document_gone')",
    "corrections_apply": "insert into intermediate.int_correction_match (name, problem) values ('n', 'p')",
}  # fmt: skip
"""For every data test, a change after which it must fail."""
# Changes that would undo one another's are made in files of their own.
FILES = (
    {"fct_indicator_values", "fct_conflict_values", "fct_project_plan_values", "fct_extraction_outcome_values"},
    {"project_plan_totals", "livelihood_totals", "fct_conflict_levels_and_growth"},
    set(),
)


@pytest.mark.parametrize("chosen", FILES, ids=["values", "totals", "others"])
def test_every_data_test_has_a_canary(built: Path, workshop: Workshop, chosen: set[str]) -> None:
    others = set(BAD_ROWS) - set().union(*FILES)
    names = sorted(chosen or others)
    copy_build(built, workshop.build_file)
    with opened(workshop.build_file) as connection:
        for name in names:
            connection.execute(BAD_ROWS[name])
    result = dbt_run.invoke(workshop.build_file, ["test", "--select", *names, "--exclude", "test_type:unit"])
    caught = {check.name: check for check in result.checks if not check.passed}
    assert sorted(caught) == names
    assert all(check.rows and check.failures for check in caught.values()), "the failing rows are shown"
    nowhere = {name for name, check in caught.items() if name not in PLACELESS and not all(map(placed, check.rows))}
    assert nowhere == set(), "with the document, and the passage where there is one"


# What these are about stands in no document: a vocabulary, rows made up for the test, a file that is not there or was not read.
PLACELESS = {
    "dim_document_part_documents_known",
    "dim_indicator_alias_indicators_known",
    "fct_conflict_values",
    "mart_indicator_series_grain",
    "quarantine_rows",
    "fct_review_held",
    "corrections_apply",
}
WHERE = (*PASSAGES, "name", "table_no", "list_no", "step", "plan_text", "project_number")


def placed(row: dict[str, object]) -> bool:
    return bool(row.get("source_file")) and any(row.get(name) is not None for name in WHERE)


def test_unit_tests_of_the_rules(workshop: Workshop, built: Path) -> None:
    copy_build(built, workshop.build_file)
    result = dbt_run.invoke(workshop.build_file, ["test", "--select", "test_type:unit"])
    assert not [f"{n.name}: {n.message}" for n in result.nodes if n.status != "pass"]
    assert len(result.nodes) >= 13


GOOD = """
corrections:
  - {name: fibre, action: replace, document: 2025/work-report.txt, quote: 新建光缆, expect: {value: 1204}, set: {value: 1204.8},
     reason: 见计划报告, author: 李, date: 2026-01-02}
  - {name: doubled, action: drop, document: 2023/plan-report.txt, quote: 骑龙街等, reason: 只是其中一部分, author: 李, date: 2026-01-02}
  - {name: forgotten, action: add, document: 2025/work-report.txt, quote: 新建光缆1204公里, printed: "1204",
     set: {indicator_name: 光缆长度, value: 1204, unit: 公里, measure: level, statement: actual, sector_code: 16, period_start: 2024, period_end: 2024},
     reason: 试, author: 李, date: 2026-01-02}
"""


def test_corrections_are_applied_and_seen(workshop: Workshop) -> None:
    result = workshop.build(reports(), GOOD)
    assert result.success, result.text()
    rows = ask(
        workshop.build_file,
        "select correction, corrected_from, cast(value as varchar), value_start from fct_indicator where correction is not null order by 1",
    )
    assert [row[:3] for row in rows] == [("fibre", "1204公里", "1204.800000"), ("forgotten", "", "1204.000000")]
    assert rows[1][3] == rows[0][3], "the added one stands where its numeral stands"
    assert ask(workshop.build_file, "select count(*) from fct_indicator where quote like '%骑龙街%'") == [(0,)]
    kinds = ask(
        workshop.build_file, "select kind, indicator_name from fct_conflict where kind in ('scope', 'rounding')"
    )
    assert ("rounding", "新建光缆") not in kinds and not [k for k in kinds if k[0] == "scope"]


# What does not fit in each of them, and what is said of it: stale, unmatched, misplaced.
WRONG = {
    ("value: 1204}", "value: 1203}"): "name=fibre, problem=expected value 1203, found 1204",
    ("quote: 骑龙街等", "quote: 没有的话"): "name=doubled, problem=matches no observation",
    ("quote: 新建光缆1204公里", "quote: 旧建光缆1204公里"): "name=forgotten, problem=no passage of",
}


def test_corrections_that_do_not_fit_stop_the_build(workshop: Workshop) -> None:
    wrong = GOOD
    for good, bad in WRONG:
        assert wrong.count(good) == 1
        wrong = wrong.replace(good, bad)
    result = workshop.build(reports(), wrong, select=["+int_observation_corrected"])
    assert not result.success
    [check] = [check for check in result.checks if check.name == "corrections_apply"]
    assert check.failures == len(WRONG), "each of them would stop it alone"
    with pytest.raises(PublishError, match="corrections_apply") as error:
        dbt_run.require(result)
    assert [message for message in WRONG.values() if message not in str(error.value)] == []
    skipped = {node.name for node in result.nodes if node.status == "skipped"}
    assert "int_observation_corrected" in skipped
