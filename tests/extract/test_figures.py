"""Numbers of a clause with their surroundings, and numbers that only describe something."""

from __future__ import annotations

import pytest

from pipelines.extract.facts import Context, Fact
from pipelines.extract.prose.figures import Figure, cut, run_length
from pipelines.extract.prose.sentences import clauses
from pipelines.extract.prose.statements import read_statements
from pipelines.extract.prose.tokens import scan


def figures(text: str) -> list[Figure]:
    (clause,) = clauses(text)
    return cut(text, clause, [t for t in scan(text) if t.kind in ("quantity", "rank", "ratio")], "", "")


def facts(text: str) -> list[Fact]:
    return read_statements(text, Context(2022, 2022, published_year=2023))


def test_words_before_and_behind() -> None:
    first, second = figures("199个重点项目累计完成投资229.5亿元以上")
    assert (first.pre, first.gap, first.last) == ("", "重点项目累计完成投资", False)
    assert (second.pre, second.gap, second.last, second.qualifier) == ("重点项目累计完成投资", "", True, "ge")


@pytest.mark.parametrize(
    ("text", "joined", "pre"),
    [
        ("蔬菜产量分别达65.7万吨、14.9万吨", True, ""),
        ("新增企业12家和园区3个", True, "园区"),
        ("新增企业12家园区3个", False, "园区"),
        ("新增企业12家，以及园区3个", True, "园区"),
    ],
)
def test_connectors(text: str, joined: bool, pre: str) -> None:
    parts = clauses(text)
    tokens = [t for t in scan(text) if t.kind == "quantity"]
    if len(parts) > 1:  # a comma cuts; there the words stand in another clause
        assert [
            f.token.value
            for c in parts
            for f in cut(text, c, [t for t in tokens if c.start <= t.start < c.end], "", "")
        ] == [12, 3]
        return
    _, second = figures(text)
    assert (second.joined, second.pre) == (joined, pre)


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("新增企业12家以上", "ge"),
        ("新增企业12家及以上", "ge"),
        ("新增企业12家左右", "approx"),
        ("事故12起以内", "le"),
        ("新增企业120余家", "gt"),
        ("新增企业120多家", "gt"),
        ("新增企业12家", ""),
        ("新增企业12家以上海为主", ""),
    ],
)
def test_qualifiers_behind(text: str, qualifier: str) -> None:
    (figure,) = figures(text)
    assert figure.qualifier == qualifier


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("新增企业不少于12家。", "ge"),
        ("失业率不超过5.5%。", "le"),
        ("贷款余额突破900亿元。", "gt"),
        ("接待游客近30万人次。", "approx"),
        ("电动汽车不到2万辆。", "lt"),
        ("新增企业12家。", ""),
    ],
)
def test_qualifiers_before(text: str, qualifier: str) -> None:
    (fact,) = facts(text)
    assert fact.qualifier == qualifier


@pytest.mark.parametrize(
    ("text", "length"),
    [("蔬菜、水果、花椒产量达5万吨、4万吨、3万吨", 3), ("蔬菜5万吨、水果4万吨", 1), ("蔬菜5万吨", 1)],
)
def test_runs_of_figures_without_names_between(text: str, length: int) -> None:
    assert run_length(figures(text), 0) == length


@pytest.mark.parametrize(
    "text",
    [
        "年产100万吨玻璃纤维项目开工。",
        "500千伏输变电工程建成投用。",
        "服务60岁以上老年人。",
        "2万千瓦机组并网。",
        "占地500亩。",
        "净重5公斤的包裹。",
        "培育产值10亿元以上的企业。",
        "每1万人拥有量持续提高。",
    ],
)
def test_what_only_describes_is_no_observation(text: str) -> None:
    assert facts(text) == []


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("新建500千伏变电站2座。", ["2"]),
        ("为60岁以上老年人发放补贴3.2亿元。", ["3.2"]),
        ("总投资20亿元的年产100万吨水泥项目开工。", ["20"]),
        ("办理时间缩短到3天。", ["3"]),
        ("空气质量优良天数320天。", ["320"]),
    ],
)
def test_what_describes_does_not_hide_what_counts(text: str, values: list[str]) -> None:
    assert [str(f.value) for f in facts(text)] == values
