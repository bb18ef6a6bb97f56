"""`taizhang ui`: Dagster's web server and daemon on the same definitions, history and settings as `taizhang build`."""

from __future__ import annotations

import contextlib
import os
import socket
import sys

from pipelines import settings
from pipelines.commands import history, webserver
from pipelines.errors import CommandError


def _free(host: str, port: int) -> bool:
    """Whether a server may listen there."""
    try:
        with socket.create_server((host, port)):
            return True
    except OSError:
        return False


def run(*, raw: str | None, warehouse: str | None, host: str, port: int) -> int:
    """Start the UI and stay with it until it is stopped; never returns when it could be started."""
    try:
        chosen = settings.load(raw=raw, warehouse=warehouse)
    except settings.SettingsError as error:
        raise CommandError(str(error)) from None
    if not _free(host, port):
        raise CommandError(
            f"port {port} of {host} is taken; stop what listens there or name another: --port {port + 1}"
        )
    home = history.home(chosen)
    history.claim(home, chosen.warehouse)
    own = {} if home == settings.ROOT else {history.VARIABLE: str(home)}
    if own:
        with contextlib.suppress(OSError):  # Dagster says what is wrong with it
            history.furnish(home)
    # Without DAGSTER_HOME, dagster reads the checkout's dagster.yaml, whose paths are relative to where it is started.
    os.chdir(settings.ROOT)
    print(
        f"Dagster UI on http://{host}:{port} (Ctrl-C ends it)\n  raw        {chosen.raw}\n  warehouse  {chosen.warehouse}"
    )
    sys.stdout.flush()
    environment = {**os.environ, **chosen.environment(), **own, "PYTHONWARNINGS": "ignore"}
    command = [
        "-m",
        webserver.MODULE,
        "dev",
        "--module-name",
        "pipelines.definitions",
        "--host",
        host,
        "--port",
        str(port),
    ]
    os.execve(sys.executable, [sys.executable, *command, "--log-level", "warning"], environment)
