"""Masks and quantities: every numeral of a text as a date, a code, a rank or a quantity.

What is not a quantity is recognised first (dates, slogans in quotation marks, titles, codes, list numbers, names with a
number); what is left is a number with its magnitude word and unit. The scanner finds them, numerals are read here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from pipelines.extract.prose.numerals import HAN_DIGITS, chinese_number, compound, decimal
from pipelines.extract.prose.scanner import kinds, numerals
from pipelines.lexicon import patterns as lexicon
from pipelines.lexicon.patterns import patterns
from pipelines.lexicon.word_lists import word_lists

_P = patterns("tokens")
_W = word_lists("tokens")


@dataclass(slots=True)
class Token:
    """A piece of text that holds a numeral.

    kind: quantity | rank | ratio | date | skip (a code, a name, a title, a list number) | spec (describes a thing).
    `start`..`end` is the whole token, `num_start`..`num_end` the printed numeral. `unit` is as printed with its
    magnitude, '' where none is printed. `many` is 余, 多 or 来 where printed. `date`: (year, month, label, kind).
    """

    kind: str
    start: int
    end: int
    num_start: int = -1
    num_end: int = -1
    value: Decimal = Decimal(0)
    unit: str = ""
    many: str = ""
    scale: str = ""
    negative: bool = False
    range_end: int = 0
    """1 for the low end of a range, 2 for the high end, 0 otherwise."""
    ratio: int = 0
    """Position in a run such as 2.8:50.9:46.3, from 1; 0 otherwise."""
    chinese: bool = False
    noun: str = ""
    """What is counted, where the unit itself says it: 金牌 of 14金."""
    date: tuple[int | None, int | None, str] | None = None


_HAS_NUMERAL = _P["has_numeral"]
_YEAR = _P["year"]
_MONTH_RE = _P["month"]
_MONTHS = _P["months"]
_FIRST_MONTHS = _P["first_months"]


def _date(text: str) -> tuple[int | None, int | None, str]:
    """Year, end year and label of a date as printed."""
    years = [int(y) for y in _YEAR.findall(text)]
    months = [int(m) for m in _MONTH_RE.findall(text)]
    year = years[0] if years else None
    label = ""
    if "上半年" in text:
        label = "H1"
    elif "下半年" in text:
        label = "H2"
    elif "季度" in text:
        label = "Q" + str("一二三四".find(text[text.find("季度") - 1]) + 1)
        if "前" in text:
            label = "Q1-" + label
    elif first_months := _FIRST_MONTHS.search(text):
        label = f"01/{int(first_months[1]):02d}"
    elif span := _MONTHS.search(text):
        first, last = int(span[1]), int(span[2])
        label = "" if (first, last) == (1, 12) else f"{first:02d}/{last:02d}"
    elif months and ("日" not in text or len(months) == 1):
        label = f"{months[0]:02d}"
    return year, years[-1] if len(years) > 1 else year, label


def scan(text: str) -> list[Token]:
    """All tokens with a numeral, in order, not overlapping.

    >>> [(t.kind, t.value, t.unit, t.many) for t in scan("改造5万余亩，新增3000余场次")]
    [('quantity', Decimal('5'), '万亩', '余'), ('quantity', Decimal('3000'), '场次', '余')]
    >>> [t.kind for t in scan("“2235”思路、5G基站、2022年、PM2.5")]
    ['skip', 'skip', 'date', 'skip']
    """
    tokens: list[Token] = []
    if not _HAS_NUMERAL.search(text):
        return tokens
    kind_of = kinds()
    for name, match in numerals(text):
        kind = kind_of.get(name, name)
        start, end = match.span()
        if lexicon.hits is not None and name in kind_of:
            lexicon.hits[f"masks.{name}"] += 1
        if kind == "quantity":
            tokens.extend(_quantities(text, match))
        elif kind == "range":
            tokens.extend(_range(match))
        elif kind == "rank":
            tokens.append(_rank(match))
        elif kind in ("counted", "doubled", "tenths"):
            tokens.append(_in_words(match, kind))
        elif kind == "ratio":
            tokens.extend(_ratio(match))
        elif kind == "date":
            tokens.append(Token("date", start, end, date=_date(match.group())))
        else:
            tokens.append(Token("spec" if kind == "spec" else "skip", start, end))
    _share_units(text, tokens)
    return tokens


def _rank(match: re.Match[str]) -> Token:
    """第3位, 第三: the numeral is the digits, or 第 with the Chinese numeral."""
    printed = match["place"]
    chinese = not printed[0].isdigit()
    value = chinese_number(printed) if chinese else Decimal(printed)
    first = match.start() if chinese else match.start("place")
    return Token("rank", match.start(), match.end(), first, match.end("place"), value, "位", chinese=chinese)


def _in_words(match: re.Match[str], kind: str) -> Token:
    """Chinese numerals that are figures: 等两项赛事, 翻了一番, 超九成."""
    start, end = match.span()
    if kind == "tenths":
        tens, _, ones = match["tenths"].partition("成")
        value = Decimal(10 * HAN_DIGITS[tens] + (5 if ones == "半" else HAN_DIGITS[ones] if ones else 0))
        return Token("quantity", start, end, start, end, value, "%", chinese=True)
    if kind == "counted":
        return Token(
            "quantity", start, end, *match.span("han"), chinese_number(match["han"]), match["han_unit"], chinese=True
        )
    # numerals, not words
    times = {"两": 2, "二": 2, "三": 3}.get(match["times"] or "", 1)
    first = match.start("times") if match["times"] else start
    return Token("quantity", start, end, first, end, Decimal(2**times), "倍", chinese=True)


_ONE_BY_ONE = _P["one_by_one"]


def _quantities(text: str, match: re.Match[str]) -> list[Token]:
    """One quantity; several where the commas of Chinese text part the members of a list (分别为120，130，140个)."""
    token = _quantity(match)
    if "，" not in match["num"]:
        return [token]
    members = match["num"].split("，")
    listed = all(len(m) == 3 for m in members) and (
        len(members) > 2 or _ONE_BY_ONE.search(text, max(0, token.start - 16), token.start)
    )
    if not listed:
        return [token]
    tokens, at = [], token.num_start
    for k, member in enumerate(members):
        last, end = k == len(members) - 1, at + len(member)
        tokens.append(
            Token("quantity", at, token.end if last else end, at, end, Decimal(member), token.unit, scale=token.scale)
        )
        at = end + 1
    return tokens


def _quantity(match: re.Match[str]) -> Token:
    negative, number, medal, printed, odd, scale, unit2, late = match.group(
        "neg", "num", "medal", "unit", "odd", "scale", "unit2", "late"
    )
    unit = "枚" if medal else printed or odd or (scale or "") + (unit2 or "") or late or ""
    mid, mid2, mid3, of_parts = match.group("mid", "mid2", "mid3", "compound")
    start, end = match.span()
    num_start, num_end = match.span("num")
    return Token(
        "quantity", start, end, num_start, num_end, compound(number) if of_parts else decimal(number), unit,
        mid or mid2 or mid3 or "", scale or "", negative is not None, noun=medal + "牌" if medal else "",
    )  # fmt: skip


def _range(match: re.Match[str]) -> list[Token]:
    high_unit = (match["rs2"] or "") + match["ru2"]
    low_unit = (match["rs1"] or "") + (match["ru1"] or "")
    if not match["ru1"]:
        low_unit = (match["rs1"] or match["rs2"] or "") + match["ru2"]
    low = Token(
        "quantity",
        match.start(),
        match.end("r1"),
        match.start("r1"),
        match.end("r1"),
        decimal(match["r1"]),
        low_unit,
        range_end=1,
    )
    high = Token(
        "quantity",
        match.start("r2"),
        match.end(),
        match.start("r2"),
        match.end("r2"),
        decimal(match["r2"]),
        high_unit,
        match["rmid"] or "",
        range_end=2,
    )
    low.end = match.start("r2")
    return [low, high]


def _ratio(match: re.Match[str]) -> list[Token]:
    base = match.start()
    return [
        Token(
            "ratio", base + m.start(), base + m.end(), base + m.start(), base + m.end(), Decimal(m.group()), "", ratio=i
        )
        for i, m in enumerate(_P["part_of_ratio"].finditer(match.group()), 1)
    ]


def _share_units(text: str, tokens: list[Token]) -> None:
    """Give the members of a run the unit that is printed once at its end (78.3、16.4万吨; 3.5个、3个百分点)."""
    for i in range(len(tokens) - 2, -1, -1):
        left, right = tokens[i], tokens[i + 1]
        if right.start - left.end > 2 or left.kind != "quantity" or right.kind != "quantity":
            continue
        gap = text[left.end : right.start]
        if left.range_end or not right.unit or gap not in _W["joints"]:
            continue
        if gap == "，" and (left.unit or not right.unit):
            continue
        longer = len(right.unit) > len(left.unit) and right.unit.startswith(left.unit)
        if not left.unit or longer and left.unit in ("个", left.scale):
            left.unit = right.unit
        elif left.unit == left.scale and left.unit and right.scale and right.unit.startswith(right.scale):
            left.unit = left.unit + right.unit[len(right.scale) :]
