"""The driver's process: started for a build, ended with it, what it prints kept away from the terminal."""

from __future__ import annotations

import contextlib
import math
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from multiprocessing.connection import Connection, Pipe
from typing import IO

from pipelines.runner.local import ROOT

LEAVE = 5.0  # seconds for the driver to cancel what is under way
QUIET = {"RAY_USAGE_STATS_ENABLED": "0", "RAY_ENABLE_AUTO_CONNECT": "0"}
LOST = "RAY_gcs_rpc_server_reconnect_timeout_s"  # how long Ray tries to reach a head that is gone


@contextlib.contextmanager
def started(said: IO[bytes], patience: float) -> Iterator[tuple[Connection, subprocess.Popen[bytes]]]:
    """The pipe to a driver, and its process; it and all that it asked of Ray end with the block.

    What it prints goes into `said`; a head that is gone it looks for as long as `patience`, in seconds.
    """
    ours, its = Pipe()
    path = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    # Ctrl-C is for the build; blocked here, it does not even reach a process that is not yet up.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        process = subprocess.Popen(
            [sys.executable, "-m", "pipelines.runner.cluster.driver", str(its.fileno())],
            pass_fds=[its.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            cwd="/",  # Ray puts the driver's folder before what is installed on the workers
            env={LOST: str(math.ceil(patience)), **os.environ, **QUIET, "PYTHONPATH": path},
        )
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    its.close()
    try:
        yield ours, process
    finally:
        ours.close()
        try:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=LEAVE)
        finally:
            process.kill()
            process.wait()


def how(code: int) -> str:
    """How a process ended."""
    return f"signal {-code}" if code < 0 else f"exit code {code}"


def last(said: IO[bytes]) -> str:
    """The last sentence of what the driver printed, after a colon; nothing if it printed nothing."""
    said.seek(0)
    lines = [line.strip() for line in said.read()[-10_000:].decode("utf-8", "replace").splitlines() if line.strip()]
    line = re.sub(r"^\[[^]]*\] (\S+:\d+: )?", "", lines[-1]).partition(". ")[0] if lines else ""
    return f": {line[:300].rstrip('.')}" if line else ""
