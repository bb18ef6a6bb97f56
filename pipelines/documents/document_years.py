"""The years that a document is about, by its kind: from its title, else its first sentences, its headings, its date."""

from __future__ import annotations

import re

from pipelines.documents import dates, vocabulary
from pipelines.documents.headings import ends_sentence
from pipelines.documents.report_years import Given, Years, of_opening, reported_year, work_report_years

_PRESS_LABEL = re.compile(vocabulary.load("metadata")["press_labels"])
_OUTLINE = re.compile(r"五年规划|远景目标|规划|[-—－]20\d\d年")
_OPENING = 800  # characters in which an article says what it is about
_SENTENCE = 16  # characters from which a line is a sentence and no heading
_FIRST = re.compile(r"[^。；]{0,120}")
_LEARNT = re.compile(r"记者[^。]{0,30}(?:获悉|了解到|从)|(?:讯|电)[ \u3000（(]")
_DATELINE = 60  # characters in which the day of an article stands
_THIS_YEAR = re.compile(
    r"今年(?:以?来|上半年|[一二三四]季度|前[一二三]季度|\d{1,2}[-—－至到]\d{1,2}月)|^今年", re.MULTILINE
)
_MONTHS = re.compile(r"(?<![\d年])(?:1[-—－~～至到]|前)(\d{1,2})个?月")


def document_years(kind: str, title: str, given: Given, text: str) -> tuple[Years, str | None]:
    """The years that a document is about, and the label of a part of a year.

    `title` is '' where it has none, `text` is the plain view.
    """
    part, named = dates.period_label(title), dates.years(title)
    if part and named in ([], [part[0]]):  # 2018年财政决算和2019年上半年预算执行情况 is of 2018
        return Years(part[0], None), part[1]
    if kind in ("plan_report", "budget_report"):
        return Years(*(_report_years(title, named) if named else of_opening(text))), None
    if kind == "work_report":
        return work_report_years(named, given, text), None
    if kind == "communique":
        return _communique_years(named, given.any, text), None
    if kind == "press" and not _part_said(text):
        body = "\n".join(line for line in text.splitlines() if len(line) > 12 and not _label(line))
        told = dates.reported_year(body)
        return Years(told, None) if told else _year_of_page(given.any or _dateline(text), text), None
    return _other_years(title, named, given, text)


def _communique_years(named: list[int], published: str | None, text: str) -> Years:
    """A communiqué is of the year in its title, else of the one its first lines name, else of the one before its date."""
    if named:
        return Years(named[0], None)
    first = re.search(r"(?<!\d)((?:19|20)\d\d)\s?(?:年|[\[〔①(（])", text[:400])
    if first and not (published and first[1] == published[:4]):
        return Years(int(first[1]), None)
    if published:
        return Years(int(published[:4]) - 1, None)
    return Years(dates.reported_year(text), None, sure=False)


def _part_said(text: str) -> tuple[int, str] | None:
    """The part of a year that the first sentence of an article names with its year (2022年1—11月，全省经济…).

    >>> _part_said("今年一季度全市生产总值突破90亿元\\n2021年一季度，全市经济向好。"), _part_said("2021年，经济向好。\\n2022年一季度，增长。")
    ((2021, '2021Q1'), None)
    """
    lines = [line for line in text.splitlines() if len(line) >= _SENTENCE][:2]
    if len(lines) == 2 and (ends_sentence(lines[0]) or dates.years(lines[0])):
        lines = lines[:1]  # else a headline comes first
    labels = (dates.period_label(match.group()) for line in lines if (match := _FIRST.match(line)))
    return next(filter(None, labels), None)


def _other_years(title: str, named: list[int], given: Given, text: str) -> tuple[Years, str | None]:
    """The years of a text of another kind, and the part of a year that it is about."""
    part = None if named else _part_said(text)
    if part:
        return Years(part[0], None), part[1]
    years = _years_of_title(title, named) if named or _OUTLINE.search(title) else None
    if years is None:
        told = reported_year(text)
        years = Years(told, None, sure=False) if told else _year_of_page(given.any, text)
    return years, None


def _dateline(text: str) -> str | None:
    """The day on which an article says that its reporter learnt what it tells (2022年8月16日，记者从市统计局获悉)."""
    line = next((line for line in text.splitlines() if _LEARNT.search(line)), "")
    return dates.read_date(line[:_DATELINE])


def _year_of_page(date: str | None, text: str) -> Years:
    """The year of an article that says 今年 or names months alone, from the date of its page: months behind it are of the
    year before."""
    opening = text[:_OPENING]
    if date is None or not (_THIS_YEAR.search(opening) or _MONTHS.search(opening)):
        return Years(None, None)
    last = max((int(month) for month in _MONTHS.findall(opening)), default=0)
    return Years(int(date[:4]) - (last > int(date[5:7])), None, sure=False)


def _years_of_title(title: str, named: list[int]) -> Years:
    """The years that a title names; none for an outline of several years."""
    if len(named) > 1 and re.search(r"总结|执行|回顾|完成|情况", title):
        return Years(named[0], named[1])
    if _OUTLINE.search(title) or len(named) > 1:
        return Years(None, None)
    if named and re.search(r"要点|计划|方案|任务|安排|意见|预算(?:的|编制|草案)*(?:说明|情况说明)?$", title):
        return Years(None, named[0])
    return Years(named[0], None)


def _label(line: str) -> bool:
    return len(line) < 30 and _PRESS_LABEL.search(line) is not None


def _report_years(title: str, named: list[int]) -> tuple[int | None, int | None]:
    if len(named) >= 2:
        return named[0], named[1]
    if not named:
        return None, None
    if "预算调整" in title and not re.search(r"执行情况|完成情况|决算", title):
        return named[0], None  # 2020年预算调整方案 is given within 2020
    if re.search(r"执行情况|完成情况|决算", title):
        return named[0], (named[0] + 1 if re.search(r"草案|下一年|计划安排", title) else None)
    return named[0] - 1, named[0]
