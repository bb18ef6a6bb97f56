"""The last checks before publication, on the build file as it is.

    checks = audit(build_file)           # [Check, ...], each with up to 20 failing rows
    require(checks)                      # ChecksFailed if a blocking one failed
    losses(build_file, published)        # documents that vanished or lost a fifth of their rows since then
    seal(build_file)                     # it passed; require_seal(build_file) raises PublishError if it is changed since

Each check is a query for the rows that must not be there. Where only changed documents were made anew (`state`), the large
tables are looked through for these.
"""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.errors import Check, ChecksFailed, PublishError
from pipelines.publish import printed
from pipelines.publish.database import WORK, log_of, opened, quoted, work_file
from pipelines.publish.failing import ROWS, failing

if TYPE_CHECKING:
    import duckdb

LOSS = 0.2  # the part of a document's rows that may go without being asked about
MANY = 5  # documents that may be taken out of the raw folder at once, whatever part of all they are

COUNTED = """
    select document.source_file, count(observation.observation_id) as observations
    from {0}.main.dim_document as document
    left join {0}.main.fct_indicator as observation using (document_id)
    group by document.source_file"""

# A set of identifiers as three numbers: two sets that agree in them are the same, but for one chance in more than 2^100.
SET = "select (count(*), sum(hash(observation_id)), bit_xor(hash(observation_id))) from (from {} {{touched}})"

PRESENT = "tables_present"
TOUCHED = "semi join state.touched_document using (document_id)"
# In a build that made only some documents anew; in one that made all, what is looked at is no copy.
WHOLE = {"touched": "", "kept": "view", "here": ""}
PARTIAL = {
    "touched": TOUCHED,
    "kept": "table",
    "here": f"where rowid in (select rowid from main.fct_indicator {TOUCHED})",
}

CONTRACT = (
    "dim_year", "dim_sector", "dim_indicator", "dim_unit", "dim_region", "dim_document", "dim_document_part", "fct_indicator",
    "fct_target_actual", "fct_key_project", "fct_project_plan", "fct_livelihood_project", "fct_livelihood_task",
    "fct_conflict", "fct_extraction_outcome", "quarantine",
)  # fmt: skip
OBSERVATIONS = (
    ("observation_id", "VARCHAR"), ("document_id", "VARCHAR"), ("source_file", "VARCHAR"), ("value_start", "INTEGER"),
    ("value_end", "INTEGER"), ("page", "INTEGER"), ("bbox", "DOUBLE[4]"), ("locator", "VARCHAR"), ("quote", "VARCHAR"), ("section", "VARCHAR"),
    ("indicator_code", "VARCHAR"), ("indicator_name", "VARCHAR"), ("value", "DECIMAL(38,6)"), ("unit", "VARCHAR"),
    ("value_base", "DECIMAL(38,6)"), ("unit_base", "VARCHAR"), ("measure", "VARCHAR"), ("statement", "VARCHAR"),
    ("period_start", "INTEGER"), ("period_end", "INTEGER"), ("period_label", "VARCHAR"), ("qualifier", "VARCHAR"), ("obligation", "VARCHAR"), ("scope", "VARCHAR"),
    ("region_code", "VARCHAR"), ("region_name", "VARCHAR"), ("sector_code", "INTEGER"), ("origin", "VARCHAR"),
    ("rule", "VARCHAR"), ("confidence", "DOUBLE"), ("checks", "VARCHAR[]"), ("part", "INTEGER"),
)  # fmt: skip
"""The public view's columns: name and type, in order."""


@dataclass(frozen=True, slots=True)
class Query:
    """A check as a query for failing rows; `before` makes what it asks, where that is not there yet.

    Where the query `unless` says true, there is no row to look for.
    """

    name: str
    description: str
    sql: str
    blocking: bool = True
    before: str = ""
    unless: str = ""


def _values(rows: Iterable[tuple[object, ...]]) -> str:
    return ", ".join("(" + ", ".join(f"'{v}'" if isinstance(v, str) else str(v) for v in row) + ")" for row in rows)


IN_BUILD = f"not in ('{WORK}', 'system', 'temp')"  # the build file, whatever its name

QUERIES = (
    Query(
        PRESENT,
        "Every table of the public contract is there.",
        f"""select table_name from (values {_values((t,) for t in CONTRACT)}) as wanted (table_name)
            where table_name not in (
              select table_name from information_schema.tables where table_catalog {IN_BUILD} and table_schema = 'main')""",
    ),
    Query(
        "observations_columns",
        "The view observations has the public columns, with their types, in their order.",
        f"""select coalesce(wanted.position, found.position) as position, wanted.name as wanted, found.name as found,
              wanted.type as wanted_type, found.type as found_type
            from (values {_values((n + 1, *c) for n, c in enumerate(OBSERVATIONS))}) as wanted (position, name, type)
            full join (
              select column_index as position, column_name as name, data_type as type from duckdb_columns()
              where database_name {IN_BUILD} and schema_name = 'main' and table_name = 'observations'
            ) as found using (position)
            where (wanted.name, wanted.type) is distinct from (found.name, found.type)""",
    ),
    Query(
        "comments",
        "Every table and column that is published has a comment.",
        f"""select table_name, column_name from duckdb_columns()
           where database_name {IN_BUILD} and schema_name = 'main' and not internal and comment is null
           union all
           select table_name, null from duckdb_tables()
           where database_name {IN_BUILD} and schema_name = 'main' and comment is null
           union all
           select view_name, null from duckdb_views()
           where database_name {IN_BUILD} and schema_name = 'main' and not internal and comment is null""",
    ),
    Query(
        "some_document",
        "At least one document could be read; add documents to the raw folder, or see fct_extraction_outcome.",
        "select 'dim_document is empty' as problem where not exists (from main.dim_document)",
    ),
    Query(
        "documents_accounted_for",
        "Every staged document is in dim_document and has an outcome.",
        """select document_id, source_file from staged.document
           where document_id not in (select document_id from main.dim_document)
             or document_id not in (select document_id from main.fct_extraction_outcome where document_id is not null)""",
    ),
    Query(
        "observations_accounted_for",
        "No observation is lost or made on the way from staging to the mart, but for corrections.",
        unless=f"select ({SET.format('staged.observation')}) = ({SET.format('main.fct_indicator')})",
        sql="""select observation_id, staged.observation_id is not null as is_staged, mart.observation_id is not null as is_published
           from (from staged.observation {touched}) as staged
           full join (from main.fct_indicator {touched}) as mart using (observation_id)
           where (staged.observation_id is null and mart.correction is null)
             or (mart.observation_id is null and staged.observation_id not in (
               select observation_id from intermediate.int_correction_match
               where action = 'drop' and problem is null and observation_id is not null))""",
    ),
    Query(
        "numerals_in_their_passages",
        "Where an observation has a passage, the passage holds its numeral at the place given.",
        printed.NUMERALS,
        before=printed.LOOKED,
    ),
    Query(
        "values_are_printed",
        "Where the numeral is in Arabic digits, the value is its number, and its sign one that the measure may have.",
        printed.VALUES,
        before=printed.LOOKED,
    ),
    Query(
        "units_are_printed",
        "Where a unit stands behind the numeral in its passage, the row has it, with its magnitude.",
        printed.UNITS,
        before=printed.LOOKED,
    ),
    Query(
        "signs_are_said",
        "A negative value has a minus, or a word in its text that says so.",
        printed.SIGNS,
        before=printed.LOOKED,
        blocking=False,  # there are more such words than a list has
    ),
    Query(
        "passages_present",
        "Every observation's passage is published.",
        printed.MISSING,
        before=printed.LOOKED,
        blocking=False,  # a passage may be in quarantine
    ),
    Query(
        "parts_present",
        "Every observation stands inside the part that it names, and every document has a first part.",
        """select observation.document_id, observation.observation_id, observation.part, observation.value_start
           from (from main.fct_indicator {touched}) as observation
           left join main.dim_document_part as part using (document_id, part)
           where part.document_id is null
             or (observation.correction is null and observation.value_start not between part.char_start and part.char_end)
           union all
           select document_id, null, null, null from main.dim_document
           anti join (from main.dim_document_part where part = 1) using (document_id)""",
    ),
    Query(
        "comparisons_have_observations",
        "Targets, outcomes and conflicts point to observations that are there.",
        """select 'fct_target_actual' as mart, target_actual_id as id, observation_id
           from (from main.fct_target_actual unpivot (observation_id for side in (target_observation_id, actual_observation_id)))
           anti join main.fct_indicator using (observation_id)
           union all
           select 'fct_conflict', conflict_id, observation_id
           from (select conflict_id, unnest(observation_ids) as observation_id from main.fct_conflict)
           anti join main.fct_indicator using (observation_id)""",
    ),
)  # fmt: skip


def run(connection: duckdb.DuckDBPyConnection, query: Query) -> Check:
    """Run one check; a query that cannot run is a failed check, with DuckDB's message as its row."""
    import duckdb

    try:
        [partial] = connection.execute("select is_partial from state.build").fetchone() or (False,)
        sql, before, unless = (
            _in(part, PARTIAL if partial else WHOLE) for part in (query.sql, query.before, query.unless)
        )
        connection.execute(before)
        if unless and connection.execute(unless).fetchone() == (True,):
            return Check(query.name, True, 0, query.blocking, query.description)
        [failures] = connection.execute(f"select count(*) from ({sql})").fetchone() or (0,)
        rows: list[dict[str, Any]] = []
        if failures:
            rows = failing(connection, sql, "fct_indicator")
    except duckdb.Error as error:
        failures, rows = 1, [{"error": str(error)}]
    return Check(query.name, failures == 0, int(failures), query.blocking, query.description, rows)


def _in(sql: str, words: Mapping[str, str]) -> str:
    """A query with its words in braces put in; braces of other meaning stay as they are."""
    for name, word in words.items():
        sql = sql.replace(f"{{{name}}}", word)
    return sql


def audit(build: Path) -> list[Check]:
    """All checks, in order; the build's files are opened read-only and closed again."""
    with opened(build, read_only=True) as connection:
        return [run(connection, query) for query in QUERIES]


def require(checks: Iterable[Check]) -> None:
    """Raise ChecksFailed with the rows if a blocking check failed."""
    failed = [check for check in checks if check.blocking and not check.passed]
    if failed:
        raise ChecksFailed("The audit of the build", failed)


def seal(build: Path) -> None:
    """Note that the build passed its audit as it is now."""
    _seal(build).write_text(_state(build), encoding="ascii")


def require_seal(build: Path) -> None:
    """Raise PublishError unless the build is as it was when it passed its audit."""
    try:
        sealed = _seal(build).read_text(encoding="ascii") == _state(build)
    except OSError:
        sealed = False
    if not sealed:
        raise PublishError(
            f"{build} was not audited, or was changed since; the published file is as it was. Materialize audited_build "
            "first, or run the job build_warehouse"
        )


def _seal(build: Path) -> Path:
    return build.with_name(f"{build.name}.audited")


def _state(build: Path) -> str:
    """Both files, and whether somebody's log lies beside one of them."""
    found = [(path.stat(), log_of(path).exists()) for path in (build, work_file(build))]
    return " ".join(f"{of.st_ino} {of.st_size} {of.st_mtime_ns} {int(log)}" for of, log in found)


def losses(build: Path, published: Path, part: float = LOSS, present: Collection[str] | None = None) -> Check:
    """Documents of the published file that the build does not have, or of which it has much fewer observations.

    Documents are known by their path, so that a new edition of a file is compared with the old one. `present` are the
    paths that are still in the raw folder (None: all): what was taken out of it is no loss, unless it is `part` of all
    documents (a share that is not mounted, a folder moved by mistake). Without a published file the check passes.
    """
    import duckdb

    name, description = "documents_lost", f"No document vanished or lost more than {part:.0%} of its observations."
    if not published.exists():
        return Check(name, True, description=description)
    with duckdb.connect() as connection, _beside(connection, build, published):
        here = sorted(present or ())
        [gone, all_documents] = connection.execute(
            """select count(*) filter (not list_contains(?::varchar[], source_file)), count(*)
               from published.main.dim_document""",
            [here],
        ).fetchone() or (0, 0)
        many = gone > MANY and gone > all_documents * part
        cursor = connection.execute(
            f"""select before.source_file, before.observations as observations_before,
                  after.observations as observations_now
                from ({COUNTED.format("published")}) as before
                left join ({COUNTED.format("build")}) as after using (source_file)
                where (after.source_file is null or after.observations < before.observations * (1 - ?))
                  and (? or list_contains(?::varchar[], before.source_file))
                order by before.source_file""",
            [part, present is None or many, here],
        )
        names = [column[0] for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return Check(name, not rows, len(rows), True, description, rows[:ROWS])


def unreadable(build: Path, published: Path) -> str | None:
    """Why the published file cannot be compared with (cut, empty, of another program, a folder); None if it can be."""
    import duckdb

    if not published.exists():
        return None
    if published.is_dir():
        return "it is a folder"
    try:
        with duckdb.connect() as connection, _beside(connection, build, published):
            connection.execute(f"select count(*), sum(observations) from ({COUNTED.format('published')})").fetchall()
    except duckdb.Error as error:
        return str(error).splitlines()[0]
    return None


def by_document(build: Path, published: Path, limit: int = ROWS) -> list[tuple[str, int | None, int | None]]:
    """(file, observations published before, observations now) of the documents that differ most, the most first.

    None where the one or the other does not have the document; without a published file all are new.
    """
    import duckdb

    none = "select null::varchar as source_file, null::bigint as observations where false"
    with duckdb.connect() as connection, _beside(connection, build, published):
        before = COUNTED.format("published") if published.exists() else none
        return connection.execute(
            f"""select source_file, before.observations, after.observations
                from ({before}) as before full join ({COUNTED.format("build")}) as after using (source_file)
                where before.observations is distinct from after.observations
                order by abs(coalesce(after.observations, 0) - coalesce(before.observations, 0)) desc, source_file
                limit {int(limit)}"""
        ).fetchall()


@contextmanager
def _beside(connection: duckdb.DuckDBPyConnection, build: Path, published: Path) -> Iterator[None]:
    """Attach the build file as `build`, and the published one as `published` if there is one.

    A tool that opened the published file for writing locks it against all readers: a copy of it is read then.
    """
    import duckdb

    copy = build.with_name("published-copy.duckdb")
    connection.execute(f"attach {quoted(build)} as build (read_only)")
    try:
        if published.exists():
            try:
                connection.execute(f"attach {quoted(published)} as published (read_only)")
            except duckdb.IOException:
                shutil.copyfile(published, copy)
                connection.execute(f"attach {quoted(copy)} as published (read_only)")
        yield
    finally:
        copy.unlink(missing_ok=True)
