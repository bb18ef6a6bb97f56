"""Tables whose rows are places, and heads that stand a column too far left."""

from __future__ import annotations

from pipelines.documents.model import Document, Metadata
from pipelines.extract.facts import Fact
from pipelines.extract.tables.facts import table_facts
from pipelines.extract.tables.find import find_tables


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
