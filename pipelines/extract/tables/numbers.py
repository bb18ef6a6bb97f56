"""The number in a table cell: 7.5%以上, -4.9%左右, 1,202.8, 5.0—5.5, 增长8%左右, 持平.

Only cells that hold nothing but a number are read here; sentences in cells are passages for the statement layer.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from pipelines.documents.view import view
from pipelines.extract.facts import Qualifier
from pipelines.extract.tables.words import words
from pipelines.lexicon.patterns import patterns
from pipelines.lexicon.units import SCALES, unit_of

_P = patterns("tables.numbers")

_CELL = _P["cell"]
_LEADS: dict[str, Qualifier] = words()["qualifiers_before"]
_TAILS: dict[str, Qualifier] = words()["qualifiers_behind"]
_NUMERIC = _P["numeric"]
_DATE = _P["date"]
_NONE = _P["none"]


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
    aside: bool = False
    """Whether it stands in brackets behind an amount; only the head can say that it is the amount's growth."""


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
    m = _P["numeral"].search(word)
    return Decimal(_P["minus"].sub(lambda c: "-" if c.group().strip() else "", m.group())) if m else None


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
    return _one(text, start, end) or _level_and_growth(text, start, end) or _with_aside(text, start, end)


def _with_aside(text: str, start: int, end: int) -> list[CellNumber]:
    """An amount and a number in brackets behind it or on the line below: 1487.3（6.1）.

    >>> [(str(n.value), n.aside) for n in read_cell_numbers("82.4（-5.1）", 0, 10)]
    [('82.4', False), ('-5.1', True)]
    """
    m = _P["aside"].fullmatch(text[start:end])
    if not m:
        return []
    read = [_one(text, start + m.start(part), start + m.end(part)) for part in ("amount", "aside")]
    if any(len(numbers) != 1 or numbers[0].verb for numbers in read) or read[0][0].unit in ("%", "‰"):
        return []
    return [read[0][0], replace(read[1][0], unit="%", aside=True)]


def _level_and_growth(text: str, start: int, end: int) -> list[CellNumber]:
    """A level and its growth in one cell, on two lines or behind a blank: 212.4 增长5.1%."""
    parts = [(start + m.start(), start + m.end()) for m in _P["word"].finditer(text[start:end])]
    read = [_one(text, *part) for part in parts]
    if len(parts) != 2 or any(len(numbers) != 1 for numbers in read):
        return []
    level, growth = read[0][0], read[1][0]
    if level.verb or level.unit in ("%", "‰") or not (growth.verb or growth.unit == "%"):
        return []
    return [level, replace(growth, unit=growth.unit or "%", verb=growth.verb or "增长")]


def _one(text: str, start: int, end: int) -> list[CellNumber]:
    whole = _P["summed"].fullmatch(text[start:end])
    if whole:  # the view takes 〔15〕 for the mark of a note
        at = start + whole.start("num")
        return [CellNumber(at, start + whole.end("num"), Decimal(whole["num"]), "", "", summed=True)]
    seen = view(text, start, end)
    m = _CELL.match(seen.text)
    if not m or _DATE.match(seen.text):
        return []
    unit = m["unit"] or m["unit1"]
    if (unit and not _is_unit(unit)) or (m["unit1"] and m["unit1"] != unit and not _is_unit(m["unit1"])):
        return []
    negative = m["verb"] in words()["falls"]
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
