"""Which reader a file gets: by what its bytes are, else by its name. lexicon/media.yml is the register."""

from __future__ import annotations

import importlib
from typing import cast

from pipelines.lexicon.media import Medium, medium_in, medium_of
from pipelines.readers.medium import MediumError, Reader, Reading


def read_medium(data: bytes, name: str) -> Reading:
    """The file's text, tables and hints by the reader of its medium; raises MediumError.

    A file whose bytes are of another medium than its name says (a web page saved as .doc) is read as what it is, and
    the warning says so.
    """
    named, found = medium_of(name), medium_in(data)
    medium = found or named
    if medium is None:
        raise MediumError("no reader for this kind of file")
    reading = reader_of(medium).read(data, name)
    if found is None or found is named or named is None:
        return reading
    warning = f"named as a {named.name}, but the bytes are a {found.name}; read as that"
    return _warned(reading, warning)


def reader_of(medium: Medium) -> Reader:
    """The module that reads a medium. It is imported when the first file of its kind comes, for start-up time."""
    return cast(Reader, importlib.import_module(medium.reader))


def _warned(reading: Reading, warning: str) -> Reading:
    return Reading(
        reading.text,
        reading.media_type,
        reading.tables,
        reading.pages,
        reading.encoding,
        reading.hints,
        reading.places,
        (warning, *reading.warnings),
    )
