"""What the columns of a table mean: measure, statement, unit, period and the part of the name that the heads give."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pipelines.documents.model import Statement, Table
from pipelines.extract.facts import Measure
from pipelines.extract.tables.index import index_of
from pipelines.extract.tables.numbers import is_empty_value, looks_numeric
from pipelines.extract.tables.periods import Period, find_period
from pipelines.extract.tables.words import bare_head, column_role, squeeze, words
from pipelines.lexicon.units import unit_of

_NOT_VALUES = {"sequence", "unit", "remark", "label"}
_MEASURES: dict[str, Measure] = {
    "change": "change", "growth": "growth", "gap": "gap", "share": "share", "completion": "share", "rank": "rank",
    "value": "level",
}  # fmt: skip
_STATEMENTS: dict[str, Statement] = {"target": "target", "estimate": "estimate", "actual": "actual"}
# A head that says the measure may say the statement too: 2022年计划增长, 预计增长.
_SAID: dict[Statement, re.Pattern[str]] = {
    "target": re.compile(r"计划|预期|目标|规划"),
    "estimate": re.compile(r"预计"),
    "actual": re.compile(r"实际|完成"),
}
_UNIT_BRACKET = re.compile(r"[（(\[](?:单位[：:])?(?P<unit>[^（）()\[\]]{1,12})[)）\]]")
_GROWTH_WORDS = re.compile(
    r"按?可比价格?(?:计算)?|比?上年末?(?:同期)?|同期|同比|环比|较上?年?(?:同期)?|比(?=增)|名义|实际|增长速度|增长率|增长|增速|增幅|增减|"
    r"变化|幅度|速度|排名|排位|位次|名次|（.*?）|[±＋+\-－%]|百分点"
)


_FIELD = re.compile(r"^(?:在|居)?(?:全国|全省|全市|全州|全区|全县)(?:各?[区县市州]{1,2})?$")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the grid. `role` is '' for a head that the vocabulary does not know: its words are then `name`.

    `measure` and `statement` are None, `unit` '' and `period` None where the heads do not say.
    """

    col: int
    role: str
    name: str
    unit: str
    measure: Measure | None
    statement: Statement | None
    period: Period | None
    heads: tuple[str, ...]


def unit_in(head: str) -> str:
    """The unit in a head's brackets, '' if there is none.

    >>> unit_in("年度计划投资（亿元）"), unit_in("增速（%）"), unit_in("建设（一期）"), unit_in("比上年增长%"), unit_in("个数")
    ('亿元', '%', '', '%', '个')
    """
    for m in _UNIT_BRACKET.finditer(squeeze(head)):
        unit = m["unit"].removeprefix("±")
        if unit_of(unit):
            return unit
    if squeeze(head).endswith("%"):
        return "%"
    return next((unit for tail, unit in words()["count_heads"].items() if bare_head(head).endswith(tail)), "")


def read_columns(table: Table, this_year: int | None) -> list[Column]:
    """The columns of a table; `this_year` is the year that 上年, 本年 in heads refer to."""
    index = index_of(table)
    columns: list[Column] = []
    for col, heads in enumerate(index.heads):
        body = [row[col].text for row in index.rows.values() if col in row and row[col].col_span == 1]
        columns.append(_column(col, heads, body, columns, this_year))
    return _inherited(columns)


def _column(col: int, heads: tuple[str, ...], body: list[str], before: list[Column], this_year: int | None) -> Column:
    roles = [r for r in map(column_role, heads) if r]
    role = roles[-1] if roles else ""
    if role in ("label", "sequence", "unit", "remark") or _is_label(heads, role, body, before):
        role = role if role in _NOT_VALUES else ("sequence" if not heads and _counts_up(body) else "label")
        return Column(col, role, "", "", None, None, find_period(" ".join(heads), this_year), heads)
    dated = [head for head in heads if "不变价" not in head]  # 按2020年不变价格计算: the year of the prices
    period = next((p for p in (find_period(h, this_year) for h in reversed(dated)) if p), None)
    statement = next((_STATEMENTS[r] for r in reversed(roles) if r in _STATEMENTS), None)
    if statement is None and role in ("growth", "change", "value"):
        statement = next((said for said, pattern in _SAID.items() if any(map(pattern.search, heads))), None)
    measures = [r for r in roles if r in _MEASURES]
    measure = _MEASURES[measures[-1]] if measures else None
    unit = next((u for u in map(unit_in, reversed(heads)) if u), "") or ("位" if measure == "rank" else "")
    if measure in ("growth", "share") and not unit:
        unit = "%"
    if measure == "growth" and unit in ("个百分点", "百分点"):
        measure = "change"
    return Column(col, role, _name(heads), unit, measure, statement, period, heads)


def _is_label(heads: tuple[str, ...], role: str, body: list[str], before: list[Column]) -> bool:
    """A column of words in front of the first column of values."""
    if any(c.role not in _NOT_VALUES for c in before):
        return False
    vocabulary = words()
    head = heads[-1] if heads else ""
    if bare_head(head) in vocabulary["region_heads"] or bare_head(head) in vocabulary["period_heads"]:
        return True
    if role or (not before and not heads):
        return role == "" and bool(body)
    filled = [t for t in body if not is_empty_value(t)]
    return bool(filled) and 2 * sum(looks_numeric(t) for t in filled) < len(filled)


def _counts_up(body: list[str]) -> bool:
    numbers = [int(t) for t in body if t.isascii() and t.isdigit()]
    return (
        bool(numbers) and numbers[0] == 1 and len(numbers) * 2 > len(body) and numbers[:3] == [1, 2, 3][: len(numbers)]
    )


def _name(heads: tuple[str, ...]) -> str:
    """What the heads name besides measure, statement and period: 总投资, 工业总产值, nothing for 绝对数."""
    parts: list[str] = []
    for head in heads:
        role = column_role(head)
        bare = bare_head(head)
        if role in ("growth", "change", "rank"):
            bare = _GROWTH_WORDS.sub("", bare)
            bare = _FIELD.sub("", bare) if role == "rank" else bare
            bare = "" if any(pattern.fullmatch(bare) for pattern in _SAID.values()) else bare
        elif role == "target" and bare.endswith("投资"):
            bare = "计划投资"  # an amount of its own beside 总投资, not a target of it
        elif role:
            bare = ""
        if find_period(bare, None) or bare in words()["period_heads"] or bare in ("月", "季度", "上半年"):
            bare = ""
        if bare and not any(bare in p for p in parts):
            parts.append(bare)
    return "".join(parts)


def _inherited(columns: list[Column]) -> list[Column]:
    """Growth, change, rank and share columns take what they do not say from the column of values before them.

    总产值 | 增速 | 利税 | 增速: the name; 2023年完成 | 增长 | 2024年计划 | 增长: statement and period.
    """
    result: list[Column] = []
    value: Column | None = None
    for column in columns:
        if column.measure not in ("growth", "change", "rank", "share", "gap"):
            value = column if column.role not in _NOT_VALUES and "不变价" not in column.name else value
        elif value:
            own = column.period is not None or column.statement is not None
            column = replace(
                column,
                name=column.name or value.name,
                statement="actual" if column.role == "completion" else (column.statement if own else value.statement),
                period=column.period if own else value.period,
            )
        result.append(column)
    return result
