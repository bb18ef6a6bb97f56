"""Names figures in their order; what is to be remembered is written here and nowhere else."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from operator import attrgetter

from pipelines.extract.accounts import is_fiscal
from pipelines.extract.facts import Context
from pipelines.extract.prose import budget, names
from pipelines.extract.prose.figures import Figure
from pipelines.extract.prose.measures.model import Reading, without_comparison
from pipelines.extract.prose.memory import Memory
from pipelines.extract.prose.naming.behind import noun_behind
from pipelines.extract.prose.naming.front import effect_of_root, generic, in_front
from pipelines.extract.prose.naming.funds import of_fund
from pipelines.extract.prose.naming.headless import (
    CONVERTED,
    DEDUCTED,
    MADE,
    OF_BODY,
    PUPILS,
    SHORT,
    converted,
    deducted,
    effect_on_whole,
    head_of_noun,
    made,
    of_body,
    of_same_noun,
    of_school,
)
from pipelines.extract.prose.naming.model import Named, Unnamed, alone
from pipelines.extract.prose.naming.purpose import MONEY, invested
from pipelines.extract.prose.naming.unsaid import suffix_alone, understood, verb_alone
from pipelines.extract.prose.predicates import Tail
from pipelines.extract.prose.rules import Rule, Table
from pipelines.lexicon.cues import words
from pipelines.lexicon.patterns import patterns
from pipelines.lexicon.word_lists import word_lists

_P = patterns("naming")
_W = word_lists("naming")
_BECAME = _P["became"]
_ONLY_DONE = _P["only_done"]
_YEARS_ONLY = _P["years_only"]
_EMPTY = _W["empty"]
_ARRANGED = frozenset(_W["arranged"])
_BUDGETED = _ARRANGED - {"安排"}
"""What a budget does with the account before, where no item is named (2023年预算安排26亿元)."""

UNSAID = Table(
    "names.unsaid",
    (
        Rule("purpose", "投资870万元实施街路亮化工程: money is of what it was spent on", invested, MONEY.fullmatch),
        Rule("behind", "新增12家科技型企业: the noun that is counted stands behind", noun_behind),
        Rule("verb_alone", "a flow verb without an object: of what is being counted", verb_alone),
        Rule("suffix_alone", "a share or completion without a subject: of the name before", suffix_alone),
        Rule("understood", "no name at all: the topic, or the name before", understood),
    ),
    of=attrgetter("clean"),
)
"""For figures whose words in front name nothing."""
NAMES = Table(
    "names",
    (
        Rule("of_fund", "养老保险基金收入30亿元，支出28亿元: a side alone is of the fund named last", of_fund),
        Rule(
            "effect_on_whole",
            "拉动经济增长1.2个百分点: what the subject before does to the whole",
            effect_on_whole,
            names.EFFECT.fullmatch,
        ),
        Rule("purpose", "投资870万元实施街路亮化工程: money is of what it was spent on", invested, MONEY.fullmatch),
        Rule("behind", "新增12家科技型企业: the noun that is counted stands behind", noun_behind),
        Rule("deducted", "扣除价格因素实际增长: of the name before", deducted, DEDUCTED.match),
        Rule(
            "converted", "按年平均汇率折算为6554美元: the name before, in another currency", converted, CONVERTED.match
        ),
        Rule("head_of_noun", "总投资120亿元的产业园", head_of_noun),
        Rule(
            "of_body",
            "规上工业增加值278亿元、利税94亿元: of the body that the sentence is about",
            of_body,
            OF_BODY.fullmatch,
        ),
        Rule("of_school", "普通高中18所，在校生3万人", of_school, PUPILS.fullmatch),
        Rule("made", "植树造林15.8万亩，实现产值2.2亿元", made, MADE.fullmatch),
        Rule(
            "of_same_noun",
            "图书馆藏书 after which 乡镇图书馆9个，藏书…",
            of_same_noun,
            lambda clean: len(clean) <= SHORT,
        ),
        Rule("generic", "a generic head takes the root", generic),
        Rule("effect", "惠及居民3万户: what came of the figure before", effect_of_root),
        Rule("in_front", "the words in front are the name", in_front),
    ),
    of=attrgetter("clean"),
)


class Namer:
    """Names the figures of one passage."""

    def __init__(self, memory: Memory, context: Context) -> None:
        self.memory = memory
        self.context = context

    def name(self, figures: list[Figure], i: int, tail: Tail, reading: Reading, text: str) -> Named:
        """The name of figures[i]; '' where nothing names it. text: the passage, in which the figure ends."""
        base, _, suffix = reading.name.partition("\x00")
        clean, verb, rest, bare = _words_in_front(base)
        bare = bare or clean in _ARRANGED and self.memory.topical().endswith(_W["items"])
        bare = bare or clean in _BUDGETED and is_fiscal(self.memory.understood())
        unnamed = Unnamed(
            figures, i, tail, reading, self.memory, self.context, base, suffix, clean, verb, rest, bare, text
        )
        named = (UNSAID if bare else NAMES).first(unnamed)
        assert named is not None, "the last rule names everything"
        named = _settled(named, unnamed)
        self.memory.keep(**named.keep)
        return named


@lru_cache(maxsize=8192)
def _words_in_front(base: str) -> tuple[str, str, str, bool]:
    """The words without marks and modifiers, their flow verb and what stands behind it, and whether they name nothing."""
    clean = _clean(base)
    verb, rest = names.split_verb(clean)
    clean = "" if _YEARS_ONLY.fullmatch(clean) else clean
    return clean, verb, rest, verb != "" and not names.has_words(rest) or _names_nothing(clean)


def _clean(base: str) -> str:
    """The words that hold the name without marks, modifiers and what only says that a plan or a state was reached."""
    clean = names.tidy(names.phrase(base))
    return "" if clean in words("plan_nouns") else _BECAME.sub("", clean)


def _names_nothing(clean: str) -> bool:
    """Whether words name nothing by themselves: no noun, a bare verb, a preposition, a comparison (比一季度前移4位)."""
    return (
        not names.has_words(clean)
        or clean in _EMPTY
        or clean[:1] in "比较与同"
        and not without_comparison(clean)
        or clean in words("empty_verbs", "prepositions")
        or budget.names_nothing(clean)
        or _ONLY_DONE.fullmatch(clean) is not None
    )


def _settled(named: Named, u: Unnamed) -> Named:
    """A budgeted amount keeps 预算 in its name, what is said behind it of its execution does not."""
    name, base = budget.settle(named.name, u.figure.pre, (fact.indicator for fact in reversed(u.memory.facts)))
    return named if base == named.name else replace(named, name=name, keep=named.keep | alone(base))
