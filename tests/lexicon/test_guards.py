"""A guarded pattern answers as the pattern itself does, whatever the text: what it asks for first is what it needs."""

from __future__ import annotations

import re
import sys
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.lexicon import forms
from pipelines.lexicon.forms import EVERYTHING, ends, firsts, lasts, needs
from pipelines.lexicon.guards import Guarded, leaping
from pipelines.lexicon.patterns import Entry, entries
from pipelines.lexicon.units import trie_pattern

_ENTRIES = [pytest.param(entry, id=f"{entry.group}.{entry.name}") for entry in entries()]
_WAYS = ("match", "fullmatch", "search")


def _same(pattern: re.Pattern[str], guarded: Guarded, text: str) -> None:
    for way in _WAYS:
        for span in ((), (1,), (1, len(text) - 1), (0, max(0, len(text) - 2)), (0, len(text) + 2)):
            assert _plain(getattr(guarded, way)(text, *span)) == _plain(getattr(pattern, way)(text, *span)), (way, span)
    assert guarded.sub("|", text) == pattern.sub("|", text)
    assert guarded.sub("|", text, 1) == pattern.sub("|", text, 1)
    assert list(map(_plain, guarded.finditer(text))) == list(map(_plain, pattern.finditer(text)))
    assert list(guarded.findall(text)) == pattern.findall(text)
    assert guarded.split(text) == pattern.split(text)


def _plain(match: Any) -> Any:
    return match and (match.span(), match.groups(), match.lastgroup)


@pytest.mark.parametrize("entry", _ENTRIES)
def test_every_pattern_of_the_lexicon_answers_alike_with_its_guard(entry: Entry) -> None:
    pattern, dice = leaping(entry.written()), Random(entry.name)
    guarded = Guarded(entry.written, leaps=True)
    for example in (*entry.examples, *entry.counter_examples):
        found = pattern.search(example)
        inner = found.group() if found else example
        for text in (example, inner, inner + "\n", f"甲{inner}", f"{inner}乙", inner[1:], inner[:-1], ""):
            _same(pattern, guarded, text)
        for _ in range(8):
            _same(pattern, guarded, "".join(dice.choices(example + "\n、，0", k=dice.randrange(12))))


# Not "*+": Python 3.11 fails with "The span of capturing group is wrong" on some possessive repetitions around a group.
_REPEATS = ["?", "*", "+", "{1,2}", "??"]
_ATOMS = st.sampled_from(
    ["甲", "乙丙", "[甲丁]", "[^甲]", ".", r"\d", r"\s", "[甲-丙]", "(?=乙)", "(?<=甲)", "(?!丁)", "^", "$", "(?:)"]
)
_PATTERNS = st.recursive(
    _ATOMS,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map("".join),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: f"(?:{'|'.join(parts)})"),
        st.tuples(inner, st.sampled_from(_REPEATS)).map(lambda p: f"(?:{p[0]}){p[1]}"),
        inner.map(lambda part: f"(?P<of>{part})" if "(?P" not in part else part),
        inner.map(lambda part: f"(?:{part})$"),
    ),
    max_leaves=8,
)


@settings(deadline=None)  # no test asserts time on the clock
@given(_PATTERNS, st.text("甲乙丙丁0 \n", max_size=8))
def test_any_pattern_answers_alike_with_its_guard(written: str, text: str) -> None:
    try:
        pattern = re.compile(written)
    except re.error:
        return
    _same(pattern, Guarded(lambda: written), text)


def test_what_a_pattern_needs_is_read_from_its_form() -> None:
    plan = re.compile("(?P<of>[^，]{0,9}?)(?:全年)?(?:计划|目标数)$")
    assert needs(plan) == ("目标数", "计划") and ends(plan) == {"划", "数", "\n"} and firsts(plan) is EVERYTHING
    assert lasts(re.compile("[一-三]年?")) == {"年", *map(chr, range(0x4E00, 0x4E0A))}
    assert firsts(re.compile("年", re.IGNORECASE)) is EVERYTHING and needs(re.compile("年", re.IGNORECASE)) == ()


def test_digits_and_blanks_are_all_that_the_classes_fit() -> None:
    every = [chr(code) for code in range(sys.maxunicode + 1)]
    assert forms._digits() == set(re.findall(r"\d", "".join(every)))
    assert forms._spaces() == set(re.findall(r"\s", "".join(every)))


@settings(deadline=None, max_examples=40)
@given(
    st.lists(st.text("甲乙丙丁", min_size=1, max_size=3), min_size=1, max_size=9), st.text("甲乙丙丁戊", max_size=12)
)
def test_words_of_many_beginnings_are_found_as_those_of_few(words: list[str], text: str) -> None:
    every = dict.fromkeys([*words, *(chr(code) + "戊" for code in range(0x5000, 0x5200))], "")
    parted, few = re.compile(trie_pattern(every)), re.compile(trie_pattern(dict.fromkeys(words, "")))
    assert [m.span() for m in parted.finditer(text)] == [m.span() for m in few.finditer(text)]


def test_a_pattern_is_compiled_when_its_guard_lets_a_text_through() -> None:
    asked: list[str] = []
    guarded = Guarded(lambda: asked.append("text") or "(?P<of>[^，]{0,9}?)(?:全年)?计划$")
    assert not asked
    assert guarded.search("目标数") is None and asked == ["text"] and "compiled" not in vars(guarded)
    assert _plain(guarded.search("全年计划")) == ((0, 4), ("",), "of") and "compiled" in vars(guarded)
    assert guarded.search("全年计划") and guarded.search("目标数") is None and asked == ["text"]
