"""The room's vocabularies: YAML files beside the code, read once, their patterns compiled."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from pipelines import yamls

CN = "[一二三四五六七八九十百零〇]{1,4}"
AR = r"\d{1,3}"
_LETTER = re.compile(r"(?<![A-Za-z\\<])[ND](?![A-Za-z])")
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0}


@cache
def load(name: str) -> Any:
    """The content of `<name>.yml` in this room."""
    return yamls.read(Path(__file__).with_name(f"{name}.yml"))


def numbered(pattern: str) -> str:
    """A pattern of the vocabulary with its letters N and D (alone, not inside a word) put in as numerals."""
    return _LETTER.sub(lambda match: CN if match.group() == "N" else AR, pattern)


def any_of(patterns: list[str]) -> re.Pattern[str]:
    """One compiled pattern for a list of alternatives."""
    return re.compile("|".join(f"(?:{numbered(pattern)})" for pattern in patterns))


def number(numeral: str) -> int:
    """The value of a heading's numeral, Chinese or Arabic; 0 for none.

    >>> number("十二"), number("二十"), number("9"), number("一百零三"), number("二〇二五")
    (12, 20, 9, 103, 2025)
    """
    numeral = numeral.strip()
    if numeral.isdecimal():
        return int(numeral)
    if not numeral:
        return 0
    if all(c in _DIGITS for c in numeral):
        return int("".join(str(_DIGITS[c]) for c in numeral))
    total, digit = 0, 0
    for character in numeral:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character in "十百":
            total += (digit or 1) * (10 if character == "十" else 100)
            digit = 0
    return total + digit
