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


def rank_subject(pre: str) -> tuple[str, bool]:
    """What is ranked, from the words before the number, and whether they speak of a rank at all.

    >>> rank_subject("总量位居主城都市区"), rank_subject("增速全省"), rank_subject("召开")
    (('总量', True), ('增速', True), ('', False))
    >>> rank_subject("临江重工跃居全省民营企业百强榜")
    ('临江重工全省民营企业百强榜', True)
    """
    match = _VERB.fullmatch(pre)
    if match and _LIST.search(match["field"]):
        return _subject(match["subject"]) + match["field"], True
    if match:
        return _subject(match["subject"]), True
    match = _FIELD.fullmatch(pre)
    if match:
        return _subject(match["subject"]), True
    return "", False
