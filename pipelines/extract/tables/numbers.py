"""The number in a table cell: 7.5%以上, -4.9%左右, 1,202.8, 5.0—5.5, 增长8%左右, 持平.

Only cells that hold nothing but a number are read here; sentences in cells are passages for the statement layer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from pipelines.documents.view import view
from pipelines.extract.facts import Qualifier
from pipelines.lexicon.units import SCALES, unit_of

_NUM = r"[0-9]{1,3}(?:[,，][0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?"
_SIGN = r"(?:-|–|▼|↓|▲|↑|\+)"
_CELL = re.compile(
    rf"^(?P<sum>[〔［\[【])?(?P<lead>约|近|超过|超|突破|逾|不低于|不少于|不小于|不超过|不高于|低于|高于|大于|小于|达到|达|力争|确保|控制在|保持在|预计|稳定在|[≥≤<>＞＜]=?)*"
    rf"(?P<verb>同比增长|增长|增加|提高|上升|同比下降|下降|减少|降低|压减)?(?P<lead2>约|近|超过|超|突破|不低于|不少于|不超过|[≥≤<>])?"
    rf"(?P<sign>{_SIGN})?(?P<num>{_NUM})(?P<unit1>[^\d\s*※①-⑳,.;:，。；：、()（）~～至到以左内余多—–-]{{0,10}})"
    rf"(?:(?:—|–|-|~|～|至|到){{1,2}}(?P<sign2>{_SIGN})?(?P<num2>{_NUM}))?"
    rf"(?P<mid>余|多)?(?P<unit>[^\d\s*※①-⑳,.;:，。；：、()（）以左内余多]{{0,12}})"
    rf"(?P<tail>及以上|以上|以下|以内|之内|左右|上下|余|多|\+)?(?:[*※①-⑳]|[（(](?:[注①-⑳]|注\d)[)）])?(?(sum)[〕］\]】])$"
)
_LEADS: dict[str, Qualifier] = {
    "约": "approx", "近": "approx", "超过": "gt", "超": "gt", "突破": "gt", "逾": "gt", "高于": "gt", "大于": "gt",
    "不低于": "ge", "不少于": "ge", "不小于": "ge", "≥": "ge", "≥=": "ge", ">": "gt", "＞": "gt", ">=": "ge",
    "不超过": "le", "不高于": "le", "控制在": "le", "≤": "le", "<": "lt", "＜": "lt", "<=": "le", "低于": "lt",
    "小于": "lt",
}  # fmt: skip
_TAILS: dict[str, Qualifier] = {
    "以上": "ge", "及以上": "ge", "以下": "le", "以内": "le", "之内": "le", "左右": "approx", "上下": "approx",
    "余": "gt", "多": "gt", "+": "gt",
}  # fmt: skip
_NEGATIVE = {"下降", "同比下降", "减少", "降低", "压减"}
_NUMERIC = re.compile(
    r"^[约近超≥≤<>+\-–—－−]*[0-9０-９][0-9０-９.．,，]*\s?(?:[%％‰]|个百分点|万|亿)?(?:以上|左右|以内|以下)?$"
)
_DATE = re.compile(
    r"^(?:19|20)[0-9]{2}(?:年|[-/—–][0-9]{1,4}\b|\.[0-9]{1,2}\.[0-9]{1,2}\b)|^[0-9]{1,2}(?:月|日|号|[-/][0-9]{1,2}[-/])"
)
_NONE = re.compile(r"^(?:-{1,4}|—{1,4}|–{1,2}|/|／|\.{2,6}|…{1,2}|\*{1,4}|无|暂无|N/?A)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CellNumber:
    """A number of a cell: `start`..`end` is the printed numeral in the text, sign not included, `value` is signed.

    `unit` is the unit printed in the cell, '' where the header has it. `verb` is the cell's own 增长 or 下降.
    """

    start: int
    end: int
    value: Decimal
    unit: str
    qualifier: Qualifier
    verb: str = ""
    summed: bool = False
    """Whether it stands in 〔〕: what a plan adds up over its years."""


def looks_numeric(word: str) -> bool:
    """Whether a cell's text is a plain number, for the shape of a table.

    >>> looks_numeric("-4.9%左右"), looks_numeric("1,202.8"), looks_numeric("2022年"), looks_numeric("—")
    (True, True, False, False)
    """
    return len(word) < 30 and bool(_NUMERIC.match(word.strip()))


def is_empty_value(word: str) -> bool:
    """A cell that says that there is no value: —, …, /."""
    return not word.strip() or bool(_NONE.match(word.strip()))


def first_value(word: str) -> Decimal | None:
    """The first number in a cell's text, None where there is none; for the size of a column's values only.

    >>> first_value("-1.8"), first_value("99.7%"), first_value("—")
    (Decimal('-1.8'), Decimal('99.7'), None)
    """
    m = re.search(r"[-－−–]?\s*[0-9]+(?:\.[0-9]+)?", word)
    return Decimal(re.sub(r"[－−–\s]", lambda c: "-" if c.group().strip() else "", m.group())) if m else None


def read_cell_numbers(text: str, start: int, end: int) -> list[CellNumber]:
    """The number of the cell text[start:end] (two for a range, or for a level with its growth), [] where it is not just that.

    >>> [(str(n.value), n.unit, n.qualifier) for n in read_cell_numbers("-4.9%左右", 0, 7)]
    [('-4.9', '%', 'approx')]
    >>> [(str(n.value), n.qualifier) for n in read_cell_numbers("5.0%—5.5%", 0, 9)]
    [('5.0', 'range_low'), ('5.5', 'range_high')]
    >>> [(str(n.value), n.unit, n.verb) for n in read_cell_numbers("82.4 增长5.1%", 0, 10)]
    [('82.4', '', ''), ('5.1', '%', '增长')]
    """
    if end - start > 60:
        return []
    return _one(text, start, end) or _level_and_growth(text, start, end)


def _level_and_growth(text: str, start: int, end: int) -> list[CellNumber]:
    """A level and its growth in one cell, on two lines or behind a blank: 212.4 增长5.1%."""
    parts = [(start + m.start(), start + m.end()) for m in re.finditer(r"\S+", text[start:end])]
    read = [_one(text, *part) for part in parts]
    if len(parts) != 2 or any(len(numbers) != 1 for numbers in read):
        return []
    level, growth = read[0][0], read[1][0]
    if level.verb or level.unit in ("%", "‰") or not (growth.verb or growth.unit == "%"):
        return []
    return [level, replace(growth, unit=growth.unit or "%", verb=growth.verb or "增长")]


def _one(text: str, start: int, end: int) -> list[CellNumber]:
    seen = view(text, start, end)
    m = _CELL.match(seen.text)
    if not m or _DATE.match(seen.text):
        return []
    unit = m["unit"] or m["unit1"]
    if (unit and not _is_unit(unit)) or (m["unit1"] and m["unit1"] != unit and not _is_unit(m["unit1"])):
        return []
    negative = m["verb"] in _NEGATIVE
    qualifier = (
        _TAILS.get(m["tail"] or m["mid"] or "") or _LEADS.get(m["lead2"] or "") or _LEADS.get(m["lead"] or "") or ""
    )
    first = _number(seen.span(*m.span("num")), m["num"], m["sign"], negative)
    verb = m["verb"] or ""
    if not m["num2"]:
        return [CellNumber(first[0], first[1], first[2], unit, qualifier, verb, bool(m["sum"]))]
    second = _number(seen.span(*m.span("num2")), m["num2"], m["sign2"], negative)
    low = m["unit1"] or unit
    return [
        CellNumber(first[0], first[1], first[2], low, "range_low", verb),
        CellNumber(second[0], second[1], second[2], unit, "range_high", verb),
    ]


def _number(span: tuple[int, int], printed: str, sign: str | None, negative: bool) -> tuple[int, int, Decimal]:
    value = Decimal(printed.replace(",", "").replace("，", ""))
    return span[0], span[1], -value if negative or (sign or "") in ("-", "–", "▼", "↓") else value


def _is_unit(unit: str) -> bool:
    return unit in SCALES or unit_of(unit) is not None
