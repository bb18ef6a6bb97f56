"""Periods in heads, captions and labels: 2022年, 1-7月, 上半年, 第三季度, 上年, 12月末."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipelines.extract.tables.words import in_figures
from pipelines.lexicon.years import part_label

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)(?:\s*[-—–~～至]\s*((?:19|20)\d{2})(?!\d))?")
_FIVE_YEARS = {"十二五": 2011, "十三五": 2016, "十四五": 2021, "十五五": 2026}
_LAST = re.compile(r"^(?:上年|去年|上年同期|去年同期|上年末|基期)(?:数|值|实际|完成|决算)?")
_THIS = re.compile(r"^(?:本年|今年|当年|本期|年末)")
_MONTHS = re.compile(r"(?<!\d)1\s?[-—–~～至]\s?(\d{1,2})\s?月")
_MONTH = re.compile(r"(?<![\d-])(\d{1,2})\s?月(?!\d)")
_QUARTERS = {"一": 1, "1": 1, "二": 2, "2": 2, "三": 3, "3": 3, "四": 4, "4": 4}
_QUARTER = re.compile(r"第?([一二三四1-4])季度")


@dataclass(frozen=True, slots=True)
class Period:
    """`start`..`end` in years, None where a part of a year is named without its year; `part` is '', H1, Q1, 07, 01/07."""

    start: int | None
    end: int | None
    part: str = ""

    def label(self) -> str:
        """2022, 2021-2025, 2024H1, 2024-07; '' without a year.

        >>> Period(2024, 2024, "H1").label(), Period(2024, 2024, "07").label(), Period(2021, 2025).label()
        ('2024H1', '2024-07', '2021-2025')
        """
        if self.start is None:
            return ""
        if self.start != self.end:
            return f"{self.start}-{self.end}"
        return part_label(self.start, self.part)

    def filled(self, year_start: int | None, year_end: int | None) -> Period:
        """The same period with the years given where it has none."""
        return self if self.start is not None else Period(year_start, year_end, self.part)


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
    for name, first in _FIVE_YEARS.items():
        if name in words:
            return Period(first + 4, first + 4) if "末" in words else Period(first, first + 4)
    if this_year and _LAST.match(words) and not re.search(r"[增减比±%]", words):
        return Period(this_year - 1, this_year - 1, part)
    if this_year and _THIS.match(words) and not re.search(r"[增减比±%]", words):
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
        return f"Q{_QUARTERS[quarter[1]]}"
    months = _MONTHS.search(words)
    if months:
        return f"01/{int(months[1]):02d}" if 1 < int(months[1]) < 12 else ""
    month = _MONTH.search(words)
    return f"{int(month[1]):02d}" if month and 1 <= int(month[1]) <= 12 else ""
