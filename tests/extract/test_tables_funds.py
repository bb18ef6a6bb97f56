"""Tables of budgets with two sides, funds and debts as columns, and what is left of last year."""

from __future__ import annotations

from pipelines.extract.tables.facts import table_facts
from tests.extract.table_texts import grid, read_grid, rows_of


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


def test_an_item_of_one_side_that_says_itself_what_it_is() -> None:
    rows = read_grid(
        [
            [("收入", 1, 2), ("支出", 1, 2)], ["项目", "预算数", "项目", "执行数"],
            ["利润收入", "90", "资本金注入", "50"], ["股息收入", "20", "调出资金", "37"],
        ],
        "2022年国有资本经营预算收支表（单位：万元）",
    )  # fmt: skip
    assert [r[0] for r in rows] == ["利润收入", "资本金注入支出", "股息收入", "国有资本经营预算调出资金"]


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
