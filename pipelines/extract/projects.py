"""Named projects: every project that a report names, with its stage, in the prose, the panels and the tables of 民生实事."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from pipelines.documents.metadata import published_year
from pipelines.documents.model import Document, Passage, Section, Statement, Table
from pipelines.documents.view import view
from pipelines.extract.livelihood_sources import promises_of_table
from pipelines.extract.project_keys import match_key, region_words
from pipelines.extract.project_names import Name, amount_in, names_in
from pipelines.extract.project_stages import Clause, Reading, clauses, pieces, read_clause, stated_year
from pipelines.extract.project_words import Stage, patterns
from pipelines.lexicon.sectors import sector_of

__all__ = ["Mention", "mentions", "match_key", "read_projects"]

_KINDS = ("prose", "list_item")
_LABEL = re.compile(r"[^，。；：]{2,160}：")
_HEAD_YEAR = re.compile(r"(?:(?:到|截至|截止|自|在|从|记者|，)*)(?:(20\d\d)年|(去年|上年|过去一年)|(今年|新的一年))")


@dataclass(frozen=True, slots=True)
class Place:
    """What a stretch of text inherits: statement, year, and where it stands."""

    statement: Statement
    year: int | None
    section: str | None
    topic: str | None
    cell: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """A project named in a text that was read; spans are offsets in that text."""

    name: Name
    stage: Stage
    statement: Statement
    year: int | None
    clause: tuple[int, int]
    amount: tuple[str, str] | None = None


@dataclass(slots=True)
class Clock:
    """The year that a text has last named at the head of a clause; `published` is what 去年 and 今年 refer to.

    Only in a newspaper's text does it go on from paragraph to paragraph (`lasting`): reports have headings for it.
    """

    published: int | None = None
    lasting: bool = False
    year: int | None = None

    def hear(self, head: str) -> None:
        """Take the year at the head of a clause, if there is one."""
        match = _HEAD_YEAR.match(head)
        if match is None:
            return
        if match[1]:
            self.year = int(match[1])
        elif self.published:
            self.year = self.published - 1 if match[2] else self.published


def read_projects(document: Document) -> list[dict[str, Any]]:
    """Staged key_project rows in the order of the text; page and bbox are left to the caller.

    `name` is as printed (without line breaks) and name_start..name_end its span in the text; full_name completes it
    where a list shares its tail. Spans of one document never overlap.
    """
    rows: dict[tuple[int, int], dict[str, Any]] = {}
    region = region_words(document.meta.region_name)
    clock = Clock(published_year(document.meta), document.meta.kind in ("press", "other"))
    for start, end, place in _stretches(document):
        seen = view(document.text, start, end)
        for mention in mentions(seen.text, place, region, clock):
            name = mention.name
            span = seen.span(name.start, name.end)
            if span not in rows:
                rows[span] = _row(document, seen.text, mention, span, place)
    return [rows[span] for span in sorted(rows)]


def _row(document: Document, text: str, mention: Mention, span: tuple[int, int], place: Place) -> dict[str, Any]:
    name, quote = mention.name, text[slice(*mention.clause)]
    key = f"{document.document_id}:project:{span[0]}:{span[1]}"
    return {
        "mention_id": hashlib.sha256(key.encode()).hexdigest()[:16], "document_id": document.document_id,
        "source_file": document.source_file, "name": text[name.start : name.end], "full_name": name.full,
        "match_key": match_key(name.full, document.meta.region_name), "name_start": span[0], "name_end": span[1],
        "page": None, "bbox": None, "stage": mention.stage, "statement": mention.statement, "year": mention.year,
        "section": place.section, "topic": place.topic,
        "sector_code": sector_of(name.full, quote, place.section or ""),
        "amount": Decimal(mention.amount[0]) if mention.amount else None,
        "amount_unit": mention.amount[1] if mention.amount else None,
        "quote": quote, "rule": name.rule, "confidence": name.confidence,
    }  # fmt: skip


# where projects are named


def _stretches(document: Document) -> Iterator[tuple[int, int, Place]]:
    for passage in document.passages:
        if passage.kind in _KINDS:
            yield passage.start, passage.end, _place(document, passage)
    for table in document.tables:
        if table.kind == "livelihood":
            yield from _of_table(document, table)


def _place(document: Document, passage: Passage) -> Place:
    section = document.sections[passage.section - 1] if passage.section is not None else None
    if section is None:
        return Place("actual", document.meta.review_year, None, None)
    statement: Statement = "target" if section.role == "plan" and section.statement == "target" else section.statement
    return Place(statement, section.year_end or document.meta.review_year, section.path or None, _topic(document, section))


def _topic(document: Document, section: Section | None) -> str | None:
    while section is not None and not section.topic:
        section = document.sections[section.parent - 1] if section.parent is not None else None
    return section.title if section else None


def _of_table(document: Document, table: Table) -> Iterator[tuple[int, int, Place]]:
    """The lines of the plan and completion cells of a table of 民生实事."""
    section = document.sections[table.section - 1] if table.section is not None else None
    path = " / ".join(p for p in (section.path if section else "", table.caption) if p) or None
    for promise in promises_of_table(document, table):
        for plan, done in promise.parts:
            for span, statement in ((plan, "target"), (done, "actual")):
                if span:
                    place = Place(statement, promise.year, path, promise.name, cell=True)
                    for a, b in _lines(document.text, *span):
                        yield a, b, place


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Lines of a cell; a line that stops in the middle of a sentence goes on in the next one."""
    begin = position = start
    for line in text[start:end].split("\n"):
        position += len(line) + 1
        if line.strip() and line.rstrip()[-1] in "。；;":
            yield begin, min(position - 1, end)
            begin = position
    if text[begin:end].strip():
        yield begin, end


# reading a stretch


def mentions(text: str, place: Place, region: tuple[str, ...] = (), clock: Clock | None = None) -> list[Mention]:
    """The projects that a passage or a cell's line names, in order."""
    clock = clock or Clock()
    if not clock.lasting:
        clock.year = None
        if not patterns()["any"].search(text):
            return []
    found: list[Mention] = []
    waiting: list[Reading] = []  # members of a list that commas cut, until its 等 comes
    opener: Reading | None = None
    for clause in clauses(text):
        if clause.mark == "：" and _LABEL.match(text, clause.start, clause.end + 1):
            if place.cell:
                found += _labelled(text, clause, place, region)
            continue
        clock.hear(text[clause.start : clause.start + 12])
        for start, end in pieces(text, clause):
            reading = read_clause(text, start, end)
            if reading is None and opener is not None:
                plain = Reading(start, end, opener.stage, opener.strong, "list", opener.verbs)
                waiting.append(plain)
                if _closes(text, start, end):
                    for each in [opener, *waiting]:
                        found += _mentions(text, replace(each, shape="list"), clause, place, region, clock)
                    waiting, opener = [], None
                continue
            if reading is None:
                continue
            open_list = reading.shape == "before" and clause.mark == "，" and "等" not in text[start:end]
            opener, waiting = (reading if open_list else None), []
            found += _mentions(text, reading, clause, place, region, clock)
        if clause.mark in "。；":
            opener, waiting = None, []
    return _disjoint(found)


def _closes(text: str, start: int, end: int) -> bool:
    return bool(re.search(r"等\d*个?[\u4e00-\u9fff]{0,4}(?:项目|工程)$", text[start:end]))


def _labelled(text: str, clause: Clause, place: Place, region: tuple[str, ...]) -> list[Mention]:
    """The project that a label of a completion cell names, at the stage that the sentence behind it tells; and those
    that it lists in brackets."""
    stop = text.find("\n", clause.end)
    body = text[clause.end + 1 : stop if stop > 0 else len(text)]
    stage = stage_of_text(body)
    if stage is None:
        return []
    reading = Reading(clause.start, clause.end, stage, True, "label")
    names = [n for n in names_in(text, reading, region) if n.confidence >= 0.7]
    if len([n for n in names if not n.rule.endswith("bracket")]) != 1:
        return []
    span = (clause.start, clause.end + 1 + len(body))
    return [Mention(name, stage, place.statement, place.year, span) for name in names]


_PREPARING = re.compile(r"待立项|正在(?:进行|开展|办理|协调|编制)|初步设计|可研|招投标|选址|项目建议书|土地划拨|已立项|前期工作")
_BUILDING = re.compile(r"施工|正在建设|建设中|主体|预计|在建|浇筑|改迁|完成总|形象进度")
_DONE = re.compile(r"完成|建成|完工|竣工|投用|投入使用|通车")


def stage_of_text(text: str) -> Stage | None:
    """The stage that a completion's wording tells: what is still being prepared, then built, then done.

    >>> stage_of_text("完成选址"), stage_of_text("2号楼完成三层施工"), stage_of_text("完成综合楼建设"), stage_of_text("甲")
    ('preparation', 'construction', 'completion', None)
    """
    if re.search(r"基本完工|全面完工|已完工", text):
        return "completion"
    if _PREPARING.search(text):
        return "preparation"
    if _BUILDING.search(text):
        return "construction"
    return "completion" if _DONE.search(text) else None


def _mentions(
    text: str, reading: Reading, clause: Clause, place: Place, region: tuple[str, ...], clock: Clock
) -> list[Mention]:
    if not reading.stage:
        return []
    names = names_in(text, reading, region)
    if not names:
        return []
    span = (min(clause.start, reading.start), clause.end)
    statement, year = _when(text, span, reading, place, clock)
    amount = amount_in(text, *span) if len(names) == 1 else None
    return [Mention(name, reading.stage, statement, year, span, amount) for name in names]


def _when(
    text: str, clause: tuple[int, int], reading: Reading, place: Place, clock: Clock
) -> tuple[Statement, int | None]:
    """Statement and year: the section's, unless the text's own words say otherwise around the name."""
    around = text[clause[0] : reading.start] + "|" + text[reading.end : clause[1]]
    statement, year = place.statement, clock.year or place.year
    if clock.year and place.statement == "actual" and clock.published and clock.year > clock.published:
        statement = "target"
    if place.statement == "actual":
        if patterns()["cue_estimate"].search(around):
            statement = "estimate"
        elif patterns()["cue_target"].search(around):
            statement = "target"
    own = stated_year(text, clause[0], reading.start) or stated_year(text, reading.end, clause[1])
    if own is not None and year is not None and own != year and abs(own - year) <= 10:
        if place.statement == "actual" and own > year:
            statement = "target" if statement == "actual" else statement
        year = own
    return statement, year


def _disjoint(found: list[Mention]) -> list[Mention]:
    """Mentions in order, the surer one where two overlap."""
    kept: list[Mention] = []
    for mention in sorted(found, key=lambda m: (m.name.start, -m.name.confidence, -m.name.end)):
        if kept and mention.name.start < kept[-1].name.end:
            if mention.name.confidence > kept[-1].name.confidence:
                kept[-1] = mention
        else:
            kept.append(mention)
    return kept
