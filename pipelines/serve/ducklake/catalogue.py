"""Where a lake's catalogue is: a PostgreSQL database for many writers, or a file for one.

    where = parse("postgresql://lake@db.example/lake")      # Catalogue; also "postgres:dbname=lake host=…", "lake.ducklake"
    with where.session() as session, session.alone(): ...   # no other writer is between its begin and its commit

A password never reaches a message: whatever is said passes through `Catalogue.plain`.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from pipelines.errors import PublishError
from pipelines.serve.postgres.connection import driver, opened

if TYPE_CHECKING:
    import psycopg

WAIT_SECONDS = 120.0  # how long a writer waits for the others' exchanges, each of which takes a second or so
CONNECT_SECONDS = 10
_INSTALL = "pip install -c constraints.txt -e '.[ducklake]'"
GATE = "select {}(hashtext('taizhang ducklake'))"
# A writer whose machine fell silent must not keep the others out for hours, as the defaults of most systems would.
KEEPALIVE = {"tcp_keepalives_idle": 30, "tcp_keepalives_interval": 10, "tcp_keepalives_count": 3}


@dataclass(frozen=True, slots=True)
class Catalogue:
    """An address: `text` is a libpq connection string if `is_server`, a path otherwise."""

    text: str
    is_server: bool

    @property
    def attached(self) -> str:
        """What DuckDB attaches."""
        return f"ducklake:{'postgres:' if self.is_server else ''}{self.text}"

    def plain(self, message: object) -> str:
        """A message without the password and without DuckLake's SQL, in few lines."""
        said = re.sub(r'query\s+"(.|\n)*?":', "query:", str(message))
        for secret in self._secrets():
            said = said.replace(secret, "***")
        lines = [line.strip() for line in said.splitlines() if line.strip()]
        return " ".join(lines)[:600]

    def _secrets(self) -> list[str]:
        if not self.is_server:
            return []
        found = re.findall(r"://[^/@]*?:([^/]*)@", self.text) + re.findall(r"password=([^&\s]+)", self.text)
        with contextlib.suppress(Exception):  # an address that the driver cannot read has no more to give away
            if given := driver(_INSTALL).conninfo.conninfo_to_dict(self.text).get("password"):
                found += [str(given), quote(str(given), safe="")]
        return sorted({secret for secret in found if secret}, key=len, reverse=True)

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A connection beside DuckDB's own, for the gate; PublishError where the server is not reached."""
        if not self.is_server:
            yield Session(self, None)
            return
        psycopg = driver(_INSTALL)
        try:
            connection = opened(psycopg, self.text, connect_timeout=CONNECT_SECONDS)
        except psycopg.Error as error:
            raise PublishError(f"the catalogue cannot be reached: {self.plain(error)}") from None
        with connection:
            for name, seconds in KEEPALIVE.items():
                connection.execute(f"set {name} = {seconds}")
            yield Session(self, connection)


@dataclass(frozen=True, slots=True)
class Session:
    """A connection to the catalogue's server; None for a file, which DuckDB itself locks as long as it is attached."""

    catalogue: Catalogue
    connection: psycopg.Connection[Any] | None

    def now(self) -> datetime:
        """The moment in UTC, without its zone, by the server's clock: offices' own need not agree."""
        if self.connection is None:
            return datetime.now(UTC).replace(tzinfo=None)
        row = self.connection.execute("select clock_timestamp() at time zone 'utc'").fetchone()
        assert row
        return row[0]

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Be the only writer; the server lets go of the gate by itself when this process ends in any way.

        DuckLake finds out conflicts by itself, but two writers that replace rows of the same table always have one, and
        its check does not see what commits while it is made. Behind the gate there are none but with other programs.
        """
        if self.connection is None:
            yield
            return
        import psycopg

        try:
            self.connection.execute(f"set lock_timeout = {int(WAIT_SECONDS * 1000)}")
            self.connection.execute(GATE.format("pg_advisory_lock"))
        except psycopg.errors.LockNotAvailable:
            raise PublishError(f"others have been publishing for more than {WAIT_SECONDS:g} s; run it again") from None
        except psycopg.Error as error:
            raise PublishError(f"the catalogue refused: {self.catalogue.plain(error)}") from None
        try:
            yield
        finally:
            try:
                self.connection.execute(GATE.format("pg_advisory_unlock"))
            except psycopg.Error:
                self.connection.close()  # what is lost with the connection is the gate too


def parse(address: str) -> Catalogue:
    """What an address names.

    >>> parse("postgresql://lake@db.example/lake").attached
    'ducklake:postgres:postgresql://lake@db.example/lake'
    >>> parse("postgres:dbname=lake host=db.example").text
    'dbname=lake host=db.example'
    >>> parse("try/lake.ducklake").is_server
    False
    """
    text = address.removeprefix("ducklake:")
    if text.startswith(("postgresql:", "postgres://")):
        return Catalogue(text, True)
    if text.startswith("postgres:"):
        return Catalogue(text.removeprefix("postgres:"), True)
    if re.match(r"\w*:|$", text):  # DuckLake would take it for another kind of database
        raise PublishError("a catalogue is postgresql://user@host/database, postgres:dbname=… or the name of a file")
    return Catalogue(text, False)
