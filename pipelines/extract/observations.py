"""The figures of a document as staged rows: prose and tables read in their frames, with doubts, confidence and links."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any

from pipelines.documents.frame.clock import clock_of
from pipelines.documents.frame.model import Clock
from pipelines.documents.frame.place import code_of
from pipelines.documents.frame.time import fold, is_revision
from pipelines.documents.model import Document, Part, Passage, Table
from pipelines.documents.view import TextView, view
from pipelines.extract.accounts import qualified, scope_of
from pipelines.extract.chain import Chain
from pipelines.extract.checks import DOUBTED, flag
from pipelines.extract.confidence import class_of, confidence, frame_class_of, table_class_of
from pipelines.extract.doubts import doubt
from pipelines.extract.facts import Context, Fact, QualitativeFact
from pipelines.extract.livelihood.aimed import aim, aimed_spans
from pipelines.extract.pages import box_of, locator_of, page_of, read_confidence
from pipelines.extract.prose.obligation import of_prose
from pipelines.extract.prose.qualitative import read_qualitative
from pipelines.extract.prose.same_series import doubt_same_series
from pipelines.extract.prose.statements import read_statements
from pipelines.extract.prose.tokens import scan
from pipelines.extract.settle import doubt_contradiction
from pipelines.extract.structure import section_of
from pipelines.extract.tables.facts import cell_quote, fact_cell, table_facts, table_qualitative
from pipelines.extract.tables.obligation import obligations_of
from pipelines.extract.tables.passages import table_passages
from pipelines.lexicon.indicators import canonical_code
from pipelines.lexicon.sectors import is_told_by, sector_of
from pipelines.lexicon.units import to_base, unit_of

Row = dict[str, Any]

_STOPS = "。；;！？"
LONGEST_SENTENCE = 1000  # to either side of a figure: a text without a full stop is no sentence
_STOP = re.compile(f"[{_STOPS}]")  # the marks above
_BREAK = re.compile(r"[ \t\u3000]*[\r\n]+[ \t\u3000]*")  # blanks around a line's end


def context_of(document: Document, passage: Passage) -> Context:
    """What a passage inherits: the time and the kind of statement from its frame, the rest from the document."""
    meta, frame = document.meta, document.frames[passage.number - 1]
    section = section_of(document, passage.section)
    clock = clock_of(meta)
    years = (frame.year_start, frame.year_end)
    partial = meta.period_label and frame.role != "plan" and years == (meta.review_year, meta.review_year)
    return Context(
        *years,
        frame.statement,
        region=meta.region_name or "",
        section=section.path if section else "",
        published_year=clock.published,
        period_label=frame.label or (meta.period_label or "" if partial else ""),
        clock=Clock(frame.review or clock.review, clock.plan, clock.published, frame.span),
        role=frame.role,
        mixed=frame.mixed,
        guessed=frame.guessed,
        several=frame.several,
        region_code=meta.region_code or "",
        place=frame.place,
        foreseen=frame.foreseen,
    )


# observations


def fact_rows(document: Document) -> tuple[list[tuple[Row, Fact]], list[Row]]:
    """The observations of a document in reading order, each with the fact that it was made of; and its qualitative targets."""
    rows: list[tuple[Row, Fact]] = []
    qualitative: list[Row] = []
    whole, chain, aims = document, Chain(document.text), aimed_spans(document)
    for passage in whole.passages:
        if not _speaks(whole, passage):
            continue
        document = _at(whole, passage.start)
        section = section_of(document, passage.section)
        context = context_of(document, passage)
        seen = view(document.text, passage.start, passage.end)
        words = fold(seen.text)
        tokens = scan(words)
        facts = read_statements(words, context, tokens)
        aim(facts, seen, aims)
        path = section.path if section else ""
        made = [_prose_row(document, seen, fact, path, passage_no=passage.number) for fact in facts]
        _link_wholes(made, facts)
        _carry_confidence(made, facts)
        frame = document.frames[passage.number - 1]
        for row, fact in zip(made, facts, strict=True):
            row["frame"] = chain.of_prose(fact, frame, seen, row["region_name"])
            rows.append((row, fact))
        qualitative += [
            _qualitative_row(document, q, path, "prose", seen) for q in read_qualitative(words, context, tokens)
        ]
    for table in whole.tables:
        made_of_table, qualities = _of_table(_at(whole, table.start), table)
        for row, fact in made_of_table:
            row["frame"] = chain.of_table(fact, row["region_name"])
        rows += made_of_table
        qualitative += qualities
    rows.sort(key=lambda pair: (pair[0]["value_start"], pair[0]["value_end"]))
    _identify([row for row, _ in rows], whole.document_id)
    flag([row for row, _ in rows])
    for row, _ in rows:
        part = part_at(whole, row["value_start"])
        row["part"] = part.number
        doubt(row, part.meta)
        row["whole_id"] = row["whole_id"]["observation_id"] if row["whole_id"] else None
        row["confidence"] = min(
            row["confidence"], read_confidence(document.pages, row["value_start"], row["value_end"])
        )
    doubt_same_series([row for row, _ in rows])
    doubt_contradiction([row for row, _ in rows])
    qualitative.sort(key=lambda q: (q["char_start"], q["char_end"], q["indicator_name"]))
    return rows, qualitative


def _speaks(document: Document, passage: Passage) -> bool:
    """Whether a passage gives figures: page furniture, captions and notes give none, but for a note with a revised figure."""
    if passage.kind == "note":
        return is_revision(document.text[passage.start : passage.end])
    return passage.kind not in ("foreign", "furniture", "caption")


def part_at(document: Document, offset: int) -> Part:
    """The part that an offset stands in."""
    if len(document.parts) == 1:
        return document.parts[0]
    return next(part for part in reversed(document.parts) if part.start <= offset or part.number == 1)


def _at(document: Document, offset: int) -> Document:
    """The document with what the part at an offset says about itself."""
    return document if len(document.parts) < 2 else replace(document, meta=part_at(document, offset).meta)


def _of_table(document: Document, table: Table) -> tuple[list[tuple[Row, Fact]], list[Row]]:
    section = section_of(document, table.section)
    path = " / ".join(p for p in (section.path if section else "", table.caption) if p)
    rows: list[tuple[Row, Fact]] = []
    binding = obligations_of(table)
    for fact in table_facts(document, table):
        cell = fact_cell(table, fact.start)
        fact.obligation = binding.get(cell.row, "") if cell else ""
        quote = cell_quote(table, cell) if cell else document.text[fact.quote_start : fact.quote_end]
        place: Row = {
            "table_no": table.number,
            "row_no": cell.row if cell else None,
            "col_no": cell.col if cell else None,
        }
        code = canonical_code(fact.indicator, fact.measure, fact.unit or None)
        fact.family = table_class_of(fact, code is not None, document.meta.kind)
        fact.frame_family = frame_class_of(fact, True)
        fact.confidence = min(fact.confidence, confidence(fact.family, fact.frame_family))
        rows.append((_row(document, fact, code, (fact.start, fact.end), quote, path, "table", place), fact))
    _link_wholes([row for row, _ in rows], [fact for _, fact in rows])
    qualitative = [_qualitative_row(document, q, path, "table", None) for q in table_qualitative(document, table)]
    for part in table_passages(document, table):
        seen = view(document.text, part.start, part.end)
        context = replace(part.context, section=path)
        tokens = scan(seen.text)
        facts = read_statements(seen.text, context, tokens)
        place = {"table_no": table.number, "row_no": part.row, "col_no": part.col}
        made = [_prose_row(document, seen, fact, path, origin="table", **place) for fact in facts]
        _link_wholes(made, facts)
        rows += zip(made, facts, strict=True)
        qualitative += [
            _qualitative_row(document, q, path, "table", seen) for q in read_qualitative(seen.text, context, tokens)
        ]
    return rows, qualitative


def _prose_row(
    document: Document, seen: TextView, fact: Fact, path: str, origin: str = "prose", **place: int | None
) -> Row:
    start, end = seen.span(fact.start, fact.end)
    quote = _printed(document.text, *seen.span(fact.quote_start, fact.quote_end))
    fact.scope = scope_of(fact.indicator, _before(seen.text, fact.start), _headings(path))
    fact.obligation = of_prose(seen.text, fact) or ""
    fact.indicator = qualified(fact.indicator, fact.scope)
    code = canonical_code(fact.indicator, fact.measure, fact.unit or None)
    fact.family = class_of(fact, code is not None, document.meta.kind)
    fact.frame_family = frame_class_of(fact, False)
    fact.confidence = confidence(fact.family, fact.frame_family)
    if "misprint" in fact.checks:
        fact.confidence = min(fact.confidence, DOUBTED)
    sentence = "" if is_told_by(fact.indicator) else _sentence(seen.text, fact.start, fact.end)
    return _row(document, fact, code, (start, end), quote, path, origin, place, sentence)


def _before(text: str, at: int) -> Iterator[str]:
    """What stands before a figure: its sentence, then as much of the passage as a sentence may reach."""
    begin = max(0, at - LONGEST_SENTENCE)
    yield text[max(begin, _stop_before(text, at) + 1) : at]
    yield text[begin:at]


@lru_cache(maxsize=256)
def _headings(path: str) -> tuple[str, ...]:
    """The headings of a path, the innermost first."""
    return tuple(path.split(" / ")[::-1])


def _sentence(text: str, start: int, end: int) -> str:
    """The sentence around a figure, between full stops or semicolons, as far as a sentence may reach."""
    first, last = max(0, start - LONGEST_SENTENCE), min(len(text), end + LONGEST_SENTENCE)
    stops = _stops(text)
    after = bisect_left(stops, end)
    stop = min(stops[after], last) if after < len(stops) else last
    return text[max(_stop_before(text, start) + 1, first) : stop]


def _stop_before(text: str, at: int) -> int:
    """Where the last stop before a place stands; -1 where there is none."""
    stops = _stops(text)
    k = bisect_left(stops, at)
    return stops[k - 1] if k else -1


@lru_cache(maxsize=4)
def _stops(text: str) -> list[int]:
    return [stop.start() for stop in _STOP.finditer(text)]


def _row(
    document: Document,
    fact: Fact,
    code: str | None,
    span: tuple[int, int],
    quote: str,
    path: str,
    origin: str,
    place: dict[str, int | None],
    sentence: str = "",
) -> Row:
    start, end = span
    base, base_unit = to_base(fact.value, fact.unit)
    unit = unit_of(fact.unit) if fact.unit else None
    region_code, region_name = document.meta.region_code, document.meta.region_name
    if fact.region:
        region_code, region_name = code_of(fact.region, region_code), fact.region
    row = {
        "observation_id": "", "document_id": document.document_id, "source_file": document.source_file,
        "value_start": start, "value_end": end, "printed": document.text[start:end],
        "page": page_of(document.pages, start), "bbox": box_of(document.pages, start, end),
        "locator": locator_of(document, start), "passage_no": None, "table_no": None, "row_no": None,
        "col_no": None, "quote": quote, "section": path or None,
        "indicator_code": code, "indicator_name": fact.indicator,
        "value": fact.value, "unit": fact.unit, "value_base": base, "unit_base": base_unit,
        "dimension": unit.dimension if unit else None,
        "measure": fact.measure, "statement": fact.statement,
        "scope": fact.scope, "period_start": fact.period_start, "period_end": fact.period_end, "period_label": fact.period_label or None,
        "qualifier": fact.qualifier, "region_code": region_code, "region_name": region_name,
        "sector_code": sector_of(fact.indicator, quote, path, sentence), "origin": origin, "rule": fact.rule,
        "confidence": fact.confidence, "checks": list(fact.checks), "whole_id": None, "part": 1, "frame": [],
        "obligation": fact.obligation or None if fact.statement == "target" else None,
    }  # fmt: skip
    row.update(place)
    return row


def _printed(text: str, start: int, end: int) -> str:
    """The clause as printed, with the line breaks of narrow columns joined."""
    quote = text[start:end].strip()
    return _BREAK.sub("", quote) if "\n" in quote or "\r" in quote else quote


def _link_wholes(rows: list[Row], facts: list[Fact]) -> None:
    """Point parts (其中) to the row of their whole; ids are written in when they are known."""
    for row, fact in zip(rows, facts, strict=True):
        row["whole_id"] = rows[fact.whole] if fact.whole is not None else None


def _carry_confidence(rows: list[Row], facts: list[Fact]) -> None:
    """A figure whose name was carried over is as sure as the figure that it was carried from."""
    for i, row in enumerate(rows):
        if row["rule"] != "G5.carried" or row["indicator_code"] is not None:
            continue
        source = next((k for k in range(i - 1, -1, -1) if rows[k]["indicator_name"] == row["indicator_name"]), None)
        if source is not None:
            row["confidence"] = rows[source]["confidence"]
            facts[i].family = facts[source].family


def _identify(rows: list[Row], document_id: str) -> None:
    """Ids from document and place; the second fact on one numeral gets its rank as well."""
    seen: dict[tuple[int, int], int] = {}
    for row in rows:
        place = (row["value_start"], row["value_end"])
        n = seen[place] = seen.get(place, -1) + 1
        row["observation_id"] = hashlib.sha256(f"{document_id}:{place[0]}:{place[1]}:{n}".encode()).hexdigest()[:16]


def _qualitative_row(document: Document, fact: QualitativeFact, path: str, origin: str, seen: TextView | None) -> Row:
    start, end = seen.span(fact.start, fact.end) if seen else (fact.start, fact.end)
    return {
        "document_id": document.document_id, "char_start": start, "char_end": end,
        "quote": _printed(document.text, start, end), "section": path or None,
        "indicator_code": canonical_code(fact.indicator, "growth", "%"), "indicator_name": fact.indicator,
        "comparison": fact.comparison, "target_text": fact.text, "measure": fact.measure, "statement": fact.statement,
        "period_start": fact.period_start, "period_end": fact.period_end, "region_code": document.meta.region_code,
        "origin": origin, "rule": fact.rule,
    }  # fmt: skip


# documents, passages, cells
