"""Money is of what it was spent on, which stands behind it: 投资870万元实施街路亮化工程."""

from __future__ import annotations

from pipelines.extract.prose import names, nouns
from pipelines.extract.prose.naming.model import Named, Unnamed, alone
from pipelines.extract.prose.predicates import strip_leading
from pipelines.lexicon.patterns import patterns
from pipelines.lexicon.word_lists import word_lists

_P = patterns("naming")
_W = word_lists("naming")
MONEY = _P["money"]
"""Words for money that was spent."""
_USED_FOR = _P["used_for"]
_PURPOSE = _P["purpose"]
_EXAMPLES = _P["examples"]
_DONE = _P["done"]
_ACTION = _P["action"]
_HAVE = frozenset(_W["have"])
_COMMA = ("，", ",")


def invested(u: Unnamed) -> Named | None:
    """投资870万元实施街路亮化工程; 投入6亿元，新建校舍…."""
    money = MONEY.fullmatch(u.clean)
    spent = u.level and not u.suffix and not u.figure.joined and u.dimension == "currency"
    if not money or not spent or names.canonical(u.clean) is not None:
        return None
    after = u.after
    behind = after.lstrip("，, ")
    if after.startswith("的") or behind != after and _is_of_said(u):
        return None
    purpose = _purpose(strip_leading(behind), u)
    if not purpose:
        return None
    noun = money["noun"]
    name = purpose[: names.MAX_NAME - 2] + (noun if noun.endswith(_W["money_ends"]) else "资金")
    return Named(name, False, "G4.purpose", {**alone(name), "behind": False, "latest": "", "verb": ""})


def _is_of_said(u: Unnamed) -> bool:
    """重点项目开工建设，完成投资3亿元，新建…: the money is of what was said before, not of what the next clause says."""
    return len(u.memory.facts) > u.memory.since or bool(u.memory.topic)


def _purpose(text: str, u: Unnamed) -> str:
    """What money was spent on, from the words behind it; '' where they do not say what was done."""
    used = _USED_FOR.match(text)
    text = text[used.end() :] if used else text
    verb, rest = names.split_verb(text)
    if not _is_deed(text, verb, u) or not (used or verb or text.startswith(_W["to_whom"]) or _ACTION.match(text)):
        return ""
    match = _PURPOSE.match(text)
    said = match.group() if match else ""
    object_said = names.has_words(rest[: len(said) - len(verb)])
    of_examples = said.endswith("等")
    following = u.following
    if following is None:
        examples = _EXAMPLES.match(text) if of_examples else None
        if examples:
            return names.without_empty_verb(verb + examples["noun"])  # ，建成西出口等31条公路
        return _deed(said) if object_said else ""
    counted = nouns.noun_behind(following.gap, not following.last, True)
    if object_said and not of_examples:
        goes_on = text[len(said) : len(said) + 1].isdigit()  # 建设新区10所学校
        return _deed(said + counted if goes_on else said)
    return names.without_empty_verb(verb + counted) if counted else ""


def _is_deed(text: str, verb: str, u: Unnamed) -> bool:
    """Whether a verb says what was done with money, not how much it grew or what there is now."""
    return verb not in ("增加", "减少") and not (verb in _HAVE and u.after.startswith(_COMMA))


def _deed(said: str) -> str:
    """What was done without what came of it."""
    return names.without_empty_verb(names.tidy(_DONE.sub("", said, count=1)))
