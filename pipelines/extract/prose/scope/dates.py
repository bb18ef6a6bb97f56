"""Which dates of a clause say when its figures hold, and which are a base, an event, or part of a name."""

from __future__ import annotations

from pipelines.extract.prose.sentences import Clause
from pipelines.extract.prose.tokens import Token
from pipelines.lexicon.patterns import patterns

_P = patterns("scope")
_BASE_BEFORE = _P["base_before"]
_BASE_AFTER = _P["base_after"]
_PERCENT_OF = _P["percent_of"]
_SINCE = _P["since"]
_EVENT = _P["event"]
# A year that only says which things are meant (2005年签约的电厂, 去年开工的项目) is no time of what is said of them.
DEFINES = _P["defines"]
_HEAD = _P["head"]
_MONTHS_OF = _P["months_of"]
_NEAR = 8
_ENDS_OF_YEAR = ("，", ",", "末", "底")


def is_head(clause: Clause, text: str, token: Token) -> bool:
    """Whether a date stands at the head of a clause and holds for all that follows."""
    before, first = text[clause.start : token.start], clause.before == "."
    if before.endswith(("从", "由")) or before.endswith("于") and not first:
        return False  # the base of a from-to pair, the day of an event
    if before.endswith(("到", "至")) and not first and text[token.end : token.end + 1] not in _ENDS_OF_YEAR:
        return False
    months = _MONTHS_OF.search(before) if token.date and token.date[0] is None else None
    head = before[: months.start()] if months else before  # 2022年1—6月，…
    return bool(_HEAD.fullmatch(head)) and not is_base(text, token)


def is_since(text: str, token: Token) -> bool:
    """Whether something has gone on from a date (2020年以来)."""
    return _SINCE.match(text, token.end) is not None


def is_base(text: str, token: Token) -> bool:
    """Whether a date is what a figure is compared with (比2020年, 2012年的2.4倍), not when it holds."""
    if _BASE_AFTER.match(text, token.end) or DEFINES.match(text, token.end):
        return True
    before = text[max(0, token.start - _NEAR) : token.start]
    if is_since(text, token) or before.endswith("于") and _EVENT.match(text, token.end):
        return True
    if before.endswith(("为", "是")) and _PERCENT_OF.match(text, token.end):
        return True
    return not before.endswith("在") and bool(_BASE_BEFORE.search(before))
