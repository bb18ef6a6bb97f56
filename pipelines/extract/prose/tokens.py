"""Masks and quantities: every numeral of a text as a date, a code, a rank or a quantity.

What is not a quantity is recognised first (dates, slogans in quotation marks, titles, codes, list numbers, names with a
number); what is left is a number with its magnitude word and unit. One pattern reads all, so that the cost is one pass.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from pipelines.lexicon import patterns as lexicon
from pipelines.lexicon.files import content
from pipelines.lexicon.patterns import patterns
from pipelines.lexicon.units import SCALES, unit_pattern
from pipelines.lexicon.word_lists import word_lists

_P = patterns("tokens")
_W = word_lists("tokens")

# 1,202.8; 878，631 with the comma of Chinese text; 12,34.5 and 1.202.8, whose separators are misprinted; 14..3.
NUMBER = (
    r"\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?(?![\d.]|[,，]\d)|\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d.])"
    r"|\d{1,3}(?:,\d{3})*,\d{1,4}\.\d+(?![\d.])|\d{1,3},\d{1,2}(?=[%％‰万亿]|个百分点)|\d{1,3}(?:\.\d{3})+\.\d{1,2}(?![\d.])"
    r"|\d+·\d+(?=[%％‰])|\d+(?:\.{1,2}\d+)?"
)
# 1万3千, 1.2亿5000万: the parts of one number.
COMPOUND = r"\d{1,4}(?:\.\d+)?(?:亿\d{1,4}(?:\.\d+)?万|万\d千)(?![克瓦米升帕伏卡赫安])"
_SCALE = r"万亿|千亿|百亿|十亿|千万|百万|十万|亿|万|千|百"
# Numerals, not words.
_HAN_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2, "十": 10, "首": 1}


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


# The parts of the one scan pattern stay beside it: they name groups that the functions below read, and hold the units.
_RANK = r"第(?P<place>\d{1,4}|(?:[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])(?![一二三四五六七八九十]))(?:位次|位|名)?(?!、第?[一二三]次?产|次|届|批|期|条|章|节|轮|季度|产业|线|方|院|代|师|中|人民|步|部|款|书记|三方|个|座|家|所|台|阶段|类|号|例|方阵|梯队|一|二|三|\d|[万亿.]|版|组|站|医|小学|高级|项|级|生|者|时间|责任|现场|手|课堂|动力|四次|五次|六次|七次|主|集|年|天|五届|六届|一届|二届|三届|四届|七届|八届|九届|十届|实验|实业|幼儿|支|列|单元|水厂|污水|卷|套|张|片|排|监)"
# What a number behind 第 may count that is no rank.
_ORDINAL = r"第(?:\d+|[一二三四五六七八九十百]+)(?:次|届|批|期|条|章|节|轮|季度|产业|个|座|家|所|台|类|号|例|方阵|梯队|组|站|项|级|年|天|代|医院|小学|方|版|步|阶段|支|列|污水处理厂|水厂|卷)?"

# Chinese numerals that are figures: the count of a list (…等两项赛事) and doublings.
_COUNTED = (
    r"(?P<counted>(?<=等)(?P<han>十?[两二三四五六七八九十])(?P<han_unit>个|家|项|所|条|处|座|件|类|种|场|部|款|名|位)"
    r"(?!方面|维度|层面|环节|领域|重点|关键|阶段|步骤|层次|问题|难题|方向|要素|环|百分点|月))"
)
# 超九成, 近七成, 八成以上: tenths of a whole.
_TENTHS = r"(?P<tenths>(?<=[超近达约占逾过到为有])[一二三四五六七八九]成[一二三四五六七八九半]?(?=以上|左右|多?[，。；、）]|$|来自|的))"
# 翻番, 翻两番.
_DOUBLED = r"(?P<doubled>翻了?近?(?P<times>[一两二三])?番)"
# One character between a number and a mark is its unit, also where the table of units does not know it.
_ODD_UNIT = r"(?![以左上下之年月日号点时分级期版代步第等和及与的了到至为是起后前内外间强余多来中里条线路页一二三四五六七八九十])[\u4e00-\u9fff](?=[，。；、）]|$)"
# A number with what may stand around it, and its unit.
_QUANTITY = (
    rf"(?P<neg>(?<![\d\u4e00-\u9fffA-Za-z）)%])[-−－](?=\d)|(?<=[\u4e00-\u9fff（(：:、，])-(?=\d)|(?<=[长降为至达])–(?=\d))?"
    rf"(?P<num>(?P<compound>{COMPOUND})|{NUMBER})(?P<mid>余|多|来)?"
    rf"(?:(?P<medal>[金银铜](?=[，,、。；;和及]|\d|$))|(?P<unit>{{unit}})|(?P<scale>{_SCALE})(?P<mid2>余|多|来)?(?P<unit2>{{unit}})?|(?P<odd>{_ODD_UNIT}))?"
    rf"(?P<mid3>余|多(?!元|种|样|家|个|项|次|年|方|功|点|彩|层|式|产|层次|维|渠))?"
    rf"(?:(?=（[^（）\d]{{1,24}}）(?P<late>(?:{_SCALE})?{{unit}}))|)"
)
# Two numbers with one unit: 5.0—5.5%.
_RANGE = (
    rf"(?P<r1>{NUMBER})(?P<rs1>{_SCALE})?(?P<ru1>{{unit}})?(?:[—–\-－~～]|——|至|到)"
    rf"(?P<r2>{NUMBER})(?P<rs2>{_SCALE})?(?P<ru2>{{unit}})(?P<rmid>余|多)?"
)


# What a token can begin with: one look at each character keeps the scan fast.
_FIRST = r"\d.．·•⋯‥…第前每《“‘\"「『（(A-Za-zⅠ-Ⅻ\-–−－表图专附栏序注节编翻双两一二三四五六七八九十"


@cache
def masks() -> tuple[tuple[str, str, str], ...]:
    """(name, kind, pattern) of everything that is not a quantity, from masks.yml, in the order in which it is tried."""
    table = content("masks")
    words = {"{YEAR}": table["year"], "{BEHIND_QUANTITY}": table["behind_quantity"]}
    found = []
    for mask in table["masks"]:
        pattern = mask["pattern"]
        for word, meaning in words.items():
            pattern = pattern.replace(word, meaning)
        found.append((mask["name"], mask["kind"], pattern))
    return tuple(found)


@cache
def _kinds() -> dict[str, str]:
    return {name: kind for name, kind, _ in masks()}


@cache
def _scanner() -> re.Pattern[str]:
    unit = unit_pattern()
    parts = [f"(?P<{name}>{pattern})" for name, _, pattern in masks()]
    parts.append(f"(?P<rank>{_RANK})")
    parts.append(_COUNTED)
    parts.append(_DOUBLED)
    parts.append(_TENTHS)
    parts.append(f"(?P<ordinal>{_ORDINAL}(?![万亿\\d.]))")
    parts.append("(?P<range>" + _RANGE.replace("{unit}", unit) + ")")
    parts.append("(?P<quantity>" + _QUANTITY.replace("{unit}", unit) + ")")
    # the one pass: masks.yml, the figures above and the units
    return re.compile(f"(?=[{_FIRST}])(?:" + "|".join(parts) + ")")


def _chinese_number(text: str) -> Decimal:
    """一..九十九 as a number.

    >>> _chinese_number("十二"), _chinese_number("三")
    (Decimal('12'), Decimal('3'))
    """
    if "十" not in text:
        return Decimal("".join(str(_HAN_DIGITS[c]) for c in text))
    tens, _, ones = text.partition("十")
    return Decimal((_HAN_DIGITS[tens] if tens else 1) * 10 + (_HAN_DIGITS[ones] if ones else 0))


def _decimal(printed: str) -> Decimal:
    """A numeral as printed; thousands marks and the points too many of a misprint (14..3, 1.202.8) do not count.

    >>> _decimal("1,202.8"), _decimal("878，631"), _decimal("14..3"), _decimal("1.202.8"), _decimal("2·9"), _decimal("3,5")
    (Decimal('1202.8'), Decimal('878631'), Decimal('14.3'), Decimal('1202.8'), Decimal('2.9'), Decimal('3.5'))
    """
    if _P["decimal_comma"].fullmatch(printed):
        printed = printed.replace(",", ".")
    plain = printed.replace(",", "").replace("，", "").replace("..", ".").replace("·", ".")
    whole, point, part = plain.rpartition(".")
    return Decimal(whole.replace(".", "") + point + part)


_GROUPED = _P["grouped"]


def misprinted(printed: str) -> bool:
    """Whether a numeral's separators cannot all be meant: 14..3, 12,34.5, 1.202.8.

    >>> misprinted("14..3"), misprinted("12,34.5"), misprinted("1.202.8"), misprinted("1,202.8"), misprinted("3.5")
    (True, True, True, False, False)
    """
    if printed.count(".") > 1:
        return True
    return ("," in printed or "，" in printed) and not _GROUPED.fullmatch(printed)


def _compound(printed: str) -> Decimal:
    """A number in two magnitudes.

    >>> _compound("1万3千"), _compound("1.2亿5000万")
    (Decimal('13000'), Decimal('170000000'))
    """
    parts = _P["compound"].findall(printed)
    value = sum((Decimal(number) * SCALES[scale] for number, scale in parts), Decimal(0))
    return value.to_integral_value() if value == value.to_integral_value() else value


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
    kinds = _kinds()
    for match in _scanner().finditer(text):
        name = match.lastgroup or ""
        kind = kinds.get(name, name)
        start, end = match.span()
        if lexicon.hits is not None and name in kinds:
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
    value = _chinese_number(printed) if chinese else Decimal(printed)
    first = match.start() if chinese else match.start("place")
    return Token("rank", match.start(), match.end(), first, match.end("place"), value, "位", chinese=chinese)


def _in_words(match: re.Match[str], kind: str) -> Token:
    """Chinese numerals that are figures: 等两项赛事, 翻了一番, 超九成."""
    start, end = match.span()
    if kind == "tenths":
        tens, _, ones = match["tenths"].partition("成")
        value = Decimal(10 * _HAN_DIGITS[tens] + (5 if ones == "半" else _HAN_DIGITS[ones] if ones else 0))
        return Token("quantity", start, end, start, end, value, "%", chinese=True)
    if kind == "counted":
        return Token(
            "quantity", start, end, *match.span("han"), _chinese_number(match["han"]), match["han_unit"], chinese=True
        )
    # numerals, not words
    times = {"两": 2, "二": 2, "三": 3}.get(match["times"] or "", 1)
    first = match.start("times") if match["times"] else start
    return Token("quantity", start, end, first, end, Decimal(2**times), "倍", chinese=True)


_ONE_BY_ONE = _P["one_by_one"]


def _quantities(text: str, match: re.Match[str]) -> list[Token]:
    """One quantity; several where the commas of Chinese text part the members of a list (分别为120，130，140个)."""
    token = _quantity(match)
    members = match["num"].split("，")
    listed = all(len(m) == 3 for m in members) and (
        len(members) > 2 or _ONE_BY_ONE.search(text, max(0, token.start - 16), token.start)
    )
    if len(members) < 2 or not listed:
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
    unit = (
        "枚"
        if match["medal"]
        else match["unit"] or match["odd"] or (match["scale"] or "") + (match["unit2"] or "") or match["late"] or ""
    )
    return Token(
        "quantity", match.start(), match.end(), match.start("num"), match.end("num"),
        _compound(match["num"]) if match["compound"] else _decimal(match["num"]), unit,
        match["mid"] or match["mid2"] or match["mid3"] or "", match["scale"] or "", match["neg"] is not None,
        noun=match["medal"] + "牌" if match["medal"] else "",
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
        _decimal(match["r1"]),
        low_unit,
        range_end=1,
    )
    high = Token(
        "quantity",
        match.start("r2"),
        match.end(),
        match.start("r2"),
        match.end("r2"),
        _decimal(match["r2"]),
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
        if left.kind != "quantity" or right.kind != "quantity" or left.range_end or not right.unit:
            continue
        gap = text[left.end : right.start]
        if len(gap) > 2 or gap not in _W["joints"]:
            continue
        if gap == "，" and (left.unit or not right.unit):
            continue
        longer = len(right.unit) > len(left.unit) and right.unit.startswith(left.unit)
        if not left.unit or longer and left.unit in ("个", left.scale):
            left.unit = right.unit
        elif left.unit == left.scale and left.unit and right.scale and right.unit.startswith(right.scale):
            left.unit = left.unit + right.unit[len(right.scale) :]
