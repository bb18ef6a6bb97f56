"""Every name of the catalogue in every ordinary way of speaking: the sentence gives back the indicator's code.

A name may hold words that mean something elsewhere in a sentence (进出口, 上市公司, 余额, 有线电视用户, 交通运输、仓储和邮政业);
here they must not. The sentences are filled in from the catalogue, so a new indicator is under test when it is added.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from decimal import Decimal

import pytest

from pipelines.extract.facts import Context, Fact
from pipelines.extract.prose.statements import read_statements
from pipelines.lexicon.indicators import Indicator, code_of_name, indicators
from pipelines.lexicon.units import unit_of

CONTEXT = Context(2022, 2022, region="临江市")
# 累计 says how it is counted and is taken off; 计划投资 is a target by itself.
ODD_NAMES = {"累计建成高标准农田", "重点项目年度计划投资", "市级重点项目年度计划投资"}
MEASURES = {"l": "level", "g": "growth", "s": "share", "p": "gap", "c": "change", "r": "rank"}

# What is expected: the value, l level, g growth, s share, p gap, c change, r rank; ? for a name that is not asked for.
AMOUNTS = [
    ("{X}82{x}、增长7.3%。", "X82l X7.3g"),
    ("全市{X}预计完成82{x}，比上年下降7.3%。", "X82l X-7.3g"),
    ("实现{X}82{x}，增长7.3%，增速居全省第3位。", "X82l X7.3g ?3r"),
    ("{X}增长7.3%，高于全省1.2个百分点。", "X7.3g X1.2p"),
    ("{X}由75{x}增加到82{x}，年均增长7.3%。", "X75l X82l X7.3g"),
    ("{X}突破82{x}大关，增速为7.3%。", "X82l X7.3g"),
    ("全年完成{X}82{x}，完成年度计划的97.3%。", "X82l ?97.3s"),
    ("{X}较上年增加82{x}。", "X82c"),
    ("{X}增长超7.3%，{X}突破82{x}、增长达7.3%。", "X7.3g X82l X7.3g"),
    ("上半年，{X}82{x}，其中一季度{X}增长7.3%。", "X82l X7.3g"),
    ("{X}跃上82{x}台阶，保持7.3%的增长。", "X82l X7.3g"),
    ("2022年全县{X}为82{x}（上年为75{x}）。", "X82l X75l"),
    ("{X}目标为82{x}左右、增长7.3%左右。", "X82l X7.3g"),
    ("{X}首次达到82{x}、增长7.3%（目标6.5%以上）。", "X82l X7.3g X6.5g"),
]
PAIRS = [
    ("{X}、{Y}分别增长7.3%、2.4%。", "X7.3g Y2.4g"),
    ("{X}82{x}、{Y}75{y}，分别增长7.3%和2.4%。", "X82l Y75l X7.3g Y2.4g"),
    ("{X}和{Y}分别达到82{x}、75{y}，增长7.3%、2.4%。", "X82l Y75l X7.3g Y2.4g"),
    ("{X}、{Y}两项指标增速分别为7.3%、2.4%。", "X7.3g Y2.4g"),
    ("{X}和{Y}均增长7.3%。", "X7.3g Y7.3g"),
    ("{X}82{x}（增长7.3%），{Y}75{y}（下降2.4%）。", "X82l X7.3g Y75l Y-2.4g"),
    ("2022年，{X}为82{x}，比2021年增长7.3%；{Y}为75{y}，比2020年增长2.4%。", "X82l X7.3g Y75l Y2.4g"),
    ("截至2022年底，全区{X}82{x}、{Y}75{y}。", "X82l Y75l"),
]
SHARES = [
    ("{X}达到95.5%，比上年提高1.2个百分点。", "X95.5s X1.2c"),
    ("{X}95.5%、同比下降1.2个百分点。", "X95.5s X-1.2c"),
    ("力争{X}控制在95.5%以内。", "X95.5s"),
    ("{X}由92.4%提高到95.5%，高于全市1.2个百分点。", "X92.4s X95.5s X1.2p"),
]
ODD_DIMENSIONS = {"temperature", "duration", "age"}


def _amounts() -> list[Indicator]:
    return [
        one
        for one in indicators().values()
        if "percent" not in one.dimensions
        and one.canonical_unit
        and not ODD_DIMENSIONS & set(one.dimensions)
        and one.name_zh not in ODD_NAMES
    ]


def _sentences(
    templates: list[tuple[str, str]], of: list[tuple[Indicator, ...]]
) -> Iterator[tuple[str, str, dict[str, str]]]:
    for template, expected in templates:
        for some in of:
            words, codes = {}, {}
            for letter, one in zip("XY", some, strict=False):
                words |= {letter: one.name_zh, letter.lower(): one.canonical_unit}
                codes[letter] = one.code
            yield template.format(**words), expected, codes


def _differs(facts: list[Fact], expected: str, codes: dict[str, str]) -> str:
    wanted = expected.split()
    if len(facts) != len(wanted):
        return f"{len(facts)} figures instead of {len(wanted)}"
    for fact, want in zip(facts, wanted, strict=True):
        if (fact.value, fact.measure) != (Decimal(want[1:-1]), MEASURES[want[-1]]):
            return f"{fact.value} {fact.measure} instead of {want[1:]}"
        if want[0] != "?" and code_of_name(fact.indicator) != codes[want[0]]:
            return f"{fact.indicator} instead of {codes[want[0]]}"
    return ""


def _wrong(sentences: Iterator[tuple[str, str, dict[str, str]]]) -> list[str]:
    found = []
    for text, expected, codes in sentences:
        difference = _differs(read_statements(text, CONTEXT), expected, codes)
        if difference:
            found.append(f"{text} {difference}")
    return found


@pytest.mark.parametrize("template", AMOUNTS, ids=[t for t, _ in AMOUNTS])
def test_amounts(template: tuple[str, str]) -> None:
    assert not _wrong(_sentences([template], [(one,) for one in _amounts()]))


@pytest.mark.parametrize("template", SHARES, ids=[t for t, _ in SHARES])
def test_shares(template: tuple[str, str]) -> None:
    rates = [(one,) for one in indicators().values() if set(one.dimensions) == {"percent"}]
    rates = [(one,) for (one,) in rates if not one.name_zh.endswith("指数")]  # an index of 95.5% is a level
    assert len(rates) > 50
    assert not _wrong(_sentences([template], rates))


@pytest.mark.parametrize("template", PAIRS, ids=[t for t, _ in PAIRS])
def test_pairs(template: tuple[str, str]) -> None:
    """Pairs of unlike names, drawn anew with each number of indicators.

    Names with a verb, which they pass on, are left out, and those with which 均 would make 户均 and 人均.
    """
    verbs = ("新", "引进", "建成", "改造", "争取", "接待", "发放")
    names = [
        one
        for one in _amounts()
        if not one.name_zh.startswith(verbs) and not one.name_zh.endswith(("户", "人", "地", "床"))
    ]
    draw = random.Random(len(names))
    pairs = [tuple(draw.sample(names, 2)) for _ in range(150)]
    alike = [
        (a, b)
        for a, b in pairs
        if a.name_zh not in b.name_zh and b.name_zh not in a.name_zh and a.name_zh[:2] != b.name_zh[:2]
    ]
    assert len(alike) > 100
    assert not _wrong(_sentences([template], alike))


def test_units_of_the_catalogue_are_known() -> None:
    assert not [one.name_zh for one in _amounts() if unit_of(one.canonical_unit) is None]
