"""The published file as the server holds it open: one snapshot at a time, the next one as soon as a file replaces it.

    with snapshots.current() as snapshot:
        rows = snapshot.ask("select …")

Who has begun with a snapshot ends with it, so that an answer is never of two publications. DuckDB keeps one instance
for each path in a process, even when another file stands there now; so the file is attached to an instance of its own.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pipelines.errors import PublishError
from pipelines.serve.query import LOCKED

if TYPE_CHECKING:
    import duckdb

# Rows that are known by their places are read there and nowhere else, up to so many of them.
NEARBY = {"dynamic_or_filter_threshold": "4000"}
MOST_KEPT = 64_000_000  # bytes of answers that are kept until the next publication
T = TypeVar("T")
Made = TypeVar("Made", bytes, str)


@dataclass(slots=True)
class Snapshot:
    """One publication; `stamp` tells its file from every other one."""

    connection: duckdb.DuckDBPyConnection
    stamp: tuple[int, int, int]
    users: int = 0
    kept: OrderedDict[object, bytes] = field(default_factory=OrderedDict)
    facts: dict[str, Any] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def version(self) -> str:
        """A word that every answer of this publication carries, and none of another."""
        return "-".join(f"{part:x}" for part in self.stamp)

    @contextmanager
    def cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A connection of one's own to this publication, with temporary tables of its own."""
        cursor = self.connection.cursor()
        try:
            cursor.execute("use published")
            yield cursor
        finally:
            cursor.close()

    def ask(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The rows of one select."""
        with self.cursor() as cursor:
            return cursor.execute(sql, list(parameters) or None).fetchall()

    def once(self, name: str, make: Callable[[], T]) -> T:
        """A fact of the publication, found out once."""
        if name not in self.facts:
            self.facts[name] = make()
        return self.facts[name]

    def keep(self, key: object, make: Callable[[], bytes]) -> bytes:
        """An answer, made once; the ones that were not asked for longest go when there are too many."""
        with self.lock:
            if key in self.kept:
                self.kept.move_to_end(key)
                return self.kept[key]
        made = make()
        with self.lock:
            self.kept[key] = made
            while len(self.kept) > 1 and sum(map(len, self.kept.values())) > MOST_KEPT:
                self.kept.popitem(last=False)
        return made


class Snapshots:
    """The snapshot of now. Old ones are closed when their last user has gone."""

    def __init__(self, published: Path) -> None:
        self.published = published
        self._lock = threading.Lock()
        self._now: Snapshot | None = None

    @contextmanager
    def current(self) -> Iterator[Snapshot]:
        """The publication that stands now, held until the block ends; PublishError where there is none."""
        with self._lock:
            snapshot = self._open()
            snapshot.users += 1
        try:
            yield snapshot
        finally:
            with self._lock:
                snapshot.users -= 1
                if snapshot is not self._now and not snapshot.users:
                    snapshot.connection.close()

    def _open(self) -> Snapshot:
        stamp = self._stamp()
        if self._now is None or self._now.stamp != stamp:
            before, self._now = self._now, self._attach(stamp)
            if before is not None and not before.users:
                before.connection.close()
        return self._now

    def _stamp(self) -> tuple[int, int, int]:
        try:
            found = self.published.stat()
        except FileNotFoundError:
            raise PublishError(f"there is no warehouse at {self.published}; make one with: taizhang build") from None
        return found.st_dev, found.st_ino, found.st_mtime_ns

    def _attach(self, stamp: tuple[int, int, int]) -> Snapshot:
        import duckdb

        for _ in range(10):  # a file that is replaced while it is opened is opened once more
            connection = duckdb.connect(":memory:")
            try:
                path = str(self.published).replace("'", "''")
                connection.execute(f"attach '{path}' as published (read_only)")
                connection.execute("attach ':memory:' as own (compress)")  # what a server lays out for itself
                for name, value in (NEARBY | LOCKED).items():
                    connection.execute(f"set global {name} = {value}")
                connection.execute("use published")
            except duckdb.Error as error:
                connection.close()
                raise PublishError(f"{self.published} cannot be opened: {error}") from None
            if (after := self._stamp()) == stamp:
                return Snapshot(connection, stamp)
            connection.close()
            stamp = after
        raise PublishError(f"{self.published} is replaced faster than it can be opened")
