"""What is said of several counts at once is of all of them: 6个市级、42个县级项目完成投资21亿元."""

from __future__ import annotations

from pipelines.extract.prose.naming.model import Unnamed
from pipelines.lexicon.patterns import patterns

_LEVEL_HEAD = patterns("naming")["level_head"]
_LONGEST = 30
_MOST = 6


def of_all_counted(u: Unnamed, name: str) -> str:
    """6个市级、42个县级项目完成投资21亿元: the investment is that of all that were counted in front of it."""
    last = u.memory.last()
    if u.figure.joined or last is None or last.rule != "G4.behind" or not name.startswith(last.indicator):
        return name
    first = max(u.memory.first, len(u.memory.facts) - _MOST)
    joint, k = name, u.i - 1
    for fact in reversed(u.memory.facts[first:-1]):
        if k < 1 or not u.figures[k].joined or fact.rule != "G4.behind" or fact.unit != last.unit:
            break
        joint, k = _without_tail_of(fact.indicator, last.indicator) + "、" + joint, k - 1
    return joint if len(joint) <= _LONGEST else name


def _without_tail_of(first: str, last: str) -> str:
    """市级重点项目 beside 县级重点项目 is 市级: what both end in is said once."""
    level = _LEVEL_HEAD.match(first)
    return level.group() if level and _LEVEL_HEAD.match(last) else first
