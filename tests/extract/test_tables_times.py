"""Years and months in heads, plans that are over, stocks and growth beside one another."""

from __future__ import annotations

from pipelines.extract.tables.facts import table_facts
from tests.extract.table_texts import grid, read, read_grid, rows_of


def test_months_over_this_year_and_the_last() -> None:
    doc = grid(
        [
            [("指标", 2, 1), ("11月", 1, 3), ("1-11月", 1, 3)],
            ["本年", "上年", "增减%", "本年", "上年", "增减额"],
            ["契税", "70", "65", "7.7", "800", "733", "67"],
            ["车船税", "40", "41", "-2.4", "512", "498", "14"],
        ],
        "2022年11月收入情况（单位：万元）",
    )
    facts = table_facts(doc, doc.tables[0])[:6]
    assert [(str(f.value), f.measure, f.period_label) for f in facts] == [
        ("70", "level", "2022-11"), ("65", "level", "2021-11"), ("7.7", "growth", "2022-11"),
        ("800", "level", "2022-01/2022-11"), ("733", "level", "2021-01/2021-11"), ("67", "change", "2022-01/2022-11"),
    ]  # fmt: skip


def test_all_months_of_a_year_are_no_name() -> None:
    rows = rows_of("2022年累计增速\n单位：%\n指标\t1-11月\t1-12月\n固定资产投资\t4.7\t4.0\n进出口总额\t0.9\t0.3\n")
    assert {name for name, *_ in rows} == {"固定资产投资", "进出口总额"}


def test_the_growth_of_a_planned_rate_beside_the_rate_is_in_points() -> None:
    rows = read_grid(
        [
            [("指标", 2, 1), ("单位", 2, 1), ("2022年计划", 1, 2), ("2022年完成", 1, 2)],
            ["绝对值", "增长%", "绝对值", "增长%"],
            ["森林覆盖率", "%", "41.2", "0.2", "41.3", "0.3"],
            ["居民消费价格指数", "%", "103左右", "—", "100.3", "—"],
        ],
        "2022年计划执行情况",
    )
    assert [r[1:] for r in rows] == [
        ("41.2", "%", "share"), ("0.2", "个百分点", "change"), ("41.3", "%", "share"), ("0.3", "个百分点", "change"),
        ("103", "%", "level"), ("100.3", "%", "level"),
    ]  # fmt: skip


def test_projects_under_way_are_done_where_no_head_plans() -> None:
    rows = rows_of(
        "2022年重点工程进度表\n行业\t项目个数（个）\t总投资（亿元）\t年度计划投资（亿元）\t1-9月完成投资（亿元）\n交通\t5\t60.0\t12.0\t9.9\n水利\t7\t28.1\t8.0\t5.2\n"
    )
    assert [(name, statement) for name, _, _, statement, _ in rows[:4]] == [
        ("交通项目个数", "actual"), ("交通项目总投资", "actual"), ("交通项目年度计划投资", "target"), ("交通项目完成投资", "actual")
    ]  # fmt: skip


def test_an_average_growth_of_years_that_are_over_is_no_target() -> None:
    rows = rows_of(
        "2018—2022年主要指标\n指标\t2018年\t2022年\t2018-2022年年均增长（%）\n粮食产量（万吨）\t150\t153\t0.6\n油料产量（万吨）\t5\t6\t4.7\n"
    )
    assert [(value, statement) for _, value, _, statement, _ in rows[:3]] == [
        ("150", "actual"),
        ("153", "actual"),
        ("0.6", "actual"),
    ]


def test_a_plan_of_years_that_are_over_keeps_its_aims_and_its_sums() -> None:
    doc = grid(
        [
            [("指标", 1, 2), "2015年", "2020年", "年均增速〔累计〕", "属性"],
            [("（1）地区生产总值（亿元）", 1, 2), "1000", "1500", ">8.5%", "预期性"],
            [("（2）城镇化率（%）", 2, 1), "常住人口城镇化率", "49.2", "58", "〔8.8〕", "预期性"],
            ["户籍人口城镇化率", "35", "42", "〔7〕", "预期性"],
            [("（3）城镇新增就业人数（万人）", 1, 2), "—", "—", "〔15〕", "预期性"],
        ],
        "“十三五”主要指标",
    )
    facts = table_facts(doc, doc.tables[0])
    assert [(f.indicator, str(f.value), f.unit, f.measure, f.statement, f.period_label) for f in facts] == [
        ("地区生产总值", "1000", "亿元", "level", "actual", "2015"), ("地区生产总值", "1500", "亿元", "level", "target", "2020"),
        ("地区生产总值", "8.5", "%", "growth", "target", "2016-2020"),
        ("常住人口城镇化率", "49.2", "%", "share", "actual", "2015"), ("常住人口城镇化率", "58", "%", "share", "target", "2020"),
        ("常住人口城镇化率", "8.8", "%", "change", "target", "2016-2020"),
        ("户籍人口城镇化率", "35", "%", "share", "actual", "2015"), ("户籍人口城镇化率", "42", "%", "share", "target", "2020"),
        ("户籍人口城镇化率", "7", "%", "change", "target", "2016-2020"),
        ("城镇新增就业人数", "15", "万人", "level", "target", "2016-2020"),
    ]  # fmt: skip


def test_the_end_of_a_year_in_a_head_is_its_period() -> None:
    rows = rows_of(
        "2022年重点项目计划\n类别\t项目个数\t总投资（亿元）\t2021年底累计完成投资（亿元）\n工业\t40\t500.2\t220.3\n交通\t3\t50.1\t20.2\n"
    )
    assert rows[2] == ("工业项目累计完成投资", "220.3", "亿元", "actual", 2021)


def test_a_stock_in_a_column_of_months_so_far_stands_at_the_last_of_them() -> None:
    doc = grid(
        [["指标", "单位", "本月止累计"], ["用电量", "万度", "601"], ["各项存款余额", "亿元", "188"]],
        "2022年10月主要指标",
    )
    assert [f.period_label for f in table_facts(doc, doc.tables[0])] == ["2022-01/2022-10", "2022-10"]


def test_a_column_without_a_year_beside_those_of_others() -> None:
    doc = grid(
        [[("地区", 2, 1), ("人口数（人）", 2, 1), ("比重（%）", 1, 2)], ["2010年", "2020年"], ["维西县", "121", "51", "50"], ["德钦县", "120", "49", "50"]],
        "各县人口",
    )  # fmt: skip
    facts = table_facts(doc, doc.tables[0])
    assert [bool(f.checks) for f in facts[:3]] == [True, False, False] and facts[0].checks == ["table_period_unknown"]


def test_growth_of_each_month_and_shares_of_income() -> None:
    rows = rows_of("2022年规模以上工业增加值各月增速\n单位：%\n月份\t当月\t累计\n3月\t8.1\t7.7\n4月\t3.3\t6.5\n")
    assert {r[0] for r in rows} == {"规模以上工业增加值"}
    shares = read_grid(
        [
            [("来源", 2, 1), ("农村", 1, 2)],
            ["金额（元）", "占比（%）"],
            ["工资性收入", "623", "40.9"],
            ["财产净收入", "50", "3.3"],
        ],
        "2022年收入结构",
    )
    assert shares[:2] == [("农村工资性收入", "623", "元", "level"), ("农村工资性收入", "40.9", "%", "share")]


def test_figures_that_look_like_years_are_no_heads() -> None:
    rows = read("2022年投资\n指标\t总量（亿元）\t户数（户）\n工业产值\t2000\t2000\n农业产值\t7\t9\n")
    assert [r[1] for r in rows] == ["2000", "2000", "7", "9"]
