"""Tasks of the runner tests: what a document can do to the process that reads it."""

import os
import signal
import time
from pathlib import Path


def work(task: str) -> str:
    """ "ok:…" answers; the others raise, compute for ever, wait for ever, wait, die, or take more memory than there is."""
    kind, _, rest = task.partition(":")
    if kind == "raise":
        raise ValueError(f"cannot read {rest}")
    while kind == "hang":
        pass
    if kind == "wait":
        time.sleep(float(rest or 60))
    if kind == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if kind == "die-above":
        os.kill(os.getppid(), signal.SIGKILL)
        time.sleep(60)
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


def stage(task):
    """A document step that counts characters; a text with 坏 fails in it, one with 死 takes the process along."""
    from pipelines.runner.document import Failed, Outcomes, write_outcomes

    outcomes = Outcomes(task)
    text = task.file.path.read_text(encoding="utf-8")
    if "死" in text:
        os.kill(os.getpid(), signal.SIGKILL)
    try:
        with outcomes.timed("read") as said:
            said["counts"] = {"characters": len(text)}
            if "坏" in text:
                raise ValueError("a bad text")
    except Failed:
        write_outcomes(task.staged, task.failed_stage, outcomes.rows)
    else:
        write_outcomes(task.staged, task.stage, outcomes.rows)
    return outcomes.rows
