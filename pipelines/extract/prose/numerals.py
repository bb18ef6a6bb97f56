"""What a printed numeral is worth: thousands marks, two magnitudes in one number, Chinese numerals, misprints."""

from __future__ import annotations

from decimal import Decimal

from pipelines.lexicon.patterns import patterns
from pipelines.lexicon.units import SCALES

_P = patterns("numerals")
# Numerals, not words.
HAN_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2, "十": 10, "首": 1}


def chinese_number(text: str) -> Decimal:
    """一..九十九 as a number.

    >>> chinese_number("十二"), chinese_number("三")
    (Decimal('12'), Decimal('3'))
    """
    if "十" not in text:
        return Decimal("".join(str(HAN_DIGITS[c]) for c in text))
    tens, _, ones = text.partition("十")
    return Decimal((HAN_DIGITS[tens] if tens else 1) * 10 + (HAN_DIGITS[ones] if ones else 0))


def decimal(printed: str) -> Decimal:
    """A numeral as printed; thousands marks and the points too many of a misprint (14..3, 1.202.8) do not count.

    >>> decimal("1,202.8"), decimal("878，631"), decimal("14..3"), decimal("1.202.8"), decimal("2·9"), decimal("3,5")
    (Decimal('1202.8'), Decimal('878631'), Decimal('14.3'), Decimal('1202.8'), Decimal('2.9'), Decimal('3.5'))
    """
    if printed.isdigit() or printed.replace(".", "", 1).isdigit():
        return Decimal(printed)
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


def compound(printed: str) -> Decimal:
    """A number in two magnitudes.

    >>> compound("1万3千"), compound("1.2亿5000万")
    (Decimal('13000'), Decimal('170000000'))
    """
    parts = _P["compound"].findall(printed)
    value = sum((Decimal(number) * SCALES[scale] for number, scale in parts), Decimal(0))
    return value.to_integral_value() if value == value.to_integral_value() else value
