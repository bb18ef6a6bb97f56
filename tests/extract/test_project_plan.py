"""Arrangements of key projects: totals, breakdowns by source and use, units and years."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from pipelines.documents.model import Document, Metadata
from pipelines.extract.projects.plan import project_plan_rows
from pipelines.extract.tables.find import find_tables

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"

TABLE = """表3：2024年县级重点项目计划安排

\t序号
\t类别
\t项目个数
\t总投资

（亿元）
\t年度计划投资
（亿元）

\t合计
\t12
\t30.5
\t9

\t按投资来源分类

\t1
\t政府主导类
\t4
\t10
\t3.5

\t2
\t市场主导类
\t8
\t20.5
\t5.5

\t按行业分类

\t1
\t交通
\t7
\t20
\t6

\t2
\t水利
\t5
\t10.5
\t3

\t小计
\t12
\t30.5
\t9
"""


def rows_of(text: str, plan_year: int | None = 2024) -> list[dict]:
    doc = Document("d", "d.txt", text, Metadata(review_year=2023, plan_year=plan_year), tables=tuple(find_tables(text)))
    return [row for table in doc.tables for row in project_plan_rows(doc, table)]


def test_rows_with_both_breakdowns() -> None:
    rows = rows_of(TABLE)
    assert [
        (r["breakdown"], r["category"], r["project_count"], str(r["total_investment"]), str(r["planned_investment"]))
        for r in rows
    ] == [
        ("total", "合计", 12, "30.5", "9"),
        ("by_source", "政府主导类", 4, "10", "3.5"),
        ("by_source", "市场主导类", 8, "20.5", "5.5"),
        ("by_use", "交通", 7, "20", "6"),
        ("by_use", "水利", 5, "10.5", "3"),
    ]
    assert {(r["year"], r["investment_unit"], r["table_no"]) for r in rows} == {(2024, "亿元", 1)}


def test_total_at_the_end_unit_in_the_caption_and_year_of_the_document() -> None:
    rows = rows_of(
        "重点项目安排表（单位：万元）\n项目类别\t数量\t总投资\t年度投资计划\n基础设施\t3\t120,000\t5000\n产业\t9\t80000\t—\n总计\t12\t200000\t5000\n",
        plan_year=2026,
    )
    assert [r["breakdown"] for r in rows] == ["by_use", "by_use", "total"]
    assert rows[0]["total_investment"] == Decimal(120000) and rows[1]["planned_investment"] is None
    assert {(r["year"], r["investment_unit"]) for r in rows} == {(2026, "万元")}


def test_other_tables_give_no_rows() -> None:
    assert rows_of("指标\t总量\t增速\n产值\t12\t3\n投资\t4\t5\n") == []


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the real reports are not there (../shared/corpus)")
def test_the_real_arrangement() -> None:
    text = (CORPUS / "yongchuan-2023-plan-report.txt").read_text(encoding="utf-8")
    rows = rows_of(text, 2023)
    by = {kind: [r for r in rows if r["breakdown"] == kind] for kind in ("total", "by_source", "by_use")}
    assert [len(part) for part in by.values()] == [1, 2, 14]
    whole = by["total"][0]
    assert (whole["project_count"], whole["total_investment"], whole["planned_investment"]) == (
        150,
        Decimal("1096.8"),
        Decimal("311.5"),
    )
    for kind in ("by_source", "by_use"):
        for column in ("project_count", "total_investment", "planned_investment"):
            assert sum(r[column] for r in by[kind]) == whole[column], (kind, column)
    assert {r["year"] for r in rows} == {2023}
