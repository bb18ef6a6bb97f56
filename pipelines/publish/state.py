"""What the build file's marts were made of, so that a large warehouse need not be made from nothing every time.

    change = state.change(build, stages, fingerprint, rows_from=300_000)     # None: make all of it anew
    ...load the changed documents, run the models, publish...
    state.finish(build, stages)

Schema `state` of the work file holds the documents of the last publication (`stage`), what changed since
(`touched_document`, `touched_region`, `touched_period`), and under which code all of it was made (`build`). What changed is
forgotten only after a publication, so that a run that was killed or refused is simply done again. A build that did not get
so far twice, other code, another lexicon, other corrections or many changed documents make everything from nothing; so does
a build file that is not the one that was published, for it is published as it lies (`whole_file`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.publish import reviews, versions
from pipelines.publish.database import opened
from pipelines.staging.staged import Stage

if TYPE_CHECKING:
    import duckdb

MANY = 0.2  # the part of the documents from which on a change is not worth telling apart
ATTEMPTS = 2  # partial builds that may end without a publication
ROOT = Path(__file__).resolve().parents[2]
DECIDING = ("dbt_project/**/*.sql", "dbt_project/**/*.yml", "dbt_project/**/*.csv", "pipelines/lexicon/*.*")
TABLES = """
    create schema state;
    create table state.build (fingerprint varchar, is_partial boolean, attempts integer, digest varchar);
    create table state.stage (document_id varchar, source_file varchar, key varchar);
    create table state.touched_document (document_id varchar);
    create table state.touched_region (region_key varchar);
    create table state.touched_period (region_key varchar, period_end integer);"""


@dataclass(frozen=True, slots=True)
class Change:
    """Which stages are no more, and which are new, since the last publication."""

    gone: tuple[Stage, ...]
    new: tuple[Stage, ...]

    @property
    def documents(self) -> set[str]:
        """The documents that rows go or come of."""
        return {stage.document_id for stage in (*self.gone, *self.new) if stage.document_id}

    @property
    def files(self) -> set[str]:
        """Their files, and those that could not be read."""
        return {stage.source_file for stage in (*self.gone, *self.new)}


def fingerprint(corrections_file: Path | None) -> str:
    """A digest of what decides the marts beside the documents: models, seeds, lexicon, corrections, reviews, database."""
    import duckdb

    from pipelines.version import digest

    inputs = {
        path for pattern in DECIDING for path in ROOT.glob(pattern) if not {"target", "__pycache__"} & {*path.parts}
    }
    inputs |= {Path(__file__), *(Path(__file__).with_name(name) for name in ("database.py", "load.py", "fill.py"))}
    named = [(path.relative_to(ROOT).as_posix(), path.read_bytes()) for path in inputs]
    said = [corrections_file, corrections_file.with_name(reviews.NAME)] if corrections_file else []
    named += [(path.name, path.read_bytes()) for path in said if path.exists()]
    return digest([*named, ("duckdb", duckdb.__version__.encode())])


def change(build: Path, stages: Sequence[Stage], made_by: str, rows_from: int) -> Change | None:
    """What changed since the build file's last publication; None if its marts have to be made from nothing.

    `rows_from` is the number of observations below which making everything anew is quicker than it is worth.
    """
    import duckdb

    if not build.exists():
        return None
    try:
        with opened(build, read_only=True) as connection:
            known = connection.execute("select fingerprint, attempts, digest from state.build").fetchone()
            if known is None or known[0] != made_by or known[1] >= ATTEMPTS:
                return None
            [rows, documents] = connection.execute(
                "select (select count(*) from main.fct_indicator), (select count(*) from main.dim_document)"
            ).fetchone() or (0, 0)
            before = {Stage(*row) for row in connection.execute("select * from state.stage").fetchall()}
    except duckdb.Error:  # of another version, half made, no build file at all
        return None
    if not before or rows < rows_from:
        return None
    gone, new = before - set(stages), set(stages) - before
    if len(gone) + len(new) > MANY * documents:
        return None
    if not known[1] and known[2] != versions.digest(build):
        return None  # damaged, or written to by somebody: what is brought up to date would carry that on
    order = lambda stage: (stage.source_file, stage.document_id or "", stage.key)  # noqa: E731
    return Change(tuple(sorted(gone, key=order)), tuple(sorted(new, key=order)))


def begin(connection: duckdb.DuckDBPyConnection, made_by: str) -> None:
    """In a new build file: everything is made from nothing."""
    connection.execute(TABLES)
    connection.execute("insert into state.build values (?, false, 0, null)", [made_by])


def touch(connection: duckdb.DuckDBPyConnection, changed: Change) -> None:
    """Note which documents changed, whose they were, and the regions and years that these spoke of until now."""
    connection.execute("update state.build set is_partial = true, attempts = attempts + 1")
    connection.execute(
        """insert into state.touched_document
           select distinct document_id from (select unnest(?::varchar[]) as document_id)
           anti join state.touched_document using (document_id)""",
        [sorted(changed.documents)],
    )
    connection.execute(
        """insert into state.touched_region
           select coalesce(region_code, region_name, '')
           from staged.document semi join state.touched_document using (document_id)
           except
           select * from state.touched_region"""
    )
    connection.execute(
        """insert into state.touched_period
           select coalesce(region_code, region_name, ''), period_end
           from intermediate.int_observation_corrected semi join state.touched_document using (document_id)
           where period_end is not null
           union
           select coalesce(target.region_code, document.region_code, document.region_name, ''), target.period_end
           from staged.qualitative_target as target
           inner join staged.document as document using (document_id)
           semi join state.touched_document using (document_id)
           where target.period_end is not null
           except
           select * from state.touched_period"""
    )


def is_partial(build: Path) -> bool:
    """Whether the build file was brought up to date since its publication, and not made from nothing."""
    import duckdb

    try:
        with opened(build, read_only=True) as connection:
            known = connection.execute("select is_partial from state.build").fetchone()
    except duckdb.Error:  # none of ours; who uses it says so
        return False
    return bool(known and known[0])


def finish(build: Path, stages: Iterable[Stage]) -> None:
    """After a publication that was made of `stages`: nothing is changed since, and the build file's digest is noted."""
    import pyarrow as pa

    rows = [(s.document_id, s.source_file, s.key) for s in stages]
    names = ("document_id", "source_file", "key")
    columns = list(zip(*rows, strict=True)) or [(), (), ()]
    arrow = pa.table({name: pa.array(column, pa.string()) for name, column in zip(names, columns, strict=True)})
    digest = versions.digest(build)
    with opened(build) as connection:
        connection.execute("begin")
        connection.execute(
            "truncate state.stage; truncate state.touched_document; truncate state.touched_region; truncate state.touched_period"
        )
        connection.register("_stages", arrow)
        connection.execute("insert into state.stage select * from _stages")
        connection.unregister("_stages")
        connection.execute("update state.build set is_partial = false, attempts = 0, digest = ?", [digest])
        connection.execute("commit")
