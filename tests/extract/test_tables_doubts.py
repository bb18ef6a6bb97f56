"""Doubts about tables that their own figures raise."""

from __future__ import annotations

from pipelines.extract.tables.doubts import doubts_of
from pipelines.extract.tables.facts import table_facts
from pipelines.extract.tables.reading import read_table
from tests.extract.table_texts import SIDES, checks, document


def test_a_name_without_its_label_is_doubted() -> None:
    doc = document(SIDES)
    facts = table_facts(doc, doc.tables[0])
    assert all("label_not_in_name" not in fact.checks for fact in facts)
    reading = read_table(doc, doc.tables[0])
    column = next(c for c in reading.columns if c.col == 4)
    other = reading.halves[0][1]  # the row of the other half: what stood here before sides had labels of their own
    assert "label_not_in_name" in doubts_of(reading, column, other, "万元", "level", "教育支出")


def test_a_total_that_does_not_add_up_is_doubted() -> None:
    head = "2022年招商情况\n行业\t合同额（亿元）\n"
    assert checks(head + "制造业\t8.0\n服务业\t5.1\n合计\t13.1\n")["13.1"] == []
    assert checks(head + "制造业\t8.0\n服务业\t5.1\n合计\t14.1\n")["14.1"] == ["table_total_mismatch"]
    assert checks(head + "制造业\t8.0\n其中：汽车\t2.2\n服务业\t5.1\n合计\t13.1\n")["13.1"] == []
    assert (
        checks(head + "制造业\t8.0\n其中：汽车\t2.2\n服务业\t5.1\n合计\t14.1\n")["14.1"] == []
    )  # parts may be missing


def test_a_band_that_declares_another_number_of_rows_is_doubted() -> None:
    rows = "序号\t项目\t总投资（亿元）\n（一）水利（2个）\n1\t河堤加固\t4.2\n2\t泵站改造\t6.8\n（二）交通（3个）\n3\t县道改造\t1.9\n4\t桥梁重建\t2.5\n"
    found = checks(rows)
    assert found["4.2"] == found["6.8"] == []
    assert found["1.9"] == found["2.5"] == ["table_count_mismatch"]


def test_a_negative_level_stays_and_is_doubted() -> None:
    found = checks("2022年人口变动\n指标\t人数（人）\n迁入人口\t310\n机械变动人口\t-42\n")
    assert found == {"310": [], "-42": ["negative_level"]}


def test_an_office_over_numbered_rows_may_hold_other_figures_than_its_heads_say() -> None:
    rows = "2022年项目表\n序号\t项目名称\t总投资（亿元）\t年度投资（亿元）\n\t县水利局\t2\t6.4\n1\t河堤加固\t4.1\t1.2\n2\t泵站改造\t2.3\t0.9\n"
    found = checks(rows)
    assert found["2"] == found["6.4"] == ["table_group_row"] and found["4.1"] == []
