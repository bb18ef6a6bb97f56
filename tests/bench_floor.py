"""What orchestration costs: a build by the command beside a hand-written script that does without Dagster and dbt.

    python -m tests.bench_floor [N]     the five digests of raw/, or N generated reports

The script is the shortest that comes to the same marts: one process reads and extracts the documents, puts the rows into
DuckDB, runs the queries that dbt had compiled for a build of the same documents, and renames the file. It keeps no history,
checks nothing, and cannot go on where it was stopped. Processor seconds of each with its child processes, rows compared.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.documents.scan import scan
from pipelines.publish.database import WORK, opened
from pipelines.publish.load import load
from pipelines.staging.staged import MANIFEST

from .bench import build, copies
from .synth import generate

if TYPE_CHECKING:
    import duckdb

ROOT = Path(__file__).resolve().parent.parent
SCHEMAS = ("staging", "intermediate", "main")
"""Where the models lie, in the order in which they depend on each other; within one, dbt's own order."""


def compiled(warehouse: Path, folder: Path) -> list[dict[str, str]]:
    """The models of a warehouse as dbt compiled them, in the order in which it made them, as name, schema, kind and query.

    warehouse: one that the command has built; folder: for a build file of its own.
    """

    from pipelines.publish import dbt_run
    from pipelines.validate.schema import tables

    own = folder / "compiled" / "warehouse.duckdb"
    load(own, warehouse / "staged")
    result = dbt_run.require(dbt_run.build(own))
    with opened(own) as connection:
        made = connection.execute(
            "select table_name, schema_name, 'table' from duckdb_tables() union all "
            "select view_name, schema_name, 'view' from duckdb_views() where not internal"
        ).fetchall()
        lies = {name: (schema, kind) for name, schema, kind in made if schema in SCHEMAS}
        for schema in SCHEMAS[:2]:
            connection.execute(f"drop schema {schema} cascade")
        for name, (schema, kind) in lies.items():
            if schema == "main":
                connection.execute(f'drop {kind} "{own.stem}".main."{name}"')
        for kind in tables():
            connection.execute(f"truncate staged.{kind}")
    models = [node for node in result.nodes if node.kind == "model" and node.sql]
    return [
        {"name": node.relation, "schema": lies[node.relation][0], "kind": lies[node.relation][1], "sql": node.sql}
        for node in models
    ]


def script(raw: Path, empty: Path, models: Iterable[dict[str, str]], published: Path) -> None:
    """The floor: documents to marts in one process. empty: a build file with the tables of staged rows, lexicon and seeds."""

    from pipelines.extract.document import extract
    from pipelines.readers.read import read_document
    from pipelines.validate.frames import frame
    from pipelines.validate.schema import tables

    connection = opened(empty)
    rows: dict[str, list[dict[str, Any]]] = {kind: [] for kind in tables()}
    for file in scan(raw):
        for kind, of in extract(read_document(file, None)).items():
            rows[kind] += of
    for kind, of in rows.items():
        if of:
            connection.register("_frame", frame(kind, of)[0].to_arrow())
            chosen = ", ".join(f'cast("{c.name}" as {c.sql_type})' for c in tables()[kind].columns)
            connection.execute(f"insert into staged.{kind} select {chosen} from _frame")
            connection.unregister("_frame")
    for schema in SCHEMAS[:2]:
        connection.execute(f"create schema if not exists {schema}")
    for model in models:
        file = empty.stem if model["schema"] == "main" else WORK
        connection.execute(f'create {model["kind"]} "{file}".{model["schema"]}."{model["name"]}" as {model["sql"]}')
    connection.close()
    empty.replace(published)


def _counts(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Rows of each table of facts and dimensions."""
    names = connection.execute(
        "select table_name from duckdb_tables() where schema_name = 'main' and not internal and table_name similar to '(fct|dim)_.*'"
    ).fetchall()
    found = {}
    for (name,) in names:
        [count] = connection.execute(f'select count(*) from main."{name}"').fetchone() or (0,)
        found[name] = int(count)
    return found


def _measured(arguments: list[str]) -> tuple[float, float]:
    """Wall and processor seconds of a process with its children."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([sys.executable, "-m", "tests.bench_floor", *arguments], cwd=ROOT, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - started, spent


def main(count: int | None) -> None:
    """A table of both, and a word on whether their tables have the same rows."""
    import duckdb

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "dagster.yaml").write_text("telemetry: {enabled: false}\n", encoding="ascii")
        raw, warehouse = folder / "raw", folder / "warehouse"
        if count:
            generate.write(raw, count)
        else:
            copies(raw, 5)
        wall, processor, _ = build(raw, warehouse)
        assert (warehouse / "staged" / MANIFEST).exists()
        models = compiled(warehouse, folder)
        (folder / "models.json").write_text(json.dumps(models, ensure_ascii=False), encoding="utf-8")
        own_wall, own_processor = _measured(["--script", str(folder)])
        with duckdb.connect(str(warehouse / "taizhang.duckdb"), read_only=True) as connection:
            theirs = _counts(connection)
        with duckdb.connect(str(folder / "floor.duckdb"), read_only=True) as connection:
            ours = _counts(connection)
    print(f"\n| {count or 5} documents | wall (s) | processor (s) |\n|---|---:|---:|")
    print(f"| the command | {wall:.1f} | {processor:.1f} |")
    print(f"| a script without Dagster, dbt, checks and history | {own_wall:.1f} | {own_processor:.1f} |")
    other = {name: (theirs.get(name), ours.get(name)) for name in theirs if theirs[name] != ours.get(name)}
    print(f"\n{len(theirs) - len(other)} of {len(theirs)} tables have as many rows; the others: {other or 'none'}.")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("count", nargs="?", type=int, help="so many generated reports instead of the five digests")
    parser.add_argument("--script", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.script:
        of = chosen.script
        known = json.loads((of / "models.json").read_text(encoding="utf-8"))
        script(of / "raw", of / "compiled" / "warehouse.duckdb", known, of / "floor.duckdb")
    else:
        main(chosen.count)
