"""The data dictionary as Markdown, made from the comments in a warehouse file: docs/data-dictionary.md.

python -m pipelines.dictionary warehouse/taizhang.duckdb > docs/data-dictionary.md
"""

from __future__ import annotations

import sys
from pathlib import Path

HEAD = """# Data dictionary
Every table and column of the published warehouse, from the comments in the file itself (`select * from
duckdb_columns()` shows them too). This page is made by `python -m pipelines.dictionary warehouse/taizhang.duckdb`.
"""

# What people look for first, then the rest by name.
ORDER = ("observations", "fct_", "quarantine", "dim_", "mart_")


def page(database: Path) -> str:
    """The tables and views of schema main with their columns, types and comments."""
    import duckdb

    with duckdb.connect(str(database), read_only=True) as con:
        relations = con.execute(
            "select table_name, comment, 'table' from duckdb_tables() where schema_name = 'main' union all "
            "select view_name, comment, 'view' from duckdb_views() where schema_name = 'main' and not internal"
        ).fetchall()
        columns = con.execute(
            "select table_name, column_name, data_type, comment from duckdb_columns() "
            "where schema_name = 'main' and not internal order by table_name, column_index"
        ).fetchall()
    relations.sort(key=lambda row: (_rank(row[0]), row[0]))
    parts = [HEAD, "| table | what one row is |\n|---|---|"]
    parts[-1] += "".join(f"\n| [{name}](#{name}) | {_text(comment)} |" for name, comment, _ in relations)
    for name, comment, kind in relations:
        rows = [f"| {column} | {_type(type_)} | {_text(said)} |" for of, column, type_, said in columns if of == name]
        parts.append(
            f"\n## {name}\n{_text(comment)} ({kind})\n\n| column | type | meaning |\n|---|---|---|\n" + "\n".join(rows)
        )
    return "\n".join(parts) + "\n"


def _rank(name: str) -> int:
    return next((n for n, start in enumerate(ORDER) if name.startswith(start)), len(ORDER))


def _text(comment: str | None) -> str:
    return " ".join((comment or "").split()).replace("|", "\\|")


def _type(name: str) -> str:
    return name.replace("|", "\\|")


if __name__ == "__main__":
    sys.stdout.write(page(Path(sys.argv[1])))
