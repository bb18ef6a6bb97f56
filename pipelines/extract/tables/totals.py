"""What a table says of itself, against what was read: a row 合计 against the rows above it, （3个） against the rows of a band.

A sum that holds confirms nothing by itself (the rows may be right for other reasons); one that fails puts its name on the
rows that it is about, for something was misread, misprinted or is missing.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from pipelines.extract.facts import Fact
from pipelines.extract.tables.label import RowLabel
from pipelines.extract.tables.printed import rank_of
from pipelines.extract.tables.words import words
from pipelines.lexicon.patterns import patterns

_P = patterns("tables.totals")

_COUNT = _P["count"]
DOUBTED = 0.5


def flag_totals(
    labels: dict[int, RowLabel], printed: dict[int, str], columns: Iterable[list[tuple[int, Fact]]]
) -> None:
    """Add `table_total_mismatch` to a total that its column does not add up to.

    labels: the rows' meaning; printed: their labels as printed; columns: for each column its facts with their rows.
    """
    for facts in columns:
        start = 0
        for k, (row, total) in enumerate(facts):
            if not labels[row].total:
                continue
            items = [(r, f) for r, f in facts[start:k] if f.measure == "level" and f.unit == total.unit]
            start = k + 1
            if _sums(total) and len(items) > 1 and not _adds_up(total, items, labels, printed):
                _doubt(total, "table_total_mismatch")


def flag_counts(bands: Iterable[tuple[str, list[Fact], int]]) -> None:
    """Add `table_count_mismatch` to the rows of a band that declares another number of them: （3个） over two rows.

    bands: each with its printed words, the facts of its rows, and how many rows there are.
    """
    for printed, facts, rows in bands:
        m = _COUNT.search(printed.strip())
        if m and int(m[1]) != rows:
            for fact in facts:
                _doubt(fact, "table_count_mismatch")


def _adds_up(total: Fact, items: list[tuple[int, Fact]], labels: dict[int, RowLabel], printed: dict[int, str]) -> bool:
    """Whether some reading of the rows adds up: all, those that are no parts, or those numbered highest.

    Rows whose order alone may make them parts leave the question open: then nothing is said.
    """
    whole = [f for r, f in items if labels[r].part_of is None]
    ranks = [rank_of(printed.get(r, "")) for r, _ in items]
    highest = [f for (_, f), rank in zip(items, ranks, strict=True) if rank == min(ranks)]
    if any(_matches(total, chosen) for chosen in ([f for _, f in items], whole, highest) if chosen):
        return True
    flat = len(whole) == len(items) and len(set(ranks)) == 1 and not any(labels[r].origin for r, _ in items)
    return not flat


def _sums(total: Fact) -> bool:
    """Whether a total is the sum of its rows: an amount, and no average, price or rate."""
    return total.measure == "level" and not any(word in total.indicator for word in words()["not_additive"])


def _matches(total: Fact, items: list[Fact]) -> bool:
    slack = sum((_step(f.value) for f in items), _step(total.value))
    return abs(sum((f.value for f in items), Decimal(0)) - total.value) <= slack


def _step(value: Decimal) -> Decimal:
    """Half of the last printed place."""
    return Decimal(5).scaleb(int(value.as_tuple().exponent) - 1)


def _doubt(fact: Fact, check: str) -> None:
    if check not in fact.checks:
        fact.checks.append(check)
    fact.confidence = min(fact.confidence, DOUBTED)
