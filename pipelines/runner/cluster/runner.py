"""The runner of a build that has a Ray cluster: starts the process that speaks with Ray, hands out batches.

What was read is staged on the shared file system by the workers themselves, each file written aside and renamed; over
the network go the tasks and their outcome rows. A cluster that cannot be used is one ClusterError, which ends the
extraction; what was staged until then is kept, and the next build does not read it again.
"""

from __future__ import annotations

import contextlib
import importlib.util
import ipaddress
import logging
import pickle
import secrets
import socket
import subprocess
import sys
import tempfile
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from pipelines.runner import Outcome
from pipelines.runner.cluster import PAGE, ClusterError
from pipelines.runner.cluster.process import how, last, started
from pipelines.runner.cluster.worker import Place, Terms, libraries

LOG = logging.getLogger("taizhang")
KNOCK = 10.0  # seconds for the first answer of a machine that is there
WARNING = (
    "Ray           %s executes code for whoever reaches its ports: keep the cluster in a private network "
    f"({PAGE}#security)"
)


def check(address: str) -> tuple[str, int]:
    """Host and port of a Ray head; raises ClusterError where Ray is not installed, or the address is none.

    >>> check("10.0.0.1")
    Traceback (most recent call last):
    pipelines.runner.cluster.ClusterError: ...
    """
    host, _, port = address.rpartition(":")
    if not host or "/" in host or not port.isdigit() or not 0 < int(port) < 65536:
        found = (
            f"{address!r} is no address of a Ray head" if address else "the Ray runner needs the address of a Ray head"
        )
        raise ClusterError(f"{found}: taizhang build --runner ray --address HOST:PORT, such as 10.0.0.1:6379 ({PAGE})")
    if importlib.util.find_spec("ray") is None:
        raise ClusterError(
            f"Ray is not installed for {sys.executable}: pip install -e '.[ray]' in the checkout, on all machines ({PAGE})"
        )
    return host.strip("[]"), int(port)


def share(left: int, room: int, largest: int) -> int:
    """How many of the documents that are left make a batch: fewer towards the end, so that all machines end together.

    >>> [share(left, room=8, largest=16) for left in (1000, 100, 20, 1, 0)]
    [16, 6, 1, 1, 0]
    """
    return min(left, largest, max(1, left // (2 * max(1, room))))


@dataclass(slots=True)
class RayRunner:
    """`address` is HOST:PORT of the head; `raw` and `staged` are folders that all machines share.

    The limits are those of `LocalRunner`, for each reading process; `patience` bounds the waiting for an answer.
    """

    address: str
    raw: Path
    staged: Path
    seconds: float = 120
    memory_mb: int = 2048
    recycle: int = 2500
    patience: float = 60

    def map(self, function: str, batches: Iterable[Sequence[Any]]) -> Iterator[tuple[Any, Outcome]]:
        """See `Runner.map`; raises ClusterError where the cluster cannot be used, also on the way."""
        given = [batch for batch in batches if batch]
        if not given:
            return
        self._knock()
        with (
            self._places() as places,
            tempfile.TemporaryFile() as said,
            started(said, self.patience) as (driver, process),
        ):
            try:
                self._connect(driver, process, self._terms(function, places))
                yield from self._converse(driver, given)
            except (EOFError, BrokenPipeError, ConnectionResetError):
                code = process.wait()
                raise ClusterError(
                    f"the connection with the Ray cluster at {self.address} was lost ({how(code)}{last(said)}): its "
                    f"head or this machine's part of it went down. What was read is kept; build again ({PAGE})"
                ) from None

    def _connect(self, driver: Connection, process: subprocess.Popen[bytes], terms: Terms) -> None:
        """Have the driver connect; what Ray waits for longer than the patience is ended."""
        driver.send((self.address, terms, self.patience))
        if not driver.poll(self.patience):
            process.kill()
            raise ClusterError(
                f"no Ray head answered at {self.address} within {self.patience:g} s. Is one running there, does it ask for "
                "a token that is not known here, and is this machine part of its cluster (ray start "
                f"--address={self.address} --num-cpus=0)? ({PAGE})"
            )

    def _converse(self, driver: Connection, batches: list[Sequence[Any]]) -> Iterator[tuple[Any, Outcome]]:
        """Give a batch whenever there is room for one; yield outcomes as they come back."""
        left = deque(enumerate(task for batch in batches for task in batch))
        largest = max(map(len, batches))
        tasks: dict[int, Any] = {}  # those under way
        while True:
            kind, value = driver.recv()
            if kind == "more":
                items = [left.popleft() for _ in range(share(len(left), value, largest))]
                tasks.update(items)
                driver.send([(number, pickle.dumps(task)) for number, task in items] or None)
            elif kind == "done":
                yield from ((tasks.pop(number), outcome) for number, outcome in value)
            elif kind == "ready":
                LOG.info("Ray           %d nodes at %s", value, self.address)
            elif kind == "told":
                LOG.warning("Ray           %s", value)
            elif kind == "failed":
                raise ClusterError(value)
            elif kind == "end":
                return

    def _terms(self, function: str, places: tuple[Place, ...]) -> Terms:
        from pipelines.version import extractor_version

        limits = (self.seconds, self.memory_mb, self.recycle)
        return Terms(function, extractor_version(), libraries(), places, *limits)

    def _knock(self) -> None:
        """Find out quickly that nobody is there; warn of a cluster that others may reach."""
        host, port = check(self.address)
        try:
            with socket.create_connection((host, port), min(KNOCK, self.patience)) as connection:
                reached = connection.getpeername()[0]
        except OSError as error:
            raise ClusterError(
                f"no Ray head can be reached at {self.address}: {error.strerror or error}; start one: ray start --head ({PAGE})"
            ) from None
        if not ipaddress.ip_address(reached).is_loopback:
            LOG.warning(WARNING, self.address)

    @contextlib.contextmanager
    def _places(self) -> Iterator[tuple[Place, ...]]:
        """The folders, each with the name of something in it; a mark is left in the staged folder meanwhile."""
        places = []
        if some := next(self.raw.iterdir(), None):
            places.append(Place(str(self.raw), some.name))
        mark = self.staged / f".build-{secrets.token_hex(4)}"
        self.staged.mkdir(parents=True, exist_ok=True)
        mark.touch()
        try:
            yield (*places, Place(str(self.staged), mark.name, written=True))
        finally:
            mark.unlink(missing_ok=True)
