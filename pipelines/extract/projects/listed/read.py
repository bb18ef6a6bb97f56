"""All lists of projects of a document, and what they state of themselves beside what was read."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from pipelines.documents.model import Document
from pipelines.documents.view import view
from pipelines.extract.projects.keys import region_words
from pipelines.extract.projects.listed.details import in_unit
from pipelines.extract.projects.listed.lines import line_lists
from pipelines.extract.projects.listed.model import Entry, Group, ProjectList
from pipelines.extract.projects.listed.paragraph import may_list, members_of
from pipelines.extract.projects.listed.table import table_lists
from pipelines.extract.projects.listed.words import pattern


def project_lists(document: Document) -> list[ProjectList]:
    """The lists of a document's tables, then those on its lines."""
    return [*table_lists(document), *line_lists(document)]


def paragraph_lists(document: Document) -> list[ProjectList]:
    """The lists within paragraphs whose parts say how many projects they have, for what they declare."""
    region = region_words(document.meta.region_name)
    found: list[ProjectList] = []
    for passage in document.passages:
        if passage.kind not in ("prose", "list_item"):
            continue
        seen = view(document.text, passage.start, passage.end)
        counts = may_list(seen.text) and pattern("counted_part").search(seen.text)
        members = members_of(seen.text, region) if counts else []
        parts = list(dict.fromkeys(m.group for m in members if m.group))
        if not parts:
            continue
        entries = {
            m: Entry(seen.span(m.start, m.end), None, "target", None, "", m.rule, m.confidence, m.details)
            for m in members
        }
        whole = Group("", seen.span(*parts[0].span), entries=list(entries.values()))
        groups = [
            Group(
                part.name,
                seen.span(*part.span),
                part.count if part.whole else None,
                entries=[e for m, e in entries.items() if m.group == part],
            )
            for part in parts
        ]
        found.append(ProjectList(tuple(entries.values()), (whole, *groups)))
    return found


def list_rows(document: Document, lists: list[ProjectList]) -> list[dict[str, Any]]:
    """Staged project_list rows: each list, and each group in it that states a count or a sum, beside what was read.

    Sums that were read are None where a project of the group has no amount. Money is in investment_unit.
    """
    rows: list[dict[str, Any]] = []
    for number, each in enumerate(lists, 1):
        for rank, group in enumerate(each.groups):
            stated = (group.declared_count, group.declared_total, group.declared_planned)
            if group.path and stated == (None, None, None):
                continue
            unit = group.unit or next((e.details.investment_unit for e in group.entries), None)
            count, total, planned = _declared(group, unit)
            rows.append({
                "document_id": document.document_id, "source_file": document.source_file, "list_no": number,
                "group_no": rank, "title": each.title or None, "group_path": group.path or None,
                "declared_count": count, "read_count": len(group.entries),
                "declared_total": total, "read_total": _sum(group.entries, "total_investment", unit),
                "declared_planned": planned, "read_planned": _sum(group.entries, "planned_investment", unit),
                "investment_unit": unit, "char_start": group.span[0], "char_end": group.span[1],
            })  # fmt: skip
    return rows


def _declared(group: Group, unit: str | None) -> tuple[int | None, Decimal | None, Decimal | None]:
    """(count, total, planned); a count that a narrow row put under the total is set right where the sums prove it."""
    count, total, planned = group.declared_count, group.declared_total, group.declared_planned
    read = _sum(group.entries, "total_investment", unit)
    if count is None and total is not None and total == len(group.entries) != read and planned in (read, None):
        return len(group.entries), planned, None
    return count, total, planned


def _sum(entries: list[Entry], key: str, unit: str | None) -> Decimal | None:
    """The sum of what the projects state, None where one states nothing."""
    values = [(getattr(e.details, key), e.details.investment_unit) for e in entries]
    if not values or any(value is None for value, _ in values):
        return None
    return sum((in_unit(value, own or "", unit or "") for value, own in values), Decimal(0))
