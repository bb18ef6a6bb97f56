"""A district that does not exist, and what its statistics would say: levels, growth and targets of every year.

Figures are whole numbers of the last printed place, so that what is printed is what is known.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FIRST_YEAR, LAST_YEAR = 2014, 2025


@cache
def vocabulary() -> dict[str, Any]:
    """The content of vocabulary.yml."""
    return yaml.safe_load(Path(__file__).with_name("vocabulary.yml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Indicator:
    """A line of vocabulary.yml."""

    name: str
    unit: str
    decimals: int
    low: float
    high: float
    slowest: float
    fastest: float
    sort: str


@cache
def indicators() -> dict[str, Indicator]:
    """The indicators by key."""
    return {key: Indicator(*line) for key, line in vocabulary()["indicators"].items()}


def printed(number: int, decimals: int) -> str:
    """A whole number of last places as it is printed: 4120 with one decimal is 412, -18 is -1.8.

    >>> printed(4125, 1), printed(4120, 1), printed(-18, 1), printed(9300, 0)
    ('412.5', '412', '-1.8', '9300')
    """
    if decimals == 0:
        return str(number)
    whole, part = divmod(abs(number), 10**decimals)
    sign = "-" if number < 0 else ""
    return f"{sign}{whole}" + (f".{part:0{decimals}d}".rstrip("0") if part else "")


class District:
    """One district; the same seed and number give the same one. `level`, `growth`, `target` are in last places."""

    def __init__(self, seed: int, number: int) -> None:
        words = vocabulary()
        chance = random.Random(f"{seed}/{number}")
        first, last = words["first"], words["last"]
        self.city = words["cities"][number % len(words["cities"])]
        self.sort = "区县市"[number // 7 % 3]
        pair = number % (len(first) * len(last))
        self.stem = first[pair % len(first)] + last[pair // len(first)]
        if number >= len(first) * len(last):
            self.stem = first[number // (len(first) * len(last)) % len(first)] + self.stem
        self.name = f"{self.city}市{self.stem}{self.sort}"
        self._levels = {key: self._series(chance, indicator) for key, indicator in indicators().items()}
        for part, (whole, percent) in words["parts"].items():
            self._levels[part] = [level * percent // 100 for level in self._levels[whole]]

    @staticmethod
    def _series(chance: random.Random, indicator: Indicator) -> list[int]:
        step = 10**indicator.decimals
        level = max(2, round(chance.uniform(indicator.low, indicator.high) * step))
        series = [level]
        for _ in range(FIRST_YEAR, LAST_YEAR + 2):
            if indicator.sort == "tally":
                level = max(2, round(chance.uniform(indicator.low, indicator.high) * step))
            else:
                level = max(2, round(level * (1 + chance.uniform(indicator.slowest, indicator.fastest) / 100)))
            series.append(min(level, 99 * step) if indicator.sort == "share" else level)
        return series

    def level(self, key: str, year: int) -> int:
        """The level of a year from 2014 to 2026."""
        return self._levels[key][year - FIRST_YEAR + 1]

    def growth(self, key: str, year: int) -> int:
        """Growth against the year before in tenths of a percent, from the printed levels."""
        now, before = self.level(key, year), self.level(key, year - 1)
        return round(Decimal(now - before) * 1000 / before)

    def aim(self, key: str, year: int) -> int:
        """The level aimed at for a year, somewhat below what is then reached."""
        return max(1, self.level(key, year) * 9 // 10)

    def target(self, key: str, year: int) -> int:
        """The growth aimed at for a year in tenths of a percent: whole or half percents, never nothing."""
        indicator = indicators()[key]
        middle = (indicator.slowest + indicator.fastest) / 2 + (year * 7 + len(self.stem)) % 3 - 1
        return round(middle * 2) * 5 or 10
