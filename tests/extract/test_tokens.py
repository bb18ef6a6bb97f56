"""Numerals as tokens: what is a quantity, with which unit; what is a date, a code, a name; spans as printed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.extract.prose.numerals import misprinted
from pipelines.extract.prose.tokens import scan


def quantities(text: str) -> list[tuple[str, str]]:
    return [(str(t.value), t.unit) for t in scan(text) if t.kind == "quantity"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("达1202.8亿元", [("1202.8", "亿元")]),
        ("改造5万余亩", [("5", "万亩")]),
        ("开展3000余场次", [("3000", "场次")]),
        ("销售160余万辆", [("160", "万辆")]),
        ("流转3万多亩", [("3", "万亩")]),
        ("投入12,345.6万元", [("12345.6", "万元")]),
        ("分别为78.3、16.4万吨", [("78.3", "万吨"), ("16.4", "万吨")]),
        ("提高3.5个、3个百分点", [("3.5", "个百分点"), ("3", "个百分点")]),
        ("分别为1409万、1305万人次", [("1409", "万人次"), ("1305", "万人次")]),
        ("增长3%和5%", [("3", "%"), ("5", "%")]),
        ("培育3-5个", [("3", "个"), ("5", "个")]),
        ("增长4.5-5%", [("4.5", "%"), ("5", "%")]),
        ("提高150%—260%", [("150", "%"), ("260", "%")]),
        ("密度12.3公里/百平方公里", [("12.3", "公里/百平方公里")]),
        ("学生13万", [("13", "万")]),
        ("得分92.6，", [("92.6", "")]),
        ("赛事等三项赛事", [("3", "项")]),
        ("产值翻一番", [("2", "倍")]),
        ("产值翻两番", [("4", "倍")]),
        ("支出46，917万元", [("46917", "万元")]),
        ("限额2，104，336万元，余额980，015万元", [("2104336", "万元"), ("980015", "万元")]),
        ("三项分别为3，618、842、1，077万元", [("3618", "万元"), ("842", "万元"), ("1077", "万元")]),
        ("三地分别为310，420，530个", [("310", "个"), ("420", "个"), ("530", "个")]),
        ("下降2.1，改造300个", [("2.1", ""), ("300", "个")]),
        ("轮训4万6千人次", [("46000", "人次")]),
        ("拨付2.3亿4000万元", [("270000000", "元")]),
        ("产糖3万5千克", [("3", "万"), ("5", "千克")]),
        ("投资67,21.4万元", [("6721.4", "万元")]),
        ("投资1.467.3万元", [("1467.3", "万元")]),
        ("增长4,7%", [("4.7", "%")]),
        ("综合指数208.4点，", [("208.4", "点")]),
        ("劳动生产率19.6万元／人，", [("19.6", "万元／人")]),
        ("电话普及率96.2部/百人，", [("96.2", "部/百人")]),
        ("出栏7.5万头（只）", [("7.5", "万头（只）")]),
        ("白酒1.7万千升", [("1.7", "万千升")]),
        ("算力2.6百亿亿次/秒。", [("2.6", "百亿亿次/秒")]),
        ("算力18Eflops。", [("18", "Eflops")]),
        ("降尘3.4吨/（平方千米×30天）。", [("3.4", "吨/（平方千米×30天）")]),
        ("夺得8金、6银、10铜。", [("8", "枚"), ("6", "枚"), ("10", "枚")]),
        ("上午9点30分开市", []),
    ],
)
def test_quantities(text: str, wanted: list[tuple[str, str]]) -> None:
    assert quantities(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "“2235”总体思路", "“1+4+13”体系", "3+2专班", "IPv6网络", "G246国道", "5G网络", "H9车型", "PM2.5", "B1级", "12345热线", "110联网报警",
        "表1", "专栏5", "附件2", "1.加快发展", "（3）推进", "G1-2", "3号楼", "4.0版", "24小时自助", "9:00—17:00", "500强企业", "100亿级项目",
        "《条例（2022—2025年）》", "2号线", "90后青年", "每3公里", "惠企12条政策", "2022年", "1月13日", "2021—2025年", "8月", "2022.12", "2025",
    ],
)  # fmt: skip
def test_what_is_no_quantity(text: str) -> None:
    assert quantities(text) == []
    assert [t.kind for t in scan(text) if t.kind not in ("date", "skip", "spec")] == []


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2022年", (2022, 2022, "")),
        ("2021—2025年", (2021, 2025, "")),
        ("2023年12月", (2023, 2023, "12")),
        ("2024年上半年", (2024, 2024, "H1")),
        ("2024年一季度", (2024, 2024, "Q1")),
        ("2024年前三季度", (2024, 2024, "Q1-Q3")),
        ("12月", (None, None, "12")),
    ],
)
def test_dates(text: str, date: tuple) -> None:
    (token,) = scan(text)
    assert (token.kind, token.date) == ("date", date)


@pytest.mark.parametrize(
    ("text", "year"), [("1-7月", None), ("2025-06", 2025), ("2024年8月18日", 2024), ("8月底", None), ("2024年度", 2024)]
)
def test_dates_of_other_forms(text: str, year: int | None) -> None:
    (token,) = scan(text)
    assert token.kind == "date" and token.date and token.date[:2] == (year, year)


@pytest.mark.parametrize(
    ("text", "value"),
    [("居全市第3位", 3), ("列第12名", 12), ("排第一", 1), ("居第十二位", 12), ("增速全省第9，", 9)],
)
def test_ranks(text: str, value: int) -> None:
    (token,) = scan(text)
    assert (token.kind, token.value, token.unit) == ("rank", value, "位")


@pytest.mark.parametrize("text", ["第十五五", "第一二三产业", "第十十", "第二十二十位"])
def test_what_is_no_chinese_number_is_no_rank(text: str) -> None:
    assert [t for t in scan(text) if t.kind == "rank"] == []


@pytest.mark.parametrize(
    "text", ["第十八届", "第3批", "第5次会议", "第2期工程", "第三产业", "第1条", "第七次人口普查", "第一季度"]
)
def test_ordinals_are_no_ranks(text: str) -> None:
    assert [t for t in scan(text) if t.kind in ("rank", "quantity")] == []


def test_ratios_keep_their_places() -> None:
    found = scan("三次产业结构为2.8:50.9:46.3")
    assert [(t.kind, str(t.value), t.ratio) for t in found] == [
        ("ratio", "2.8", 1),
        ("ratio", "50.9", 2),
        ("ratio", "46.3", 3),
    ]


def test_ends_of_a_range() -> None:
    assert [t.range_end for t in scan("150%—260%，3个")] == [1, 2, 0]


@pytest.mark.parametrize(
    ("text", "negative"),
    [("增长-8.7%", True), ("（-10.8%）", True), ("3-5%", False), ("增长8.7%", False), ("-4.9%", True)],
)
def test_printed_minus_signs(text: str, negative: bool) -> None:
    assert any(t.negative for t in scan(text)) is negative


@pytest.mark.parametrize("word", ["余", "多", "来"])
def test_round_numbers_say_so(word: str) -> None:
    (token,) = scan(f"惠及5000{word}人")
    assert (token.value, token.many) == (5000, word)


def test_a_year_like_number_with_a_unit_is_a_quantity() -> None:
    assert quantities("新建停车位2022个") == [("2022", "个")]
    assert quantities("2022个停车位") == [("2022", "个")]


def test_an_elided_unit_is_not_given_to_another_kind() -> None:
    """3.5、12%: the first has no unit of its own and takes the one that follows; an amount keeps its own."""
    assert quantities("完成12亿元、3.5%") == [("12", "亿元"), ("3.5", "%")]
    assert quantities("12家，3亿元") == [("12", "家"), ("3", "亿元")]


PARTS = "0 1 12 2022 3.5 1,234 年 月 日 % 亿元 万 个 第 每 、 ， 。 - — : + / （ ） “ ” 《 》 余 多 翻番 a G 表 等三项 第十二位"
parts = st.lists(st.sampled_from(PARTS.split()), max_size=25)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(parts.map("".join) | st.text(max_size=80))
def test_tokens_are_ordered_spans_of_their_numerals(text: str) -> None:
    end = 0
    for token in scan(text):
        assert end <= token.start < token.end <= len(text), "in order, not overlapping"
        end = token.end
        if token.kind in ("quantity", "rank", "ratio"):
            assert token.start <= token.num_start < token.num_end <= token.end
            printed = text[token.num_start : token.num_end].replace(",", "").replace("..", ".")
            assert token.chinese or Decimal(printed) == token.value
            assert token.value >= 0, "the sign is kept apart"


def test_medals_say_what_is_counted() -> None:
    assert [t.noun for t in scan("夺得8金、6银、10铜。")] == ["金牌", "银牌", "铜牌"]


@pytest.mark.parametrize(
    ("printed", "doubtful"),
    [("67,21.4", True), ("1.467.3", True), ("14..3", True), ("4,7", True), ("6,721.4", False), ("46，917", False)],
)
def test_separators_that_cannot_all_be_meant(printed: str, doubtful: bool) -> None:
    assert misprinted(printed) is doubtful
