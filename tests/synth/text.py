"""A text in the making that remembers where its facts stand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from tests.synth.district import District, indicators, printed

_SLOT = re.compile(r"\{(\w+)(?:\.(\w))?\}")


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure of a report: where its numeral stands (code points, end exclusive) and what it says."""

    start: int
    end: int
    value: str
    unit: str
    indicator: str
    measure: str
    statement: str
    period: str

    def line(self) -> list[str | int]:
        """As it stands in facts.jsonl."""
        return [
            self.start, self.end, self.value, self.unit, self.indicator, self.measure, self.statement, self.period,
        ]  # fmt: skip


@cache
def _parts(pattern: str) -> tuple[tuple[str, str, str], ...]:
    """(text before, key, form) for each slot of a pattern, and what stands after the last with an empty key."""
    parts, at = [], 0
    for match in _SLOT.finditer(pattern):
        parts.append((pattern[at : match.start()], match.group(1), match.group(2) or ""))
        at = match.end()
    return (*parts, (pattern[at:], "", ""))


class Text:
    """Text and facts of one report of a district on a year."""

    def __init__(self, district: District, year: int) -> None:
        self.district, self.year = district, year
        self.facts: list[Fact] = []
        self._parts: list[str] = []
        self._length = 0

    def add(self, text: str) -> None:
        """Text without facts."""
        self._parts.append(text)
        self._length += len(text)

    def figure(
        self, number: str, unit: str, indicator: str, measure: str, statement: str, year: int, shown: str = ""
    ) -> None:
        """A numeral; `shown` is how it is printed where that is not its value (a fall is printed without its sign).

        A sign that is printed stands before the numeral and is no part of it.
        """
        self.add(shown or number)
        length = len((shown or number).lstrip("-"))
        self.facts.append(
            Fact(self._length - length, self._length, number, unit, indicator, measure, statement, str(year))
        )

    def say(self, pattern: str, *, statement: str = "actual") -> None:
        """A pattern of vocabulary.yml with its slots filled."""
        for before, key, form in _parts(pattern):
            self.add(before)
            if key:
                self._slot(key, form, statement)

    def _slot(self, key: str, form: str, statement: str) -> None:
        places = {"P": self.district.name, "L": self.district.sort, "Y": str(self.year), "N": str(self.year + 1)}
        if key in places:
            self.add(places[key])
        elif form == "g":
            self._growth(key, self.district.growth(key, self.year), statement)
        elif form == "t":
            self.target(key, self.year + 1)
        else:
            self._level(key, aim=form == "v", statement=statement)

    def _level(self, key: str, *, aim: bool, statement: str) -> None:
        indicator, year = indicators()[key], self.year + aim
        level = self.district.aim(key, year) if aim else self.district.level(key, year)
        number, statement = printed(level, indicator.decimals), "target" if aim else statement
        measure = "share" if indicator.sort == "share" else "level"
        self.figure(number, indicator.unit, indicator.name, measure, statement, year)
        self.add(indicator.unit)

    def _growth(self, key: str, growth: int, statement: str) -> None:
        name = indicators()[key].name
        if growth == 0:
            self.add("与上年持平")
            return
        self.add("增长" if growth > 0 else "下降")
        self.figure(printed(growth, 1), "%", name, "growth", statement, self.year, printed(abs(growth), 1))
        self.add("%")

    def target(self, key: str, year: int, *, verb: bool = True) -> None:
        """The growth aimed at: 增长6%以上 in prose, 6%以上 in a table."""
        growth, name = self.district.target(key, year), indicators()[key].name
        if verb:
            self.add("增长" if growth > 0 else "下降")
        shown = printed(abs(growth), 1) if verb else ""
        self.figure(printed(growth, 1), "%", name, "growth", "target", year, shown)
        self.add("%以上" if growth % 10 == 0 else "%左右")

    @property
    def text(self) -> str:
        """All that was said."""
        return "".join(self._parts)
