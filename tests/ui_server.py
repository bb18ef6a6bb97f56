"""`taizhang ui` as a process, and questions to its GraphQL."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.command import House


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


class Server:
    """Where the UI listens, and what it answers."""

    def __init__(self, process: subprocess.Popen[str], address: str) -> None:
        self.process, self.address = process, address

    def __call__(self, query: str, **variables: Any) -> dict[str, Any]:
        """A question in GraphQL."""
        body = json.dumps({"query": query, "variables": variables}).encode()
        request = urllib.request.Request(f"{self.address}/graphql", body, headers={"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=300) as answer:
            return json.load(answer)["data"]


@contextmanager
def serving(house: House, seconds: float = 600, **environ: str) -> Iterator[Server]:
    """The UI on the house's folders, from its first answer until this ends; then it is stopped as by Ctrl-C."""
    port = free_port()
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a suite in the background ignores Ctrl-C
    process = house.start("ui", "--port", str(port), out=subprocess.DEVNULL, **environ)  # a full pipe would stop it
    signal.signal(signal.SIGINT, before)
    server = Server(process, f"http://127.0.0.1:{port}")
    deadline = time.monotonic() + seconds
    try:
        while True:
            try:
                server("{ version }")
                break
            except (urllib.error.URLError, ConnectionError):
                assert process.poll() is None, "the UI ended"
                assert time.monotonic() < deadline, "the UI does not answer"
                time.sleep(0.5)
        yield server
    finally:
        os.killpg(process.pid, signal.SIGINT)  # it ends what it started
        assert process.wait(timeout=300) == 0
