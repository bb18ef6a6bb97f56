"""Rows of a text in traditional characters, which was read as a simplified one, with the letters of the document again.

What quotes the document is given back as it is printed. What is compared between documents stays simplified: names of
indicators and places, sections, titles.
"""

from __future__ import annotations

from typing import Any

from pipelines.documents.model import Document
from pipelines.documents.traditional import Printed

Rows = dict[str, list[dict[str, Any]]]

# Columns that hold the document's own words from one place to another, by where they begin and end.
_SPANS = {
    "passage": ("text", "char_start", "char_end"),
    "cell": ("text", "char_start", "char_end"),
    "observation": ("printed", "value_start", "value_end"),
}
# Columns that quote the document near an offset, with line ends taken out or cells put together.
_QUOTES = {
    "cell": (("caption",), ("char_start",)),
    "observation": (("quote",), ("value_start",)),
    "qualitative_target": (("quote", "target_text"), ("char_start",)),
    "key_project": (("name", "full_name", "quote", "location", "scale_text", "owner"), ("name_start",)),
    "livelihood_project": (("name", "plan_text", "completion_text"), ("char_start",)),
    "livelihood_task": (("task_name", "plan_text", "completion_text"), ("plan_start", "completion_start")),
}


def as_printed(rows: Rows, document: Document) -> Rows:
    """The rows of some tables, changed in place, with what they quote in the letters of `document.printed`."""
    printed = Printed(document.text, document.printed)
    for table, (column, first, last) in _SPANS.items():
        for row in rows.get(table, ()):
            found = document.printed[row[first] : row[last]]
            if document.text[row[first] : row[last]] == row[column]:
                row[column] = found
    for table, (columns, starts) in _QUOTES.items():
        for row in rows.get(table, ()):
            near = next((row[start] for start in starts if row[start] is not None), 0)
            row.update({column: printed.of(row[column], near) for column in columns if row[column]})
    return rows
