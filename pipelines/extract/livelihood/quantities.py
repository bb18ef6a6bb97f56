"""Planned and completed quantities of a sub-item, paired where they count the same thing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from pipelines.documents.view import view
from pipelines.extract.livelihood.promise import Span
from pipelines.extract.livelihood.words import similarity, words
from pipelines.extract.prose.tokens import scan
from pipelines.extract.tables.numbers import read_cell_numbers
from pipelines.lexicon.units import to_base

_MICRO = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity as printed: `start`..`end` is the numeral in the document's text, `about` the clause around it."""

    start: int
    end: int
    value: Decimal
    unit: str
    about: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A planned and a completed quantity of the same thing; either may be missing. `ratio` is completed over planned."""

    planned: Quantity | None
    completed: Quantity | None
    ratio: Decimal | None


def quantities(text: str, span: Span | None, within: Sequence[Span] | None = None) -> list[Quantity]:
    """The quantities of text[span], those alone that stand in `within` (spans of the text's view) where it is given."""
    if span is None:
        return []
    seen = view(text, *span)
    found: list[Quantity] = []
    for token in scan(seen.text):
        if token.kind != "quantity" or not token.unit or token.range_end == 2 or token.chinese:
            continue
        if within is not None and not any(a <= token.num_start < b for a, b in within):
            continue
        start, end = seen.span(token.num_start, token.num_end)
        value = -token.value if token.negative else token.value
        found.append(Quantity(start, end, value, token.unit, _clause(seen.text, token.num_start)))
    return found


def figures(text: str, span: Span | None, unit: str) -> list[Quantity]:
    """The mere number of a cell in the unit that its row states; [] where the cell is not just that."""
    if span is None:
        return []
    numbers = read_cell_numbers(text, *span)
    return [Quantity(n.start, n.end, n.value, n.unit or unit, "") for n in numbers if n.unit or unit]


def _clause(text: str, at: int) -> str:
    start = max(text.rfind(c, 0, at) for c in "，。；、：") + 1
    stops = [p for c in "，。；、" if (p := text.find(c, at)) >= 0]
    return text[start : min(stops, default=len(text))]


def pair(planned: Sequence[Quantity], completed: Sequence[Quantity]) -> list[Pair]:
    """Each planned quantity with the completed one that counts the same thing, in the order of the plan.

    Same unit or one that units.csv or `same_units` makes comparable; of several the one whose clause is most alike.
    """
    free = list(completed)
    pairs: list[Pair] = []
    for plan in planned:
        fitting = [(c, r) for c in free if (r := ratio(plan, c)) is not None]
        if not fitting:
            pairs.append(Pair(plan, None, None))
            continue
        best = max(fitting, key=lambda f: (similarity(plan.about, f[0].about), -free.index(f[0])))
        free.remove(best[0])
        pairs.append(Pair(plan, best[0], best[1]))
    return pairs


def ratio(planned: Quantity, completed: Quantity) -> Decimal | None:
    """Completed over planned, rounded to six places; None where the two do not count the same thing.

    >>> ratio(Quantity(0, 0, Decimal(6000), "万元", ""), Quantity(0, 0, Decimal("15640.4"), "万元", ""))
    Decimal('2.606733')
    """
    left, left_base = to_base(planned.value, planned.unit)
    right, right_base = to_base(completed.value, completed.unit)
    if left is None or right is None or not left:
        return None
    same = left_base == right_base or any(left_base in g and right_base in g for g in words()["same_units"])
    return (right / left).quantize(_MICRO, ROUND_HALF_EVEN) if same else None
