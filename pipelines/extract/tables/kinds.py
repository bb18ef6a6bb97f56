"""What kind of table it is, from the heads of its columns."""

from __future__ import annotations

from pipelines.documents.model import Table, TableKind
from pipelines.extract.tables.numbers import looks_numeric
from pipelines.extract.tables.words import column_role, head_in, words


def classify(table: Table) -> TableKind:
    """target_actual, livelihood, project_plan or other.

    `livelihood` has columns for name, task and completion with sentences in them; `target_actual` has figures under a
    target and an outcome; `project_plan` has categories with counts and investments.
    """
    heads = [c.text for c in table.cells if c.header and c.text]
    if _has(heads, "project_plan", "count") and (
        _has(heads, "project_plan", "total_investment") or _has(heads, "project_plan", "planned_investment")
    ):
        return "project_plan"
    body = [c.text for c in table.cells if not c.header and c.text]
    numeric = sum(looks_numeric(t) for t in body)
    prose = sum(len(t) > 15 for t in body)
    if _has(heads, "livelihood", "completion") and _has(heads, "livelihood", "plan"):
        promises = any(word in text for text in (table.caption, *heads) for word in words()["promises"])
        unnamed = not table.caption and _has(heads, "livelihood", "name") and prose > numeric / 3
        figures = numeric * 2 >= len(body) and not prose  # plan and outcome as numbers are observations, too
        if promises and not figures or unnamed:
            return "livelihood"
    roles = {column_role(h) for h in heads}
    if "target" in roles and roles & {"actual", "estimate", "growth", "value"} and numeric:
        return "target_actual"
    if "实事" in table.caption and _has(heads, "livelihood", "plan"):
        return "livelihood"
    return "other"


def _has(heads: list[str], kind: str, column: str) -> bool:
    names: list[str] = words()[kind][column]
    return any(head_in(h, names) for h in heads)
