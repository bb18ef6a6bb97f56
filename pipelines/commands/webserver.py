"""Dagster's web server, which answers only those who ask for this machine by a name of its own.

A page of the web may have its own name lead to 127.0.0.1 (DNS rebinding) and so ask whatever listens there, in the name of
whoever reads that page. Dagster does not look at the Host header. Here it must be an address, `localhost`, the machine's name, the
name that was given to listen on, or one of TAIZHANG_UI_HOSTS: a page of somebody else's has none of these.

    python -m pipelines.commands.webserver dev …     # `dagster dev …`, with this server
    python -m pipelines.commands.webserver …         # the server alone
"""

from __future__ import annotations

import ipaddress
import os
import socket
import sys
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any

MODULE = "pipelines.commands.webserver"
VARIABLE = "TAIZHANG_UI_HOSTS"
GRAPH = "/asset-groups"  # what the first page is: how everything is made from the documents
Message = MutableMapping[str, Any]
App = Callable[[Message, Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]], Awaitable[None]]


def name_of(header: str) -> str:
    """The name in a Host header, without the port.

    >>> name_of("LocalHost:3000"), name_of("[::1]:3000"), name_of("10.0.0.7")
    ('localhost', '::1', '10.0.0.7')
    """
    host = header.strip().lower()
    return host[1:].partition("]")[0] if host.startswith("[") else host.partition(":")[0]


def is_own(header: str, names: Iterable[str]) -> bool:
    """Whether a Host header means this machine: an address does, and so do the given names.

    >>> is_own("127.0.0.1:3000", ()), is_own("ledger.example:80", ["ledger.example"]), is_own("evil.example", ())
    (True, True, False)
    """
    name = name_of(header)
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return name in {"localhost", *(given.lower() for given in names)}
    return True


def names(given: str = "") -> list[str]:
    """The names under which this machine may be asked: its own, the one to listen on, and TAIZHANG_UI_HOSTS."""
    return [socket.gethostname(), given, *os.environ.get(VARIABLE, "").replace(",", " ").split()]


class OwnHost:
    """The ASGI application, for requests whose Host header means this machine; others get 421."""

    def __init__(self, app: App, names: Iterable[str] = ()) -> None:
        self.app, self.names = app, [name for name in names if name]

    async def __call__(self, scope: Message, receive: Any, send: Any) -> None:
        """Answer, or refuse."""
        if scope["type"] in ("http", "websocket"):
            headers = dict(scope["headers"])
            if not is_own(headers.get(b"host", b"").decode("latin-1"), self.names):
                await _refuse(scope["type"], send)
                return
            if (scope["type"], scope.get("method"), scope.get("path")) == ("http", "GET", "/"):
                await _lead(scope.get("root_path", "") + GRAPH, send)
                return
        await self.app(scope, receive, send)


async def _lead(address: str, send: Callable[[Message], Awaitable[None]]) -> None:
    """Lead to another address of this server."""
    headers = [(b"location", address.encode()), (b"content-length", b"0")]
    await send({"type": "http.response.start", "status": 307, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


async def _refuse(kind: str, send: Callable[[Message], Awaitable[None]]) -> None:
    if kind == "websocket":
        await send({"type": "websocket.close", "code": 1008})
        return
    said = f"This server is asked for under a name that is not its own; name it in {VARIABLE}.\n".encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(said)).encode())]
    await send({"type": "http.response.start", "status": 421, "headers": headers})
    await send({"type": "http.response.body", "body": said})


def _serve() -> None:
    from dagster_webserver.cli import main
    from dagster_webserver.webserver import DagsterWebserver
    from starlette.middleware import Middleware

    server: Any = DagsterWebserver
    before = server.build_middleware
    host = sys.argv[sys.argv.index("--host") + 1] if "--host" in sys.argv[:-1] else ""
    server.build_middleware = lambda self: [Middleware(OwnHost, names=names(host)), *before(self)]
    main()


def _dev() -> None:
    """`dagster dev`, whose server is this one."""
    from dagster._cli import dev as module
    from dagster._cli import main

    dev: Any = module
    start = dev.open_ipc_subprocess
    dev.open_ipc_subprocess = lambda parts, **options: start(
        [MODULE if part == "dagster_webserver" else part for part in parts], **options
    )
    main()


if __name__ == "__main__":
    _dev() if sys.argv[1:2] == ["dev"] else _serve()
