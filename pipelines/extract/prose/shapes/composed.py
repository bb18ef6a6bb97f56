"""Compositions (三次产业结构a:b:c) and ratios to one (收入比2.5:1) (G18)."""

from __future__ import annotations

import re
from bisect import bisect_left

from pipelines.extract.prose import names
from pipelines.extract.prose.bases import yearly_base
from pipelines.extract.prose.figures import AFTER
from pipelines.extract.prose.measures.model import Reading
from pipelines.extract.prose.name_lists import members
from pipelines.extract.prose.predicates import read_tail
from pipelines.extract.prose.shapes.compared import FROM
from pipelines.extract.prose.shapes.model import Shaped
from pipelines.extract.prose.tokens import Token
from pipelines.lexicon.cues import cues
from pipelines.lexicon.patterns import patterns
from pipelines.lexicon.word_lists import word_lists

_P = patterns("shapes")
_W = word_lists("shapes")
_STRUCTURE = _P["structure"]
_STRUCTURE_FROM = _P["structure_from"]
_SHARES = tuple(f"三次产业结构中{one}增加值占比" for one in _W["sectors"])


def ratio(s: Shaped) -> bool | None:
    """A number of a ratio: of one to one, or else of a composition."""
    if not _to_one(s):
        _structure(s)
    return True


def _to_one(s: Shaped) -> bool:
    """城乡居民收入比由2.53:1缩小到2.51:1: a ratio to one is one value without a unit; the 1 is none."""
    token = s.figure.token
    if token.ratio == 2:
        return token.value == 1
    one = _one_behind(s)
    if one is None:
        return False
    tail = read_tail(s.figure.pre)
    match = FROM.fullmatch(tail.name)
    subject = names.tidy(names.phrase(match["subject"] if match else tail.name))
    carried = not names.has_words(subject)
    name = s.memory.understood() if carried else subject
    if not name.endswith(_W["proportions"]):
        return True
    s.memory.call(name)
    behind = AFTER.match(s.text, one.end)
    s.figure.qualifier = s.figure.qualifier or (behind.lastgroup or "" if behind else "")  # 1.9:1以内
    rule = "G8.from" if match else "G18.ratio"
    fact = s.write(name, Reading("level", 1, name, rule), tail=tail, carried=carried)
    if match and not s.is_dated:
        fact.hold_in(*yearly_base(match["base"], *s.writer.scope.years))
    return True


def _one_behind(s: Shaped) -> Token | None:
    """The 1 of a ratio to one; None where the ratio is another, or has more numbers."""
    tokens, token = s.writer.tokens, s.figure.token
    if token.ratio != 1 or _run(tokens, token) != 2:
        return None
    one = tokens[_at(tokens, token) + 1]
    return one if one.value == 1 else None


def _structure(s: Shaped) -> None:
    """三次产业结构a:b:c is three shares, and six where 由…调整为…; so is the composition of any list of names."""
    memory, figure = s.memory, s.figure
    place = figure.token.ratio
    if place == 1:
        _begin(s)
    if place > len(memory.members):
        return
    name = memory.members[place - 1]
    fact = s.write(name, Reading("share", 1, name, "G18.structure"), carried=False)
    if memory.structure_base is not None:
        fact.period_start, fact.period_end = memory.structure_base
        fact.period_label = str(fact.period_end or "")
    memory.call("三次产业结构" if name in _SHARES else names.tidy(memory.topic))


def _begin(s: Shaped) -> None:
    """The first number of a composition: what it is of, and of which year if it is the one to be left behind."""
    pre, base = s.figure.pre, _STRUCTURE_FROM.search(s.figure.pre)
    if _STRUCTURE.search(pre):
        s.memory.compose(pre, _members(pre, base, _run(s.writer.tokens, s.figure.token)))
    of_base = base is not None and not s.is_dated
    s.memory.structure_base = (yearly_base(base["base"], *s.writer.scope.years)[0],) * 2 if base and of_base else None


def _at(tokens: list[Token], token: Token) -> int:
    """The place of a token among all, which stand in the order of the text."""
    return bisect_left(tokens, token.start, key=lambda each: each.start)


def _run(tokens: list[Token], first: Token) -> int:
    """How many numbers the composition has that begins with `first`; a full-width colon parts clauses, not it."""
    i, count = _at(tokens, first), 1
    while i + count < len(tokens) and tokens[i + count].ratio == count + 1:
        count += 1
    return count


def _members(pre: str, base: re.Match[str] | None, count: int) -> tuple[str, ...]:
    """What each number of a composition is the share of; () where the words do not name so many."""
    subject = pre[: base.start()] if base else read_tail(pre).name
    if "产业" in subject and count <= len(_SHARES):
        return _SHARES[:count]
    found = members(subject, count)
    spelled = cues()["one_letter_members"]
    return tuple(spelled.get(name[:1], name[:1]) + name[1:] for name in found) if found else ()
