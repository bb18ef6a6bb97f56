"""Where Dagster keeps its history: one folder for each warehouse, so that no page shows the state of another one.

The default warehouse has the checkout's (`dagster.yaml`, `.dagster/`), any other one has `.dagster/` in its own folder, and
DAGSTER_HOME names another place. A folder of history says whose it is; a second warehouse is refused there.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines import settings
from pipelines.errors import CommandError

if TYPE_CHECKING:
    import dagster as dg

VARIABLE = "DAGSTER_HOME"
FOLDER = ".dagster"
UNFIT = frozenset("?#%")  # Dagster makes addresses of its paths, in which these mean something else
# What is printed goes to the terminal directly: Dagster would copy it through four more processes a step, which lose the
# last lines now and then. Runs that the UI starts keep theirs.
UNCAPTURED = {
    "compute_logs": {"module": "dagster.core.storage.noop_compute_log_manager", "class": "NoOpComputeLogManager"}
}


def home(chosen: settings.Settings, environ: Mapping[str, str] | None = None) -> Path:
    """The folder of the history: the variable's, else the checkout's for its own warehouse, else one in the warehouse.

    >>> str(home(settings.load({}, warehouse="/data/yongchuan"), {}))
    '/data/yongchuan/.dagster'
    """
    environ = os.environ if environ is None else environ
    if given := environ.get(VARIABLE):
        return Path(given).absolute()
    if chosen.warehouse == settings.ROOT / "warehouse":
        return settings.ROOT
    if set(str(chosen.warehouse)) & UNFIT:
        name = hashlib.sha256(os.fsencode(chosen.warehouse)).hexdigest()[:16]
        return settings.ROOT / FOLDER / "warehouses" / name / FOLDER
    return chosen.warehouse / FOLDER


def claim(folder: Path, warehouse: Path) -> None:
    """Say whose history a folder holds; CommandError where it is another warehouse's that is still there.

    A folder that cannot be written is left to Dagster, which says so.
    """
    file = owner(folder)
    within = folder.parent == warehouse  # a copy of the whole warehouse has brought its history along
    with contextlib.suppress(OSError):
        before = Path(file.read_text(encoding="utf-8").strip())
        if not within and before.is_dir() and not (warehouse.is_dir() and before.samefile(warehouse)):
            raise CommandError(
                f"Dagster's history in {folder} is that of the warehouse {before}, and its pages would show the one for the "
                f"other; unset {VARIABLE}, then each warehouse has its own, or name another folder: {VARIABLE}=DIR"
            )
        if before == warehouse:
            return
    with contextlib.suppress(OSError):
        furnish(folder)
        file.parent.mkdir(mode=0o700, exist_ok=True)
        file.write_text(f"{warehouse}\n", encoding="utf-8")


def owner(folder: Path) -> Path:
    """The file of a home that names the warehouse whose history it is."""
    return (folder if folder.name == FOLDER else folder / FOLDER) / "warehouse"


def furnish(folder: Path) -> None:
    """Make the folder, for nobody else to read, and its dagster.yaml; OSError where it cannot be made."""
    if not folder.is_dir():
        folder.mkdir(parents=True, mode=0o700)
    settings.furnish(folder)


def open_for(chosen: settings.Settings) -> dg.DagsterInstance:
    """The history of a warehouse; one in memory where its folder cannot be written. Raises CommandError as `claim`."""
    import dagster as dg

    folder = home(chosen)
    claim(folder, chosen.warehouse)
    if folder == settings.ROOT:
        os.chdir(folder)  # the paths in dagster.yaml are relative to it
    os.environ[VARIABLE] = str(folder)
    try:
        furnish(folder)
        # "Temporary" is only its name: the history of this folder, as its dagster.yaml says, but for one thing.
        return dg.DagsterInstance.local_temp(str(folder), overrides=UNCAPTURED)
    except OSError:
        return dg.DagsterInstance.ephemeral()
