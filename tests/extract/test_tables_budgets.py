"""Tables of budgets and accounts: halves side by side, items and their account, units that another table lends."""

from __future__ import annotations

from pipelines.extract.tables.facts import table_facts
from tests.extract.table_texts import SIDES, document, read, read_grid, rows_of


def test_tables_side_by_side_have_labels_of_their_own() -> None:
    assert [name for name, *_ in read(SIDES)] == [
        "税收收入", "税收收入", "教育支出", "教育支出", "非税收入", "非税收入", "农林水支出", "农林水支出",
    ]  # fmt: skip


def test_a_budget_table_gives_its_account_to_items_and_its_whole_to_what_all_accounts_have() -> None:
    rows = rows_of(
        "2023年县本级社会保险基金收入预算表\n单位：万元\n项目\t2022年执行数\t2023年预算数\n"
        "一、失业保险基金收入\t310\t322\n其中：保险费收入\t250\t261\n利息收入\t12\t9\n二、工伤保险基金收入\t88\t90\n利息收入\t3\t2\n"
    )
    assert [name for name, *_ in rows[::2]] == [
        "县本级社会保险基金收入失业保险基金收入", "县本级社会保险基金收入失业保险基金收入保险费收入", "县本级社会保险基金收入失业保险基金收入利息收入",
        "县本级社会保险基金收入工伤保险基金收入", "县本级社会保险基金收入工伤保险基金收入利息收入",
    ]  # fmt: skip
    assert [(statement, year) for *_, statement, year in rows[:2]] == [("actual", 2022), ("target", 2023)]


def test_an_item_of_funds_is_an_item_of_its_own_below_what_is_no_fund() -> None:
    rows = rows_of(
        "2031年云溪县财政收入表\n单位：万元\n项目\t2030年执行数\t2031年预算数\n税收收入\t4105\t4300\n非税收入\t1760\t1800\n"
        "转移收入\t9031\t9100\n利息收入\t12\t13\n"
    )
    assert [name for name, *_ in rows[::2]] == ["税收收入", "非税收入", "转移收入", "利息收入"]


def test_a_label_says_its_year_its_plan_and_hands_both_on() -> None:
    rows = rows_of(
        "债券发行和还本情况表\n单位：亿元\n项目\t本地区\t本级\n一、2022年还本预计执行数\t8.4\t3.1\n（一）一般债券\t5.2\t2.0\n"
        "二、2023年付息预算数\t1.7\t0.6\n"
    )
    assert rows[:4] == [
        ("还本", "8.4", "亿元", "estimate", 2022), ("本级还本", "3.1", "亿元", "estimate", 2022),
        ("一般债券还本", "5.2", "亿元", "estimate", 2022), ("本级一般债券还本", "2.0", "亿元", "estimate", 2022),
    ]  # fmt: skip
    assert rows[4] == ("付息", "1.7", "亿元", "target", 2023)


def test_a_unit_lent_by_the_other_budget_tables_is_a_doubt() -> None:
    text = (
        "2022年一般公共预算收入表\n单位：万元\n项目\t决算数\n税收收入\t210\n非税收入\t60\n\n说明。\n\n"
        "2022年一般公共预算支出表\n项目\t决算数\n教育支出\t90\n农林水支出\t41\n"
    )
    doc = document(text)
    first, second = (table_facts(doc, table) for table in doc.tables)
    assert [(f.unit, f.checks) for f in second] == [("万元", ["table_unit_of_neighbour"])] * 2
    assert all(f.confidence < 0.9 for f in second) and all(f.confidence >= 0.9 for f in first)


def test_a_project_is_the_label_and_what_follows_describes_it() -> None:
    rows = rows_of(
        "2022年新增债券安排情况表\n单位：亿元\n项目名称\t项目领域\t债券性质\t债券规模\n河堤加固\t水利\t专项债券\t1.2\n县医院新院区\t卫生\t一般债券\t0.8\n"
    )
    assert [(name, value) for name, value, *_ in rows] == [("河堤加固债券规模", "1.2"), ("县医院新院区债券规模", "0.8")]


def test_final_accounts_side_by_side_tell_the_budgets_apart() -> None:
    rows = rows_of(
        "2022年财政收支决算总表\n单位：万元\n收入项目\t预算数\t调整预算数\t决算数\t决算数为调整预算数的%\t支出项目\t预算数\t调整预算数\t决算数\t决算数为调整预算数的%\n"
        "一、税收收入\t312\t308\t310\t100.6\t一、公共安全支出\t201\t215\t213\t99.1\n二、非税收入\t118\t121\t123\t101.7\t二、卫生支出\t401\t423\t421\t99.5\n"
    )
    assert [(name, statement) for name, _, _, statement, _ in rows[:8]] == [
        ("税收收入", "target"), ("税收收入调整预算", "target"), ("税收收入", "actual"), ("税收收入完成调整预算", "actual"),
        ("公共安全支出", "target"), ("公共安全支出调整预算", "target"), ("公共安全支出", "actual"), ("公共安全支出完成调整预算", "actual"),
    ]  # fmt: skip


def test_items_under_codes_and_heads_over_spacers() -> None:
    codes = read(
        "2022年教育支出表\n单位：万元\n科目编码\t科目名称\t决算数\n205\t教育支出\t421\n20501\t教育管理事务\t61\n2050101\t行政运行\t30\n"
    )
    assert [name for name, *_ in codes] == ["教育支出", "教育管理事务", "教育管理事务行政运行"]
    doc = document(
        "2022年各乡镇产量\n单位：吨\n乡镇\t粮食产量\t\t蔬菜产量\t\n\t2021年\t增长%\t2021年\t增长%\n东湖镇\t312\t2.1\t82\t5.5\n西岭乡\t221\t-1.0\t61\t3.2\n"
    )
    facts = table_facts(doc, doc.tables[0])
    assert [(f.indicator, f.region, f.measure) for f in facts[:4]] == [
        ("粮食产量", "东湖镇", "level"), ("粮食产量", "东湖镇", "growth"), ("蔬菜产量", "东湖镇", "level"), ("蔬菜产量", "东湖镇", "growth"),
    ]  # fmt: skip


def test_a_budget_item_without_figures_is_no_band() -> None:
    rows = rows_of(
        "2022年县本级一般公共预算支出表\n单位：万元\n项目\t预算数\t决算数\n一、公共安全支出\t20\t21\n二、外交支出\t\t\n民兵\t4\t5\n三、教育支出\t40\t42\n"
        "教育管理事务\t\t\n行政运行\t3\t3\n"
    )
    assert [name.removeprefix("县本级一般公共预算支出") for name, *_ in rows[::2]] == [
        "公共安全支出", "民兵", "教育支出", "教育管理事务行政运行"
    ]  # fmt: skip


def test_an_item_of_every_office_is_of_the_office_whose_first_item_stood_above() -> None:
    rows = [
        ["项目", "2023年预算数（万元）"], ["市场监督管理事务", "90"], ["行政运行", "50"], ["食品安全监管", "10"], ["事业运行", "30"],
        ["民族事务", "20"], ["事业运行", "20"],
    ]  # fmt: skip
    names = [name for name, *_ in read_grid(rows, "2023年州本级一般公共预算支出情况表")]
    assert names[3].endswith("支出市场监督管理事务事业运行") and names[5].endswith("支出民族事务事业运行")
