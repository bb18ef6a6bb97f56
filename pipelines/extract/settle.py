"""What a document leaves open about itself, and the lines of documents.yml that settle it.

Region, kind or years may be guesses; a third of the figures may have no period; and figures of one series may contradict
each other so often that the text is more likely two reports, or of another year, than one that is wrong so often.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from pipelines.documents.model import Document, Metadata
from pipelines.documents.overrides import SETTLES
from pipelines.extract.doubts import GUESSED
from pipelines.extract.prose.same_series import CHECK

Row = dict[str, Any]

_OFTEN = 0.1  # share of figures that others of their series contradict; real reports have up to a twentieth
_LEAST = 6  # contradicted figures of the fewest that make a document doubtful
_PERIODLESS = 1 / 3
_FEW = 9  # figures below which their share says nothing
_KEYS = {"kind": "kind", "region": "region_name", "review_year": "review_year", "plan_year": "plan_year"}
_SAID = ("sentence", "paragraph", "table")  # levels at which a figure's own passage says its time


def contradicts_itself(rows: Sequence[Row]) -> bool:
    """Whether figures of one series differ more often than in a report that is one."""
    count = sum(CHECK in row["checks"] for row in rows)
    return count >= _LEAST and count >= _OFTEN * len(rows)


def doubt_contradiction(rows: Sequence[Row]) -> None:
    """In a document that contradicts itself no figure is sure whose year only the document or a heading says."""
    if not contradicts_itself(rows):
        return
    for row in rows:
        period = next((line for line in row.get("frame", ()) if line.startswith("period|")), "period|unknown")
        if period.split("|")[1] not in _SAID:
            if "period_guessed" not in row["checks"]:
                row["checks"].append("period_guessed")
            row["confidence"] = min(row["confidence"], GUESSED)


def to_settle(document: Document, rows: Sequence[Row]) -> tuple[str, ...]:
    """A warning for each thing that is open, with the line that settles it; () for a document that leaves nothing open."""
    meta, found = document.meta, []
    guessed = [key for key in _KEYS if key in meta.guessed]
    if guessed:
        said = " and ".join(f"{key} {getattr(meta, _KEYS[key])}" for key in guessed)
        verb = "is a guess" if len(guessed) == 1 else "are guesses"
        found.append(f"{said} {verb}, {SETTLES} {_line(document.source_file, _said(meta, guessed))}")
    without = sum("period_unknown" in row["checks"] for row in rows)
    if len(rows) >= _FEW and without > _PERIODLESS * len(rows):
        year = {"review_year": int(meta.published_date[:4]) if meta.published_date else "YEAR"}
        found.append(
            f"{without} of {len(rows)} figures have no period, for the text names no year, {SETTLES} "
            f"{_line(document.source_file, year)} with the year that it reports"
        )
    if contradicts_itself(rows):
        count = sum(CHECK in row["checks"] for row in rows)
        years = _said(meta, ["review_year", "plan_year"]) or {"review_year": "YEAR"}
        found.append(
            f"{count} of {len(rows)} figures are contradicted by others of the same series: it may be of another year or hold "
            f"several reports, {SETTLES} {_line(document.source_file, years)} with the right year, or by its parts "
            "([{starts: first words, review_year: …}, …])"
        )
    return tuple(found)


def _said(meta: Metadata, keys: Sequence[str]) -> dict[str, Any]:
    return {key: value for key in keys if (value := getattr(meta, _KEYS[key])) is not None}


def _line(source_file: str, values: dict[str, Any]) -> str:
    """An entry of documents.yml on one line."""
    inner = ", ".join(f"{key}: {value}" for key, value in values.items())
    return f"{json.dumps(source_file, ensure_ascii=False)}: {{{inner}}}"
