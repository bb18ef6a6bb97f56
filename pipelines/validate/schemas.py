"""pandera schemas made from the staged columns' records: presence, values, bounds, keys.

`failures(kind, frame)` -> [(row number, check, reason), ...], empty for a good frame. Whether there is anything wrong is
asked in one query, made of the same records; only then pandera, which looks at each column apart and takes thirty times as
long, says what it is. It is imported on first use: importing it costs more than validating a document.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from pipelines.validate.schema import Column, Table, tables

if TYPE_CHECKING:
    import polars as pl

_NAMES = {"not_nullable": "required", "field_uniqueness": "duplicate", "multiple_fields_uniqueness": "duplicate"}


def _checks(column: Column) -> list[Any]:
    import pandera.polars as pa

    checks = []
    if column.values is not None:
        checks.append(pa.Check.isin(column.values, name="values", error="values"))
    if column.minimum is not None:
        checks.append(pa.Check.ge(column.minimum, name="range", error="range"))
    if column.maximum is not None:
        checks.append(pa.Check.le(column.maximum, name="range", error="range"))
    return checks


@cache
def schema(kind: str) -> Any:
    """The pandera schema of a staged table."""
    import pandera.polars as pa

    table: Table = tables()[kind]
    return pa.DataFrameSchema(
        {
            column.name: pa.Column(
                column.dtype, nullable=not column.required, unique=column.unique, checks=_checks(column)
            )
            for column in table.columns
        },
        strict=True,
        ordered=True,
        unique=list(table.key) or None,
        name=kind,
    )


@cache
def _faults(kind: str) -> list[pl.Expr]:
    """For each promise of the table's columns and keys, whether some row breaks it."""
    import polars as pl

    table = tables()[kind]
    faults = []
    for column in table.columns:
        value = pl.col(column.name)
        broken = []
        if column.required:
            broken.append(value.is_null())
        if column.values is not None:
            broken.append(~value.is_in(column.values))
        if column.minimum is not None:
            broken.append(~(value >= column.minimum))
        if column.maximum is not None:
            broken.append(~(value <= column.maximum))
        if column.unique:
            broken.append(value.is_duplicated())
        faults += [one.any() for one in broken]
    if table.key:
        faults.append(pl.struct(table.key).is_duplicated().any())
    return [fault.alias(str(number)) for number, fault in enumerate(faults)]


def is_sound(kind: str, frame: pl.DataFrame) -> bool:
    """Whether a frame has the table's columns and types, and none of its rows breaks a promise of the schema."""
    wanted = tables()[kind].polars()
    if list(frame.schema.items()) != list(wanted.items()):
        return False
    faults = _faults(kind)
    return not faults or not any(frame.select(faults).row(0))


def failures(kind: str, frame: pl.DataFrame) -> list[tuple[int, str, str]]:
    """What is wrong with which row; of rows with the same key the first one stays.

    Raises pandera's SchemaErrors for what is no row's fault: a column or a type that is not the schema's.
    """
    if frame.height == 0 or is_sound(kind, frame):
        return []
    import pandera.errors

    try:
        schema(kind).validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as error:
        cases = error.failure_cases.to_dicts()
        if any(case["index"] is None and _NAMES.get(case["check"]) != "duplicate" for case in cases):
            raise
        return _attribute(kind, frame, cases)
    return []


def _attribute(kind: str, frame: pl.DataFrame, cases: list[dict[str, Any]]) -> list[tuple[int, str, str]]:
    """Failure cases as (row number, check, reason); duplicates are found again, for pandera lists all of them."""
    table = tables()[kind]
    found: list[tuple[int, str, str]] = []
    for case in cases:
        check = _NAMES.get(case["check"], case["check"])
        if check != "duplicate":
            value = "missing" if check == "required" else repr(case["failure_case"])
            found.append(
                (int(case["index"]), check, f"{case['column']} {'is' if check == 'required' else 'has'} {value}")
            )
    keys = [(c.name,) for c in table.columns if c.unique] + ([table.key] if table.key else [])
    for key in keys:
        first: dict[tuple[Any, ...], int] = {}
        for number, values in enumerate(frame.select(key).iter_rows()):
            if first.setdefault(values, number) != number:
                found.append((number, "duplicate", f"{', '.join(key)} {values} again, first in row {first[values]}"))
    return sorted(set(found))
