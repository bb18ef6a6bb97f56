"""Which of several figures answers a question: the series' own, an outcome before an estimate, whole years apart from parts."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from pipelines.lexicon.units import unit_of
from pipelines.serve.ledger.figures import Figure


def first_of_each(found: Sequence[Figure], whole_years: bool = False) -> list[Figure]:
    """The best figure of each measure, scope and period; figures come best first, an outcome before an estimate."""
    order = {"actual": 0, "estimate": 1, "target": 2}
    best: dict[tuple[Any, ...], Figure] = {}
    for figure in sorted(found, key=lambda f: (not f.chosen, order.get(f.statement, 3), f.scope, -f.confidence)):
        if whole_years and part_of_year(figure):
            continue
        high = figure.qualifier if figure.qualifier == "range_high" else ""
        key = (figure.measure, figure.year_start, figure.year, _part(figure), high)
        held = best.setdefault(key, figure)
        if finer(figure, held) and figure.statement == held.statement and figure.scope == held.scope:
            best[key] = figure
    return list(best.values())


def agree(one: Figure, other: Figure) -> bool:
    """Whether two figures are one and the same, perhaps printed with fewer digits: 6万亿元 and 62661亿元."""
    a, b = (f.value_base if f.value_base is not None else f.value for f in (one, other))
    return a == b or abs(a - b) <= max(step(one), step(other)) / 2


def finer(one: Figure, other: Figure) -> bool:
    """Whether one figure is the other with more digits, and as sure."""
    return one.doubtful <= other.doubtful and step(one) < step(other) and agree(one, other)


def step(figure: Figure) -> Decimal:
    """What one unit of the last printed digit is, in the base unit."""
    exponent = figure.value.normalize().as_tuple().exponent
    digit = Decimal(1).scaleb(min(0, int(exponent)))
    unit = unit_of(figure.unit) if figure.unit else None
    return digit * (unit.factor if unit and unit.factor and figure.value_base is not None else 1)


def _part(figure: Figure) -> str:
    return figure.period_label or "" if part_of_year(figure) else ""


def part_of_year(figure: Figure) -> bool:
    label = figure.period_label or ""
    return any(letter in label for letter in "HQ") or (len(label) == 7 and label[4] == "-")


def is_in(figure: Figure, years: tuple[int, int] | None) -> bool:
    """Whether a figure is of the years that were asked for; a span only where the same span was."""
    if years is None or figure.year is None:
        return years is None
    start = figure.year_start if figure.year_start is not None else figure.year
    if years[0] == years[1]:
        return start == figure.year == years[0]
    return years[0] <= figure.year <= years[1]


def latest(found: Sequence[Figure]) -> tuple[int, int] | None:
    years = [f.year for f in found if f.year is not None and f.statement != "target" and f.year == f.year_start]
    return (max(years), max(years)) if years else None


def best_covered(found: Sequence[Figure]) -> int | None:
    """The latest of the years that most places have."""
    counts: dict[int, set[str | None]] = {}
    for figure in found:
        if figure.year:
            counts.setdefault(figure.year, set()).add(figure.region_code)
    return max(counts, key=lambda year: (len(counts[year]), year)) if counts else None


def comparable(one: Figure, other: Figure) -> bool:
    same = one.scope == other.scope and one.measure == other.measure
    return same and (one.unit == other.unit or (one.unit_base is not None and one.unit_base == other.unit_base))
