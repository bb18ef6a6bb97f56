"""`taizhang publish-ducklake`: the published warehouse beside those of others, and the care of what they share."""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path

from pipelines.commands.read import reading
from pipelines.errors import CommandError

LEAST_HOURS = 1.0  # a publication takes minutes at most; below this its files could be taken for left over


def publish(warehouse: str | None, catalogue: str, data: Path, writer: str | None, *, take_over: bool) -> int:
    """Replace this writer's rows in the lake, and say what is there now and which documents others have too."""
    from pipelines.serve.ducklake import publish as lake
    from pipelines.serve.ducklake.catalogue import parse

    with reading(warehouse) as published:
        done = lake.publish(published, parse(catalogue), data, writer, take_over=take_over)
    for other, documents in done.shared.items():
        print(
            f"{documents:,} document{'s' if documents > 1 else ''} also published by {other}; each counts once in the "
            "views: see shared_document",
            file=sys.stderr,
        )
    what = f"{len(done.changed)} tables replaced" if done.changed else "nothing had changed"
    print(
        f"publication {done.number} of {done.writer}: {len(done.rows)} tables, {sum(done.rows.values()):,} rows; {what}"
    )
    return 0


def withdraw(catalogue: str, data: Path, writer: str) -> int:
    """Take a writer out of the lake."""
    from pipelines.serve.ducklake import publish as lake
    from pipelines.serve.ducklake.catalogue import parse

    with reading(None):
        rows = lake.withdraw(parse(catalogue), data, writer)
    print(f"{writer} withdrawn: {rows:,} rows; earlier snapshots have them until a clean-up")
    return 0


def clean(catalogue: str, data: Path, keep: int, grace: float) -> int:
    """Remove what the lake need not keep, and say how much that was."""
    from pipelines.serve.ducklake import clean as cleaning
    from pipelines.serve.ducklake.catalogue import parse

    if grace < LEAST_HOURS:
        raise CommandError(
            f"--grace {grace:g}: at least {LEAST_HOURS:g} hour, or the files of one who is publishing would go"
        )
    with reading(None):
        done = cleaning.clean(parse(catalogue), data, keep, timedelta(hours=grace))
    print(
        f"{done.snapshots:,} snapshots forgotten, {done.files:,} old files removed, {done.orphans:,} left-over files removed"
    )
    return 0
