"""Dates, years and parts of years as documents print them."""

from __future__ import annotations

import datetime
import re
from collections import Counter

from pipelines.documents import vocabulary

_CN_ZERO = "零〇○◯ＯOoΟ0"
_CN_DIGIT = f"{_CN_ZERO}1-9一二三四五六七八九"
_DATE = re.compile(
    rf"(?P<year>[{_CN_DIGIT}]{{4}})\s?年\s?(?P<month>\d{{1,2}}|[一二三四五六七八九十]{{1,2}})\s?月\s?"
    r"(?P<day>\d{1,2}|[一二三四五六七八九十]{1,3})\s?日|(?P<iso>\d{4}[-/.]\d{1,2}[-/.]\d{1,2})(?!\d)"
)
_WIDE = {0xFF10 + i: 0x30 + i for i in range(10)}
_ARABIC = {ord(c): str(i) for i, c in enumerate("〇一二三四五六七八九")}
_SESSION = re.compile(r"日?[ \u3000]*[，,]?在(?!中国|中华|全国)[^。，；\n]{2,30}\s?[^。，；\n]{0,20}(?:大会|会议)上?")
_LABELLED = re.compile(
    r"(?:(?:发布|成文|印发|公布|发文|更新|发稿|发表|录入|添加|日期|时间)\s?(?:时间|日期)?)\s?[：:]\s{0,3}([\d年月日/.\- ]{8,14})"
)
_DATE_LINE = re.compile(
    rf"\s*(?:[（(【\[]|(?:发布|成文|印发|公布|更新)?(?:时间|日期)[：:])?\s*(?:{_DATE.pattern.replace('?P<year>', '').replace('?P<month>', '').replace('?P<day>', '').replace('?P<iso>', '')}"
    rf"|[{_CN_DIGIT}]{{4}}\s?年\s?(?:\d{{1,2}}|[一二三四五六七八九十]{{1,2}})\s?月)"
    r"\s*(?:(?:星期|周)[一二三四五六日天])?\s*(?:第?\s?[A-Z]?\d{1,3}\s?版)?\s*(?:\d{1,2}:\d\d(?::\d\d)?)?\s*[）)】\]]?"
)
# A year that is only a limit, a range's end or part of a plan's name says nothing of what a text reports.
REPORTED = re.compile(r"(?<![\d到至—–\-－])(19[5-9]\d|20\d\d)\s?年(?![\d—–\-－])")
_PERIODS = [(re.compile(entry["pattern"]), entry["label"]) for entry in vocabulary.load("metadata")["periods"]]


def read_date(text: str) -> str | None:
    """The first full date in a line, as 2025-01-13; None where there is none or it is no day of the calendar.

    >>> read_date("——2025年1月13日在大会上"), read_date("二〇二四年三月十五日"), read_date("2024年3月")
    ('2025-01-13', '2024-03-15', None)
    """
    for match in _DATE.finditer(text.translate(_WIDE)):
        if match["iso"]:
            parts = [int(part) for part in re.split(r"[-/.]", match["iso"])]
        else:
            year = "".join("〇" if c in _CN_ZERO else c for c in match["year"])
            year = year.translate(_ARABIC) if re.search("[1-9]", year) else year
            parts = [vocabulary.number(year), vocabulary.number(match["month"]), vocabulary.number(match["day"])]
        try:
            day = datetime.date(*parts)
        except ValueError:
            continue
        if 1949 <= day.year <= 2100:
            return day.isoformat()
    return None


def labelled_date(text: str) -> str | None:
    """The date behind 发布时间： in a page's line of particulars.

    >>> labelled_date("来源：统计局 发布日期：2023-07-28 浏览次数：12")
    '2023-07-28'
    """
    match = _LABELLED.search(text[:200])
    return read_date(match.group(1)) if match else None


def session_date(text: str) -> str | None:
    """The date of the session at which a report was given, said with the session in its first lines.

    >>> session_date("政府工作报告 ——2012年2月9日在甲县第三届人民代表大会第二次会议上 县长 张三 各位代表：")
    '2012-02-09'
    >>> session_date("2015年3月5日在全国人民代表大会上") is None
    True
    """
    for match in _DATE.finditer(text.translate(_WIDE)):
        if _SESSION.match(text, match.end() - 1):
            return read_date(match.group())
    return None


def is_date_line(text: str) -> bool:
    """Whether a line is a date and nothing but a date, with the marks that go with one.

    >>> is_date_line("（2024年4月10日）"), is_date_line("2024年01月18日 星期四 第 08 版"), is_date_line("2024年4月10日开业")
    (True, True, False)
    """
    return len(text) <= 60 and _DATE_LINE.fullmatch(text) is not None


def years(text: str) -> list[int]:
    """The calendar years that a heading or title names, in order, each once.

    >>> years("关于2022年计划执行情况与2023年计划的报告"), years("二〇二三年统计公报"), years("2021—2025年规划")
    ([2022, 2023], [2023], [2021, 2025])
    """
    text = re.sub(
        rf"[{_CN_ZERO}一二三四五六七八九]{{4}}(?=\s?年)", lambda m: _western(m.group()), text.translate(_WIDE)
    )
    found = re.findall(r"(?<!\d)(?:19[5-9]\d|20\d\d)(?=\s?年|[-—–－至到]+20\d\d\s?年)", text)
    return list(dict.fromkeys(int(year) for year in found))


def _western(numeral: str) -> str:
    return "".join(str("〇一二三四五六七八九".index(c)) if c in "〇一二三四五六七八九" else "0" for c in numeral)


def reported_year(text: str) -> int | None:
    """The year that a text without a dated title speaks of most often; None where it names no year."""
    counts = Counter(int(year) for year in REPORTED.findall(text))
    return max(counts, key=lambda year: (counts[year], year)) if counts else None


def period_label(title: str) -> tuple[int, str] | None:
    """The year and the label of a title on a part of a year (2024H1, 2024Q1, 2024-01/2024-07), else None.

    >>> period_label("2024年前8个月项目进展")
    (2024, '2024-01/2024-08')
    >>> period_label("2024年上半年经济运行情况"), period_label("2024年1-7月经济运行情况"), period_label("2024年公报")
    ((2024, '2024H1'), (2024, '2024-01/2024-07'), None)
    """
    for pattern, label in _PERIODS:
        match = pattern.search(title)
        if match:
            groups = match.groupdict()
            year = groups["year"] or groups["year2"]
            return int(year), label.format(year=year, month=(groups.get("month") or "").zfill(2))
    return None
