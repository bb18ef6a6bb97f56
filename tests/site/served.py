"""The server of the explorer in this process: with serving(published) as address: …"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn

from pipelines.serve.snapshot import Snapshots
from pipelines.serve.web.app import Served, make
from pipelines.serve.web.guard import LOOPBACK


@contextmanager
def serving(published: Path, **given: Any) -> Iterator[str]:
    """Its address, until the block ends. `given` goes to Served."""
    app = make(Served(Snapshots(published), LOOPBACK, **given))
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning", access_log=False, lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)
