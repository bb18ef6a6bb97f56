"""A printed minus makes the value negative, whichever of the signs was printed, in a sentence and in a cell."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from pipelines.extract.document import extract
from pipelines.readers.read import parse_text
from pipelines.validate.rows import validate

HEAD = "平江县2024年国民经济和社会发展统计公报\n平江县统计局\n一、综合\n"


def rows(text: str) -> list[dict[str, Any]]:
    document = parse_text(HEAD + text)
    staged = extract(document)
    checked = validate(staged, document)
    assert checked.quarantine.height == 0, checked.quarantine.to_dicts()
    return staged["observation"]


@pytest.mark.parametrize(
    "sentence",
    [
        "全年进出口总额同比增长-8.7%。",
        "房地产开发投资增速为－3.2%。",
        "社会消费品零售总额增长−1.6%。",
        "工业用电量同比增长 - 4.1%。",
        "农用化肥施用量增长–4.1%。",
        "建筑业总产值下降4.4%。",
    ],
)
def test_the_minus_of_a_sentence_makes_its_value_negative(sentence: str) -> None:
    [row] = rows(sentence)
    assert row["value"] < 0 and row["measure"] == "growth"


def test_both_ends_of_a_way_keep_their_minus() -> None:
    first, last = rows("房屋施工面积增速由−2.1%升至 – 0.4%。")
    assert (first["value"], last["value"], last["measure"]) == (Decimal("-2.1"), Decimal("-0.4"), "growth")


def test_a_range_is_no_minus() -> None:
    low, high = rows("全年居民消费价格涨幅控制在2–3%。")
    assert (low["value"], high["value"]) == (Decimal(2), Decimal(3))


def test_the_minus_of_a_cell_makes_its_value_negative() -> None:
    table = "指标\t单位\t全年\t比上年增长（%）\n粮食产量\t万吨\t8.4\t－4.9\n油料产量\t万吨\t1.2\t- 3.1\n蔬菜产量\t万吨\t9.6\t▼2.5\n"
    growth = [r["value"] for r in rows(table) if r["measure"] == "growth"]
    assert growth == [Decimal("-4.9"), Decimal("-3.1"), Decimal("-2.5")]
