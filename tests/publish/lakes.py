"""Lakes as tests see them: read without any code of ours but the loading of extensions, and written by processes."""

from __future__ import annotations

import multiprocessing
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import cache
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.errors import PublishError
from pipelines.serve.ducklake import catalogue, extensions
from pipelines.serve.ducklake.catalogue import parse
from pipelines.serve.ducklake.publish import Published, publish
from tests.publish.tiny import FACTS, tiny


def need() -> None:
    """Skip where the extensions are not installed for this DuckDB."""
    if why := _missing():
        pytest.skip(why)


@cache
def _missing() -> str:
    with duckdb.connect() as connection:
        try:
            extensions.load(connection, "ducklake", "postgres_scanner")
        except PublishError as error:
            return str(error)
    return ""


@contextmanager
def trusting() -> Iterator[None]:
    """Extensions are loaded without a look at their signatures, which takes a tenth of a second for each connection.

    `need` has loaded them with it.
    """
    connect = duckdb.connect

    def connected(database: Any = ":memory:", read_only: bool = False, config: dict[str, Any] | None = None) -> Any:
        return connect(database, read_only, {**(config or {}), "allow_unsigned_extensions": "true"})

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(duckdb, "connect", connected)
        yield


@pytest.fixture(autouse=True)
def extended() -> Iterator[None]:
    """For modules of tests that need the extensions: imported, it holds for all of their tests."""
    need()
    with trusting():
        yield


@contextmanager
def reading(address: str, data: Path, *options: str) -> Any:
    """A reader's connection, the lake attached under a name of the reader's."""
    with duckdb.connect() as connection:
        extensions.load(connection, "ducklake", *(["postgres_scanner"] if parse(address).is_server else []))
        told = ", ".join([f"data_path '{data}'", "override_data_path true", "read_only", *options])
        connection.execute(f"attach '{parse(address).attached}' as office ({told})")
        connection.execute("use office")
        yield connection


def ask(address: str, data: Path, sql: str, *options: str) -> list[tuple[Any, ...]]:
    """The rows of one question."""
    with reading(address, data, *options) as connection:
        return connection.execute(sql).fetchall()


def put(lake: tuple[str, Path], warehouse: Path, name: str, **given: bool) -> Published:
    """Publish a warehouse as a writer into a lake: its catalogue and its folder."""
    return publish(warehouse, parse(lake[0]), lake[1], name, **given)


def files(lake: tuple[str, Path]) -> set[Path]:
    """The Parquet files in a lake's folder."""
    return set(lake[1].rglob("*.parquet"))


def marks(address: str, data: Path) -> dict[str, set[tuple[str, int, int, int]]]:
    """Table -> (writer, mark, rows, different rows), of all that is in the lake, as one snapshot has it."""
    with reading(address, data) as connection:
        return read_marks(connection)


def read_marks(connection: duckdb.DuckDBPyConnection) -> dict[str, set[tuple[str, int, int, int]]]:
    """The same through a connection that is there already."""
    sql = " union all ".join(
        f"select '{table}', writer, mark, count(*), count(distinct {key}) from by_writer.{table} group by all"
        for table, key in FACTS.items()
    )
    found: dict[str, set[tuple[str, int, int, int]]] = {table: set() for table in FACTS}
    for table, *rest in connection.execute(sql).fetchall():
        found[table].add(tuple(rest))
    return found


def rounds(address: str, data: Path, folder: Path, name: str, marks: Sequence[int], gate: bool = True) -> int:
    """Publish one small warehouse after the other as one writer; returns how often a conflict was met."""
    from pipelines.serve.ducklake import transaction

    met = 0
    asked = transaction.is_conflict

    def counting(error: Exception) -> bool:
        nonlocal met
        met += asked(error)
        return asked(error)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(transaction, "is_conflict", counting)
        if not gate:
            patch.setattr(catalogue, "GATE", "select '{}'")
        for mark in marks:
            published = tiny(folder / name, mark, (f"{name}-1", f"{name}-2"))
            publish(published, parse(address), data, name)
    return met


def _work(pipe: Connection, act: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    pipe.send("ready")
    pipe.recv()
    try:
        with trusting():
            pipe.send((True, act(*arguments)))
    except BaseException as error:
        pipe.send((False, "".join(traceback.format_exception(error))))


def _context() -> Any:
    """Processes of their own that need not import everything again: forked off one that has imported, and done nothing else."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(
        ["tests.publish.lakes", "pipelines.serve.ducklake.transaction", "_duckdb", "psycopg"]
    )
    return context


def side_by_side(
    act: Callable[..., Any], arguments: Sequence[tuple[Any, ...]], meanwhile: Callable[[], None] = lambda: None
) -> list[Any]:
    """What `act` returns in a process for each tuple of arguments, all begun at the same moment."""
    context = _context()
    pipes, processes = [], []
    for one in arguments:
        ours, theirs = context.Pipe()
        process = context.Process(target=_work, args=(theirs, act, one), daemon=True)
        process.start()
        pipes.append(ours)
        processes.append(process)
    for pipe in pipes:
        assert pipe.recv() == "ready"
    for pipe in pipes:
        pipe.send("go")
    while any(process.is_alive() and not pipe.poll() for process, pipe in zip(processes, pipes, strict=True)):
        meanwhile()
        time.sleep(0.01)
    answers = [pipe.recv() for pipe in pipes]
    for process in processes:
        process.join(300)
    if failed := [said for done, said in answers if not done]:
        raise AssertionError("\n".join(failed))
    return [said for _, said in answers]


HALF, BEFORE, WHILE, AFTER = "half registered", "before the commit", "while it commits", "after the commit"
MOMENTS = (HALF, BEFORE, WHILE, AFTER)  # of the exchange of a writer's files


class Stops:
    """A connection to a lake that says when it has come to a moment, and goes no further, but for WHILE."""

    def __init__(self, connection: Any, moment: str, pipe: Connection) -> None:
        self._connection, self._moment, self._pipe = connection, moment, pipe
        self._signed, self._files = False, 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def execute(self, sql: str, *given: Any) -> Any:
        """See `DuckDBPyConnection.execute`."""
        last = sql == "commit" and self._signed
        if last and self._moment in (BEFORE, WHILE):
            self._halt(forever=self._moment == BEFORE)
        done = self._connection.execute(sql, *given)
        self._signed = self._signed or "set_commit_message" in sql
        self._files += "ducklake_add_data_files" in sql
        if (last and self._moment == AFTER) or (self._files == 3 and self._moment == HALF):
            self._halt()
        return done

    def _halt(self, forever: bool = True) -> None:
        self._pipe.send(self._moment)
        while forever:
            time.sleep(600)


def _halting(pipe: Connection, moment: str, address: str, data: Path, published: Path, name: str) -> None:
    """Publish as far as that moment."""
    from pipelines.serve.ducklake import publish as module

    opened = module.opened

    @contextmanager
    def watched(*given: Any) -> Iterator[Any]:
        with opened(*given) as lake:
            yield replace(lake, connection=Stops(lake.connection, moment, pipe))

    module.opened = watched
    with suppress(Exception), trusting():
        publish(published, parse(address), data, name)


@contextmanager
def killed(moment: str, address: str, data: Path, published: Path, name: str) -> Iterator[None]:
    """A writer that has come to that moment while the block runs, and is killed at its end."""
    ours, theirs = _context().Pipe()
    process = _context().Process(target=_halting, args=(theirs, moment, address, data, published, name), daemon=True)
    process.start()
    try:
        assert ours.recv() == moment
        yield
    finally:
        process.kill()
        process.join(300)
