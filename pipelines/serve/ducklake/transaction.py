"""A transaction on the lake that no other writer of ours gets in the way of, and that is done again if others do."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import TypeVar

from pipelines.errors import PublishError
from pipelines.serve.ducklake import bounds
from pipelines.serve.ducklake.lake import METADATA, Lake
from pipelines.serve.ducklake.retry import is_conflict, patiently

T = TypeVar("T")
SECONDS = 60.0  # how long conflicts are met with another try


class Undecided(PublishError):
    """The catalogue was lost while it was told to commit."""


def alone(lake: Lake, act: Callable[[], T]) -> T:
    """What `act` returns, in a transaction behind the gate; after a conflict all of it is done again.

    Raises what `act` raises, with everything undone; PublishError for conflicts without end; Undecided where only the
    catalogue knows whether it was done.
    """
    import duckdb

    try:
        return patiently(lambda: _once(lake, act), is_conflict, SECONDS)
    except duckdb.Error as error:
        if not is_conflict(error):
            raise
        said = lake.session.catalogue.plain(error)
        raise PublishError(
            f"others kept changing the lake for {SECONDS:g} s, and it is as they left it; run it again: {said}"
        ) from None


def _once(lake: Lake, act: Callable[[], T]) -> T:
    with lake.session.alone():
        lake.connection.execute("begin")
        try:
            done = act()
        except BaseException:
            _roll_back(lake)
            raise
        try:
            lake.connection.execute("commit")
        except BaseException as error:
            _roll_back(lake)
            if isinstance(error, Exception) and is_conflict(error):
                raise
            said = lake.session.catalogue.plain(error)
            raise Undecided(
                f"the catalogue may have been lost on the last step; run it again to be sure: {said}"
            ) from error
        bounds.forget(lake.session, lake.connection, METADATA)
        return done


def _roll_back(lake: Lake) -> None:
    import duckdb

    with contextlib.suppress(duckdb.Error):  # there may be no transaction any more
        lake.connection.execute("rollback")
