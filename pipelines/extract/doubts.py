"""Doubts about the frame of a row: its period is a guess or unknown, its place too, or it is said to have happened too late.

A row with such a doubt is below 0.9, whatever its rule: its number may be read rightly and yet be of another year.
"""

from __future__ import annotations

from typing import Any

from pipelines.documents.model import Metadata
from pipelines.lexicon.patterns import patterns

_P = patterns("doubts")

Row = dict[str, Any]

GUESSED = 0.85
"""The most that a row can be sure of that hangs on a guess."""
# What was there before has no year of its own where the text names none (由a到b).
_NO_PERIOD = frozenset({"G8.from", "G18.ratio"})
_DONE = _P["done"]
_CARRIED_OUT = _P["carried_out"]
_REPORTS = frozenset({"work_report", "plan_report", "budget_report", "communique"})


def doubt(row: Row, meta: Metadata) -> None:
    """Write the doubts about a row's frame into its checks, and lower its confidence; an actual of a year to come is a target."""
    if row["period_end"] is None and row["rule"] not in _NO_PERIOD:
        _add(row, "period_unknown")
    if row["region_name"] is None:
        _add(row, "region_unknown")
    elif "region" in meta.guessed and row["region_name"] == meta.region_name:
        _add(row, "region_guessed")
    if _hangs_on_guess(row["period_end"], meta) and not _dated(row):
        _add(row, "period_guessed")
    if row["statement"] == "actual" and _ahead(row["period_end"], meta):
        if not _DONE.search(row["quote"]) and not _CARRIED_OUT.search(row.get("section") or ""):
            row["statement"] = "target"
        _add(row, "actual_ahead")
    if not _LOWER.isdisjoint(row["checks"]):
        row["confidence"] = min(row["confidence"], GUESSED)


_LOWER = frozenset({"period_guessed", "period_unknown", "region_guessed", "actual_ahead"})


def _hangs_on_guess(year: int | None, meta: Metadata) -> bool:
    """Whether a row's year is one that the document itself does not state."""
    if year is None or not meta.guessed:
        return False
    guessed = {getattr(meta, field) for field in ("review_year", "plan_year") if field in meta.guessed}
    if "review_year" in meta.guessed and meta.review_year is not None and meta.published_date is None:
        guessed.add(meta.review_year + 1)  # 今年 of a text without a date
    return year in guessed


def _dated(row: Row) -> bool:
    """Whether the sentence or a heading prints the row's year, so that no guess is needed."""
    period = next((line for line in row.get("frame", ()) if line.startswith("period|")), "")
    level, words = [*period.split("|"), "", ""][1:3]
    return level in ("sentence", "section", "paragraph") and str(row["period_end"]) in words


def _add(row: Row, name: str) -> None:
    if name not in row["checks"]:
        row["checks"].append(name)


def _ahead(year: int | None, meta: Metadata) -> bool:
    """Whether a year lies behind the one that a report looks back on, or behind the document's date."""
    if year is None:
        return False
    if meta.kind in _REPORTS and meta.review_year is not None:
        return year > meta.review_year
    if meta.published_date:
        return year > int(meta.published_date[:4])
    return meta.review_year is not None and year > meta.review_year + 1
