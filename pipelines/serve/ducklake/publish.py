"""A published warehouse into a lake: what this writer published before is replaced, in one transaction.

    done = publish(published, parse("postgresql://lake@db.example/lake"), Path("/mnt/share/lake"), "yongchuan")
    done.number, done.rows, done.unchanged, done.shared

1. Tables and columns that the lake lacks are made (a transaction of its own, only when there are any).
2. The Parquet files are written beside the lake's. This is where the time goes, and writers do it side by side.
3. Behind the gate, one transaction drops the writer's former files and registers the new ones. It takes a moment; should
   another program's commit come in between, it is done again, with the files that are there already.

Whoever reads sees, for each writer, a whole publication or the one before. What fails or is killed leaves files that no
reader sees; clean() removes them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipelines import __version__
from pipelines.errors import PublishError
from pipelines.publish import shapes
from pipelines.publish.shapes import Relation
from pipelines.serve.ducklake import parquet, tables, transaction, views
from pipelines.serve.ducklake.catalogue import Catalogue
from pipelines.serve.ducklake.lake import ALIAS, SCHEMA, Lake, named, opened, quoted
from pipelines.serve.ducklake.parquet import File
from pipelines.serve.ducklake.writer import Writer, remember, writer_of
from pipelines.serve.query import connect

PUBLICATION = "publication"


@dataclass(frozen=True, slots=True)
class Published:
    """What is in the lake now. `number` counts the writer's publications; `shared` are documents others have too."""

    writer: str
    number: int
    rows: dict[str, int]
    changed: list[str] = field(default_factory=list)
    shared: dict[str, int] = field(default_factory=dict)  # other writer -> documents that both published


def publish(
    published: Path, catalogue: Catalogue, data: Path, name: str | None = None, *, take_over: bool = False
) -> Published:
    """Replace what the writer has in the lake by the published warehouse; `take_over` where another warehouse had the name.

    Raises PublishError where there is no warehouse, no lake can be made or reached, the name is another warehouse's, or
    the tables do not go together; the lake is as it was.
    """
    with connect(published, files=True) as source:
        relations = shapes.read(source)
    writer = writer_of(published.parent, name)
    with opened(catalogue, data) as lake:
        _require_own(lake, writer, take_over)
        remember(published.parent, writer)
        transaction.alone(lake, lambda: _prepare(lake, relations))
        files = parquet.write(lake, published, relations, writer.name)
        try:
            number, changed = transaction.alone(lake, lambda: _exchange(lake, writer, files, take_over))
        except transaction.Undecided:  # the files may be registered; if they are not, the clean-up will find them
            raise
        except BaseException:
            parquet.remove(files.values())
            raise
        parquet.remove(file for table, file in files.items() if table not in changed)
        rows = {table: file.rows for table, file in files.items()}
        return Published(writer.name, number, rows, changed, _shared(lake, writer.name))


def withdraw(catalogue: Catalogue, data: Path, name: str) -> int:
    """Take everything of a writer out of the lake; returns how many rows. PublishError for an unknown writer."""
    with opened(catalogue, data, create=False) as lake:

        def act() -> int:
            counts = lake.rows(f"select row_counts from {named(SCHEMA, PUBLICATION)} where writer = ?", name)
            if not counts:
                raise PublishError(f"no writer {name} is in the lake; there are: {', '.join(_writers(lake)) or 'none'}")
            for table in [*lake.files(name), PUBLICATION]:
                lake.connection.execute(f"delete from {named(SCHEMA, table)} where writer = ?", [name])
            _sign(lake, name, f"{name} withdrawn")
            return sum((counts[0][0] or {}).values())

        return transaction.alone(lake, act)


def _prepare(lake: Lake, relations: Sequence[Relation]) -> None:
    views.refresh(lake, relations, tables.prepare(lake, relations))


def _exchange(lake: Lake, writer: Writer, files: Mapping[str, File], take_over: bool) -> tuple[int, list[str]]:
    """Drop what is not wanted any more and register what is new; returns the publication's number and those tables."""
    known = _require_own(lake, writer, take_over)
    before = lake.files(writer.name)
    changed = []
    for table in sorted({*files, *before} - {PUBLICATION}):
        file, there = files.get(table), before.get(table, [])
        if file and len(there) == 1 and there[0].startswith(f"{file.digest}-"):
            continue
        if there:
            lake.connection.execute(f"delete from {named(SCHEMA, table)} where writer = ?", [writer.name])
        if file:
            register(lake, table, file)
        changed.append(table)
    [(last,)] = lake.rows(f"select max(number) from {named(SCHEMA, PUBLICATION)} where writer = ?", writer.name)
    if last and known and not changed:
        return int(last), []
    number = int(last or 0) + 1
    lake.connection.execute(f"delete from {named(SCHEMA, PUBLICATION)} where writer = ?", [writer.name])
    lake.connection.execute(
        f"""insert into {named(SCHEMA, PUBLICATION)} by name select ? as writer, ? as number, ? as published_at,
            ? as warehouse_id, ? as taizhang, map(?::varchar[], ?::bigint[]) as row_counts""",
        [writer.name, number, lake.session.now(), writer.warehouse_id, __version__]
        + [list(files), [file.rows for file in files.values()]],
    )
    _sign(lake, writer.name, f"publication {number} of {writer.name}")
    return number, changed


def register(lake: Lake, table: str, file: File) -> None:
    """Make a file the lake's. Columns that it does not have are NULL."""
    lake.connection.execute(
        f"call ducklake_add_data_files({quoted(ALIAS)}, {quoted(table)}, {quoted(file.path)}, "
        f"schema => {quoted(SCHEMA)}, allow_missing => true)"
    )


def _sign(lake: Lake, writer: str, message: str) -> None:
    """Say in the lake's history whose change it is."""
    lake.connection.execute(f"call {ALIAS}.set_commit_message({quoted(writer)}, {quoted(message)})")


def _require_own(lake: Lake, writer: Writer, take_over: bool) -> bool:
    """Whether this warehouse is the last one that published under the name; PublishError if another is, and keeps it."""
    sql = f"select warehouse_id, number, published_at from {named(SCHEMA, PUBLICATION)} where writer = ?"
    for warehouse_id, number, published_at in lake.rows(sql, writer.name):
        if warehouse_id == writer.warehouse_id:
            return True
        if not take_over:
            raise PublishError(
                f"{writer.name} is the name of another warehouse (publication {number}, {published_at:%Y-%m-%d %H:%M} UTC), "
                "whose rows would be replaced. Take another one: --as NAME. If this warehouse has come in the place of "
                "that one: --take-over"
            )
    return False


def _writers(lake: Lake) -> list[str]:
    return [name for (name,) in lake.rows(f"select writer from {named(SCHEMA, PUBLICATION)} order by 1")]


def _shared(lake: Lake, writer: str) -> dict[str, int]:
    return dict(
        lake.rows(
            f"""select other.writer, count(*) from {ALIAS}.{views.SHARED} as own
                join {ALIAS}.{views.SHARED} as other using (document_id)
                where own.writer = ? and other.writer <> own.writer group by 1 order by 1""",
            writer,
        )
    )
