"""Which partition a file is in: from documents.yml, its path, the head of its text; else unknown."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.lexicon.regions import by_code
from pipelines.runner import grouping
from pipelines.runner.grouping import UNKNOWN, Choice, ChoiceError, Group

HEAD = "关于重庆市永川区2022年国民经济和社会发展计划执行情况及2023年计划草案的报告\n\n——2023年1月9日在大会上\n\n一、回顾\n2022年。\n"
COMMUNIQUE = "2021年江苏省南京市统计公报\n\n南京市统计局\n\n一、综合\n2021年实现地区生产总值386.1亿元。\n"


@pytest.mark.parametrize(
    ("path", "region", "year"),
    [
        ("50/2024/report.txt", "50", "2024"),
        ("500118/a-2023.pdf", "50", "2023"),
        ("重庆市/永川区/2024年政府工作报告.txt", "50", "2024"),
        ("重庆/2020/永川.txt", "50", "2020"),
        ("四川省成都市2021年国民经济和社会发展统计公报.txt", "51", "2021"),
        ("关于江苏省南京市2022年计划执行情况与2023年计划草案的报告.pdf", "32", "2023"),
        ("工作报告_吉林省_二〇二三年.md", "22", "2023"),
        ("32/鼓楼区-20240115.txt", "32", "2024"),
        ("2019/yongchuan-2024-plan.txt", UNKNOWN, "2024"),
        ("yongchuan-plan.txt", UNKNOWN, UNKNOWN),
        ("50.txt", UNKNOWN, UNKNOWN),  # a number of a file is none of a place
        ("99/500999/12024.txt", UNKNOWN, UNKNOWN),
        ("重庆市/朝阳公报.txt", "50", UNKNOWN),  # deeper names only say more of the place above
        ("全国/2024.txt", "10", "2024"),
        ("永川区2018—2020年.txt", "50", "2020"),
    ],
)
def test_a_path_says_where_and_when(path: str, region: str, year: str) -> None:
    group = grouping.group(path)
    assert (group.region[:2] if group.region != UNKNOWN else UNKNOWN, group.year) == (region, year)


def test_names_of_partitions_are_codes_with_names() -> None:
    assert grouping.group("重庆市/永川区/2024.txt") == Group("500118", 2024)
    assert grouping.group("重庆市/永川区/2024.txt").key == ("50重庆", "2024")
    assert grouping.group("a.txt").key == (UNKNOWN, UNKNOWN)


def test_documents_yml_goes_before_the_path_and_that_before_the_text(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(HEAD, encoding="utf-8")
    assert grouping.group("a.txt", None, file).key == ("50重庆", "2023")
    assert grouping.group("江苏/2020/a.txt", None, file).key == ("32江苏", "2020")
    assert grouping.group("江苏/2020/a.txt", {"region": "四川省成都市", "date": "2019-01-02"}, file).key == (
        "51四川",
        "2019",
    )
    assert grouping.group("a.txt", {"region_code": "320106"}, file).key == ("32江苏", "2023")
    assert grouping.group("a.txt", {"region": "甲县", "region_code": None, "review_year": 2018}, file).key == (
        "50重庆",
        "2018",
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_the_head_of_a_text_is_read_in_its_encoding(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes((COMMUNIQUE + "新增就业。" * 5000).encode(encoding))
    assert grouping.group("a.txt", None, file).key == ("32江苏", "2021")


def test_what_cannot_be_read_and_what_is_no_text_is_unknown(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(bytes(range(256)) * 40)
    (tmp_path / "b.pdf").write_text(HEAD, encoding="utf-8")
    (tmp_path / "empty.txt").touch()
    for name in ("a.txt", "b.pdf", "empty.txt", "gone.txt"):
        assert grouping.group(name, None, tmp_path / name).key == (UNKNOWN, UNKNOWN)


def test_choices() -> None:
    yongchuan = Group("500118", 2024)
    for regions, years in [([], []), (["50"], []), (["50重庆"], ["2024"]), (["重庆"], ["2020-2024"]), (["500118"], [])]:
        assert Choice.of(regions, years).matches(yongchuan)
    for regions, years in [(["51"], []), (["500119"], []), ([], ["2023"]), (["unknown"], []), ([], ["unknown"])]:
        assert not Choice.of(regions, years).matches(yongchuan)
    assert Choice.of(["unknown"], ["unknown"]).matches(Group("", None))
    assert Choice.of(["51", "unknown"], []).matches(Group("", 2024))


@pytest.mark.parametrize(
    ("regions", "years"), [(["乌有"], []), (["5"], []), (["99"], []), ([], ["24"]), ([], ["2024-2020"])]
)
def test_a_choice_that_means_nothing_is_said(regions: list[str], years: list[str]) -> None:
    with pytest.raises(ChoiceError, match=(regions or years)[0]):
        Choice.of(regions, years)


WORDS = st.sampled_from(
    ["50", "重庆市", "永川区", "鼓楼区", "2024", "二〇二一年", "江苏", "报告", "a", "1-7月", "100000", "省", " ", "年"]
)
PATHS = st.lists(st.lists(WORDS, min_size=1, max_size=5).map("".join), min_size=1, max_size=4).map("/".join)


@settings(max_examples=300, deadline=None)
@given(st.lists(PATHS | st.text(min_size=1), max_size=20))
def test_every_document_is_in_exactly_one_partition(paths: list[str]) -> None:
    groups = {path: grouping.group(path) for path in paths}
    keys = {group.key for group in groups.values()}
    for group in groups.values():
        code = group.region[:2]
        assert group.region == UNKNOWN or f"{code}0000" in by_code()
        chosen = [key for key in keys if Choice.of([key[0]], [key[1]]).matches(group)]
        assert chosen == [group.key]
        assert Choice.of([], []).matches(group)
    assert groups == {path: grouping.group(path) for path in reversed(paths)}, "whatever was asked before"
