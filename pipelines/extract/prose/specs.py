"""Quantities that only describe or name a thing: capacities in project names, thresholds, durations in names.

They are neither results nor targets, so they yield no observation.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pipelines.extract.prose.measures.model import dimension
from pipelines.extract.prose.predicates import Tail
from pipelines.extract.prose.rules import Rule, Table
from pipelines.extract.prose.tokens import Token
from pipelines.lexicon.patterns import patterns
from pipelines.lexicon.word_lists import word_lists

_P = patterns("specs")
_W = word_lists("specs")
_THRESHOLD = _P["threshold"]
_THRESHOLD_NOUN = _P["threshold_noun"]
_THRESHOLD_KIND = _P["threshold_kind"]
_CAPACITY_BEFORE = _P["capacity_before"]
_NAMED = _P["named"]
_DURATION_OBSERVED = _P["duration_observed"]
# What is itself an age, a temperature, a noise: 人均预期寿命79.5岁, 年平均气温18.3℃, 区域环境噪声52分贝.
_MEAN = _P["mean"]
_INDEX_BEFORE = _P["index_before"]
_INDEX = _P["index"]
_HELD = _P["held"]
_CAMPAIGN = _P["campaign"]
_ASPECTS = _P["aspects"]
_STEPS_PASSED = _P["steps_passed"]
_UNIT_TIME = _P["unit_time"]
_OF = _P["of"]
_BUILT = _P["built"]
_BEST = _P["best"]
_MEASURED = (
    "mass",
    "power",
    "area",
    "volume",
    "land",
    "length",
    "energy",
    "flow",
    "power_apparent",
    "data",
    "computing",
)
_ALWAYS = ("voltage", "age", "bandwidth", "speed", "temperature", "noise")


_FROM = ("由", "从")
_TIMES = _W["durations"]
_STEPS = _W["designations"]
_RATIOS = ("percent", "percentage_point", "multiple")
_THRESHOLD_OF = ("currency", "power", "area", "land", "mass", "age")


_OVER = _W["over"]


@dataclass(slots=True)
class Number:
    """A number with what stands around it.

    gap: the text behind up to the next number; end: where number, unit and qualifier end in `text`; pre: the words before
    it, or what the text is about where there are none.
    """

    token: Token
    tail: Tail
    gap: str
    qualifier: str
    text: str
    end: int
    pre: str


def is_spec(token: Token, tail: Tail, gap: str, qualifier: str, text: str, end: int, pre: str) -> bool:
    """Whether a number only describes or names something; the arguments are those of Number."""
    return SPECS.first(Number(token, tail, gap, qualifier, text, end, pre)) or False


def _attribute(n: Number) -> bool | None:
    return True if not n.tail.kind and not _MEAN.search(n.pre) else None


def _voltage(n: Number) -> bool | None:
    return True


def _bare(n: Number) -> bool | None:
    index = _INDEX_BEFORE.search(n.pre) or n.tail.kind == "level" and _INDEX.search(n.tail.name)
    return not index


def _step(n: Number) -> bool | None:
    if n.tail.kind or n.pre.endswith(_FROM):
        return None
    return None if n.token.unit == "期" and _HELD.search(n.pre) else True


def _duration(n: Number) -> bool | None:
    observed = n.tail.kind or _DURATION_OBSERVED.search(n.pre) or n.pre.endswith(_FROM) or n.pre.endswith(_TIMES)
    return True if not observed or _BEST.match(n.gap) or _CAMPAIGN.match(n.gap) else None


def _aspect(n: Number) -> bool | None:
    return True if _ASPECTS.match(n.gap) else None


def _step_passed(n: Number) -> bool | None:
    return True if _STEPS_PASSED.match(n.gap) else None


def _one_of(n: Number) -> bool | None:
    return True if n.token.value == 1 and _UNIT_TIME.match(n.gap) else None


def _threshold_noun(n: Number) -> bool | None:
    return True if n.qualifier in ("ge", "le") and _THRESHOLD_NOUN.match(n.gap) else None


def _threshold_verb(n: Number) -> bool | None:
    return True if n.tail.verb in _OVER and (n.gap == "或" or _THRESHOLD_NOUN.match(n.gap)) else None


def _threshold_of(n: Number) -> bool | None:
    threshold = (_OF if n.qualifier else _THRESHOLD).match(n.text, n.end)
    if not threshold:
        return None
    bounded = n.qualifier in ("ge", "le") or n.tail.qualifier == "gt"  # 总投资7亿元的商业项目 tells what it costs
    kind = bounded and dimension(n.token.unit) == "currency" and _THRESHOLD_KIND.match(n.text, threshold.end())
    return True if kind or _THRESHOLD_NOUN.match(n.text, threshold.end()) else None


def _capacity(n: Number) -> bool | None:
    return True if _CAPACITY_BEFORE.search(n.pre) else None


def _named(n: Number) -> bool | None:
    if not n.gap or n.tail.kind or n.gap.startswith("的"):
        return None
    return True if _NAMED.match(n.gap) and not _BUILT.match(n.gap) else None


def _rate_base(n: Number) -> bool | None:
    return True if n.pre.endswith("每") else None


def _is(*dimensions: str) -> Callable[[str], bool]:
    """A unit of one of these dimensions."""
    return lambda unit: dimension(unit) in dimensions


def _in(*units: str) -> Callable[[str], bool]:
    return lambda unit: unit in units


SPECS = Table(
    "specs",
    (
        Rule("attribute", "60岁老人, 18℃: an attribute unless it is itself the mean", _attribute, _is(*_ALWAYS)),
        Rule("voltage", "500千伏输变电工程", _voltage, _is("voltage")),
        Rule("bare", "a number without a unit, unless it is an index, a score or a ratio", _bare, _in("")),
        Rule("step", "3级, 2期: steps and stages", _step, _in(*_STEPS)),
        Rule(
            "duration", "为期5天的展会: a duration that is no result, or a best for so many years", _duration,
            _is("duration"),
        ),
        Rule("aspect", "8个方面工作", _aspect, _in("个", "大", "")),
        Rule("step_passed", "迈上3个百亿元台阶", _step_passed, _in("个", "")),
        Rule("one", "1小时办结时间: the unit of a time or cost", _one_of),
        Rule(
            "threshold_noun", "10亿元以上企业: a threshold before what it is set for", _threshold_noun,
            _is(*_THRESHOLD_OF),
        ),
        Rule("threshold_verb", "超10亿元企业", _threshold_verb, _is("currency")),
        Rule("threshold_of", "500平方米以上的商户", _threshold_of, lambda unit: dimension(unit) not in _RATIOS),
        Rule("capacity", "年产100万吨, 占地50亩", _capacity),
        Rule("named", "100万吨玻璃纤维项目: part of a project's name", _named, _is(*_MEASURED)),
        Rule("rate_base", "每10万人: the base of a rate", _rate_base),
    ),
    of=lambda n: n.token.unit,
)  # fmt: skip
