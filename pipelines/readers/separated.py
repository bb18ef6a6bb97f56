"""Tables as text (.csv, .tsv): the rows as a grid, with the line and column of each cell."""

from __future__ import annotations

import csv
import io

from pipelines.documents.decode import DecodeError, decode
from pipelines.readers.grid import TooManyCells
from pipelines.readers.medium import MediumError, Reading
from pipelines.readers.sheets import write_sheet
from pipelines.readers.writer import Writer

_MARKS = ",\t;|"


def read(data: bytes, name: str) -> Reading:
    """The tables of a text of separated values; raises MediumError."""
    try:
        decoded = decode(data)
    except DecodeError as error:
        raise MediumError(str(error)) from error
    writer = Writer()
    try:
        rows = [
            [(col, value.strip()) for col, value in enumerate(row) if value.strip()]
            for row in csv.reader(io.StringIO(decoded.text), delimiter=_delimiter(decoded.text, name))
        ]
        write_sheet(writer, "table", rows, ())
    except (csv.Error, TooManyCells) as error:
        raise MediumError(f"no table of separated values: {error}") from error
    text, tables, places = writer.done()
    kind = "text/tab-separated-values" if name.lower().endswith(".tsv") else "text/csv"
    return Reading(text, kind, tables, encoding=decoded.encoding, places=places, warnings=decoded.warnings)


def _delimiter(text: str, name: str) -> str:
    """The mark that parts most lines, a comma where none does."""
    lines = text.splitlines()[:50]
    counts = {mark: sum(mark in line for line in lines) for mark in _MARKS}
    best = max(_MARKS, key=lambda mark: (counts[mark], mark == ("\t" if name.lower().endswith(".tsv") else ",")))
    return best if counts[best] else ","
