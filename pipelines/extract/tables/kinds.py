"""What kind of table it is, from the heads of its columns."""

from __future__ import annotations

from pipelines.documents.model import Table, TableKind
from pipelines.extract.tables.numbers import looks_numeric
from pipelines.extract.tables.words import column_role, head_in, words

_SENTENCE = 15  # characters of a cell that is more than a name


def classify(table: Table) -> TableKind:
    """target_actual, livelihood, project_plan or other.

    `livelihood` has columns for name, task and completion with sentences in them; `target_actual` has figures under a
    target and an outcome; `project_plan` has categories with counts and investments.
    """
    heads = [c.text for c in table.cells if c.header and c.text]
    body = [c.text for c in table.cells if not c.header and c.text]
    if _has(heads, "project_plan", "count") and _has(heads, "project_plan", "total_investment", "planned_investment"):
        return "project_plan"
    if _has(heads, "livelihood", "completion") and _has(heads, "livelihood", "plan") and _promises(table, heads, body):
        return "livelihood"
    roles = {column_role(h) for h in heads}
    if "target" in roles and roles & {"actual", "estimate", "growth", "value"} and any(map(looks_numeric, body)):
        return "target_actual"
    if "实事" in table.caption and (_has(heads, "livelihood", "plan") or _names_plans(heads)):
        return "livelihood"
    return "other"


def _names_plans(heads: list[str]) -> bool:
    """Whether the names of a table's rows are the plans (实事项目名称: 新增400张床位), with an outcome beside them."""
    named = _has(heads, "livelihood", "name") and any("实事" in head for head in heads)
    return named and _has(heads, "livelihood", "completion")


def _promises(table: Table, heads: list[str], body: list[str]) -> bool:
    """Whether a table with plan and completion is one of promises: by a word of its caption or heads, or by its sentences."""
    numeric = sum(map(looks_numeric, body))
    prose = sum(len(text) > _SENTENCE for text in body)
    if not table.caption and _has(heads, "livelihood", "name") and prose > numeric / 3:
        return True
    figures = numeric * 2 >= len(body) and not prose  # plan and outcome as numbers are observations, too
    named = any(word in text for text in (table.caption, *heads) for word in words()["promises"])
    return named and not figures


def _has(heads: list[str], kind: str, *columns: str) -> bool:
    """Whether one of the columns is there."""
    return any(head_in(head, words()[kind][column]) for column in columns for head in heads)
