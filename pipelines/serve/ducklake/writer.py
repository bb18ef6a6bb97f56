"""Who publishes: a name in the lake, and the warehouse that it belongs to.

Two offices under one name would replace each other's rows, each time in silence. So a name belongs to the warehouse that
first published under it, which has an id of its own in a small file beside the published one.
"""

from __future__ import annotations

import json
import platform
import re
import uuid
from dataclasses import dataclass
from pathlib import Path

from pipelines.errors import PublishError
from pipelines.publish.files import write_aside

FILE = "lake-writer.json"
NAME = re.compile(r"\w[\w.-]{0,63}")  # it is a part of paths and of Hive partitions


@dataclass(frozen=True, slots=True)
class Writer:
    """A name, and the id of its warehouse."""

    name: str
    warehouse_id: str


def writer_of(warehouse: Path, name: str | None = None) -> Writer:
    """The writer that a warehouse is: `name`, else the name that it had last, else that of this machine.

    Raises PublishError for a name that cannot be one.
    """
    known = _read(warehouse / FILE)
    name = name or known.get("writer") or re.sub(r"[^\w.-]", "-", platform.node()) or "taizhang"
    if not NAME.fullmatch(name):
        raise PublishError(f"{name!r} is no name of a writer; take letters, digits, '-', '_' and '.', 64 at most")
    return Writer(name, known.get("id") or uuid.uuid4().hex)


def remember(warehouse: Path, writer: Writer) -> None:
    """Keep the name and the id for the next time, before anything is in a lake under them."""
    path = warehouse / FILE
    if _read(path) == {"id": writer.warehouse_id, "writer": writer.name}:
        return
    with write_aside(path) as aside:
        aside.write_text(
            json.dumps({"id": writer.warehouse_id, "writer": writer.name}, ensure_ascii=False) + "\n", encoding="utf-8"
        )


def _read(path: Path) -> dict[str, str]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except ValueError as error:
        raise PublishError(f"{path} is damaged ({error}); remove it, and publish with --as NAME --take-over") from None
    return {key: str(found[key]) for key in ("id", "writer") if key in found}
