"""A headless Chromium, driven through its debugging pipe: no library, no port, nothing to install but the browser.

with Chromium(find()) as browser:
    page = browser.open(path.as_uri())
    page.click("nav a[href='#conflicts']")
    assert page.value("document.querySelectorAll('.conflict-card').length") == 4
    assert page.errors == [] and page.requests == [path.as_uri()]
"""

from __future__ import annotations

import base64
import json
import os
import select
import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "headless_shell")
FLAGS = (
    "--headless=new", "--remote-debugging-pipe", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
    "--no-first-run", "--disable-extensions", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--mute-audio", "--hide-scrollbars", "--force-color-profile=srgb", "--lang=zh-CN",
)  # fmt: skip
PATIENCE = 300.0  # seconds for one answer: a busy machine's, for a browser that hangs ends no sooner


def find() -> str | None:
    """The browser: TAIZHANG_CHROMIUM, or the first known name on the PATH; None where there is none."""
    given = os.environ.get("TAIZHANG_CHROMIUM")
    return given or next((found for name in NAMES if (found := shutil.which(name))), None)


class Chromium:
    """The browser's process and its pipe: messages are JSON ended by a zero byte."""

    def __init__(self, program: str) -> None:
        self.profile = tempfile.mkdtemp(prefix="taizhang-browser-")
        read_commands, self.commands = os.pipe()
        self.answers, write_answers = os.pipe()

        def wire() -> None:  # the browser reads from 3 and writes to 4; neither may be lost while the other is placed
            one, other = os.dup(read_commands), os.dup(write_answers)
            high_one, high_other = os.dup2(one, 60), os.dup2(other, 61)
            os.dup2(high_one, 3)
            os.dup2(high_other, 4)

        self.process = subprocess.Popen(
            [program, *FLAGS, f"--user-data-dir={self.profile}", "about:blank"],
            preexec_fn=wire, close_fds=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        os.close(read_commands)
        os.close(write_answers)
        self.number, self.buffer, self.pages = 0, b"", {}

    def __enter__(self) -> Chromium:
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self.send("Browser.close")
            self.process.wait(10)
        except (OSError, subprocess.TimeoutExpired, TimeoutError):
            self.process.kill()
            self.process.wait()
        os.close(self.commands)
        os.close(self.answers)
        shutil.rmtree(self.profile, ignore_errors=True)

    def open(self, url: str, width: int = 1280, height: int = 860) -> Page:
        """A tab of its own with the page loaded and shown."""
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        session = self.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        page = self.pages[session] = Page(self, session)
        for domain in ("Page", "Runtime", "Network", "Log"):
            page.send(f"{domain}.enable")
        page.resize(width, height)
        page.go(url)
        return page

    def send(self, method: str, session: str | None = None, **parameters: Any) -> dict[str, Any]:
        self.number += 1
        message = {
            "id": self.number,
            "method": method,
            "params": parameters,
            **({"sessionId": session} if session else {}),
        }
        os.write(self.commands, json.dumps(message).encode() + b"\0")
        return self._answer(self.number, method)

    def _answer(self, number: int, method: str) -> dict[str, Any]:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            for message in self._read(end - time.monotonic()):
                if message.get("id") == number:
                    if "error" in message:
                        raise RuntimeError(f"{method}: {message['error']}")
                    return message["result"]
        raise TimeoutError(f"{method}: no answer in {PATIENCE} s")

    def _read(self, seconds: float) -> list[dict[str, Any]]:
        """What has come, events told to their page."""
        if select.select([self.answers], [], [], max(seconds, 0))[0]:
            piece = os.read(self.answers, 1 << 20)
            if not piece:
                raise RuntimeError("the browser has gone")
            self.buffer += piece
        *whole, self.buffer = self.buffer.split(b"\0")
        messages = [json.loads(one) for one in whole]
        for message in messages:
            if page := self.pages.get(message.get("sessionId", "")):
                page.hear(message.get("method", ""), message.get("params", {}))
        return messages


class Page:
    """A tab. `errors` are exceptions and errors on the console, `requests` all addresses it asked for."""

    def __init__(self, browser: Chromium, session: str) -> None:
        self.browser, self.session = browser, session
        self.errors: list[str] = []
        self.requests: list[str] = []

    def send(self, method: str, **parameters: Any) -> dict[str, Any]:
        return self.browser.send(method, self.session, **parameters)

    def hear(self, method: str, event: dict[str, Any]) -> None:
        if method == "Runtime.exceptionThrown":
            self.errors.append(json.dumps(event["exceptionDetails"], ensure_ascii=False)[:500])
        elif method == "Runtime.consoleAPICalled" and event["type"] in ("error", "warning", "assert"):
            self.errors.append(json.dumps(event["args"], ensure_ascii=False)[:500])
        elif method == "Log.entryAdded" and event["entry"]["level"] in ("error", "warning"):
            self.errors.append(event["entry"]["text"])
        elif method == "Network.requestWillBeSent" and not event["request"]["url"].startswith(("data:", "blob:")):
            self.requests.append(event["request"]["url"])

    def go(self, url: str) -> None:
        self.send("Page.navigate", url=url)
        self.wait("document.documentElement?.dataset.ready")

    def value(self, expression: str) -> Any:
        """The JSON value of an expression in the page."""
        answer = self.send("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(f"{expression}: {answer['exceptionDetails']}")
        return answer["result"].get("value")

    def texts(self, selector: str) -> list[str]:
        return self.value(f"[...document.querySelectorAll({json.dumps(selector)})].map((one) => one.textContent)")

    def text(self, selector: str) -> str:
        [text] = self.texts(selector)[:1] or [""]
        return text

    def count(self, selector: str) -> int:
        return self.value(f"document.querySelectorAll({json.dumps(selector)}).length")

    def wait(self, expression: str, seconds: float = PATIENCE) -> Any:
        """The value of an expression as soon as it is true of the page."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                found = self.value(expression)
            except RuntimeError as error:
                if "navigated" not in str(error):
                    raise
                found = None  # asked while the page went over to another one
            if found not in (None, False, 0, "", []):  # an element comes as {}
                return found
            time.sleep(0.02)
        raise TimeoutError(f"never true: {expression}; errors of the page: {self.errors}")

    def click(self, selector: str) -> None:
        """A real click in the middle of (the first line of) the first element that fits."""
        self.wait(f"document.querySelector({json.dumps(selector)})")
        box = self.value(
            f"(() => {{ const one = document.querySelector({json.dumps(selector)}); one.scrollIntoView({{block: 'center'}});"
            " const [b] = one.getClientRects(); return [b.x + b.width / 2, b.y + b.height / 2]; })()"
        )
        for kind in ("mousePressed", "mouseReleased"):
            self.send("Input.dispatchMouseEvent", type=kind, x=box[0], y=box[1], button="left", clickCount=1)
        self.settle()

    def show(self, address: str) -> None:
        """Another view of the page that is open (`#indicators?i=gdp`)."""
        self.value(f"location.hash = {json.dumps(address, ensure_ascii=False)}")
        self.settle()

    def keep_files(self) -> None:
        """From now on what the page saves is kept in `files`."""
        self.value(
            "(() => { window.files = []; const make = URL.createObjectURL;"
            " URL.createObjectURL = (blob) => { files.push(blob); return make.call(URL, blob); }; })()"
        )

    def saved(self, selector: str) -> bytes:
        """The file that a button saves."""
        self.keep_files()
        self.click(selector)
        letters = "[...new Uint8Array(bytes)].map((one) => String.fromCharCode(one)).join('')"
        return base64.b64decode(self.wait(f"files.length && files[0].arrayBuffer().then((bytes) => btoa({letters}))"))

    def settle(self) -> None:
        """Let what a click or a key set going come to its end: a change of the address is told a moment later."""
        self.value("new Promise((done) => setTimeout(done, 30))")

    def type(self, selector: str, text: str) -> None:
        self.wait(f"document.querySelector({json.dumps(selector)})")
        self.value(
            f"(() => {{ const one = document.querySelector({json.dumps(selector)}); one.focus(); one.select(); }})()"
        )
        self.send("Input.insertText", text=text)

    def choose(self, label: str, value: str) -> None:
        """Choose in the select that is labelled so."""
        self.value(
            f"(() => {{ const field = [...document.querySelectorAll('label.field')].find((one) => one.firstChild.textContent ==="
            f" {json.dumps(label)}).querySelector('select'); field.value = {json.dumps(value)};"
            " field.dispatchEvent(new Event('change', {bubbles: true})); })()"
        )

    def press(self, *keys: str) -> None:
        for key in keys:
            text = {"text": key} if len(key) == 1 else {"text": "\r"} if key == "Enter" else {}
            code = {"Enter": 13, "Tab": 9, "Escape": 27}.get(key, ord(key[0].upper()))
            for kind in ("keyDown", "keyUp"):
                self.send(
                    "Input.dispatchKeyEvent",
                    type=kind,
                    key=key,
                    code=key,
                    windowsVirtualKeyCode=code,
                    **(text if kind == "keyDown" else {}),
                )
        self.settle()

    def resize(self, width: int, height: int, phone: bool = False) -> None:
        self.send("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=phone)

    def screenshot(self, path: Path) -> None:
        path.write_bytes(base64.b64decode(self.send("Page.captureScreenshot", format="png")["data"]))

    def close(self) -> None:
        target = self.send("Target.getTargetInfo")["targetInfo"]["targetId"]
        del self.browser.pages[self.session]
        self.browser.send("Target.closeTarget", targetId=target)

    def accessible_names(self, roles: Sequence[str]) -> list[tuple[str, str]]:
        """(role, name) of what readers of screens are told of."""
        nodes = self.send("Accessibility.getFullAXTree")["nodes"]
        pairs = [
            (n["role"]["value"], n.get("name", {}).get("value", ""))
            for n in nodes
            if not n.get("ignored") and "role" in n
        ]
        return [pair for pair in pairs if pair[0] in roles]
