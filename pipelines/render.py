"""Rows as text: a table for the terminal, CSV, JSON. Numbers are printed as they are, without trailing zeros."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

NUMBERS = (int, float, Decimal)
JOINER = "\u2060"  # a word joiner, which is not seen
ADDRESS = re.compile(r"(?<=:)(?=//)|(?<=www)(?=[.])", re.IGNORECASE)  # where what a page makes a link of begins
FORMULA = frozenset("=+-@\t\r\n＝＋－＠﹢﹣﹦﹫⁺₊−")  # what a formula may begin with, where a program folds widths


def width(text: str) -> int:
    """Columns that a text takes in a terminal: Han and full-width forms take two, combining marks none.

    >>> width("GDP增长")
    7
    """
    return sum(map(_columns, text))


@lru_cache(maxsize=1 << 14)
def _columns(character: str) -> int:
    if unicodedata.combining(character) or character in "\u200b\ufeff":
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def number(value: Decimal) -> str:
    """A decimal without trailing zeros and without an exponent.

    >>> number(Decimal("1202.800000")), number(Decimal("120280000000")), number(Decimal("-0.000000"))
    ('1202.8', '120280000000', '0')
    """
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def plain(value: Any) -> Any:
    """A value as JSON can hold it: decimals as numbers where that loses nothing, else as text; dates as ISO text."""
    if isinstance(value, Decimal):
        text = number(value)
        as_number = float(text) if "." in text else int(text)
        return as_number if Decimal(str(as_number)) == value else text
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    return value if value is None or isinstance(value, str | bool | int | float) else str(value)


def cell(value: Any) -> str:
    """A value in one line of text.

    >>> cell(None), cell(Decimal("3.50")), cell(["a", Decimal("1.0")]), cell("a\\tb\\nc"), cell(True)
    ('', '3.5', '[a, 1]', 'a b c', 'true')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        return number(value)
    if isinstance(value, list | tuple):
        return "[" + ", ".join(cell(item) for item in value) + "]"
    if isinstance(value, dict):
        return json.dumps(plain(value), ensure_ascii=False)
    text = str(value)
    if not text.isprintable():  # what would move the cursor or turn the line round is shown as a blank
        text = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(text.split())


def _cut(text: str, limit: int) -> str:
    """The text in at most `limit` columns, with … where something is left out."""
    if limit <= 0 or 2 * len(text) <= limit:  # no character takes more than two columns
        return text
    used = kept = 0
    for place, columns in enumerate(map(_columns, text)):
        used += columns
        if used > limit:  # a long text is looked at no further
            return text[:kept] + "…"
        if used < limit:
            kept = place + 1
    return text


def table(columns: Sequence[str], rows: Sequence[Sequence[Any]], limit: int = 60) -> str:
    """Rows under their column names, numbers to the right; a text wider than `limit` is cut (0: never).

    >>> print(table(["指标", "value"], [["地区生产总值", Decimal("1202.800000")], ["x", None]]))
    指标           value
    ------------  ------
    地区生产总值  1202.8
    x
    """
    cells = [[_cut(cell(value), limit) for value in row] for row in rows]
    right = [
        any(isinstance(row[i], NUMBERS) for row in rows)
        and all(row[i] is None or (isinstance(row[i], NUMBERS) and not isinstance(row[i], bool)) for row in rows)
        for i in range(len(columns))
    ]
    widths = [max([width(name), *(width(row[i]) for row in cells)]) for i, name in enumerate(columns)]

    def line(texts: Sequence[str]) -> str:
        padded = [
            " " * (widths[i] - width(text)) + text if right[i] else text + " " * (widths[i] - width(text))
            for i, text in enumerate(texts)
        ]
        return "  ".join(padded).rstrip()

    return "\n".join([line(columns), "  ".join("-" * w for w in widths), *(line(row) for row in cells)])


def as_csv(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """CSV with a header; a text that a spreadsheet would take for a formula gets an apostrophe before it.

    >>> as_csv(["a", "b"], [["=1+1", Decimal("2.50")]])
    "a,b\\n'=1+1,2.5\\n"
    """
    return "".join(_csv_line(row) for row in (columns, *([_harmless(value) for value in row] for row in rows)))


def _csv_line(row: Sequence[Any]) -> str:
    """One line, ended by LF; Python quotes a carriage return only where it ends lines."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(row)
    return out.getvalue().removesuffix("\r\n") + "\n"


def is_formula(text: str) -> bool:
    """Whether a spreadsheet may take a text for a formula: also full-width signs, and signs behind what is not seen.

    >>> is_formula("=1+1"), is_formula("＝1"), is_formula("\\u200b@x"), is_formula("地区生产总值"), is_formula("")
    (True, True, True, False, False)
    """
    for character in text:
        if character in FORMULA:
            return True
        if not (character.isspace() or unicodedata.category(character) in ("Cf", "Cc", "Mn")):
            return False
    return False


def _harmless(value: Any) -> str:
    if isinstance(value, str):
        return "'" + value if is_formula(value) else value
    return cell(value)


def as_json(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """A JSON array of objects, one per row and line.

    >>> as_json(["a"], [[Decimal("1.10")], [None]])
    '[\\n{"a": 1.1},\\n{"a": null}\\n]'
    """
    objects = [json.dumps(dict(zip(columns, map(plain, row), strict=True)), ensure_ascii=False) for row in rows]
    return "[\n" + ",\n".join(objects) + "\n]" if objects else "[]"


def markdown(columns: Sequence[str], rows: Sequence[Sequence[Any]], limit: int = 60) -> str:
    """A Markdown table for Dagster's pages; what would be markup in a text is shown as text.

    >>> print(markdown(["a"], [["x|<b>"]]))
    | a |
    |---|
    | x\\|&lt;b> |

    Nothing in a text becomes a link or a picture that would be asked for, addresses that stand by themselves included: a word
    joiner, which is not seen, parts them.
    """

    def safe(value: Any) -> str:
        text = _cut(cell(value), limit)
        if "//" in text or "." in text:
            text = ADDRESS.sub(JOINER, text)
        return (
            text.replace("\\", "\\\\")
            .replace("&", "&amp;")
            .replace("|", "\\|")
            .replace("<", "&lt;")
            .replace("`", "\\`")
            .replace("[", "\\[")
            .replace("](", "]\\(")
        )

    head = ["| " + " | ".join(columns) + " |", "|" + "---|" * len(columns)]
    return "\n".join([*head, *("| " + " | ".join(safe(value) for value in row) + " |" for row in rows)])
