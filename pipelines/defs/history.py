"""Dagster's history without waiting for the disk at every event.

A build writes some 400 events to SQLite, each over a connection of its own; when the last connection to a file closes,
SQLite moves its log into the file and waits for the disk, twice an event. One connection that stays open and
`synchronous = normal` leave that to the end. A process that is killed loses nothing; a power cut may lose the last
events of the history (never the warehouse, never the history's soundness).
"""

import sqlite3
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

_open: dict[str, sqlite3.Connection] = {}


def quicken() -> None:
    """From now on, for every SQLite file that this process opens through SQLAlchemy."""
    if not event.contains(Engine, "connect", _connected):
        event.listen(Engine, "connect", _connected)


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
