"""The three sectors without a noun are of what the sentence divides: 第一产业 of the investment, of the electricity used."""

from __future__ import annotations

from pipelines.extract.prose import names
from pipelines.extract.prose.naming.model import Unnamed
from pipelines.lexicon.indicators import indicators
from pipelines.lexicon.patterns import patterns
from pipelines.lexicon.word_lists import word_lists

_P = patterns("naming")
_W = word_lists("naming")
SECTORS = frozenset(_W["sectors"])
_ALL = _P["all_of"]
_ACCOUNTS = 3
"""The chapter of the accounts of the economy, in which the sectors alone are its value added."""


def of_sector(u: Unnamed, sector: str, divided: str) -> str:
    """固定资产投资增长10%。分产业看，第一产业增长5%: of the investment; alone, and of what an economy makes, its value added.

    divided: what a clause before divides, '' where none does; then 其中 or the sector before says what it is.
    """
    whole = divided or _divided_before(u)
    code = names.canonical(whole)
    if whole[: len(sector)] in SECTORS and (code is None or indicators()[code].sector_code != _ACCOUNTS):
        return sector + whole[len(sector) :]  # 第一产业用电量3亿千瓦时，第二产业10亿千瓦时
    if code is None or indicators()[code].sector_code == _ACCOUNTS:
        return sector
    tail = names.tails().search(whole)
    short = sector + tail.group() if tail else ""
    return short if names.canonical(short) else sector + _ALL.sub("", whole)


def _divided_before(u: Unnamed) -> str:
    """What 其中 divides, or the name of the sector before, which is of the same."""
    root = u.memory.root if u.memory.has_facts() else ""
    return root if u.is_part or root[:4] in SECTORS else ""
