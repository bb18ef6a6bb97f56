"""Measure and sign of a figure from its unit and the words before it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from pipelines.extract.prose.predicates import Tail, strip_leading
from pipelines.extract.prose.rules import Rule, Table
from pipelines.lexicon.cues import words
from pipelines.lexicon.indicators import code_of_name, indicators
from pipelines.lexicon.patterns import patterns
from pipelines.lexicon.units import unit_of
from pipelines.lexicon.word_lists import word_lists


@dataclass(slots=True)
class Reading:
    """measure, sign (1 or -1; 0 for what got better, whichever way that is), the name it is of, and the rule that read it."""

    measure: str
    sign: int
    name: str
    rule: str


_P = patterns("measures")
_W = word_lists("measures")
_GAP = _P["gap"]
_GAP_THAN = _P["gap_than"]
_CUT_OBJECT = _P["cut_object"]
_GROWTH_NOUN = _P["growth_noun"]
_BETTER = _P["better"]
_GROWTH_BEHIND = _P["growth_behind"]
_FALL_NOUN = _P["fall_noun"]
_COMPLETION = _P["completion"]
_PLAN_ALONE = _P["plan_alone"]
_RECOVERED = _P["recovered"]
_PROPORTION = _P["proportion"]
_OCCUPY = _P["occupy"]
_PULL = _P["pull"]
_TIMES_OF = _P["times_of"]
_RATE = _P["rate"]
_MOVES = frozenset(_W["moves"])
_ADDED_SINCE = _P["added_since"]
_EARLIER = _P["earlier"]
_EARLIER_AMOUNT = _P["earlier_amount"]
_RECOVERING = _P["recovering"]
_WORSE = _P["worse"]
_YEAR_ON_YEAR = _W["year_on_year"]
_KEPT_GROWTH = _P["kept_growth"]
_KEPT = _W["kept"]
_COMPARED_TO = _P["compared_to"]
_CUT_AMOUNT = _P["cut_amount"]
_CUTTING = frozenset("减简缩降消撤裁")  # a character of each verb of cutting: most names have none
_EFFORTS = _W["efforts"]
_ADDED = _W["added"]


def dimension(unit: str) -> str:
    """The dimension of a printed unit; '' for none, 'unknown' for one that the table does not know."""
    if not unit:
        return ""
    known = unit_of(unit)
    return known.dimension if known else ("" if unit in _W["magnitudes"] else "unknown")


_COMPARISON = _P["comparison"]


def without_comparison(name: str) -> str:
    """A name without what it is compared with: 增速较一季度 → 增速.

    >>> without_comparison("增速较一季度"), without_comparison("降幅比1—10月")
    ('增速', '降幅')
    """
    return _COMPARISON.sub("", name)


def without_growth_noun(name: str) -> tuple[str, int]:
    """A name without the noun that says growth, and the sign of that; 0 where it has none.

    >>> without_growth_noun("投资增速"), without_growth_noun("能耗降幅"), without_growth_noun("覆盖率")
    (('投资', 1), ('能耗', -1), ('覆盖率', 0))
    """
    match = _GROWTH_NOUN.search(name)
    if match and match.start():
        return name[: match.start()], 1
    match = _FALL_NOUN.search(name)
    if match and match.start():
        return name[: match.start()], -1
    return name, 0


@dataclass(frozen=True, slots=True)
class Words:
    """What stands around a number: the words before it, the same read by read_tail, its dimension, the words behind."""

    pre: str
    tail: Tail
    dimension: str
    behind: str

    @property
    def sign(self) -> int:
        return -1 if self.tail.kind == "fall" else 1

    @property
    def moved(self) -> bool:
        return self.tail.kind in ("grow", "fall")


def read_measure(pre: str, tail: Tail, unit: str, behind: str = "") -> Reading:
    """What kind of figure stands behind `pre`.

    pre: the words before the number; tail: the same, read by read_tail; unit: as printed; behind: the words after it.
    """
    words_ = Words(pre, tail, dimension(unit), behind)
    table = _OF_DIMENSION.get(words_.dimension, AMOUNTS)
    if words_.dimension == "index" and _GAP.search(pre):
        table = POINTS  # 指数比上年高2.1点
    reading = table.first(words_)
    assert reading is not None, "the last rule of each table reads everything"
    return reading


def better_sign(name: str) -> int:
    """-1 where the catalogue says that less of it is better, else 1.

    >>> better_sign("PM2.5平均浓度"), better_sign("空气质量优良天数")
    (-1, 1)
    """
    code = code_of_name(name)
    return -1 if code is not None and indicators()[code].direction == "down" else 1


def _is_amount(name: str) -> bool:
    """Whether the catalogue knows a name as something that is no percentage (全员劳动生产率)."""
    code = code_of_name(name)
    return code is not None and "percent" not in indicators()[code].dimensions


# percentage points


def _gap(w: Words) -> Reading | None:
    gap = None if w.moved else _GAP_THAN.search(w.pre) or _GAP.search(w.pre)
    if not gap:
        return None
    measure = "change" if _EARLIER.match(gap["ref"]) else "gap"
    return Reading(measure, 1 if gap["up"] else -1, w.pre[: gap.start()], "G11.gap")


def _points_moved(w: Words) -> Reading | None:
    if not w.moved:
        return None
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
    if not w.moved or _TIMES_OF.search(w.pre):
        return None
    return Reading("growth", w.sign, without_growth_noun(without_comparison(w.tail.name))[0], "G1.growth")


def _times(w: Words) -> Reading:
    than = _TIMES_OF.search(w.pre)
    name = w.pre[: than.start()] if than else w.tail.name
    return Reading("multiple", 1, _COMPARED_TO.sub("", name), "G17.multiple")


# percentages


def _rate_moved(w: Words) -> Reading | None:
    if not w.moved or w.tail.verb not in _MOVES:
        return None
    name, _ = without_growth_noun(without_comparison(w.tail.name))
    return Reading("change", w.sign, name, "G11.rate") if _RATE.search(name) and not _is_amount(name) else None


def _grown(w: Words) -> Reading | None:
    if not w.moved:
        return None
    return Reading("growth", w.sign, without_growth_noun(without_comparison(w.tail.name))[0], "G1.growth")


def _recovered(w: Words) -> Reading | None:
    found = _RECOVERED.search(w.pre)
    return Reading("share", 1, f"{w.pre[: found.start()]}\x00恢复到{found['of']}", "G9.recovery") if found else None


def _improved(w: Words) -> Reading | None:
    better = _BETTER.search(w.tail.name) if not w.tail.kind else None
    return Reading("growth", 0, without_comparison(w.tail.name[: better.start()]), "G1.growth") if better else None


def _growth_behind(w: Words) -> Reading | None:
    kept = w.tail.verb in _KEPT and _KEPT_GROWTH.match(w.behind)  # 保持20%以上增长
    if not kept and not _GROWTH_BEHIND.match(w.behind):
        return None
    name, sign = without_growth_noun(w.tail.name)
    return Reading("growth", sign or 1, name, "G1.behind")


def _completion(w: Words) -> Reading | None:
    found = _COMPLETION.search(w.pre)
    if not found:
        return None
    if found["verb"] in ("占", "约占") and found["of"].endswith(_W["wholes"]):
        return None  # a share of a whole, not of a plan
    whole = found["verb"] in _W["takes_up"] and _PLAN_ALONE.match(found["of"])
    if not (found["tail"] or whole or found["verb"] in ("完成", "实现") and found["of"]):
        return None
    return Reading("share", 1, f"{w.pre[: found.start()]}\x00{found['of']}完成率", "G10.completion")


def _growth_noun(w: Words) -> Reading | None:
    name, sign = without_growth_noun(w.tail.name)
    return Reading("growth", sign, name, "G1.growth_noun") if sign else None


def _growth_noun_alone(w: Words) -> Reading | None:
    falls = w.tail.name in words("fall_nouns")
    found = falls or w.tail.name in words("growth_nouns")
    return Reading("growth", -1 if falls else 1, "", "G1.growth_noun") if found else None


def _cut_object(w: Words) -> Reading | None:
    cut = _CUT_OBJECT.search(w.tail.name) if not w.tail.kind else None
    if not cut:
        return None
    name = w.tail.name[: cut.start()] + cut["object"]
    return Reading("change", -1, name, "G11.rate") if _RATE.search(name) else Reading("growth", -1, name, "G1.cut")


def _elided(w: Words) -> Reading | None:
    compared = not w.tail.kind and any(a.startswith(_YEAR_ON_YEAR) for a in w.tail.adverbs)
    return Reading("growth", 1, w.tail.name, "G1.elided") if compared else None


def _proportion(w: Words) -> Reading | None:
    found = _PROPORTION.search(w.pre)
    if not found or _OCCUPY.match(w.pre, found.start()) or w.pre[: found.start()].endswith(("侵", "强")):
        return None
    return Reading("share", 1, f"{w.pre[: found.start()]}\x00占{found['of'].rstrip('的')}", "G9.proportion")


def _share(w: Words) -> Reading:
    return Reading("share", 1, w.tail.name, "G9.share")


# amounts


def _changed(w: Words) -> Reading | None:
    return Reading("change", w.sign, w.tail.name, "G11.change") if w.moved else None


def _pushed(w: Words) -> Reading | None:
    """加快3条高速公路建设: a verb of effort with its object behind the number moves nothing by so many."""
    pushed = w.tail.verb in _EFFORTS and not w.tail.name.strip("，、 ") and w.dimension in ("count", "")
    return Reading("level", 1, "", "G3.flow") if pushed and w.behind else None


def _cut_amount(w: Words) -> Reading | None:
    """削减审批事项62项: what is cut, and by how many."""
    cut = None if w.tail.kind or _CUTTING.isdisjoint(w.tail.name) else _CUT_AMOUNT.search(w.tail.name)
    return Reading("change", -1, cut["object"], "G11.cut") if cut and w.dimension else None


def _net(w: Words) -> Reading | None:
    name = w.tail.name
    if w.tail.kind or not (name.endswith(_ADDED) or strip_leading(name).startswith("净增")):
        return None
    return Reading("change", -1 if name.endswith("净减") else 1, name, "G3.net")


def _added_since(w: Words) -> Reading | None:
    since = _ADDED_SINCE.search(w.tail.name) if not w.tail.kind else None
    return Reading("change", 1, w.tail.name[: since.start()], "G3.net") if since else None


def _amount_than(w: Words) -> Reading | None:
    than = _GAP_THAN.search(w.tail.name) if not w.tail.kind and w.dimension else None
    if not than:
        return None
    measure = "change" if _EARLIER_AMOUNT.match(than["ref"]) else "gap"
    return Reading(measure, 1 if than["up"] else -1, w.tail.name[: than.start()], "G11.gap")


def _level(w: Words) -> Reading:
    return Reading("level", 1, w.tail.name, "G2.level" if w.tail.kind == "level" else "G3.flow")


POINTS = Table(
    "measures.points",
    (
        Rule("gap", "高于全省1.2个百分点, 比全国低…: against another place or time", _gap),
        Rule("moved", "提高1.2个百分点; what pulled growth keeps its verb", _points_moved),
        Rule("pulled", "拉动增长1.2个百分点 without a verb before the number", _points_pulled),
        Rule("worse", "恶化, 走低 without a verb of falling", _points_worse),
        Rule("else", "points are a change", _points),
    ),
)
MULTIPLES = Table(
    "measures.multiples",
    (
        Rule("grown", "增长1.4倍: a growth", _multiplied),
        Rule("else", "是上年的2.4倍", _times),
    ),
)
PERCENTAGES = Table(
    "measures.percentages",
    (
        Rule("rate_moved", "覆盖率提高3%: the points of a rate, printed as %", _rate_moved),
        Rule("grown", "增长, 下降 before the number", _grown),
        Rule("recovered", "恢复到上年同期的95%", _recovered),
        Rule("improved", "浓度改善8%: less of it, where less is better", _improved),
        Rule("behind", "6%的增长: the noun behind the number", _growth_behind),
        Rule("completion", "完成年度计划的93%", _completion),
        Rule("noun", "增速6%, 降幅4%", _growth_noun),
        Rule("noun_alone", "the same noun without a name in front", _growth_noun_alone),
        Rule("cut", "减时间80%: a verb of cutting with its object", _cut_object),
        Rule("elided", "同比6%: the verb is understood", _elided),
        Rule("proportion", "占地区生产总值比重", _proportion),
        Rule("else", "a percentage that is a level", _share),
    ),
)
AMOUNTS = Table(
    "measures.amounts",
    (
        Rule("pushed", "加快3条高速公路建设", _pushed),
        Rule("changed", "增加12家, 减少3天", _changed),
        Rule("cut", "削减审批事项62项: a verb of cutting with its object", _cut_amount),
        Rule("net", "净增12家", _net),
        Rule("since", "比年初新增76亿元", _added_since),
        Rule("than", "比全省多3天", _amount_than),
        Rule("else", "a level, or a flow", _level),
    ),
)
_OF_DIMENSION = {"percentage_point": POINTS, "multiple": MULTIPLES, "percent": PERCENTAGES}


def signed(value: Decimal, sign: int, negative: bool) -> Decimal:
    """The value with the sign of its verb; a printed minus behind a verb of growth stays a minus.

    >>> signed(Decimal("8.7"), 1, True), signed(Decimal("4"), -1, False)
    (Decimal('-8.7'), Decimal('-4'))
    """
    if negative:
        return -value if sign > 0 else value * -1
    return value * sign
