"""pandera schemas made from the staged columns' records: presence, values, bounds, keys.

`failures(kind, frame)` -> [(row number, check, reason), ...], empty for a good frame. Whether there may be anything wrong is
asked of each column with a promise, of the same records; only then pandera, which takes a hundred times as
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


def is_sound(kind: str, frame: pl.DataFrame) -> bool:
    """Whether a frame has the table's columns and types, and none of its rows breaks a promise of the schema."""
    table = tables()[kind]
    if list(frame.schema.items()) != list(table.polars().items()):
        return False
    if not all(map(_keeps, table.columns, frame.get_columns())):
        return False
    key = list(zip(*(frame.get_column(name).to_list() for name in table.key), strict=True))
    return len(set(key)) == len(key)


def _keeps(column: Column, values: pl.Series) -> bool:
    """Whether a column keeps what its record promises of it."""
    if column.required and values.null_count():
        return False
    if column.unique and values.n_unique() < len(values):
        return False
    if column.values is None and column.minimum is None and column.maximum is None:
        return True
    return all(_may_have(column, value) for value in set(values.to_list()) if value is not None)


def _may_have(column: Column, value: Any) -> bool:
    if column.values is not None and value not in column.values:
        return False
    least, most = column.minimum, column.maximum
    return (least is None or value >= least) and (most is None or value <= most)


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
