"""What a column takes from the columns beside it: its labels, its name, its statement, its period, or that it is a difference."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from pipelines.extract.tables.column import NOT_VALUES, Column, unit_in
from pipelines.extract.tables.index import TableIndex
from pipelines.extract.tables.numbers import first_value
from pipelines.extract.tables.parents import compose
from pipelines.extract.tables.periods import Period
from pipelines.extract.tables.words import bare_head, quantity_tail, words
from pipelines.lexicon.patterns import patterns
from pipelines.lexicon.regions import find_region

_P = patterns("tables.neighbours")


def stubs(columns: list[Column]) -> list[Column]:
    """The columns with the labels' column that each belongs to, where labels stand in front of more than one half."""
    result: list[Column] = []
    stub: int | None = None
    values = False
    for column in columns:
        if column.role == "label":
            if values or stub is None or column.heads:
                stub = column.col if values or stub is None or not result or result[-1].role != "label" else stub
            values = False
        elif column.role not in NOT_VALUES:
            values = True
        result.append(replace(column, stub=stub))
    halves = {c.stub for c in result if c.role not in NOT_VALUES and c.stub is not None}
    return result if len(halves) > 1 else columns


def with_places(columns: list[Column]) -> list[Column]:
    """Columns that are places, where two or more heads are: 甲县 | 乙市 | 全省; the place is no part of the name.

    One of them that the catalogue does not know is told by the others.
    """
    heads = {c.col: bare_head(c.heads[-1]) for c in columns if c.heads and c.role in ("", "value")}
    named = {col: word for col, word in heads.items() if _P["place"].fullmatch(word)}
    if len(named) < 2 or not any(find_region(word) for word in named.values()):
        return columns
    named |= {col: word for col, word in heads.items() if word in words()["wider_places"]}
    return [
        replace(c, place=named[c.col], name="".join(c.name.rsplit(named[c.col], 1)), role=c.role or "value")
        if c.col in named
        else c
        for c in columns
    ]


def proved(columns: list[Column], index: TableIndex) -> list[Column]:
    """Columns of growth whose head states no unit, held against the two columns before: a difference is a change.

    2023年 | 2024年 | 增减 over 3210 | 3350 | 140: the figures say what the head leaves open.
    """
    result: list[Column] = []
    for column in columns:
        levels = [
            c for c in result if c.measure in (None, "level") and c.role not in NOT_VALUES and c.stub == column.stub
        ]
        open_head = column.measure == "growth" and column.role != "annual" and not any(map(unit_in, column.heads))
        if open_head and len(levels) > 1 and _is_difference(index, levels[-2].col, levels[-1].col, column.col):
            column = replace(column, measure="change", role="change", unit="")
        result.append(column)
    return result


def _is_difference(index: TableIndex, first: int, second: int, third: int) -> bool:
    """Whether in most rows the third column is the second less the first, and not the growth from one to the other."""
    held = tried = 0
    for row in index.rows.values():
        a, b, c = (first_value(row[col].text) if col in row else None for col in (first, second, third))
        if a is None or b is None or c is None or a == b:
            continue
        tried += 1
        step = Decimal(5).scaleb(int(c.as_tuple().exponent) - 1) * 2
        held += abs(b - a - c) <= step and abs((b - a) * 100 - c * a) > abs(a) * step
    return tried > 1 and held * 2 > tried


def fronted(columns: list[Column]) -> list[Column]:
    """Columns of certain people or places behind one that says what is measured: 居民消费价格指数 | 城市 | 农村.

    They have its name; they say of whom it is.
    """
    result: list[Column] = []
    for column in columns:
        named = next((c for c in reversed(result) if c.role not in NOT_VALUES and not c.level), None)
        people = column.level in words()["prefix_heads"] and not column.name and column.measure in (None, "level")
        if people and named is not None and named.name and quantity_tail(named.name) and len(column.heads) == 1:
            column = replace(column, name=named.name, unit=column.unit or named.unit)
        result.append(column)
    return result


def divided(columns: list[Column]) -> list[Column]:
    """Columns of parts behind their whole: 地区生产总值 | 第一产业 | 第三产业 are its 增加值."""
    parts = {label for rule in words()["parts_of"] for label in rule.get("labels", ())}
    result: list[Column] = []
    for column in columns:
        whole = next((c for c in result if c.name and quantity_tail(c.name)), None)
        if whole is not None and column.name in parts:
            column = replace(column, name=compose(whole.name, column.name, False))
        result.append(column)
    return result


def inherited(columns: list[Column]) -> list[Column]:
    """Growth, change, rank and share columns take what they do not say from the column of values before them.

    总产值 | 增速 | 利税 | 增速: the name; 2023年完成 | 增长 | 2024年计划 | 增长: statement and period.
    """
    result: list[Column] = []
    value: Column | None = None
    for column in columns:
        if column.role == "label":
            value = None
        elif column.measure not in ("growth", "change", "rank", "share", "gap"):
            held = column.role not in NOT_VALUES and "不变价" not in column.name and not _is_older(column, value)
            value = column if held else value
        elif value:
            own = column.period is not None or column.statement is not None
            column = replace(
                column,
                name=value.name if value.name.startswith(column.name) else column.name,
                unit=column.unit or (value.unit if column.measure == "change" and value.unit != "%" else ""),
                statement="actual" if column.role == "completion" else (column.statement if own else value.statement),
                period=column.period if column.period else value.period if not own or column.statement else None,
                reach=column.reach or value.reach,
            )
        result.append(column)
    return result


def _is_older(column: Column, value: Column | None) -> bool:
    """Whether a column is of an earlier year than the values before it, so that a growth behind it is of those: 本年 | 上年同期 | 增速."""
    if value is None or column.period is None or column.period.end is None or column.name != value.name:
        return False
    if value.period is None or value.period.end is None:
        return bool(_P["last_year"].match(column.heads[-1])) if column.heads else False
    return column.period.end < value.period.end


def spans(columns: list[Column], this_year: int | None) -> list[Column]:
    """年均 behind columns of two years goes from the one to the other: 2020年 | 2025年 | 年均增长 is over 2021-2025."""
    years = [c.period.end for c in columns if c.period and c.period.end and c.measure in (None, "level")]
    result = []
    for column in columns:
        if column.role == "annual" and len(years) > 1 and years[-1] > years[0]:
            past = this_year is not None and years[-1] <= this_year
            own = column.period if column.period and column.period.start != column.period.end else None
            column = replace(
                column,
                period=own or Period(years[0] + 1, years[-1]),
                statement=column.statement or (None if own and past else "target"),
            )
        result.append(column)
    return result
