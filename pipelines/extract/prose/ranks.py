"""Ranks: which number behind 第 is a place among others, and of what (G12)."""

from __future__ import annotations

import re

_VERB = re.compile(
    r"(?P<subject>.*?)(?:分别|均|稳|继续|持续|连续[一二三四五六七八九十\d]*年|同时|仍|已|再次)*"
    r"(?:位居|位列|名列|排名|排位|排在|排序|分居|分列|跻身|进入|迈入|退至|退到|降至|滑落至|下滑至|前进至|上升为|跃居|跃升至|跃升到|跃升|升至|上升至|上升到|前移至|前移到|进位至|晋升至|提升至|提升到|稳居|保持在|保持|高居|居于|居|列|排|位于|位|为)"
    r"(?P<field>[^，。；]{0,14})$"
)
_FIELD = re.compile(
    r"(?P<subject>.*?)(?P<field>(?:全国|全省|全市|全区|全县|全州|西部|东部|中部|[\u4e00-\u9fff]{1,5}(?:地区|区县|县区|都市区|城市|县市|省市|省份|直辖市|同类|各区|各县))(?:同类[\u4e00-\u9fff]{0,6})?(?:的)?(?:排名|位次|位列)?(?:为)?)$"
)

_FROM_RANK = re.compile(r"[由从][^，。；]{0,12}第[\d一二三四五六七八九十]{1,3}位?$")
_FROM = re.compile(r"(?<!自)[由从]$")
_TAIL = re.compile(
    r"(?:在)?(?:全国|全省|全市|全州|全区|西部)(?:[\u4e00-\u9fff]{0,8}(?:中|里))?(?:的)?(?:排名|位次)?$|(?:排名|位次)$|(?:在)[\u4e00-\u9fff（、）\d]{2,18}(?:中|里)$"
)


def _subject(text: str) -> str:
    """The subject without the field and the noun of the rank, and without the rank it came from."""
    text = _FROM_RANK.sub("", text)
    return _FROM.sub("", _TAIL.sub("", _TAIL.sub("", text)))


_LIST = re.compile(r"(?:榜|榜单|名单|排行)$")


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
