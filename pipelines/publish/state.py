"""What the build file's marts were made of, so that a large warehouse need not be made from nothing every time.

    change = state.change(build, stages, fingerprint, rows_from=300_000)     # None: make all of it anew
    ...load the changed documents, run the models, publish...
    state.finish(build)

Schema `state` of the work file holds the documents of the last publication (`stage`) and of the last load (`loaded`), what changed
since (`touched_document`, `touched_region`, `touched_period`), and under which code all of it was made (`build`). What changed is
forgotten only after a publication, so that a run that was killed or refused is simply done again. A build that did not get
so far twice, other code, another lexicon, other corrections or many changed documents make everything from nothing; so does
a build file that is not the one that was published, to the bit, for it is published as it lies (`whole_file`). While one is
being changed its digest says nothing; after a first attempt without a publication it is copied table by table, which reads it all.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

from pipelines.errors import PublishError
from pipelines.publish import reviews, versions
from pipelines.publish.database import log_of, opened, opened_work
from pipelines.staging.staged import Stage

if TYPE_CHECKING:
    import duckdb

LOG = logging.getLogger("taizhang")
AT_ONCE = 4 << 20  # bytes that are read at once
LOCKED = "Could not set lock"  # what DuckDB says of a file that somebody has open for writing
MANY = 0.2  # the part of the documents from which on a change is not worth telling apart
ATTEMPTS = 2  # partial builds that may end without a publication
ROOT = Path(__file__).resolve().parents[2]
DECIDING = ("dbt_project/**/*.sql", "dbt_project/**/*.yml", "dbt_project/**/*.csv", "pipelines/lexicon/*.*")
TABLES = """
    create schema state;
    create table state.build (fingerprint varchar, is_partial boolean, attempts integer, digest varchar, by_dbt boolean);
    create table state.stage (document_id varchar, source_file varchar, key varchar);
    create table state.loaded (document_id varchar, source_file varchar, key varchar);
    create table state.touched_document (document_id varchar);
    create table state.touched_region (region_key varchar);
    create table state.touched_period (region_key varchar, period_end integer);"""


@dataclass(frozen=True, slots=True)
class Change:
    """Which stages are no more, and which are new, since the last publication.

    `digest` is the build file's, as it was published; None where it was changed since.
    """

    gone: tuple[Stage, ...]
    new: tuple[Stage, ...]
    digest: str | None = None

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
            [rows, documents] = connection.execute(
                "select (select count(*) from main.fct_indicator), (select count(*) from main.dim_document)"
            ).fetchone() or (0, 0)
            before, loaded = (
                {Stage(*row) for row in connection.execute(f"select * from state.{table}").fetchall()}
                for table in ("stage", "loaded")
            )
    except duckdb.Error as error:  # of another version, half made, no build file at all
        if LOCKED in str(error):
            raise PublishError(f"another program has a file of the build open for writing: {error}; close it") from None
        return None
    if not before or known is None or rows < rows_from:
        return None
    # What an attempt loaded that was not published goes again where the documents do not have it any more.
    gone, new = (before | loaded) - set(stages), set(stages) - (before & loaded)
    code, attempts, digest = known
    if why := _why_anew(made_by == code, len(gone) + len(new) > MANY * documents, attempts):
        say_anew(why)
        return None
    order = lambda stage: (stage.source_file, stage.document_id or "", stage.key)  # noqa: E731
    return Change(tuple(sorted(gone, key=order)), tuple(sorted(new, key=order)), None if attempts else digest or "")


def _why_anew(is_same_code: bool, is_much: bool, attempts: int) -> str:
    """Why the marts of a large warehouse have to be made from nothing; nothing where they need not."""
    if not is_same_code:
        return "models, lexicon, corrections or reviews are others"
    if is_much:
        return f"more than {MANY:.0%} of the documents changed"
    return f"{ATTEMPTS} builds in a row were not published" if attempts >= ATTEMPTS else ""


def say_anew(why: str) -> None:
    """Tell people why what could have been brought up to date in minutes is made from nothing."""
    LOG.info("database      made from nothing: %s", why)


def is_published(build: Path, changed: Change, ended: Event | None = None) -> bool:
    """Whether the build file is the one that was published, to the bit; where it was changed since, nobody can tell.

    What is brought up to date would carry on what somebody wrote into it, or a disk lost. Reads the whole file, unless what it
    is asked for has `ended`; one that cannot be read is not the one that was published.
    """
    if changed.digest is None:
        return True
    try:
        return not log_of(build).exists() and changed.digest == _read_through(build, ended or Event())
    except OSError:
        return False


def _read_through(build: Path, ended: Event) -> str:
    """SHA-256 of a file that is not needed again soon: the system need not keep it instead of what is."""
    total, done = hashlib.sha256(), 0
    with build.open("rb", buffering=0) as content:
        while not ended.is_set() and (block := content.read(AT_ONCE)):
            total.update(block)
            if hasattr(os, "posix_fadvise"):
                os.posix_fadvise(content.fileno(), done, len(block), os.POSIX_FADV_DONTNEED)
            done += len(block)
    return total.hexdigest()


def remember(build: Path, digest: str) -> None:
    """Note the digest of a build file as it is, which was read for another purpose."""
    with contextlib.suppress(OSError):  # then it is read once more
        _memo(build).write_text(f"{_status(build)} {digest}", encoding="ascii")


def _digest(build: Path) -> str:
    """The build file's digest, as remembered or read anew."""
    try:
        status, _, digest = _memo(build).read_text(encoding="ascii").rpartition(" ")
        if status == _status(build) and len(digest) == 64:
            return digest
    except (OSError, ValueError):
        pass
    return versions.digest(build)


def _memo(build: Path) -> Path:
    return build.with_name(f"{build.name}.digest")


def _status(build: Path) -> str:
    of = build.stat()
    return f"{of.st_ino} {of.st_size} {of.st_mtime_ns}"


def begin(connection: duckdb.DuckDBPyConnection, made_by: str, by_dbt: bool = False) -> None:
    """In new files: everything is made from nothing, by dbt itself where it is told so."""
    connection.execute(TABLES)
    connection.execute("insert into state.build values (?, false, 0, null, ?)", [made_by, by_dbt])


def note(connection: duckdb.DuckDBPyConnection, stages: Iterable[Stage]) -> None:
    """Note of which stages the rows are that are loaded."""
    import pyarrow as pa

    rows = [(s.document_id, s.source_file, s.key) for s in stages]
    names = ("document_id", "source_file", "key")
    columns = list(zip(*rows, strict=True)) or [(), (), ()]
    connection.execute("truncate state.loaded")
    connection.register(
        "_stages",
        pa.table({name: pa.array(column, pa.string()) for name, column in zip(names, columns, strict=True)}),
    )
    connection.execute("insert into state.loaded select * from _stages")
    connection.unregister("_stages")


def touch(connection: duckdb.DuckDBPyConnection, changed: Change) -> None:
    """Note which documents changed, whose they were, and the regions and years that these spoke of until now."""
    connection.execute(
        "update state.build set is_partial = true, attempts = attempts + 1, digest = null, by_dbt = false"
    )
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
    """Whether the build was brought up to date since its publication, and not made from nothing."""
    return bool(_known(build, "is_partial"))


def is_by_dbt(build: Path) -> bool:
    """Whether dbt itself is to make the models."""
    return bool(_known(build, "by_dbt"))


def is_sound(build: Path) -> bool:
    """Whether what the build file holds is known to be what was written: it is new, or had the digest that was noted.

    A second attempt without a publication begins from what nobody looked at.
    """
    attempts = _known(build, "attempts")
    return attempts is not None and attempts < ATTEMPTS


def expected(build: Path) -> str | None:
    """The digest that a build file has to have of which nothing was loaded since its publication; None for any other."""
    digest: str | None = _known(build, "digest")
    return digest


def _known(build: Path, column: str) -> Any:
    import duckdb

    try:
        with opened(build, read_only=True) as connection:
            known = connection.execute(f"select {column} from state.build").fetchone()
    except duckdb.Error:  # none of ours; who uses it says so
        return None
    return known[0] if known else None


def loaded(build: Path) -> list[Stage]:
    """The stages of which the rows are that are loaded."""
    with opened_work(build, read_only=True) as connection:
        return [Stage(*row) for row in connection.execute("select * from state.loaded order by rowid").fetchall()]


def finish(build: Path) -> None:
    """After a publication of what is loaded: nothing is changed since, and the build file's digest is noted."""
    digest = _digest(build)
    with opened_work(build) as connection:
        connection.execute("begin")
        connection.execute(
            "truncate state.stage; truncate state.touched_document; truncate state.touched_region; truncate state.touched_period"
        )
        connection.execute("insert into state.stage select * from state.loaded")
        connection.execute(
            "update state.build set is_partial = false, attempts = 0, by_dbt = false, digest = ?", [digest]
        )
        connection.execute("commit")
