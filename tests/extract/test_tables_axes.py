"""The meaning of a table's axes: parents, spacer columns, units and measures of heads, true grids, sides."""

from __future__ import annotations

import pytest

from pipelines.documents.model import Cell, Document, Metadata, Table
from pipelines.extract.facts import Fact
from pipelines.extract.tables.facts import doubts_of, table_facts
from pipelines.extract.tables.find import find_tables
from pipelines.extract.tables.heads import parted, with_heads
from pipelines.extract.tables.reading import read_table

Brief = tuple[str, str, str, str]


def document(text: str, tables: list[Table] | None = None, review: int = 2022) -> Document:
    meta = Metadata(review_year=review, region_name="栖霞市")
    return Document("d", "d.txt", text, meta, tables=tuple(find_tables(text) if tables is None else tables))


def brief(facts: list[Fact]) -> list[Brief]:
    return [(f.indicator, str(f.value), f.unit, f.measure) for f in facts]


def read(text: str) -> list[Brief]:
    doc = document(text)
    (table,) = doc.tables
    return brief(table_facts(doc, table))


def grid(rows: list[list[str | tuple[str, int, int]]], caption: str = "") -> Document:
    """A document with a true grid as web pages and sheets have it: (text, row span, column span), no head flags."""
    text, cells, busy = "", [], set()
    for r, row in enumerate(rows):
        col = 0
        for entry in row:
            word, down, wide = entry if isinstance(entry, tuple) else (entry, 1, 1)
            while (r, col) in busy:
                col += 1
            busy |= {(r + y, col + x) for y in range(down) for x in range(wide)}
            cells.append(Cell(r, col, len(text), len(text) + len(word), word, False, down, wide))
            text += word + "\n"
            col += wide
    return document(text, [with_heads(Table(1, 0, len(text), caption, None, tuple(cells)))])


def read_grid(rows: list[list[str | tuple[str, int, int]]], caption: str = "") -> list[Brief]:
    doc = grid(rows, caption)
    return brief(table_facts(doc, doc.tables[0]))


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
        ["规模以上工业啤酒产量", "发电量"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "names"), PARENTS)
def test_names_with_their_parents(text: str, names: list[str]) -> None:
    assert list(dict.fromkeys(name for name, *_ in read(text))) == names


def test_a_part_takes_the_unit_of_its_whole_and_ends_where_a_unit_of_its_own_stands() -> None:
    units = {name: unit for name, _, unit, measure in read(PARENTS[2][0]) if measure == "level"}
    assert units == {"期末大牲畜存栏": "万头", "期末肉牛存栏": "万头", "期末羊存栏": "万只", "期末羊出栏": "万只"}


def test_spacer_columns_of_merged_heads() -> None:
    rows = read(
        "2022年主要产品产量\n产品名称\t单 位\t产 量\t同比增长（±%）\n焦炭\t万吨\t96.2\t\t4.8\n发电量\t亿千瓦时\t72.5\t\t-3.3\n水泥\t万吨\t18.3\t\t持平\n"
    )
    assert rows == [
        ("焦炭产量", "96.2", "万吨", "level"), ("焦炭产量", "4.8", "%", "growth"), ("发电量", "72.5", "亿千瓦时", "level"),
        ("发电量", "-3.3", "%", "growth"), ("水泥产量", "18.3", "万吨", "level"),
    ]  # fmt: skip


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


def test_a_true_grid_with_title_two_head_rows_and_column_numbers() -> None:
    rows = read_grid(
        [
            [("2022年政府债务情况表", 1, 5)],
            [("地区", 2, 1), ("债务限额", 1, 2), ("债务余额（决算数）", 1, 2)],
            ["一般债务", "专项债务", "一般债务", "专项债务"],
            ["公 式", "A", "B", "C", "D"],
            ["栖霞市本级", "8.2", "7.1", "6.0", "5.9"],
            ["庙后镇", "1.3", "0.2", "0.9", "0.1"],
        ]
    )
    assert [name for name, *_ in rows[:4]] == [
        "市本级债务限额一般债务", "市本级债务限额专项债务", "市本级债务余额一般债务", "市本级债务余额专项债务"
    ]  # fmt: skip
    assert [value for _, value, *_ in rows] == ["8.2", "7.1", "6.0", "5.9", "1.3", "0.2", "0.9", "0.1"]


def test_spans_give_their_head_to_the_first_of_two_columns() -> None:
    rows = read_grid(
        [
            ["指标名称", ("产量（万吨）", 1, 2), ("同比增长（±%）", 1, 2)],
            ["玉米", "5.4", "", "1.8", ""],
            ["薯类", "2.6", "", "-2.5", ""],
        ]
    )
    assert rows[:2] == [("玉米产量", "5.4", "万吨", "level"), ("玉米产量", "1.8", "%", "growth")]


def test_an_index_around_nothing_is_a_change_of_the_index() -> None:
    rows = read_grid(
        [["指标", "价格指数"], ["居民消费价格指数", "0.1"], ["食品烟酒", "-1.8"], ["衣着", "2.9"]], "2022年价格"
    )
    assert [(name, measure) for name, _, _, measure in rows] == [
        ("居民消费价格指数", "growth"), ("食品烟酒居民消费价格指数", "growth"), ("衣着居民消费价格指数", "growth")
    ]  # fmt: skip
    level = read_grid([["指标", "指数"], ["居民消费价格指数", "100.1"], ["食品烟酒", "98.2"]], "2022年价格")
    assert {measure for *_, measure in level} == {"level"}


SIDES = "2022年一般公共预算收支表\n单位：万元\n收入\t预算数\t决算数\t支出\t预算数\t决算数\n税收收入\t210\t214\t教育支出\t90\t88\n非税收入\t60\t57\t农林水支出\t41\t43\n"


def test_tables_side_by_side_have_labels_of_their_own() -> None:
    assert [name for name, *_ in read(SIDES)] == [
        "税收收入", "税收收入", "教育支出", "教育支出", "非税收入", "非税收入", "农林水支出", "农林水支出",
    ]  # fmt: skip


def test_a_name_without_its_label_is_doubted() -> None:
    doc = document(SIDES)
    facts = table_facts(doc, doc.tables[0])
    assert all("label_not_in_name" not in fact.checks for fact in facts)
    reading = read_table(doc, doc.tables[0])
    column = next(c for c in reading.columns if c.col == 4)
    other = reading.halves[0][1]  # the row of the other half: what stood here before sides had labels of their own
    assert "label_not_in_name" in doubts_of(reading, column, other, "万元", "level", "教育支出")


def rows_of(text: str) -> list[tuple[str, str, str, str, int | None]]:
    doc = document(text)
    return [(f.indicator, str(f.value), f.unit, f.statement, f.period_end) for f in table_facts(doc, doc.tables[0])]


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


def test_a_table_printed_on_one_line() -> None:
    rows = read(
        "表2 主要农产品产量 产品名称 产量（万吨） 比上年增长（%） 谷子 8.43 1.2 棉花 0.96 -3.4 水果 26.75 4.8\n"
    )
    assert rows[2:4] == [("棉花产量", "0.96", "万吨", "level"), ("棉花产量", "-3.4", "%", "growth")]
    assert (
        find_tables("全年改造老旧小区 12 个 新增停车位 3400 个 建成公园 5 处 通车里程 31 公里 惠及居民 9000 户\n") == []
    )


def test_level_and_growth_in_one_cell_and_marks_of_notes() -> None:
    rows = read(
        "指标\t完成数\n地区生产总值（亿元）\t82.4 增长5.1%\n公共预算收入（亿元）\t9.6 下降3.8%\n用电量（亿度）\t7.1*\n"
    )
    assert rows == [
        ("地区生产总值", "82.4", "亿元", "level"), ("地区生产总值", "5.1", "%", "growth"),
        ("公共预算收入", "9.6", "亿元", "level"), ("公共预算收入", "-3.8", "%", "growth"), ("用电量", "7.1", "亿度", "level"),
    ]  # fmt: skip


def checks(text: str) -> dict[str, list[str]]:
    doc = document(text)
    return {str(f.value): f.checks for f in table_facts(doc, doc.tables[0])}


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


def test_final_accounts_side_by_side_tell_the_budgets_apart() -> None:
    rows = rows_of(
        "2022年财政收支决算总表\n单位：万元\n收入项目\t预算数\t调整预算数\t决算数\t决算数为调整预算数的%\t支出项目\t预算数\t调整预算数\t决算数\t决算数为调整预算数的%\n"
        "一、税收收入\t312\t308\t310\t100.6\t一、公共安全支出\t201\t215\t213\t99.1\n二、非税收入\t118\t121\t123\t101.7\t二、卫生支出\t401\t423\t421\t99.5\n"
    )
    assert [(name, statement) for name, _, _, statement, _ in rows[:8]] == [
        ("税收收入", "target"), ("税收收入调整预算", "target"), ("税收收入", "actual"), ("税收收入完成调整预算", "actual"),
        ("公共安全支出", "target"), ("公共安全支出调整预算", "target"), ("公共安全支出", "actual"), ("公共安全支出完成调整预算", "actual"),
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


def test_a_short_row_stays_under_its_heads_where_cells_behind_it_are_lost() -> None:
    rows = read(
        "2022年用电\n指标\t单位\t本月\t累计\t增长（%）\t位次\n生产总值\t亿元\t—\t15\t5.6\t3\n用电量\t亿度\t8\t70\t6.6\n零售额\t亿元\t—\t46\t4.7\t5\n"
    )
    assert ("用电量", "8", "亿度", "level") in rows and ("用电量", "6.6", "%", "growth") in rows


def test_tables_below_each_other_in_one_grid_are_parted() -> None:
    rows = [
        [("金 融", 1, 3)],
        ["", "", "单位：亿元"],
        ["指 标", "3月末", "比年初增减额"],
        ["存款余额", "22.6", "3.8"],
        ["贷款余额", "9.1", "2.6"],
        [("外 贸", 1, 3)],
        ["", "", "单位：万美元"],
        ["指 标", "1-3月", "增长（%）"],
        ["出口总额", "693.2", "-3.5"],
        ["进口总额", "173.0", "7.8"],
    ]
    text, cells = "", []
    for r, row in enumerate(rows):
        for col, entry in enumerate(row):
            word, down, wide = entry if isinstance(entry, tuple) else (entry, 1, 1)
            cells.append(Cell(r, col, len(text), len(text) + len(word), word, False, down, wide))
            text += word + "\n"
    tables = [with_heads(part) for part in parted(Table(1, 0, len(text), "", None, tuple(cells)))]
    doc = document(text, tables)
    assert [t.caption for t in tables] == ["金 融", "外 贸"]
    assert brief(table_facts(doc, tables[0]))[1] == ("存款余额", "3.8", "亿元", "change")
    assert brief(table_facts(doc, tables[1]))[:2] == [
        ("出口总额", "693.2", "万美元", "level"), ("出口总额", "-3.5", "%", "growth")
    ]  # fmt: skip


def test_a_title_in_the_grid_ends_where_wide_blanks_begin() -> None:
    doc = grid([[("主要农产品产量    单位：万吨", 1, 2)], ["产品", "产量"], ["水稻", "12"], ["玉米", "3"]])
    assert doc.tables[0].caption == "主要农产品产量"


def test_heads_that_a_page_repeats_do_not_part_a_table() -> None:
    rows = [["项目", "预算数", "决算数"], ["契税", "8", "9"], ["项目", "预算数", "决算数"], ["车船税", "3", "4"]]
    assert [value for _, value, *_ in read_grid(rows, "2022年税收（万元）")] == ["8", "9", "3", "4"]


def test_a_row_that_spans_pushed_out_is_drawn_in() -> None:
    heads = [Cell(0, col, 3 * col, 3 * col + 2, word, False, 2, 1) for col, word in enumerate(["产品", "单位", "产量"])]
    pushed = [Cell(1, 3 + col, 9 + 3 * col, 11 + 3 * col, word) for col, word in enumerate(["小米", "万吨", "26"])]
    plain = [Cell(2, col, 18 + 3 * col, 20 + 3 * col, word) for col, word in enumerate(["啤酒", "万吨", "57"])]
    more = [Cell(3, col, 27 + 3 * col, 29 + 3 * col, word) for col, word in enumerate(["水泥", "万吨", "23"])]
    text = "产品 单位 产量 小米 万吨 26 啤酒 万吨 57 水泥 万吨 23 "
    (table,) = (
        with_heads(t) for t in parted(Table(1, 0, len(text), "2022年产量", None, (*heads, *pushed, *plain, *more)))
    )
    doc = document(text, [table])
    assert [name for name, *_ in brief(table_facts(doc, table))] == ["小米产量", "啤酒产量", "水泥产量"]


def test_a_budget_item_without_figures_is_no_band() -> None:
    rows = rows_of(
        "2022年县本级一般公共预算支出表\n单位：万元\n项目\t预算数\t决算数\n一、公共安全支出\t20\t21\n二、外交支出\t\t\n民兵\t4\t5\n三、教育支出\t40\t42\n"
        "教育管理事务\t\t\n行政运行\t3\t3\n"
    )
    assert [name.removeprefix("县本级一般公共预算支出") for name, *_ in rows[::2]] == [
        "公共安全支出", "民兵", "教育支出", "教育管理事务行政运行"
    ]  # fmt: skip


def test_the_year_behind_the_number_of_a_table() -> None:
    text = "6-12024年县级绩效目标情况表\n指标\t单位\t数量\n参保人数★\t人\t210\n补助户数\t户\t100\n"
    doc = document(text, review=2023)
    facts = table_facts(doc, doc.tables[0])
    assert [(f.indicator, f.period_end) for f in facts] == [("参保人数", 2024), ("补助户数", 2024)]
