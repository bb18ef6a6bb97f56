"""The patterns that find every numeral of a text: masks, ranks, ranges and quantities with their units.

What is not a quantity is recognised first, so masks.yml stands before the numbers. At each place only the patterns are tried
that can begin with its character and, behind digits, go on with what follows them: a tenth of all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from pipelines.lexicon.files import content
from pipelines.lexicon.forms import Chars, behind, firsts
from pipelines.lexicon.units import unit_pattern

# 1,202.8; 878，631 with the comma of Chinese text; 12,34.5 and 1.202.8, whose separators are misprinted; 14..3.
NUMBER = (
    r"\d+(?:\.\d+)?(?![\d.,，·])|"  # without any of these marks, as most are
    r"\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?(?![\d.]|[,，]\d)|\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d.])"
    r"|\d{1,3}(?:,\d{3})*,\d{1,4}\.\d+(?![\d.])|\d{1,3},\d{1,2}(?=[%％‰万亿]|个百分点)|\d{1,3}(?:\.\d{3})+\.\d{1,2}(?![\d.])"
    r"|\d+·\d+(?=[%％‰])|\d+(?:\.{1,2}\d+)?"
)
# 1万3千, 1.2亿5000万: the parts of one number.
COMPOUND = r"\d{1,4}(?:\.\d+)?(?:亿\d{1,4}(?:\.\d+)?万|万\d千)(?![克瓦米升帕伏卡赫安])"
_SCALE = r"万亿|千亿|百亿|十亿|千万|百万|十万|亿|万|千|百"

# The patterns of figures stay beside the scan: they name groups that the functions below read, and hold the units.
_RANK = r"第(?P<place>\d{1,4}|(?:[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])(?![一二三四五六七八九十]))(?:位次|位|名)?(?!、(?:第?[一二三]、)?第?[一二三]次?产|次|届|批|期|条|章|节|轮|季度|产业|线|方|院|代|师|中|人民|步|部|款|书记|三方|个|座|家|所|台|阶段|类|号|例|方阵|梯队|一|二|三|\d|[万亿.]|版|组|站|医|小学|高级|项|级|生|者|时间|责任|现场|手|课堂|动力|四次|五次|六次|七次|主|集|年|天|五届|六届|一届|二届|三届|四届|七届|八届|九届|十届|实验|实业|幼儿|支|列|单元|水厂|污水|卷|套|张|片|排|监)"
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
    rf"(?P<neg>(?=[-−－–])(?:(?<![\d\u4e00-\u9fffA-Za-z）)%])[-−－](?=\d)|(?<=[\u4e00-\u9fff（(：:、，])-(?=\d)|(?<=[长降为至达])–(?=\d)))?"
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


# What a token can begin with: one look at each character keeps the scan fast; characters are no rule.
_FIRST = re.compile(r"[\d.．·•⋯‥…第前每《“‘\"「『（(A-Za-zⅠ-Ⅻ\-–−－表图专附栏序注节编翻双两一二三四五六七八九十]")
# The digits of a number and those behind its marks.
_NUMBER = re.compile(r"([0-9]+)[0-9.,，·]*")
_DIGITS = frozenset("0123456789")
_MARKED = _DIGITS | frozenset(".,，·")
# What may part the two numbers of a range.
_PARTS_RANGE = re.compile(r"[—–\-－~～至到]")
_LONGEST_UNIT = 32


Match = Callable[..., re.Match[str] | None]
Tried = tuple[tuple[str, Match], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A pattern that numerals are found with: what it begins with, what may stand behind digits, and behind their marks."""

    name: str
    pattern: str
    first: Chars
    behind_digits: Chars
    behind_number: Chars


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
def kinds() -> dict[str, str]:
    return {name: kind for name, kind, _ in masks()}


@cache
def _parts() -> tuple[Part, ...]:
    """The masks, the figures above and the units, in the order in which they are tried."""
    unit = unit_pattern()
    written = {name: f"(?P<{name}>{pattern})" for name, _, pattern in masks()}  # masks.yml
    # figures, of the parts above
    written["rank"] = f"(?P<rank>{_RANK})"
    written |= {"counted": _COUNTED, "doubled": _DOUBLED, "tenths": _TENTHS}
    # also of those
    written["ordinal"] = f"(?P<ordinal>{_ORDINAL}(?![万亿\\d.]))"
    written["range"] = f"(?P<range>{_RANGE.replace('{unit}', unit)})"  # with every unit
    written["quantity"] = f"(?P<quantity>{_QUANTITY.replace('{unit}', unit)})"  # with every unit
    return tuple(Part(name, p, firsts(p), behind(p, _DIGITS), behind(p, _MARKED)) for name, p in written.items())


@cache
def _match(pattern: str) -> Match:
    """A part's pattern, compiled when the first numeral may begin with it."""
    return re.compile(pattern).match  # masks.yml and figures


@lru_cache(maxsize=1 << 12)
def _beginning(char: str) -> Tried:
    """What may begin with a character that is no digit."""
    return tuple((part.name, _match(part.pattern)) for part in _parts() if char in part.first)


@lru_cache(maxsize=1 << 14)
def _numbers(digit: str, mark: str, following: str, ranges: bool) -> Tried:
    """What may begin with a digit.

    mark: the character behind the digits; following: the one behind the whole number; ranges: a mark may part two numbers.
    """
    return tuple(
        (part.name, _match(part.pattern))
        for part in _parts()
        if digit in part.first
        and mark in part.behind_digits
        and following in part.behind_number
        and (ranges or part.name != "range")
    )


def numerals(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    """The name and the match of every numeral, from left to right; where several fit at one place, the first of them."""
    done = 0
    for first in _FIRST.finditer(text):
        start = first.start()
        if start < done:
            continue
        number = _NUMBER.match(text, start)
        if number is None:
            tried = _beginning(text[start])
        else:
            digits, stop = number.end(1), number.end()
            ranges = _PARTS_RANGE.search(text, stop, stop + _LONGEST_UNIT) is not None
            tried = _numbers(text[start], text[digits : digits + 1], text[stop : stop + 1], ranges)
        for name, match in tried:
            found = match(text, start)
            if found:
                done = found.end()
                yield name, found
                break
