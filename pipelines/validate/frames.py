"""Records of extraction as a polars frame with exactly the columns of the schema.

    frame(kind, rows) -> (DataFrame, [Rejected, ...])

A key that is missing or too many is a mistake of the extractor and raises; a value that does not fit its column is the
row's fault and is returned with its reason. Nothing is rounded, cut or converted in silence.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal, DecimalException, Inexact, InvalidOperation
from functools import cache
from operator import itemgetter
from typing import Any

import polars as pl

from pipelines.validate.schema import PLACES, Column, SchemaError, Table, tables

_WHOLE_DIGITS = 38 - PLACES
_DECIMAL = f"decimal(38,{PLACES})"
_SMALLEST = Decimal(1).scaleb(-PLACES)
_EXACT = Context(prec=38, traps=[Inexact, InvalidOperation])


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that must not go on: the check that it failed and why, in words."""

    row: Mapping[str, Any]
    check: str
    reason: str


def _decimal(value: object) -> str | None:
    if not isinstance(value, Decimal):
        return f"is {type(value).__name__}, not Decimal"
    if not value.is_finite():
        return "is not a finite number"
    _, digits, exponent = value.as_tuple()
    if isinstance(exponent, int) and exponent < -PLACES and any(digits[exponent + PLACES :]):
        return f"has more than {PLACES} decimal places"
    if value and value.adjusted() >= _WHOLE_DIGITS:
        return f"has more than {_WHOLE_DIGITS} digits before the point"
    return None


def _integer(value: object) -> str | None:
    if isinstance(value, bool) or not isinstance(value, int):
        return f"is {type(value).__name__}, not int"
    return None if -(2**31) <= value < 2**31 else "does not fit 32 bits"


def _text(value: object) -> str | None:
    if not isinstance(value, str):
        return f"is {type(value).__name__}, not str"
    try:
        value.encode()
    except UnicodeEncodeError:
        return "has a lone surrogate, which is no text"
    return None


def _double(value: object) -> str | None:
    return None if isinstance(value, (int, float)) and not isinstance(value, bool) else f"is {type(value).__name__}"


def _day(value: object) -> str | None:
    if isinstance(value, str):
        try:
            date.fromisoformat(value)
        except ValueError:
            return "is no date of the form 2025-01-13"
        return None
    return None if type(value) is date else f"is {type(value).__name__}, not date"


def _texts(value: object) -> str | None:
    if not isinstance(value, (list, tuple)):
        return f"is {type(value).__name__}, not list"
    return next((fault for item in value if (fault := _text(item))), None)


def _box(value: object) -> str | None:
    if not isinstance(value, (list, tuple)) or len(value) != 4 or any(_double(item) for item in value):
        return "is not four numbers"
    return None


_FAULT: dict[str, Callable[[object], str | None]] = {
    "varchar": _text,
    "integer": _integer,
    "double": _double,
    "boolean": lambda value: None if isinstance(value, bool) else f"is {type(value).__name__}, not bool",
    "date": _day,
    _DECIMAL: _decimal,
    "varchar[]": _texts,
    "double[4]": _box,
}


def _columns(table: Table, rows: Sequence[Mapping[str, Any]]) -> list[list[Any]]:
    """The rows' values by column; raises for a row that does not have exactly the table's columns."""
    if not rows:
        return [[] for _ in table.columns]
    with contextlib.suppress(KeyError):
        if set(map(len, rows)) == {len(table.columns)}:
            return list(map(list, zip(*map(_values(table), rows), strict=True)))
    names = set(table.names)
    number, row = next((number, row) for number, row in enumerate(rows) if row.keys() != names)
    missing = [name for name in table.names if name not in row]
    extra = sorted(set(row) - names)
    raise SchemaError(
        f"{table.name} row {number}: missing columns {missing}, unknown columns {extra}; "
        "a staged row has exactly the columns of dbt_project/models/staging/_sources.yml"
    )


@cache
def _values(table: Table) -> Callable[[Mapping[str, Any]], tuple[Any, ...]]:
    """What takes a row's values in the order of the columns."""
    return itemgetter(*table.names)


def fault(column: Column, value: object) -> str | None:
    """Why a value cannot stand in a column; None if it can (a missing value can, as far as its type goes)."""
    return None if value is None else _FAULT[column.sql_type](value)


def doubted(frame: pl.DataFrame, rows: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    """The frame with what the rows say now of their checks and their confidence."""
    said = (tables()["observation"].column(name) for name in ("checks", "confidence"))
    new = {column.name: _series(column, [row[column.name] for row in rows]) for column in said}
    return pl.DataFrame([new.get(series.name, series) for series in frame.get_columns()])


def frame(
    kind: str, rows: Iterable[Mapping[str, Any]], table: Table | None = None
) -> tuple[pl.DataFrame, list[Rejected]]:
    """The rows as a frame with the table's columns and types, and the rows whose values do not fit.

    Raises SchemaError, naming the columns, for a row with a missing or an unknown key.

    >>> frame("quarantine", [{"document_id": "d"}])
    Traceback (most recent call last):
    ...
    pipelines.validate.schema.SchemaError: quarantine row 0: missing columns ['source_file', 'table_name', \
'check_name', 'reason', 'row_json'], unknown columns []; a staged row has exactly the columns of \
dbt_project/models/staging/_sources.yml
    """
    table = table or tables()[kind]
    good, rejected = list(rows), list[Rejected]()
    columns = _columns(table, good)
    if not all(map(_fits, table.columns, columns)):
        good, rejected = _sorted_out(table, good)
        columns = _columns(table, good)
    if not good:
        return _empty(table), rejected
    return pl.DataFrame(list(map(_series, table.columns, columns))), rejected


def _sorted_out(table: Table, rows: Sequence[Mapping[str, Any]]) -> tuple[list[Mapping[str, Any]], list[Rejected]]:
    """The rows whose values fit their columns, and those of which one does not."""
    good, rejected = list[Mapping[str, Any]](), list[Rejected]()
    for row in rows:
        reason = next((f"{c.name} {why}" for c in table.columns if (why := fault(c, row[c.name]))), None)
        if reason:
            rejected.append(Rejected(row, "type", reason))
        else:
            good.append(row)
    return good, rejected


_MISSING = type(None)


def _fits(column: Column, values: Sequence[Any]) -> bool:
    """Whether all values of a column fit as they are, asked of all at once; where not, each is looked at."""
    kinds = set(map(type, values)) - {_MISSING}
    if not kinds:
        return True
    if len(kinds) == 1 and (together := _TOGETHER.get((column.sql_type, *kinds))):
        return together(values)
    if kinds <= {int, float} and column.sql_type == "double":
        return True
    if kinds <= {list, tuple} and column.sql_type == "varchar[]":
        return not any(fault(column, value) for value in values if value)
    return kinds == {str} and not any(fault(column, value) for value in values)


def _texts_fit(values: Sequence[str | None]) -> bool:
    return _text("".join(filter(None, values))) is None


def _integers_fit(values: Sequence[int | None]) -> bool:
    numbers = [value for value in values if value is not None]
    return _integer(min(numbers)) is None and _integer(max(numbers)) is None


def _decimals_fit(values: Sequence[Decimal | None]) -> bool:
    """Whether all numbers of a column can be put into it; each that signals is looked at."""
    try:
        return not any(_EXACT.quantize(value, _SMALLEST).is_nan() for value in values if value is not None)
    except DecimalException:
        return False


_TOGETHER: dict[tuple[Any, ...], Callable[[Sequence[Any]], bool]] = {
    ("varchar", str): _texts_fit,
    ("integer", int): _integers_fit,
    ("boolean", bool): lambda values: True,
    (_DECIMAL, Decimal): _decimals_fit,
}
"""How the values of a column are asked together that all have the one type of it."""


def _series(column: Column, values: list[Any]) -> pl.Series:
    """A column of values that fit it: dates may be ISO text, lists tuples."""
    if values[0] is None and values.count(None) == len(values):
        return _missing(column).new_from_index(0, len(values))
    if column.sql_type == "varchar[]":
        return _lists(column, values)
    if column.sql_type == "date":
        values = [date.fromisoformat(value) if isinstance(value, str) else value for value in values]
    if column.sql_type == "double[4]":
        values = [list(value) if isinstance(value, tuple) else value for value in values]
    return pl.Series(column.name, values, dtype=column.dtype)


@cache
def _missing(column: Column) -> pl.Series:
    """One row without a value, from which a column of them is made."""
    return pl.Series(column.name, [None], dtype=column.dtype)


def _lists(column: Column, values: list[Any]) -> pl.Series:
    """A column of lists: most rows have one of a few, and polars takes long to make one."""
    numbers: dict[Any, int] = {}
    places = [numbers.setdefault(None if value is None else tuple(value), len(numbers)) for value in values]
    return pl.Series(column.name, [None if of is None else list(of) for of in numbers], dtype=column.dtype)[places]


def empty(kind: str) -> pl.DataFrame:
    """The table without rows, with its types."""
    return _empty(tables()[kind])


@cache
def _empty(table: Table) -> pl.DataFrame:
    return pl.DataFrame(schema=table.polars())
