"""Numbers of tables with their meaning: communiqués, targets against results, months, years and places as rows."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.documents.model import Document, Metadata, Section, Table
from pipelines.extract.facts import Fact
from pipelines.extract.tables.facts import cell_quote, fact_cell, table_facts, table_qualitative
from pipelines.extract.tables.find import find_tables
from pipelines.extract.tables.numbers import read_cell_numbers
from pipelines.extract.tables.passages import table_passages


def document(text: str, review: int | None = 2023, plan: int | None = 2024, **more: object) -> Document:
    meta = Metadata(review_year=review, plan_year=plan, region_name="青川县")
    return Document("d", "d.txt", text, meta, tables=tuple(find_tables(text)), **more)  # type: ignore[arg-type]


def only(doc: Document) -> Table:
    (table,) = doc.tables
    return table


def facts(text: str, **years: int | None) -> tuple[Document, list[Fact]]:
    doc = document(text, **years)
    found = table_facts(doc, only(doc))
    for fact in found:
        assert Decimal(text[fact.start : fact.end].replace(",", "")) == abs(fact.value)
        assert fact.quote_start <= fact.start < fact.end <= fact.quote_end
    return doc, found


def brief(fact: Fact) -> tuple[str, str, str, str, str, str, str]:
    return (fact.indicator, str(fact.value), fact.unit, fact.measure, fact.statement, fact.period_label, fact.qualifier)


TARGETS = """表4：2023年主要指标完成情况表
\t序号
\t主要指标
\t预期目标
\t完成情况

\t
\t
\t
\t总量
\t增速（%）

\t1
\t地区生产总值（亿元）
\t6.5%以上
\t320.5
\t6.1

\t2
\t一般公共预算收入（亿元）
\t-3.5%左右
\t21.4
\t-2

\t
\t其中：税收收入（亿元）
\t1.5%—2.5%
\t12
\t2.0

\t3
\t居民人均可支配收入（元）
\t与经济增长

同步
\t31200
\t5.5

\t
\t其中：城镇居民人均可支配收入（元）
\t
\t40100
\t4.4

\t
\t农村居民人均可支配收入（元）
\t
\t20050
\t6.0
"""


def test_targets_and_results() -> None:
    doc, found = facts(TARGETS)
    rows = [brief(f) for f in found]
    assert rows[:6] == [
        ("地区生产总值", "6.5", "%", "growth", "target", "2023", "ge"),
        ("地区生产总值", "320.5", "亿元", "level", "actual", "2023", ""),
        ("地区生产总值", "6.1", "%", "growth", "actual", "2023", ""),
        ("一般公共预算收入", "-3.5", "%", "growth", "target", "2023", "approx"),
        ("一般公共预算收入", "21.4", "亿元", "level", "actual", "2023", ""),
        ("一般公共预算收入", "-2", "%", "growth", "actual", "2023", ""),
    ]
    assert [r[1:7:5] for r in rows[6:8]] == [("1.5", "range_low"), ("2.5", "range_high")]
    assert [r[0] for r in rows[-4:]] == ["城镇居民人均可支配收入"] * 2 + ["农村居民人均可支配收入"] * 2
    assert [f.rule for f in found[:3]] == ["table.target", "table.level", "table.growth"]
    assert TARGETS[found[3].start - 1] == "-"


def test_parts_point_to_their_whole() -> None:
    _, found = facts(TARGETS)
    level = {f.indicator: k for k, f in enumerate(found) if f.measure == "level"}
    assert found[level["税收收入"]].whole == level["一般公共预算收入"]
    assert found[level["农村居民人均可支配收入"]].whole is None  # averages do not add up
    assert all(f.whole is None for f in found if f.measure == "growth")


def test_targets_in_words_hold_for_their_own_row_only() -> None:
    doc = document(TARGETS)
    (fact,) = table_qualitative(doc, only(doc))
    assert (fact.indicator, fact.comparison, fact.text) == ("居民人均可支配收入", "in_step", "与经济增长同步")
    assert (fact.statement, fact.measure, fact.period_end) == ("target", "growth", 2023)


def test_quote_holds_label_heads_and_cell() -> None:
    doc, found = facts(TARGETS)
    cell = fact_cell(only(doc), found[2].start)
    assert cell is not None
    assert cell_quote(only(doc), cell) == "地区生产总值（亿元）｜完成情况｜增速（%）｜6.1"


COMMUNIQUE = """附表1  2023年主要指标

| 指标 | 单位 | 绝对数 | 比上年增长% |
|---|---|---|---|
| 一、国民经济 | | | |
| 地区生产总值 | 亿元 | 1,202.8 | 3.5 |
| 第一产业 | 亿元 | 92.1 | -1.2 |
| 第二产业 | 亿元 | 601.0 | 4.0 |
| #工业 | 亿元 | 500 | 4.4 |
| 固定资产投资 | 亿元 | — | 7.1 |
| 　　房地产开发投资 | 亿元 | 35 | -12.5 |
| 城镇化率 | % | 71.2 | 0.6 |
| 规模以上工业增加值增速 | % | 5.5 | |
| 粮食产量 | 万吨 | 52.9 | 持平 |

注：按可比价计算，第2行为初步数。
"""


def test_communique() -> None:
    doc, found = facts(COMMUNIQUE)
    rows = {(b[0], b[3]): b[1:3] for b in map(brief, found)}
    assert rows == {
        ("地区生产总值", "level"): ("1202.8", "亿元"), ("地区生产总值", "growth"): ("3.5", "%"),
        ("第一产业增加值", "level"): ("92.1", "亿元"), ("第一产业增加值", "growth"): ("-1.2", "%"),
        ("第二产业增加值", "level"): ("601.0", "亿元"), ("第二产业增加值", "growth"): ("4.0", "%"),
        ("工业增加值", "level"): ("500", "亿元"), ("工业增加值", "growth"): ("4.4", "%"),
        ("固定资产投资", "growth"): ("7.1", "%"),
        ("房地产开发投资", "level"): ("35", "亿元"), ("房地产开发投资", "growth"): ("-12.5", "%"),
        ("城镇化率", "share"): ("71.2", "%"), ("城镇化率", "change"): ("0.6", "个百分点"),
        ("规模以上工业增加值", "growth"): ("5.5", "%"),
        ("粮食产量", "level"): ("52.9", "万吨"),
    }  # fmt: skip
    assert {f.statement for f in found} == {"actual"} and {f.period_label for f in found} == {"2023"}
    (flat,) = table_qualitative(doc, only(doc))
    assert (flat.indicator, flat.comparison) == ("粮食产量", "flat")


def test_a_year_of_results_and_a_year_of_targets() -> None:
    _, found = facts(
        "2024年主要预期目标表\n指标\t单位\t2023年实际\t增长（%）\t2024年目标\t增长（%）\n"
        "地区生产总值\t亿元\t320.5\t6.1\t345\t6.5左右\n城镇调查失业率\t%\t5.2\t\t5.5以内\t\n"
    )
    assert [brief(f)[1:] for f in found] == [
        ("320.5", "亿元", "level", "actual", "2023", ""),
        ("6.1", "%", "growth", "actual", "2023", ""),
        ("345", "亿元", "level", "target", "2024", ""),
        ("6.5", "%", "growth", "target", "2024", "approx"),
        ("5.2", "%", "share", "actual", "2023", ""),
        ("5.5", "%", "share", "target", "2024", "le"),
    ]


def test_months_as_columns_and_parts() -> None:
    _, found = facts(
        "2024年1-3月用电量（单位：亿千瓦时）\n指标\t1月\t2月\t1-3月\t同比（%）\n全社会用电量\t3.1\t2.8\t8.9\t5.1\n其中：工业\t2.0\t1.5\t5.4\t7.7\n",
        review=2024, plan=None,
    )  # fmt: skip
    assert [brief(f) for f in found[4:7]] == [
        ("工业用电量", "2.0", "亿千瓦时", "level", "actual", "2024-01", ""),
        ("工业用电量", "1.5", "亿千瓦时", "level", "actual", "2024-02", ""),
        ("工业用电量", "5.4", "亿千瓦时", "level", "actual", "2024-01/2024-03", ""),
    ]
    assert found[4].whole == 0


def test_years_as_rows() -> None:
    _, found = facts(
        "主要年份数据\n单位：亿元\n年份\t地区生产总值\t增速（%）\n2019年\t900.1\t7.0\n2020年\t950.5\t-3.9\n2021年\t1100\t9\n"
    )
    assert [brief(f) for f in found[2:4]] == [
        ("地区生产总值", "950.5", "亿元", "level", "actual", "2020", ""),
        ("地区生产总值", "-3.9", "%", "growth", "actual", "2020", ""),
    ]


def test_places_as_rows() -> None:
    _, found = facts(
        "各镇街基本情况\n镇街\t常住人口（万人）\t户数\n东山镇\t3.2\t9000\n西河街道\t8.8\t31000\n合计\t12\t40000\n"
    )
    assert [(f.indicator, f.unit, f.region) for f in found] == [
        ("常住人口", "万人", "东山镇"), ("户数", "户", "东山镇"), ("常住人口", "万人", "西河街道"),
        ("户数", "户", "西河街道"), ("常住人口", "万人", ""), ("户数", "户", ""),
    ]  # fmt: skip


def test_ranks_shares_and_completion() -> None:
    _, found = facts(
        "2023年预算执行情况\n项目\t预算数（万元）\t执行数（万元）\t占预算%\t增长%\t全市排名\n一般公共预算收入\t210000\t214000\t101.9\t3.3\t5\n教育支出\t50000\t48000\t96\t-1.5\t12\n"
    )
    assert [brief(f)[1:5] for f in found[:5]] == [
        ("210000", "万元", "level", "target"), ("214000", "万元", "level", "actual"), ("101.9", "%", "share", "actual"),
        ("3.3", "%", "growth", "actual"), ("5", "位", "rank", "actual"),
    ]  # fmt: skip
    assert found[2].rule == "table.completion"


def test_a_total_is_named_by_the_caption() -> None:
    _, found = facts(
        "表2：2023年招商引资情况\n行业\t签约项目（个）\t合同额（亿元）\n制造业\t12\t80\n服务业\t5\t7\n合计\t17\t87\n"
    )
    assert [f.indicator for f in found] == [
        "制造业签约项目",
        "制造业合同额",
        "服务业签约项目",
        "服务业合同额",
        "招商引资签约项目",
        "招商引资合同额",
    ]


def test_number_columns_remarks_and_dates_are_no_observations() -> None:
    _, found = facts(
        "序号\t指标\t总量（亿元）\t责任单位\t完成时限\n1\t产值\t12\t经信委2科\t2023年\n2\t投资\t13\t发改委\t2023-12\n"
    )
    assert [(f.indicator, str(f.value)) for f in found] == [("产值", "12"), ("投资", "13")]


def test_missing_unit_is_less_sure() -> None:
    _, found = facts("指标\t绝对数\t增长%\n产值\t12\t3\n投资\t13\t4\n")
    assert [(f.unit, f.confidence < 0.9) for f in found[:2]] == [("", True), ("%", False)]


def test_prose_in_cells_is_handed_on() -> None:
    doc = document(
        "2023年重点任务完成情况表\n任务\t目标\t完成情况\n道路建设\t建成20公里，改造桥梁3座\t建成21公里\n绿化\t造林100亩\t造林120亩\n"
    )
    passages = table_passages(doc, only(doc))
    read = [(p.context.subject, p.context.statement, p.context.year_end, doc.text[p.start : p.end]) for p in passages]
    assert ("道路建设", "target", 2023, "建成20公里，改造桥梁3座") in read
    assert ("绿化", "actual", 2023, "造林120亩") in read
    assert table_facts(doc, only(doc)) == []


def test_section_gives_the_year_where_the_caption_has_none() -> None:
    text = "二、明年安排\n指标\t目标（%）\n产值\t7以上\n投资\t8\n"
    section = Section(1, 1, "二、明年安排", 0, len(text), None, "二、明年安排", "plan", 2024, 2024, "target")
    (table,) = find_tables(text)
    doc = Document("d", "d.txt", text, Metadata(review_year=2023), sections=(section,))
    placed = Table(table.number, table.start, table.end, table.caption, 1, table.cells, table.kind)
    assert {(f.period_end, f.statement, f.measure) for f in table_facts(doc, placed)} == {(2024, "target", "growth")}


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        ("7.5%以上", [("7.5", "%", "ge")]),
        ("-4.9%左右", [("-4.9", "%", "approx")]),
        ("增长8%左右", [("8", "%", "approx")]),
        ("下降3.2%", [("-3.2", "%", "")]),
        ("不低于95%", [("95", "%", "ge")]),
        ("5.5%以内", [("5.5", "%", "le")]),
        ("≥60", [("60", "", "ge")]),
        ("1，202".replace("，", ","), [("1202", "", "")]),
        ("１２．５％", [("12.5", "%", "")]),
        ("4.5-5%", [("4.5", "%", "range_low"), ("5", "%", "range_high")]),
        ("6000人以上", [("6000", "人", "ge")]),
        ("12.5[3]", [("12.5", "", "")]),
        ("—", []),
        ("2023年", []),
        ("2023-12", []),
        ("完成3项，推进2项", []),
        ("经信委2科", []),
    ],
)
def test_the_number_of_a_cell(cell: str, wanted: list[tuple[str, str, str]]) -> None:
    text = f"指标\t总量\n甲\t{cell}\n乙\t1\n丙\t2\n"
    start = text.index(cell)
    found = read_cell_numbers(text, start, start + len(cell))
    assert [(str(n.value), n.unit, n.qualifier) for n in found] == wanted


LABELS = st.lists(st.text("产投消出进税费粮肉菜", min_size=2, max_size=6), min_size=2, max_size=6, unique=True)
NUMBERS = st.decimals(min_value=-9999, max_value=99999, places=1).map(
    lambda d: str(d.normalize() if d != d.to_integral() else d.quantize(Decimal(1)))
)


@settings(max_examples=150, deadline=None)
@given(LABELS, st.data(), st.sampled_from(["tabs", "cells", "pipes", "blanks"]))
def test_every_figure_of_any_grid_is_read_once(labels: list[str], data: st.DataObject, layout: str) -> None:
    values = [[data.draw(NUMBERS), data.draw(NUMBERS)] for _ in labels]
    grid = [["指标", "总量（亿元）", "增速（%）"], *([label, *row] for label, row in zip(labels, values, strict=True))]
    text = {
        "tabs": "\n".join("\t".join(row) for row in grid),
        "cells": "\n\n".join("\n".join("\t" + c for c in row) for row in grid),
        "pipes": "\n".join("| " + " | ".join(row) + " |" for row in grid),
        "blanks": "\n".join("  ".join(row) for row in grid),
    }[layout]
    doc = document(text)
    if layout == "blanks" and len(labels) < 2:
        return
    found = table_facts(doc, only(doc))
    wanted = [
        (label, Decimal(v), unit)
        for label, row in zip(labels, values, strict=True)
        for v, unit in zip(row, ("亿元", "%"), strict=True)
    ]
    assert [(f.indicator, f.value, f.unit) for f in found] == wanted
    assert all(text[f.start : f.end] == str(abs(f.value)) for f in found)


def test_a_header_that_lost_the_cell_over_its_labels() -> None:
    text = "表1 2021年甲市生产总值\n| 绝 对 数 (亿元) | 比上年增长 (%) |\n地区生产总值 | 617.5 | 5.2 |\n第一产业 | 37.1 | 2.6 |\n第二产业 | 339.8 | -4.5 |\n"
    found = [(fact.indicator, str(fact.value), fact.unit, fact.measure) for fact in facts(text)[1]]
    assert found == [
        ("地区生产总值", "617.5", "亿元", "level"), ("地区生产总值", "5.2", "%", "growth"),
        ("第一产业增加值", "37.1", "亿元", "level"), ("第一产业增加值", "2.6", "%", "growth"),
        ("第二产业增加值", "339.8", "亿元", "level"), ("第二产业增加值", "-4.5", "%", "growth"),
    ]  # fmt: skip


def test_a_bare_table_with_heads_that_no_vocabulary_knows() -> None:
    rows = [
        ("地区生产总值", "2728738.78", "2716503.16", "4.0"),
        ("  工  业", "320169.10", "350420.03", "2.6"),
        ("  建筑业", "180156.55", "187595.48", "8.1"),
    ]
    heads = ["指标名称", "按现行价格计算", "按2020年不变价格计算", "比上年 ±%"]
    text = (
        "表一：2022年生产总值\n\n单位：万元\n\n" + "\n\n".join([*heads, *(cell for row in rows for cell in row)]) + "\n"
    )
    found = [(f.indicator, str(f.value), f.unit, f.measure, f.period_label) for f in facts(text, review=2022)[1]]
    assert found[:3] == [
        ("地区生产总值", "2728738.78", "万元", "level", "2022"),
        ("地区生产总值按不变价格计算", "2716503.16", "万元", "level", "2022"),
        ("地区生产总值", "4.0", "%", "growth", "2022"),
    ]
    assert len(found) == 9


def test_a_list_of_projects_in_columns_of_blanks() -> None:
    text = (
        "2024年重点项目投资计划表\n单位：万元\n序号  项目名称              建设性质  总投资   2024年计划投资  责任单位\n"
        "1     北河防洪治理工程        续建    35000    12000          水利局\n2     县人民医院新院区        新建    68000    20000          卫健局\n"
        "3     工业园标准厂房三期      新建    42000    15000          园区管委会\n合计                                 145000    47000\n"
    )
    found = facts(text)[1]
    assert [f.indicator for f in found[:4]] == [
        "北河防洪治理工程总投资",
        "北河防洪治理工程计划投资",
        "县人民医院新院区总投资",
        "县人民医院新院区计划投资",
    ]
    assert [f.whole for f in found] == [None] * 8


def test_the_field_of_a_rank_is_no_part_of_a_name() -> None:
    text = "| 指标 | 单位 | 绝对量 | 同比增长(%) | 全市排名 |\n|---|---|---|---|---|\n| 地区生产总值 | 亿元 | 152.3 | 5.4 | 3 |\n| 固定资产投资 | — | — | -1.7 | 9 |\n"
    assert [(f.indicator, f.measure) for f in facts(text)[1] if f.measure == "rank"] == [
        ("地区生产总值", "rank"),
        ("固定资产投资", "rank"),
    ]
