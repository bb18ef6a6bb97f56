"""Ranks: which number behind 第 is a place among others, and of what (G12)."""

from __future__ import annotations

from pipelines.lexicon.patterns import patterns

_P = patterns("ranks")
_VERB = _P["verb"]
_FIELD = _P["field"]

BEGAN = _P["began"]
_TAIL = _P["tail"]


def _subject(text: str) -> str:
    """The subject without the field and the noun of the rank."""
    return _TAIL.sub("", _TAIL.sub("", text))


_LIST = _P["list"]
_LISTED = _P["listed"]


def is_ranking(name: str) -> bool:
    """Whether a name is that of a ranking, whose 全国 is part of it.

    >>> is_ranking("全国投资潜力百强区"), is_ranking("总量")
    (True, False)
    """
    return ("强" in name or "榜" in name) and _LISTED.fullmatch(name) is not None


def rank_subject(pre: str) -> tuple[str, bool]:
    """What is ranked, from the words before the number, and whether they speak of a rank at all.

    >>> rank_subject("总量位居主城都市区"), rank_subject("增速全省"), rank_subject("召开")
    (('总量', True), ('增速', True), ('', False))
    >>> rank_subject("临江重工跃居全省民营企业百强榜")
    ('临江重工全省民营企业百强榜', True)
    >>> rank_subject("位居2024年全国投资潜力百强区")
    ('全国投资潜力百强区', True)
    """
    listed = _LISTED.fullmatch(pre) if "强" in pre or "榜" in pre else None
    if listed:
        return listed["list"], True
    match = _VERB.fullmatch(pre)
    if match and _LIST.search(match["field"]):
        return _subject(match["subject"]) + match["field"], True
    if match:
        return _subject(match["subject"]), True
    match = _FIELD.fullmatch(pre)
    if match:
        return _subject(match["subject"]), True
    return "", False
