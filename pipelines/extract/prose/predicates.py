"""The words between a name and its number: which verb, which qualifier, which adverbs.

`read_tail("存贷款规模突破")` says that the name is 存贷款规模, the verb a level and the qualifier gt. Words are taken off the
end one after the other, so that 预计分别增长 is read as an adverb, an adverb and a growth.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from pipelines.lexicon.cues import cues, words
from pipelines.lexicon.patterns import patterns
from pipelines.lexicon.units import trie_pattern

_P = patterns("predicates")
_ADDED = _P["added"]
_FROM_PLAN = _P["from_plan"]


@dataclass(slots=True)
class Tail:
    """What stands between a name and its number.

    `name` is the text before, `kind` grow | fall | level | '' (no verb), `verb` the word, `qualifier` from the words
    before the number, `adverbs` all adverbs taken off (分别, 均, 同比, 预计 …).
    """

    name: str
    kind: str = ""
    verb: str = ""
    qualifier: str = ""
    adverbs: tuple[str, ...] = ()


@cache
def _kinds() -> dict[str, str]:
    kinds: dict[str, str] = {}
    for word in words("adverb"):
        kinds[word] = "adverb"
    for word in words("estimate"):
        kinds[word] = "adverb"
    for word in words("level"):
        kinds[word] = "level"
    for word in words("grow"):
        kinds[word] = "grow"
    for word in words("fall"):
        kinds[word] = "fall"
    for group in cues()["qualifier_before"].values():
        for word in group:
            kinds.setdefault(word, "qualifier")
    return kinds


@cache
def _qualifiers() -> dict[str, str]:
    return {word: code for code, group in cues()["qualifier_before"].items() for word in group}


@cache
def _reversed_word() -> re.Pattern[str]:
    guards = cues()["not_after"]
    return re.compile(trie_pattern({w[::-1]: f"[{guards[w]}]" if guards.get(w) else "" for w in _kinds()}))


@cache
def _leading() -> re.Pattern[str]:
    drop = dict.fromkeys(words("adverb", "estimate") - words("keep_in_name"), "")
    drop |= dict.fromkeys(
        (
            "，",
            "、",
            "：",
            " ",
            "—",
            "的",
            "是",
            "即",
            "并",
            "和",
            "及",
            "以及",
            "与",
            "等",
            "使",
            "让",
            "至",
            "到",
            "了",
        ),
        "",
    )
    drop |= dict.fromkeys(("上半年", "下半年", "前三季度", "一季度", "二季度", "三季度", "四季度"), "")
    drop["等"] = "级|额|次|离|待|效|腰|候|于|价|温|份"
    drop["和"] = "美|谐|平|田|气|睦|解|县|顺|静|林|硕"
    drop["及"] = "时"
    drop["与"] = "会"
    drop["并"] = "网|购|联|轨|行"
    drop["到"] = "户|发|位|账|港|岗|期|村|站|访"
    drop["至"] = "少|今"
    drop["的"] = "士"
    drop["是"] = "非"
    drop["使"] = "用|馆|命|者"
    drop["即"] = "办|时|墨"
    drop["要"] = "素|求|闻|件|道|点|事"
    drop["将"] = "军|来|台|乐"
    drop["共"] = "享|建|同|治|青|富|有|产|和|管|赢|育|生|商|融|计|招"
    drop["各"] = "类|级|项|族|界|地|镇|区|县|种|村|街|部|行|方|民|校|乡|市|单"
    drop["近"] = "海|郊|远|视|岸|零"
    drop["约"] = "谈|束|定|会"
    drop["再"] = "生|贷|就业|担|投|融|提|造|制|贴|教|次"
    drop["已"] = "建(?![成立设起好])|在建|知|婚|故|脱贫人"
    drop["目前"] = ""
    drop["连续"] = "性"
    drop["分别"] = ""
    drop["实际"] = "使用|利用|到位|完成|投资|控制|在|到|运"
    drop["预期"] = "目标|寿命|值|性"
    drop["计划"] = "投资|总投资|生育|单列|经济|内|外"
    drop["全面"] = ""
    drop["期间"] = ""
    drop["基本"] = (
        "养老|医疗|医保|工伤|失业|生育保险|参保|户型|险种|电价|农作|公共|农田|药物|建设|民生|生活|支出|财力|单位|金|盘|殖|面|住|消|药|保|险|口粮|运行|实现"
    )
    drop["总体"] = "规划|方案|设计|布局|经营"
    drop["积极"] = "性|分子|老龄"
    drop["深入"] = ""
    drop["有序"] = "用|充"
    drop["有效"] = "投资|发明|专利|供|灌|投|注|期|需|申|商|高"
    drop["首次"] = ""
    drop["确保"] = ""
    drop["争取"] = "中央|上级|专项|资金|各类|到|国家|市级|省级|政策|项目|债|预算|补助|财政|“"
    drop["加力"] = ""
    drop["每年"] = ""
    drop["全市"] = "级"
    drop["全区"] = "域"
    drop["全程"] = "网办|电子"
    drop["同口径"] = "一般公共预算|税收|财政"
    drop["高标准"] = "农田|厂房"
    drop["经过"] = ""
    drop["届时"] = ""
    drop["去年"] = "同期|末|底"
    drop["上年"] = "同期|末|底|结转|结余"
    drop["历经"] = ""
    drop["当年"] = "投资|完成|实际"
    drop["同时"] = ""
    drop["有望"] = ""
    drop["合计"] = "生育"
    drop["总计"] = ""
    drop["稳步"] = ""
    drop["大力"] = "神"
    return re.compile(trie_pattern(drop))


def strip_leading(text: str) -> str:
    """A name without the adverbs, scopes and connectors in front of it.

    >>> strip_leading("全年共接待游客"), strip_leading("其中，城镇居民"), strip_leading("有效发明专利")
    ('接待游客', '城镇居民', '有效发明专利')
    >>> strip_leading("加上年结转收入"), strip_leading("减去上解支出"), strip_leading("加工贸易出口")
    ('上年结转收入', '上解支出', '加工贸易出口')
    """
    pattern = _leading()
    position = 0
    while True:
        match = pattern.match(text, position)
        if (not match or match.end() == position) and text[position : position + 1] in ("加", "减", "再"):
            match = _ADDED.match(text, position)
        if not match or match.end() == position:
            return text[position:] if position else text
        position = match.end()


@cache
def read_tail(text: str) -> Tail:
    """Take the words before a number off its name.

    >>> t = read_tail("茶叶、花椒产量分别增长"); t.name, t.kind, t.adverbs
    ('茶叶、花椒产量', 'grow', ('分别',))
    >>> t = read_tail("城镇调查失业率控制在"); t.name, t.kind
    ('城镇调查失业率', 'level')
    """
    if text in words("flow_verbs") and text not in _kinds():
        return Tail(text)  # 改造提升 is one verb, not 改造 that rises
    kinds, qualifiers, pattern = _kinds(), _qualifiers(), _reversed_word()
    reverse = text[::-1]
    position, end = 0, len(text)
    tail = Tail(text)
    adverbs: list[str] = []
    while position < end:
        match = pattern.match(reverse, position)
        if not match or match.end() == position:
            break
        word = match.group()[::-1]
        kind = kinds[word]
        if kind == "adverb" and tail.kind and word in _KEPT_BEFORE_VERB:
            break
        if word in qualifiers:
            tail.qualifier = tail.qualifier or qualifiers[word]
        if kind in ("grow", "fall") and tail.kind == "level" and tail.verb in _BEYOND:
            tail.kind, tail.verb = kind, word  # 增长超20%: the verb of growth rules
        elif kind in ("grow", "fall", "level"):
            if tail.kind:
                break
            tail.kind, tail.verb = kind, word
        elif kind == "adverb":
            adverbs.append(word)
        position = match.end()
        if tail.kind and reverse[position : position + 1] in "，、；：":
            break
    tail.name = text[: end - position]
    if tail.kind in ("grow", "fall") and "五" in tail.name:
        tail.name = _FROM_PLAN.sub("", tail.name)
    tail.adverbs = tuple(adverbs)
    return tail


_BEYOND = frozenset({"超", "超过", "突破", "逾", "达", "达到", "首超", "首破"})
_KEPT_BEFORE_VERB = frozenset({"新", "加快", "主要", "实际"})
