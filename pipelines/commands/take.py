"""`taizhang export` and `publish-postgres`: the published warehouse as files, and in a database server."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from pipelines.commands.read import reading
from pipelines.errors import CommandError


@contextmanager
def writing(directory: Path) -> Iterator[None]:
    """What is written into a folder: a full disk is one line, a stop leaves nothing half-written, nor does an earlier kill."""
    import duckdb
    from xlsxwriter.exceptions import FileCreateError

    from pipelines import stop
    from pipelines.publish.files import sweep, unwritable

    sweep(directory, below=False)
    try:
        with stop.heard():
            yield
    except OSError as error:
        raise CommandError(unwritable(error, directory), code=1) from None
    except FileCreateError as error:  # what XlsxWriter calls it
        cause = error.args[0] if error.args and isinstance(error.args[0], OSError) else OSError(0, str(error))
        raise CommandError(unwritable(cause, directory), code=1) from None
    except duckdb.IOException as error:  # what DuckDB writes by itself
        raise CommandError(
            f"cannot write into {directory}: {error}; make room there and run it again", code=1
        ) from None


def export(warehouse: str | None, form: str, directory: Path, tables: Sequence[str]) -> int:
    """Write the warehouse, or the named tables of it, as files and print their names."""
    from pipelines.serve.export import export as write

    with reading(warehouse) as published, writing(directory):
        paths = write(published, form, directory, tables or None)
    for path in paths:
        print(path)
    return 0


def publish_postgres(warehouse: str | None, url: str, schema: str) -> int:
    """Replace the schema of a PostgreSQL database by the published warehouse, and say what is there now."""
    from pipelines.serve.postgres.publish import publish

    with reading(warehouse) as published:
        done = publish(published, url, schema)
    for relation in done.left_out:
        print(f"not declared, for some rows do not keep it: {relation}", file=sys.stderr)
    print(f"schema {schema}: {len(done.rows)} tables, {sum(done.rows.values()):,} rows")
    return 0
