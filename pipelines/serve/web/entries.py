"""What readers say of single numbers, written beside the documents: corrections.yml and reviews.yml.

Only where the server was started with --write, only on this machine, only from its own page. An entry is taken if the
whole file can be read with it, as the build reads it; else the file stays as it was and the reader is told why.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pipelines.errors import PublishError
from pipelines.publish import corrections, reviews
from pipelines.publish.files import write_aside

MOST_BYTES = 20_000
READ: dict[str, tuple[str, Callable[[Path], list[Any]]]] = {
    "corrections": (corrections.NAME, corrections.read),
    "reviews": (reviews.NAME, reviews.read),
}
_LOCK = threading.Lock()


class EntryError(PublishError):
    """An entry that is not taken; the message says why."""


def add(raw: Path, kind: str, entry: str) -> int:
    """Add one entry, lines of YAML as the page shows them, to its file in `raw`; returns how many there are now."""
    name, read = READ[kind]
    if len(entry.encode()) > MOST_BYTES:
        raise EntryError(f"an entry has at most {MOST_BYTES:,} bytes")
    target = raw / name
    with _LOCK:
        before = len(read(target))
        text = target.read_text(encoding="utf-8") if target.exists() else ""
        head = text.rstrip() + "\n" if before else f"{_comments(text)}{kind}:\n"
        with write_aside(target) as aside:
            aside.write_text(head + entry.rstrip() + "\n", encoding="utf-8", newline="\n")
            now = len(read(aside))
            if now != before + 1:
                raise EntryError(f"expected one entry of {name}, and there are {now - before}")
    return now


def _comments(text: str) -> str:
    """The comments of a file without entries, which stay in front of the first one."""
    kept = [line for line in text.splitlines() if line.startswith("#")]
    return "".join(f"{line}\n" for line in kept)
