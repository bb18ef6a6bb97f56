"""When a fact that the extractor reads is the one that a case expects.

The rules are those by which observations are scored against labels: units up to their usual synonyms, indicator names
up to punctuation and the modifiers that do not change them, periods by their years, qualifiers exactly. An expected
field may be a list: any of its entries is right. In one thing the judge is stricter than the scoring: a sibling's name
(农村 for 城镇, 进口 for 出口) is wrong however alike the two names are.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from pipelines.extract.facts import Fact

FIELDS = ("value", "unit", "indicator", "measure", "statement", "period", "qualifier", "region")

_SAME_UNIT = {
    "％": "%", "平方千米": "平方公里", "m²": "平方米", "名": "人", "万名": "万人", "户次": "户", "立方米": "方", "万立方米": "万方",
    "亿立方米": "亿方", "μg/m³": "微克每立方米", "微克/立方米": "微克每立方米", "人（团队）": "人", "人(团队)": "人",
    "万坐席": "万席", "坐席": "席", "个坐席": "席", "基点": "个基点",
}  # fmt: skip
_DROP = re.compile(r"[\s“”\"'《》〈〉（）()、，,。：:;；—\-·]|全年|全区|实现|完成|达到|预计|累计|以上|项目数|数量$")


# Names that the tolerant rule takes for the same though they are siblings: an expected 城镇… is not met by a 农村….
_SIBLINGS = (
    ("城镇", "农村", "全体"), ("第一产业", "第二产业", "第三产业"), ("一产", "二产", "三产"), ("存款", "贷款"),
    ("出口", "进口"), ("夏粮", "秋粮"), ("小学", "初中", "高中"), ("国家级", "省级", "市级", "区级"),
    ("出生率", "死亡率"), ("新开工", "续建", "竣工"), ("存栏", "出栏"), ("收入", "支出"),
)  # fmt: skip


def norm_text(text: str | None) -> str:
    """A name without punctuation and without the words that do not change what is meant."""
    return _DROP.sub("", unicodedata.normalize("NFKC", text or ""))


def norm_unit(unit: str | None) -> str:
    """A unit in its usual form.

    >>> norm_unit("微克/立方米") == norm_unit("微克每立方米")
    True
    """
    folded = unicodedata.normalize("NFKC", unit or "").replace(" ", "")
    return _SAME_UNIT.get(folded, folded)


def indicator_ok(got: str, want: str) -> bool:
    """Same name up to punctuation, one containing the other, or most characters shared (bigram Dice of 0.5 at least).

    >>> indicator_ok("全年地区生产总值", "地区生产总值"), indicator_ok("固定资产投资", "粮食产量")
    (True, False)
    """
    a, b = norm_text(got), norm_text(want)
    if not a or not b:
        return a == b
    if a in b or b in a:
        return min(len(a), len(b)) / max(len(a), len(b)) >= 0.34
    x, y = _grams(a), _grams(b)
    return 2 * sum((x & y).values()) / (sum(x.values()) + sum(y.values())) >= 0.5


def is_sibling(got: str, wants: list[str]) -> bool:
    """True where `got` has a word whose opposite is what all expected names have.

    >>> is_sibling("农村居民收入", ["城镇居民收入"]), is_sibling("城乡居民收入", ["城镇居民收入"])
    (True, False)
    """
    for group in _SIBLINGS:
        wanted = [{word for word in group if word in want} for want in wants]
        named = {word for word in group if word in got}
        if named and all(wanted) and not named & set().union(*wanted):
            return True
    return False


def _grams(text: str) -> Counter[str]:
    return Counter(text[i : i + 2] for i in range(len(text) - 1)) or Counter(text)


def years(period: str | None) -> tuple[int, int] | None:
    """The first and the last year that a period names; None where it names none.

    >>> years("2021-2025"), years("2023-12"), years("")
    ((2021, 2025), (2023, 2023), None)
    """
    found = [int(y) for y in re.findall(r"(?:19|20)\d\d", str(period or ""))]
    return (found[0], found[-1]) if found else None


def period_ok(start: int | None, end: int | None, want: str | None) -> bool:
    """An expected period without a year accepts every period; a single year asks only for the end."""
    wanted = years(want)
    if wanted is None:
        return True
    return end == wanted[1] and (wanted[0] == wanted[1] or start is None or start == wanted[0])


def same_value(got: Decimal, want: str) -> bool:
    """Equal as numbers: 10.0 is 10."""
    try:
        return got == Decimal(want)
    except InvalidOperation:
        return False


def unit_ok(got: str, want: str) -> bool:
    """Equal up to synonyms; a count may leave 个 out."""
    pair = {norm_unit(got), norm_unit(want)}
    return len(pair) == 1 or pair == {"", "个"}


def region_ok(got: str, want: str) -> bool:
    """One name contains the other; an expected region of '' accepts every region."""
    a, b = norm_text(got), norm_text(want)
    return not b or bool(a and (a in b or b in a))


def wrong_fields(fact: Fact, row: Mapping[str, Any]) -> list[str]:
    """The fields of the expected `row` that `fact` does not meet, in the order of FIELDS."""
    checks = {
        "value": lambda want: same_value(fact.value, str(want)),
        "unit": lambda want: unit_ok(fact.unit, want),
        "indicator": lambda want: indicator_ok(fact.indicator, want),
        "measure": lambda want: fact.measure == want,
        "statement": lambda want: fact.statement == want,
        "period": lambda want: period_ok(fact.period_start, fact.period_end, want),
        "qualifier": lambda want: (fact.qualifier or "") == want,
        "region": lambda want: region_ok(fact.region, want),
    }
    wrong = []
    for name in FIELDS:
        if name not in row:
            continue
        wants = row[name] if isinstance(row[name], list) else [row[name]]
        met = any(checks[name](want) for want in wants)
        if not met or (name == "indicator" and is_sibling(fact.indicator, wants)):
            wrong.append(name)
    return wrong
