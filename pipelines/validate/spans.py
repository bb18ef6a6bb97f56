"""Checks of where a row stands in its document's text. Offsets are code points, ends exclusive."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pipelines.documents.view import view

if TYPE_CHECKING:
    from pipelines.validate.known import Facts

PAIRS = (
    ("char_start", "char_end"),
    ("value_start", "value_end"),
    ("name_start", "name_end"),
    ("plan_start", "plan_end"),
    ("completion_start", "completion_end"),
)
_ARABIC = re.compile(r"[+-]?\d+(?:\.\d+)?")
_PLAIN = re.compile(r"\d+(?:\.\d+)?", re.ASCII)
_CHINESE = re.compile(r"[零〇一二两兩三四五六七八九十百千万萬亿億半番]")  # 翻番 too


def inside(row: Mapping[str, Any], facts: Facts) -> str | None:
    """Every span of the row lies within the text; both ends are there or neither; only an empty cell is empty."""
    for first, last in PAIRS:
        start, end = row.get(first), row.get(last)
        if start is None and end is None:
            continue
        least = 0 if row.get("text") == "" else 1
        if start is None or end is None or not 0 <= start <= end - least <= len(facts.text) - least:
            return f"[{first}, {last}) is [{start}, {end}) in a text of {len(facts.text)} characters"
    return None


def passage(row: Mapping[str, Any], facts: Facts) -> str | None:
    """A passage's text is the document's text between its ends, as it stands."""
    found = facts.text[row["char_start"] : row["char_end"]]
    return None if found == row["text"] else f"text there starts with {found[:20]!r}, staged with {row['text'][:20]!r}"


def numeral(row: Mapping[str, Any], facts: Facts) -> str | None:
    """The text between value_start and value_end is the numeral as printed."""
    found = facts.text[row["value_start"] : row["value_end"]]
    return None if found == row["printed"] else f"text there is {found[:40]!r}, printed says {row['printed'][:40]!r}"


def in_passage(row: Mapping[str, Any], facts: Facts) -> str | None:
    """An observation stands within the passage that it names."""
    start, end = facts.passages.get(row["passage_no"], (0, len(facts.text)))
    if start <= row["value_start"] and row["value_end"] <= end:
        return None
    return f"[{row['value_start']}, {row['value_end']}) is not in passage {row['passage_no']}, [{start}, {end})"


def no_passage(row: Mapping[str, Any], facts: Facts) -> str | None:
    """Doubt: the passage that an observation names is not there, or was put into quarantine."""
    missing = row["passage_no"] is not None and row["passage_no"] not in facts.passages
    return f"passage {row['passage_no']}" if missing else None


def value(row: Mapping[str, Any], facts: Facts) -> str | None:
    """The numeral's number is the value's, but for the sign, which words may give; Chinese numerals are not read."""
    printed = row["printed"]
    number = Decimal(printed) if _PLAIN.fullmatch(printed) else _number(printed)
    if isinstance(number, Decimal):
        return None if abs(number) == abs(row["value"]) else f"printed {printed!r}, value {row['value']}"
    return number


@lru_cache(maxsize=4096)
def _number(printed: str) -> Decimal | str | None:
    """The number of a numeral, None for one in Chinese, or in words that it is none."""
    shown = re.sub(r"\s", "", view(printed, 0, len(printed)).text)
    if re.fullmatch(r"\d{1,3},\d{1,2}", shown):  # 3,5%: a comma that stands for the point
        shown = shown.replace(",", ".")
    folded = re.sub(r"[,，]", "", shown)
    folded = re.sub(r"\.{2,}|·", ".", folded)
    whole, point, part = folded.rpartition(".")  # 1.202.8: points too many are separators, as the tokens read them
    folded = whole.replace(".", "") + point + part
    if _CHINESE.search(folded):
        return None
    try:
        number = Decimal(folded) if _ARABIC.fullmatch(folded) else None
    except InvalidOperation:  # pragma: no cover  (the pattern allows nothing that Decimal does not read)
        number = None
    return f"printed {printed!r} is no numeral" if number is None else number


def name(row: Mapping[str, Any], facts: Facts) -> str | None:
    """A project's name is what stands between its ends, but for line ends, blanks and full-width forms."""
    found = view(facts.text, row["name_start"], row["name_end"]).text
    staged = view(row["name"], 0, len(row["name"])).text
    return None if found == staged else f"text there is {found[:40]!r}, name says {staged[:40]!r}"
