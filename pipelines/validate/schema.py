"""The staged tables as typed records, read from the one file that describes them.

    tables()            -> {"observation": Table, ...} in the file's order
    tables()[kind]      .columns, .key, .column(name), .polars()  (name -> polars type)

`dbt_project/models/staging/_sources.yml` is that file; the Parquet files, the pandera schemas (`schemas.py`), the
tables of the work file (`publish.load`) and the dbt sources are all made from it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

from pipelines import yamls

SOURCES = Path(__file__).resolve().parents[2] / "dbt_project" / "models" / "staging" / "_sources.yml"
PLACES = 6  # decimal places that a staged decimal keeps

# Plain types are named by their classes: polars makes a column of those in two thirds of the time.
_TYPES: dict[str, Any] = {
    "varchar": pl.String,
    "integer": pl.Int32,
    "double": pl.Float64,
    "boolean": pl.Boolean,
    "date": pl.Date,
    f"decimal(38,{PLACES})": pl.Decimal(38, PLACES),
    "varchar[]": pl.List(pl.String()),
    "double[4]": pl.Array(pl.Float64(), 4),
}


class SchemaError(ValueError):
    """`_sources.yml`, or rows that do not have its columns: a mistake in code, not in a document."""


@dataclass(frozen=True, eq=False, slots=True)
class Column:
    """One staged column: `dtype` is its polars type, `sql_type` its DuckDB type.

    `values` are the values that it may have (None: any), `minimum` and `maximum` bounds, both inclusive. `year` marks
    a column of calendar years. `document` names the docs block that describes it.
    """

    name: str
    sql_type: str
    dtype: Any
    required: bool = False
    unique: bool = False
    values: tuple[str, ...] | None = None
    minimum: float | None = None
    maximum: float | None = None
    year: bool = False
    document: str = ""


@dataclass(frozen=True, eq=False, slots=True)
class Table:
    """One staged table; `key` are the columns that identify a row within the warehouse (empty: none does)."""

    name: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names in order."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        """The column of that name; KeyError if there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name} has no column {name}")

    def polars(self) -> dict[str, Any]:
        """Column name -> polars type, in order."""
        return {column.name: column.dtype for column in self.columns}


def _column(table: str, record: dict[str, Any]) -> Column:
    sql_type = str(record["data_type"]).lower()
    if sql_type not in _TYPES:
        raise SchemaError(f"{SOURCES.name}: {table}.{record['name']} has type {sql_type}; known: {', '.join(_TYPES)}")
    meta = record.get("config", {}).get("meta", {})
    block = re.search(r'doc\("([^"]+)"\)', record.get("description", ""))
    return Column(
        name=record["name"],
        sql_type=sql_type,
        dtype=_TYPES[sql_type],
        required=bool(meta.get("required")),
        unique=bool(meta.get("unique")),
        values=tuple(meta["values"]) if "values" in meta else None,
        minimum=meta.get("min"),
        maximum=meta.get("max"),
        year=bool(meta.get("year")),
        document=block.group(1) if block else "",
    )


def read(path: Path) -> dict[str, Table]:
    """The staged tables that a sources file describes; SchemaError for a type that is not known."""
    parsed = yamls.read(path)
    source = next(s for s in parsed["sources"] if s["name"] == "staged")
    return {
        table["name"]: Table(
            name=table["name"],
            description=table["description"],
            columns=tuple(_column(table["name"], record) for record in table["columns"]),
            key=tuple(table.get("config", {}).get("meta", {}).get("key", ())),
        )
        for table in source["tables"]
    }


@cache
def tables() -> dict[str, Table]:
    """The staged tables of this project."""
    return read(SOURCES)
