"""The history's SQLite files are not brought to the disk at every event, and nothing of it is lost."""

import contextlib
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from pipelines.defs import history


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A file as Dagster makes it: a write-ahead log, and a connection for every statement."""
    path = tmp_path / "run.db"
    history.quicken()
    with create_engine(f"sqlite:///{path}", poolclass=NullPool).connect() as connection:
        connection.execute(text("pragma journal_mode = wal"))
        connection.execute(text("create table event (number integer)"))
        connection.commit()
    return path


def add(path: Path, number: int) -> int:
    """One event over a connection of its own; returns how the connection waits for the disk."""
    with create_engine(f"sqlite:///{path}", poolclass=NullPool).connect() as connection:
        connection.execute(text("insert into event values (:n)"), {"n": number})
        connection.commit()
        return int(connection.execute(text("pragma synchronous")).scalar_one())


def test_the_log_is_not_moved_at_every_event(database: Path) -> None:
    normal = 1
    assert [add(database, number) for number in range(20)] == [normal] * 20
    log = database.with_name("run.db-wal")
    assert log.exists() and log.stat().st_size > 20_000, "all twenty still stand in the log"


def test_another_process_sees_every_event(database: Path) -> None:
    for number in range(5):
        add(database, number)
    with sqlite3.connect(database) as other:
        assert other.execute("select count(*) from event").fetchone() == (5,)


def test_an_engine_without_a_pool_is_made_once(tmp_path: Path) -> None:
    engine = history.kept(create_engine)
    one, other = (f"sqlite:///{tmp_path / name}" for name in ("one.db", "other.db"))
    assert engine(one, poolclass=NullPool) is engine(one, poolclass=NullPool)
    assert engine(one, poolclass=NullPool) is not engine(other, poolclass=NullPool)
    waiting = engine(one, poolclass=NullPool, connect_args={"timeout": 3})
    assert waiting is not engine(one, poolclass=NullPool) and waiting.url.database == str(tmp_path / "one.db")
    assert engine(one) is not engine(one), "a pool holds connections open: whoever asks gets one of their own"


def test_what_is_there_is_asked_for_once_and_what_is_not_again() -> None:
    class Storage:
        def __init__(self) -> None:
            self.tables: set[str] = set()
            self.asked: list[str] = []

        @history.remembered
        def has_table(self, name: str) -> bool:
            self.asked.append(name)
            return name in self.tables

    one, other = Storage(), Storage()
    one.tables.add("events")
    assert [one.has_table("events"), one.has_table("events"), one.has_table("tags"), one.has_table("tags")] == [
        1,
        1,
        0,
        0,
    ]
    assert one.asked == ["events", "tags", "tags"]
    one.tables.add("tags")
    assert one.has_table("tags") and not other.has_table("events"), "each storage has its own"


def test_connections_of_a_build_stay_open_until_the_end(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "_stays", True)
    engine = history.kept(create_engine)(f"sqlite:///{database}", poolclass=NullPool)
    seen = []
    for number in range(3):
        with engine.connect() as connection, connection.begin():
            connection.execute(text("insert into event values (:n)"), {"n": number})
            seen.append(connection.connection.dbapi_connection)
        engine.dispose()  # as Dagster does after each
    assert seen[0] is seen[1] is seen[2]
    with contextlib.closing(sqlite3.connect(database)) as other:
        assert other.execute("select count(*) from event").fetchone() == (3,), (
            "each event is there as soon as it is written"
        )
    history.settle()
    assert not database.with_name("run.db-wal").exists()
