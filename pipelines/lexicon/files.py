"""The YAML files of this folder, each read once."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml


@cache
def content(name: str) -> dict[str, Any]:
    """What a file holds by its name without `.yml`, as it stands.

    >>> content("accounts")["accounts"]["政府性基金"]
    ['政府性基金']
    """
    with Path(__file__).with_name(f"{name}.yml").open(encoding="utf-8") as file:
        # libyaml reads ten times as fast; where PyYAML was built without it, its own loader reads the same.
        return yaml.load(file, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
