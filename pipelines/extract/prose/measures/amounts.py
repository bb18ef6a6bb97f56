"""Percentage points, multiples and amounts: a change, a distance to another, a level or a flow."""

from __future__ import annotations

from pipelines.extract.prose.measures.model import (
    Reading,
    Words,
    has_no_verb,
    kind_of_verb,
    moves,
    rests,
    without_comparison,
    without_growth_noun,
)
from pipelines.extract.prose.predicates import strip_leading
from pipelines.extract.prose.rules import Rule, Table
from pipelines.lexicon.cues import words
from pipelines.lexicon.patterns import patterns
from pipelines.lexicon.word_lists import word_lists

_P = patterns("measures")
_W = word_lists("measures")
GAP = _P["gap"]
"""The distance to another place or time that the words before a number speak of."""
_GAP_THAN = _P["gap_than"]
_YEAR_ON_YEAR_GAP = _P["year_on_year_gap"]
_PULL = _P["pull"]
_TIMES_OF = _P["times_of"]
_ADDED_SINCE = _P["added_since"]
_EARLIER = _P["earlier"]
_EARLIER_AMOUNT = _P["earlier_amount"]
_RECOVERING = _P["recovering"]
_WORSE = _P["worse"]
_COMPARED_TO = _P["compared_to"]
_CUT_AMOUNT = _P["cut_amount"]
_CUTTING = frozenset("减简缩降消撤裁")  # a character of each verb of cutting: most names have none
_BEYOND_PLAN = _P["beyond_plan"]
_PLANS = _W["plans"]
_EFFORTS = _W["efforts"]
_ADDED = _W["added"]
_MORE = _W["more_added"]


# percentage points


def _gap(w: Words) -> Reading | None:
    since = _YEAR_ON_YEAR_GAP.search(w.pre)
    if since:  # 增速同比高0.2个百分点
        return Reading("change", 1 if since["up"] else -1, w.pre[: since.start()], "G11.gap")
    gap = _GAP_THAN.search(w.pre) or GAP.search(w.pre)
    if not gap:
        return None
    measure = "change" if _EARLIER.match(gap["ref"]) else "gap"
    return Reading(measure, 1 if gap["up"] else -1, w.pre[: gap.start()], "G11.gap")


def _points_moved(w: Words) -> Reading:
    if w.tail.verb in words("growth_nouns") and (gap := _gap(w)):
        return gap  # 高于全市平均增幅2.6个百分点
    pulled = "拉动" in w.tail.name and _PULL.search(w.tail.name + w.tail.verb)
    name = w.tail.name + w.tail.verb if pulled else without_comparison(w.tail.name)
    return Reading("change", w.sign, without_growth_noun(name)[0], "G11.change")


def _points_pulled(w: Words) -> Reading | None:
    return Reading("change", 1, w.tail.name, "G11.pull") if "拉动" in w.pre or "贡献" in w.pre else None


def _points_worse(w: Words) -> Reading | None:
    name = _RECOVERING.sub("", w.tail.name)
    return Reading("change", -1, name[:-2], "G11.change") if _WORSE.search(name) else None


def _points(w: Words) -> Reading:
    return Reading("change", 1, _RECOVERING.sub("", w.tail.name), "G11.change")


# multiples


def _multiplied(w: Words) -> Reading | None:
    """增长5.4倍 is a growth in 倍; 是上年的2.9倍 and 提高到2.9倍 are multiples."""
    if _TIMES_OF.search(w.pre):
        return None
    return Reading("growth", w.sign, without_growth_noun(without_comparison(w.tail.name))[0], "G1.growth")


def _times(w: Words) -> Reading:
    than = _TIMES_OF.search(w.pre)
    name = w.pre[: than.start()] if than else w.tail.name
    return Reading("multiple", 1, _COMPARED_TO.sub("", name), "G17.multiple")


# amounts


def _changed(w: Words) -> Reading:
    name = without_comparison(w.tail.name)
    if w.tail.verb in _MORE:  # 比年初增加5亿元，同比少增2亿元: the increase, not the amount, has become less
        return Reading("change", _MORE[w.tail.verb], f"{name}\x00增加额", "G11.change")
    if not name and w.tail.name.startswith(("与", "同")):
        name = w.tail.name  # 与2024年同比事故起数减少2起: the name stands behind what it is compared with
    return Reading("change", w.sign, name, "G11.change")


def _pushed(w: Words) -> Reading | None:
    """加快3条高速公路建设: a verb of effort with its object behind the number moves nothing by so many."""
    pushed = w.tail.verb in _EFFORTS and not w.tail.name.strip("，、 ") and w.dimension in ("count", "")
    return Reading("level", 1, "", "G3.flow") if pushed and w.behind else None


def _cut_amount(w: Words) -> Reading | None:
    """削减审批事项62项: what is cut, and by how many."""
    cut = None if _CUTTING.isdisjoint(w.tail.name) else _CUT_AMOUNT.search(w.tail.name)
    return Reading("change", -1, cut["object"], "G11.cut") if cut and w.dimension else None


def _net(w: Words) -> Reading | None:
    name = w.tail.name
    if not (name.endswith(_ADDED) or strip_leading(name).startswith("净增")):
        return None
    return Reading("change", -1 if name.endswith("净减") else 1, name, "G3.net")


def _added_since(w: Words) -> Reading | None:
    since = _ADDED_SINCE.search(w.tail.name)
    sign = -1 if since and since.group().endswith("减") else 1
    return Reading("change", sign, w.tail.name[: since.start()], "G3.net") if since else None


def _amount_than(w: Words) -> Reading | None:
    than = _GAP_THAN.search(w.tail.name) if w.dimension else None
    if not than:
        return None
    measure = "change" if _EARLIER_AMOUNT.match(than["ref"]) else "gap"
    return Reading(measure, 1 if than["up"] else -1, w.tail.name[: than.start()], "G11.gap")


def _beyond_plan(w: Words) -> Reading | None:
    """超额完成年度任务2.1亿元, 超出计划6000万元: by so much more than was planned."""
    beyond = _BEYOND_PLAN.search(w.pre) if w.dimension and w.pre.endswith(_PLANS) else None
    return Reading("gap", -1 if beyond["down"] else 1, w.pre[: beyond.start()], "G11.gap") if beyond else None


def _level(w: Words) -> Reading:
    return Reading("level", 1, w.tail.name, "G2.level" if w.tail.kind == "level" else "G3.flow")


POINTS = Table(
    "measures.points",
    (
        Rule("gap", "高于全省1.2个百分点, 比全国低…: against another place or time", _gap, rests),
        Rule("moved", "提高1.2个百分点; what pulled growth keeps its verb", _points_moved, moves),
        Rule("pulled", "拉动增长1.2个百分点 without a verb before the number", _points_pulled),
        Rule("worse", "恶化, 走低 without a verb of falling", _points_worse),
        Rule("else", "points are a change", _points),
    ),
    of=kind_of_verb,
)
MULTIPLES = Table(
    "measures.multiples",
    (
        Rule("grown", "增长1.4倍: a growth", _multiplied, moves),
        Rule("else", "是上年的2.4倍", _times),
    ),
    of=kind_of_verb,
)
AMOUNTS = Table(
    "measures.amounts",
    (
        Rule("pushed", "加快3条高速公路建设", _pushed, bool),
        Rule("changed", "增加12家, 减少3天", _changed, moves),
        Rule("cut", "削减审批事项62项: a verb of cutting with its object", _cut_amount, has_no_verb),
        Rule("since", "比年初新增76亿元, 比2020年净增65家", _added_since, has_no_verb),
        Rule("net", "净增12家", _net, has_no_verb),
        Rule("than", "比全省多3天", _amount_than, has_no_verb),
        Rule("beyond_plan", "超额完成年度任务2.1亿元: by how much more than was planned", _beyond_plan),
        Rule("else", "a level, or a flow", _level),
    ),
    of=kind_of_verb,
)
