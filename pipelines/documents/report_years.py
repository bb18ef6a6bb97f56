"""The years that a report is about: the one it looks back on and the one it plans, with whether that is sure.

Its headings say it (2023年工作回顾, 2024年：砥砺前行), else the date of its session, else the end of the five years that it
looks back on, else the year that its first half speaks of most, which is a guess.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from pipelines.documents import dates
from pipelines.documents.roles import five_year_plan

_MARK = r"(?:第?[一二三四五六七八九十]{1,2}(?:部分|[、，．.])|[（(][一二三四五六七八九十]{1,2}[）)])"
_NUMBERED = re.compile(rf"^[ \t\u3000#*]*{_MARK}[^\n。]{{2,60}}$", re.MULTILINE)
_BARE = re.compile(
    r"^[ \t\u3000#*]*(?=[^\n。；]{0,24}(?:19|20)\d\d)[^\n。；，]{4,24}(?:[:：][^\n。；，]{2,16})?[ \t\u3000]*$",
    re.MULTILINE,
)
_REVIEW = re.compile(r"回顾|完成情况|执行情况|总结|工作情况|主要工作|成就|成绩")
_PLAN = re.compile(r"目标|任务|安排|打算|重点|建议|思路|部署|计划|总体要求|工作|意见")
# 主要工作 of a year is what was done, unless the heading or the report's own year says that it lies ahead.
_AHEAD = re.compile(r"主要任务|重点任务|工作安排|工作打算|工作建议|预期目标|奋斗目标")
_WITHIN = re.compile(
    r"(?:^|[。！：:；\s])(?:[一二三四]、|[（(][一二三四][）)])[^。，；\n]{0,12}?(?P<year>(?:19|20)\d\d)年(?P<words>[^。，；\n]{2,24})"
)
_OPENING = 1_500  # characters in which a report says what it hands in
_IN_CLAUSE = r"(?P<year>(?:19|20)\d\d)\s?年(?:(?!(?:19|20)\d\d\s?年)[^。；;\n（(《]){0,24}?"
_CARRIED_OUT = re.compile(_IN_CLAUSE + r"(?:执行情况|完成情况|决算)")
_HANDED_IN = re.compile(_IN_CLAUSE + r"(?:草案|[（(]草案|预算安排|计划安排|预算编制|预算情况)")
_LOOKS_BACK = re.compile(r"回顾|完成情况|执行情况|总结|工作情况|成就|成绩")
_FAR = re.compile(r"远景|展望|(?:19|20)\d\d\s?年(?:换届)?以来")
_MOTTO = re.compile(r"^[ \t\u3000#*]*(?:二[〇○零]\S{2}|(?:19|20)\d\d)年[:：]")
_TERM = re.compile(r"(?:从|自)(?P<from>(?:19|20)\d\d)年(?:\d{1,2}月)?(?:以来|至今|起)?[^。]{0,12}(?P<span>五年|5年)")
# A year behind these words is what something is measured against, or lies ahead.
_BASES = re.compile(
    r"(?:比|较|是|从|由|自|到|至|于)(?:19|20)\d\d年|(?:19|20)\d\d年(?:底前|前(?![一二三四两]?季度|\d{1,2}个?月)|以来|的[\d.]+倍)"
)


@dataclass(frozen=True, slots=True)
class Given:
    """The date on which a report was given or signed, and any date that its page bears, which may be years later."""

    date: str | None = None
    any: str | None = None


@dataclass(frozen=True, slots=True)
class Years:
    """The year looked back on, the year planned; `sure` is False where they were only counted in the text."""

    review: int | None
    plan: int | None
    sure: bool = True


def work_report_years(named: list[int], given: Given, text: str) -> Years:
    """The years of a work report whose title names the years `named`.

    The date of a page counts where the text itself speaks of the year before or of the same.
    """
    years = (
        _said(named, given, text)
        or (Years(None, _planned_at(given.date)) if given.date else None)
        or _known(_of_term(text), None)
        or _known(*_of_headings_within(text))
    )
    return _completed(years) if years else _counted(given, text)


def _said(named: list[int], given: Given, text: str) -> Years | None:
    """The years of the headings; a year in the title, or the report's own in a heading, is the one it plans."""
    review, plan = _of_headings(text)
    if named and "工作报告" in text and (review is None or review == named[0]):
        plan, review = named[0], None  # 2024年政府工作报告 is given at the beginning of 2024
        if given.date and int(given.date[:4]) == plan:
            plan = _planned_at(given.date)  # or at its end, where a new term begins
    if given.date and review is not None and review >= _planned_at(given.date):
        review, plan = None, review  # 2026年主要工作 of a report that is given in 2026
    return _known(review, plan)


def _known(review: int | None, plan: int | None) -> Years | None:
    return None if review is None and plan is None else Years(review, plan)


def _completed(years: Years) -> Years:
    """The years with the one that is missing: a report plans the year behind the one that it looks back on."""
    review = years.plan - 1 if years.review is None and years.plan is not None else years.review
    return years if review is None else Years(review, review + 1, years.sure)


def _counted(given: Given, text: str) -> Years:
    """The year that the text speaks of most, a guess; sure only where the page's date bears it out."""
    told = reported_year(text)
    posted = _planned_at(given.any) if given.any else None
    if posted is not None and (told is None or posted - 1 <= told <= posted):
        return _completed(Years(None, posted))
    return _completed(Years(told, None, sure=told is None))


def _planned_at(date: str) -> int:
    """The year that a report given at a date plans: congresses meet from December to March."""
    return int(date[:4]) + (1 if date[5:7] >= "11" else 0)


def of_opening(text: str) -> tuple[int | None, int | None]:
    """The years of a report on a plan or a budget without a title: those that it hands in, or its headings name.

    >>> of_opening("现将甲市2024年预算执行情况和2025年预算草案提请大会审查。")
    (2024, 2025)
    >>> of_opening("一、2018年全市财政决算情况\\n全年收入增长。"), of_opening("全市收入增长。")
    ((2018, None), (None, None))
    """
    opening = text[:_OPENING] + "\n" + "\n".join(m.group() for m in _NUMBERED.finditer(text))
    done, ahead = _CARRIED_OUT.search(opening), _HANDED_IN.search(opening)
    review, plan = (int(done["year"]) if done else None), (int(ahead["year"]) if ahead else None)
    if review is None or plan is None:
        told, planned = _of_headings(text)
        review, plan = review or told, plan or planned
    if review is None and plan is not None:
        review = plan - 1
    return review, plan if plan is None or review is None or plan > review else None


def _of_headings_within(text: str) -> tuple[int | None, int | None]:
    """The years that headings name which stand inside lines, in a text that lost its line ends.

    >>> _of_headings_within("请予审议。一、2013年工作回顾2013年，全市经济增长。二、2014年主要任务今年要发展。")
    (2013, 2014)
    """
    review = plan = None
    for match in _WITHIN.finditer(text):
        year, words = int(match["year"]), match["words"]
        if review is None and _LOOKS_BACK.search(words):
            review = year
        elif plan is None and _AHEAD.search(words):
            plan = year
    return review, plan


def _of_headings(text: str) -> tuple[int | None, int | None]:
    """The first year that a heading of the review names, and of the plan; a bare line with a year counts as a heading."""
    review = plan = None
    mottos: list[int] = []
    looked_back = False
    for pattern in (_NUMBERED, _BARE):
        for match in pattern.finditer(text):
            words = match.group()
            behind, looked_back = looked_back, looked_back or _LOOKS_BACK.search(words) is not None
            year = next(iter(dates.years(words)[-1:] if _spans(words) else dates.years(words)[:1]), None)
            if year is None or _FAR.search(words):
                continue
            ahead = _AHEAD.search(words) or (behind and not _LOOKS_BACK.search(words))
            if _REVIEW.search(words) and not ahead:
                review = year if review is None else review
            elif _MOTTO.match(words):
                mottos.append(year)
            elif plan is None and _PLAN.search(words):
                plan = year
        if review is not None or plan is not None:
            return review, plan
    if len(set(mottos)) > 1 and mottos == sorted(mottos):
        return mottos[0], mottos[-1]
    return review, plan


def _spans(words: str) -> bool:
    """Whether a heading names a span of years (2016—2020年回顾), whose end is the year looked back on."""
    return re.search(r"(?:19|20)\d\d\s?年?\s?[-—–－至到]{1,2}\s?(?:19|20)\d\d\s?年", words) is not None


def _of_term(text: str) -> int | None:
    """The end of the five years that a report looks back on without a year in its headings.

    >>> _of_term("一、“十二五”时期经济社会发展回顾\\n过去五年，成绩显著。")
    2015
    >>> _of_term("本届政府自2003年1月任职以来五年间"), _of_term("一、工作回顾")
    (2007, None)
    """
    for match in _NUMBERED.finditer(text[:8_000]):
        plan = five_year_plan(match.group())
        if plan and _REVIEW.search(match.group()):
            return plan[1]
    term = _TERM.search(text[:3_000])
    return int(term["from"]) + 4 if term else None


def reported_year(text: str) -> int | None:
    """The latest of the years that a report's first half speaks of more than once: what lies behind it, and not its bases.

    >>> reported_year("2004年以来，全市经济发展。2008年生产总值300亿元，比2003年翻番。2008年财政收入30亿元。")
    2008
    """
    counts = Counter(int(year) for year in dates.REPORTED.findall(_BASES.sub("", text[: max(2_000, len(text) // 2)])))
    if not counts:
        return None
    most = max(counts.values())
    return max(year for year, count in counts.items() if 4 * count >= most and (count > 1 or most == 1))
