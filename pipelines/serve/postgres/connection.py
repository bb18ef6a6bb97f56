"""A connection to a PostgreSQL database, for what is published into one and for the catalogue of a lake."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipelines.errors import PublishError

if TYPE_CHECKING:
    import psycopg


def driver(install: str = "pip install -e '.[postgres]'") -> Any:
    """The driver psycopg; PublishError, with what to type, where it is not installed."""
    try:
        import psycopg
    except ImportError:
        raise PublishError(f"the PostgreSQL driver is not installed; get it with: {install}") from None
    return psycopg


def opened(psycopg: Any, address: str, **options: Any) -> psycopg.Connection[Any]:
    """A connection that commits each statement. Raises psycopg.Error where the database is not reached, PublishError for
    an address that is none."""
    try:
        return psycopg.connect(address, autocommit=True, application_name="taizhang", **options)
    except psycopg.ProgrammingError:  # its message may quote the address, password and all
        raise PublishError(
            "that is no address of a PostgreSQL database; one is: postgresql://user@host/database"
        ) from None
