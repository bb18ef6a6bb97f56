"""Tables as the page takes them: columns, repeated texts once, JSON, gzip, base64.

    encode({"observation": Table(("id", "unit"), [("a", "亿元"), ("b", "亿元")])})

A column is null where every value is, `{"d": [texts], "i": [positions]}` where texts repeat, else the list of its
values. Decimals come as text and stay so: no number is changed on its way.
"""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Table:
    """Rows with the names of their columns."""

    columns: list[str]
    rows: list[list[Any]] = field(default_factory=list)

    def column(self, name: str) -> list[Any]:
        at = self.columns.index(name)
        return [row[at] for row in self.rows]

    def replace(self, name: str, values: Sequence[Any], as_name: str = "") -> None:
        """Put other values into a column, and another name over it."""
        at = self.columns.index(name)
        for row, value in zip(self.rows, values, strict=True):
            row[at] = value
        self.columns[at] = as_name or name

    def drop(self, *names: str) -> None:
        kept = [at for at, name in enumerate(self.columns) if name not in names]
        self.rows = [[row[at] for at in kept] for row in self.rows]
        self.columns = [self.columns[at] for at in kept]


def encode_column(values: list[Any]) -> Any:
    """One column.

    >>> encode_column([None, None]), encode_column([1, 2]), encode_column(["a", "b", "a", "a", None])
    (None, [1, 2], {'d': ['a', 'b'], 'i': [0, 1, 0, 0, -1]})
    """
    if all(value is None for value in values):
        return None
    texts = [value for value in values if isinstance(value, str)]
    if texts and len(texts) + values.count(None) == len(values):
        known: dict[str, int] = {}
        places = [-1 if value is None else known.setdefault(value, len(known)) for value in values]
        if 2 * len(known) <= len(values):
            return {"d": list(known), "i": places}
    return values


def encode_table(table: Table) -> dict[str, Any]:
    """A table: its number of rows and its columns."""
    columns = zip(*table.rows, strict=True) if table.rows else ((),) * len(table.columns)
    return {
        "n": len(table.rows),
        "c": {name: encode_column(list(column)) for name, column in zip(table.columns, columns, strict=True)},
    }


def pack(payload: Mapping[str, Any]) -> str:
    """JSON, gzip, base64: the same bytes for the same payload, letters that mean nothing to HTML."""
    text = json.dumps(payload, ensure_ascii=False, separators=(",", ":"), default=_plain)
    return base64.b64encode(gzip.compress(text.encode(), compresslevel=9, mtime=0)).decode("ascii")


def unpack(packed: str) -> dict[str, Any]:
    """The payload again, for tests and tools; tables as lists of dicts are `rows(payload["tables"]["observation"])`."""
    return json.loads(gzip.decompress(base64.b64decode(packed)))


def rows(table: Mapping[str, Any]) -> list[dict[str, Any]]:
    """A packed table as dicts, as the page sees it."""
    made: list[dict[str, Any]] = [{} for _ in range(table["n"])]
    for name, column in table["c"].items():
        for at, row in enumerate(made):
            if isinstance(column, dict):
                place = column["i"][at]
                row[name] = None if place < 0 else column["d"][place]
            else:
                row[name] = None if column is None else column[at]
    return made


def _plain(value: object) -> object:
    raise TypeError(
        f"a page takes text, whole numbers, floats, booleans and lists, not {type(value).__name__}: {value!r}"
    )
