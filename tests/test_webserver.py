"""The UI answers only those who ask for this machine by a name of its own, and what it shows of documents is no markup."""

from __future__ import annotations

import asyncio
import sys
from typing import Any

import pytest

from pipelines.commands import webserver
from pipelines.render import markdown


def asked(host: str, kind: str = "http", names: tuple[str, ...] = (), **given: str) -> list[dict[str, Any]]:
    """What a request with this Host header gets."""
    sent: list[dict[str, Any]] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "the page"})

    async def send(message: Any) -> None:
        sent.append(dict(message))

    scope = {"type": kind, "headers": [(b"host", host.encode())], **given}
    asyncio.run(webserver.OwnHost(app, names)(scope, None, send))
    return sent


@pytest.mark.parametrize("host", ["127.0.0.1:3000", "localhost:3000", "[::1]:3000", "10.1.2.3", "ledger.example:443"])
def test_own_names_are_answered(host: str) -> None:
    assert asked(host, names=("Ledger.example",)) == [{"type": "the page"}]


@pytest.mark.parametrize("host", ["evil.example:3000", "127.0.0.1.evil.example", "localhost.evil.example", ""])
def test_a_page_that_leads_its_own_name_here_gets_nothing(host: str) -> None:
    start, body = asked(host)
    assert start["status"] == 421 and b"TAIZHANG_UI_HOSTS" in body["body"]
    assert asked(host, "websocket") == [{"type": "websocket.close", "code": 1008}]


def test_the_first_page_is_the_graph() -> None:
    start, _ = asked("localhost:3000", path="/", method="GET")
    assert start["status"] == 307 and dict(start["headers"])[b"location"] == b"/asset-groups"
    assert asked("localhost:3000", path="/graphql", method="GET") == [{"type": "the page"}]
    assert asked("evil.example", path="/", method="GET")[0]["status"] == 421


def test_dagsters_server_has_it_in_front(monkeypatch: pytest.MonkeyPatch) -> None:
    from dagster_webserver import cli
    from dagster_webserver.webserver import DagsterWebserver

    monkeypatch.setattr(cli, "main", lambda: None)
    monkeypatch.setattr(DagsterWebserver, "build_middleware", DagsterWebserver.build_middleware)
    monkeypatch.setattr(sys, "argv", ["webserver", "--host", "0.0.0.0", "--port", "3000"])
    monkeypatch.setenv(webserver.VARIABLE, "ledger.example")
    webserver._serve()
    server: Any = DagsterWebserver
    first = server.build_middleware(object())[0]
    assert first.cls is webserver.OwnHost and "ledger.example" in first.kwargs["names"]


def test_dagster_dev_starts_it(monkeypatch: pytest.MonkeyPatch) -> None:
    import dagster._cli
    from dagster._cli import dev

    started: list[list[str]] = []
    monkeypatch.setattr(dev, "open_ipc_subprocess", lambda parts, **_: started.append(parts))
    monkeypatch.setattr(
        dagster._cli, "main", lambda: dev.open_ipc_subprocess([sys.executable, "-m", "dagster_webserver"], pass_fds=[])
    )
    webserver._dev()
    assert started == [[sys.executable, "-m", webserver.MODULE]]


@pytest.mark.parametrize(
    "text",
    [
        "![x](https://evil.example/p.png)",
        "[看](http://evil.example)",
        "见 https://evil.example/a",
        "WWW.evil.example",
        "&#91;x](y)",
    ],
)
def test_no_text_becomes_a_link_or_a_picture(text: str) -> None:
    import re

    shown = markdown(["quote"], [[text]]).splitlines()[-1]
    assert not re.search(r"(?<!\\)\[|\]\(|://|www\.|&(?!amp;|lt;)", shown, re.IGNORECASE), shown
