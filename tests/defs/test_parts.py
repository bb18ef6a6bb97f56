"""A part of the graph, chosen in the UI: it is made alone, and nothing that was not audited is ever published."""

from __future__ import annotations

from pathlib import Path

import dagster as dg
import duckdb
import pytest

from pipelines.publish import dbt_run
from tests.command import House
from tests.conftest import First
from tests.shared import copied


@pytest.fixture
def house(first: First, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    """A warehouse of one's own, and this process set to it."""
    made = House(tmp_path / "parts")
    copied(first.copy.folder, made.folder)
    for name, value in {
        "TAIZHANG_RAW": made.raw, "TAIZHANG_WAREHOUSE": made.warehouse, "TAIZHANG_SERVE_UP_TO": 0,
        dbt_run.TARGET_VARIABLE: made.warehouse / ".build" / "dbt",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, str(value))
    return made


def materialized(*assets: str) -> tuple[bool, set[str], set[str], str]:
    """Whether a run of these assets alone succeeds, what it makes and checks, and what it says if it fails."""
    from pipelines.definitions import defs

    with dg.DagsterInstance.ephemeral() as instance:
        result = defs.resolve_job_def("build_warehouse").execute_in_process(
            instance=instance, raise_on_error=False, asset_selection=[dg.AssetKey(name) for name in assets]
        )
    made = {e.asset_key.to_user_string() for e in result.all_events if e.is_step_materialization and e.asset_key}
    checked = {evaluation.check_name for evaluation in result.get_asset_check_evaluations()}
    said = " ".join(str(e.step_failure_data.error) for e in result.all_events if e.is_step_failure)
    return result.success, made, checked, said


def test_parts_are_made_alone_and_published_only_after_their_audit(house: House) -> None:
    before = house.published.read_bytes()
    with duckdb.connect(str(house.warehouse / ".build" / "warehouse.duckdb")) as build:
        build.execute("delete from fct_indicator")
    success, made, checked, said = materialized("fct_indicator", "dim_sector")
    assert success, said
    assert made == {"fct_indicator", "dim_sector"}
    assert "fct_indicator_values" in checked and not any(name.startswith("fct_key_project") for name in checked)

    success, made, _, said = materialized("published_warehouse")
    assert not success and made == set() and "was not audited, or was changed since" in said
    assert house.published.read_bytes() == before

    success, made, _, said = materialized("audited_build", "published_warehouse")
    assert success and made == {"audited_build", "published_warehouse"}, said
    assert house.ask("select count(*) > 15 from observations") == [(True,)]

    success, made, _, said = materialized("published_warehouse")
    assert success and made == {"published_warehouse"}, f"once more, as it was audited: {said}"

    assert materialized("build_database")[0], "a new build file, without any mart"
    success, _, _, said = materialized("audited_build", "published_warehouse")
    assert not success and "tables_present" in said
    assert house.ask("select count(*) > 15 from observations") == [(True,)]
