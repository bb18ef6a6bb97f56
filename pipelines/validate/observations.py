"""Checks of what an observation says: its period, its measure against its value, its unit."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pipelines.validate.vocabulary import bounded, dimensions, excepted, unit, unknown

if TYPE_CHECKING:
    from pipelines.validate.known import Facts

Row = Mapping[str, Any]

FIRST_YEAR = 1949
AHEAD = 10  # a figure more than ten years ahead of its document is taken for a misreading
FAR_AHEAD = 30  # unless it is a target whose far year is printed beside it (到2035年 in a report of 2023)
LAST_YEAR = 2049  # where the document does not say when it was written
WHOLE = {"%": Decimal(100), "％": Decimal(100), "‰": Decimal(1000), "‱": Decimal(10000)}
SMALLEST = Decimal("0.000001")
GROWTH_DOUBT = Decimal(500)
NEVER_NEGATIVE = {"area", "land", "length", "mass", "volume", "duration", "energy", "power", "people", "person_times"}
ALIKE = ({"count", "people", "person_times", ""}, {"percent", "percentage_point", "rate"}, {"area", "land"})


def _years(row: Row) -> list[int]:
    return [row[c] for c in ("period_start", "period_end", "year") if row.get(c) is not None]


def period_order(row: Row, facts: Facts) -> str | None:
    """A period ends no earlier than it starts."""
    start, end = row["period_start"], row["period_end"]
    return f"period {start} to {end}" if start is not None and end is not None and start > end else None


def _far(row: Row, facts: Facts, year: int) -> bool:
    """Whether a year too far ahead is nevertheless that of a long-range target, printed beside the figure."""
    near = facts.year is not None and year <= facts.year + FAR_AHEAD
    return near and row.get("statement") == "target" and str(year) in (row.get("quote") or "")


def year_range(row: Row, facts: Facts) -> str | None:
    """Years lie between 1949 and ten years after the document; long-range targets may lie further (`year_far`)."""
    last = LAST_YEAR if facts.year is None else facts.year + AHEAD
    for year in _years(row):
        if year < FIRST_YEAR or (year > last and not _far(row, facts, year)):
            return f"year {year} is not between {FIRST_YEAR} and {last}"
    return None


def year_far(row: Row, facts: Facts) -> str | None:
    """Doubt: a target more than ten years ahead."""
    ahead = [y for y in _years(row) if facts.year is not None and y > facts.year + AHEAD]
    return f"year {ahead[0]} in a document of {facts.year}" if ahead else None


def actual_in_future(row: Row, facts: Facts) -> str | None:
    """Doubt: something is said to have happened after the document's year."""
    year = row["period_end"]
    if row["statement"] == "actual" and year is not None and facts.year is not None and year > facts.year:
        return f"actual of {year} in a document of {facts.year}"
    return None


def share_range(row: Row, facts: Facts) -> str | None:
    """A share of something bounded lies between nothing and all of it; what may pass 100 is in exceptions.csv."""
    whole = WHOLE.get(row["unit"])
    if row["measure"] != "share" or whole is None or 0 <= row["value"] <= whole:
        return None
    known = bounded(row["indicator_code"])
    if known is False or (known is None and excepted("share_range", row["indicator_name"], row["quote"])):
        return None
    return f"share of {row['value']}{row['unit']}"


def growth_range(row: Row, facts: Facts) -> str | None:
    """Nothing falls by more than all of itself, but what can change its sign (exceptions.csv)."""
    whole = WHOLE.get(row["unit"])
    if row["measure"] != "growth" or whole is None or row["value"] >= -whole:
        return None
    return None if excepted("growth_range", row["indicator_name"], "") else f"growth of {row['value']}{row['unit']}"


def growth_extreme(row: Row, facts: Facts) -> str | None:
    """Doubt: growth to more than six times, which is rare enough to look at."""
    extreme = row["measure"] == "growth" and row["unit"] in WHOLE and row["value"] > GROWTH_DOUBT
    return f"growth of {row['value']}{row['unit']}" if extreme else None


def rank_range(row: Row, facts: Facts) -> str | None:
    """A rank is a whole number from 1."""
    bad = row["measure"] == "rank" and (row["value"] < 1 or row["value"] % 1 != 0)
    return f"rank {row['value']}" if bad else None


def level_negative(row: Row, facts: Facts) -> str | None:
    """A level of what is counted, weighed or measured out is not negative; a balance may be (exceptions.csv).

    A cell of a table stands there with its minus: its reader doubts it (`negative_level`), and the row stays to be seen.
    """
    if row.get("origin") == "table" and "negative_level" in row.get("checks", ()):
        return None
    known = unit(row["unit"])
    if row["measure"] != "level" or row["value"] >= 0 or known is None:
        return None
    if not (known.whole or known.dimension in NEVER_NEGATIVE) or excepted("level_negative", row["indicator_name"], ""):
        return None
    return f"level of {row['value']}{row['unit']}"


def count_whole(row: Row, facts: Facts) -> str | None:
    """Doubt: a count of things is whole, in the base unit; durations, averages and ratios of counts are not (exceptions.csv).

    The numeral stands there with its decimals (`numeral_value` holds that), so the row stays to be seen.
    """
    known = unit(row["unit"])
    if row["measure"] != "level" or known is None or not known.whole or known.dimension == "duration":
        return None
    if row["value"] * known.factor % 1 == 0:
        return None
    if excepted("count_whole", row["indicator_name"], row["quote"]):
        return None
    return f"{row['value']}{row['unit']} is no whole number of {known.base_unit}"


def base_value(row: Row, facts: Facts) -> str | None:
    """value_base is value times the unit's exact factor, and unit_base is the unit's base."""
    known = unit(row["unit"])
    if known is None or row["value_base"] is None:
        return None
    if row["unit_base"] != known.base_unit:
        return f"unit_base {row['unit_base']!r}, the base of {row['unit']} is {known.base_unit}"
    off = abs(row["value_base"] - row["value"] * known.factor) >= SMALLEST
    return (
        f"value_base {row['value_base']}, {row['value']}{row['unit']} is {row['value'] * known.factor}" if off else None
    )


def unit_unknown(row: Row, facts: Facts) -> str | None:
    """Doubt: a unit that the catalogue does not have; it belongs into lexicon/units.csv."""
    return f"unit {row['unit']!r}" if unknown(row["unit"]) else None


def unit_dimension(row: Row, facts: Facts) -> str | None:
    """Doubt: the level of a canonical indicator in a unit of another dimension, perhaps a misprint or a wrong name."""
    known, code = unit(row["unit"]), row["indicator_code"]
    expected = dimensions(code) if code else ()
    if row["measure"] != "level" or known is None or not expected or known.dimension in expected:
        return None
    if any(known.dimension in group and group & set(expected) for group in ALIKE):
        return None
    return f"{row['unit']} is of dimension {known.dimension}, {code} of {expected[0]}"
