"""What heads and labels of tables name: two languages, heads over heads, several units, two figures in a cell, groups and wholes."""

from __future__ import annotations

from pipelines.extract.tables.facts import table_facts
from tests.extract.table_texts import grid, read, read_grid, rows_of


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


def test_a_caption_with_several_units_of_counts() -> None:
    rows = read(
        "2022年教育情况\n单位：所、人\n类别\t学校数\t招生数\t在校学生数\t班数\n小学\t402\t37700\t240300\t510\n中学\t31\t21300\t60900\t77\n"
    )
    assert [r[2] for r in rows[:3]] == ["所", "人", "人"]
    doc = grid([["类别", "班数"], ["小学", "510"], ["中学", "77"]], "2022年教育情况（单位：所、人）")
    assert {tuple(f.checks) for f in table_facts(doc, doc.tables[0])} == {("table_unit_unknown",)}


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


def test_parts_of_people_and_of_classes() -> None:
    people = read_grid(
        [["指标", "年末数（万人）"], ["全县人口", "30.1"], ["其中：城镇", "18.0"], ["乡村", "12.1"]], "2022年末人口"
    )
    assert [r[0] for r in people] == ["全县人口", "城镇人口", "乡村人口"]
    meat = read_grid(
        [["产品", "产量（吨）"], ["肉类总产量", "1220"], ["#猪肉", "890"], ["牛奶", "201"]], "2022年畜产品产量"
    )
    assert [r[0] for r in meat] == ["肉类总产量", "猪肉产量", "牛奶产量"]


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


def test_a_fall_is_no_part_of_the_prices_above_it() -> None:
    rows = read_grid(
        [["指标", "单位", "2022年"], ["居民消费价格涨幅", "%", "0.3"], ["单位产值能耗降低", "%", "2.6"]], "2022年指标"
    )
    assert [r[0] for r in rows] == ["居民消费价格", "单位产值能耗"]


def test_a_total_of_averages_is_no_sum() -> None:
    doc = grid(
        [["乡镇", "户数（户）", "人均收入（元）"], ["甲镇", "20", "160"], ["乙镇", "41", "179"], ["合计", "61", "171"]],
        "2022年各镇情况",
    )
    assert not any("table_total_mismatch" in f.checks for f in table_facts(doc, doc.tables[0]))


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
