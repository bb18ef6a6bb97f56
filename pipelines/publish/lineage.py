"""From which columns each column of a model is made, read from the SQL that dbt compiled.

    columns = trace({"fct_indicator": "with … select …"}, known, cache=Path("lineage.json"))
    columns["fct_indicator"]["unit"]      # [("int_observation_corrected", "unit")]

Only direct parents are named, as in the graph; a column that is made from none (a constant) has an empty list. Tracing
all models takes two to three seconds, so what was traced is kept beside dbt's own files, under a digest of the SQL and of
the columns that it may mean; that of the models as they are in the repository is shipped with it.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

DIALECT = "duckdb"

Columns = dict[str, list[tuple[str, str]]]
"""Column → (table, column) of its parents, sorted."""
Known = Mapping[tuple[str, str], Mapping[str, str]]
"""(schema, table) → column → type, of everything that a model may select from."""


def trace(
    models: Mapping[str, str], known: Known, cache: Path | None = None, shipped: Path | None = None
) -> dict[str, Columns]:
    """Model → its columns; models whose SQL cannot be traced are left out.

    What was traced before is read from `shipped` and `cache`; what is missing there is traced and kept in the latter.
    """
    before = _read(shipped) | _read(cache)
    salt = json.dumps(sorted((list(table), sorted(columns)) for table, columns in known.items()))
    digests = {name: hashlib.sha256((sql + salt).encode()).hexdigest()[:24] for name, sql in models.items()}
    missing = {name: sql for name, sql in models.items() if digests[name] not in before}
    found = {digests[name]: columns for name, columns in _trace_all(missing, known).items()} if missing else {}
    if missing and cache is not None:
        kept = {digest: before[digest] for digest in digests.values() if digest in before} | found
        with contextlib.suppress(OSError):
            cache.parent.mkdir(parents=True, exist_ok=True)
            aside = cache.with_suffix(f".{os.getpid()}.aside")
            aside.write_text(json.dumps(kept, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
            aside.replace(cache)
    both = before | found
    traced = {name: columns for name, digest in digests.items() if (columns := both.get(digest)) is not None}
    return {
        name: {c: [(t, p) for t, p in parents] for c, parents in columns.items()} for name, columns in traced.items()
    }


def _read(cache: Path | None) -> dict[str, Columns | None]:
    """What was traced before; nothing where the file is missing or damaged."""
    if cache is None:
        return {}
    try:
        found = json.loads(cache.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _trace_all(models: Mapping[str, str], known: Known) -> dict[str, Columns | None]:
    """Model → columns, None where its SQL is beyond the parser."""
    from sqlglot import exp
    from sqlglot.errors import SqlglotError
    from sqlglot.schema import MappingSchema

    schema = MappingSchema(dialect=DIALECT)
    for (of, table), columns in known.items():
        schema.add_table(exp.table_(table, of), dict(columns), dialect=DIALECT)
    found: dict[str, Columns | None] = {}
    for name, sql in models.items():
        try:
            found[name] = _trace(sql, schema)
        except (SqlglotError, RecursionError, ValueError, KeyError, AttributeError):
            found[name] = None
    return found


def _trace(sql: str, schema: Any) -> Columns:
    from sqlglot import exp, parse_one
    from sqlglot.lineage import lineage
    from sqlglot.optimizer.qualify import qualify
    from sqlglot.optimizer.scope import build_scope

    parsed = parse_one(sql, dialect=DIALECT)
    for table in parsed.find_all(exp.Table):
        table.set("catalog", None)  # the build file's name, which says nothing
    query: Any = qualify(parsed, schema=schema, dialect=DIALECT, validate_qualify_columns=False)
    _align(query)
    scope = build_scope(query)
    columns: Columns = {}
    for column in query.named_selects:
        parents = set()
        for node in lineage(column, query, schema, dialect=DIALECT, scope=scope, trim_selects=False).walk():
            source = None if node.downstream else node.expression.find(exp.Table)
            if source is not None:
                parents.add((source.name, node.name.rsplit(".", 1)[-1].strip('"')))
        columns[column] = sorted(parents)
    return columns


def _align(query: Any) -> None:
    """`union all by name`: give both sides the same columns in the same order, for a column is followed by its place."""
    from sqlglot import exp

    for union in reversed(list(query.find_all(exp.SetOperation))):  # the innermost first
        sides = [side for side in (union.this.unnest(), union.expression.unnest()) if isinstance(side, exp.Query)]
        if not union.args.get("by_name") or len(sides) < 2:
            continue
        names = list(dict.fromkeys(name for side in sides for name in side.named_selects))
        for side in sides:
            for select in _selects(side):
                there = dict(zip(select.named_selects, select.selects, strict=True))
                made = [there.get(name) or exp.alias_(exp.null(), name, quoted=True) for name in names]
                select.set("expressions", made)
        union.set("by_name", False)


def _selects(query: Any) -> list[Any]:
    """The plain selects of a query, also of one whose sides have been aligned already."""
    from sqlglot import exp

    if isinstance(query, exp.SetOperation):
        return [*_selects(query.this.unnest()), *_selects(query.expression.unnest())]
    return [query]
