"""What the first member of a list of names says for all of them."""

from __future__ import annotations

from pipelines.extract.prose.names import canonical
from pipelines.lexicon.cues import words
from pipelines.lexicon.patterns import patterns
from pipelines.lexicon.word_lists import word_lists

_P = patterns("shared_heads")
_W = word_lists("shared_heads")
_COUNTED = _W["counted"]
_HEADS = _P["heads"]
_PER_HEAD = _P["per_head"]
_BODY = patterns("naming")["body"]
_OF_BODY = patterns("naming")["of_body"]


def _body_of(parts: list[str]) -> str:
    """规模以上工业实现销售收入、利税、利润: the body whose quantities all members are, which the first one names."""
    body = _BODY.match(parts[0])
    if body is None or not all(map(_OF_BODY.fullmatch, parts[1:])):
        return ""
    return body.group() if _OF_BODY.fullmatch(parts[0][body.end() :]) else ""


def shared_head(parts: list[str], tail: str) -> str:
    """What the first member says for all: a body, a scope (铁路旅客、货物到发量) or all but its last noun (…能耗、水耗).

    >>> shared_head(["铁路旅客", "货物到发量"], "到发量"), shared_head(["粮食产量", "蔬菜产量"], "产量")
    ('铁路', '')
    """
    return _body_of(parts) or per_head(parts) or _before_rate(parts) or _before_noun(parts) or _scope(parts, tail)


def per_head(parts: list[str]) -> str:
    """What is counted per so many people, where the members count those who care for patients, or their beds.

    >>> per_head(["每千人床位数", "医生数"]), per_head(["每万人口发明专利拥有量", "食用菌产量"])
    ('每千人', '')
    """
    found = _PER_HEAD.match(parts[0]) if parts[-1].endswith(_COUNTED) else None
    return found.group() if found else ""


def _before_rate(parts: list[str]) -> str:
    """重点项目开工率、竣工率、投资完成率: what the rates are of."""
    first = parts[0]
    rates = [rate for rate in words("generic_heads") if rate.endswith("率") and first.endswith(rate)]
    own = max(rates, key=len, default="")
    if not own or len(first) <= len(own) + 1:
        return ""
    all_rates = all(len(part) <= 5 and part.endswith("率") and not canonical(part) for part in parts[1:])
    return first[: len(first) - len(own)] if all_rates else ""


def _before_noun(parts: list[str]) -> str:
    """万元地区生产总值能耗、水耗: the second of two is a short noun of the same kind as the end of the first."""
    first, last = parts[0], parts[-1]
    if len(parts) != 2 or last[-1] != first[-1] or len(last) > 4 or len(first) < len(last) + 4:
        return ""
    return first[: len(first) - len(last)] if canonical(last) is None else ""


def _scope(parts: list[str], tail: str) -> str:
    """铁路旅客、货物到发量: the scope that only the first member has."""
    first, last = parts[0], parts[-1]
    head = _HEADS.match(first)
    if not head or any(_HEADS.match(part) for part in parts[1:]):
        return ""
    bare = last[: len(last) - len(tail)] if tail else last
    return head.group() if len(bare) <= 3 and len(first) - head.end() <= 3 else ""
