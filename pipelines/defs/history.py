"""Dagster's history without waiting for the disk at every event.

A build writes some 400 events to SQLite, each over a connection of its own; when the last connection to a file closes,
SQLite moves its log into the file and waits for the disk, twice an event. One connection that stays open and
`synchronous = normal` leave that to the end. A process that is killed loses nothing; a power cut may lose the last
events of the history (never the warehouse, never the history's soundness).

The history keeps the last runs; older ones go when another one begins, whoever started it.
"""

import atexit
import contextlib
import importlib
import sqlite3
from collections.abc import Callable
from functools import lru_cache, wraps
from pathlib import Path
from typing import Any

import dagster as dg
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.pool import NullPool, SingletonThreadPool

# Where Dagster makes an engine for each event it writes, and so compiles the same statements anew each time.
STORAGES = (
    "dagster._core.storage.event_log.sqlite.sqlite_event_log",
    "dagster._core.storage.runs.sqlite.sqlite_run_storage",
)
# What Dagster asks of the history's tables at every event; what is there stays there as long as a build runs.
ASKED = ("has_table", "has_secondary_index", "_has_asset_key_col_on_connection")
KEPT_RUNS = 20  # ended runs that the history keeps, some 3 MB each
ENGINES = 16  # that are kept: each holds some compiled statements and no connection

_open: dict[str, sqlite3.Connection] = {}
_staying: list[Engine] = []  # engines whose connections stay open until the end, one for each thread
_stays = False


def quicken() -> None:
    """From now on, for every SQLite file that this process opens through SQLAlchemy."""
    if event.contains(Engine, "connect", _connected):
        return
    event.listen(Engine, "connect", _connected)
    atexit.register(settle)
    for name in STORAGES:
        module: Any = importlib.import_module(name)
        module.create_engine = kept(module.create_engine)


def stay_connected() -> None:
    """From now on connections stay open: for a process that runs one job and ends, as `taizhang build`.

    Opening one, and asking it for what it is called, takes longer than writing an event. Nor is it asked again for a table or a
    column that is there.
    """
    global _stays
    _stays = True
    storage: Any = importlib.import_module(STORAGES[0]).SqliteEventLogStorage
    for name in ASKED:
        if (ask := getattr(storage, name, None)) and not hasattr(ask, "__wrapped__"):
            setattr(storage, name, remembered(ask))


def remembered(ask: Callable[..., bool]) -> Callable[..., bool]:
    """A storage's question of whether something is there, named last, that is asked until the answer is yes."""

    @wraps(ask)
    def answer(storage: Any, *of: Any) -> bool:
        known: set[tuple[str, Any]] = storage.__dict__.setdefault("_known_to_be_there", set())
        about = ask.__name__, of[-1]
        if about in known:
            return True
        there = ask(storage, *of)
        if there:
            known.add(about)
        return there

    return answer


def _nothing(close: bool = True) -> None:
    """In the place of closing."""


def kept(create: Callable[..., Engine]) -> Callable[..., Engine]:
    """The function, giving the same engine for the same arguments; for engines without a pool, which hold nothing open."""

    @lru_cache(maxsize=ENGINES)
    def of(url: str, pool: type, arguments: tuple[tuple[str, Any], ...]) -> Engine:
        made = create(url, poolclass=pool, connect_args=dict(arguments))
        if pool is SingletonThreadPool:
            _staying.append(made)
            made.dispose = _nothing  # type: ignore[method-assign]  # after each event; `settle` does it once
        return made

    def engine(url: str, **given: Any) -> Engine:
        if given.get("poolclass") is not NullPool or not set(given) <= {"poolclass", "connect_args"}:
            return create(url, **given)
        return of(
            url, SingletonThreadPool if _stays else NullPool, tuple(sorted(given.get("connect_args", {}).items()))
        )

    return engine


def _connected(connection: Any, _: object) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.execute("pragma synchronous = normal")
    for _, _, path in connection.execute("pragma database_list").fetchall():
        if path:
            if path not in _open:
                _open[path] = sqlite3.connect(path, check_same_thread=False)
            # Reading joins it to the file's log, also one that was begun since.
            _open[path].execute("select count(*) from sqlite_master").fetchone()


def settle() -> None:
    """Close what is kept open, whereupon SQLite moves each log into its file: else a run would leave 4 MB of it."""
    while _staying:
        engine = _staying.pop()
        engine.pool.dispose()
    while _open:
        _, connection = _open.popitem()
        with contextlib.suppress(sqlite3.Error):
            connection.close()


def forget_old(instance: dg.DagsterInstance, keep: int = KEPT_RUNS) -> int:
    """Take ended runs beyond the newest `keep` out of the history: events, log files, SQLite file; returns how many."""
    states = dg.DagsterRunStatus
    ended = dg.RunsFilter(statuses=[states.SUCCESS, states.FAILURE, states.CANCELED])
    old = [record.dagster_run.run_id for record in instance.get_run_records(ended)[keep:]]
    if not old:
        return 0
    with contextlib.suppress(Exception):
        whole = dg.DagsterInstance.get()  # a command's own does not know where outputs of the UI's runs were kept
        for run_id in old:
            whole.compute_log_manager.delete_logs(prefix=[run_id])
    for run_id in old:
        instance.delete_run(run_id)
        with contextlib.suppress(Exception):  # other kinds of storage have no files, and no room to save
            storage: Any = instance.event_log_storage
            shard = Path(storage.path_for_shard(run_id))
            if (kept := _open.pop(str(shard), None)) is not None:
                kept.close()
            for path in shard.parent.glob(f"{shard.name}*"):
                path.unlink()
    return len(old)
