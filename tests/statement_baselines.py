"""What other readers of Chinese quantities make of the labelled reports: a short regex script, Recognizers-Text, JioNLP.

None of them names an indicator, so only value and unit are judged, and generously: a result that starts at the labelled
numeral is right if its amount is the labelled one, magnitude worked in or not, sign left aside, and its text ends with
the unit; of several results at one place the best counts. The two packages are asked for only where they are installed
(`pip install recognizers-text-suite 'emoji<2' jionlp`, in an environment of their own); nothing of ours needs them.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from pipelines.lexicon.units import SCALES, unit_of


@dataclass(frozen=True, slots=True)
class Quantity:
    """What a baseline found: where the printed quantity begins, its text, the amount it says."""

    start: int
    text: str
    amount: Decimal


Reader = Callable[[str], list[Quantity]]

# Forty units and the usual magnitudes: what a script for such reports commonly holds.
_UNITS = (
    "亿元 万元 美元 元 % 个百分点 百分点 个 家 项 户 人次 人 公里 平方公里 平方米 米 亩 公顷 吨 千瓦时 千瓦 件 辆 台 套 座 处 所 条 张 场 次 天 "
    "名 万户 头 只 株 倍 岁 位"
)
_SCRIPT = re.compile(
    r"(\d+(?:\.\d+)?)(万亿|亿|万|千)?(?:" + "|".join(sorted(_UNITS.split(), key=len, reverse=True)) + ")"
)


def regex_script(text: str) -> list[Quantity]:
    """One pattern: number, magnitude, unit.

    >>> [(q.text, q.amount) for q in regex_script("产值3.5亿元，增长4%")]
    [('3.5亿元', Decimal('350000000.0')), ('4%', Decimal('4'))]
    """
    found = []
    for match in _SCRIPT.finditer(text):
        amount = Decimal(match[1]) * (SCALES[match[2]] if match[2] else 1)
        found.append(Quantity(match.start(), match.group(), amount))
    return found


def _recognizers() -> Reader | None:
    try:
        with_unit = importlib.import_module("recognizers_number_with_unit")
        number = importlib.import_module("recognizers_number")
        culture = importlib.import_module("recognizers_text").Culture.Chinese
    except ImportError:
        return None
    ask = (
        with_unit.recognize_currency,
        with_unit.recognize_dimension,
        number.recognize_percentage,
        number.recognize_number,
    )

    def read(text: str) -> list[Quantity]:
        results = [result for recognize in ask for result in recognize(text, culture)]
        return [
            Quantity(result.start, result.text, amount)
            for result in results
            if (amount := _amount((result.resolution or {}).get("value"))) is not None
        ]

    return read


def _jionlp() -> Reader | None:
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            ner = importlib.import_module("jionlp").ner
    except ImportError:
        return None

    def read(text: str) -> list[Quantity]:
        found = []
        for result in ner.extract_money(text, with_parsing=True) or []:
            amount = _amount((result.get("detail") or {}).get("num"))
            if amount is not None:
                found.append(Quantity(result["offset"][0], result["text"], amount))
        return found

    return read


def _amount(value: Any) -> Decimal | None:
    try:
        return Decimal(str(value).rstrip("%"))
    except InvalidOperation:
        return None


def baselines() -> dict[str, Reader | None]:
    """The readers by name, None for one that is not installed."""
    return {"regex script": regex_script, "Recognizers-Text": _recognizers(), "JioNLP (amounts of money)": _jionlp()}


def is_right(quantity: Quantity, label: dict[str, Any]) -> bool:
    """Whether a result is the labelled value with the labelled unit.

    >>> is_right(Quantity(0, "3.5亿元", Decimal(350000000)), {"value": 3.5, "unit": "亿元"})
    True
    >>> is_right(Quantity(0, "246亿元,分", Decimal(25800000000)), {"value": 246, "unit": "亿元"})
    False
    """
    printed = abs(Decimal(str(label["value"])))
    scale = next((s for s in sorted(SCALES, key=len, reverse=True) if _bare(label["unit"], s) is not None), "")
    unit = _bare(label["unit"], scale) or label["unit"] if scale else label["unit"]
    amounts = {printed, printed * SCALES[scale]} if scale else {printed}
    return abs(quantity.amount) in amounts and (not unit or quantity.text.endswith(unit))


def _bare(unit: str, scale: str) -> str | None:
    rest = unit.removeprefix(scale)
    return rest if scale and rest != unit and (not rest or unit_of(rest)) else None
