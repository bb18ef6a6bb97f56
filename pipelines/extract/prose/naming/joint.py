"""What is said of several counts at once is of all of them: 6个市级、42个县级项目完成投资21亿元."""

from __future__ import annotations

from pipelines.extract.prose.naming.model import Unnamed
from pipelines.lexicon.patterns import patterns

_LEVEL_HEAD = patterns("naming")["level_head"]
_LONGEST = 30


def of_all_counted(u: Unnamed, name: str) -> str:
    """6个市级、42个县级项目完成投资21亿元: the investment is that of all that were counted in front of it."""
    counted = u.memory.of_sentence()
    if u.figure.joined or not counted or counted[-1].rule != "G4.behind" or not name.startswith(counted[-1].indicator):
        return name
    joint = name
    for k in range(u.i - 1, 0, -1):
        before = counted[k - u.i - 1] if len(counted) > u.i - k else None
        if not u.figures[k].joined or before is None or before.rule != "G4.behind" or before.unit != counted[-1].unit:
            break
        joint = _without_tail_of(before.indicator, counted[-1].indicator) + "、" + joint
    return joint if len(joint) <= _LONGEST else name


def _without_tail_of(first: str, last: str) -> str:
    """市级重点项目 beside 县级重点项目 is 市级: what both end in is said once."""
    level = _LEVEL_HEAD.match(first)
    return level.group() if level and _LEVEL_HEAD.match(last) else first
