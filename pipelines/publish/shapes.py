"""What the published file holds, as exports need it: tables, columns with type and meaning, keys, relations, units.

    relations = read(connection)        # every table and view of schema main, dimensions first
    relation.columns, relation.primary_key, relation.foreign_keys

Types, comments and primary keys are the file's own, but those of primary_keys.csv: tables of which only a part is made
anew cannot have one while they are built, and large ones are published without. Foreign keys are in relations.csv (DuckDB
would check them at every insert and then refuse to replace a table), the units of number columns in column_units.csv.
"""

from __future__ import annotations

import csv
import functools
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

HERE = Path(__file__).resolve().parent
FLAT = "v_"  # views under Chinese names that repeat what the tables hold


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `type` as DuckDB writes it, `comment` its meaning in both languages, `nullable` as declared."""

    name: str
    type: str
    comment: str
    nullable: bool = True

    @property
    def is_list(self) -> bool:
        """Whether a cell holds several values: VARCHAR[], DOUBLE[4]."""
        return self.type.endswith("]")

    @property
    def unit(self) -> tuple[str, str]:
        """(column that names the unit, fixed unit) of a number; at most one of them is not empty."""
        return _units().get(self.name, ("", ""))


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """Values of `column` are values of `to_column` in `to_table`, or NULL."""

    column: str
    to_table: str
    to_column: str


@dataclass(frozen=True, slots=True)
class Relation:
    """A table or a view of the published file."""

    name: str
    comment: str
    is_view: bool
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...]

    @property
    def foreign_keys(self) -> list[ForeignKey]:
        """Its relations to other tables, as relations.csv has them."""
        return [key for table, key in _foreign_keys() if table == self.name]

    @property
    def is_flat(self) -> bool:
        """Whether it is one of the views under Chinese names."""
        return self.is_view and self.name.startswith(FLAT)


def read(connection: duckdb.DuckDBPyConnection) -> list[Relation]:
    """Tables and views of schema main: dimensions, then facts, then the rest, each by name."""
    columns: dict[str, list[Column]] = {}
    for table, name, kind, comment, nullable in connection.execute(
        """select table_name, column_name, data_type, coalesce(comment, ''), is_nullable from duckdb_columns()
           where database_name = current_database() and schema_name = 'main' and not internal
           order by table_name, column_index"""
    ).fetchall():
        columns.setdefault(table, []).append(Column(name, kind, comment, bool(nullable)))
    keys = dict(
        connection.execute(
            """select table_name, constraint_column_names from duckdb_constraints()
               where database_name = current_database() and schema_name = 'main' and constraint_type = 'PRIMARY KEY'"""
        ).fetchall()
    )
    found = connection.execute(
        """select table_name, coalesce(comment, ''), false from duckdb_tables()
           where database_name = current_database() and schema_name = 'main' and not internal
           union all
           select view_name, coalesce(comment, ''), true from duckdb_views()
           where database_name = current_database() and schema_name = 'main' and not internal"""
    ).fetchall()
    relations = [
        Relation(name, comment, is_view, tuple(columns[name]), tuple(keys.get(name) or primary_keys().get(name, ())))
        for name, comment, is_view in found
    ]
    return sorted(
        relations, key=lambda one: (not one.name.startswith("dim_"), not one.name.startswith("fct_"), one.name)
    )


@functools.cache
def primary_keys() -> dict[str, tuple[str, ...]]:
    """Table → primary key of the tables that are built without one."""
    found: dict[str, tuple[str, ...]] = {}
    with (HERE / "primary_keys.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            found[row["table"]] = (*found.get(row["table"], ()), row["column"])
    return found


@functools.cache
def _foreign_keys() -> list[tuple[str, ForeignKey]]:
    with (HERE / "relations.csv").open(encoding="utf-8", newline="") as lines:
        return [(r["table"], ForeignKey(r["column"], r["to_table"], r["to_column"])) for r in csv.DictReader(lines)]


@functools.cache
def _units() -> dict[str, tuple[str, str]]:
    with (HERE / "column_units.csv").open(encoding="utf-8", newline="") as lines:
        return {r["column"]: (r["unit_column"], r["unit"]) for r in csv.DictReader(lines)}
