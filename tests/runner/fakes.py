"""Tasks of the runner tests: what a document can do to the process that reads it."""

import os
import re
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


def told(error: str) -> str:
    """What is said of a task, without the place in the code; of one that computes for ever, what an idle machine says.

    Among twenty other processes it has not had its seconds of the processor when ten times as many are over on the clock.

    >>> told("ended after 20 s on the clock; it waits: the time limit for one document is 2 s of the processor")
    'ended after 2 s of the processor, the time limit for one document'
    """
    late = re.fullmatch(r"ended after \S+ s on the clock; it waits: the time limit for one document is (\S+) s of the processor", error)  # fmt: skip
    said = f"ended after {late[1]} s of the processor, the time limit for one document" if late else error
    return said.partition(" at ")[0]


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
