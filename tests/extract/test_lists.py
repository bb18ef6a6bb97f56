"""Lists in the forms that districts publish, of our own wording: tests/extract/lists holds them with the rows expected."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipelines.extract.document import extract
from pipelines.readers.read import parse_text

FOLDER = Path(__file__).with_name("lists")


def cases(name: str) -> list[Any]:
    return [pytest.param(c, id=c["case"]) for c in yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))]


def printed(value: Any) -> str:
    return "" if value is None else f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


@pytest.mark.parametrize("case", cases("projects.yml"))
def test_projects_of_a_list(case: dict[str, Any]) -> None:
    rows = extract(parse_text(case["text"]))["key_project"]
    found = []
    for r in rows:
        years = f"{r['year_start']}-{r['year_end']}" if r["year_start"] else ""
        money = (r["total_investment"], r["planned_investment"], r["investment_unit"])
        fields = (r["full_name"], r["group_path"], r["nature"], r["stage"], *money, years)
        found.append("|".join(map(printed, fields)))
    assert found == case["projects"]


@pytest.mark.parametrize("case", cases("livelihood.yml"))
def test_tasks_of_a_list(case: dict[str, Any]) -> None:
    rows = extract(parse_text(case["text"]))["livelihood_task"]
    keys = ("task_name", "planned_value", "completed_value", "status")
    assert ["|".join(printed(r[k]) for k in keys) for r in rows] == case["tasks"]


def test_a_list_that_holds_less_than_it_says_shows_it() -> None:
    text = "云岭县2025年重点项目清单\n\n续建项目（3个）\n1.石坪大桥\n2.白鹭水厂\n"
    rows = [r for r in extract(parse_text(text))["project_list"] if r["group_path"]]
    assert [(r["declared_count"], r["read_count"]) for r in rows] == [(3, 2)]


def test_a_printed_rate_that_its_quantities_do_not_make_is_a_doubt() -> None:
    text = "云岭县2024年民生实事完成情况\n\n1.托位。计划新增350个，实际完成280个，完成率90%。\n2.公厕。计划新建5座，实际完成5座。\n"
    assert [r["checks"] for r in extract(parse_text(text))["livelihood_task"]] == [["rate_differs"], []]
