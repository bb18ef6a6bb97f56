"""Markdown as converters write it: the text as it stands, tables with pipes and tables written as HTML."""

from __future__ import annotations

import re
from dataclasses import replace

from pipelines.documents.model import Cell, Place, Table
from pipelines.extract.tables.find import find_tables
from pipelines.extract.tables.kinds import classify
from pipelines.extract.tables.lines import trimmed
from pipelines.readers import text as plain
from pipelines.readers.grid import Grid, TooManyCells
from pipelines.readers.medium import MediumError, Reading
from pipelines.readers.writer import caption_above

_TABLE = re.compile(r"<table\b[^>]*>.*?</table\s*>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<(?P<close>/?)(?P<name>tr|td|th|thead|tbody)\b(?P<rest>[^<>]*)>", re.IGNORECASE)
_SPAN = re.compile(r"""(?P<name>rowspan|colspan)\s*=\s*["']?(?P<n>\d{1,4})""", re.IGNORECASE)


def read(data: bytes, name: str) -> Reading:
    """The text of the file, whose offsets are those of the file, and its tables of both kinds."""
    reading = plain.read(data, name)
    found = list(_TABLE.finditer(reading.text))
    if not found:  # the text's own layout tells of its tables
        return replace(reading, media_type="text/markdown", places=_places(find_tables(reading.text)))
    blank = list(reading.text)
    for match in found:
        blank[match.start() : match.end()] = "\n" * (match.end() - match.start())
    tables = find_tables("".join(blank))
    try:
        for match in found:
            table = _table(reading.text, match, tables)
            tables += [table] if table else []
    except TooManyCells as error:
        raise MediumError(str(error)) from error
    tables.sort(key=lambda table: table.start)
    tables = [replace(table, number=number) for number, table in enumerate(tables, 1)]
    return replace(reading, media_type="text/markdown", tables=tables, places=_places(tables))


def _places(tables: list[Table]) -> list[Place]:
    return [
        Place(cell.start, cell.end, f"table {table.number} row {cell.row + 1} col {cell.col + 1}")
        for table in tables
        for cell in table.cells
        if cell.text
    ]


def _table(text: str, match: re.Match[str], others: list[Table]) -> Table | None:
    """An HTML table whose cells are stretches of the text; None for one without two rows and columns."""
    cells = _cells(text, match.start(), match.end())
    if len({cell.row for cell in cells}) < 2 or len({cell.col for cell in cells}) < 2:
        return None
    after = max((table.end for table in others if table.end <= match.start()), default=0)
    begin, caption = caption_above(text, match.start(), after)
    table = Table(0, begin, match.end(), caption, None, tuple(cells))
    return replace(table, kind=classify(table))


def _cells(text: str, start: int, end: int) -> list[Cell]:
    grid, cells, row, opened = Grid(), [], -1, None
    head = False
    for tag in [*_TAG.finditer(text, start, end), None]:
        word = tag["name"].lower() if tag else ""
        if opened is not None and (tag is None or word in ("td", "th", "tr")):
            inside = trimmed(text, opened.end(), tag.start() if tag else end)
            marked = head or opened["name"].lower() == "th"
            spans = {m["name"].lower(): int(m["n"]) for m in _SPAN.finditer(opened["rest"])}
            words = text[inside.start : inside.end]
            placed = grid.add(max(row, 0), words, spans.get("rowspan", 1) or 1, spans.get("colspan", 1) or 1)
            cells.append(
                Cell(placed.row, placed.col, inside.start, inside.end, words, marked, placed.row_span, placed.col_span)
            )
            opened = None
        if tag is None or tag["close"]:
            head = head and word != "thead"
            continue
        head = head or word == "thead"
        row += word == "tr"
        opened = tag if word in ("td", "th") else None
    return cells if not all(cell.header for cell in cells) else [replace(cell, header=False) for cell in cells]
