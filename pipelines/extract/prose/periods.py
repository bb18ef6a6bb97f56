"""The years of one figure within the time that governs it: of a span of years the whole, its end, or from before it to its end."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from pipelines.extract.prose.names import canonical
from pipelines.lexicon.files import content
from pipelines.lexicon.indicators import indicators
from pipelines.lexicon.patterns import patterns
from pipelines.lexicon.units import trie_pattern
from pipelines.lexicon.word_lists import word_lists

_P = patterns("periods")
_W = word_lists("periods")

_LAST_YEAR = _P["last_year"]
_MARK = _P["mark"]
_TWO_YEARS = "两年平均"


@dataclass(slots=True)
class Said:
    """What the reader knows of a figure: its clause up to the numeral, what follows it, its name, verb and measure.

    `base` is the year that it is compared with, where one is printed (比2020年); `whole` its clause from the beginning.
    """

    before: str
    behind: str
    name: str
    verb: str
    measure: str
    base: int | None = None


@dataclass(slots=True)
class Period:
    """Both ends; `guessed` where the words would allow another reading."""

    start: int | None
    end: int | None
    guessed: bool = False


@cache
def _words() -> dict[str, re.Pattern[str]]:
    table = content("spans")
    found = {}
    for name, entry in table.items():
        # lists and patterns of spans.yml
        found[name] = re.compile(trie_pattern(dict.fromkeys(entry, "")) if isinstance(entry, list) else entry)
    # its flows right before the figure
    found["flow_before"] = re.compile(rf"(?:{found['flows'].pattern})(?:了|约|近|超|超过|达|达到|逾)?$")
    return found


@lru_cache(maxsize=8192)
def _holds_at_end(name: str) -> bool:
    """Whether a name is of something that holds at a time (贷款余额, 城镇化率) or of one year (地区生产总值)."""
    code = canonical(name)
    if code is not None and indicators()[code].flow_or_stock in ("stock", "ratio", "index"):
        return True
    return _words()["yearly"].search(name) is not None or name.endswith(_W["stocks"])


def in_span(start: int, end: int, said: Said) -> Period:
    """The period of a figure in a span of years.

    >>> in_span(2021, 2025, Said("地区生产总值年均增长", "", "地区生产总值", "增长", "growth"))
    Period(start=2021, end=2025, guessed=False)
    >>> in_span(2021, 2025, Said("城镇化率提高", "", "城镇化率", "提高", "change")).start
    2020
    >>> in_span(2021, 2025, Said("新建学校", "", "新建学校", "", "level")), in_span(2021, 2025, Said("人口达", "", "人口", "达", "level"))
    (Period(start=2021, end=2025, guessed=False), Period(start=2025, end=2025, guessed=False))
    """
    words = _words()
    if _LAST_YEAR.search(said.before) and said.measure in ("growth", "change"):
        return Period(end, end)
    if words["per_year"].search(said.before):
        if _beside_a_rate(said):
            return Period(end, end)
        return Period(said.base if said.base and said.base < end else start, end)
    if words["earlier_span"].search(said.before):
        return Period(start, end)
    if said.measure in ("growth", "change", "multiple"):
        if said.base and said.base < end:
            return Period(said.base, end)
        if said.measure == "multiple" and said.verb.endswith(("到", "至")):
            return Period(end, end)  # 收入倍差由2.1倍缩小至1.9倍
        return Period(start - 1, end)
    if said.measure in ("share", "rank", "gap"):
        return (
            Period(start, end) if words["summed"].search(said.before) and said.measure == "share" else Period(end, end)
        )
    return _level(start, end, said)


def _beside_a_rate(said: Said) -> bool:
    """年均增长7%、达到177亿元: what was reached stands beside the yearly rate and is none itself."""
    before, mark, own = said.before.rpartition("、")
    grown = bool(mark) and said.measure == "level" and before.endswith(_W["percents"])
    return grown and _words()["reached"].fullmatch(said.verb) is not None and not _words()["per_year"].search(own)


def _level(start: int, end: int, said: Said) -> Period:
    """An amount or a count: what was reached stands at the end, what was done adds up over the span."""
    words = _words()
    if words["total_reached"].search(said.before):
        return Period(end, end)
    if words["summed"].search(said.before):
        return Period(start, end)
    if said.verb.endswith(("到", "至")) and said.verb != "达到":
        return Period(end, end)  # 增加到12亿元
    if words["times_behind"].match(said.behind):
        return Period(end, end)
    flow = words["flows"].match(said.name) or words["flow_before"].search(said.before)
    if _holds_at_end(said.name) and not (flow and canonical(said.name) is None):
        return Period(end, end)
    reached = words["reached"].fullmatch(said.verb) is not None
    if flow or words["flows"].search(_MARK.split(said.behind, maxsplit=1)[0]):
        return Period(start, end)
    if reached or words["reached_behind"].match(said.behind):
        return Period(end, end)
    if words["flows"].search(said.name) or words["flows"].search(said.before):
        return Period(start, end, guessed=True)
    return Period(end, end, guessed=True)


def in_year(start: int | None, end: int | None, said: Said, adverbs: tuple[str, ...], first: int | None) -> Period:
    """The period of a figure where one year governs: a growth from a printed base or of several years begins there.

    `first` is the first year of what 年均 is a mean of: of the span that the passage is about, or of 由a到b before it.

    >>> in_year(2025, 2025, Said("较2020年增长", "", "旅游收入", "增长", "growth", 2020), (), None).start
    2020
    >>> in_year(2011, 2011, Said("公路建设五年累计完成", "", "公路建设投资", "完成", "level"), (), None)
    Period(start=2007, end=2011, guessed=True)
    """
    if said.measure == "level" and end is not None and start == end:
        summed = _words()["years_summed"].search(_MARK.split(said.before)[-1])
        return Period(end - "一二三四五".index(summed["years"]), end, guessed=True) if summed else Period(start, end)
    if said.measure not in ("growth", "change", "multiple") or end is None:
        return Period(start, end)
    return _of_years_before(start, end, said, first) or _since_base(start, end, said, adverbs, first)


def _of_years_before(start: int | None, end: int, said: Said, first: int | None) -> Period | None:
    """What has moved over the years of which the last one governs: 五年增长, 累计 in a part about several years."""
    moved = _words()["years_moved"].search(said.before) if start == end and "年" in said.before[:-2] else None
    if moved:
        return Period(end - 1 - "一二三四五".index(moved["years"]), end, guessed=True)
    if first is None or said.base is not None or said.measure == "multiple":
        return None
    # 2020年，…，能耗累计下降14%: over the years that the part is about
    return Period(first - 1, end, guessed=True) if "累计" in _MARK.split(said.before)[-1] else None


def _since_base(start: int | None, end: int, said: Said, adverbs: tuple[str, ...], first: int | None) -> Period:
    """A growth from the printed base, over the years of a mean, or over two years; of the year itself else."""
    two_years = _TWO_YEARS in adverbs
    base = end - 2 if two_years else None
    mean = "均" in said.before and _words()["per_year"].search(said.before) and not _LAST_YEAR.search(said.before)
    if mean and not two_years:
        base = first
        if base is None and said.base is None and start == end:
            return Period(end - 4, end, guessed=True)  # a mean of years that nothing names
    base = said.base or base
    return Period(base, end) if base and base < end - (said.base == base) else Period(start, end)
