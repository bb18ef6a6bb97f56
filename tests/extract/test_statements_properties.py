"""What holds for the facts of every text: the span is the numeral, the order is the text's, nothing crashes or leaks."""

from __future__ import annotations

import re
from dataclasses import asdict
from decimal import Decimal
from typing import get_args

from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipelines.documents.model import Statement
from pipelines.documents.view import view
from pipelines.extract.facts import Comparison, Context, Fact, Measure, Qualifier
from pipelines.extract.prose.qualitative import read_qualitative
from pipelines.extract.prose.statements import read_statements
from pipelines.extract.prose.tokens import scan

EXAMPLES = settings(max_examples=120, deadline=None, derandomize=True)
CONTEXTS = [
    Context(2022, 2022, published_year=2023, region="甲省乙市丙区"),
    Context(2023, 2023, "target", published_year=2023, subject="产业发展", heading=False),
    Context(2021, 2025, "target"),
    Context(),
]
HAN_NUMERAL = re.compile(r"第?[零一二三四五六七八九十两]+|翻?了?[一两二三]?番")
HAN_DIGITS = dict(zip("零一二三四五六七八九", range(10), strict=True)) | {"两": 2}


def one_of(words: str) -> st.SearchStrategy[str]:
    return st.sampled_from(words.split())


names = one_of(
    "地区生产总值 规上工业增加值 固定资产投资 新增科技型企业 高新技术企业 城镇、农村居民人均可支配收入 茶叶、水果产量 城镇调查失业率 "
    "改造老旧小区 空气质量优良天数 其中工业投资 金额 累计 占比 三次产业结构 重点项目 全市社会消费品零售总额 “四好农村路” 预计全年税收 "
    "力争粮食产量 2021年财政收入 比2020年累计 上半年用电量 年初 办理时间由 惠及群众 全国首批示范县 5G基站 PM2.5浓度 万元地区生产总值能耗"
)
verbs = one_of(
    "达 达到 增长 下降 同比增长 分别增长 分别为 完成 实现 突破 不低于 约 占全市的 高于全省 居全市第 由 提高到 提高 回落 是2015年的 均达 各 为 增至 减少 控制在 "
    "超过 近 翻 累计完成 新增 完成年度计划的 预期目标为"
) | st.just("")
numerals = one_of(
    "3 12 2022 0.5 3.5 105 1,234 14..3 12,345.6 5000 -2.1 150—260 3-5 2.8:50.9:46.3 第3 一番 两 00 １２ 7.0"
)
units = one_of(
    "% 亿元 个 家 万亩 个百分点 余家 万人次 位 倍 天 元/月 微克每立方米 万户以上 公里左右 ‰ 余 以内 吨 年 月"
) | st.just("")
marks = st.sampled_from("，、；。：（）和及或并") | st.just("")
behind = one_of("项目建成投产 企业入选 以上 左右 的89.4% 等三项赛事 万元 群众受益") | st.just("")
fragments = st.tuples(names | st.just(""), verbs, numerals, units, behind, marks).map("".join)
statements = st.lists(fragments, min_size=1, max_size=6).map(lambda parts: "".join(parts) + "。")
noise = st.text(
    st.sampled_from("0123456789.,，、。；：（）()“”《》[]-—%％年月日第个亿元增长分别由至占比其中预计和的 \n\t汉字aG+/:")
    | st.characters(),
    max_size=60,
)
contexts = st.sampled_from(CONTEXTS)


def is_numeral_of(printed: str, value: Decimal) -> bool:
    """Whether the printed characters are the value without its sign."""
    digits = printed.replace(",", "").replace("..", ".")  # 14..3 is a misprint of 14.3
    if re.fullmatch(r"\d+(\.\d+)?", digits):
        return Decimal(digits) == abs(value)
    if not HAN_NUMERAL.fullmatch(printed):
        return False
    if printed.endswith("番"):
        return value in (2, 4, 8)
    tens, ten, ones = printed.lstrip("第").rpartition("十")
    worth = (HAN_DIGITS[tens] if tens else 1) * 10 if ten else 0
    return worth + (HAN_DIGITS[ones] if ones else 0) == value


def assert_sound(text: str, facts: list[Fact]) -> None:
    for fact in facts:
        assert 0 <= fact.quote_start <= fact.start < fact.end <= fact.quote_end <= len(text), fact
        assert is_numeral_of(text[fact.start : fact.end], fact.value), (text[fact.start : fact.end], fact)
        assert fact.indicator.strip() and fact.rule and 0 <= fact.confidence <= 1, fact
        assert fact.measure in get_args(Measure) and fact.statement in get_args(Statement), fact
        assert fact.qualifier in get_args(Qualifier), fact
        assert (fact.period_start is None) == (fact.period_end is None), fact
        assert fact.period_start is None or fact.period_start <= fact.period_end, fact
    spans = [(f.start, f.end) for f in facts]
    assert spans == sorted(spans), "facts are in the order of their numerals"
    assert all(b[0] >= a[1] or a == b for a, b in zip(spans, spans[1:], strict=False)), "numerals do not overlap"
    for i, fact in enumerate(facts):
        assert fact.whole is None or 0 <= fact.whole < i, "a part stands behind its whole"


@EXAMPLES
@given(st.lists(statements | noise, min_size=1, max_size=4).map("".join), contexts)
@example("地区生产总值居全市第3%居全市第1,234%。", CONTEXTS[0])  # more ranks than figures before them
@example("分别增长3%达到第3项目建成投产、3%。", CONTEXTS[0])  # a list that nothing names
def test_the_span_of_a_fact_is_its_numeral(text: str, context: Context) -> None:
    seen = view(text, 0, len(text)).text
    assert_sound(seen, read_statements(seen, context))


@EXAMPLES
@given(st.text(max_size=200), contexts)
def test_no_text_crashes(text: str, context: Context) -> None:
    seen = view(text, 0, len(text))
    assert_sound(seen.text, read_statements(seen.text, context))
    for fact in read_qualitative(seen.text, context):
        assert 0 <= fact.start < fact.end <= len(seen.text)
        assert fact.comparison in get_args(Comparison) and fact.indicator


@EXAMPLES
@given(st.lists(statements | noise, min_size=1, max_size=3).map("".join), contexts)
def test_the_same_text_gives_the_same_facts(text: str, context: Context) -> None:
    once = [asdict(f) for f in read_statements(text, context)]
    assert [asdict(f) for f in read_statements(text, context)] == once
    assert [asdict(f) for f in read_statements(text, context, scan(text))] == once


@EXAMPLES
@given(statements, statements, contexts)
def test_what_follows_a_sentence_does_not_change_it(text: str, following: str, context: Context) -> None:
    alone = [asdict(f) for f in read_statements(text, context)]
    together = [asdict(f) for f in read_statements(text + "\n" + following, context) if f.end <= len(text)]
    assert together == alone


@EXAMPLES
@given(statements, st.lists(statements, max_size=3))
def test_passages_read_before_leave_no_trace(text: str, before: list[str]) -> None:
    alone = [asdict(f) for f in read_statements(text, CONTEXTS[0])]
    for other in before:
        read_statements(other, CONTEXTS[1])
        read_qualitative(other, CONTEXTS[1])
    assert [asdict(f) for f in read_statements(text, CONTEXTS[0])] == alone


@EXAMPLES
@given(statements, st.integers(1, 12), contexts)
def test_line_breaks_in_narrow_columns_change_nothing(text: str, width: int, context: Context) -> None:
    """A newspaper's lines end anywhere; the view reads through them, and its spans lead back to the printed numeral.

    Only between letters and digits a line end keeps two words apart (在5G与IPv6).
    """
    lines = [text[i : i + width] for i in range(0, len(text), width)]
    broken = lines[0]
    for line in lines[1:]:
        pair = broken[-1] + line[0]
        broken += line if pair.isascii() and re.search(r"[A-Za-z]", pair) else "\n" + line
    seen, plain = view(broken, 0, len(broken)), view(text, 0, len(text))
    assert seen.text == plain.text
    for fact in read_statements(seen.text, context):
        start, end = seen.span(fact.start, fact.end)
        printed = view(broken, start, end).text
        assert is_numeral_of(printed, fact.value), (printed, fact)


@EXAMPLES
@given(
    st.sampled_from([c for c in CONTEXTS if c.year_start]),
    one_of("地区生产总值 粮食产量 税收收入"),
    st.decimals(0, 9999, places=1),
)
def test_a_plain_statement_is_read_whatever_the_number(context: Context, name: str, value: Decimal) -> None:
    (level, growth) = read_statements(f"{name}达到{value}亿元，增长{value}%。", context)
    assert (level.indicator, level.value, level.unit, level.measure) == (name, value, "亿元", "level")
    assert (growth.indicator, growth.value, growth.unit, growth.measure) == (name, value, "%", "growth")
    assert {level.statement, growth.statement} == {context.statement}
    assert (level.period_start, level.period_end) == (
        context.year_end,
        context.year_end,
    )  # what is reached is of the end
    # over several years a growth is that from the year before them to their end
    before = 0 if context.year_start == context.year_end else 1
    assert (growth.period_start, growth.period_end) == ((context.year_start or 0) - before, context.year_end)
