"""The words before a number: verb, qualifier and adverbs are taken off, what is left is the name."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.extract.prose.predicates import read_tail, strip_leading
from pipelines.lexicon.cues import cues, words


@pytest.mark.parametrize(
    ("words_before", "name", "kind", "qualifier"),
    [
        ("地区生产总值增长", "地区生产总值", "grow", ""),
        ("地区生产总值同比增长", "地区生产总值", "grow", ""),
        ("一般公共预算收入下降", "一般公共预算收入", "fall", ""),
        ("城镇调查失业率控制在", "城镇调查失业率", "level", ""),
        ("固定资产投资完成", "固定资产投资", "level", ""),
        ("存贷款规模突破", "存贷款规模", "level", "gt"),
        ("参保率不低于", "参保率", "level", "ge"),
        ("万元地区生产总值能耗不超过", "万元地区生产总值能耗", "level", "le"),
        ("新能源汽车保有量不足", "新能源汽车保有量", "level", "lt"),
        ("接待游客约", "接待游客", "", "approx"),
        ("茶叶、花椒产量分别增长", "茶叶、花椒产量", "grow", ""),
        ("城乡居民收入预计分别增长", "城乡居民收入", "grow", ""),
        ("新增科技型企业", "新增科技型企业", "", ""),
        ("工业投资累计完成", "工业投资", "level", ""),
        ("科技型企业增至", "科技型企业", "level", ""),
        ("粮食产量稳定在", "粮食产量", "level", ""),
        ("", "", "", ""),
    ],
)
def test_tails(words_before: str, name: str, kind: str, qualifier: str) -> None:
    tail = read_tail(words_before)
    assert (tail.name, tail.kind, tail.qualifier) == (name, kind, qualifier)


def test_a_word_that_ends_like_a_verb_is_not_one() -> None:
    """人均 is not 均, 作为 not 为, 提升 one verb and not 升 behind 提."""
    assert read_tail("农村居民人均").name == "农村居民人均"
    assert read_tail("合作为").name == "合作为"
    assert read_tail("效率提升").verb == "提升"
    assert read_tail("雷达").name == "雷达"


def test_adverbs_are_kept_for_who_asks() -> None:
    assert "分别" in read_tail("茶叶、花椒产量预计分别增长").adverbs
    assert "年均" in read_tail("地区生产总值年均增长").adverbs


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("全年共接待游客", "接待游客"),
        ("其中，城镇居民", "城镇居民"),
        ("预计全年税收", "税收"),
        ("有效发明专利", "有效发明专利"),
        ("共享单车", "共享单车"),
        ("基本养老保险", "基本养老保险"),
        ("实际使用外资", "实际使用外资"),
        ("预期寿命", "预期寿命"),
        ("要素保障", "要素保障"),
        ("等级公路", "等级公路"),
        ("并网容量", "并网容量"),
        ("并网", "并网"),
        ("", ""),
    ],
)
def test_leading_words(text: str, left: str) -> None:
    assert strip_leading(text) == left


@settings(max_examples=200, deadline=None, derandomize=True)
@given(
    st.lists(
        st.sampled_from(sorted(words("adverb", "level", "grow", "fall", "estimate")) + list("甲乙丙，、的")), max_size=8
    ).map("".join)
)
def test_only_ends_are_taken_off(text: str) -> None:
    tail = read_tail(text)
    assert text.startswith(tail.name)
    assert tail.kind in ("", "grow", "fall", "level") and bool(tail.kind) == bool(tail.verb)
    assert tail.verb in text
    assert text.endswith(strip_leading(text))
    assert strip_leading(strip_leading(text)) == strip_leading(text)


def test_every_verb_of_the_lists_is_read_as_what_it_is() -> None:
    """A word in two lists would be read as the later one; the lists of verbs do not overlap."""
    lists = {kind: words(kind) for kind in ("grow", "fall", "level")}
    assert (
        lists["grow"] & lists["fall"] == lists["grow"] & lists["level"] == lists["fall"] & lists["level"] == frozenset()
    )
    for kind, verbs in lists.items():
        for verb in verbs:
            tail = read_tail("某某产值" + verb)
            assert tail.kind == kind, (verb, tail)


def test_cue_lists_hold_only_words() -> None:
    for name, node in cues().items():
        groups = node if isinstance(node, dict) else {"": node}
        for group, entries in groups.items():
            assert entries is not None, (name, group)
            if isinstance(entries, list):
                assert all(isinstance(w, str) and w == w.strip() != "" for w in entries), (name, group)
