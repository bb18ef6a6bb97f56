"""Grids as readers give them: heads over spans, titles within, several tables below each other, short rows."""

from __future__ import annotations

from pipelines.documents.model import Cell, Table
from pipelines.extract.tables.facts import table_facts
from pipelines.extract.tables.find import find_tables
from pipelines.extract.tables.heads import parted, with_heads
from tests.extract.table_texts import brief, document, grid, read, read_grid


def test_spacer_columns_of_merged_heads() -> None:
    rows = read(
        "2022年主要产品产量\n产品名称\t单 位\t产 量\t同比增长（±%）\n焦炭\t万吨\t96.2\t\t4.8\n发电量\t亿千瓦时\t72.5\t\t-3.3\n水泥\t万吨\t18.3\t\t持平\n"
    )
    assert rows == [
        ("焦炭产量", "96.2", "万吨", "level"), ("焦炭产量", "4.8", "%", "growth"), ("发电量", "72.5", "亿千瓦时", "level"),
        ("发电量", "-3.3", "%", "growth"), ("水泥产量", "18.3", "万吨", "level"),
    ]  # fmt: skip


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
        "市本级一般债务限额", "市本级专项债务限额", "市本级一般债务余额", "市本级专项债务余额"
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


def test_a_table_printed_on_one_line() -> None:
    rows = read(
        "表2 主要农产品产量 产品名称 产量（万吨） 比上年增长（%） 谷子 8.43 1.2 棉花 0.96 -3.4 水果 26.75 4.8\n"
    )
    assert rows[2:4] == [("棉花产量", "0.96", "万吨", "level"), ("棉花产量", "-3.4", "%", "growth")]
    assert (
        find_tables("全年改造老旧小区 12 个 新增停车位 3400 个 建成公园 5 处 通车里程 31 公里 惠及居民 9000 户\n") == []
    )


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


def test_rows_beside_merged_labels_are_named_by_their_path() -> None:
    """地区 and 项目 stand once for several rows: none of these is left out, and each says of what and of whom it is."""
    got = read_grid(
        [
            ["地区", "项目", "类型", "五年期（亿元）"],
            [("全县", 5, 1), ("一般债券", 3, 1), "合计", "6.28"],
            ["新增债券", "4.42"],
            ["置换债券", "1.86"],
            [("专项债券", 2, 1), "合计", "9.10"],
            ["新增债券", "9.10"],
            [("县本级", 2, 1), ("一般债券", 2, 1), "新增债券", "3.05"],
            ["置换债券", "1.12"],
        ]
    )
    assert [(name, value) for name, value, *_ in got] == [
        ("一般债券五年期", "6.28"), ("一般债券新增债券五年期", "4.42"), ("置换债券五年期", "1.86"),
        ("专项债券五年期", "9.10"), ("专项债券新增债券五年期", "9.10"),
        ("县本级一般债券新增债券五年期", "3.05"), ("县本级置换债券五年期", "1.12"),
    ]  # fmt: skip
