"""Tasks of the runner tests: what a document can do to the process that reads it."""

import os
import signal
import time
from pathlib import Path


def work(task: str) -> str:
    """ "ok:…" answers; the others raise, hang, die, die once, or take more memory than there is."""
    kind, _, rest = task.partition(":")
    if kind == "raise":
        raise ValueError(f"cannot read {rest}")
    if kind == "hang":
        time.sleep(60)
    if kind == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if kind == "die-once":
        marker = Path(rest)
        if not marker.exists():
            marker.touch()
            os._exit(3)
    if kind == "memory":
        return str(len(bytearray(1 << 30)))
    if kind == "pid":
        return str(os.getpid())
    return task
