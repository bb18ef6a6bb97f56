"""Whether a target binds (约束性) or is only expected (预期性), as outlines of five years print it."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal, cast

from pipelines.extract.facts import Fact
from pipelines.lexicon.patterns import patterns

Obligation = Literal["binding", "expected"]

_P = patterns("obligation")


def obligation_in(text: str) -> Obligation | None:
    """What a word says, None where it says neither or both.

    >>> obligation_in("约束性"), obligation_in("预期性指标"), obligation_in("约束性、预期性"), obligation_in("正向")
    ('binding', 'expected', None, None)
    """
    found = {match.lastgroup for match in _P["kind"].finditer(text)}
    return cast(Obligation, found.pop()) if len(found) == 1 else None


def of_prose(text: str, fact: Fact) -> Obligation | None:
    """What a bracket behind a figure or the first words of its sentence say of it.

    >>> t = "森林覆盖率稳定在63%（约束性指标），就业率达到96%。"
    >>> from decimal import Decimal
    >>> [of_prose(t, Fact(i, i + 2, Decimal(), "%", "")) for i in (t.index("63"), t.index("96"))]
    ['binding', None]
    """
    if not _speaks(text):
        return None
    behind = _P["behind"].match(text, fact.end)
    if behind:
        return obligation_in(behind.group())
    begin = max(text.rfind(mark, 0, fact.start) for mark in "。；\n") + 1
    leads = _P["leads"].match(text[begin : fact.start])
    return obligation_in(leads.group()) if leads else None


@lru_cache(maxsize=4)
def _speaks(text: str) -> bool:
    """Whether a passage says of anything that it binds or is expected; it is asked for each of its figures."""
    return _P["kind"].search(text) is not None
