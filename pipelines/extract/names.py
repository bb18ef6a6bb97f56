"""Names of indicators from the words around a number.

A name keeps the source's own words and the verb that makes a flow of a stock (新增科技型企业), drops verbs that say only
that it was done (完成口袋公园建设 → 口袋公园建设), and takes its missing head from the figure before (金额 → 登记技术合同金额).
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from pipelines.extract.predicates import strip_leading
from pipelines.lexicon.cues import any_of, words

MAX_NAME = 40
"""Longer names are cut to their last part: what is longer is a clause, not a name."""

_HAN = re.compile(r"[\u4e00-\u9fffA-Za-z]")


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    flow = any_of("flow_verbs")
    return {
        "flow": re.compile(rf"{flow}(?:(?:和|、|并|及|或){flow})*"),
        "flow_inside": re.compile(rf"(?<=.){flow}"),
        "empty": re.compile(rf"{any_of('empty_verbs')}(?!率|度|额|情况)"),
        "preposition": re.compile(any_of("prepositions")),
        "predicate": re.compile(any_of("completion_predicates")),
        "end": re.compile(any_of("noun_end")),
    }


_LIST_CUT = re.compile(r"[，；：。]")
_PREPOSITION_OBJECT = re.compile(r"(?:等|体系|平台|机制|行动|方式|形式|路段|区域|领域|盲点|小区|部门|单位|企业|群众|群体|居民|项目|任务|[、，”》])$")
_TRAILING = re.compile(r"(?:[的等了、，：；\s—\-（(“]|其中|当中|方面)+$")
_UNSAID = re.compile(r"^(?:[、，：；。\s）)】”]|的)+")


def tidy(name: str) -> str:
    """A name without marks at its ends; an unpaired bracket or quotation mark goes too.

    >>> tidy("、“四好农村路”建设的"), tidy("（一期）工程"), tidy("万席）规模")
    ('“四好农村路”建设', '（一期）工程', '规模')
    """
    name = _UNSAID.sub("", name)
    name = _TRAILING.sub("", name)
    for opening, closing in (("（", "）"), ("(", ")"), ("“", "”"), ("《", "》")):
        if opening == "“" and name.startswith("“") is False and name.count("“") > name.count("”"):
            name = name.split("“", 1)[0] or name
        elif name.count(closing) > name.count(opening):
            name = name.split(closing, 1)[1] if name.find(opening) < 0 or name.find(closing) < name.find(opening) else name
        elif name.count(opening) > name.count(closing):
            name = name.rsplit(opening, 1)[0] if name.rfind(opening) else name[1:]
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


@lru_cache(maxsize=8192)
def phrase(text: str) -> str:
    """The verb and object, or the noun, that a stretch before a number ends in: modifiers in front are cut.

    >>> phrase("依托“一门受理、协同办理”体系发放救助金"), phrase("全年新增坐席")
    ('发放救助金', '新增坐席')
    >>> phrase("对脱贫户发展产业实施奖补"), phrase("在南大街、卧龙路等路段新改建路灯")
    ('对脱贫户发展产业实施奖补', '新改建路灯')
    """
    text = strip_leading(text)
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


def is_generic(name: str) -> bool:
    """Whether a name says nothing without the subject before it (金额, 总投资)."""
    return name in words("generic_heads")


@lru_cache(maxsize=8192)
def noun_behind(text: str, cut: bool) -> str:
    """The noun that a number counts, from the text behind it; '' where that begins with a verb or a mark.

    cut: end the noun where a predicate begins, because another number follows in the clause.

    >>> noun_behind("重点项目累计完成投资", True), noun_behind("项目建成投产", False), noun_behind("以上", False)
    ('重点项目', '项目建成投产', '')
    """
    if not text or not _HAN.match(text.lstrip("“（《(")) or text[0] in "的，、；。：）)":
        return ""
    patterns = _patterns()
    flow = patterns["flow"].match(text)
    if flow and flow.group() not in ("服务", "贷款", "培训", "改造", "演出", "投资", "建设", "发展", "通过", "送", "减", "绿化", "造林", "企业"):
        return ""
    if patterns["end"].match(text) and not text.startswith(("总", "在")):
        return ""
    noun = text
    if cut:
        for match in patterns["end"].finditer(text):
            if match.start() >= 2:
                noun = text[: match.start()]
                break
    return tidy(noun)


@cache
def _tails() -> re.Pattern[str]:
    return re.compile("(?:" + "|".join(sorted(words("shared_tails"), key=lambda w: (-len(w), w))) + ")$")


_AND = re.compile(r"、|以及|(?<![美谐平田])和(?!美|谐|平|解)|(?<![涉普波])及(?!以|时)|(?<!参)与(?!会)|，")


def _split_list(text: str) -> list[str]:
    """Members of a list; marks and connectors inside quotation marks and brackets do not cut."""
    hidden = re.sub(r"“[^”]*”|《[^》]*》|（[^）]*）|\([^)]*\)", lambda m: "〇" * len(m.group()), text)
    parts, start = [], 0
    for match in _AND.finditer(hidden):
        parts.append(text[start : match.start()])
        start = match.end()
    parts.append(text[start:])
    return [p for p in parts if p]


@lru_cache(maxsize=4096)
def members(text: str, count: int) -> tuple[str, ...] | None:
    """The subjects of a list of figures, each completed by the head and tail that the list shares.

    None where the text cannot be read as `count` members.

    >>> members("茶叶、花椒产量", 2)
    ('茶叶产量', '花椒产量')
    >>> members("城镇、农村居民人均可支配收入", 2)
    ('城镇居民人均可支配收入', '农村居民人均可支配收入')
    >>> members("铁路旅客、货物到发量", 2)
    ('铁路旅客到发量', '铁路货物到发量')
    >>> members("全区居民医疗保险参保率、基本养老保险参保率", 2)
    ('居民医疗保险参保率', '基本养老保险参保率')
    >>> members("生产安全事故", 2) is None
    True
    """
    parts = _split_list(strip_leading(text))
    if len(parts) < count:
        return None
    if len(parts) > count:
        parts = _regroup(parts, count)
        if parts is None:
            return None
    tail = _tails().search(parts[-1])
    completed = []
    for part in parts:
        own = _tails().search(part)
        completed.append(part if not tail or own or part is parts[-1] else part + tail.group())
    head = _shared_head(parts, tail.group() if tail else "")
    if head:
        completed = [completed[0], *(c if c.startswith(head) else head + c for c in completed[1:])]
    return tuple(tidy(strip_leading(c)) for c in completed)


def _regroup(parts: list[str], count: int) -> list[str] | None:
    """Join members so that there are `count` of them, where the split at commas alone gives that many."""
    return None


_HEADS = re.compile(r"^(?:铁路|公路|水路|航空|城镇|农村|全社会|规上工业|规上|工业|金融机构(?:本外币)?|高新技术|外贸|新增|全区|全市|全县|全省|固定资产|地方|人民币|本外币|民间|服务业|批发和零售业|第[一二三]产业)(?=[\u4e00-\u9fff]{2})")


def _shared_head(parts: list[str], tail: str) -> str:
    """A scope that the first member names for all (铁路旅客、货物到发量)."""
    if len(parts) < 2:
        return ""
    head = _HEADS.match(parts[0])
    if not head or any(_HEADS.match(p) for p in parts[1:]):
        return ""
    bare = parts[-1][: len(parts[-1]) - len(tail)] if tail else parts[-1]
    rest = parts[0][head.end() :]
    return head.group() if len(bare) <= 3 and len(rest) <= 3 else ""
