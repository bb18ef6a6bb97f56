"""`taizhang query`, `explain` and `site`: read the published warehouse, change nothing."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipelines import settings
from pipelines.errors import CommandError


@contextmanager
def reading(warehouse: str | None) -> Iterator[Path]:
    """The published file; what goes wrong with it or with the question is one line."""
    from pipelines.errors import PublishError

    try:
        yield settings.load(warehouse=warehouse).published
    except settings.SettingsError as error:
        raise CommandError(str(error)) from None
    except PublishError as error:
        raise CommandError(str(error), code=1) from None


def query(warehouse: str | None, sql: str, form: str, *, full: bool = False) -> int:
    """Print the answer as a table (long texts cut unless `full`), as CSV or as JSON."""
    from pipelines import render
    from pipelines.serve.query import query as ask

    statement = sys.stdin.read() if sql == "-" else sql
    with reading(warehouse) as published:
        answer = ask(published, statement)
        for said in _unknown(published, statement):
            print(said, file=sys.stderr)
    if form == "csv":
        sys.stdout.write(render.as_csv(answer.columns, answer.rows))
    elif form == "json":
        print(render.as_json(answer.columns, answer.rows))
    else:
        print(render.table(answer.columns, answer.rows, limit=0 if full else 60))
        print(f"({len(answer.rows):,} row{'' if len(answer.rows) == 1 else 's'})", file=sys.stderr)
    return 0


def _unknown(published: Path, statement: str) -> list[str]:
    """What is to be said of codes in a statement that no indicator has; nothing of a file without a catalogue."""
    import duckdb

    from pipelines.serve.codes import asked, unknown
    from pipelines.serve.query import connect

    if not asked(statement):
        return []
    try:
        with connect(published) as connection:
            return unknown(connection, statement)
    except duckdb.Error:
        return []


def explain(warehouse: str | None, observation_id: str) -> int:
    """Print the passage of an observation, its numeral marked, and all that is known of it."""
    from pipelines.serve.explain import explain as look_up

    with reading(warehouse) as published:
        print(look_up(published, observation_id).text())
    return 0


def site(warehouse: str | None, directory: Path | None) -> int:
    """Make the explorer's pages and print where the first one opens."""
    from pipelines.commands.take import writing
    from pipelines.serve.site.build import build_site

    with reading(warehouse) as published:
        raw = settings.load().raw
        target = directory or published.parent / "site"
        with writing(target):
            paths = build_site(published, target, raw=raw)
    print(paths[0])
    pages = "" if len(paths) == 1 else f" and {len(paths) - 1:,} pages that it leads to"
    print(f"open {paths[0].resolve().as_uri()}{pages}", file=sys.stderr)
    return 0
