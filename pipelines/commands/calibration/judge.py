"""Whether a row says what a label says: value, unit, name, measure, statement, period.

The rules are those by which observations are scored against labels: units up to their synonyms, names up to marks and the
words that change nothing, periods by their years.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from typing import Any

FIELDS = ("value", "unit", "indicator", "measure", "statement", "period")
FRAME = ("statement", "period")
"""What the frame around a row decides; the other fields are the name's and the numeral's."""
_SAME_UNIT = {
    "平方千米": "平方公里", "m²": "平方米", "名": "人", "户次": "户", "立方米": "方", "万立方米": "万方", "亿立方米": "亿方",
    "μg/m³": "微克每立方米", "微克/立方米": "微克每立方米", "坐席": "席", "个坐席": "席", "万坐席": "万席",
}  # fmt: skip
_DROP = re.compile(r"[\s“”\"'《》〈〉（）()、，,。：:;；—\-·]|全年|全区|实现|完成|达到|预计|累计|以上|项目数|数量$")
_YEAR = re.compile(r"(?:19|20)\d\d")
_LEAST_PART, _LEAST_ALIKE = 0.34, 0.5
_EXACT = 1e-9


def right(row: Mapping[str, Any], label: Mapping[str, Any]) -> dict[str, bool]:
    """Each of FIELDS, whether the row has it as labelled.

    >>> row = {"value": 3.5, "unit": "％", "indicator_name": "全年粮食产量", "measure": "growth", "statement": "actual",
    ...        "period_start": 2024, "period_end": 2024}
    >>> label = {"value": 3.5, "unit": "%", "indicator": "粮食产量", "measure": "growth", "statement": "actual", "period": "2023"}
    >>> [name for name, ok in right(row, label).items() if not ok]
    ['period']
    """
    value, wanted = float(row["value"]), float(label["value"])
    units = {_unit(row["unit"]), _unit(label["unit"])}
    return {
        "value": abs(value - wanted) <= _EXACT * max(1.0, abs(value)),
        "unit": len(units) == 1 or units == {"", "个"},
        "indicator": alike(row["indicator_name"], label["indicator"]),
        "measure": row["measure"] == label["measure"],
        "statement": row["statement"] == label["statement"],
        "period": _in_period(row["period_start"], row["period_end"], str(label.get("period") or "")),
    }


def alike(name: str, wanted: str) -> bool:
    """Whether two names say the same: one holds the other, or they share most of their pairs of characters.

    >>> alike("全年地区生产总值", "地区生产总值"), alike("固定资产投资", "粮食产量"), alike("产量", "粮食播种面积和总产量")
    (True, False, False)
    """
    a, b = (_DROP.sub("", unicodedata.normalize("NFKC", text or "")) for text in (name, wanted))
    if not a or not b:
        return a == b
    if a in b or b in a:
        return min(len(a), len(b)) / max(len(a), len(b)) >= _LEAST_PART
    x, y = _pairs(a), _pairs(b)
    return 2 * sum((x & y).values()) / (sum(x.values()) + sum(y.values())) >= _LEAST_ALIKE


def _pairs(text: str) -> Counter[str]:
    return Counter(text[i : i + 2] for i in range(len(text) - 1)) or Counter(text)


def _unit(unit: str | None) -> str:
    folded = unicodedata.normalize("NFKC", unit or "").replace(" ", "")
    return _SAME_UNIT.get(folded, folded)


def _in_period(start: int | None, end: int | None, wanted: str) -> bool:
    years = [int(year) for year in _YEAR.findall(wanted)]
    if not years:
        return True
    one = years[0] == years[-1]
    return end == years[-1] and (one or start is None or start == years[0])
