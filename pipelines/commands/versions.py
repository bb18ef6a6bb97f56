"""`taizhang versions`, `diff` and `rollback`: what was published before, what changed since, and the way back."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pipelines import render, settings
from pipelines.errors import CommandError

SHOWN = 20  # rows of a part of `diff` that are printed unless all are asked for


@contextmanager
def _warehouse(given: str | None) -> Iterator[settings.Settings]:
    """The settings; what goes wrong with the folder or its versions is one line."""
    from pipelines.errors import PublishError

    try:
        yield settings.load(warehouse=given)
    except settings.SettingsError as error:
        raise CommandError(str(error)) from None
    except PublishError as error:
        raise CommandError(str(error), code=1) from None


def _print(rows: Sequence[Mapping[str, Any]], form: str, limit: int = 60) -> None:
    columns = list(rows[0]) if rows else []
    values = [[row[column] for column in columns] for row in rows]
    if form == "json":
        print(render.as_json(columns, values))
    elif form == "csv":
        sys.stdout.write(render.as_csv(columns, values))
    else:
        print(render.table(columns, values, limit=limit))


def versions(warehouse: str | None, form: str) -> int:
    """Print the publications that are kept, oldest first; the published one is marked."""
    from pipelines.publish import versions as kept

    with _warehouse(warehouse) as chosen:
        now = kept.current(chosen.warehouse)
        rows = [
            _row(publication, now is not None and publication.version == now.version)
            for publication in kept.history(chosen.warehouse)
        ]
    if not rows:
        raise CommandError(f"nothing was published into {chosen.warehouse} yet; run: taizhang build", code=1)
    _print(rows, form)
    return 0


def _row(publication: Any, is_current: bool) -> dict[str, Any]:
    warned = [check["name"] for check in publication.checks if not check["passed"]]
    return {
        "version": publication.version,
        "published": "now" if is_current else "",
        "at": publication.published_at,
        "documents": len(publication.documents),
        "observations": publication.tables.get("fct_indicator", 0),
        "checks": len(publication.checks),
        "warned": len(warned),
        "extractor": publication.extractor_version,
        "code": publication.code_version,
        "brought back from": publication.restored_from or "",
    }


def diff(warehouse: str | None, before: int | None, after: int | None, form: str, *, full: bool = False) -> int:
    """Print what changed between two versions; without numbers, between the published one and the one before it."""
    from pipelines.publish.difference import diff as compare

    with _warehouse(warehouse) as chosen:
        before, after = _two(chosen.warehouse, before, after)
        limit = 1_000_000 if full or form != "table" else SHOWN
        found = compare(chosen.warehouse, before, after, limit)
    if form != "table":
        _print(found.changed, form)
        return 0
    if not found.by_document:
        print(f"versions {before} and {after} state the same observations")
        return 0
    for title, rows in (
        ("Observations by document", found.by_document),
        ("By indicator", found.by_indicator),
        ("One by one", found.changed),
    ):
        shown = rows if full else rows[:SHOWN]
        total = sum(sum(row[c] for c in ("added", "removed", "changed")) for row in found.by_document)
        left = (total if rows is found.changed else len(rows)) - len(shown)
        print(f"{title}, version {before} to {after}")
        _print(shown, form, limit=0 if full else 40)
        print(f"… and {left:,} more: --full" if left > 0 else "")
    return 0


def _two(warehouse: Path, before: int | None, after: int | None) -> tuple[int, int]:
    """The two versions to compare: one number is compared with the published version, none means the one before it."""
    from pipelines.errors import PublishError
    from pipelines.publish import versions as kept

    now = kept.current(warehouse)
    after = after or (now.version if now else None)
    if after is None:
        raise PublishError(f"nothing was published into {warehouse} yet; run: taizhang build")
    earlier = [publication.version for publication in kept.history(warehouse) if publication.version < after]
    before = before or (earlier[-1] if earlier else None)
    if before is None:
        raise PublishError(f"version {after} is the only one that is kept; there is nothing to compare it with")
    return before, after


def _before(warehouse: Path) -> int:
    """The version to go back to: the one before the published one; the newest kept one where that file is none of them."""
    from pipelines.publish import versions as kept

    if kept.current(warehouse) is None and (known := kept.history(warehouse)):
        return known[-1].version
    return _two(warehouse, None, None)[0]


def rollback(warehouse: str | None, version: int | None) -> int:
    """Publish a version again (by default the one before the published one), as a new version, under the lock."""
    from pipelines import stop
    from pipelines.publish import versions as kept
    from pipelines.publish.files import unwritable
    from pipelines.runner.lock import lock

    with _warehouse(warehouse) as chosen:
        version = version or _before(chosen.warehouse)
        with lock(chosen.warehouse, chosen.lock_seconds), stop.heard():
            try:
                publication = kept.rollback(chosen.warehouse, version)
            except OSError as error:
                said = unwritable(error, chosen.warehouse)
                raise CommandError(f"{said}. What is published is as it was", code=1) from None
    print(
        f"version {version} is published again, as version {publication.version}. The next build publishes what the raw "
        "folder holds; put that right first."
    )
    return 0
