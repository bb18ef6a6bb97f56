"""What checks know of the document whose rows they judge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipelines.documents.model import Document

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Facts:
    """What checks know of the document: its text, the year that it speaks in (None where it does not say), and where
    its passages stand (number -> start, end).
    """

    text: str
    year: int | None
    passages: Mapping[int, tuple[int, int]]

    @classmethod
    def of(cls, document: Document, passages: Sequence[Row] = ()) -> Facts:
        """The year is that of publication, else the planned one, else the one after the reviewed one; never a clock's."""
        meta = document.meta
        if meta.published_date:
            year: int | None = int(str(meta.published_date)[:4])
        elif meta.plan_year:
            year = meta.plan_year
        else:
            year = meta.review_year + 1 if meta.review_year else None
        places = {p["passage_no"]: (p["char_start"], p["char_end"]) for p in passages}
        return cls(document.printed or document.text, year, places)
