"""What every reader of a medium gives back, and what it raises: the protocol behind the registry.

A reader is a module with one function `read(data, name)`: bytes in, a Reading out. It opens no other file, fetches
nothing, runs nothing that the file holds. What a file says that is not its text (a page's meta, a document's properties)
goes into `hints`; what a user should know goes into `warnings`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from pipelines.documents.model import Hints, PageMap, Place, Table


class MediumError(ValueError):
    """The bytes give no document; the message says what was found, what was expected and what to do."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A file as its reader made it.

    Offsets of tables, places and pages are code points of `text`. `tables` is None where only the text's own layout tells
    of tables. `places` name where a stretch of text stands in the file (a cell of a sheet, a row of a table), in the
    order of the text.
    """

    text: str
    media_type: str
    tables: Sequence[Table] | None = None
    pages: PageMap | None = None
    encoding: str | None = None
    hints: Hints = field(default_factory=Hints)
    places: Sequence[Place] = ()
    warnings: tuple[str, ...] = ()


class Reader(Protocol):
    """A module of a medium."""

    def read(self, data: bytes, name: str) -> Reading:
        """The document in the bytes of a file called `name`; raises MediumError."""
        ...
