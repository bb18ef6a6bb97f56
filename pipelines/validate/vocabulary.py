"""What the checks know of units and indicators, and the exceptions that they make; all of it from CSV files.

    units()       unit as printed -> Unit
    dimensions()  indicator code -> dimension of its canonical unit
    excepted(check, name, quote) -> bool
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

LEXICON = Path(__file__).resolve().parents[1] / "lexicon"
EXCEPTIONS = Path(__file__).with_name("exceptions.csv")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as printed: one of it is `factor` of `base`; `whole` if it counts things that cannot be halved."""

    dimension: str
    base: str
    factor: Decimal
    whole: bool


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        yield from csv.DictReader(lines)


@cache
def units() -> dict[str, Unit]:
    """The unit catalogue, `lexicon/units.csv`."""
    return {
        row["unit"]: Unit(row["dimension"], row["base_unit"], Decimal(row["factor"]), row["whole"] == "true")
        for row in _rows(LEXICON / "units.csv")
    }


@cache
def dimensions() -> dict[str, str]:
    """The dimension of each canonical indicator, `lexicon/indicators.csv`."""
    return {row["indicator_code"]: row["dimension"] for row in _rows(LEXICON / "indicators.csv")}


@cache
def _exceptions() -> dict[tuple[str, str], re.Pattern[str]]:
    """(check, where) -> pattern of the names or quotes to which the check does not apply."""
    patterns: dict[tuple[str, str], list[str]] = {}
    for row in _rows(EXCEPTIONS):
        patterns.setdefault((row["check"], row["where"]), []).append(row["pattern"])
    return {key: re.compile("|".join(f"(?:{p})" for p in found)) for key, found in patterns.items()}


def excepted(check: str, name: str, quote: str) -> bool:
    """Whether a check does not apply to a figure of this name or in this quote.

    >>> excepted("share_range", "固定资产投资完成率", ""), excepted("share_range", "城镇化率", "城镇化率达")
    (True, False)
    """
    for where, text in (("name", name), ("quote", quote)):
        pattern = _exceptions().get((check, where))
        if pattern and pattern.search(text):
            return True
    return False
