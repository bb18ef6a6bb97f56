"""Several wholes that something takes up: 分别占园区面积的31.5%和企业总数的42.1%, 占生产总值的11%和全市收入的8%."""

from __future__ import annotations

import re

from pipelines.extract.prose.figures import Figure
from pipelines.extract.prose.measures.model import Reading, dimension
from pipelines.extract.prose.shapes.model import Shaped
from pipelines.lexicon.patterns import patterns

_P = patterns("shapes")
_TAKES_UP = _P["takes_up"]
_ANOTHER_WHOLE = _P["another_whole"]


def wholes(s: Shaped) -> bool | None:
    """A share of one of several wholes: with 分别 each is of its own owner, without it all are of the one before."""
    first = _first(s)
    taken = _TAKES_UP.search(s.figures[first].pre) if first is not None else None
    if first is None or taken is None:
        return None
    count = _count(s.figures, first)
    owners = _owners(s, count if taken["each"] else 1)
    if count < 2 or not owners:
        return None
    whole = taken if s.i == first else _another(s.figures[s.i])
    name = f"{owners[min(s.i - first, len(owners) - 1)]}占{whole['of']}" if whole else ""
    if not name:
        return None
    s.write(name, Reading("share", 1, name, "G9.proportion"), carried=True)
    s.memory.keep(subject=name)
    return True


def _first(s: Shaped) -> int | None:
    """Where the run of shares begins that the figure is in; None where it can be in none."""
    if not s.figure.pre.endswith("的"):
        return None
    i = s.i
    while i and _another(s.figures[i]) and s.figures[i].joined:
        i -= 1
    return i


def _count(figures: list[Figure], first: int) -> int:
    end = first + 1
    while end < len(figures) and figures[end].joined and _another(figures[end]):
        end += 1
    return end - first


def _another(figure: Figure) -> re.Match[str] | None:
    percent = dimension(figure.token.unit) == "percent"
    return _ANOTHER_WHOLE.fullmatch(figure.pre) if percent and figure.pre.endswith("的") else None


def _owners(s: Shaped, count: int) -> list[str]:
    """The last `count` different names of the sentence before the clause; [] where there are fewer."""
    found: list[str] = []
    for fact in reversed(s.memory.of_sentence()):
        if fact.end <= s.clause.start and fact.measure != "share" and fact.indicator not in found:
            found.append(fact.indicator)
        if len(found) == count:
            return found[::-1]
    return []
