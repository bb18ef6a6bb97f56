"""`taizhang export` and `publish-postgres`: the published warehouse as files, and in a database server."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from pipelines.commands.read import reading
from pipelines.errors import CommandError


def export(warehouse: str | None, form: str, directory: Path, tables: Sequence[str]) -> int:
    """Write the warehouse, or the named tables of it, as files and print their names."""
    from pipelines.serve.export import export as write

    with reading(warehouse) as published:
        try:
            paths = write(published, form, directory, tables or None)
        except OSError as error:
            raise CommandError(f"cannot write into {directory}: {error.strerror or error}", code=1) from None
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
