"""Dagster's history without waiting for the disk at every event.

A build writes some 400 events to SQLite, each over a connection of its own; when the last connection to a file closes,
SQLite moves its log into the file and waits for the disk, twice an event. One connection that stays open and
`synchronous = normal` leave that to the end. A process that is killed loses nothing; a power cut may lose the last
events of the history (never the warehouse, never the history's soundness).
"""

import importlib
import sqlite3
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.pool import NullPool

# Where Dagster makes an engine for each event it writes, and so compiles the same statements anew each time.
STORAGES = (
    "dagster._core.storage.event_log.sqlite.sqlite_event_log",
    "dagster._core.storage.runs.sqlite.sqlite_run_storage",
)
ENGINES = 16  # that are kept: each holds some compiled statements and no connection

_open: dict[str, sqlite3.Connection] = {}


def quicken() -> None:
    """From now on, for every SQLite file that this process opens through SQLAlchemy."""
    if event.contains(Engine, "connect", _connected):
        return
    event.listen(Engine, "connect", _connected)
    for name in STORAGES:
        module: Any = importlib.import_module(name)
        module.create_engine = kept(module.create_engine)


def kept(create: Callable[..., Engine]) -> Callable[..., Engine]:
    """The function, giving the same engine for the same arguments; for engines without a pool, which hold nothing open."""

    @lru_cache(maxsize=ENGINES)
    def of(url: str, pool: type, arguments: tuple[tuple[str, Any], ...]) -> Engine:
        return create(url, poolclass=pool, connect_args=dict(arguments))

    def engine(url: str, **given: Any) -> Engine:
        if given.get("poolclass") is not NullPool or not set(given) <= {"poolclass", "connect_args"}:
            return create(url, **given)
        return of(url, NullPool, tuple(sorted(given.get("connect_args", {}).items())))

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
