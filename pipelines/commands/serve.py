"""`taizhang serve`: the explorer from the published file, for warehouses of any size, until it is stopped."""

from __future__ import annotations

import gc
import ipaddress
import socket
import sys
from collections.abc import Sequence

from pipelines import settings
from pipelines.commands.read import reading
from pipelines.errors import CommandError


def _hosts(host: str, allowed: Sequence[str]) -> frozenset[str]:
    """The names that the server answers to."""
    from pipelines.serve.web.guard import LOOPBACK, host_of

    own = f"[{host}]" if ":" in host else host
    return LOOPBACK | {host_of(own)} | {host_of(name) for name in allowed}


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches the address.

    >>> is_loopback("127.0.0.1"), is_loopback("::1"), is_loopback("localhost"), is_loopback("0.0.0.0")
    (True, True, True, False)
    """
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def run(
    warehouse: str | None, host: str, port: int, allowed: Sequence[str], *, write: bool = False, raw: str | None = None
) -> int:
    """Serve until stopped; CommandError where there is no warehouse or the port is taken.

    With `write`, corrections and reviews made in the page are written into the folder of documents.
    """
    if write and not is_loopback(host):
        raise CommandError(f"--write is for this machine only; {host} can be reached from elsewhere")
    import uvicorn

    from pipelines.serve.snapshot import Snapshots
    from pipelines.serve.web.app import Served, make

    with reading(warehouse) as published:
        snapshots = Snapshots(published)
        with snapshots.current():
            pass  # a file that cannot be opened is said now, not to the first reader
    try:
        listening = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        raise CommandError(
            f"cannot listen on port {port} of {host}: {error.strerror or error}; name another: --port N"
        ) from None
    port = listening.getsockname()[1]
    folder = settings.load(raw=raw).raw
    app = make(Served(snapshots, _hosts(host, allowed), raw=folder if folder.is_dir() else None, write=write))
    shown = f"[{host}]" if ":" in host else host
    print(f"http://{shown}:{port}/", flush=True)
    print(f"serving {published} (Ctrl-C ends it)", file=sys.stderr)
    if not is_loopback(host):
        print("whoever reaches this address can read all of it; there is no password", file=sys.stderr)
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        limit_concurrency=128,
        backlog=128,
        timeout_keep_alive=15,
        h11_max_incomplete_event_size=16_384,
    )
    gc.set_threshold(
        100_000, 50, 50
    )  # answers are long lists without cycles: looking through them is a fifth of the time
    with listening:
        uvicorn.Server(config).run(sockets=[listening])
    return 0
