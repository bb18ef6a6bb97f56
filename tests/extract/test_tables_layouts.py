"""Layouts of tables that were met late: places as columns, heads in two languages, months over years, two figures in a cell."""

from __future__ import annotations

from pipelines.extract.tables.facts import table_facts
from tests.extract.table_texts import brief, grid, read, read_grid, rows_of


def test_columns_that_are_places_are_no_part_of_the_name() -> None:
    doc = grid(
        [
            ["指标", "单位", "维西县", "石坪县", "全省"],
            ["年末常住人口", "万人", "12.1", "30.5", "4690"],
            ["生产总值增速", "%", "5.1", "4.4", "4.9"],
        ],
        "2022年邻近各县主要指标",
    )
    facts = table_facts(doc, doc.tables[0])
    assert [(f.indicator, str(f.value), f.region) for f in facts[:3]] == [
        ("年末常住人口", "12.1", "维西县"), ("年末常住人口", "30.5", "石坪县"), ("年末常住人口", "4690", "全省")
    ]  # fmt: skip
    assert {f.indicator for f in facts[3:]} == {"生产总值"}


def test_heads_that_say_only_where_are_no_places() -> None:
    rows = read_grid([["指标", "城市", "农村"], ["居民消费价格指数", "100.2", "100.4"]], "2022年价格")
    assert [name for name, *_ in rows] == ["城市居民消费价格指数", "农村居民消费价格指数"]


def test_heads_and_labels_in_two_languages() -> None:
    rows = read_grid(
        [
            [("年份\nYear", 3, 1), ("总人口（年末）\nTotal Population (year-end)", 3, 1), ("按性别分 By Sex", 1, 4)],
            [("男 Male", 1, 2), ("女 Female", 1, 2)],
            ["人口数 Population", "比重（%） Proportion", "人口数 Population", "比重（%） Proportion"],
            ["2020", "31.2", "16.0", "51.3", "15.2", "48.7"],
            ["2021", "31.5", "16.1", "51.1", "15.4", "48.9"],
        ],
        "人口数及构成（单位：万人）",
    )
    assert rows[:5] == [
        ("总人口", "31.2", "万人", "level"), ("男人口数", "16.0", "万人", "level"), ("男人口数", "51.3", "%", "share"),
        ("女人口数", "15.2", "万人", "level"), ("女人口数", "48.7", "%", "share"),
    ]  # fmt: skip
    assert [name for name, *_ in read_grid([["项目 Item", "产量 Output（吨）"], ["稻谷 Rice", "12"], ["小麦 Wheat", "9"]])] == [
        "稻谷产量", "小麦产量"
    ]  # fmt: skip


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


def test_value_added_keeps_its_name_under_a_head_of_growth() -> None:
    rows = read_grid(
        [["县（区）", "规上工业增加值增速（%）"], ["维西县", "8.0"], ["乙县", "6.9"]], "2022年各县区主要指标"
    )
    assert [r[:2] for r in rows] == [("规上工业增加值", "8.0"), ("规上工业增加值", "6.9")]


def test_growth_in_brackets_behind_an_amount_where_the_head_says_so() -> None:
    head = ["县（区）", "地区生产总值\n（增速）"]
    rows = read_grid(
        [head, ["维西县", "402.1\n（6.6）"], ["乙县", "388.8（-5.7）"]], "2022年各县区主要指标（单位：亿元、%）"
    )
    assert rows == [
        ("地区生产总值", "402.1", "亿元", "level"), ("地区生产总值", "6.6", "%", "growth"),
        ("地区生产总值", "388.8", "亿元", "level"), ("地区生产总值", "-5.7", "%", "growth"),
    ]  # fmt: skip
    open_head = ["县（区）", "地区生产总值（亿元）"]
    assert read_grid([open_head, ["维西县", "402.1（6.6）"], ["乙县", "388.8（2）"]], "2022年各县区主要指标") == []


def test_a_head_that_goes_on_in_the_one_below() -> None:
    rows = read_grid(
        [
            [("项目", 2, 1), ("2022年", 1, 2), ("决算数为", 1, 1), ("比上年决算增减额", 2, 1)],
            ["调整预算数", "决算数", "调整预算的%"],
            ["教育支出", "430", "428", "99.5", "26"],
            ["支出合计", "586", "583", "99.4", "-27"],
        ],
        "2022年一般公共预算支出决算表（单位：万元）",
    )
    assert rows[2] == ("一般公共预算支出教育支出完成调整预算", "99.5", "%", "share")
    assert rows[3] == ("一般公共预算支出教育支出", "26", "万元", "change")
    assert rows[5] == ("一般公共预算支出合计", "583", "万元", "level")


def test_a_caption_with_several_units_of_counts() -> None:
    rows = read(
        "2022年教育情况\n单位：所、人\n类别\t学校数\t招生数\t在校学生数\t班数\n小学\t402\t37700\t240300\t510\n中学\t31\t21300\t60900\t77\n"
    )
    assert [r[2] for r in rows[:3]] == ["所", "人", "人"]
    doc = grid([["类别", "班数"], ["小学", "510"], ["中学", "77"]], "2022年教育情况（单位：所、人）")
    assert {tuple(f.checks) for f in table_facts(doc, doc.tables[0])} == {("table_unit_unknown",)}


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


def test_rows_of_a_table_of_places_that_are_none() -> None:
    doc = grid([["县（市）", "税收返还"], ["预算数", "31"], ["维西县", "9"]], "2022年税收返还表（单位：万元）")
    assert [(f.indicator, f.region) for f in table_facts(doc, doc.tables[0])][1] == ("税收返还", "维西县")
    assert brief(table_facts(doc, doc.tables[0]))[0][1] == "31"


def test_thousands_parted_by_blanks() -> None:
    rows = read_grid(
        [["产品名称", "2022年", "2021年"], ["粮食", "231 450", "226 118"], ["油料", "1 012 340", "998 760"]],
        "2022年主要农产品产量（单位：吨）",
    )
    assert [r[:3] for r in rows[::2]] == [("粮食产量", "231450", "吨"), ("油料产量", "1012340", "吨")]


def test_people_in_heads_stand_before_the_name() -> None:
    rows = read_grid(
        [
            [("指标", 2, 1), ("全体居民", 1, 2), ("农村常住居民", 1, 2)],
            ["绝对数（元）", "增长（%）", "绝对数（元）", "增长（%）"],
            ["人均可支配收入", "26880", "5.5", "15230", "6.9"],
            ["工资性收入", "14010", "5.1", "6230", "7.1"],
        ],
        "2022年居民人均收支情况",
    )
    assert [r[0] for r in rows[::2]] == [
        "全体居民人均可支配收入", "农村常住居民人均可支配收入", "全体居民人均工资性收入", "农村常住居民人均工资性收入"
    ]  # fmt: skip


def test_amount_and_rate_below_a_head_that_compares() -> None:
    rows = read_grid(
        [
            [("科目", 2, 1), ("2022年执行数", 2, 1), ("比上年增减", 1, 2)],
            ["金额", "%"],
            ["契税", "512", "14", "2.9"],
            ["财政总收入", "1121", "88", "8.5"],
        ],
        "2022年一般公共预算收入完成情况表（单位：万元）",
    )
    assert rows == [
        ("一般公共预算收入契税", "512", "万元", "level"), ("一般公共预算收入契税", "14", "万元", "change"),
        ("一般公共预算收入契税", "2.9", "%", "growth"), ("财政总收入", "1121", "万元", "level"),
        ("财政总收入", "88", "万元", "change"), ("财政总收入", "8.5", "%", "growth"),
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


def test_parts_of_people_and_of_classes() -> None:
    people = read_grid(
        [["指标", "年末数（万人）"], ["全县人口", "30.1"], ["其中：城镇", "18.0"], ["乡村", "12.1"]], "2022年末人口"
    )
    assert [r[0] for r in people] == ["全县人口", "城镇人口", "乡村人口"]
    meat = read_grid(
        [["产品", "产量（吨）"], ["肉类总产量", "1220"], ["#猪肉", "890"], ["牛奶", "201"]], "2022年畜产品产量"
    )
    assert [r[0] for r in meat] == ["肉类总产量", "猪肉产量", "牛奶产量"]


def test_both_halves_divide_what_the_caption_says() -> None:
    rows = read_grid(
        [
            ["行业", "比上年增长", "行业", "比上年增长"],
            ["总计", "6.8", "金融业", "-12.3"],
            ["采矿业", "3.3", "房地产业", "-5.5"],
        ],
        "2022年分行业固定资产投资增长速度（单位：%）",
    )
    assert {r[0] for r in rows} == {"固定资产投资", "采矿业固定资产投资", "金融业固定资产投资", "房地产业固定资产投资"}


def test_amounts_in_two_moneys_of_one_caption() -> None:
    rows = read_grid(
        [["县（区）", "生产总值", "居民人均可支配收入"], ["维西县", "99.9", "24010"], ["乙县", "88.1", "23300"]],
        "2022年各县区主要指标（单位：亿元、元）",
    )
    assert [r[2] for r in rows[:2]] == ["亿元", "元"]


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


def test_a_division_goes_on_behind_a_part_of_one_of_its_members() -> None:
    rows = read_grid(
        [
            ["指标", "单位", "2022年"], ["全社会用电量", "万千瓦时", "88"], ["第一产业", "万千瓦时", "2"], ["第二产业", "万千瓦时", "60"],
            ["其中：工业", "万千瓦时", "59"], ["第三产业", "万千瓦时", "13"],
        ],
        "2022年用电量",
    )  # fmt: skip
    assert [r[0] for r in rows] == ["全社会用电量", "第一产业用电量", "第二产业用电量", "工业用电量", "第三产业用电量"]


def test_numbers_under_a_head_of_numbers() -> None:
    rows = read_grid(
        [
            [("类别", 2, 1), ("学生数（人）", 1, 2)],
            ["招生数", "在校生数"],
            ["小学", "37700", "240300"],
            ["初中", "39900", "118000"],
        ],
        "2022年学校情况",
    )
    assert [r[0] for r in rows[:2]] == ["小学招生数", "小学在校生数"]


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


def test_dashes_for_no_value_are_no_line_below_the_heads() -> None:
    rows = read(
        "2022年9月原盐产量分省统计\n| 地区 | 当月产量(万吨) | 累计产量(万吨) | |\n|---|---|---|---|\n| 1 | 维西县 | 0.02 | 0.31 |\n| 2 | 德钦县 | -- | -- |\n"
    )
    assert [r[:2] for r in rows] == [("原盐产量", "0.02"), ("原盐产量", "0.31")]


def test_a_quantity_of_nothing_is_doubted() -> None:
    doc = grid([["地区", "产量（万吨）"], ["维西县", "0.02"], ["德钦县", "0.05"]])
    assert all("table_quantity_unsaid" in f.checks for f in table_facts(doc, doc.tables[0]))


def test_columns_of_things_are_of_what_the_caption_says() -> None:
    rows = rows_of("历年主要农产品产量\n单位：吨\n年份 粮食 油料\n2020 150 51\n2021 151 50\n2022 152 49\n")
    assert {name for name, *_ in rows} == {"粮食产量", "油料产量"}
    assert {r[0] for r in read_grid([["县（区）", "粮食", "油料"], ["维西县", "150", "51"], ["德钦县", "9", "8"]], "2022年各县区主要农产品产量（吨）")} == {
        "粮食产量", "油料产量"
    }  # fmt: skip


def test_places_in_the_order_of_their_rank() -> None:
    doc = grid(
        [["位次", "城市", "生产总值（亿元）", "增速位次"], ["1", "维西县", "12.1", "2"], ["2", "德钦县", "7.9", "1"]],
        "2022年各县生产总值排序",
    )
    facts = table_facts(doc, doc.tables[0])
    assert [(f.indicator, str(f.value), f.measure, f.region) for f in facts[:2]] == [
        ("生产总值", "12.1", "level", "维西县"), ("生产总值", "2", "rank", "维西县")
    ]  # fmt: skip


def test_an_item_of_one_side_that_says_itself_what_it_is() -> None:
    rows = read_grid(
        [
            [("收入", 1, 2), ("支出", 1, 2)], ["项目", "预算数", "项目", "执行数"],
            ["利润收入", "90", "资本金注入", "50"], ["股息收入", "20", "调出资金", "37"],
        ],
        "2022年国有资本经营预算收支表（单位：万元）",
    )  # fmt: skip
    assert [r[0] for r in rows] == ["利润收入", "资本金注入支出", "股息收入", "国有资本经营预算调出资金"]


def test_a_fall_is_no_part_of_the_prices_above_it() -> None:
    rows = read_grid(
        [["指标", "单位", "2022年"], ["居民消费价格涨幅", "%", "0.3"], ["单位产值能耗降低", "%", "2.6"]], "2022年指标"
    )
    assert [r[0] for r in rows] == ["居民消费价格", "单位产值能耗"]


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


def test_a_total_of_averages_is_no_sum() -> None:
    doc = grid(
        [["乡镇", "户数（户）", "人均收入（元）"], ["甲镇", "20", "160"], ["乙镇", "41", "179"], ["合计", "61", "171"]],
        "2022年各镇情况",
    )
    assert not any("table_total_mismatch" in f.checks for f in table_facts(doc, doc.tables[0]))


def test_budgets_of_funds_as_columns() -> None:
    rows = read_grid(
        [
            ["项目", "合计", "失业保险基金"],
            ["一、收入", "90", "50"],
            ["其中：保险费收入", "60", "38"],
            ["二、支出", "86", "49"],
        ],
        "2022年社会保险基金收支决算表（单位：万元）",
    )
    assert [r[0] for r in rows] == [
        "社会保险基金预算收入合计", "失业保险基金收入", "保险费收入", "失业保险基金保险费收入", "社会保险基金预算支出合计", "失业保险基金支出"
    ]  # fmt: skip


def test_debts_under_heads_with_the_end_of_a_year() -> None:
    rows = rows_of(
        "2022年维西县地方政府债务余额变动情况表\n单位：亿元\n项目\t2021年末债务余额\t2022年债务限额\t2022年还本\n一般债务\t14\t15\t6\n合计\t36\t40\t8\n"
    )
    assert [(name, year) for name, _, _, _, year in rows] == [
        ("一般债务余额", 2021), ("一般债务限额", 2022), ("一般债务还本", 2022), ("债务余额", 2021), ("债务限额", 2022),
        ("地方政府债务还本", 2022),
    ]  # fmt: skip


def test_budgets_without_the_word_for_a_number_are_plans() -> None:
    rows = read_grid(
        [
            [("项目", 2, 1), ("2022年", 1, 3)],
            ["年初预算", "调整预算", "执行数"],
            ["契税", "50", "52", "51"],
            ["车船税", "17", "18", "19"],
        ],
        "2022年一般公共预算收入执行情况（单位：万元）",
    )
    assert [r[0] for r in rows[:3]] == ["一般公共预算收入契税", "一般公共预算收入契税调整预算", "一般公共预算收入契税"]
    doc = grid(
        [["项目", "年初预算", "执行数"], ["契税", "50", "51"], ["车船税", "17", "19"]], "2022年收入（单位：万元）"
    )
    assert [f.statement for f in table_facts(doc, doc.tables[0])[:2]] == ["target", "actual"]


def test_what_is_left_of_last_year_is_of_this_year() -> None:
    rows = rows_of("2022年收支平衡表\n单位：万元\n项目\t金额\n一、债务转贷收入\t12\n二、上年结余\t4\n收入总计\t16\n")
    assert [(name[-4:], year) for name, _, _, _, year in rows] == [
        ("转贷收入", 2022),
        ("上年结余", 2022),
        ("收入总计", 2022),
    ]


def test_what_a_table_is_of_is_no_table() -> None:
    rows = rows_of(
        "2022年本级“三公”经费预算表\n单位：万元\n项目\t2022年预算数\n合计\t42\n公务接待费\t9\n公务用车费\t33\n"
    )
    assert rows[0][0] == "本级“三公”经费"


def test_a_yearbooks_number_begins_a_caption() -> None:
    rows = read(
        "5-9 平均每百户居民家庭耐用消费品拥有量（2021年）\n品名\t单位\t2021年\n家用汽车\t辆\t38.2\n洗衣机\t台\t97.3\n"
    )
    assert [r[0] for r in rows] == ["平均每百户家用汽车拥有量", "平均每百户洗衣机拥有量"]


def test_sides_of_a_budget_and_what_is_left_over() -> None:
    rows = read_grid(
        [
            [("收入", 1, 3), ("支出", 1, 3)], ["项目", "预算数", "为预算%", "项目", "预算数", "为预算%"],
            ["增值税", "120", "108.3", "教育支出", "88", "99.0"], ["上年结余", "10", "100", "年终结余", "20", "235"],
        ],
        "2022年一般公共预算收支执行情况表（单位：万元）",
    )  # fmt: skip
    assert [r[0] for r in rows] == [
        "增值税收入", "增值税收入完成预算", "教育支出", "教育支出完成预算",
        "一般公共预算上年结余", "上年结余完成预算", "一般公共预算年终结余", "年终结余完成预算",
    ]  # fmt: skip


def test_columns_of_industries_behind_the_whole_product() -> None:
    rows = read_grid(
        [
            [("县（区）", 2, 1), ("地区生产总值", 1, 2), ("第一产业", 1, 2)], ["总量", "增速", "总量", "增速"],
            ["维西县", "70", "5.9", "10", "2.2"], ["德钦县", "41", "5.0", "3", "3.9"],
        ],
        "2022年各县（市、区）地区生产总值（单位：亿元、%）",
    )  # fmt: skip
    assert [r[0] for r in rows[:4]] == ["地区生产总值"] * 2 + ["第一产业增加值"] * 2


def test_how_many_a_group_declares_is_no_part_of_its_name() -> None:
    rows = read_grid(
        [
            ["序号", "项目名称", "总投资", "2021年底累计完成投资"], ["一", "基础设施类（2个）", "45", "13"],
            ["1", "石坪大桥", "40", "12"], ["2", "云岭水厂", "5", "1"],
        ],
        "2022年重点项目计划表（单位：万元）",
    )  # fmt: skip
    assert {r[0] for r in rows[:2]} == {"基础设施类总投资", "基础设施类累计完成投资"}


def test_figures_that_look_like_years_are_no_heads() -> None:
    rows = read("2022年投资\n指标\t总量（亿元）\t户数（户）\n工业产值\t2000\t2000\n农业产值\t7\t9\n")
    assert [r[1] for r in rows] == ["2000", "2000", "7", "9"]


def test_parts_in_heads_and_what_a_table_tells_of() -> None:
    rows = read_grid(
        [
            [("机构", 2, 1), ("机构数（个）", 2, 1), ("卫生技术人员（人）", 1, 2)], ["合计", "其中：医师"],
            ["总计", "29", "188", "71"], ["医院", "6", "110", "39"],
        ],
        "2022年卫生事业基本情况",
    )  # fmt: skip
    assert [r[0] for r in rows] == [
        "卫生事业机构数",
        "卫生技术人员",
        "卫生事业医师",
        "医院机构数",
        "医院卫生技术人员",
        "医院医师",
    ]


def test_a_balance_is_no_part_and_a_whole_product_needs_no_value_added() -> None:
    trade = read_grid(
        [["指标", "2022年"], ["货物进口额", "30"], ["其中：一般贸易", "22"], ["货物进出口顺差", "149"]],
        "2022年货物进出口（单位：亿元）",
    )
    assert [r[0] for r in trade] == ["货物进口额", "一般贸易货物进口额", "货物进出口顺差"]
    value = read_grid([["行业", "增加值（亿元）"], ["地区生产总值", "311"], ["建筑业", "40"]], "2022年分行业情况")
    assert [r[0] for r in value] == ["地区生产总值", "建筑业增加值"]
    air = read_grid(
        [
            ["指标", "单位", "2022年", "变化幅度"],
            ["PM10浓度", "微克/立方米", "36", "-5.3%"],
            ["降尘量", "吨", "2", "-6.1%"],
        ],
        "2022年空气质量",
    )
    assert [r[2:] for r in air[1::2]] == [("%", "growth")] * 2
