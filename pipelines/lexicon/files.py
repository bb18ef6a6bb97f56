"""The YAML files of this folder, each read once."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from pipelines import yamls


@cache
def content(name: str) -> dict[str, Any]:
    """What a file holds by its name without `.yml`, as it stands.

    >>> content("accounts")["accounts"]["政府性基金"][:1]
    ['政府性基金']
    """
    found: dict[str, Any] = yamls.read(Path(__file__).with_name(f"{name}.yml"))
    return found
