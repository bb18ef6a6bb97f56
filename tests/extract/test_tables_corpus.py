"""The numeric tables of a real report against labels made by hand: every field of every numeral."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from pipelines.documents.model import Document, Metadata
from pipelines.extract.tables.facts import table_facts, table_qualitative
from pipelines.extract.tables.find import find_tables
from pipelines.extract.tables.passages import table_passages

SHARED = Path(__file__).parents[3] / "shared"
REPORT = SHARED / "corpus" / "yongchuan-2023-plan-report.txt"
GOLD = SHARED / "gold" / "yongchuan-2023-plan-report.jsonl"
pytestmark = pytest.mark.skipif(
    not (REPORT.is_file() and GOLD.is_file()), reason="the real reports are not there (../shared)"
)


@pytest.fixture(scope="module")
def report() -> Document:
    text = REPORT.read_text(encoding="utf-8")
    return Document("d", REPORT.name, text, Metadata(review_year=2022, plan_year=2023), tables=tuple(find_tables(text)))


@pytest.fixture(scope="module")
def gold() -> list[dict]:
    lines = GOLD.read_text(encoding="utf-8").splitlines()
    return [g for g in map(json.loads, lines) if g["label"] == "obs"]


def test_three_tables_of_three_kinds(report: Document) -> None:
    assert [t.kind for t in report.tables] == ["target_actual", "livelihood", "project_plan"]
    assert [t.caption[:3] for t in report.tables] == ["表1：", "表2：", "表3："]


def test_every_numeral_of_the_numeric_tables_is_read_as_labelled(report: Document, gold: list[dict]) -> None:
    wanted, read = set(), set()
    for table in report.tables:
        if table.kind == "livelihood":
            continue
        for g in gold:
            if table.start <= g["start"] < table.end:
                wanted.add((
                    g["start"], g["end"], Decimal(str(g["value"])).normalize(), g["unit"], g["indicator"], g["measure"],
                    g["statement"], g["period"], g["qualifier"],
                ))  # fmt: skip
        for f in table_facts(report, table):
            read.add((
                f.start, f.end, f.value.normalize(), f.unit, f.indicator, f.measure, f.statement, f.period_label, f.qualifier,
            ))  # fmt: skip
    assert len(wanted) == 75
    assert read == wanted


def test_the_textual_target_is_read_once(report: Document) -> None:
    found = [q for table in report.tables for q in table_qualitative(report, table)]
    assert [(q.indicator, q.comparison, q.statement, q.period_end) for q in found] == [
        ("全体常住居民人均可支配收入", "in_step", "target", 2022)
    ]


def test_every_labelled_numeral_of_the_prose_table_lies_in_a_passage(report: Document, gold: list[dict]) -> None:
    table = report.tables[1]
    passages = table_passages(report, table)
    inside = [g for g in gold if table.start <= g["start"] < table.end]
    assert len(inside) > 40
    for g in inside:
        (passage,) = [p for p in passages if p.start <= g["start"] and g["end"] <= p.end]
        assert (passage.context.statement, passage.context.year_end) == (g["statement"], 2022), g


def test_the_other_reports_have_no_tables() -> None:
    for path in sorted(REPORT.parent.glob("*.txt")):
        if path != REPORT:
            assert find_tables(path.read_text(encoding="utf-8")) == [], path.name
