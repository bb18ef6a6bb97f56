"""Which years a heading or the beginning of a sentence speaks of.

`heading_times` gives all times that a heading names, in order (“十三五”发展成就和“十四五”目标任务 has two). `read_turn` looks at
the beginning of a sentence: 五年来, 刚刚过去的2025年, 今后五年 turn the time of what follows, a year inside a sentence does not.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from pipelines import yamls
from pipelines.documents.frame.model import Clock, Time
from pipelines.documents.model import Role

YEAR = r"(?<!\d)(?:19[5-9]\d|20\d\d)"
_MAY_TURN = re.compile("[五年届任]")
_REACH = 40  # characters of a sentence within which a word that turns stands
_QUOTE = "[“\"‘「']?"
_NUMERAL = "(?:二十[一二三]?|十[一二三四五六七八九]?|[六七八九])"
_PLAN = rf"{_QUOTE}(?P<nth>{_NUMERAL})五[”\"’」']?"
_PLAN_NAMED = re.compile(
    rf"[“\"‘「'](?P<quoted>{_NUMERAL})五[”\"’」']|第(?P<nth>{_NUMERAL})个五年"
    rf"|(?<![一二三四五六七八九十第])(?P<plain>(?:二十|十)[一二三四五六七八九]?)五(?=规划|时期|期间|末|以来|收官|开局|发展|主要|[一二三四五]?年|和|及|$)"
)
_NUMBERS = {c: i for i, c in enumerate("一二三四五六七八九十", 1)}
_COUNTS = _NUMBERS | {"两": 2}
_RANGE = re.compile(rf"({YEAR})\s?年?\s?(?:[-—–－~～]{{1,2}}|至|到)\s?({YEAR})\s?年")
_YEAR = re.compile(rf"({YEAR})\s?年")
_HAN_YEAR = re.compile(r"[零〇○Ｏ二一][零〇○ＯO一二三四五六七八九]{3}(?=\s?年)")
_ASIDE = re.compile(r"《[^《》]*》")
_LISTED = re.compile(rf"^\s*\d{{1,2}}[.．](?={YEAR}年)")  # 1.2023年: a note's number, not a decimal
_SPACED = re.compile(r"((?:19|20)\d\d|[二一][零〇○ＯO一二三四五六七八九]{3})([ \t\u3000\xa0]{1,3})(?=年)")
_WIDE = {0xFF10 + i: 0x30 + i for i in range(10)} | {0x25CB: "〇", 0xFF2F: "〇", 0x2D: "-"}
_ANY_WIDE = re.compile(
    "[" + re.escape("".join(chr(code) for code, narrow in _WIDE.items() if narrow != chr(code))) + "]"
)
_BLANK_YEAR = re.compile(r"[ \t\u3000\xa0]年")
_HAN_DIGITS = {c: str(i) for i, c in enumerate("〇一二三四五六七八九")} | {"零": "0", "O": "0"}


@cache
def words() -> dict[str, Any]:
    """The vocabulary of frame.yml."""
    return yamls.read(Path(__file__).with_name("frame.yml"))


@cache
def _turns() -> re.Pattern[str]:
    parts = []
    for turn in words()["turns"]:
        pattern = turn["pattern"].replace("N", _PLAN).replace("Y", YEAR)
        parts.append(f"(?P<{turn['name']}>{pattern})")
    return re.compile(rf"(?P<lead>{words()['lead']})(?:{'|'.join(parts)})")


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(words()[name])


_QUARTER = re.compile(r"(?<![\d.一-鿿])[1-4](?=季度)|(?<=[比较前年在至])[1-4](?=季度)")


def fold(text: str) -> str:
    """Full-width and Chinese digits of years as Arabic ones, a list's number before a year as blanks; the length stays.

    >>> fold("２００４年"), fold("二○二三年")
    ('2004年', '2023年')
    >>> fold("比1季度回落")
    '比一季度回落'
    """
    text = text.translate(_WIDE) if _ANY_WIDE.search(text) else text
    if "季度" in text:
        text = _QUARTER.sub(lambda match: "一二三四"[int(match.group()) - 1], text)
    if "年" not in text:
        return text
    if _BLANK_YEAR.search(text):
        text = _SPACED.sub(lambda match: match[2] + match[1], text)
    text = _LISTED.sub(lambda match: " " * len(match.group()), text)
    return _HAN_YEAR.sub(lambda match: "".join(_HAN_DIGITS.get(c, c) for c in match.group()), text)


def is_revision(text: str) -> bool:
    """Whether a note gives a revised figure (2023年生产总值核实调整为203.2亿元)."""
    return _pattern("revision").search(text) is not None


def plan_years(numeral: str) -> tuple[int, int] | None:
    """The years of a five-year plan by the numeral before its 五; None for what is no plan (二五).

    >>> plan_years("十四"), plan_years("十"), plan_years("九")
    ((2021, 2025), (2001, 2005), (1996, 2000))
    """
    tens, ten, ones = numeral.rpartition("十")
    nth = (10 * _NUMBERS.get(tens, 1) if ten else 0) + _NUMBERS.get(ones, 0)
    return (1951 + 5 * nth, 1955 + 5 * nth) if nth >= 6 else None


def plan_of_title(title: str) -> tuple[int, int] | None:
    """The years of the five-year plan that a title names, None where it names none.

    >>> plan_of_title("甲市国民经济和社会发展第十四个五年规划"), plan_of_title("2023年公报")
    ((2021, 2025), None)
    """
    match = _PLAN_NAMED.search(title)
    return plan_years(match["quoted"] or match["nth"] or match["plain"]) if match else None


def role_of(start: int | None, end: int | None, clock: Clock) -> Role:
    """Whether years lie behind or ahead, seen from the year that the document looks back on; '' where both or unknown.

    >>> role_of(2016, 2020, Clock(2020)), role_of(2021, 2025, Clock(2020)), role_of(2021, 2025, Clock(2023))
    ('review', 'plan', '')
    """
    last = clock.review if clock.review is not None else clock.plan - 1 if clock.plan else None
    if last is None or start is None or end is None:
        return ""
    return "review" if end <= last else "plan" if start > last else ""


def past_five(clock: Clock) -> tuple[int | None, int | None]:
    """The five years that 五年来 means: those of the part's heading, else the five that end with the reviewed year."""
    if clock.span:
        return clock.span
    if clock.review is None:
        return None, None
    return clock.review - 4, clock.review


def _next_five(clock: Clock) -> tuple[int | None, int | None]:
    last = clock.review if clock.review is not None else clock.plan - 1 if clock.plan else None
    return (last + 1, last + 5) if last is not None else (None, None)


def read_turn(text: str, clock: Clock, start: int = 0) -> Time | None:
    """The time that a sentence beginning at `start` turns to, None where it turns to none.

    >>> read_turn("五年来，我们坚持改革。", Clock(2020)).years, read_turn("刚刚过去的2025年，", Clock(2025)).years
    ((2016, 2020), (2025, 2025))
    >>> read_turn("2023年，", Clock(2025)), read_turn("“十四五”规划共设置26项指标", Clock(2025))
    (None, None)
    """
    match = _turns().match(text, start, start + 80) if _MAY_TURN.search(text, start, start + _REACH) else None
    if match is None:
        return None
    kind = next(turn["name"] for turn in words()["turns"] if match[turn["name"]])
    at, stop = match.span(kind)
    return _resolved(kind, match, clock, at, stop)


def _resolved(kind: str, match: re.Match[str], clock: Clock, at: int, stop: int) -> Time | None:
    if kind == "five_past":
        return Time(*past_five(clock), "review", at, stop, kind)
    if kind == "years_past":
        count = _COUNTS[match["count"] or match["count2"]]
        first = clock.review - count + 1 if clock.review is not None else None
        return Time(first, clock.review, "review", at, stop, kind)
    if kind == "five_next":
        return Time(*_next_five(clock), "plan", at, stop, kind)
    if kind == "plan":
        return _plan_time(match, clock, at, stop)
    if kind == "year_past":
        return Time(clock.review, clock.review, "review", at, stop, kind)
    if kind == "year_next":
        year = clock.plan if clock.plan is not None else clock.published
        return Time(year, year, "plan", at, stop, kind) if clock.plan else None
    year = int(match["y"] or match["y2"] or match["y3"] or match["y4"])
    if clock.review is None and clock.plan is None:
        return Time(year, year, "", at, stop, kind)
    if year not in (clock.review, clock.plan):
        return None
    return Time(year, year, "review" if year == clock.review else "plan", at, stop, kind)


def _plan_time(match: re.Match[str], clock: Clock, at: int, stop: int) -> Time | None:
    years = plan_years(match["nth"])
    if years is None:
        return None
    start, end = years
    role = role_of(start, end, clock)
    if not role and clock.review is not None and start <= clock.review:
        if not match.group().endswith("以来"):
            return None  # the plan that is under way: neither done nor to come
        return Time(start, clock.review, "review", at, stop, "plan")
    return Time(start, end, role, at, stop, "plan")


def heading_times(title: str, clock: Clock) -> list[Time]:
    """All times that a heading names, in order; the names of plans as documents are none of them.

    >>> [t.years for t in heading_times("一、“十三五”发展成就和“十四五”目标任务", Clock(2020, 2021))]
    [(2016, 2020), (2021, 2025)]
    >>> heading_times("（一）开局良好，“十二五”规划顺利起步", Clock(2011, 2012)), heading_times("“十二五”后三年目标", Clock(2012))[0].years
    ([], (None, None))
    >>> [t.years for t in heading_times("2005年以来的工作回顾", Clock(2007))]
    [(2005, 2007)]
    >>> heading_times("1.教育支出9亿元，比2021年决算增长3%", Clock(2022))
    []
    """
    words_ = _ASIDE.sub(lambda m: "　" * len(m.group()), fold(title))
    found = [*_ranges(words_, clock), *_plans(words_, clock), *_spoken(words_, clock)]
    taken = [(t.at, t.stop) for t in found]
    for match in _YEAR.finditer(words_):
        year = int(match[1])
        if words_[match.start() - 1 : match.start()] in ("比", "较"):
            continue  # 1.教育支出9亿元，比2021年决算增长3%: what it is compared with
        if not any(a <= match.start() < b for a, b in taken):
            found.append(Time(year, year, role_of(year, year, clock), match.start(), match.end(), "year"))
    return sorted(found, key=lambda time: time.at)


def _ranges(title: str, clock: Clock) -> list[Time]:
    """Spans with their first and last year, and 2003年以来, which goes on to the year looked back on."""
    found = [(m, int(m[2])) for m in _RANGE.finditer(title)]
    if clock.review is not None:
        found += [(m, clock.review) for m in _pattern("since_year").finditer(title) if int(m[1]) < clock.review]
    return [Time(int(m[1]), last, role_of(int(m[1]), last, clock), m.start(), m.end(), "range") for m, last in found]


def _plans(title: str, clock: Clock) -> list[Time]:
    found = []
    for match in _PLAN_NAMED.finditer(title):
        years = plan_years(match["quoted"] or match["nth"] or match["plain"])
        behind = title[match.end() :]
        if years is None or _pattern("plan_is_document").match(behind):
            continue
        if _pattern("part_of_plan").match(behind):
            found.append(Time(None, None, "", match.start(), match.end(), "plan"))
        else:
            found.append(Time(*years, role_of(*years, clock), match.start(), match.end(), "plan"))
    return found


def _spoken(title: str, clock: Clock) -> list[Time]:
    found = []
    counted = _pattern("years_past_heading").search(title)
    if counted:
        count = _COUNTS[counted["count"] or counted["count2"]]
        first = clock.review - count + 1 if clock.review is not None else None
        found.append(Time(first, clock.review, "review", counted.start(), counted.end(), "years_past"))
    known: tuple[tuple[str, tuple[int | None, int | None], Role], ...] = (
        ("five_past_heading", past_five(clock), "review"),
        ("five_next_heading", _next_five(clock), "plan"),
        ("year_past_heading", (clock.review, clock.review), "review"),
    )
    for name, years, role in known:
        match = _pattern(name).search(title)
        if match:
            found.append(Time(*years, role, match.start(), match.end(), name.removesuffix("_heading")))
    return found
