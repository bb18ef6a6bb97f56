"""Lakes as tests see them: read without any code of ours but the loading of extensions, and written by processes."""

from __future__ import annotations

import multiprocessing
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
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


def stuck(pipe: Connection, address: str, data: Path, published: Path, name: str) -> None:
    """Publish, and never come to the end: says so when half of the files are registered, and waits to be killed."""
    from pipelines.serve.ducklake import publish as module

    register, count = module.register, 0

    def half(*given: Any) -> None:
        nonlocal count
        register(*given)
        count += 1
        if count == 3:
            pipe.send("half")
            time.sleep(600)

    module.register = half
    with suppress(Exception):
        publish(published, parse(address), data, name)
