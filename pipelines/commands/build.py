"""`taizhang build`: the Dagster job `build_warehouse`, run in this process."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipelines import logs, settings, stop
from pipelines.commands import history
from pipelines.errors import CommandError
from pipelines.publish import versions

if TYPE_CHECKING:
    import dagster as dg

    from pipelines.runner import standing

JOB = "build_warehouse"
OWN = (
    "staged",
    ".build",
    "versions",
    "site",
    "export",
    ".dagster",
)  # the folders that a build makes in the warehouse folder


@stop.heard()
def run(
    *,
    raw: str | None,
    warehouse: str | None,
    workers: int | None,
    runner: str | None = None,
    address: str | None = None,
    read_again: bool = False,
    accept_losses: bool = False,
    whole: bool = False,
    force: bool = False,
    verbose: bool = False,
) -> int:
    """Build and publish; 0 only if a warehouse stands that is made of the folder as it is.

    Where nothing has changed since the last publication nothing is done, unless `force`. Raises CommandError for what the
    caller can put right.
    """
    started = time.perf_counter()
    chosen = folders(raw=raw, warehouse=warehouse, workers=workers, runner=runner, ray_address=address)
    with _held(chosen):
        os.environ.update(chosen.environment())
        if not (read_again or whole or force) and _stands(chosen):
            return 0
        return _run(chosen, started, read_again=read_again, accept_losses=accept_losses, whole=whole, verbose=verbose)


def _run(
    chosen: settings.Settings, started: float, *, read_again: bool, accept_losses: bool, whole: bool, verbose: bool
) -> int:
    _say_steps()
    # dagster and dbt make millions of objects that stay; the collector would look through them again and again. A small build
    # comes to half a million in all, and ends before the first look.
    gc.set_threshold(600_000, 20, 50)
    before = versions.edition(chosen.published)
    # From here on it costs: dagster and dbt are imported.
    from pipelines.commands import summary

    try:
        result = _execute(
            chosen, read_again=read_again, accept_losses=accept_losses, whole=whole or read_again, verbose=verbose
        )
        if not result.success:
            stop.check()
    except KeyboardInterrupt:
        raise CommandError(_stopped(chosen, before), code=stop.CODE) from None
    if not result.success:
        raise CommandError(
            summary.failure(result, chosen, published=versions.edition(chosen.published) != before), code=1
        )
    print(summary.success(result, chosen, time.perf_counter() - started))
    _remember(chosen)
    return 0


def _stands(chosen: settings.Settings) -> bool:
    """Whether what is published is what a build would make; then it is said which version stands."""
    from pipelines.runner import standing

    if not chosen.published.exists() or not (chosen.build_db.parent / standing.NOTE).exists():
        return False
    now = _standing(chosen)
    publication = standing.is_published(chosen, now)
    if publication is None or now is None:
        return False
    print(
        f"nothing changed: version {publication.version}, published {publication.published_at}, is of these "
        f"{now.documents:,} documents.\nTo build all the same: taizhang build --force"
    )
    return True


def _standing(chosen: settings.Settings) -> standing.Standing | None:
    """What the folder as it is would be built of; None where that takes reading, or cannot be said."""
    from pipelines.documents.overrides import OverrideError
    from pipelines.documents.scan import ScanError
    from pipelines.runner import look, standing
    from pipelines.runner.plan import NoDocumentsError

    try:
        return standing.of(chosen, look.look(chosen))
    except (ScanError, OverrideError, NoDocumentsError):
        return None  # the build says it


def _remember(chosen: settings.Settings) -> None:
    """Note what the publication was made of, so that the next build can tell that nothing has changed."""
    from pipelines.runner import standing

    with contextlib.suppress(OSError):
        standing.remember(chosen, _standing(chosen))


def _stopped(chosen: settings.Settings, before: tuple[int, int] | None) -> str:
    if versions.edition(chosen.published) != before:
        return "stopped when the new version was published already"
    return "stopped; what was published before is untouched" if before else "stopped; nothing was published"


def folders(**given: object) -> settings.Settings:
    """The settings, and a raw folder that is one."""
    try:
        chosen = settings.load(None, **given)
    except settings.SettingsError as error:
        raise CommandError(str(error)) from None
    if not chosen.raw.is_dir():
        found = "is a file" if chosen.raw.exists() else "does not exist"
        raise CommandError(f"the folder of documents {chosen.raw} {found}; name one: taizhang build --raw DIR")
    _require_apart(chosen)
    from pipelines.errors import PublishError
    from pipelines.runner import choose

    try:
        choose.check(chosen)
    except PublishError as error:
        raise CommandError(str(error)) from None
    return chosen


def _require_apart(chosen: settings.Settings) -> None:
    """Refuse folders that lie within each other, where a build would read what it writes; and files in folders' places."""
    raw, warehouse = chosen.raw.resolve(), chosen.warehouse.resolve()
    if bad := next((sign for sign in "?#" if sign in str(warehouse)), None):
        raise CommandError(
            f"the warehouse folder {chosen.warehouse} has a {bad} in its path, behind which DuckDB and dbt look for something "
            "else; name another with --warehouse DIR"
        )
    if warehouse.is_relative_to(raw):
        raise CommandError(
            f"the warehouse folder {chosen.warehouse} lies in the folder of documents {chosen.raw}: a build would read what it "
            "writes; name another with --warehouse DIR"
        )
    own = [warehouse / name for name in OWN]
    if inside := [folder for folder in own if raw.is_relative_to(folder)]:
        raise CommandError(
            f"the folder of documents {chosen.raw} lies in {inside[0]}, which a build writes; name another with --raw DIR"
        )
    if files := [folder for folder in own if folder.exists() and not folder.is_dir()]:
        raise CommandError(
            f"{files[0]} is a file where a build needs a folder; move it away, or name another --warehouse"
        )


@contextlib.contextmanager
def _held(chosen: settings.Settings) -> Iterator[None]:
    """Have the warehouse folder for oneself from the first moment: a second build says at once that this one is on."""
    from pipelines.errors import PublishError
    from pipelines.runner.lock import holding

    with contextlib.ExitStack() as stack:
        try:
            stack.enter_context(holding(chosen.warehouse, chosen.lock_seconds))
        except PublishError as error:
            raise CommandError(str(error), code=1) from None
        yield


def require_known_version(warehouse: str | None, wanted: str | None) -> None:
    """Refuse an extractor version that read nothing of what is published: it is misspelt, or its work is gone."""
    from pipelines.errors import PublishError
    from pipelines.serve.query import query
    from pipelines.version import extractor_version

    if wanted is None or wanted == extractor_version():
        return
    try:
        published = settings.load(warehouse=warehouse).published
        found = query(published, "select distinct extractor_version from fct_extraction_outcome order by 1").rows
    except (PublishError, settings.SettingsError) as error:
        raise CommandError(str(error)) from None
    known = [str(version) for (version,) in found]
    if wanted not in known:
        raise CommandError(f"nothing was read by extractor version {wanted!r}; known: {', '.join(known)}")


def _say_steps() -> None:
    """What the assets log for people goes to stderr, a line for each step."""
    logs.to_people(sys.stderr)


def _execute(
    chosen: settings.Settings, *, read_again: bool, accept_losses: bool, whole: bool, verbose: bool
) -> dg.ExecuteInProcessResult:
    """Run the job; its events go to the same history that the UI shows."""
    from pipelines.errors import PublishError

    try:
        from pipelines.definitions import defs
        from pipelines.defs import abandoned
        from pipelines.defs import history as events
    except PublishError as error:
        raise CommandError(str(error), code=1) from None
    config = {
        "ops": {
            "documents": {"config": {"read_again": read_again}},
            "build_database": {"config": {"whole": whole}},
            "audited_build": {"config": {"accept_losses": accept_losses}},
        },
        "loggers": {"console": {"config": {"log_level": "DEBUG" if verbose else "CRITICAL"}}},
    }
    from sqlalchemy.exc import DBAPIError

    events.stay_connected()
    stop.check()  # importing takes seconds, and loses an interruption now and then
    try:
        with history.open_for(chosen) as instance:
            job = defs.resolve_job_def(JOB)
            result = job.execute_in_process(
                instance=instance, run_config=config, raise_on_error=False, tags=abandoned.process()
            )
    except DBAPIError as error:  # a full disk, a file of another user
        raise CommandError(
            f"Dagster's history in {history.home(chosen)} cannot be written: {error.orig}; make room there or name "
            "another folder: DAGSTER_HOME=DIR",
            code=1,
        ) from None
    return result
