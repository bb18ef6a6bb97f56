"""What the checks know of units and indicators, and the exceptions that they make; all of it from CSV files.

unit(name)    the catalogue's record of a unit as printed
dimensions(code)  the dimensions that a canonical indicator is stated in
excepted(check, name, quote) -> bool
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from pipelines.lexicon.indicators import indicators
from pipelines.lexicon.units import SCALES, Unit, unit_of

EXCEPTIONS = Path(__file__).with_name("exceptions.csv")


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def unit(name: str) -> Unit | None:
    """The unit as printed; None for no unit, a bare magnitude (13万) and one that the catalogue does not have."""
    return unit_of(name) if name else None


def unknown(name: str) -> bool:
    """Whether a unit is neither in the catalogue nor a bare magnitude."""
    return bool(name) and unit_of(name) is None and name not in SCALES


def dimensions(code: str) -> tuple[str, ...]:
    """The dimensions in which a level of a canonical indicator may be stated; none for a code that is not known."""
    known = indicators().get(code)
    return known.dimensions if known else ()


def bounded(code: str | None) -> bool | None:
    """Whether a canonical indicator is a share that cannot leave 0 to 100; None where the catalogue does not say."""
    known = indicators().get(code) if code else None
    return known.bounded if known and known.flow_or_stock == "ratio" else None


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
