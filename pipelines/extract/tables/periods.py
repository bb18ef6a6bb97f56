"""Periods in heads, captions and labels: 2022年, 1-7月, 上半年, 第三季度, 上年, 12月末."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pipelines.extract.tables.words import in_figures
from pipelines.extract.tables.words import words as vocabulary
from pipelines.lexicon.patterns import patterns
from pipelines.lexicon.years import UNKNOWN_YEAR, part_label

_P = patterns("tables.periods")

_YEAR = _P["year"]
_LAST = _P["last"]
_THIS = _P["this"]
_MONTHS = _P["months"]
_MONTH = _P["month"]
_QUARTER = _P["quarter"]


Reach = Literal["", "month", "so_far"]
"""How much of a table's months a column takes: the last one, all from January on, or what the table says."""


@dataclass(frozen=True, slots=True)
class Period:
    """`start`..`end` in years, None where a part of a year is named without its year; `part` is '', H1, Q1, 07, 01/07."""

    start: int | None
    end: int | None
    part: str = ""

    def label(self) -> str:
        """2022, 2021-2025, 2024H1, 2024-07; a part of a year that nobody names as ISO 8601-2 writes it: XXXX-07.

        >>> Period(2024, 2024, "H1").label(), Period(2024, 2024, "07").label(), Period(2021, 2025).label()
        ('2024H1', '2024-07', '2021-2025')
        >>> Period(None, None, "01/07").label(), Period(None, None).label()
        ('XXXX-01/XXXX-07', '')
        """
        if self.start is None:
            return part_label(UNKNOWN_YEAR, self.part) if self.part else ""
        if self.start != self.end:
            return f"{self.start}-{self.end}"
        return part_label(self.start, self.part)

    def filled(self, year_start: int | None, year_end: int | None) -> Period:
        """The same period with the years given where it has none."""
        return self if self.start is not None else Period(year_start, year_end, self.part)

    def reached(self, reach: Reach) -> Period:
        """The month or the months so far of a period within a year; the period itself where it has no months.

        >>> Period(2024, 2024, "01/09").reached("month").label(), Period(2024, 2024, "09").reached("so_far").label()
        ('2024-09', '2024-01/2024-09')
        >>> Period(2024, 2024, "12").reached("so_far").label(), Period(2024, 2024, "H1").reached("month").label()
        ('2024', '2024-06')
        """
        last = _LAST_MONTHS.get(self.part, self.part.removeprefix("01/"))
        if not reach or not last.isdigit():
            return self
        so_far = "" if last == "12" else last if last == "01" else f"01/{last}"
        return Period(self.start, self.end, last if reach == "month" else so_far)


_LAST_MONTHS = {"Q1": "03", "H1": "06", "Q1-Q3": "09"}


def reach_of(head: str) -> Reach:
    """What a head says of the table's months.

    >>> reach_of("本月止 累计"), reach_of("1-本月"), reach_of("当月产量（万吨）"), reach_of("比去年同期增长（%）")
    ('so_far', 'so_far', 'month', '')
    """
    word = "".join(head.split())
    if _P["so_far"].search(word):
        return "so_far"
    return "month" if _P["this_month"].search(word) else ""


def names_same_part(head: str) -> bool:
    """Whether a head is of the same months in another year, or of those so far.

    >>> names_same_part("上年 同期"), names_same_part("本年累计"), names_same_part("2023年")
    (True, True, False)
    """
    return bool(_P["same_part"].search("".join(head.split())))


def find_period(words: str, this_year: int | None) -> Period | None:
    """The period that a head, caption or label names, None if it names none.

    >>> find_period("2023年目标", None), find_period("二○二三年执行数", None)
    (Period(start=2023, end=2023, part=''), Period(start=2023, end=2023, part=''))
    >>> find_period("上年同期", 2024), find_period("1-7月", None), find_period("绝对数", 2024)
    (Period(start=2023, end=2023, part=''), Period(start=None, end=None, part='01/07'), None)
    """
    words = in_figures(words)
    part = _part(words)
    year = _YEAR.search(words)
    if year:
        start = int(year[1])
        end = int(year[2]) if year[2] else start
        return Period(start, end, part if start == end else "")
    for name, first in vocabulary()["five_years"].items():
        if name in words:
            return Period(first + 4, first + 4) if "末" in words else Period(first, first + 4)
    if this_year and _LAST.match(words) and not _P["change"].search(words):
        return Period(this_year - 1, this_year - 1, part)
    if this_year and _THIS.match(words) and not _P["change"].search(words):
        return Period(this_year, this_year, part)
    return Period(None, None, part) if part else None


def _part(words: str) -> str:
    if "上半年" in words:
        return "H1"
    if "下半年" in words:
        return "H2"
    if "前三季度" in words:
        return "Q1-Q3"
    quarter = _QUARTER.search(words)
    if quarter:
        return f"Q{vocabulary()['quarters'][quarter[1]]}"
    months = _MONTHS.search(words)
    if months:
        return f"01/{int(months[1]):02d}" if 1 < int(months[1]) < 12 else ""
    month = _MONTH.search(words)
    return f"{int(month[1]):02d}" if month and 1 <= int(month[1]) <= 12 else ""
