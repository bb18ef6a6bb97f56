"""`taizhang read`: read some partitions of a folder, by region and year, into the staged folder, and publish nothing."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipelines import logs, render, settings, stop
from pipelines.commands.build import folders
from pipelines.errors import CommandError

if TYPE_CHECKING:
    from pipelines.runner.grouping import Choice
    from pipelines.runner.partitions import Part

SHOWN = 5  # documents that failed and are named; the log has all


@stop.heard()
def run(
    *,
    raw: str | None,
    warehouse: str | None,
    workers: int | None,
    runner: str | None = None,
    address: str | None = None,
    regions: Sequence[str],
    years: Sequence[str],
    only_list: bool = False,
) -> int:
    """Read what is chosen and not read yet; 0 when all of it was tried. Raises CommandError for what the caller can
    put right.
    """
    from pipelines.documents.overrides import OverrideError
    from pipelines.documents.scan import ScanError
    from pipelines.errors import PublishError
    from pipelines.runner.grouping import Choice, ChoiceError

    chosen = folders(raw=raw, warehouse=warehouse, workers=workers, runner=runner, ray_address=address)
    try:
        choice = Choice.of(regions, years)
        if only_list:
            return _list(chosen, choice)
        return _read(chosen, choice)
    except (ScanError, OverrideError, ChoiceError) as error:
        raise CommandError(str(error)) from None
    except (PublishError, OSError) as error:
        raise CommandError(str(error), code=1) from None
    except KeyboardInterrupt:
        raise CommandError("stopped; what was read stays read", code=stop.CODE) from None


def _list(chosen: settings.Settings, choice: Choice) -> int:
    from pipelines.runner.partitions import counts

    found = counts(chosen.raw, choice)
    print(render.table(["region", "year", "documents"], [[*key, count] for key, count in found.items()]))
    print(f"{len(found):,} partitions, {sum(found.values()):,} documents", file=sys.stderr)
    return 0


def _read(chosen: settings.Settings, choice: Choice) -> int:
    from pipelines.runner import choose, partitions
    from pipelines.runner.lock import reading

    with reading(chosen.staged):  # before any work: whether it can be written
        pass
    with logs.to_file(chosen.build_db.parent / "reads", "read") as log:
        found = partitions.read(chosen, choice, choose.runner(chosen))
    columns = ["region", "year", "documents", "read", "unchanged", "same", "failed"]
    print(render.table(columns, [_row(part) for part in found]))
    failed = [failure for part in found for failure in part.failed]
    for file, step, error in failed[:SHOWN]:
        print(f"failed: {file}: {step}: {error}", file=sys.stderr)
    if len(failed) > SHOWN:
        print(f"and {len(failed) - SHOWN:,} more: {log}", file=sys.stderr)
    read, documents = (sum(part.read for part in found), sum(part.documents for part in found))
    print(f"{documents:,} documents, {read:,} read now, {len(failed):,} failed; next: taizhang build", file=sys.stderr)
    return 0


def _row(part: Part) -> list[object]:
    return [*part.key, part.documents, part.read, part.unchanged, part.same, len(part.failed)]
