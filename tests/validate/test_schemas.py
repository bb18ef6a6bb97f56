"""One query tells good frames from those that pandera has to look at: the two never disagree."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pandera.errors
import polars as pl
import pytest

from pipelines.validate import schemas
from pipelines.validate.schema import Column, tables

PLAIN = {
    "varchar": "x",
    "double": 0.5,
    "boolean": True,
    "date": date(2024, 1, 2),
    "varchar[]": ["x"],
    "double[4]": [1.0] * 4,
}


def good(column: Column, number: int) -> Any:
    """A value that the column may have, another one for each row where it is part of no list of values."""
    if column.values is not None:
        return column.values[0]
    if column.sql_type in ("integer", "double") and (column.minimum is not None or column.maximum is not None):
        return (column.minimum if column.minimum is not None else column.maximum - 5) + (
            number if column.sql_type == "integer" else 0
        )
    if column.sql_type == "integer":
        return 10 + number
    if column.sql_type.startswith("decimal"):
        return Decimal(number)
    return f"x{number}" if column.sql_type == "varchar" else PLAIN[column.sql_type]


def frame(kind: str, rows: int = 3, /, **broken: list[Any]) -> pl.DataFrame:
    columns = tables()[kind].columns
    return pl.DataFrame(
        {
            c.name: pl.Series(c.name, broken.get(c.name) or [good(c, n) for n in range(rows)], dtype=c.dtype)
            for c in columns
        }
    )


def breaks(column: Column) -> list[Any]:
    """Values that break a promise of the column."""
    found: list[Any] = [None] if column.required else []
    found += ["no such value"] if column.values is not None else []
    bounds = [end + step for end, step in ((column.minimum, -1), (column.maximum, 1)) if end is not None]
    return found + [Decimal(end) if column.sql_type.startswith("decimal") else end for end in bounds]


def pandera_passes(kind: str, made: pl.DataFrame) -> bool:
    try:
        schemas.schema(kind).validate(made, lazy=True)
    except pandera.errors.SchemaErrors:
        return False
    return True


@pytest.mark.parametrize("kind", list(tables()))
def test_the_query_and_pandera_say_the_same(kind: str) -> None:
    assert schemas.is_sound(kind, frame(kind)) and pandera_passes(kind, frame(kind))
    for column in tables()[kind].columns:
        for value in breaks(column):
            made = frame(kind, **{column.name: [good(column, 0), good(column, 1), value]})
            assert not schemas.is_sound(kind, made), (column.name, value)
            assert not pandera_passes(kind, made), (column.name, value)
        if not column.required and column.values is None:
            assert (
                schemas.is_sound(kind, frame(kind, **{column.name: [good(column, 0), good(column, 1), None]}))
                or column.unique
            )


@pytest.mark.parametrize(
    "kind", [name for name, table in tables().items() if table.key or any(c.unique for c in table.columns)]
)
def test_keys_that_come_again_are_seen(kind: str) -> None:
    twice = pl.concat([frame(kind), frame(kind)])
    assert not schemas.is_sound(kind, twice) and not pandera_passes(kind, twice)


def test_other_columns_and_types_are_seen() -> None:
    made = frame("cell")
    first = made.columns[0]
    assert not schemas.is_sound("cell", made.drop(first))
    assert not schemas.is_sound("cell", made.select(reversed(made.columns)))
    assert not schemas.is_sound("cell", made.with_columns(pl.lit(1).alias(first)))
