"""A sheet's stored value as the sheet shows it: decimals, shares and days by the number format."""

from __future__ import annotations

import datetime
import re
from decimal import ROUND_HALF_UP, Decimal

_SECTION = re.compile(r';(?=(?:[^"]*"[^"]*")*[^"]*$)')
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')


def shown(value: object, number_format: str) -> str:
    """What stands in the cell.

    >>> shown(0.0451, "0.0%"), shown(1234.5, "#,##0.00"), shown(12.0, "General"), shown(0.1 + 0.2, "General")
    ('4.5%', '1234.50', '12', '0.3')
    >>> shown(datetime.datetime(2024, 3, 1), 'yyyy"年"m"月"'), shown(True, "General")
    ('2024年3月', '是')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (int, float)):
        return _number(value, number_format or "General")
    if isinstance(value, datetime.date):
        return _day(value, number_format or "")
    return str(value).strip()


def _number(value: int | float, number_format: str) -> str:
    exact = Decimal(repr(value)) if isinstance(value, int) else Decimal(f"{value:.15g}")
    if not exact.is_finite():
        return str(value)
    form = _QUOTED.sub("", _SECTION.split(number_format)[0])
    share = "%" in form
    exact = exact * 100 if share else exact
    if re.search(r"[0#?]", form) and "/" not in form and "E" not in form.upper():
        decimals = len(re.sub(r"[^0#?]", "", form.split(".", 1)[1])) if "." in form else 0
        rounded = exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
        exact = (
            rounded if "." in form or exact == exact.to_integral_value() or form.strip("%") in ("0", "#,##0") else exact
        )
    text = f"{exact:f}" if exact or exact.as_tuple().exponent else "0"
    if "." in text and not re.search(r"\.[0#?]", form):
        text = text.rstrip("0").rstrip(".")
    return f"{text}%" if share else text


def _day(value: datetime.date, number_format: str) -> str:
    if isinstance(value, datetime.datetime) and value.year < 1901:
        return str(value)
    if (
        "年" in number_format
        or re.fullmatch(r"(?i)\[?.*yyyy.*m+\W*", number_format)
        and "d" not in number_format.lower()
    ):
        with_day = "日" in number_format or "d" in _QUOTED.sub("", number_format).lower()
        with_month = "m" in _QUOTED.sub("", number_format).lower()
        day = f"{value.day}日" if with_day else ""
        return f"{value.year}年" + (f"{value.month}月{day}" if with_month else "")
    return value.isoformat()[:10]
