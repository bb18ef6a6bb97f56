"""Tables whose rows are places, and heads that stand a column too far left."""

from __future__ import annotations

from pipelines.documents.model import Document, Metadata
from pipelines.extract.facts import Fact
from pipelines.extract.tables.facts import table_facts
from pipelines.extract.tables.find import find_tables
from tests.extract.table_texts import brief, grid, read_grid


def facts(text: str) -> list[Fact]:
    document = Document("d", "d.txt", text, Metadata(review_year=2022), tables=tuple(find_tables(text)))
    (table,) = document.tables
    return table_facts(document, table)


HEADS = "播种面积（公顷） | 亩产（公斤） | 总产量（吨） | |\n"
ROWS = "夏粮 | 1204.5 | 310.2 | 5604.0 |\n早稻 | 986.1 | 402.7 | 5956.3 |\n秋粮 | 3310.8 | 398.6 | 19795.1 |\n"


def test_heads_that_lost_the_cell_over_the_labels_move_back() -> None:
    found = [(f.indicator, f.unit, str(f.value)) for f in facts("表1 2022年粮食生产情况 | |||\n" + HEADS + ROWS)]
    assert found[:3] == [
        ("夏粮播种面积", "公顷", "1204.5"),
        ("夏粮亩产", "公斤", "310.2"),
        ("夏粮总产量", "吨", "5604.0"),
    ]
    assert len(found) == 9


def test_a_complete_head_stays_where_it_is() -> None:
    found = facts("品种 | 播种面积（公顷） | 总产量（吨） | |\n夏粮 | 1204.5 | 5604.0 | |\n早稻 | 986.1 | 5956.3 | |\n")
    assert [(f.indicator, f.unit) for f in found[:2]] == [("夏粮播种面积", "公顷"), ("夏粮总产量", "吨")]


def test_rows_of_places_take_what_is_measured_from_the_caption() -> None:
    text = "表2 2022年全省及各市（州）棉花产量\n地区\t播种面积（公顷）\t总产量（吨）\n全省总计\t5210.4\t9911.0\n遵义市\t1204.5\t2604.0\n安顺市\t986.1\t1956.3\n"
    found = facts(text)
    assert {f.indicator for f in found} == {"棉花播种面积", "棉花总产量"}
    assert [f.region for f in found[2::2]] == ["遵义市", "安顺市"]
    assert "总计" not in found[0].region


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


def test_rows_of_a_table_of_places_that_are_none() -> None:
    doc = grid([["县（市）", "税收返还"], ["预算数", "31"], ["维西县", "9"]], "2022年税收返还表（单位：万元）")
    assert [(f.indicator, f.region) for f in table_facts(doc, doc.tables[0])][1] == ("税收返还", "维西县")
    assert brief(table_facts(doc, doc.tables[0]))[0][1] == "31"


def test_places_in_the_order_of_their_rank() -> None:
    doc = grid(
        [["位次", "城市", "生产总值（亿元）", "增速位次"], ["1", "维西县", "12.1", "2"], ["2", "德钦县", "7.9", "1"]],
        "2022年各县生产总值排序",
    )
    facts = table_facts(doc, doc.tables[0])
    assert [(f.indicator, str(f.value), f.measure, f.region) for f in facts[:2]] == [
        ("生产总值", "12.1", "level", "维西县"), ("生产总值", "2", "rank", "维西县")
    ]  # fmt: skip
