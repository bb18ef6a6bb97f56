"""Clauses: cut at marks, not inside quotations; nothing lost, nothing twice."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.extract.prose.sentences import MAX_CLAUSE, clauses


def parts(text: str) -> list[str]:
    return [text[c.start : c.end] for c in clauses(text)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("产值12亿元，增长3%；税收4亿元。", ["产值12亿元", "增长3%", "税收4亿元"]),
        ("主要目标：增长6%", ["主要目标", "增长6%"]),
        ("建成“四好农村路，示范路”5公里", ["建成“四好农村路，示范路”5公里"]),
        ("落实《关于产业，发展的意见》12条", ["落实《关于产业，发展的意见》12条"]),
        ("产值12,345.6万元", ["产值12,345.6万元"]),
        ("产值12,增长3%", ["产值12", "增长3%"]),
        ("增长6%（目标5%）以上", ["增长6%", "目标5%", "以上"]),
        ("优化整合（试点）工作", ["优化整合（试点）工作"]),
        ("结构为2.8:50.9:46.3", ["结构为2.8:50.9:46.3"]),
        ("临江区——2023年", ["临江区", "2023年"]),
        ("产值多少？12亿元！", ["产值多少", "12亿元"]),
        ("，。；", []),
        ("", []),
    ],
)
def test_cuts(text: str, wanted: list[str]) -> None:
    assert parts(text) == wanted


def test_marks_in_front_brackets_and_sentences() -> None:
    found = clauses("甲，乙；丙：丁（戊1）己。庚")
    assert [c.before for c in found] == [".", ",", ";", ":", "(", ")", "."]
    assert [c.bracket for c in found] == [False] * 4 + [True] + [False] * 2
    assert [c.sentence for c in found] == [0] * 6 + [1]


def test_a_bracket_left_open_ends_with_the_sentence() -> None:
    assert [c.bracket for c in clauses("甲（乙1，丙。丁")] == [False, True, True, False]


def test_a_closing_bracket_too_many_does_no_harm() -> None:
    assert [c.bracket for c in clauses("甲1）乙，丙")] == [False, False, False]


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.text(st.sampled_from("甲乙1,.，。；：（）()“”《》‘’[]【】!\n—:") | st.characters(), max_size=120))
def test_clauses_cover_all_but_the_marks(text: str) -> None:
    end, sentence = 0, 0
    for clause in clauses(text):
        assert end <= clause.start < clause.end <= len(text)
        assert clause.end - clause.start <= MAX_CLAUSE
        assert not any(c.isalnum() for c in text[end : clause.start]), "only marks are left out"
        assert clause.sentence >= sentence
        end, sentence = clause.end, clause.sentence
    assert not any(c.isalnum() for c in text[end:])
