"""Confidence of a fact from what it was read by, calibrated on labelled reports.

Every fact belongs to a class of names (the rule's family, whether the catalogue knows the name, how the name looks) and to
a class of frames (where its period is said). `confidence.csv` gives each class its confidence with the labelled rows that it was
learnt from; `taizhang confidence --write` makes the file. A fact is as sure as the less sure of its two classes. Names in
budget reports, whose account and level stand paragraphs above, are classes of their own. Doubts about the frame and checks
inside the document raise or lower the value afterwards (doubts.py, checks.py).
"""

from __future__ import annotations

import csv
from collections.abc import Container
from functools import cache, lru_cache
from pathlib import Path

from pipelines.extract.facts import Fact
from pipelines.extract.prose import names
from pipelines.lexicon.patterns import patterns

_P = patterns("confidence")

TABLE = Path(__file__).parents[1] / "lexicon" / "confidence.csv"
UNSEEN = 0.5
"""The confidence of a class that no labelled row was seen of, in a family of which not many were."""
_ODD = _P["odd"]
_SHAPES = {"G8.from": "mapped.way", "G18.structure": "mapped.structure"}
_SHORT, _BRIEF, _LONG = 3, 5, 20
_FISCAL = frozenset({"budget_report", "other"})
"""Kinds whose tables are accounts of governments: their items are alike and their parents stand far above."""


def forget() -> None:
    """Read the table again at its next use; for what has just written it."""
    _values.cache_clear()
    confidence.cache_clear()


@cache
def _values() -> dict[str, float]:
    with TABLE.open(encoding="utf-8", newline="") as f:
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
    if fact.rule == "G4.purpose":
        return "purpose"
    if family in ("G8", "G17", "G18") or fact.rule in ("G3.net", "G11.rate", "G3.verb", "G3.streak", "G4.of"):
        return _SHAPES.get(fact.rule, "mapped.shape") if mapped else _shape_class(fact.indicator)
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


def _shape_class(name: str) -> str:
    """A bare verb (接待1.5万人次) says nothing of what is counted, and is a class of its own."""
    return "shape" if names.split_verb(name)[1] else "verb"


def table_class_of(fact: Fact, mapped: bool, kind: str) -> str:
    """The calibration class of a cell's fact: of what kind of report, and whether the catalogue knows its name.

    >>> from decimal import Decimal
    >>> table_class_of(Fact(0, 1, Decimal(1), "万元", "教育支出", rule="table.level"), True, "budget_report")
    'budget.cell.known'
    >>> table_class_of(Fact(0, 1, Decimal(1), "个", "在建项目", rule="table.project_count"), False, "plan_report")
    'cell.project'
    """
    what = fact.rule.removeprefix("table.")
    if what.startswith("project_"):
        return "cell.project"
    family = "cell.known" if mapped else f"cell.{fact.measure}"
    return f"budget.{family}" if kind in _FISCAL else family


def frame_class_of(fact: Fact, table: bool) -> str:
    """The calibration class of a fact's frame: its period stands in its sentence, in a table, or comes from what is above it.

    >>> from decimal import Decimal
    >>> frame_class_of(Fact(0, 1, Decimal(1), "家", "企业", said=(3, 8)), False)
    'frame.said'
    """
    if table:
        return "frame.table"
    if fact.said is not None:
        return "frame.said"
    if fact.rule == "G8.from":
        return "frame.before"
    return "frame.span" if fact.period_start != fact.period_end else "frame.above"


def family_of(name: str) -> str:
    """The family that a class leans on.

    >>> family_of("flow.noun.brief"), family_of("budget.cell.level"), family_of("budget.flow"), family_of("mapped")
    ('flow', 'budget.cell', 'budget', 'mapped')
    """
    parts = name.split(".")
    return ".".join(parts[:2]) if parts[:2] == ["budget", "cell"] else parts[0]


def known_as(name: str, table: Container[str]) -> str:
    """The row of a table of classes that tells of a class: its own, or that of its family where no label was seen of it.

    >>> known_as("cell.rank", {"cell.level", "cell.*"}), known_as("cell.level", {"cell.level", "cell.*"})
    ('cell.*', 'cell.level')
    """
    return name if name in table else f"{family_of(name)}.*"


@lru_cache(maxsize=1024)
def confidence(*families: str) -> float:
    """0–1 for a fact of these classes: as sure as the least sure of them, UNSEEN for one of which no label tells."""
    return min(_values().get(known_as(family, _values()), UNSEEN) for family in families)
