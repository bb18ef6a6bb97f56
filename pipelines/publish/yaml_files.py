"""Reading the YAML files that people write beside the documents."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any


def loader() -> Any:
    """A safe loader that keeps decimals as they are written: 0.1 is Decimal('0.1'), never a binary float."""
    import yaml

    class Loader(yaml.SafeLoader):
        pass

    def number(made: Loader, node: yaml.ScalarNode) -> object:
        return _number(made.construct_scalar(node))

    Loader.add_constructor("tag:yaml.org,2002:float", number)
    return Loader


def _number(text: str) -> Any:
    try:
        return Decimal(text.replace("_", ""))
    except InvalidOperation:
        return text
