"""Percentages: a growth, a share, a completion, or the points that a rate has moved by."""

from __future__ import annotations

from pipelines.extract.prose.measures.model import (
    Reading,
    Words,
    has_no_verb,
    kind_of_verb,
    moves,
    without_comparison,
    without_growth_noun,
)
from pipelines.extract.prose.rules import Rule, Table
from pipelines.lexicon.cues import words
from pipelines.lexicon.indicators import code_of_name, indicators
from pipelines.lexicon.patterns import patterns
from pipelines.lexicon.word_lists import word_lists

_P = patterns("measures")
_W = word_lists("measures")
_CUT_OBJECT = _P["cut_object"]
_BETTER = _P["better"]
_GROWTH_BEHIND = _P["growth_behind"]
_COMPLETION = _P["completion"]
_PLAN_ALONE = _P["plan_alone"]
_RECOVERED = _P["recovered"]
_PROPORTION = _P["proportion"]
_BRACKETS = (("（", "）"), ("(", ")"))
_OCCUPY = _P["occupy"]
_RATIO_TO = _P["ratio_to"]
_RATE = _P["rate"]
PACE = _P["pace"]
"""A name that is the pace of something (增速, 降幅)."""
_MOVES = frozenset(_W["moves"])
_YEAR_ON_YEAR = _W["year_on_year"]
_KEPT_GROWTH = _P["kept_growth"]
_KEPT = _W["kept"]


def _is_amount(name: str) -> bool:
    """Whether the catalogue knows a name as something that is no percentage (全员劳动生产率)."""
    code = code_of_name(name)
    return code is not None and "percent" not in indicators()[code].dimensions


def _rate_moved(w: Words) -> Reading | None:
    if w.tail.verb not in _MOVES:
        return None
    compared = without_comparison(w.tail.name)
    if PACE.search(compared) and w.tail.name != compared:  # 增速较上月提高2.5%: points of a growth
        return Reading("change", w.sign, compared, "G11.rate")
    name, _ = without_growth_noun(compared)
    return Reading("change", w.sign, name, "G11.rate") if _RATE.search(name) and not _is_amount(name) else None


def _grown(w: Words) -> Reading:
    return Reading("growth", w.sign, without_growth_noun(without_comparison(w.tail.name))[0], "G1.growth")


def _recovered(w: Words) -> Reading | None:
    found = _RECOVERED.search(w.pre)
    return Reading("share", 1, f"{w.pre[: found.start()]}\x00恢复到{found['of']}", "G9.recovery") if found else None


def _improved(w: Words) -> Reading | None:
    better = _BETTER.search(w.tail.name)
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
    cut = _CUT_OBJECT.search(w.tail.name)
    if not cut:
        return None
    name = w.tail.name[: cut.start()] + cut["object"]
    return Reading("change", -1, name, "G11.rate") if _RATE.search(name) else Reading("growth", -1, name, "G1.cut")


def _elided(w: Words) -> Reading | None:
    compared = any(a.startswith(_YEAR_ON_YEAR) for a in w.tail.adverbs)
    return Reading("growth", 1, w.tail.name, "G1.elided") if compared else None


def _proportion(w: Words) -> Reading | None:
    found = _PROPORTION.search(w.pre)
    if not found or _OCCUPY.match(w.pre, found.start()) or w.pre[: found.start()].endswith(("侵", "强")):
        return None
    before = w.pre[: found.start()].removesuffix("已")
    if any(before.count(opening) > before.count(closing) for opening, closing in _BRACKETS):
        return None  # 恩格尔系数（即食品支出占消费支出的比重）为36%: what the bracket explains is what is measured
    of = found["of"].rstrip("的") or "比"  # Ⅱ类水质占96%: the whole is not said
    return Reading("share", 1, f"{before}\x00占{of}", "G9.proportion")


def _ratio_to(w: Words) -> Reading | None:
    """，与国内生产总值之比为2.1%: of what stands before, measured by something else."""
    found = _RATIO_TO.fullmatch(w.pre) if "比" in w.pre else None
    return Reading("share", 1, f"\x00与{found['of']}", "G9.proportion") if found else None


def _share(w: Words) -> Reading:
    return Reading("share", 1, w.tail.name, "G9.share")


PERCENTAGES = Table(
    "measures.percentages",
    (
        Rule("rate_moved", "覆盖率提高3%: the points of a rate, printed as %", _rate_moved, moves),
        Rule("grown", "增长, 下降 before the number", _grown, moves),
        Rule("recovered", "恢复到上年同期的95%", _recovered),
        Rule("improved", "浓度改善8%: less of it, where less is better", _improved, has_no_verb),
        Rule("behind", "6%的增长: the noun behind the number", _growth_behind),
        Rule("completion", "完成年度计划的93%", _completion),
        Rule("noun", "增速6%, 降幅4%", _growth_noun),
        Rule("noun_alone", "the same noun without a name in front", _growth_noun_alone),
        Rule("cut", "减时间80%: a verb of cutting with its object", _cut_object, has_no_verb),
        Rule("elided", "同比6%: the verb is understood", _elided, has_no_verb),
        Rule("proportion", "占地区生产总值比重", _proportion),
        Rule("ratio_to", "，与国内生产总值之比为2.1%: measured by something else", _ratio_to),
        Rule("else", "a percentage that is a level", _share),
    ),
    of=kind_of_verb,
)
