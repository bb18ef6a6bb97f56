"""Names of indicators from the words around a number.

A name keeps the source's own words and the verb that makes a flow of a stock (新增科技型企业), drops verbs that say only
that it was done (完成口袋公园建设 → 口袋公园建设), and takes its missing head from the figure before (金额 → 登记技术合同金额).
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from pipelines.extract.prose.predicates import strip_leading
from pipelines.lexicon.cues import cues, words
from pipelines.lexicon.indicators import code_of_name
from pipelines.lexicon.patterns import patterns
from pipelines.lexicon.units import trie_pattern

_P = patterns("names")
EFFECT = _P["effect"]
"""What a subject does to the whole (拉动经济增长): it is the subject's figure, not the whole's."""
MAX_NAME = 40
"""Longer names are cut to their last part: what is longer is a clause, not a name."""

_HAN = _P["han"]


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    guards = cues()["flow_not_before"]
    flow = trie_pattern({verb: guards.get(verb, "") for verb in sorted(words("flow_verbs"))})
    return {  # the flow verbs are guarded one by one, which a list in a pattern cannot say
        "flow": re.compile(rf"{flow}(?:(?:和|、|并|及|或){flow})*"),
        "flow_inside": re.compile(rf"(?<=.){flow}"),  # guarded as well
        "empty": _P["empty"],
        "preposition": _P["preposition"],
    }


_PREPOSITION_OBJECT = _P["preposition_object"]
_DONE_BY = _P["done_by"]
_TRAILING = _P["trailing"]
_PRICED = _P["priced"]
_STREAK = _P["streak"]
_UNSAID = _P["unsaid"]
_RECKONED = _P["reckoned"]
_DATE = _P["date"]
_ASIDE = _P["aside"]
_AFFECTED = _P["affected"]
_BASIS = _P["basis"]
_CAUSED = _P["caused"]
_SPAN_LEAD = _P["span_lead"]
_YEARS_BEHIND = _P["years_behind"]
_LIST_OF = _P["list_of"]
_PAIRED = frozenset("“”（）()《》")
_LONG_LIST = 16
_LONG_NAME = 24


def canonical(name: str) -> str | None:
    """The code of a name in the catalogue, whatever was measured of it; None where it is not there."""
    return code_of_name(name)


@lru_cache(maxsize=8192)
def tidy(name: str) -> str:
    """A name without marks and dates at its ends; an unpaired bracket or quotation mark goes too.

    >>> tidy("、“四好农村路”建设的"), tidy("（一期）工程"), tidy("2024年城市建成区"), tidy("5.提升改造")
    ('“四好农村路”建设', '（一期）工程', '城市建成区', '提升改造')
    >>> tidy("地区生产总值②")
    '地区生产总值'
    """
    name = _UNSAID.sub("", name)
    if "年" in name or "月" in name:
        name = _DATE.sub("", name)
    if "五" in name or name.startswith(("按", "最终")):
        name = _RECKONED.sub("", name)
    name = _STREAK.sub("", _PRICED.sub("", _TRAILING.sub("", name))) or name
    if _PAIRED.isdisjoint(name):
        return name
    if name.count("“") > name.count("”"):
        name = name.replace("“", "", 1) if name.startswith("“") else name.split("“", 1)[0] or name
    for opening, closing in (("（", "）"), ("(", ")"), ("《", "》")):
        if name.count(closing) > name.count(opening):
            name = name.split(closing, 1)[1] or name.replace(closing, "")
        elif name.count(opening) > name.count(closing):
            name = name.rsplit(opening, 1)[0] if name.rfind(opening) else name[1:]
    return name


@lru_cache(maxsize=8192)
def shorten(name: str) -> str:
    """A name of readable length: a long list of examples before 等 goes, then a long clause before 的.

    >>> shorten("引进追觅智能房车零碳产业园、瞰瞰智能驾驶视觉研发等项目"), shorten("新建成智慧环保等场景")
    ('引进项目', '新建成智慧环保等场景')
    """
    if len(name) > _LONG_LIST:
        listed = _LIST_OF.match(name)
        if listed and len(listed["list"]) > (_LONG_LIST if len(listed["noun"]) < 6 else 8):
            verb, _ = split_verb(listed["list"])
            name = verb + listed["noun"]
    if len(name) > _LONG_NAME and "的" in name[:-4]:
        rest = name.rsplit("的", 1)[1]
        if len(rest) >= 4:
            name = rest
    return name[-MAX_NAME:] if len(name) > MAX_NAME else name


def has_words(text: str) -> bool:
    """Whether there is anything in the text that could be a name."""
    return bool(_HAN.search(text))


@lru_cache(maxsize=8192)
def split_verb(text: str) -> tuple[str, str]:
    """The flow verb that a phrase begins with, and the rest.

    >>> split_verb("新增科技型企业"), split_verb("城镇新增就业"), split_verb("新建和改建城乡供水管网")
    (('新增', '科技型企业'), ('', '城镇新增就业'), ('新建和改建', '城乡供水管网'))
    """
    match = _patterns()["flow"].match(text)
    return (match.group(), text[match.end() :]) if match else ("", text)


def short_lead(text: str) -> str:
    """A long lead up to its first flow verb (会展中心举办…启动会 → 会展中心举办); '' where that is long too.

    >>> short_lead("会展中心举办川渝科创走廊行动启动会")
    '会展中心举办'
    """
    match = _patterns()["flow_inside"].search(text)
    return text[: match.end()] if match and match.end() <= 12 else ""


def _without_lead(text: str) -> str:
    """Without the basis, the cause and the parts (包括民营医院在内的) that stand in front of a name."""
    if "基础上" in text:
        text = _BASIS.sub("", text)
    if "使" in text:
        text = _CAUSED.sub("", text)
    return text.rpartition("在内的")[2] or text if "在内的" in text[2:] else text


@lru_cache(maxsize=8192)
def phrase(text: str) -> str:
    """The verb and object, or the noun, that a stretch before a number ends in: modifiers in front are cut.

    >>> phrase("依托“一门受理、协同办理”体系发放救助金"), phrase("全年新增坐席")
    ('发放救助金', '新增坐席')
    >>> phrase("对脱贫户发展产业实施奖补"), phrase("在南大街、卧龙路等路段新改建路灯")
    ('对脱贫户发展产业实施奖补', '新改建路灯')
    """
    if "五" in text[:6]:
        text = _SPAN_LEAD.sub("", text)
    if text.endswith("年"):
        text = _YEARS_BEHIND.sub("", text)
    if "（" in text or "(" in text:
        text = _ASIDE.sub("", text)
    if "年" in text or "月" in text:
        text = _DATE.sub("", text)
    if "预计" in text[2:]:
        text = text.replace("预计", "")
    text = strip_leading(_AFFECTED.sub("", text) if "受" in text or "因素" in text else text)
    text = _without_lead(text)
    done = _DONE_BY.match(text)
    if done:
        text = strip_leading(text[done.end() :])
    patterns = _patterns()
    if patterns["preposition"].match(text):
        for match in patterns["flow_inside"].finditer(text):
            left = text[: match.start()]
            if _PREPOSITION_OBJECT.search(left) and match.end() < len(text):
                return text[match.start() :]
    return text


@lru_cache(maxsize=8192)
def without_empty_verb(text: str) -> str:
    """The name without a verb that says only that it was done, unless nothing would be left.

    >>> without_empty_verb("完成口袋公园建设"), without_empty_verb("完成率"), without_empty_verb("实施")
    ('口袋公园建设', '完成率', '实施')
    """
    while True:
        match = _patterns()["empty"].match(text)
        rest = text[match.end() :] if match else ""
        if not match or len(rest) < 2:
            return text
        text = strip_leading(rest)


def is_empty(text: str) -> bool:
    """Whether words say only that something was done: 完成 of 完成排名第6位.

    >>> is_empty("完成"), is_empty("完成投资")
    (True, False)
    """
    return _patterns()["empty"].fullmatch(text) is not None


_RUN_IN = _P["run_in"]
_REACHED_INSIDE = _P["reached_inside"]
_SAID_INSIDE = _P["said_inside"]
_SUMMED = _P["summed"]


def without_inner_verb(name: str) -> str:
    """A name without a verb of reaching between a branch and what was measured of it.

    >>> without_inner_verb("建材行业实现增加值"), without_inner_verb("长流村实现收入")
    ('建材行业增加值', '长流村实现收入')
    """
    return _REACHED_INSIDE.sub("", name)


@lru_cache(maxsize=8192)
def known_part(name: str) -> str:
    """The name of the catalogue that a longer name holds: behind a heading that ran into the sentence, or without a verb.

    >>> known_part("国民经济全年实现地区生产总值"), known_part("一产实现增加值"), known_part("长流村实现收入")
    ('地区生产总值', '一产增加值', '长流村实现收入')
    >>> known_part("规上工业全年产值"), known_part("一般公共预算收入加上上级补助收入")
    ('规上工业产值', '上级补助收入')
    """
    name = _SUMMED.sub("", name)
    if canonical(name) is not None:
        return name
    shorter = (_RUN_IN.sub("", name, 1), _SAID_INSIDE.sub("", name, 1), name.replace("全年", ""))
    return next((part for part in shorter if part != name and canonical(part) is not None), name)


def is_generic(name: str) -> bool:
    """Whether a name says nothing without the subject before it (金额, 总投资)."""
    return name in words("generic_heads")


@cache
def tails() -> re.Pattern[str]:
    """The quantity nouns that names end in (产量, 增加值) and that members of a list share."""
    return _P["shared_tail"]


def root_of(name: str) -> str:
    """A name without the quantity noun at its end, for the next one to take its place (粮食种植面积 → 粮食).

    >>> root_of("粮食种植面积"), root_of("面积")
    ('粮食', '面积')
    """
    tail = tails().search(name)
    return name[: tail.start()] if tail and tail.start() >= 2 else name
