"""A lake that is open: DuckDB with the catalogue attached as `lake`, and the folder of its Parquet files.

    with opened(parse(address), Path("/mnt/share/lake")) as lake:
        lake.connection.execute("select … from lake.observations")

The folder holds a file that names the lake it belongs to. Offices may reach the folder under different paths, so the
path in the catalogue says nothing; a wrong folder, or one that two lakes share, would lose data with the next clean-up.
"""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.errors import PublishError
from pipelines.publish.database import bounded
from pipelines.publish.files import write_aside
from pipelines.serve.ducklake import bounds, extensions
from pipelines.serve.ducklake.catalogue import Catalogue, Session

if TYPE_CHECKING:
    import duckdb

ALIAS = "lake"
METADATA = f"__ducklake_metadata_{ALIAS}"
SCHEMA = "by_writer"  # what each writer published, with a column `writer`; schema main has the views on it
MARKER = "taizhang-lake.json"
OURS = "台账 taizhang lake "  # the comment of table publication, before the lake's id and the layout of its views
FILE_SECONDS = 30.0  # how long a file catalogue is waited for while somebody else has it open


@dataclass(frozen=True, slots=True)
class Lake:
    """An attached lake. `id` is the lake's own, `layout` that of the views that it has."""

    connection: duckdb.DuckDBPyConnection
    session: Session
    data: Path
    id: str
    layout: int

    def rows(self, sql: str, *parameters: object) -> list[tuple[Any, ...]]:
        """The rows of a query; DuckDB's errors as they are."""
        return self.connection.execute(sql, list(parameters) or None).fetchall()

    def columns(self) -> dict[str, dict[str, str]]:
        """Table of schema by_writer -> its columns with their types."""
        found: dict[str, dict[str, str]] = {}
        for table, column, kind in self.rows(
            """select table_name, column_name, data_type from duckdb_columns()
               where database_name = ? and schema_name = ? order by table_name, column_index""",
            ALIAS,
            SCHEMA,
        ):
            found.setdefault(table, {})[column] = kind
        return found

    def folder(self, table: str, writer: str) -> Path:
        """Where a writer's files of a table are; DuckLake takes the writer from the last part."""
        [(schema, path)] = self.rows(
            f"""select s.path, t.path from {METADATA}.ducklake_table as t
                join {METADATA}.ducklake_schema as s using (schema_id)
                where t.table_name = ? and s.schema_name = ? and t.end_snapshot is null and s.end_snapshot is null""",
            table,
            SCHEMA,
        )
        return self.data / schema / path / f"writer={writer}"

    def files(self, writer: str) -> dict[str, list[str]]:
        """Table -> names of the writer's registered files."""
        found: dict[str, list[str]] = {}
        for table, path in self.rows(
            f"""select t.table_name, f.path from {METADATA}.ducklake_data_file as f
                join {METADATA}.ducklake_table as t using (table_id)
                where f.end_snapshot is null and t.end_snapshot is null and contains(f.path, ?)""",
            f"writer={writer}/",
        ):
            found.setdefault(table, []).append(Path(path).name)
        return found


@contextmanager
def opened(catalogue: Catalogue, data: Path, create: bool = True) -> Iterator[Lake]:
    """Attach the lake, made anew where there is none and `create`; PublishError for what is in the way of it."""
    import duckdb

    data = Path(os.path.abspath(data.expanduser()))  # noqa: PTH100  (resolve() would follow links)
    with catalogue.session() as session, bounded() as connection:
        extensions.load(connection, "ducklake", *(["postgres_scanner"] if catalogue.is_server else []))
        try:
            with session.alone():  # two that come first would both make the catalogue's tables
                fresh = not catalogue.is_server and not Path(catalogue.text).exists()
                if fresh and not create:
                    raise PublishError(f"there is no catalogue {catalogue.text}")
                if fresh:
                    _require_empty(data, catalogue)
                if not catalogue.is_server:
                    Path(catalogue.text).absolute().parent.mkdir(parents=True, exist_ok=True)
                _attach(connection, catalogue, data)
                identity = _identity(connection) or _found(connection, catalogue, data, create)
                _require_folder(data, identity[0])
                bounds.guard(session)
                lake = Lake(connection, session, data, *identity)
                bounds.forget(
                    session, connection, METADATA
                )  # what a process that was killed after its commit did not come to
            yield lake
        except duckdb.Error as error:
            raise PublishError(f"the lake refused, and it is as it was: {catalogue.plain(error)}") from None
        except OSError as error:
            raise PublishError(f"{error.filename or data}: {error.strerror or error}") from None


def _attach(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, data: Path) -> None:
    import duckdb

    from pipelines.serve.ducklake.retry import patiently

    command = (
        f"attach {quoted(catalogue.attached)} as {ALIAS} "
        f"(data_path {quoted(data)}, override_data_path true, data_inlining_row_limit 0)"
    )
    try:
        patiently(lambda: connection.execute(command), lambda error: "Could not set lock" in str(error), FILE_SECONDS)
    except duckdb.Error as error:
        if "Could not set lock" in str(error):
            raise PublishError(
                f"somebody has had {catalogue.text} open for {FILE_SECONDS:g} s; a catalogue in a file is for one at a "
                "time, one in PostgreSQL for many"
            ) from None
        raise


def _identity(connection: duckdb.DuckDBPyConnection) -> tuple[str, int] | None:
    """The lake's id and layout, None for a catalogue without tables; PublishError for somebody else's."""
    tables = connection.execute(
        "select schema_name, table_name, coalesce(comment, '') from duckdb_tables() where database_name = ?", [ALIAS]
    ).fetchall()
    for schema, table, comment in tables:
        if (schema, table) == (SCHEMA, "publication") and comment.startswith(OURS):
            name, _, layout = comment.splitlines()[0].removeprefix(OURS).partition(" ")
            return name, int(layout or 0)
    if tables:
        raise PublishError(
            f"the catalogue holds {len(tables)} tables that taizhang did not put there; name another one"
        )
    return None


def _found(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, data: Path, create: bool) -> tuple[str, int]:
    """Make an empty lake, whose folder must be empty too."""
    if not create:
        raise PublishError("the catalogue holds no lake yet; publish into it first")
    _require_empty(data, catalogue)
    name = uuid.uuid4().hex
    with write_aside(data / MARKER) as aside:
        aside.write_text(json.dumps({"lake": name}) + "\n", encoding="ascii")
    connection.execute("begin")
    connection.execute(f"create schema {ALIAS}.{SCHEMA}")
    connection.execute(
        f"""create table {ALIAS}.{SCHEMA}.publication (writer varchar, number bigint, published_at timestamp,
            warehouse_id varchar, taizhang varchar, row_counts map(varchar, bigint))"""
    )
    mark(connection, name, 0)
    connection.execute("commit")
    return name, 0


def _require_empty(data: Path, catalogue: Catalogue) -> None:
    """Make the folder of a new lake; PublishError where there is something in it already."""
    data.mkdir(parents=True, exist_ok=True)
    own = {Path(catalogue.text).absolute(), Path(catalogue.text + ".wal").absolute()}
    if there := sorted(path.name for path in data.iterdir() if path not in own):
        raise PublishError(
            f"{data} is not empty ({there[0]}), and a new lake wants a folder of its own: what lies there and is not in "
            "the catalogue would be cleaned away one day"
        )


def mark(connection: duckdb.DuckDBPyConnection, name: str, layout: int) -> None:
    """Write the lake's id and the layout of its views where the next one looks for them."""
    said = f"{OURS}{name} {layout}\n各写入者的最近一次发布。One row per writer: the publication that is in the lake."
    connection.execute(f"comment on table {ALIAS}.{SCHEMA}.publication is {quoted(said)}")


def _require_folder(data: Path, name: str) -> None:
    try:
        found = json.loads((data / MARKER).read_text(encoding="utf-8")).get("lake")
    except (FileNotFoundError, NotADirectoryError):
        raise PublishError(f"{data} is not the folder of this lake: it has no {MARKER}") from None
    except (ValueError, AttributeError):
        found = None
    if found != name:
        raise PublishError(f"{data} is the folder of another lake, as its {MARKER} says")
    if not os.access(data, os.W_OK | os.X_OK):
        raise PublishError(f"{data} cannot be written")


def quoted(text: object) -> str:
    """Text as SQL has it."""
    return "'" + str(text).replace("'", "''") + "'"


def named(*parts: str) -> str:
    """A name of the lake as SQL has it.

    >>> named("by_writer", "v_指标观测")
    'lake."by_writer"."v_指标观测"'
    """
    return ".".join([ALIAS, *('"' + part.replace('"', '""') + '"' for part in parts)])
