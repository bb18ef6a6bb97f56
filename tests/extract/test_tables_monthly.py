"""Monthly tables: which months a column takes, rows that divide a whole, and layouts that lost their grid."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipelines.extract.tables.facts import table_facts
from tests.extract.table_texts import checks, document, grid, read, read_grid


def told(text: str) -> list[tuple[str, str, str, str, str]]:
    """(name, value, unit, measure, period) of every cell."""
    doc = document(text)
    facts = [fact for table in doc.tables for fact in table_facts(doc, table)]
    return [(f.indicator, str(f.value), f.unit, f.measure, f.period_label) for f in facts]


MONTHLY = (
    "2024年9月份工业用电量\n单位：万千瓦时\n指标名称\t本月\t本月止累计\t本月比上年同月增长（%）\t累计比上年同期增长（%）\n"
    "工业用电量\t31.5\t280.4\t2.1\t3.4\n1、按轻重工业分\t\t\t\t\n轻工业\t11.2\t99.6\t-0.4\t1.8\n2、按规模分组\t\t\t\t\n"
    "大型企业\t20.1\t180.2\t3.3\t4.0\n在总计中：双辽市\t8.4\t70.3\t1.2\t2.0\n"
)


def test_a_column_of_a_month_and_one_of_the_months_so_far() -> None:
    assert told(MONTHLY)[:4] == [
        ("工业用电量", "31.5", "万千瓦时", "level", "2024-09"),
        ("工业用电量", "280.4", "万千瓦时", "level", "2024-01/2024-09"),
        ("工业用电量", "2.1", "%", "growth", "2024-09"),
        ("工业用电量", "3.4", "%", "growth", "2024-01/2024-09"),
    ]


def test_rows_that_divide_a_whole_are_no_names() -> None:
    names = list(dict.fromkeys(name for name, *_ in told(MONTHLY)))
    assert names == ["工业用电量", "轻工业用电量", "大型企业工业用电量"]


def test_a_place_in_the_total_has_the_whole_there() -> None:
    doc = document(MONTHLY)
    (last,) = [f for f in table_facts(doc, doc.tables[0]) if str(f.value) == "70.3"]
    assert (last.indicator, last.region) == ("工业用电量", "双辽市")


def test_a_total_of_the_place_is_what_the_caption_says_and_has_parts() -> None:
    text = (
        "2023年1-3月工业增加值\n单位：亿元\n指标\t本月\t本月止累计\n全市总计\t6.8\t17.2\n在总计中：\t\t\n民营企业\t2.5\t6.1\n"
        "轻工业\t1.9\t4.4\n"
    )
    assert [(name, period) for name, _, _, _, period in told(text)] == [
        ("工业增加值", "2023-03"), ("工业增加值", "2023-01/2023-03"), ("民营企业工业增加值", "2023-03"),
        ("民营企业工业增加值", "2023-01/2023-03"), ("轻工业增加值", "2023-03"), ("轻工业增加值", "2023-01/2023-03"),
    ]  # fmt: skip


def test_a_month_without_its_year_is_kept() -> None:
    text = "金融\n单位：亿元\n指标\t3月末\t比年初增减额\t4月末\t比年初增减额\n存款余额\t291.6\t4.8\t262.5\t5.7\n贷款余额\t85.1\t7.6\t16.4\t8.9\n"
    doc = document(text)
    doc = replace(doc, meta=replace(doc.meta, review_year=None))
    labels = {f.period_label for table in doc.tables for f in table_facts(doc, table)}
    assert labels == {"XXXX-03", "XXXX-04"}


def test_this_month_of_a_table_that_names_none_is_doubted() -> None:
    found = checks("2024年财政收支\n单位：万元\n项目\t本月\t增长（%）\n税收收入\t310\t2.0\n非税收入\t88\t1.5\n")
    assert "table_period_unknown" in found["310"]


@pytest.mark.parametrize(("unit", "listed"), [("对开色令", True), ("自然卷", False)])
def test_a_column_of_units_is_believed(unit: str, listed: bool) -> None:
    rows = [["产品", "单位", "产量"], ["水泥", "万吨", "12"], ["啤酒", "千升", "30"], ["印刷品", unit, "7"]]
    doc = grid(rows, "2022年规模以上工业产品产量")
    last = table_facts(doc, doc.tables[0])[-1]
    assert (last.indicator, last.unit) == ("规模以上工业印刷品产量", unit)
    assert ("table_unit_unlisted" in last.checks) is not listed


def test_offices_under_the_word_for_unit_are_no_units() -> None:
    rows = [
        ["项目", "单位", "金额（万元）"],
        ["公厕", "水务局", "12"],
        ["道路", "住建局", "30"],
        ["桥梁", "交通局", "7"],
    ]
    assert {unit for _, _, unit, _ in read_grid(rows, "2022年支出")} == {"万元"}


def test_a_part_hangs_on_the_part_above_it() -> None:
    text = "2022年外贸情况\n指标\t金额（亿元）\n货物进出口总值\t18.4\n出口\t16.1\n其中：一般贸易\t13.2\n加工贸易\t2.8\n进口\t2.3\n"
    assert [name for name, *_ in read(text)] == [
        "货物进出口总值",
        "出口总额",
        "一般贸易出口额",
        "加工贸易出口额",
        "进口总额",
    ]


PIPED = """2023年4月居民消费价格指数
类 别 |
以上月价格为100 |
以上年同期价格为100 |
|
本月 |
至本月平均 |
||
居民消费价格总指数 |
100.2 |
101.1 |
100.8 |
消费品价格指数 |
100.4 |
102.7 |
102.0 |
一、衣着类 |
98.8 |
99.4 |
99.2 |
"""


def test_heads_over_two_rows_of_a_run_of_cells() -> None:
    found = told(PIPED)
    assert found[:3] == [
        ("居民消费价格总指数以上月价格为100", "100.2", "", "level", "2023-04"),
        ("居民消费价格总指数以上年同期价格为100", "101.1", "", "level", "2023-04"),
        ("居民消费价格总指数以上年同期价格为100", "100.8", "", "level", "2023-01/2023-04"),
    ]
    assert found[-1][0] == "衣着类居民消费价格指数以上年同期价格为100"


LAYOUTS = {
    "title rows": "| 用水量 | |||\n| 2024年4月 | |||\n| 指标 | 本月 | 1-本月 |\n| 用水量（万吨） | 14.6 | 60.3 |\n| # 居民 | 3.1 | 12.5 |\n",
    "paragraphs": "2024年4月用水量\n\n指标\n\n本月\n\n1-本月\n\n用水量（万吨）\n\n14.6\n\n60.3\n\n# 居民\n\n3.1\n\n12.5\n\n其他\n\n1.0\n\n2.0\n",
}


@pytest.mark.parametrize("text", LAYOUTS.values(), ids=LAYOUTS.keys())
def test_layouts_of_a_month(text: str) -> None:
    assert told(text)[:4] == [
        ("用水量", "14.6", "万吨", "level", "2024-04"), ("用水量", "60.3", "万吨", "level", "2024-01/2024-04"),
        ("居民用水量", "3.1", "万吨", "level", "2024-04"), ("居民用水量", "12.5", "万吨", "level", "2024-01/2024-04"),
    ]  # fmt: skip


def test_a_column_of_numbers_without_a_head_moves_the_heads() -> None:
    text = "2024年12月水泥产量分省市数据\n\n| 地区 | 当月产量（万吨） | 累计产量（万吨） | |\n|---|---|---|---|\n| 1 | 双辽市 | 0.2 | 3.1 |\n| 2 | 四平市 | 3.7 | 63.4 |\n"
    assert told(text)[:2] == [
        ("水泥产量", "0.2", "万吨", "level", "2024-12"), ("水泥产量", "3.1", "万吨", "level", "2024"),
    ]  # fmt: skip


def test_a_column_without_a_head_makes_the_others_doubtful() -> None:
    text = "| 类别 | 企业数（个） | 产值（万元） | |\n|---|---|---|---|\n| 轻工业 | 12 | 34 | 560 |\n| 重工业 | 22 | 44 | 660 |\n"
    assert all("table_head_unread" in found for found in checks(text).values())


FLOWED = (
    "7-4  主要年份用水量\n单位:万吨\n  2005年 2010年 2015年\n用水总量 86 112 149\n    比上年增长(%) 3.4 1.8 1.3\n一、按城乡分:\n    城镇 45 58 76\n"
    "    乡村 17 24 30\n    其  它 4    \n"
)


def test_rows_that_flow_with_single_blanks() -> None:
    found = told(FLOWED)
    assert found[:4] == [
        ("用水总量", "86", "万吨", "level", "2005"), ("用水总量", "112", "万吨", "level", "2010"),
        ("用水总量", "149", "万吨", "level", "2015"), ("用水总量", "3.4", "%", "growth", "2005"),
    ]  # fmt: skip
    assert [value for name, value, *_ in found if name == "其它用水量"] == ["4"]


def test_a_flowed_row_whose_blanks_are_gone_is_left_out() -> None:
    found = told(FLOWED.replace("其  它 4    ", "其  它 4"))
    assert "4" not in [value for _, value, *_ in found]


def test_growth_that_only_the_caption_says() -> None:
    text = "指标:工业用电量_同比增长(%) | |||\n地区 | 2023年11月 | 2023年10月 |\n双辽市 | 8.7 | -1.5 |\n四平市 | 2.7 | 6.4 |\n"
    assert told(text)[:2] == [
        ("工业用电量", "8.7", "%", "growth", "2023-11"), ("工业用电量", "-1.5", "%", "growth", "2023-10"),
    ]  # fmt: skip


def test_the_months_of_a_head_are_its_period_and_what_follows_its_name() -> None:
    text = "2023年各县区水泥产量统计（计量单位：万吨）\n地区\t2023年11月产量\t2023年累计产量\n双辽市\t1.9\t23.7\n四平市\t0.9\t10.4\n"
    assert told(text)[:2] == [
        ("水泥产量", "1.9", "万吨", "level", "2023-11"),
        ("水泥产量", "23.7", "万吨", "level", "2023"),
    ]


def test_prices_of_a_whole_and_the_source_of_a_page_are_no_names() -> None:
    text = (
        "2023年5月工业产值 2023-06-17 来源:县统计局\n指标\t单位\t本月\n工业总产值（现价）\t亿元、%\t31\n其中：轻工业\t亿元、%\t12\n"
        "用水量\t万吨\t3\n用电量\t万千瓦时\t4\n"
    )
    assert [row[:3] for row in told(text)[:2]] == [("工业总产值（现价）", "31", "亿元"), ("轻工业总产值", "12", "亿元")]


LOANS = [
    (
        "2023年末存贷款（单位：亿元）\n指标\t余额\n金融机构贷款余额\t67.1\n#短期贷款\t30.4\n#个人贷款及透支\t4.2\n中长期贷款\t34.8\n"
        "#个人贷款\t12.3\n#个人消费贷款\t7.4\n",
        ["金融机构贷款余额", "短期贷款余额", "短期个人贷款及透支余额", "中长期贷款余额", "中长期个人贷款余额", "中长期个人消费贷款余额"],
    ),
    (
        "2023年末存贷款（单位：亿元）\n指标\t余额\n各项贷款余额\t67.1\n其中：住户贷款\t30.4\n短期贷款\t14.2\n消费贷款\t4.8\n经营贷款\t9.4\n"
        "中长期贷款\t16.2\n消费贷款\t12.3\n企（事）业单位贷款\t36.7\n短期贷款\t7.4\n",
        [
            "各项贷款余额", "住户贷款余额", "住户短期贷款余额", "住户短期消费贷款余额", "住户短期经营贷款余额", "住户中长期贷款余额",
            "住户中长期消费贷款余额", "企（事）业单位贷款余额", "企（事）业单位短期贷款余额",
        ],
    ),
    (
        "2023年末金融机构人民币存贷款余额\n指标\t年末数（亿元）\n各项存款余额\t61.8\n其中：境内住户存款\t49.5\n境内非金融企业存款\t7.1\n",
        ["人民币各项存款余额", "人民币境内住户存款余额", "人民币境内非金融企业存款余额"],
    ),
    (
        "2023年末金融（单位：亿元）\n指标\t余额\n本外币存款余额\t29.1\n#住户存款\t14.9\n人民币存款余额\t28.0\n#住户存款\t14.6\n",
        ["本外币存款余额", "本外币住户存款余额", "人民币存款余额", "人民币住户存款余额"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "names"), LOANS)
def test_deposits_and_loans_with_their_parents(text: str, names: list[str]) -> None:
    assert [name for name, *_ in told(text)] == names


BILINGUAL = (
    "12-4 主要年份水运情况\nBasic Conditions of Water Transport\n单位:万吨  (10 000 tons)\n  Item 2005 2010 2015\n客运量总计 (万人)   Total Passenger Traffic     36 49 53\n"
    " (10 000 persons)\n  水运       Waterways 3 4 5\n  旅客周转量(万人公里)  Passenger-kilometers\n33.9 47.8 48.7\n货运量  Freight Traffic 76 89 91\n"
)


def test_labels_in_two_languages_and_figures_on_a_line_of_their_own() -> None:
    found = told(BILINGUAL)
    assert [row for row in found if row[4] == "2005"] == [
        ("客运量", "36", "万人", "level", "2005"), ("水运客运量", "3", "万人", "level", "2005"),
        ("旅客周转量", "33.9", "万人公里", "level", "2005"), ("货运量", "76", "万吨", "level", "2005"),
    ]  # fmt: skip


def test_a_line_of_another_language_is_no_head() -> None:
    assert told("Basic Conditions of Transport\n客运量 3 4 5\n货运量 6 7 8\n水运量 1 2 4\n") == []


def test_a_paragraph_row_that_lacks_a_cell_is_left_out_and_ends_nothing() -> None:
    text = LAYOUTS["paragraphs"].replace("其他\n\n1.0\n\n2.0\n", "回用率（%）\n\n9.9\n\n其他\n\n1.0\n\n2.0\n")
    assert [value for _, value, *_ in told(text)] == ["14.6", "60.3", "3.1", "12.5", "1.0", "2.0"]


def test_rows_whose_empty_cells_went_to_the_end_are_doubted() -> None:
    text = "2022年各县用水量（万吨）\n| 地区 | 居民 | 工业 | 农业 |\n| 甲县 | 12 | 3 | 5 |\n| 乙县 | 8 | 4 | 7 |\n| 丙县 | 6 | |||\n"
    found = checks(text)
    assert "table_row_ragged" in found["6"] and "table_row_ragged" not in found["12"]


DIVIDED = "表5：2022年分行业固定资产投资完成情况\n指标\t比上年增长（%）\n合计\t5.8\n制造业\t-1.7\n住宿和餐饮业\t3.2\n"


def test_a_caption_that_divides_a_quantity_names_its_rows() -> None:
    assert [name for name, *_ in told(DIVIDED)] == ["固定资产投资", "制造业固定资产投资", "住宿和餐饮业固定资产投资"]
    assert not any(checks(DIVIDED).values())


def test_rows_of_which_nobody_says_what_is_measured_are_doubted() -> None:
    found = checks(DIVIDED.replace("表5：2022年分行业固定资产投资完成情况\n", ""))
    assert "table_quantity_unsaid" in found["-1.7"]


LAST_YEAR = (
    "2022年1-5月货运\n指标 | 本年本月累计 | 上年同期 | 增长速度（%） |\n货物运输量（万吨） | 58.4 | 57.9 | 0.5 |\n铁路 | 12.8 | 13.2 | -2.9 |\n"
    "民航（吨） | 124.0 | 102.0 | 22.0 |\n货物周转量（万吨公里） | 93.9 | 96.1 | -2.7 |\n"
)


def test_the_same_months_of_the_year_before_and_the_growth_behind_them() -> None:
    assert told(LAST_YEAR)[:6] == [
        ("货物运输量", "58.4", "万吨", "level", "2022-01/2022-05"), ("货物运输量", "57.9", "万吨", "level", "2021-01/2021-05"),
        ("货物运输量", "0.5", "%", "growth", "2022-01/2022-05"), ("铁路货物运输量", "12.8", "万吨", "level", "2022-01/2022-05"),
        ("铁路货物运输量", "13.2", "万吨", "level", "2021-01/2021-05"),
        ("铁路货物运输量", "-2.9", "%", "growth", "2022-01/2022-05"),
    ]  # fmt: skip
    assert [row[:3] for row in told(LAST_YEAR) if row[1] == "124.0"] == [("民航货物运输量", "124.0", "吨")]


def test_rows_beside_a_label_that_reaches_down_are_moved_back() -> None:
    text = (
        "2022年发展指标\n一级指标 | 二级指标 | 计量单位 | 全年 |\n稳定 | 1.产值增长率（可比价） | % | 7.2 |\n2.价格涨幅（CPI） | % | 2.7 | |\n"
        "结构 | 3.服务业占比 | % | 55.7 |\n4.工业占比 | % | 37.8 | |\n"
    )
    assert [row[:4] for row in told(text)] == [
        ("产值", "7.2", "%", "growth"), ("价格", "2.7", "%", "growth"), ("服务业占比", "55.7", "%", "share"),
        ("工业占比", "37.8", "%", "share"),
    ]  # fmt: skip
