"""The place that leads a clause or is a heading."""

from __future__ import annotations

import pytest

from pipelines.documents.frame.place import code_of, leads, of_heading, returns
from pipelines.extract.facts import Context
from pipelines.extract.prose.statements import read_statements
from pipelines.readers.read import parse_text

DALI, KUNMING, YUNNAN = "532900", "530100", "530000"


@pytest.mark.parametrize(
    ("text", "own", "wanted"),
    [
        ("祥云县生产总值增长6%", DALI, "祥云县"),
        ("大理市接待游客", DALI, "大理市"),
        ("昆明市地区生产总值", YUNNAN, "昆明市"),
        ("昆明地区生产总值", YUNNAN, "昆明"),
        ("温州GDP", None, "温州"),
        ("温州以9000亿元", None, "温州"),
        # the document's own names, and those above it
        ("大理州生产总值", DALI, ""),
        ("云南省生产总值", DALI, ""),
        # places elsewhere are somebody else's matter
        ("成都市地区生产总值", DALI, ""),
        # part of another name, of a list, of a route
        ("祥云县人民医院建成", DALI, ""),
        ("祥云县至弥渡县高速公路", DALI, ""),
        ("祥云县、宾川县分别增长", DALI, ""),
        ("祥云县等4个县", DALI, ""),
        ("昆明路改造", YUNNAN, ""),
        ("昆明铁路局", YUNNAN, ""),
        ("规模以上工业", DALI, ""),
    ],
)
def test_leads(text: str, own: str | None, wanted: str) -> None:
    place, end = leads(text, own)
    assert place == wanted and end == len(wanted)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("全州粮食产量", True), ("我市出口", True), ("全市", True), ("全国增长", False), ("全力推进", False)],
)
def test_returns(text: str, wanted: bool) -> None:
    assert returns(text) is wanted


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("（一）祥云县", "祥云县"),
        ("宾川县：", "宾川县"),
        ("3.大理市（省级）", "大理市"),
        ("祥云县工业", ""),
        ("大理州", ""),
        ("（一）工业", ""),
    ],
)
def test_headings(title: str, wanted: str) -> None:
    assert of_heading(title, DALI) == wanted


def test_codes_are_looked_for_in_the_documents_own_place_first() -> None:
    assert code_of("鼓楼区", "320100") == "320106" and code_of("鼓楼区", "410200") == "410204"
    assert code_of("鼓楼区", None) is None and code_of("某某新区", DALI) is None


def places(text: str, own: str = DALI) -> list[str]:
    return [
        f.region for f in read_statements(text, Context(2024, 2024, region="云南省大理白族自治州", region_code=own))
    ]


def test_places_of_figures() -> None:
    assert places("祥云县生产总值212.4亿元，增长5.1%，宾川县核桃种植面积9万亩。") == ["祥云县", "祥云县", "宾川县"]
    assert places("分县市看，大理市生产总值564亿元；祥云县212亿元，增长5%。") == ["大理市", "祥云县", "祥云县"]
    assert places("祥云县生产总值212亿元，全州生产总值1700亿元。") == ["祥云县", ""]
    assert places("祥云县生产总值212亿元。粮食产量90万吨。") == ["祥云县", ""]
    assert places("支持祥云县新建学校2所。") == [""]
    assert places("大理市经济总量突破500亿元，祥云县、宾川县经济总量突破200亿元。") == ["大理市", "祥云县、宾川县"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("成渝地区双城经济圈建设走深走实，经济总量超9万亿元。", ["成渝地区双城经济圈"]),
        ("京津冀经济总量突破11万亿元，承接项目300个。", ["京津冀", ""]),
        ("京津冀协同发展走深走实，承接项目300个，全州生产总值1700亿元。", ["", ""]),
        ("完成9个全国老旧小区试点。办理全国人大代表建议9件。", ["", ""]),
        ("全国粮食产量7亿吨。", ["全国"]),
        ("强化高新区带动作用，新建中试平台3个。", [""]),
        ("祥云高新区工业产值90亿元。", ["祥云高新区"]),
    ],
)
def test_what_is_of_more_or_of_less_than_the_documents_own_place(text: str, wanted: list[str]) -> None:
    assert places(text) == wanted


def test_names_do_not_keep_the_place() -> None:
    (fact, _) = read_statements("祥云县生产总值212亿元，增长5%。", Context(2024, 2024, region_code=DALI))
    assert fact.indicator == "生产总值"
    (fact,) = read_statements("温州以9000亿元的GDP总量居第三。", Context(2024, 2024))[:1]
    assert (fact.region, fact.indicator) == ("温州", "GDP总量")


def test_a_heading_that_is_a_place_holds_for_its_section() -> None:
    from pipelines.documents.model import Metadata

    meta = Metadata(kind="communique", region_name="云南省大理白族自治州", region_code=DALI, review_year=2024)
    document = parse_text(
        "一、全州情况\n生产总值1700亿元，增长5%，粮食产量170万吨。\n（一）祥云县\n生产总值212亿元，增长5%，粮食产量20万吨。\n",
        meta,
    )
    assert [frame.place for frame in document.frames][-1] == "祥云县"
