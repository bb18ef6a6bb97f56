"""A Ray cluster of several nodes on this machine, as docs/cluster.md says to start one; nodes can be killed.

Ports are free ones, the folder of its logs and sockets is its own, and nobody without its token may ask it for anything.
All its processes are known by a variable of their environment, and end with the block, whatever happened in it.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.command import ROOT

HOST = "127.0.0.2"  # not .1, for which Ray takes the machine's address in the network
MARK = "TAIZHANG_TEST_NODE"
RAY = Path(sys.executable).with_name("ray")
FEW = ["--include-log-monitor=false", "--min-worker-port=0", "--max-worker-port=0", "--object-store-memory=80000000"]
# A node that is gone is taken for one after four seconds, not after fifteen, but a slow one on a busy machine is not;
# workers give way to nobody.
SOON = {"RAY_health_check_period_ms": "1000", "RAY_health_check_failure_threshold": "4", "RAY_worker_niceness": "0"}


@dataclass
class Cluster:
    """`address` is the head's; node 0 is the head, without a processor to work with."""

    folder: Path
    address: str
    token: str = field(default_factory=lambda: secrets.token_hex(32))
    nodes: int = 0

    @property
    def environ(self) -> dict[str, str]:
        """What a build needs to be let in."""
        return {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": self.token}

    def start(self, *arguments: str, **environ: str) -> int:
        """Start a node; returns its number."""
        number, self.nodes = self.nodes, self.nodes + 1
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("TAIZHANG_", "RAY_"))}
        own = {
            MARK: f"{self.token}-{number}",
            "RAY_USAGE_STATS_ENABLED": "0",
            "PYTHONPATH": str(ROOT),
            "SPT_NOENV": "1",
        }
        command = [str(RAY), "start", *arguments, *FEW, f"--temp-dir={self.folder}", f"--node-ip-address={HOST}"]
        done = subprocess.run(
            command,
            env={**inherited, **self.environ, **SOON, **own, **environ},
            cwd="/",
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=300,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return number

    def worker(self, **environ: str) -> int:
        """Start a node with one processor."""
        return self.start(f"--address={self.address}", "--num-cpus=1", **environ)

    def processes(self, number: int | None = None) -> list[int]:
        """The processes of a node, or of all nodes, those that read documents among them."""
        mark = f"{MARK}={self.token}-{'' if number is None else f'{number}' + chr(0)}".encode()
        found = []
        for entry in Path("/proc").iterdir():
            with contextlib.suppress(OSError):
                if entry.name.isdigit() and mark in (entry / "environ").read_bytes():
                    found.append(int(entry.name))
        return found

    def kill_at_work(self, number: int, seconds: float) -> list[int]:
        """Kill a node that has a batch of documents: when what reads there has just had the processor, or after so long."""
        there: list[int] = []
        reading: list[int] = []
        until = time.monotonic() + seconds
        while not reading and time.monotonic() < until:  # it starts with the node's first batch
            time.sleep(0.05)
            there = self.processes(number)
            reading = [pid for pid in there if b"pipelines.runner.worker" in _command(pid)]
        before = [_ticks(pid) for pid in reading]
        while [_ticks(pid) for pid in reading] == before and time.monotonic() < until:
            time.sleep(0.002)
        for pid in there:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        return sorted({*there, *self.kill(number)})

    def kill(self, number: int | None = None) -> list[int]:
        """Kill a node, or all of them, as a machine is that loses its power; returns the processes."""
        killed = []
        while left := self.processes(number):
            killed += left
            for pid in left:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            time.sleep(0.05)
        return killed


def _ticks(pid: int) -> int:
    """The processor time that a process has had, in hundredths of a second."""
    try:
        said = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return 0
    return int(said[11]) + int(said[12])


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


@contextlib.contextmanager
def cluster(workers: int) -> Iterator[Cluster]:
    """A head and so many workers of one processor each."""
    try:
        ports = [free.getsockname()[1] for free in [socket.create_server((HOST, 0)) for _ in range(2)]]
    except OSError:
        pytest.skip(f"this system has no address {HOST}")
    folder = Path(tempfile.mkdtemp(prefix="tz", dir="/tmp"))  # short: the names of sockets must be
    made = Cluster(folder, f"{HOST}:{ports[0]}")
    try:
        made.start(
            "--head", f"--port={ports[0]}", f"--ray-client-server-port={ports[1]}", "--num-cpus=0",
            "--include-dashboard=false", "--disable-usage-stats",
        )  # fmt: skip
        for _ in range(workers):
            made.worker()
        yield made
    finally:
        made.kill()
        shutil.rmtree(folder, ignore_errors=True)
