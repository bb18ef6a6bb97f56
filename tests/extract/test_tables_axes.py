"""The meaning of a table's axes: parents, spacer columns, units and measures of heads, true grids, sides."""

from __future__ import annotations

import pytest

from pipelines.documents.model import Document, Metadata
from pipelines.extract.tables.facts import table_facts
from pipelines.extract.tables.find import find_tables
from tests.extract.table_texts import document, read, read_grid, rows_of

PARENTS = [
    (
        "表2  2022年货运情况\n指标\t计量单位\t绝对量\t比上年增长（%）\n货物运输总量\t万吨\t913.5\t4.2\n公路\t万吨\t702.1\t3.8\n"
        "水运\t万吨\t211.4\t5.5\n货物运输周转量\t亿吨公里\t18.6\t2.9\n公路\t亿吨公里\t12.2\t2.1\n",
        ["货物运输总量", "公路货物运输量", "水运货物运输量", "货物运输周转量", "公路货物运输周转量"],
    ),
    (
        "表3  2022年外贸情况\n指标\t金额（亿元）\t比上年增长（%）\n出口额\t52.4\t3.1\n其中：加工贸易\t14.9\t1.7\n国有企业\t6.6\t-2.0\n"
        "进口额\t21.3\t-4.4\n其中：加工贸易\t8.8\t0.9\n",
        ["出口额", "加工贸易出口额", "国有企业出口额", "进口额", "加工贸易进口额"],
    ),
    (
        "2022年畜牧业情况\n指标名称\t指标值\t\t同比增长（±%）\n期末畜禽存栏\t\t\t\n大牲畜（万头）\t3.1\t\t2.6\n#肉牛\t1.7\t\t4.0\n"
        "羊（万只）\t6.2\t\t-1.3\n期末畜禽出栏\t\t\t\n羊（万只）\t4.5\t\t5.1\n",
        ["期末大牲畜存栏", "期末肉牛存栏", "期末羊存栏", "期末羊出栏"],
    ),
    (
        "2022年末金融机构存贷款\n单位：亿元\n指标\t年末数\t比年初增加额\n各项存款余额\t310.2\t12.5\n#住户存款\t201.4\t9.3\n单位存款\t88.1\t2.2\n",
        ["各项存款余额", "住户存款余额", "单位存款余额"],
    ),
    (
        "表5 2022年人口情况\n指标\t年末数（万人）\t比重（%）\n全市常住人口\t48.2\t100\n其中：城镇\t29.9\t62\n乡村\t18.3\t38\n其中：男性\t24.4\t50.6\n",
        ["全市常住人口", "城镇常住人口", "乡村常住人口", "男性常住人口"],
    ),
    (
        "表6 2022年居民消费价格涨跌幅度（单位：%）\n指标\t2021年\t2022年\n居民消费价格\t0.9\t1.6\n一、衣着\t-0.1\t0.4\n二、医疗保健\t0.3\t0.2\n",
        ["居民消费价格", "衣着价格", "医疗保健价格"],
    ),
    (
        "表7 2022年农产品产量\n产品名称\t产量（万吨）\t同比增长（±%）\n小 麦\t12.6\t\t2.4\n#冬小麦\t8.3\t\t-1.2\n花生\t7.9\t\t1.7\n",
        ["小麦产量", "冬小麦产量", "花生产量"],
    ),
    (
        "2022年居民收支情况\n指标\t绝对量（元）\t增长（%）\n人均可支配收入\t31200\t5.1\n工资性收入\t17800\t4.4\n人均消费支出\t20900\t3.6\n衣着\t1310\t2.0\n"
        "交通通信\t2870\t-0.4\n",
        ["人均可支配收入", "居民人均工资性收入", "人均消费支出", "人均衣着消费支出", "人均交通通信消费支出"],
    ),
    (
        "2022年末每百户居民家庭主要耐用消费品拥有量\n指标\t单位\t总量\n洗衣机\t台\t99\n家用汽车\t辆\t51\n空调\t台\t140\n",
        ["每百户居民家庭洗衣机拥有量", "每百户居民家庭家用汽车拥有量", "每百户居民家庭空调拥有量"],
    ),
    (
        "2022年规模以上工业主要产品产量\n产品\t单位\t数量\t增长（%）\n3.1.啤酒\t万千升\t1.7\t-2.2\n3.2.发电量\t亿千瓦时\t9.4\t3.0\n",
        ["规模以上工业啤酒产量", "规模以上工业发电量"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "names"), PARENTS)
def test_names_with_their_parents(text: str, names: list[str]) -> None:
    assert list(dict.fromkeys(name for name, *_ in read(text))) == names


def test_a_part_takes_the_unit_of_its_whole_and_ends_where_a_unit_of_its_own_stands() -> None:
    units = {name: unit for name, _, unit, measure in read(PARENTS[2][0]) if measure == "level"}
    assert units == {"期末大牲畜存栏": "万头", "期末肉牛存栏": "万头", "期末羊存栏": "万只", "期末羊出栏": "万只"}


@pytest.mark.parametrize(
    ("heads", "wanted"),
    [
        ("2021年执行数\t2022年执行数\t增减额\t增减率", [("", "level"), ("", "level"), ("", "change"), ("%", "growth")]),
        ("上年决算数\t执行数\t比上年+,-%\t为预算%", [("", "level"), ("", "level"), ("%", "growth"), ("%", "share")]),
        ("年末数\t比年初增减\t比年初增减%\t位次", [("", "level"), ("", "change"), ("%", "growth"), ("位", "rank")]),
        ("绝对数\t±%\t比重（%）\t涨跌幅（%）", [("", "level"), ("%", "growth"), ("%", "share"), ("%", "growth")]),
    ],
)
def test_measures_of_heads(heads: str, wanted: list[tuple[str, str]]) -> None:
    found = read(f"收支情况表\n单位：万元\n项目\t{heads}\n教育支出\t1795\t1842\t47\t2.6\n卫生支出\t906\t911\t5\t0.6\n")
    assert [(unit if unit != "万元" else "", measure) for _, _, unit, measure in found[:4]] == wanted
    assert {name.removesuffix("完成预算") for name, *_ in found} == {"教育支出", "卫生支出"}


def test_two_units_of_one_line() -> None:
    rows = read(
        "表1 2022年零售情况\n单位：万元、%\n指标名称\t绝对数\t增长\n餐饮收入\t3106\t8.9\n商品零售额\t9783\t2.7\n"
    )
    assert rows[:2] == [("餐饮收入", "3106", "万元", "level"), ("餐饮收入", "8.9", "%", "growth")]


def test_an_index_around_nothing_is_a_change_of_the_index() -> None:
    rows = read_grid(
        [["指标", "价格指数"], ["居民消费价格指数", "0.1"], ["食品烟酒", "-1.8"], ["衣着", "2.9"]], "2022年价格"
    )
    assert [(name, measure) for name, _, _, measure in rows] == [
        ("居民消费价格指数", "growth"), ("食品烟酒居民消费价格指数", "growth"), ("衣着居民消费价格指数", "growth")
    ]  # fmt: skip
    level = read_grid([["指标", "指数"], ["居民消费价格指数", "100.1"], ["食品烟酒", "98.2"]], "2022年价格")
    assert {measure for *_, measure in level} == {"level"}


def test_years_in_chinese_digits() -> None:
    rows = rows_of(
        "一览表\n单位：万元\n项目\t二○二一年决算数\t二〇二二年执行数\t增减%\n契税\t873\t964\t10.4\n车船税\t127\t138\t8.7\n"
    )
    assert [(value, unit, year) for _, value, unit, _, year in rows[:3]] == [
        ("873", "万元", 2021), ("964", "万元", 2022), ("10.4", "%", 2022)
    ]  # fmt: skip
    assert {name for name, *_ in rows} == {"契税", "车船税"}


def test_the_outline_of_a_plan_sets_out_from_its_first_year() -> None:
    text = "“十四五”时期主要指标\n指标\t单位\t2020年\t2025年\t年均增长（%）\t属性\n粮食产量\t万吨\t16.2\t18\t2左右\t约束性\n绿化率\t%\t46.8\t55\t-\t预期性\n"
    doc = Document("d", "d.txt", text, Metadata(region_name="栖霞市"), tables=tuple(find_tables(text)))
    facts = table_facts(doc, doc.tables[0])
    assert [(str(f.value), f.measure, f.statement, f.period_label) for f in facts[:3]] == [
        ("16.2", "level", "actual", "2020"), ("18", "level", "target", "2025"), ("2", "growth", "target", "2021-2025")
    ]  # fmt: skip


def test_level_and_growth_in_one_cell_and_marks_of_notes() -> None:
    rows = read(
        "指标\t完成数\n地区生产总值（亿元）\t82.4 增长5.1%\n公共预算收入（亿元）\t9.6 下降3.8%\n用电量（亿度）\t7.1*\n"
    )
    assert rows == [
        ("地区生产总值", "82.4", "亿元", "level"), ("地区生产总值", "5.1", "%", "growth"),
        ("公共预算收入", "9.6", "亿元", "level"), ("公共预算收入", "-3.8", "%", "growth"), ("用电量", "7.1", "亿度", "level"),
    ]  # fmt: skip


def test_a_column_that_is_the_difference_of_two_is_a_change() -> None:
    rows = read(
        "2022年社会保障情况\n指标\t单位\t2021年\t2022年\t2022年比2021年增减\n新增就业\t人\t3210\t3350\t140\n登记失业率\t%\t2.9\t2.7\t-0.2\n"
        "参保人数\t万人\t21.3\t21.6\t0.3\n"
    )
    assert [r for r in rows if r[3] == "change"] == [
        ("新增就业", "140", "人", "change"), ("登记失业率", "-0.2", "个百分点", "change"), ("参保人数", "0.3", "万人", "change")
    ]  # fmt: skip
    grown = read(
        "2022年收入\n指标\t2021年\t2022年\t2022年比2021年增减\n甲收入（元）\t2000\t2100\t5\n乙收入（元）\t4000\t4400\t10\n"
    )
    assert [r[2:] for r in grown if r[1] in ("5", "10")] == [("%", "growth")] * 2


def test_a_change_takes_the_unit_of_the_level_before_it() -> None:
    rows = read("2022年末存款\n指标\t年末数（亿元）\t比年初增减额\n各项存款余额\t21.4\t2.1\n住户存款余额\t12.2\t-1.8\n")
    assert rows[1] == ("各项存款余额", "2.1", "亿元", "change")


def test_the_year_behind_the_number_of_a_table() -> None:
    text = "6-12024年县级绩效目标情况表\n指标\t单位\t数量\n参保人数★\t人\t210\n补助户数\t户\t100\n"
    doc = document(text, review=2023)
    facts = table_facts(doc, doc.tables[0])
    assert [(f.indicator, f.period_end) for f in facts] == [("参保人数", 2024), ("补助户数", 2024)]
