"""How cells look: colours that tell an outcome, number formats that keep a figure's own decimals and its qualifier.

A colour never stands alone: the number format adds a sign (✓ ✗), so a print in black and white says the same. Cell
formats are made once for each combination; a workbook takes some tens of thousands of them, and this needs some tens.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from pipelines.render import is_formula

FONT = "Microsoft YaHei"  # where it is missing, every program takes its own Chinese font
COLOURS = {
    "good": ("#D8EFDC", "#14532D"),
    "bad": ("#FBD9D7", "#8C1D18"),
    "doubt": ("#FFF1C9", "#6B4E00"),
    "open": ("#ECEFF3", "#475467"),
    "work": ("#DCE9F8", "#1D4477"),
}
SIGNS = {"good": "✓", "bad": "✗"}
# The qualifiers of the contract, as a sign before the number.
QUALIFIERS = {"ge": "≥", "gt": ">", "approx": "≈", "le": "≤", "lt": "<", "range_low": "≥", "range_high": "≤"}
MOST_DECIMALS = 6
MOST_TEXT = 32_767  # characters that a cell takes


class Styles:
    """The formats of one workbook."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}
        self._cells: dict[tuple[Any, ...], Any] = {}

    def format(self, **wanted: Any) -> Any:
        """A format with the house font; the same wish gives the same format."""
        key = tuple(sorted(wanted.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format({"font_name": FONT, "font_size": 10, "valign": "vcenter", **wanted})
        return self._made[key]

    def head(self, **wanted: Any) -> Any:
        """A column's heading."""
        return self.format(
            bold=True, bg_color="#24415F", font_color="#FFFFFF", border=1, border_color="#9FB0C3", text_wrap=True,
            **wanted,
        )  # fmt: skip

    def cell(self, colour: str = "", *, wrap: bool = False, **wanted: Any) -> Any:
        """A cell with thin lines, in the colour of what it says."""
        key = (colour, wrap, *wanted.items())
        if (known := self._cells.get(key)) is not None:
            return known
        if colour:
            wanted["bg_color"], wanted["font_color"] = COLOURS[colour]
        if wrap:
            wanted["text_wrap"] = True
        made = self._cells[key] = self.format(border=1, border_color="#D5DCE4", **wanted)
        return made

    def figure(self, value: Decimal, colour: str = "", *, qualifier: str = "", estimate: bool = False) -> Any:
        """A cell for a number: its own decimals, thousands parted, ≥ ≈ ≤ before it, ✓ or ✗ behind it."""
        code = number_code(value)
        sign = f'"{QUALIFIERS[qualifier]}"' if qualifier in QUALIFIERS else ""
        tail = ('"（预计）"' if estimate else "") + (f'" {SIGNS[colour]}"' if colour in SIGNS else "")
        if sign or tail:  # the part after the semicolon is for numbers below zero
            code = f"{sign}{code}{tail};{sign}-{code}{tail}"
        return self.cell(colour, num_format=code, align="right", indent=1, **({"italic": True} if estimate else {}))


def number_code(value: Decimal) -> str:
    """The number format that shows a value with the decimals it has.

    >>> number_code(Decimal("1202.800000")), number_code(Decimal("110000"))
    ('#,##0.0', '#,##0')
    """
    exponent = value.normalize().as_tuple().exponent
    places = min(max(-exponent, 0), MOST_DECIMALS) if isinstance(exponent, int) else 0
    return "#,##0" + ("." + "0" * places if places else "")


def write(
    sheet: Any, styles: Styles, row: int, column: int, value: Any, colour: str = "", *, wrap: bool = False
) -> None:
    """Write a value as what it is; text stays text, also when somebody edits a cell that looks like a formula."""
    if value is None or value == "":
        sheet.write_blank(row, column, None, styles.cell(colour))
    elif isinstance(value, bool):
        sheet.write_string(row, column, "是" if value else "否", styles.cell(colour))
    elif isinstance(value, Decimal):
        sheet.write_number(row, column, value, styles.figure(value, colour))
    elif isinstance(value, int):
        sheet.write_number(row, column, value, styles.cell(colour, num_format="0", align="center"))
    elif isinstance(value, float):
        sheet.write_number(row, column, value, styles.cell(colour, num_format="0.00"))
    elif hasattr(value, "isoformat"):
        sheet.write_datetime(row, column, value, styles.cell(colour, num_format="yyyy-mm-dd", align="left"))
    else:
        text = str(value)[:MOST_TEXT]
        wanted = {"quote_prefix": True} if is_formula(text) else {}
        sheet.write_string(row, column, text, styles.cell(colour, wrap=wrap, **wanted))
