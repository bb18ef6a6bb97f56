"""Names of indicators: what is kept of the words around a number, and how members of a list are completed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.extract.facts import Context
from pipelines.extract.prose import names, nouns
from pipelines.extract.prose.memory import Memory
from pipelines.extract.prose.name_lists import members
from pipelines.extract.prose.places import before_bracket, scope_of, zone_at
from pipelines.extract.prose.ranks import rank_subject
from pipelines.extract.prose.roots import is_head
from pipelines.extract.prose.statements import read_statements


def indicators(text: str, **context: object) -> list[str]:
    return [f.indicator for f in read_statements(text, Context(2022, 2022, **context))]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # in front: with the verb that makes a flow of it, without one that says only that it was done
        ("新增科技型企业263家。", ["新增科技型企业"]),
        ("完成口袋公园建设18处。", ["口袋公园建设"]),
        ("全年共接待游客510万人次。", ["接待游客"]),
        ("高新技术企业达119家。", ["高新技术企业"]),
        # behind
        ("17个项目建成投产。", ["项目建成投产"]),
        ("199个重点项目累计完成投资229.5亿元。", ["重点项目", "重点项目累计完成投资"]),
        ("盘活729.8亩历史遗留用地。", ["盘活历史遗留用地"]),
        # carried over
        ("粮食产量达57万吨，增长1.2%。", ["粮食产量", "粮食产量"]),
        ("登记技术合同320份、金额12亿元。", ["登记技术合同", "登记技术合同金额"]),
        ("市场主体总量达7.6万户、增长9.4%。", ["市场主体总量", "市场主体总量"]),
        ("重点项目120个，其中新开工41个、续建37个。", ["重点项目", "新开工重点项目", "续建重点项目"]),
        ("审批事项减时间80.2%、减材料30%。", ["审批事项时间", "审批事项材料"]),
        ("单位能耗比2020年累计下降9%。", ["单位能耗"]),
        # shared
        ("城镇、农村居民人均可支配收入分别增长4.6%、6.8%。", ["城镇居民人均可支配收入", "农村居民人均可支配收入"]),
        ("新建和改造提升高标准农田3万亩、宜机化土地1万亩。", ["新建和改造提升高标准农田", "新建和改造提升宜机化土地"]),
    ],
)
def test_names_of_figures(text: str, wanted: list[str]) -> None:
    assert indicators(text) == wanted


@pytest.mark.parametrize(
    ("text", "count", "wanted"),
    [
        ("茶叶、花椒产量", 2, ("茶叶产量", "花椒产量")),
        ("蔬菜、水果和花椒种植面积", 3, ("蔬菜种植面积", "水果种植面积", "花椒种植面积")),
        ("进出口总额", 2, ("进口总额", "出口总额")),
        ("金融机构本外币存、贷款余额", 2, ("金融机构本外币存款余额", "金融机构本外币贷款余额")),
        ("铁路旅客、货物到发量", 2, ("铁路旅客到发量", "铁路货物到发量")),
        ("三次产业增加值", 3, ("第一产业增加值", "第二产业增加值", "第三产业增加值")),
        ("“一院、两区”、口袋公园", 2, ("“一院、两区”", "口袋公园")),
        ("生产安全事故", 2, None),
        ("甲、乙、丙产量", 2, None),
    ],
)
def test_members_of_a_list(text: str, count: int, wanted: tuple[str, ...] | None) -> None:
    assert members(text, count) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("、“四好农村路”建设的", "“四好农村路”建设"),
        ("2024年城市建成区", "城市建成区"),
        ("建设）工程", "工程"),
        ("工程（一期", "工程"),
        ("（一期）工程", "（一期）工程"),
        ("，；", ""),
    ],
)
def test_marks_leave_the_ends(text: str, wanted: str) -> None:
    assert names.tidy(text) == wanted


@pytest.mark.parametrize(
    ("text", "cut", "wanted"),
    [
        ("重点项目累计完成投资", True, "重点项目"),
        ("项目建成投产", False, "项目建成投产"),
        ("以上", False, ""),
        ("左右", False, ""),
        ("，增长", True, ""),
        ("", False, ""),
        ("“专精特新”企业入选", False, "“专精特新”企业入选"),
    ],
)
def test_nouns_behind_a_number(text: str, cut: bool, wanted: str) -> None:
    assert nouns.noun_behind(text, cut) == wanted


def test_verbs_that_only_say_done_leave_and_others_stay() -> None:
    assert names.split_verb("新增科技型企业") == ("新增", "科技型企业")
    assert names.split_verb("城镇新增就业") == ("", "城镇新增就业")
    assert names.without_empty_verb("完成口袋公园建设") == "口袋公园建设"
    assert names.without_empty_verb("实施") == "实施"


@pytest.mark.parametrize(
    ("name", "head"), [("金额", True), ("总投资", True), ("合杆率", True), ("城镇化率", False), ("粮食产量", False)]
)
def test_heads_that_say_nothing_alone(name: str, head: bool) -> None:
    assert is_head(name) is head


def test_memory_forgets_the_sentence_but_not_the_subject() -> None:
    memory = Memory()
    memory.call("粮食产量")
    memory.topic = memory.region = "某地"
    memory.part = True
    memory.new_sentence()
    assert (memory.topic, memory.region, memory.part) == ("", "", False)
    assert memory.understood() == "粮食产量"
    assert memory.headed("单产") == "粮食单产"
    assert memory.last() is None and memory.prior(1) is None


@pytest.mark.parametrize(
    ("name", "own", "wanted"),
    [
        ("全市粮食产量", "甲省乙市", ("", "全市粮食产量")),
        ("全市粮食产量", "甲省乙市丙区", ("全市", "粮食产量")),
        ("全省粮食产量", "甲省", ("", "全省粮食产量")),
        ("全国固定资产投资", "甲省", ("全国", "固定资产投资")),
        ("全国首批示范县", "甲省", ("", "全国首批示范县")),
        ("全市", "甲县", ("", "全市")),
    ],
)
def test_other_places_leave_the_name(name: str, own: str, wanted: tuple[str, str]) -> None:
    assert scope_of(name, own) == wanted


def test_zones_and_brackets() -> None:
    assert zone_at("临江高新区规上工业总产值")[0] == "临江高新区"
    assert zone_at("建成高新区道路") == ("", 0)
    assert before_bracket("高于全省平均水平") == "全省"
    assert before_bracket("高于目标") == ""


@pytest.mark.parametrize(
    ("pre", "subject", "found"),
    [
        ("总量位居主城都市区", "总量", True),
        ("地区生产总值增速居全市", "地区生产总值增速", True),
        ("增速全省", "增速", True),
        ("营商环境评价上升至全省", "营商环境评价", True),
        ("召开", "", False),
        ("", "", False),
    ],
)
def test_what_is_ranked(pre: str, subject: str, found: bool) -> None:
    assert rank_subject(pre) == (subject, found)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(
    st.text(
        st.sampled_from("新增完成项目企业的、和及“”（）等2024年3月全区共在对金额产量A ") | st.characters(), max_size=60
    ),
    st.integers(2, 4),
)
def test_names_are_made_of_the_text(text: str, count: int) -> None:
    """Nothing is invented: tidying and shortening only take characters away, and a second time nothing more."""
    for clean in (names.tidy, names.without_empty_verb, names.phrase, names.shorten):
        rest = iter(text)
        assert all(c in rest for c in clean(text)), clean.__name__
    assert len(names.shorten(text)) <= max(names.MAX_NAME, 1)
    assert nouns.noun_behind(text, False) in text and nouns.noun_behind(text, True) in text
    found = members(text, count)
    assert found is None or len(found) == count
