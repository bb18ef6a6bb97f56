"""Who is answered, and what every answer says: a page of another site cannot ask through the reader's browser.

The Host header must name the server (a name that was bound to this address elsewhere is refused), only reading methods
are taken, and nothing may frame, embed or sniff what is sent.
"""

from __future__ import annotations

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

METHODS = frozenset({"GET", "HEAD"})
LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})
HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cache-control": "no-store",
}


def host_of(header: str) -> str:
    """The host of a Host header, without its port.

    >>> host_of("127.0.0.1:8000"), host_of("[::1]:8000"), host_of("Example.org")
    ('127.0.0.1', '[::1]', 'example.org')
    """
    header = header.strip().lower()
    if header.startswith("["):
        return header.partition("]")[0] + "]"
    return header.partition(":")[0]


class Guard:
    """ASGI middleware; `writes` are the paths that take POST from the server's own page."""

    def __init__(self, app: ASGIApp, hosts: frozenset[str], writes: frozenset[str] = frozenset()) -> None:
        self.app, self.hosts, self.writes = app, hosts, writes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or answer with the headers."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        if refusal := self._refusal(scope):
            await refusal(scope, receive, self._sending(send))
            return
        await self.app(scope, receive, self._sending(send))

    def _refusal(self, scope: Scope) -> JSONResponse | None:
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        if host_of(headers.get("host", "")) not in self.hosts:
            return JSONResponse({"error": "this server answers to another name; see taizhang serve --allow-host"}, 421)
        method = scope["method"]
        if method in METHODS:
            return None
        if method != "POST" or scope["path"] not in self.writes:
            allowed = "GET, HEAD, POST" if scope["path"] in self.writes else "GET, HEAD"
            return JSONResponse({"error": "this server reads only"}, 405, {"allow": allowed})
        if host_of(headers.get("origin", "").partition("://")[2]) not in self.hosts:
            return JSONResponse({"error": "an entry comes from the page of this server only"}, 403)
        if not headers.get("content-type", "").startswith("application/json"):
            return JSONResponse({"error": "an entry is JSON"}, 415)
        return None

    @staticmethod
    def _sending(send: Send) -> Send:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
                message["headers"] = [*message.get("headers", []), *given]
            await send(message)

        return sending
