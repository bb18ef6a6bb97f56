"""What people open after a publication: the explorer's page, files to take away, the workbook, what is new.

They come after the publication and can never harm it: what goes wrong here is a warning, with the old files left in
their place. Above `TAIZHANG_SERVE_UP_TO` observations a build leaves them to `taizhang site` and `taizhang export`.
"""

import logging
import time
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import dagster as dg

from pipelines.defs.publication import published_warehouse
from pipelines.defs.workspace import Workspace
from pipelines.publish import versions
from pipelines.publish.files import sweep
from pipelines.serve.query import query
from pipelines.settings import Settings

LOG = logging.getLogger("taizhang")
FOLDERS = ("site", "export", "changes")
Result = dg.MaterializeResult | dg.AssetCheckResult


def _served(name: str, promise: str, *kinds: str) -> dict[str, Any]:
    """What every asset has that people take away: it follows a publication, and a check says whether it is of that one."""
    return {
        "name": name,
        "deps": [published_warehouse],
        "group_name": "served",
        "kinds": set(kinds),
        "owners": ["team:taizhang"],
        "output_required": False,
        "check_specs": [dg.AssetCheckSpec(f"{name}_made", asset=name, blocking=False, description=promise)],
    }


@dg.asset(**_served("explorer", "The explorer shows what is published now.", "python"))
def explorer(workspace: Workspace) -> Iterator[Result]:
    """site/index.html: indicators, projects, 民生实事, conflicts and the documents, every number with its passage."""
    yield from serve("explorer", workspace.settings, _explorer)


@dg.asset(**_served("data_package", "The exported files are those of what is published now.", "parquet", "csv"))
def data_package(workspace: Workspace) -> Iterator[Result]:
    """export/parquet and export/csv: a file per table, described by a datapackage.json."""
    yield from serve("data_package", workspace.settings, _data_package)


@dg.asset(**_served("workbook", "The workbook is of what is published now.", "excel"))
def workbook(workspace: Workspace) -> Iterator[Result]:
    """export/taizhang.xlsx: targets beside outcomes, observations, projects, 民生实事, conflicts, for people; places/ one for each place."""
    yield from serve("workbook", workspace.settings, _workbook)


@dg.asset(**_served("changes", "What is new is said of what is published now.", "python"))
def changes(workspace: Workspace) -> Iterator[Result]:
    """changes/changes.md and changes.json: in sentences what this version says that the one before did not."""
    yield from serve("changes", workspace.settings, _changes)


def serve(name: str, chosen: Settings, make: Callable[[Settings], list[Path]]) -> Iterator[Result]:
    """Make the files and say so; where that fails or the warehouse is too large for every build, say that instead."""
    check: dict[str, Any] = {
        "check_name": f"{name}_made",
        "asset_key": dg.AssetKey(name),
        "severity": dg.AssetCheckSeverity.WARN,
    }
    started = time.perf_counter()
    try:
        observations = _observations(chosen.published, versions.edition(chosen.published))
        if observations > chosen.serve_up_to:
            said = f"left out: {observations:,} observations are more than TAIZHANG_SERVE_UP_TO"
            LOG.info("%-13s %s", name, said)
            yield dg.AssetCheckResult(passed=True, description=said, **check)
            return
        for folder in FOLDERS:
            sweep(chosen.warehouse / folder)
        paths = make(chosen)
    except Exception as error:  # whatever it is, the warehouse is published
        LOG.warning("%-13s not made, an older one is left as it was: %s", name, error)
        yield dg.AssetCheckResult(passed=False, description=f"{type(error).__name__}: {error}", **check)
        return
    seconds = time.perf_counter() - started
    size = sum(path.stat().st_size for path in paths)
    LOG.info("%-13s %s", name, f"{len(paths)} files, {size / 1e6:.1f} MB, in {seconds:.1f} s")
    yield dg.MaterializeResult(
        asset_key=dg.AssetKey(name),
        metadata={
            "file": dg.MetadataValue.path(paths[0]),
            "files": len(paths),
            "size (MB)": round(size / 1e6, 2),
            "duration (s)": round(seconds, 2),
        },
    )
    yield dg.AssetCheckResult(passed=True, **check)


@lru_cache(maxsize=1)
def _observations(published: Path, edition: tuple[int, int] | None) -> int:
    """How many observations are published, asked once for all that is made of an edition."""
    [(count,)] = query(published, "select count(*) from fct_indicator").rows
    return count


def _explorer(chosen: Settings) -> list[Path]:
    from pipelines.serve.site.build import build_site

    drawn = chosen.build_db.with_name("pictures")
    return build_site(chosen.published, chosen.warehouse / "site", raw=chosen.raw, drawn=drawn)


def _data_package(chosen: Settings) -> list[Path]:
    from pipelines.serve.export import export

    folder = chosen.warehouse / "export"
    return [path for form in ("parquet", "csv") for path in reversed(export(chosen.published, form, folder / form))]


def _workbook(chosen: Settings) -> list[Path]:
    from pipelines.serve.export import export

    return export(chosen.published, "xlsx", chosen.warehouse / "export")


def _changes(chosen: Settings) -> list[Path]:
    from pipelines.serve.changes import write

    return write(chosen.warehouse)
