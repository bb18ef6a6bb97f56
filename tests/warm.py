"""Commands without what Python and the lexicon take to begin: forked off a process that has read a report, and done nothing else.

A build imports two thousand modules, starts a process that reads, and has the lexicon's patterns compiled there, all of which
takes longer than two reports do. Here that is done once for all commands of a process of the suite. A command imports by
itself what depends on its folders and variables, has a process group of its own, and ends as any other does; one that is to
read with one process, as the suite's houses are unless a test says otherwise, reads in its own. One that reads everything
again leaves what dbt sent where it is kept (`pipelines/publish/again.py`), for it is kept in the checkout, for all.
`House.run_anew` and `House.start` run a command as a shell does: what kills a command, or looks at its start, at the
processes that read for it or at dbt, takes these.
"""

from __future__ import annotations

import atexit
import importlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
IMPORTED = (  # nothing that starts a thread when it is imported, as DuckDB and Polars do: such a process cannot be forked
    "dagster", "dagster._core.storage.event_log.sqlite.sqlite_event_log", "dagster._core.storage.runs.sqlite.sqlite_run_storage",
    "sqlalchemy.dialects.sqlite", "yaml",
)  # fmt: skip
ALONE = "the process that others are forked off has other threads"
_one_at_a_time = threading.Lock()


def run(
    arguments: Sequence[str], environ: dict[str, str], cwd: Path, seconds: float
) -> subprocess.CompletedProcess[str]:
    """Run `taizhang` with these arguments to its end. Raises TimeoutExpired after so many seconds, when it is killed."""
    told = json.dumps({"arguments": list(arguments), "environ": environ, "cwd": str(cwd), "umask": _umask()}).encode()
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        reading, writing = os.pipe()
        try:
            with _one_at_a_time:
                socket.send_fds(_server(), [len(told).to_bytes(4, "big")], [out.fileno(), err.fileno(), writing])
                _server().sendall(told)
            os.close(writing)
            group = _number(reading)
            if not select.select([reading], [], [], seconds)[0]:
                with suppress(ProcessLookupError):
                    os.killpg(group, signal.SIGKILL)
                raise subprocess.TimeoutExpired(list(arguments), seconds)
            code = os.waitstatus_to_exitcode(_number(reading))
        finally:
            os.close(reading)
        said = []
        for stream in (out, err):
            stream.seek(0)
            said.append(stream.read().decode("utf-8", "replace"))
    return subprocess.CompletedProcess(list(arguments), code, *said)


def _number(pipe: int) -> int:
    told = os.read(pipe, 8)
    assert told, "the process that commands are forked off is gone"
    return int.from_bytes(told, "big")


def _umask() -> int:
    found = os.umask(0)
    os.umask(found)
    return found


@cache
def _server() -> socket.socket:
    """The line to this process's own server, which ends with it."""
    ours, theirs = socket.socketpair()
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("TAIZHANG_", "DAGSTER_HOME"))}
    code = f"from tests.warm import serve; serve({theirs.fileno()})"
    process = subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, env={**clean, "PYTHONPATH": str(ROOT)}, stdin=subprocess.DEVNULL,
        pass_fds=[theirs.fileno()], start_new_session=True,
    )  # fmt: skip
    theirs.close()

    def end() -> None:
        ours.close()
        process.wait()

    atexit.register(end)
    return ours


def serve(descriptor: int) -> None:
    """Fork a command for each request until the line closes."""
    from pipelines.documents.scan import SourceFile
    from pipelines.extract.document import extract
    from pipelines.readers.read import read_document
    from tests.reports import plan_report

    for name in IMPORTED:
        importlib.import_module(name)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.txt"
        path.write_text(plan_report(), encoding="utf-8")
        extract(read_document(SourceFile(path, path.name, path.stat().st_size)))
    assert len(list(Path("/proc/self/task").iterdir())) == 1, ALONE
    line = socket.socket(fileno=descriptor)
    while True:
        size, descriptors, _, _ = socket.recv_fds(line, 4, 3)
        if not size:
            while _reaped(0):
                pass
            return
        told = b""
        while len(told) < int.from_bytes(size, "big"):
            told += line.recv(1 << 16)
        if os.fork() == 0:
            line.close()
            _watch(json.loads(told), *descriptors)
            return
        for one in descriptors:
            os.close(one)
        while _reaped(os.WNOHANG):
            pass


def _reaped(how: int) -> bool:
    """Whether there was a child that has ended."""
    try:
        return os.waitpid(-1, how)[0] > 0
    except ChildProcessError:
        return False


def _watch(told: dict[str, Any], out: int, err: int, answer: int) -> None:
    """Start the command in a child and say its number, then how it ended; comes back in the child alone."""
    child = os.fork()
    if child:
        os.close(out)
        os.close(err)
        os.write(answer, child.to_bytes(8, "big"))
        os.write(answer, os.waitpid(child, 0)[1].to_bytes(8, "big"))
        os._exit(0)
    os.close(answer)
    os.setsid()
    for descriptor, place in ((out, 1), (err, 2)):
        os.dup2(descriptor, place)
        os.close(descriptor)
    os.umask(told["umask"])
    os.chdir(told["cwd"])
    os.environ.clear()
    os.environ.update(told["environ"])
    time.tzset()
    sys.argv = ["-c", *told["arguments"]]
    if told["environ"].get("TAIZHANG_WORKERS") == "1" and "--workers" not in told["arguments"]:
        from pipelines.runner import choose, local

        choose.LocalRunner = lambda **_: local.InlineRunner()  # type: ignore[misc,assignment]
    if told["arguments"][:1] in (["build"], ["backfill"]):
        from pipelines.publish import state

        state.is_by_dbt = lambda _: False  # type: ignore[assignment]
    from pipelines.cli import main

    sys.exit(main())
