"""The words between a name and its number: which verb, which qualifier, which adverbs.

`read_tail("存贷款规模突破")` says that the name is 存贷款规模, the verb a level and the qualifier gt. Words are taken off the
end one after the other, so that 预计分别增长 is read as an adverb, an adverb and a growth.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from pipelines.lexicon.cues import cues, words
from pipelines.lexicon.forms import Chars, firsts
from pipelines.lexicon.patterns import patterns
from pipelines.lexicon.units import trie_pattern
from pipelines.lexicon.word_lists import word_lists

_P = patterns("predicates")
_W = word_lists("predicates")
_ADDED = _P["added"]
_FROM_PLAN = _P["from_plan"]


@dataclass(slots=True)
class Tail:
    """What stands between a name and its number.

    `name` is the text before, `kind` grow | fall | level | '' (no verb), `verb` the word, `qualifier` from the words
    before the number, `adverbs` all adverbs taken off (分别, 均, 同比, 预计 …).
    """

    name: str
    kind: str = ""
    verb: str = ""
    qualifier: str = ""
    adverbs: tuple[str, ...] = ()


@cache
def _kinds() -> dict[str, str]:
    kinds: dict[str, str] = {}
    for word in words("adverb"):
        kinds[word] = "adverb"
    for word in words("estimate"):
        kinds[word] = "adverb"
    for word in words("level"):
        kinds[word] = "level"
    for word in words("grow"):
        kinds[word] = "grow"
    for word in words("fall"):
        kinds[word] = "fall"
    for group in cues()["qualifier_before"].values():
        for word in group:
            kinds.setdefault(word, "qualifier")
    return kinds


@cache
def _qualifiers() -> dict[str, str]:
    return {word: code for code, group in cues()["qualifier_before"].items() for word in group}


@cache
def _reversed_word() -> re.Pattern[str]:
    guards = cues()["not_after"]
    # the words of cues.yml, read from their ends, each with its guard
    return re.compile(trie_pattern({w[::-1]: f"[{guards[w]}]" if guards.get(w) else "" for w in _kinds()}))


@cache
def _leading() -> re.Pattern[str]:
    drop = dict.fromkeys(words("adverb", "estimate") - words("keep_in_name"), "")
    drop |= _W["leading"]
    return re.compile(trie_pattern(drop))  # words of cues.yml and prose_words.yml, each with its guard


@cache
def _leads() -> Chars:
    """What the words that strip_leading takes off begin with."""
    return firsts(_leading()) | frozenset(_W["sums"])


def strip_leading(text: str) -> str:
    """A name without the adverbs, scopes and connectors in front of it.

    >>> strip_leading("全年共接待游客"), strip_leading("其中，城镇居民"), strip_leading("有效发明专利")
    ('接待游客', '城镇居民', '有效发明专利')
    >>> strip_leading("加上年结转收入"), strip_leading("减去上解支出"), strip_leading("加工贸易出口")
    ('上年结转收入', '上解支出', '加工贸易出口')
    """
    if text[:1] not in _leads():
        return text
    pattern = _leading()
    position = 0
    while True:
        match = pattern.match(text, position)
        if (not match or match.end() == position) and text[position : position + 1] in _W["sums"]:
            match = _ADDED.match(text, position)
        if not match or match.end() == position:
            return text[position:] if position else text
        position = match.end()


@lru_cache(maxsize=8192)
def read_tail(text: str) -> Tail:
    """Take the words before a number off its name.

    >>> t = read_tail("茶叶、花椒产量分别增长"); t.name, t.kind, t.adverbs
    ('茶叶、花椒产量', 'grow', ('分别',))
    >>> t = read_tail("城镇调查失业率控制在"); t.name, t.kind
    ('城镇调查失业率', 'level')
    """
    if text in words("flow_verbs") and text not in _kinds():
        return Tail(text)  # 改造提升 is one verb, not 改造 that rises
    tail = Tail(text)
    adverbs: list[str] = []
    reverse, position, pattern = text[::-1], 0, _reversed_word()
    while match := pattern.match(reverse, position):
        word = match.group()[::-1]
        if not word or not _take(word, tail, adverbs):
            break
        position = match.end()
        if tail.kind and reverse[position : position + 1] in _MARKS:
            break
    tail.name = text[: len(text) - position]
    if tail.kind in ("grow", "fall") and "五" in tail.name:
        tail.name = _FROM_PLAN.sub("", tail.name)
    tail.adverbs = tuple(adverbs)
    return tail


def _take(word: str, tail: Tail, adverbs: list[str]) -> bool:
    """Take a word off the name for what it is; False where it belongs to the name or to another verb before it."""
    kind, qualifiers = _kinds()[word], _qualifiers()
    if kind == "adverb":
        if tail.kind and word in _KEPT_BEFORE_VERB:
            return False
        adverbs.append(word)
    if word in qualifiers:
        tail.qualifier = tail.qualifier or qualifiers[word]
    if kind in _VERBS:
        beyond = (
            tail.kind == "level" and tail.verb in _BEYOND and kind != "level"
        )  # 增长超20%: the verb of growth rules
        if tail.kind and not beyond:
            return False
        tail.kind, tail.verb = kind, word
    return True


_VERBS = frozenset({"grow", "fall", "level"})
_MARKS = "，、；："
_BEYOND = frozenset(_W["beyond"])
_KEPT_BEFORE_VERB = frozenset(_W["kept_before_verb"])
