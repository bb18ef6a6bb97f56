"""Staged rows put into the work file's tables: those of documents with files of their own, then packs, by two statements at a time.

    fill(connection, shelf, AT_ONCE)    # a new file: each statement in a connection of its own
    fill(connection, shelf)             # within the caller's transaction, one after the other

A statement that DuckDB shares out to several threads puts its rows together twice, to keep their order: it takes nearly twice the
processor time of one that has a single thread. So each statement has one, and several run beside each other, also into one
table: they are committed in their order, so the rows stand as if one statement had put them there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pipelines import stop
from pipelines.publish.database import WORK
from pipelines.staging.staged import Shelf, Stage
from pipelines.validate.schema import tables

if TYPE_CHECKING:
    import duckdb

T = TypeVar("T")

PACKS = 64  # packs that one statement reads; with one thread it has one of them open
AT_ONCE = 2  # statements
SHARED = 16_000_000  # bytes from which on a table is filled by several statements at once


@dataclass(frozen=True, slots=True)
class _Part:
    """Files of a table that one statement reads; `meant` are the documents of each file, where these are not all of it."""

    kind: str
    files: tuple[Path, ...]
    meant: tuple[tuple[Stage, ...], ...] = ()


def fill(connection: duckdb.DuckDBPyConnection, shelf: Shelf, at_once: int = 1) -> None:
    """Insert the documents' rows of all tables; of a pack those of the documents that are meant.

    More than one statement `at_once` needs a caller that is in no transaction. Raises what a statement raises.
    """
    connection.execute("set threads = 1")
    try:
        _insert_own(connection, shelf)
        if at_once > 1:
            _fill_at_once(connection, shelf, at_once)
            return
        for kind in tables():
            for part in _parts(shelf, kind):
                _insert(connection, part)
    finally:
        connection.execute("reset threads")


def _insert_own(connection: duckdb.DuckDBPyConnection, shelf: Shelf) -> None:
    """Insert the rows of documents with files of their own."""
    for frames in shelf.own():
        stop.check()
        for kind, frame in frames.items():
            connection.register("_own", frame.to_arrow())
            connection.execute(f"insert into {WORK}.staged.{kind} select {_columns(kind)} from _own")
            connection.unregister("_own")


def _fill_at_once(connection: duckdb.DuckDBPyConnection, shelf: Shelf, at_once: int) -> None:
    """The largest tables first, each of them in as many transactions as run at once: what is left for the end is small."""
    parts = {kind: list(_parts(shelf, kind)) for kind in tables()}
    size = {kind: sum(file.stat().st_size for part in of for file in part.files) for kind, of in parts.items()}
    begun: list[Future[None]] = []
    with ThreadPoolExecutor(at_once) as pool:
        for kind in sorted(size, key=lambda k: -size[k]):
            before = None
            for run in _shared_out(parts[kind], -(-len(parts[kind]) // (at_once if size[kind] > SHARED else 1))):
                before = pool.submit(_insert_all, connection, run, before)
                begun.append(before)
        try:
            for future in begun:
                future.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _insert_all(connection: duckdb.DuckDBPyConnection, parts: Sequence[_Part], before: Future[None] | None) -> None:
    """Insert parts in one transaction, which ends when the one before it in its table, begun earlier, has ended well.

    Each transaction leaves a row group half full, and the next checkpoint joins those that are near each other: so few.
    """
    with connection.cursor() as own:
        own.execute("begin")
        for part in parts:
            stop.check()
            _insert(own, part)
        if before is not None:
            before.result()
        own.execute("commit")


def _parts(shelf: Shelf, kind: str) -> Iterator[_Part]:
    """What there is to read of a table: whole packs, and packs of which some documents are meant."""
    having = [(pack.file(kind), pack, stages) for pack, stages in shelf.packed if kind in pack.files]
    whole = [file for file, pack, stages in having if len(stages) == len(pack.names)]
    some = [(file, stages) for file, pack, stages in having if len(stages) < len(pack.names)]
    yield from (_Part(kind, files) for files in _shared_out(whole, PACKS))
    for of in _shared_out(some, PACKS):
        files, meant = zip(*of, strict=True)
        yield _Part(kind, files, meant)


def _shared_out(found: Sequence[T], size: int) -> Iterator[tuple[T, ...]]:
    """Runs of at most `size`, as even as can be."""
    parts = -(-len(found) // size) if found else 0
    yield from (tuple(found[len(found) * n // parts : len(found) * (n + 1) // parts]) for n in range(parts))


def _columns(kind: str) -> str:
    """The columns of a table, with its types."""
    return ", ".join(f'cast("{c.name}" as {c.sql_type}) as "{c.name}"' for c in tables()[kind].columns)


def _insert(connection: duckdb.DuckDBPyConnection, part: _Part) -> None:
    """Insert the rows of a part's files."""
    only = ""
    if part.meant:
        import pyarrow as pa

        wanted = [(str(f), s.document_id) for f, of in zip(part.files, part.meant, strict=True) for s in of]
        file, document = (pa.array(column, pa.string()) for column in zip(*wanted, strict=True))
        connection.register("_wanted", pa.table({"file": file, "document": document}))
        only = "semi join _wanted on file = filename and document = document_id"
    connection.execute(
        f"insert into {WORK}.staged.{part.kind} select {_columns(part.kind)} "
        f"from read_parquet($files, union_by_name = false, filename = {bool(part.meant)}) {only}",
        {"files": [str(file) for file in part.files]},
    )
    if part.meant:
        connection.unregister("_wanted")
