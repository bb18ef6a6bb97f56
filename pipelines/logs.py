"""Logs: for people a few lines on stderr, for machines one JSON object a line, with the document that it is about.

    to_people(sys.stderr)                 # what the steps say, once
    with to_file(folder, run_id): ...     # everything, into <folder>/log.jsonl; the file before it is log.1.jsonl

A line about a document is written with `extra=about(file, ...)`; in the file every line has the same keys: at, run, level,
message, document, document_id, step, seconds, error. Nothing that a setting holds is ever logged.
"""

from __future__ import annotations

import contextlib
import json
import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

LOG = logging.getLogger("taizhang")
FILE, BEFORE = "log.jsonl", "log.1.jsonl"
FIELDS = ("document", "document_id", "step", "seconds", "error")


def about(document: str, document_id: str | None = None, **fields: Any) -> dict[str, Any]:
    """What goes into `extra` of a line about a document: step, seconds, error, as far as they are known.

    >>> about("a.txt", step="read")["taizhang"]
    {'document': 'a.txt', 'document_id': None, 'step': 'read'}
    """
    return {"taizhang": {"document": document, "document_id": document_id, **fields}}


class Lines(logging.Formatter):
    """A record as one line of JSON."""

    def __init__(self, run: str) -> None:
        super().__init__()
        self.run = run

    def format(self, record: logging.LogRecord) -> str:
        """The same keys for every record; None where there is nothing to say."""
        said = getattr(record, "taizhang", {})
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "run": self.run,
            "level": record.levelname.lower(),
            "message": record.getMessage(),
            **{name: said.get(name) for name in FIELDS},
        }
        return json.dumps(line, ensure_ascii=False).encode("utf-8", "backslashreplace").decode()


def to_people(stream: TextIO) -> None:
    """Show what the steps say, without the lines about single documents."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter("%(message)s"))
    handler.setLevel(logging.INFO)
    handler.addFilter(lambda record: not hasattr(record, "taizhang"))
    LOG.addHandler(handler)
    LOG.setLevel(logging.DEBUG)
    LOG.propagate = False


@contextlib.contextmanager
def to_file(folder: Path, run: str) -> Iterator[Path]:
    """Write all lines of a run into a file of its own; where it cannot be written, the run goes on without."""
    path = folder / FILE
    level = LOG.level
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if path.exists():
            path.replace(folder / BEFORE)
        handler = logging.FileHandler(path, encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        LOG.warning("no log is written: %s: %s", path, error.strerror)
        yield path
        return
    handler.setFormatter(Lines(run))
    handler.handleError = lambda record: None  # type: ignore[method-assign]  # a full disk is said by who needs the room
    LOG.addHandler(handler)
    LOG.setLevel(logging.DEBUG)
    try:
        yield path
    finally:
        LOG.removeHandler(handler)
        LOG.setLevel(level)
        with contextlib.suppress(OSError):
            handler.close()
