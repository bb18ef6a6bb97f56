"""Measure and sign of a figure from its unit and the words before it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from pipelines.extract.prose.predicates import Tail, strip_leading
from pipelines.lexicon.cues import words
from pipelines.lexicon.indicators import code_of_name, indicators
from pipelines.lexicon.units import unit_of


@dataclass(slots=True)
class Reading:
    """measure, sign (1 or -1; 0 for what got better, whichever way that is), the name it is of, and the rule that read it."""

    measure: str
    sign: int
    name: str
    rule: str


_GAP_UP = r"高于|快于|高出|超出|领先于?|好于|优于|多于|大于|超过|超"
_GAP_DOWN = r"(?:塌|欠|差|短)(?=目标|计划|进度|时序)|低于|慢于|落后于?|少于|小于|滞后于?"
_GAP = re.compile(
    rf"(?:分别|均|仅|还|也|又|则|略|同比|增速|增幅|涨幅|、|，)*(?:(?P<up>{_GAP_UP})|(?P<down>{_GAP_DOWN}))(?P<ref>[^，。；]{{0,24}})$"
)
_GAP_THAN = re.compile(
    r"(?:分别|增速|增幅|、|，)*(?:比|较)(?P<ref>[^，。；]{1,24}?)(?:(?P<up>高出?|快|多|超|领先)|(?P<down>低|慢|少|落后))$"
)
_CUT_OBJECT = re.compile(r"(?P<verb>减少|压缩|缩短|精简|降低|压减|缩减|减)(?P<object>[\u4e00-\u9fff]{2,8})$")
_GROWTH_NOUN = re.compile("(?<!自然)(?:" + "|".join(sorted(words("growth_nouns"), key=lambda w: (-len(w), w))) + ")$")
_BETTER = re.compile(r"(?:同比|环比)?(?:改善|优化|好转)$")
_GROWTH_BEHIND = re.compile(
    r"的(?:年均|较快|中高速|高速|两位数|正|稳定|稳步)?(?:增长(?!率|点|极)|增速|增幅|增长率|增长速度)"
)
_FALL_NOUN = re.compile("(?:" + "|".join(sorted(words("fall_nouns"), key=lambda w: (-len(w), w))) + ")$")
_COMPLETION = re.compile(
    r"(?:超额)?(?P<verb>完成|占|为|达到|达|实现|约占|相当于)(?P<of>[\u4e00-\u9fff（）()“”]{0,14}?(?:计划|目标|任务|预算|预期|指标|预算数|进度|目标值|任务数|计划数|计划投资|总投资|任务量|目标任务|总量))(?P<tail>的)?$"
)
_RECOVERED = re.compile(r"(?:已)?恢复(?:到|至)(?P<of>[^，。；]{2,10}?)(?:的|同期的)?$")
_PROPORTION = re.compile(
    r"(?P<verb>占|约占|占到|占了|占据)(?P<of>[^，。；]{0,30}?)(?:的|比重|比例)?(?:比重|比例)?(?:达到|达|超过|超|突破|近|逾|为|约)?$"
)
_OCCUPY = re.compile(r"占(?:比|用|地(?!区|方))")  # 占地面积 is no proportion, 占地区生产总值 is one
_PULL = re.compile(r"(?:拉动|带动|贡献|影响)[\u4e00-\u9fffA-Z]{0,14}$")
_TIMES_OF = re.compile(r"(?:约|已|均|分别|超过|达到)*(?:是|为|相当于|达|达到|约为)[^，]{1,18}的(?:近|约|超过|超)?$")
_RATE = re.compile(r"(?:率|占比|比重|比例)$")
_MOVES = frozenset({"提升", "提高", "上升", "下降", "降低", "回升", "回落"})
_ADDED_SINCE = re.compile(r"(?:比|较)(?:年初|上年末?|上年同期|去年末?)(?:净|多)?(?:新增|增)$")
_ADDED = ("净增", "净增加", "净减", "净增长")


def dimension(unit: str) -> str:
    """The dimension of a printed unit; '' for none, 'unknown' for one that the table does not know."""
    if not unit:
        return ""
    known = unit_of(unit)
    return known.dimension if known else ("" if unit in ("万", "亿", "千", "百") else "unknown")


_COMPARISON = re.compile(
    r"[，]?(?<!占)(?:比|较|与|同)(?:上年|去年|上月|上季|年初|同期|上期|[一二三四]季度|上半年|前三季度|1?\d?月?[—\-–－~～至]?1?\d月|(?:19|20)\d\d年)[^，]{0,8}$"
)


def without_comparison(name: str) -> str:
    """A name without what it is compared with: 增速较一季度 → 增速.

    >>> without_comparison("增速较一季度"), without_comparison("降幅比1—10月")
    ('增速', '降幅')
    """
    return _COMPARISON.sub("", name)


def _strip_growth_noun(name: str) -> tuple[str, int]:
    match = _GROWTH_NOUN.search(name)
    if match and match.start():
        return name[: match.start()], 1
    match = _FALL_NOUN.search(name)
    if match and match.start():
        return name[: match.start()], -1
    return name, 0


def read_measure(pre: str, tail: Tail, unit: str, behind: str = "") -> Reading:
    """What kind of figure stands behind `pre`.

    pre: the words before the number; tail: the same, read by read_tail; unit: as printed; behind: the words after it.
    """
    dim = dimension(unit)
    if dim == "percentage_point" or (dim == "index" and _GAP.search(pre)):
        return _points(pre, tail)
    if dim == "multiple":
        than = _TIMES_OF.search(pre)
        return Reading("multiple", 1, pre[: than.start()] if than else tail.name, "G17.multiple")
    if dim == "percent":
        return _percent(pre, tail, behind)
    if tail.kind in ("grow", "fall"):
        sign = 1 if tail.kind == "grow" else -1
        return Reading("change", sign, tail.name, "G11.change")
    if tail.kind == "" and (tail.name.endswith(_ADDED) or strip_leading(tail.name).startswith("净增")):
        return Reading("change", -1 if tail.name.endswith("净减") else 1, tail.name, "G3.net")
    since = _ADDED_SINCE.search(tail.name) if tail.kind == "" else None
    if since:  # 比年初新增76亿元
        return Reading("change", 1, tail.name[: since.start()], "G3.net")
    than = _GAP_THAN.search(tail.name) if tail.kind == "" else None
    if than and dim:
        return Reading(
            "gap" if not re.match(r"上|去|年初|同期", than["ref"]) else "change",
            1 if than["up"] else -1,
            tail.name[: than.start()],
            "G11.gap",
        )
    return Reading("level", 1, tail.name, "G2.level" if tail.kind == "level" else "G3.flow")


def _points(pre: str, tail: Tail) -> Reading:
    moved = tail.kind in ("grow", "fall")
    gap = None if moved else _GAP.search(pre) or _GAP_THAN.search(pre)
    if gap:
        past = re.match(r"上年|去年|上月|上季|年初|同期|上期", gap["ref"])
        name = pre[: gap.start()]
        return Reading("change" if past else "gap", 1 if gap["up"] else -1, name, "G11.gap")
    if moved:
        pull = _PULL.search(tail.name + tail.verb)
        name = (
            (tail.name + tail.verb)
            if pull and pull.start() >= 0 and "拉动" in tail.name
            else without_comparison(tail.name)
        )
        stripped, _ = _strip_growth_noun(name)
        return Reading("change", 1 if tail.kind == "grow" else -1, stripped, "G11.change")
    if "拉动" in pre or "贡献" in pre:
        return Reading("change", 1, tail.name, "G11.pull")
    name = re.sub(r"(?:同比|环比|较上年|比上年)?(?:回升|反弹|改善|优化|好转)$", "", tail.name)
    if re.search(r"(?:恶化|走低|回调)$", name):
        return Reading("change", -1, name[:-2], "G11.change")
    return Reading("change", 1, name, "G11.change")


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


def _percent(pre: str, tail: Tail, behind: str) -> Reading:
    if tail.kind in ("grow", "fall"):
        name, noun_sign = _strip_growth_noun(without_comparison(tail.name))
        if tail.verb in _MOVES and _RATE.search(name) and not _is_amount(name):  # the 个百分点 of a rate, printed as %
            return Reading("change", 1 if tail.kind == "grow" else -1, name, "G11.rate")
        return Reading("growth", 1 if tail.kind == "grow" else -1, name, "G1.growth")
    recovered = _RECOVERED.search(pre)
    if recovered:
        return Reading("share", 1, f"{pre[: recovered.start()]}\x00恢复到{recovered['of']}", "G9.recovery")
    better = _BETTER.search(tail.name)
    if better and tail.kind == "":  # PM2.5平均浓度同比改善8.6%: less of it, where less is better
        name = without_comparison(tail.name[: better.start()])
        return Reading("growth", 0, name, "G1.growth")
    if _GROWTH_BEHIND.match(behind):
        name, sign = _strip_growth_noun(tail.name)
        return Reading("growth", sign or 1, name, "G1.behind")
    completion = _COMPLETION.search(pre)
    if (
        completion
        and (completion["tail"] or completion["verb"] in ("完成", "实现"))
        and (completion["tail"] or completion["of"])
    ):
        subject = pre[: completion.start()]
        of = completion["of"]
        return Reading("share", 1, f"{subject}\x00{of}完成率", "G10.completion")
    name, sign = _strip_growth_noun(tail.name)
    if sign:
        return Reading("growth", sign, name, "G1.growth_noun")
    if tail.name in words("growth_nouns") or tail.name in words("fall_nouns"):
        return Reading("growth", -1 if tail.name in words("fall_nouns") else 1, "", "G1.growth_noun")
    cut = _CUT_OBJECT.search(tail.name) if not tail.kind else None
    if cut and not re.search(r"率|比|占", cut["object"]):
        return Reading("growth", -1, tail.name[: cut.start()] + cut["object"], "G1.cut")
    if not tail.kind and any(a.startswith(("同比", "环比", "比上年", "较上年")) for a in tail.adverbs):
        return Reading("growth", 1, tail.name, "G1.elided")
    proportion = _PROPORTION.search(pre)
    if (
        proportion
        and proportion["of"] is not None
        and not _OCCUPY.match(pre, proportion.start())
        and not pre[: proportion.start()].endswith(("侵", "强"))
    ):
        subject = pre[: proportion.start()]
        return Reading("share", 1, f"{subject}\x00占{proportion['of'].rstrip('的')}", "G9.proportion")
    return Reading("share", 1, tail.name, "G9.share")


def signed(value: Decimal, sign: int, negative: bool) -> Decimal:
    """The value with the sign of its verb; a printed minus behind a verb of growth stays a minus.

    >>> signed(Decimal("8.7"), 1, True), signed(Decimal("4"), -1, False)
    (Decimal('-8.7'), Decimal('-4'))
    """
    if negative:
        return -value if sign > 0 else value * -1
    return value * sign
