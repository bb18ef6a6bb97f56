"""Confidence of a fact from what it was read by, calibrated on labelled reports.

Every fact of the prose belongs to a class: the rule's family, whether the catalogue knows the name, how the name looks.
`confidence.csv` gives each class its confidence with the labelled rows of the home district it was measured on (`rows`,
`wrong`) and those of other places (`elsewhere_…`), which decide where they differ: a class that is right at home and not
elsewhere is no sure one. Names in budget reports, whose account and level stand paragraphs above, are classes of their own.
Doubts about the frame and checks inside the document raise or lower the value afterwards (doubts.py, checks.py).
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from pipelines.extract.facts import Fact
from pipelines.extract.prose import names
from pipelines.lexicon.patterns import patterns

_P = patterns("confidence")

_TABLE = Path(__file__).parents[1] / "lexicon" / "confidence.csv"
_ODD = _P["odd"]
_SHORT, _BRIEF, _LONG = 3, 5, 20


@cache
def _values() -> dict[str, float]:
    with _TABLE.open(encoding="utf-8", newline="") as f:
        return {row["class"]: float(row["confidence"]) for row in csv.DictReader(f)}


def class_of(fact: Fact, mapped: bool, kind: str) -> str:
    """The calibration class of a fact; mapped: the catalogue knows its name; kind: of the document.

    >>> from decimal import Decimal
    >>> class_of(Fact(0, 1, Decimal(1), "%", "地区生产总值", "growth", rule="G1.growth"), True, "plan_report")
    'mapped'
    >>> class_of(Fact(0, 1, Decimal(1), "家", "新增科技型企业", rule="G3.flow"), False, "plan_report")
    'flow.verb'
    """
    found = _class_of(fact, mapped, kind)
    if kind == "budget_report" and not found.startswith(("mapped", "unit")):
        family = f"budget.{found.partition('.')[0]}"
        return family if family in _values() else "budget.other"
    return found


def _class_of(fact: Fact, mapped: bool, kind: str) -> str:
    if not fact.unit and fact.rule not in ("G18.structure", "G18.ratio", "G8.from"):
        return "unit_missing"
    family = fact.rule.split(".")[0]
    if family in ("G8", "G17", "G18") or fact.rule in ("G3.net", "G11.rate", "G3.verb", "G3.streak", "G4.of"):
        return "mapped.shape" if mapped else "shape"
    if mapped:
        interval = fact.measure in ("growth", "change") and fact.period_start != fact.period_end
        return "mapped.interval" if interval else "mapped"
    if kind == "press":
        return "press"
    if _ODD.search(fact.indicator):
        return "odd"
    if len(fact.indicator) <= _SHORT:
        return "short"
    if family == "G5":
        return fact.rule.split(".")[1]
    if family in ("G6", "G10", "G16"):
        return "list"
    verb = bool(names.split_verb(fact.indicator)[0])
    shape = "verb" if verb else "noun"
    if len(fact.indicator) <= _BRIEF:
        shape += ".brief"
    elif len(fact.indicator) > _LONG:
        shape += ".long"
    return ("behind." if family == "G4" else "flow." if family in ("G2", "G3") else "rate.") + shape


def confidence(fact: Fact, mapped: bool, kind: str) -> float:
    """0–1 for a fact of the prose; 0.5 for a class that no labelled row was seen of."""
    return _values().get(class_of(fact, mapped, kind), 0.5)
