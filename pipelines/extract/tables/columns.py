"""What the columns of a table mean: measure, statement, unit, period and the part of the name that the heads give.

Two items may stand in one row (收入 | 预算数 | 支出 | 预算数): each half has its own column of labels, and `stub` says
for every column which one is its own.
"""

from __future__ import annotations

import re

from pipelines.documents.model import Statement, Table
from pipelines.extract.facts import Measure
from pipelines.extract.tables.column import NOT_VALUES, Column, unit_in
from pipelines.extract.tables.index import index_of
from pipelines.extract.tables.neighbours import divided, fronted, inherited, proved, spans, stubs, with_places
from pipelines.extract.tables.numbers import first_value, is_empty_value, looks_numeric
from pipelines.extract.tables.parents import compose, shares_noun
from pipelines.extract.tables.periods import Period, Reach, find_period, names_same_part, reach_of
from pipelines.extract.tables.printed import is_division
from pipelines.extract.tables.words import (
    bare_head,
    column_role,
    is_region_head,
    is_total,
    quantity_tail,
    squeeze,
    words,
)
from pipelines.lexicon.patterns import patterns
from pipelines.lexicon.units import unit_of

_P = patterns("tables.columns")

_MEASURES: dict[str, Measure] = {
    "change": "change", "growth": "growth", "gap": "gap", "share": "share", "completion": "share", "rank": "rank",
    "value": "level", "annual": "growth",
}  # fmt: skip
_STATEMENTS: dict[str, Statement] = {"target": "target", "estimate": "estimate", "actual": "actual"}
# A head that says the measure may say the statement too: 2022年计划增长, 预计增长.
_SAID: dict[Statement, re.Pattern[str]] = {
    "target": _P["says_target"],
    "estimate": _P["says_estimate"],
    "actual": _P["says_actual"],
}
_GROWTH_WORDS = _P["growth_words"]
_FIELD = _P["field"]
_BASE = _P["base"]
_INDEX = _P["index"]
_PART = _P["part"]
_COMPARES = _P["compares"]
_NEAR_HUNDRED = 50
_OPERATOR = _P["operator"]


def read_columns(table: Table, this_year: int | None) -> list[Column]:
    """The columns of a table; `this_year` is the year that 上年, 本年 in heads refer to."""
    index = index_of(table)
    columns: list[Column] = []
    for col, heads in enumerate(index.heads):
        body = [row[col].text for row in index.rows.values() if col in row and row[col].col_span == 1]
        columns.append(_column(col, heads, body, columns, this_year))
    return spans(inherited(fronted(divided(proved(stubs(with_places(columns)), index)))), this_year)


def _column(col: int, heads: tuple[str, ...], body: list[str], before: list[Column], this_year: int | None) -> Column:
    roles = [r for r in map(column_role, heads) if r]
    role = roles[-1] if roles else ""
    if role in ("", "label") and body and all(_OPERATOR.match(squeeze(t)) for t in body if t):
        return Column(col, "remark", "", "", None, None, None, heads)
    if role == "rank" and not before and _counts_up(body):
        role = "sequence"  # 位次 before 城市: the rows in their order
    if role in ("label", "sequence", "unit", "remark") or _is_label(heads, role, body, before):
        role = role if role in NOT_VALUES else ("sequence" if not heads and _counts_up(body) else "label")
        return Column(col, role, "", "", None, None, find_period(" ".join(heads), this_year), heads)
    measure, unit = _measure_of(heads, roles, body)
    period, statement = _period(heads, this_year), _statement_of(heads, roles, role)
    name, reach = _name(heads, role), _reach(heads)
    role = role or ("value" if reach and not name else "")
    return Column(col, role, name, unit, measure, statement, period, heads, level=_level(heads), reach=reach)


def _level(heads: tuple[str, ...]) -> str:
    """The level of government or the people that a head is of."""
    fronts = (*words()["level_heads"], *words()["prefix_heads"])
    return next((bare_head(h) for h in heads if bare_head(h) in fronts), "")


def _reach(heads: tuple[str, ...]) -> Reach:
    return next((said for said in map(reach_of, reversed(heads)) if said), "")


def _statement_of(heads: tuple[str, ...], roles: list[str], role: str) -> Statement | None:
    """Plan, estimate or result: by the role of a head, else by a word in it."""
    statement = next((_STATEMENTS[r] for r in reversed(roles) if r in _STATEMENTS), None)
    if statement is None and role in ("growth", "change", "value", "annual"):
        return next((said for said, pattern in _SAID.items() if any(map(pattern.search, heads))), None)
    return statement


def _measure_of(heads: tuple[str, ...], roles: list[str], body: list[str]) -> tuple[Measure | None, str]:
    """(measure, unit) of a column by the roles and brackets of its heads, and by its values where they are of an index."""
    measure = next((_MEASURES[r] for r in reversed(roles) if r in _MEASURES), None)
    unit = next((u for u in map(unit_in, reversed(heads)) if u), "") or ("位" if measure == "rank" else "")
    if len(heads) > 1 and measure in ("level", None) and any(map(_COMPARES.search, heads[:-1])) and unit != "%":
        measure = "change"  # 比上年增减 over 金额 | %
    measure, unit = _measured(measure, unit)
    index = measure in (None, "level") and is_index_of_changes(heads, body)
    return ("growth" if index else measure), unit


def _period(heads: tuple[str, ...], this_year: int | None) -> Period | None:
    """The nearest head's period; the year of the prices and the base of a comparison are none."""
    dated = [_BASE.sub("", head) for head in heads if "不变价" not in head]
    found = next(((p, h) for p, h in ((find_period(h, this_year), h) for h in reversed(dated)) if p), None)
    if found is None:
        return None
    period, head = found
    if period.part:
        return period
    part = _part_of_others(tuple(h for h in dated if h != head), this_year) if period.start is not None else ""
    if part:
        return Period(period.start, period.end, part)  # 11月 over 本年 | 上年
    tables_own = period.end == this_year and names_same_part(head) and str(this_year) not in head
    return None if tables_own else period  # 本年累计 is the period of the table


def _part_of_others(heads: tuple[str, ...], this_year: int | None) -> str:
    """The part of a year that one of the heads names without its year, '' for none."""
    periods = (find_period(head, this_year) for head in heads)
    return next((p.part for p in periods if p and p.part and p.start is None), "")


def _measured(measure: Measure | None, unit: str) -> tuple[Measure | None, str]:
    """(measure, unit) with what the unit says of the measure: 增减 in 亿元 is a change, 比年初增减% a growth."""
    if measure == "growth" and unit in ("个百分点", "百分点"):
        return "change", unit
    if measure == "change" and unit == "%":
        return "growth", unit
    if measure == "growth" and unit not in ("", "%", "‰", "倍"):
        return "change", unit
    if measure in ("growth", "share") and not unit:
        return measure, "%"
    return measure, unit


def is_index_of_changes(heads: tuple[str, ...], body: list[str]) -> bool:
    """A column called 指数 whose values lie around nothing and not around 100: changes of an index."""
    values = [v for v in map(first_value, body) if v is not None]
    return any(map(_INDEX.search, heads)) and len(values) > 1 and all(abs(v) < _NEAR_HUNDRED for v in values)


def _is_label(heads: tuple[str, ...], role: str, body: list[str], before: list[Column]) -> bool:
    """A column of words in front of the first column of values, or of the second half of a table side by side."""
    vocabulary = words()
    head = heads[-1] if heads else ""
    filled = [t for t in body if not is_empty_value(t)]
    worded = bool(filled) and 2 * sum(looks_numeric(t) for t in filled) < len(filled)
    if any(c.role not in NOT_VALUES for c in before):
        stub = next((c for c in before if c.role == "label"), None)
        sided = bare_head(head) in vocabulary["sides"] or (stub is not None and heads == stub.heads)
        return worded and sided
    if (is_region_head(head) and worded) or bare_head(head) in vocabulary["period_heads"]:
        return True
    if role or (not before and not heads):
        return role == "" and bool(body)
    return worded


def _counts_up(body: list[str]) -> bool:
    numbers = [int(t) for t in body if t.isascii() and t.isdigit()]
    return (
        bool(numbers) and numbers[0] == 1 and len(numbers) * 2 > len(body) and numbers[:3] == [1, 2, 3][: len(numbers)]
    )


def _name(heads: tuple[str, ...], role: str) -> str:
    """What the heads name besides measure, statement and period: 总投资, 工业总产值, nothing for 绝对数."""
    parts: list[str] = []
    for head in heads:
        bare = _bare(head)
        if not bare or unit_of(bare) is not None or any(bare in p for p in parts) or (parts and is_total(bare)):
            continue
        if parts and _PART.match(head):
            parts[-1] = bare  # 人员 over 其中：医师
        elif parts and parts[-1].endswith("数") and bare.endswith("数"):
            parts[-1] = bare  # 学生数 over 招生数 | 在校生数
        elif parts and shares_noun(parts[-1], bare):
            parts[-1] = compose(parts[-1], bare, True)  # 债务限额 over 一般债务 is 一般债务限额
        else:
            parts.append(bare)
    return "".join(parts)


def _bare(head: str) -> str:
    """What a head names besides its role; '' where it is a measure, a time or a level of government alone."""
    if is_division(head):
        return ""  # 按性别分 over 男 | 女
    head = _PART.sub("", head)
    role, bare = column_role(head), _P["reach"].sub("", _P["months"].sub("", bare_head(head)))
    if role == "share" and "占" in bare and bare not in words()["roles"]["share"]["exact"]:
        return bare.strip("的")  # 占固定资产投资的比重: the whole is part of the name
    if role == "value" and quantity_tail(bare) and bare not in words()["roles"]["value"]["plain"]:
        return bare  # 产量, 金额
    if role in _MOVING:
        bare = _without_growth(role, bare)
    elif role == "target" and bare.endswith("投资"):
        bare = "计划投资"  # an amount of its own beside 总投资, not a target of it
    elif role:
        bare = _quantity_beside_statement(bare)
    return "" if _is_level_or_time(bare) else bare


_MOVING = ("growth", "change", "rank", "annual")


def _without_growth(role: str, bare: str) -> str:
    """What a head of growth or rank is of: 工业总产值 of 工业总产值增速; '' for 计划增长, 年均."""
    name = _GROWTH_WORDS.sub("", bare)
    name = "" if name in words()["left_of_growth"] else name
    name = _FIELD.sub("", name) if role == "rank" else name
    return "" if name == "年均" or any(pattern.fullmatch(name) for pattern in _SAID.values()) else name


def _quantity_beside_statement(bare: str) -> str:
    """债务余额（决算数）: the quantity that stands beside the word for plan or result; '' where there is none."""
    kept = _P["statement_word"].sub("", bare)
    said_behind = not column_role(bare)
    return kept if (said_behind or kept != bare) and quantity_tail(kept) and len(kept) > 2 else ""


def _is_level_or_time(bare: str) -> bool:
    vocabulary = words()
    if bare in (*vocabulary["level_heads"], *vocabulary["prefix_heads"]) or bare in vocabulary["whole_heads"][:-1]:
        return True
    if find_period(bare, None) or _P["bare_time"].fullmatch(bare):
        return True
    return bare in (*vocabulary["period_heads"], *vocabulary["part_year_heads"])
