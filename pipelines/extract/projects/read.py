"""Named projects: every project that a report names, with its stage, in prose, panels and tables."""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

from pipelines.documents.metadata import published_year
from pipelines.documents.model import Document, Metadata, Passage, Section, Statement, Table
from pipelines.documents.view import TextView, view
from pipelines.extract.livelihood.promise import Span
from pipelines.extract.livelihood.sources import promises_of_table
from pipelines.extract.livelihood.words import is_title
from pipelines.extract.projects.keys import match_key, region_words
from pipelines.extract.projects.listed.belongs import code_of_place
from pipelines.extract.projects.listed.details import details_in
from pipelines.extract.projects.listed.model import Details, Entry, ProjectList
from pipelines.extract.projects.listed.paragraph import Member, members_of
from pipelines.extract.projects.listed.read import project_lists
from pipelines.extract.projects.mentions import Clock, Mention, Place, mentions
from pipelines.extract.projects.names import Name
from pipelines.extract.projects.words import patterns as patterns_of_words
from pipelines.extract.projects.words import vocabulary
from pipelines.lexicon.patterns import patterns
from pipelines.lexicon.sectors import sector_of

_P = patterns("projects.read")

__all__ = ["match_key", "read_projects"]

_KINDS = ("prose", "list_item")
_BRACKET = _P["bracket"]


def read_projects(document: Document, lists: list[ProjectList] | None = None) -> list[dict[str, Any]]:
    """Staged key_project rows in the order of the text; page and bbox are left to the caller.

    `name` is as printed (without line breaks) and name_start..name_end its span in the text; full_name completes it
    where a list shares its tail. Spans of one document never overlap: what a list says of a project comes before what a
    sentence's verbs say. `lists` are the document's, where the caller has read them already.
    """
    rows: dict[tuple[int, int], dict[str, Any]] = {}
    region = region_words(document.meta.region_name)
    clock = Clock(_today(document.meta), document.meta.kind in ("press", "other"))
    for each in project_lists(document) if lists is None else lists:
        place = Place("target", None, _path_at(document, each), None)
        for entry in each.entries:
            rows.setdefault(entry.span, _row_of_entry(document, entry, place))
    taken = sorted(rows)
    for start, end, place in _stretches(document):
        if _among(taken, start, end):
            continue
        seen = view(document.text, start, end)
        for mention, details, group in _of_stretch(seen.text, place, region, clock):
            span = seen.span(mention.name.start, mention.name.end)
            if span not in rows and _told_apart(document.meta.region_code, region, mention):
                rows[span] = _row(document, _printed(document, seen, mention.name), mention, span, place, details) | {
                    "group_path": group
                }
    return [rows[span] for span in sorted(rows)]


def _today(meta: Metadata) -> int | None:
    """The year that 今年 means: in a list or a notice without a date, the one that it is of."""
    if meta.kind == "other" and not meta.published_date and not meta.plan_year:
        return meta.review_year
    return published_year(meta)


def _among(taken: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether a project of a list stands within a stretch: then the list has said what there is to say."""
    k = bisect_left(taken, (start, start))
    return k < len(taken) and taken[k][0] < end


def _told_apart(region_code: str | None, region: tuple[str, ...], mention: Mention) -> bool:
    """Whether a name tells its work from others where it is said: 新材料产业园 is one in a county; in a province's report
    it is any of many, in a city's report one only where it was begun or finished; what they only want to be (打造…) is one if it has their name."""
    if not region_code or not region_code.endswith("00"):
        return True
    if mention.name.rule.endswith("_wished"):
        return any(word in mention.name.full for word in region)
    if not mention.name.rule.endswith("_common"):
        return True
    if not mention.name.full.endswith(tuple(vocabulary()["many"])):
        return True
    return not region_code.endswith("0000") and mention.stage in ("start", "completion")


def _of_stretch(
    text: str, place: Place, region: tuple[str, ...], clock: Clock
) -> Iterator[tuple[Mention, Details, str | None]]:
    """The projects of a paragraph or a cell's line: those of its lists, then those that its verbs govern."""
    found = mentions(text, place, region, clock)
    listed = [] if place.cell else members_of(text, region)
    if listed and is_title(text):  # a list of promises names tasks beside works
        listed = [m for m in listed if not patterns_of_words()["tasks"].search(text, m.start, m.end)]
    begins = {member.start for member in listed}  # a verb within the name of the member before governs no other one
    found = [m for m in found if not (m.name.rule.startswith("inside.") and m.name.start in begins)]
    told = [_met(m, found) for m in listed]
    for member in _works(text, told):
        name = Name(member.start, member.end, text[member.start : member.end], member.confidence, member.rule)
        stage = member.stage or _stage_near(found, member.start)
        said = Mention(name, stage, place.statement, place.year, text[member.start : member.stop])
        yield said, member.details, member.group.name if member.group else None
    for mention in found:
        start, end = mention.name.start, mention.name.end
        if any(start < m.end and m.start < end for m in told):
            continue
        yield mention, _details_behind(text, mention), None


def _works(text: str, members: list[Member]) -> list[Member]:
    """The members of a list that are works: a list of promises names tasks beside them."""
    if not members or not is_title(text):
        return members
    return [m for m in members if not patterns_of_words()["tasks"].search(text, m.start, m.end)]


def _met(member: Member, found: list[Mention]) -> Member:
    """A list's member with the name and the stage of the mention that a verb within it governs (投用甲园)."""
    inside = [m for m in found if member.start <= m.name.start and m.name.end <= member.end]
    if len(inside) != 1:
        return member
    mention = inside[0]
    stage = member.stage if member.details.nature else mention.stage
    return replace(member, start=mention.name.start, end=mention.name.end, stage=stage)


def _stage_near(found: list[Mention], at: int) -> Any:
    """The stage of the mention before a member that says none itself."""
    before = [m.stage for m in found if m.name.start < at]
    return before[-1] if before else None


def _details_behind(text: str, mention: Mention) -> Details:
    """What the bracket behind a name says, and the amount of its clause."""
    end = mention.name.end
    bracket = _BRACKET.match(text, end)
    said = details_in(bracket["in"]) if bracket else Details()
    if said.total_investment is None and mention.amount:
        said = replace(said, total_investment=Decimal(mention.amount[0]), investment_unit=mention.amount[1])
    return said


def _row_of_entry(document: Document, entry: Entry, place: Place) -> dict[str, Any]:
    shown = view(document.text, *entry.span)
    name = Name(0, len(shown.text), shown.text, entry.confidence, entry.rule)
    mention = Mention(name, entry.stage, entry.statement, entry.year, entry.quote)
    row = _row(document, _printed(document, shown, name), mention, entry.span, place, entry.details)
    return row | {"group_path": entry.group_path}


def _path_at(document: Document, each: ProjectList) -> str | None:
    """The headings above a list and its own title."""
    at = each.groups[0].span[0]
    inside = [s for s in document.sections if s.start <= at < s.end]
    path = max(inside, key=lambda s: (s.level, s.start)).path if inside else ""
    return (
        " / ".join(dict.fromkeys(p for p in (path, each.title) if p and not path.endswith(each.title))) or path or None
    )


def _printed(document: Document, seen: TextView, name: Name) -> str:
    """The name with the file's own characters, without the line breaks and marks that stand in it."""
    chars = (document.text[offset] for offset in seen.offsets[name.start : name.end])
    return "".join(" " if char.isspace() else char for char in chars)


def _row(
    document: Document, printed: str, mention: Mention, span: tuple[int, int], place: Place, details: Details
) -> dict[str, Any]:
    name, quote = mention.name, mention.quote
    key = f"{document.document_id}:project:{span[0]}:{span[1]}"
    known = details.investment_unit is not None
    amount = details.total_investment if known else None
    return {
        "mention_id": hashlib.sha256(key.encode()).hexdigest()[:16], "document_id": document.document_id,
        "source_file": document.source_file, "name": printed, "full_name": name.full,
        "match_key": match_key(name.full, document.meta.region_name), "name_start": span[0], "name_end": span[1],
        "page": None, "bbox": None, "stage": mention.stage, "statement": mention.statement, "year": mention.year,
        "section": place.section, "topic": place.topic,
        "sector_code": sector_of(name.full, quote, place.section or ""),
        "amount": amount, "amount_unit": details.investment_unit if amount is not None else None,
        "nature": details.nature, "location": details.location,
        "location_region_code": code_of_place(details.location, document.meta.region_code), "scale_text": details.scale_text,
        "year_start": details.year_start, "year_end": details.year_end,
        "total_investment": details.total_investment, "planned_investment": details.planned_investment,
        "investment_unit": details.investment_unit, "owner": details.owner, "group_path": None,
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
        return Place("actual", document.meta.review_year or published_year(document.meta), None, None)
    frame = document.frames[passage.number - 1] if document.frames else None
    told = frame is not None and frame.level == "paragraph"
    statement: Statement = frame.statement if frame and told else section.statement
    year = frame.year_end if frame and told and frame.year_end else section.year_end or document.meta.review_year
    if statement == "actual" and (given := published_year(document.meta)):
        year = min(year or given, given)  # what is told had happened when it was told
    return Place(statement, year, section.path or None, _topic(document, section))


def _topic(document: Document, section: Section | None) -> str | None:
    while section is not None and not section.topic:
        section = document.sections[section.parent - 1] if section.parent is not None else None
    return section.title if section else None


def _of_table(document: Document, table: Table) -> Iterator[tuple[int, int, Place]]:
    """The lines of the plan and completion cells of a table of 民生实事."""
    path = _path(document, table)
    for promise in promises_of_table(document, table):
        for plan, done in promise.parts:
            told: tuple[tuple[Span | None, Statement], ...] = ((plan, "target"), (done, "actual"))
            for span, statement in told:
                if span:
                    place = Place(statement, promise.year, path, promise.name, cell=True)
                    for a, b in _lines(document.text, *span):
                        yield a, b, place


def _path(document: Document, table: Table) -> str | None:
    section = document.sections[table.section - 1] if table.section is not None else None
    return " / ".join(p for p in (section.path if section else "", table.caption) if p) or None


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
