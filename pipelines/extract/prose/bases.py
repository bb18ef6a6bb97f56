"""The period of a base value, from the words in front of it (由上年的, 从“十三五”末的, 三年前的)."""

from __future__ import annotations

from pipelines.documents.frame.time import plan_years
from pipelines.lexicon.patterns import patterns

_P = patterns("bases")

_YEARS_AGO = _P["years_ago"]
_HAN_YEARS = {c: i for i, c in enumerate("一二三四五六七八九十", 1)} | {"两": 2}
_YEAR_BEGIN = _P["year_begin"]
_LAST_YEAR = _P["last_year"]
_PLAN_END = _P["plan_end"]


def yearly_base(words: str, start: int | None, end: int | None) -> tuple[int | None, str]:
    """The base of a figure that is published once a year (三次产业结构, 城乡居民收入比): where nothing else is said, the
    year before the figure's own first year.

    >>> yearly_base("", 2023, 2023), yearly_base("", 2017, 2021), yearly_base("“十三五”末的", 2022, 2022)
    ((2022, '2022'), (2016, '2016'), (2020, '2020'))
    """
    year, label = base_period(words, end)
    if year is None and start and not words.strip("的"):
        return start - 1, str(start - 1)
    return year, label


def base_period(words: str, year: int | None) -> tuple[int | None, str]:
    """(year, label) of a base described by `words`, counted from the figure's own year; (None, '') where unknown.

    >>> base_period("上年的", 2022), base_period("“十三五”末的", 2022), base_period("三年前的", 2023)
    ((2021, '2021'), (2020, '2020'), (2020, '2020'))
    >>> base_period("“十五”期末的", 2010), base_period("“九五”末", 2005)
    ((2005, '2005'), (2000, '2000'))
    >>> base_period("年初的", 2024), base_period("", 2024)
    ((2024, '2024-01'), (None, ''))
    """
    plan = _PLAN_END.search(words)
    years = plan_years(plan.group(1)) if plan else None
    if years:
        return years[1], str(years[1])
    if year is None:
        return None, ""
    if _LAST_YEAR.search(words):
        return year - 1, str(year - 1)
    ago = _YEARS_AGO.search(words)
    if ago:
        then = year - _HAN_YEARS[ago.group(1)]
        return then, str(then)
    return (year, f"{year}-01") if _YEAR_BEGIN.search(words) else (None, "")
