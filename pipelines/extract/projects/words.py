"""The vocabulary of named projects, `lexicon/projects.yml`, as tables and patterns."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from pipelines.lexicon.files import content
from pipelines.lexicon.forms import Chars, ends, firsts, needs
from pipelines.lexicon.guards import Guarded
from pipelines.lexicon.patterns import patterns as written
from pipelines.lexicon.sectors import keywords
from pipelines.lexicon.units import trie_pattern

_P = written("projects.words")

Stage = Literal["preparation", "start", "construction", "completion"]
HeadClass = Literal["facility", "work", "works", "other"]

STAGES: tuple[Stage, ...] = ("preparation", "completion", "start", "construction")


@dataclass(frozen=True, slots=True, eq=False)
class Verb:
    """A verb before or behind a name, one of a table and only equal to itself.

    `stage` is '' where it only says that something is pushed; `strong` where it alone shows that something is built.
    """

    word: str
    stage: Stage | Literal[""]
    strong: bool


@cache
def vocabulary() -> dict[str, Any]:
    """The lists of `projects.yml` by name."""
    return content("projects")


@cache
def word_set(name: str) -> frozenset[str]:
    """The words of a list of `projects.yml`."""
    return frozenset(vocabulary()[name])


@cache
def before() -> dict[str, Verb | None]:
    """Word at the beginning of a clause → verb, None for words that may stand between or before verbs."""
    found: dict[str, Verb | None] = dict.fromkeys(vocabulary()["skipped"])
    groups = vocabulary()["before"]
    for word in groups["none"]:
        found[word] = Verb(word, "", False)
    for stage in STAGES:
        for strength in ("weak", "strong"):
            for word in groups[stage][strength]:
                found[word] = Verb(word, stage, strength == "strong")
    return found


@cache
def after() -> dict[str, Verb | None]:
    """Word in the predicate behind a name → verb, None for what only stands between."""
    found: dict[str, Verb | None] = dict.fromkeys(vocabulary()["between"])
    groups = vocabulary()["after"]
    for word in groups["neutral"]:
        found[word] = Verb(word, "", False)
    for stage in reversed(STAGES):
        for word in groups[stage]:
            strong = stage in ("start", "completion") and len(word) > 1 or "建设" in word and stage != "preparation"
            found[word] = Verb(word, stage, strong and word not in vocabulary()["weak_after"])
    return found


@cache
def with_object() -> dict[str, Stage]:
    """Predicate that has an object behind it → stage."""
    return {word: stage for stage, words in vocabulary()["after_with_object"].items() for word in words}


@cache
def heads() -> dict[str, HeadClass]:
    """Last word of a name → what it makes of the name; `other` is what no project is."""
    found: dict[str, HeadClass] = {}
    for kind in ("works", "facility", "work"):
        found |= dict.fromkeys(vocabulary()["head"][kind], kind)
    return found | dict.fromkeys(vocabulary()["not_heads"], "other")


@cache
def list_kinds() -> dict[str, bool]:
    """Last word of what a list consists of → whether that makes its members projects."""
    groups = vocabulary()["list_of"]
    return dict.fromkeys(groups["others"], False) | dict.fromkeys(groups["projects"], True)


@cache
def suffix_in(name: Literal["heads", "kinds"]) -> int:
    """The length of the longest word of a table of endings."""
    return max(map(len, heads() if name == "heads" else list_kinds()))


def _any(words: Any) -> str:
    return trie_pattern(dict.fromkeys(sorted(words), ""))


def _words(words: Any) -> re.Pattern[str]:
    return _later(lambda: _any(words))  # words of the vocabulary alone


def _later(write: Callable[[], str]) -> re.Pattern[str]:
    """A guarded pattern, whose text is put together when it is first used."""
    return Guarded(write)  # type: ignore[return-value]


def _ends_of_names() -> list[str]:
    return [word for word, kind in heads().items() if kind != "other"]


@cache
def patterns() -> dict[str, re.Pattern[str]]:
    """The patterns of the vocabulary."""
    year = _P["year"].pattern
    ordinal = r"[一二三四五六七八九十]{1,2}是|\d{1,2}[.．、](?!\d)|[（(](?:\d{1,3}|[一二三四五六七八九十]{1,3})[)）]|[①-⑳]"  # the number of a point, between the words of `before`
    acting = [w for w, v in after().items() if v and v.stage]
    strong_before = [w for w, v in before().items() if v and v.strong and len(w) > 1]
    strong_after = [w for w, v in after().items() if v and v.strong]
    named = [*_ends_of_names(), *vocabulary()["bare_ends"]]
    return {
        # of the words that `before` and `after` make
        "before": _later(lambda: rf"{_any(before())}|{ordinal}|{year}|[、，\s]"),
        "chain": _later(lambda: rf"(?:(?:{_any(after())}|{year}|[、，和并及])+)(?:的|了)?$"),
        "acting": _words(acting),
        "after": _words(after()),
        "with_object": _words(with_object()),
        "mid_verb": _words(strong_before),
        # of the strong verbs
        "cut": _later(lambda: rf"(?<=[\u4e00-\u9fff）)])、(?={_any(strong_before)})|{_any(strong_after)}(?P<dun>、)"),
        "not_inside": _words(vocabulary()["not_inside"]),
        "not_verbs": _words(vocabulary()["not_verbs"]),
        "tasks": _words(vocabulary()["tasks"]),
        "any": _words([w for w, v in before().items() if v] + acting + list(with_object())),
        **{f"cue_{k}": _words(words) for k, words in vocabulary()["cues"].items()},
        # a list of projects.yml, and ends of names
        "naming": _later(lambda: "|".join([*vocabulary()["name_signs"], _any(named)])),
        "year": _P["year"],
        "lead": _P["lead"],
        "not_after": _P["not_after"],
    }


@cache
def generic() -> re.Pattern[str]:
    """The words that say of what kind a thing is, and not which one; too many for a guard to be read from their form."""
    found = {k.keyword for k in keywords() if len(k.keyword) > 1} | set(vocabulary()["common"])
    return re.compile(_any(word for word in found if not word.isascii()))  # words of the vocabularies alone


@dataclass(frozen=True, slots=True)
class Signs:
    """What a clause must have for anything to be said of a project in it: a verb that begins it, a predicate's last
    characters (one, or two), or a word within it."""

    heads: Chars
    verbs: re.Pattern[str]
    one: Chars
    two: Chars
    inside: re.Pattern[str]
    cut_behind: Chars
    """The characters before a 、 behind which a clause may be cut, and those behind one before which it may."""
    cut_before: Chars

    def among(self, text: str, start: int, end: int) -> bool:
        """Whether text[start:end] has one of them."""
        if self.behind(text, end) or text[start] in self.heads and self.verbs.match(text, start, end):
            return True
        return self.inside.search(text, start + 1, end) is not None

    def behind(self, text: str, end: int) -> bool:
        """Whether a predicate may end at `end`."""
        return text[end - 1 : end] in self.one or text[end - 2 : end] in self.two


@cache
def signs() -> Signs:
    """The signs of verbs before and behind a name, of predicates with an object, of `treated` and of verbs in the middle."""
    stages = written("projects.stages")
    verbs = [w for w, v in before().items() if v]
    treated = sorted(firsts(stages["treated"]))
    within = [w for w, v in before().items() if v and v.strong and len(w) > 1] + list(with_object())
    # what a chain holds beside the words of `after`
    beside = re.compile(f"(?:{_P['year'].pattern}|[、，和并及的了])$")
    year = ends(beside)
    return Signs(
        firsts(patterns()["before"]) | set(treated),
        re.compile(f"(?:{patterns()['before'].pattern})*?(?:{_any([*verbs, *treated])})"),  # of those words
        frozenset(w for w in after() if len(w) == 1) | year,
        frozenset(w[-2:] for w in after() if len(w) > 1),
        re.compile(_any({*within, *needs(stages["progress"])})),  # of those words
        frozenset(w[-1] for w, v in after().items() if v and v.strong),
        frozenset(w[0] for w, v in before().items() if v and v.strong and len(w) > 1),
    )
