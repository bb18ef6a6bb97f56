"""No text makes the grammar slow: cost grows with the text, whatever the text is.

Each hostile text is read at a length and at four times that length; the longer one may take a generous multiple of four
times as long. A pattern that backtracks badly takes sixteen times or, more often, does not come back.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipelines.documents.view import view
from pipelines.extract.facts import Context
from pipelines.extract.prose.qualitative import read_qualitative
from pipelines.extract.prose.sentences import MAX_CLAUSE, MAX_SENTENCE, clauses
from pipelines.extract.prose.statements import read_statements
from pipelines.extract.prose.tokens import scan
from tests.clock import processor_seconds, within

CONTEXT = Context(2022, 2022, published_year=2023)
SHORT = 4_000
"""Characters of the shorter text; four times as many are 48 kB, which a linear reader does in well under a second."""
TIMES = 4
GENEROUS = 3.0
PER_MILLION = 30.0
"""Seconds of processor time per million characters that even text made only of figures must not exceed."""

# name: (begin, repeated, end)
TEXTS = {
    "digits": ("", "1", ""),
    "enumeration commas": ("", "、", ""),
    "commas": ("", "，", ""),
    "open brackets": ("", "（", ""),
    "close brackets": ("", "）", ""),
    "pairs of brackets": ("", "（）", ""),
    "open quotes": ("", "“", ""),
    "open titles": ("", "《", ""),
    "open square brackets": ("", "[", ""),
    "bookmarks begun": ("", "[bookmark:", ""),
    "colons": ("", "：", ""),
    "minus signs": ("", "-", ""),
    "points": ("", ".", ""),
    "percent signs": ("", "%", ""),
    "one Han character": ("", "汉", ""),
    "blanks": ("", " ", ""),
    "line ends": ("", "\n", ""),
    "numbers and enumeration commas": ("", "1、", ""),
    "numbers and commas": ("", "1,", ""),
    "numbers and full-width commas": ("", "1，", ""),
    "numbers and points": ("", "1.", ""),
    "numbers and colons": ("", "1:", ""),
    "numbers and plus signs": ("", "1+", ""),
    "numbers and minus signs": ("", "1-", ""),
    "numbers and slashes": ("", "1/", ""),
    "numbers in brackets": ("", "（1）", ""),
    "brackets begun before numbers": ("", "（1", ""),
    "quotes begun before numbers": ("", "“1", ""),
    "titles begun before numbers": ("", "《1", ""),
    "letters and digits": ("", "a1", ""),
    "numbers and scales": ("", "1万", ""),
    "scales": ("1", "万", ""),
    "numbers and years": ("", "1年", ""),
    "years": ("", "2022年", ""),
    "bare years": ("", "2022", ""),
    "ordinals begun": ("", "第", ""),
    "ordinals": ("", "第1", ""),
    "per": ("", "每1", ""),
    "counts in one clause": ("", "汉1个", ""),
    "counts by clauses": ("", "汉1个，", ""),
    "counts by sentences": ("", "汉1个。", ""),
    "parts": ("总额9亿元，", "其中1个，", ""),
    "growth": ("", "增长1%，", ""),
    "growth joined": ("甲乙", "增长1%、", ""),
    "respectively": ("甲、乙", "分别1%、", ""),
    "many subjects": ("", "产值、", "分别增长1%、2%"),
    "examples before 等": ("引进", "甲园、", "等3个项目"),
    "from and to": ("", "由1个至", ""),
    "ranges": ("", "1—2个", ""),
    "shares": ("", "占1%的", ""),
    "completions": ("", "完成计划1亿元的1%", ""),
    "affected": ("", "受汉1个", ""),
    "compared": ("", "比", "5个百分点"),
    "verbs": ("产值", "增长", "5%"),
    "adverbs": ("产值", "分别", "增长5%"),
    "flow verbs": ("", "新增", "5家"),
    "prepositions": ("", "对在", "5家"),
    "estimates": ("", "预计", "增长5%"),
    "targets": ("", "力争1个，", ""),
    "of": ("", "的1", ""),
    "level verbs": ("产值", "达到", "5亿元"),
    "ranks": ("", "居全市第1位，", ""),
    "structures": ("三次产业结构", "1:2:3，", ""),
    "comparisons": ("", "与经济增长基本同步，", ""),
    "comparisons begun": ("", "与同和", "持平"),
}


def build(name: str, length: int) -> str:
    begin, repeated, end = TEXTS[name]
    return begin + repeated * (length // len(repeated)) + end


def read(text: str) -> None:
    seen = view(text, 0, len(text))
    tokens = scan(seen.text)
    read_statements(seen.text, CONTEXT, tokens)
    read_qualitative(seen.text, CONTEXT, tokens)


def seconds(work: Callable[[str], object], text: str, tries: int = 1) -> float:
    return processor_seconds(lambda: work(text), tries)


@pytest.mark.parametrize("name", TEXTS)
def test_cost_is_linear(name: str) -> None:
    seconds(read, build(name, 300))  # patterns are made at the first use
    long = seconds(read, build(name, SHORT * TIMES))
    if long < 0.04:
        return  # less than ordinary text takes
    short = seconds(read, build(name, SHORT), 2)
    if long > TIMES * GENEROUS * short:  # a machine whose speed changes: measure both again before complaining
        long, short = seconds(read, build(name, SHORT * TIMES), 3), seconds(read, build(name, SHORT), 2)
    assert long <= TIMES * GENEROUS * short
    text, limit = build(name, SHORT * TIMES), PER_MILLION * SHORT * TIMES / 1e6
    assert long <= limit or within(limit, lambda: read(text))


@pytest.mark.parametrize(
    "name", ["digits", "enumeration commas", "open brackets", "one Han character", "open quotes", "line ends"]
)
def test_a_megabyte_of_one_mark(name: str) -> None:
    text = build(name, 1_000_000 // len(TEXTS[name][1].encode()))
    assert len(text.encode()) >= 990_000
    assert within(2.0, lambda: read(text))


@pytest.mark.parametrize("text", ["汉" * 5000 + "，" + "甲" * 10 + "。", "增1%、" * 2000, "汉，" * 3000])
def test_clauses_and_sentences_are_bounded_and_lose_nothing(text: str) -> None:
    parts = clauses(text)
    assert max(c.end - c.start for c in parts) <= MAX_CLAUSE
    assert "".join(text[c.start : c.end] for c in parts) == text.replace("，", "").replace("。", "")
    for number in {c.sentence for c in parts}:
        sentence = [c for c in parts if c.sentence == number]
        assert sentence[-1].end - sentence[0].start <= MAX_SENTENCE + MAX_CLAUSE
