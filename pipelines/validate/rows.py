"""Validate what extraction staged of one document.

    result = validate(staged, document)
    result.valid["observation"]   frame of the rows that may go on, in the order staged
    result.quarantine             frame of the rows that may not: table, check, reason, row as JSON
    result.counts                 {"observation": {"rows": 7, "valid": 6, "quarantined": 1, "doubts": {"unit_unknown": 1}}}

Nothing is dropped: every staged row is in exactly one of the two.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pipelines.validate import frames, schemas
from pipelines.validate.schema import SchemaError, tables

if TYPE_CHECKING:
    import polars as pl

    from pipelines.documents.model import Document
    from pipelines.validate.checks import Check
    from pipelines.validate.known import Facts

Row = Mapping[str, Any]

# What cannot be published without the document's own row.
OF_A_DOCUMENT = frozenset(name for name in tables() if name not in ("document", "outcome", "quarantine"))


@dataclass(frozen=True, slots=True)
class Validated:
    """The staged rows of one document, sorted into those that may go on and those that may not."""

    valid: dict[str, pl.DataFrame]
    quarantine: pl.DataFrame
    counts: dict[str, dict[str, Any]]


def _json(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date) else repr(value)


def quarantined(kind: str, row: Row, check: str, reason: str, document: Document) -> dict[str, Any]:
    """A quarantine row: the row as JSON (decimals as text), the check and the reason."""
    text = json.dumps(dict(row), ensure_ascii=False, default=_json)
    return {
        "document_id": document.document_id,
        "source_file": document.source_file,
        "table_name": kind,
        "check_name": check,
        "reason": reason.encode("utf-8", "backslashreplace").decode(),
        "row_json": text.encode("utf-8", "backslashreplace").decode(),
    }


def _named(kind: str, rows: Sequence[Row], facts: Facts) -> tuple[dict[int, tuple[str, str]], dict[int, list[Check]]]:
    """What the named checks say: row number -> (check, reason) that blocks, row number -> doubts."""
    from pipelines.validate.checks import CHECKS, TOGETHER, checks_of

    blocked: dict[int, tuple[str, str]] = {}
    doubts: dict[int, list[Check]] = {}
    for number, row in enumerate(rows if kind in CHECKS else ()):
        for check in checks_of(kind, row.get("measure")):
            reason = check.reason(row, facts)
            if reason is None:
                continue
            if check.blocking:
                blocked[number] = (check.name, reason)
                break
            doubts.setdefault(number, []).append(check)
    together = TOGETHER.get(kind)
    if together:
        good = [number for number in range(len(rows)) if number not in blocked]
        found = together.reasons([rows[number] for number in good])
        blocked |= {good[number]: (together.name, reason) for number, reason in found.items()}
    return blocked, doubts


def _with_doubts(rows: list[Row], doubts: dict[int, list[Check]]) -> list[Row]:
    """The rows with the doubts' names added to `checks`, each name once, and no surer than the doubts allow."""
    return [_doubted(row, doubts[n]) if n in doubts else row for n, row in enumerate(rows)]


def _doubted(row: Row, doubts: list[Check]) -> Row:
    names = [check.name for check in doubts]
    sure = min(row["confidence"], *(check.most for check in doubts))
    return {**row, "checks": list(dict.fromkeys([*row["checks"], *names])), "confidence": sure}


def validate(staged: Mapping[str, Sequence[Row]], document: Document) -> Validated:
    """Sort the staged rows of one document into valid ones and quarantined ones, with the reason of each.

    `staged` maps names of staged tables to records with exactly the table's columns. Raises SchemaError for a table or
    a column that is not in `_sources.yml`: that is a mistake of code and no fault of the document.
    """
    from pipelines.validate.known import Facts

    unknown = sorted(set(staged) - set(tables()))
    if unknown:
        raise SchemaError(f"unknown staged tables {unknown}; known: {', '.join(tables())}")
    facts = Facts.of(document)
    valid: dict[str, pl.DataFrame] = {}
    bad: list[dict[str, Any]] = []
    counts: dict[str, dict[str, Any]] = {}
    for kind in (name for name in tables() if name != "quarantine"):
        rows = list(staged.get(kind, ()))
        if kind in OF_A_DOCUMENT and "document" in staged and valid["document"].height == 0:
            valid[kind], doubts = frames.empty(kind), Counter[str]()
            faults = [(row, "document_invalid", "the document's own row is in quarantine") for row in rows]
        else:
            valid[kind], faults, doubts = _table(kind, rows, facts)
        if kind == "passage":
            facts = Facts.of(document, valid[kind]["passage_no", "char_start", "char_end"].rows(named=True))
        bad += [quarantined(kind, row, check, reason, document) for row, check, reason in faults]
        counts[kind] = {
            "rows": len(rows),
            "valid": valid[kind].height,
            "quarantined": len(faults),
            "doubts": dict(sorted(doubts.items())),
        }
    quarantine, rejected = frames.frame("quarantine", bad)
    assert not rejected, rejected  # made here, of text only
    return Validated(valid, quarantine, counts)


def _table(kind: str, rows: list[Row], facts: Facts) -> tuple[pl.DataFrame, list[tuple[Row, str, str]], Counter[str]]:
    """One table's good rows, its bad ones with check and reason, and how often each doubt was raised."""
    frame, rejected = frames.frame(kind, rows)
    faults = [(r.row, r.check, r.reason) for r in rejected]
    out = {id(r.row) for r in rejected}
    rows = [row for row in rows if id(row) not in out]
    bad: dict[int, tuple[str, str]] = {}
    for number, check, reason in schemas.failures(kind, frame):
        bad.setdefault(number, (check, reason))
    sound = [row for number, row in enumerate(rows) if number not in bad]
    faults += [(rows[number], *bad[number]) for number in sorted(bad)]
    blocked, doubts = _named(kind, sound, facts)
    faults += [(sound[number], *blocked[number]) for number in sorted(blocked)]
    named = {number: checks for number, checks in doubts.items() if number not in blocked}
    if bad or blocked:
        kept = [row for n, row in enumerate(_with_doubts(sound, named)) if n not in blocked]
        frame, _ = frames.frame(kind, kept)
    elif named:
        frame = frames.doubted(frame, _with_doubts(sound, named))
    return frame, faults, Counter(check.name for checks in named.values() for check in checks)
