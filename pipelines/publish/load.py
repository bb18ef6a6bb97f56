"""Load what was staged into the work file of a build: the documents' rows, the lexicon, the corrections.

    rows = load(build_file, staged_folder, corrections_file)    # {"observation": 812, ...}

Both files of the build are made anew, unless it is of a large warehouse and few documents changed since its publication
(`rows_from`, see `state`): then their rows are replaced, in one transaction. Schema `staged` gets every staged table
with the types of `_sources.yml`, also those without rows, in the order of the manifest; schema `lexicon` the catalogues
of pipelines/lexicon.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from decimal import Decimal
from functools import cache
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

from pipelines import yamls
from pipelines.lexicon.indicators import indicators, normalise_name
from pipelines.lexicon.regions import merged_regions
from pipelines.lexicon.units import SCALES, unit_of, units
from pipelines.publish import corrections, fill, reviews, state
from pipelines.publish.database import opened, opened_work, remove_build, work_file
from pipelines.staging import staged as staging
from pipelines.staging.staged import Stage
from pipelines.validate.schema import SOURCES, tables

if TYPE_CHECKING:
    import duckdb

LEXICON_SOURCES = SOURCES.with_name("_lexicon.yml")
# What DuckDB says of a block that is not what it wrote, and of a file that ends too early or cannot be read.
DAMAGED = re.compile(r"Corrupt (?:database|WAL) file|Corrupted \w+ segment")
UNREADABLE = "Could not read"
OF_FILES = ("outcome", "quarantine")  # rows of files that may be no documents
LEXICON = Path(__file__).resolve().parents[1] / "lexicon"


class _OtherFile(Exception):
    """The build file is not the one that was published."""


def load(
    build: Path,
    staged: Path,
    corrections_file: Path | None = None,
    *,
    rows_from: int | None = None,
    by_dbt: bool = False,
) -> dict[str, int]:
    """Make the work file from the manifest's documents, or bring it up to them; returns the rows of each table.

    `rows_from` is the number of observations from which on only what changed is loaded; None: never. `by_dbt` has dbt itself
    make the models of new files. Raises PublishError where the manifest or staged files are missing, CorrectionError for a
    bad corrections.yml.
    """
    import duckdb

    stages = staging.read_manifest(staged)
    corrected = corrections.read(corrections_file) if corrections_file else []
    reviewed = reviews.read(corrections_file.with_name(reviews.NAME)) if corrections_file else []
    made_by = state.fingerprint(corrections_file)
    changed = state.change(build, stages, made_by, rows_from) if rows_from is not None else None
    rows = None
    if changed is not None:
        try:
            rows = _part(build, staged, stages, changed)
        except _OtherFile:
            state.say_anew("the build file is not the one that was published")
        except duckdb.Error as error:
            if not _is_damage(str(error), build):
                raise
            state.say_anew(f"the work file is damaged ({str(error).splitlines()[0]})")
    if rows is None:
        rows = _whole(build, staged, stages, corrected, reviewed, made_by, by_dbt)
    return {**rows, "correction": len(corrected), "review": len(reviewed)}


def _whole(
    build: Path,
    staged: Path,
    stages: Sequence[Stage],
    corrected: Sequence[corrections.Correction],
    reviewed: Sequence[reviews.Review],
    made_by: str,
    by_dbt: bool,
) -> dict[str, int]:
    """New files with all documents."""
    known = staging.Packs(staged)
    staging.require_whole(staged, stages, known=known)
    build.parent.mkdir(parents=True, exist_ok=True)
    remove_build(build)
    with opened(build) as connection:
        connection.execute("create schema staged")
        connection.execute("create schema lexicon")
        for kind in tables():
            _create(connection, f"staged.{kind}", _columns(kind))
        fill.fill(connection, staging.shelf(staged, stages, known), fill.AT_ONCE)
        _create(connection, "staged.correction", _described("curated", "correction"))
        _insert(connection, "staged.correction", [c.record(n) for n, c in enumerate(corrected)])
        _create(connection, "staged.review", _described("curated", "review"))
        _insert(connection, "staged.review", [review.record(n) for n, review in enumerate(reviewed)])
        _load_lexicon(connection)
        state.begin(connection, made_by, by_dbt)
        state.note(connection, stages)
        connection.execute("checkpoint")
        return _counts(connection)


def _part(build: Path, staged: Path, stages: Sequence[Stage], changed: state.Change) -> dict[str, int]:
    """The rows of changed documents replaced in the work file; the same documents in two files go and come together."""
    documents, names = changed.documents, changed.files
    coming = [stage for stage in stages if stage.document_id in documents or stage.source_file in names]
    known = staging.Packs(staged)
    staging.require_whole(staged, coming, known=known)
    # The build file is read through meanwhile: a load changes nothing in it.
    with opened_work(build) as connection, ThreadPoolExecutor(1) as pool:
        ended = Event()
        is_published = pool.submit(state.is_published, build, changed, ended)
        try:
            connection.execute("begin")
            state.touch(connection, changed)
            state.note(connection, stages)
            _take_away(connection, changed)
            fill.fill(connection, staging.shelf(staged, coming, known))
            _refresh_lexicon(connection)
            if not is_published.result():
                raise _OtherFile
            connection.execute("commit")
        finally:
            ended.set()
        return _counts(connection)


def _is_damage(said: str, build: Path) -> bool:
    return DAMAGED.search(said) is not None or UNREADABLE in said and str(work_file(build)) in said


def _take_away(connection: duckdb.DuckDBPyConnection, changed: state.Change) -> None:
    """Delete the rows of what changed from all tables."""
    _register(connection, "_documents", ["name"], [[document] for document in sorted(changed.documents)])
    _register(connection, "_files", ["name"], [[file] for file in sorted(changed.files)])
    for kind in tables():
        of_file = " or source_file in (select name from _files)" if kind in OF_FILES else ""
        connection.execute(f"delete from staged.{kind} where document_id in (select name from _documents){of_file}")
    for name in ("_documents", "_files"):
        connection.unregister(name)


def _columns(kind: str) -> dict[str, str]:
    return {c.name: c.sql_type for c in tables()[kind].columns}


def _counts(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    return {kind: _count(connection, f"staged.{kind}") for kind in tables()}


def _create(connection: duckdb.DuckDBPyConnection, table: str, columns: Mapping[str, str]) -> None:
    connection.execute(f"create table {table} (" + ", ".join(f'"{n}" {t}' for n, t in columns.items()) + ")")


def _count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    [count] = connection.execute(f"select count(*) from {table}").fetchone() or (0,)
    return int(count)


def _insert(connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert records, by name, through one Arrow table of text; DuckDB casts each column to its type."""
    if not rows:
        return
    names = list(rows[0])
    _register(connection, "_rows", names, [[None if r[n] is None else str(r[n]) for n in names] for r in rows])
    connection.execute(f"insert into {table} by name select * from _rows")
    connection.unregister("_rows")


def _register(
    connection: duckdb.DuckDBPyConnection, name: str, columns: Sequence[str], rows: Sequence[Sequence[str | None]]
) -> None:
    """A relation of texts."""
    import pyarrow as pa

    of = {column: pa.array([row[n] for row in rows], pa.string()) for n, column in enumerate(columns)}
    connection.register(name, pa.table(of))


@cache
def _sources() -> Any:
    return yamls.read(LEXICON_SOURCES)


def _described(source: str, table: str) -> dict[str, str]:
    """Column name -> type of a table of `_lexicon.yml`."""
    parsed = _sources()
    tables_ = next(s for s in parsed["sources"] if s["name"] == source)["tables"]
    return {c["name"]: c["data_type"] for c in next(t for t in tables_ if t["name"] == table)["columns"]}


def _csv(name: str) -> list[dict[str, str | None]]:
    import csv

    with (LEXICON / name).open(encoding="utf-8", newline="") as lines:
        return [{column: value or None for column, value in row.items()} for row in csv.DictReader(lines)]


def _load_lexicon(connection: duckdb.DuckDBPyConnection) -> None:
    content: dict[str, Iterable[Mapping[str, Any]]] = {
        "unit": _units(connection),
        "indicator": _indicators(),
        "indicator_alias": _csv("indicator_aliases.csv"),
        "indicator_name": _names(connection),
        "sector": _csv("sectors.csv"),
        "region": [*_csv("regions.csv"), *map(asdict, merged_regions())],
    }
    for table, rows in content.items():
        columns = _described("lexicon", table)
        _create(connection, f"lexicon.{table}", columns)
        _insert(connection, f"lexicon.{table}", [{name: row[name] for name in columns} for row in rows])


def _refresh_lexicon(connection: duckdb.DuckDBPyConnection) -> None:
    """What of the lexicon depends on the documents: their units, and the keys of names that are new."""
    columns = _described("lexicon", "unit")
    connection.execute("truncate lexicon.unit")
    _insert(connection, "lexicon.unit", [{name: row[name] for name in columns} for row in _units(connection)])
    _insert(
        connection,
        "lexicon.indicator_name",
        _names(connection, known="select indicator_name from lexicon.indicator_name"),
    )


def _units(connection: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """The catalogue's units, and what observations use beside them: composed units, bare magnitudes, unknown ones."""
    rows = [
        {"unit": u.name, "base_unit": u.base_unit, "factor": u.factor, "dimension": u.dimension, "whole": u.whole}
        for u in units().values()
    ]
    query = (
        "select distinct unit from staged.observation union select unit from staged.correction where unit is not null"
    )
    for (name,) in sorted(connection.execute(query).fetchall()):
        if name in units():
            continue
        known = unit_of(name) if name else None
        if known:
            given = {"base_unit": known.base_unit, "factor": known.factor, "dimension": known.dimension, "whole": False}
        elif name == "" or name in SCALES:
            given = {"base_unit": "", "factor": SCALES.get(name, Decimal(1)), "dimension": "", "whole": False}
        else:
            given = {"base_unit": None, "factor": None, "dimension": None, "whole": None}
        rows.append({"unit": name, **given})
    return rows


def _indicators() -> list[dict[str, Any]]:
    columns = list(_described("lexicon", "indicator"))
    return [{name: getattr(indicator, name) for name in columns} for indicator in indicators().values()]


def _names(connection: duckdb.DuckDBPyConnection, known: str = "select null where false") -> list[dict[str, str]]:
    """The indicator names of the staged rows that are not `known`, with the key that makes two wordings one."""
    parts = [f"select indicator_name from staged.{t}" for t in ("observation", "qualitative_target", "correction")]
    query = " union ".join(f"{part} where indicator_name is not null" for part in parts)
    found = sorted(name for (name,) in connection.execute(f"({query}) except ({known})").fetchall())
    return [{"indicator_name": name, "name_key": normalise_name(name)} for name in found]
