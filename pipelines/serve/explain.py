"""Where a number comes from: passage, place, rule, checks.

explanation = explain(published, "0f3a…")        # an observation_id, or the beginning of one
print(explanation.text())
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.errors import PublishError
from pipelines.extract.chain import described
from pipelines.serve.query import connect
from pipelines.serve.spot import spot

if TYPE_CHECKING:
    import duckdb

_OBSERVATION = """
select o.*, d.title, d.kind, s.name_zh as sector_name, i.name_zh as canonical_name, p.text as passage, p.char_start
from fct_indicator as o
inner join dim_document as d using (document_id)
left join dim_sector as s using (sector_code)
left join dim_indicator as i on i.indicator_code = o.indicator_code
left join dim_passage as p on p.document_id = o.document_id and p.passage_no = o.passage_no
where starts_with(o.observation_id, ?)
order by o.observation_id
limit 10
"""
_CONFLICTS = "select kind, values_text, explanation from fct_conflict where list_contains(observation_ids, ?) order by conflict_id"
SURROUNDING = 60  # characters of the passage on each side of the numeral that are always shown


@dataclass(frozen=True, slots=True)
class Explanation:
    """An observation with its passage. `before`, `numeral`, `after` are the passage's text, cut at the numeral."""

    observation: dict[str, Any]
    before: str
    numeral: str
    after: str
    conflicts: list[dict[str, Any]]

    def text(self) -> str:
        """The explanation for people, the numeral marked 【】."""
        row = self.observation
        period = row["period_label"] or "时期不明"
        value = f"{row['value'].normalize():f}{row['unit']}"
        place = place_of(row)
        lines = [
            f"{row['indicator_name']}：{value}（{period}，{row['measure']}，{row['statement']}）",
            f"观测 {row['observation_id']}",
            f"文件 {row['source_file']}（{row['title'] or row['kind']}）",
            f"章节 {row['section']}" if row["section"] else None,
            f"位置 字符 {row['value_start']}–{row['value_end']}" + (f"；{place}" if place else ""),
            f"原文 {self.before}【{self.numeral}】{self.after}",
            f"引文 {row['quote']}" if row["origin"] == "table" else None,
            f"指标 {row['indicator_code']} {row['canonical_name']}" if row["indicator_code"] else None,
            f"换算 {row['value_base'].normalize():f} {row['unit_base']}" if row["value_base"] is not None else None,
            f"领域 {row['sector_code']} {row['sector_name'] or ''}".rstrip(),
            *described(row["frame"], period),
            f"规则 {row['rule']}，可信度 {row['confidence']:.2f}",
            f"疑问 {'、'.join(row['checks'])}" if row["checks"] else None,
            f"更正 {row['correction']}，原为 {row['corrected_from'] or '无此行'}" if row["correction"] else None,
            *(f"矛盾（{c['kind']}）{c['explanation']}：{c['values_text']}" for c in self.conflicts),
        ]
        return "\n".join(" ".join(line.split()) for line in lines if line)


def place_of(row: Mapping[str, Any]) -> str | None:
    """Where in its file an observation stands, for people; None in a plain text.

    >>> place_of({"page": 3, "bbox": [10.0, 20.04, 30.0, 40.0], "locator": "p.3"})
    '第3页，位置 [10.0, 20.0, 30.0, 40.0]'
    >>> place_of({"page": None, "bbox": None, "locator": "b.xlsx Sheet1!C7"})
    'b.xlsx Sheet1!C7'
    """
    box = f"，位置 {[round(x, 1) for x in row['bbox']]}" if row["page"] and row["bbox"] else ""
    return spot(row["page"], row.get("locator")) + box or None


def explain(published: Path, observation_id: str) -> Explanation:
    """The observation of that id, or of the one id that begins so; PublishError if there is none or several."""
    with connect(published) as connection:
        return explained(connection, observation_id)


def explained(connection: duckdb.DuckDBPyConnection, observation_id: str) -> Explanation:
    """The same over a connection that is open."""
    cursor = connection.execute(_OBSERVATION, [observation_id])
    names = [column[0] for column in cursor.description]
    rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()] if observation_id else []
    if not rows:
        raise PublishError(f"no observation has the id {observation_id!r}; ids are in fct_indicator.observation_id")
    if len(rows) > 1 and rows[0]["observation_id"] != observation_id:
        ids = ", ".join(row["observation_id"] for row in rows)
        raise PublishError(f"several observations begin with {observation_id}: {ids}")
    found = rows[0]
    cursor = connection.execute(_CONFLICTS, [found["observation_id"]])
    conflicts = [dict(zip(("kind", "values_text", "explanation"), row, strict=True)) for row in cursor.fetchall()]
    before, after = _around(found)
    return Explanation(found, before, found["printed"], after, conflicts)


def _around(row: dict[str, Any]) -> tuple[str, str]:
    """The passage before and after the numeral, cut to whole sentences where it is long."""
    if row["passage"] is None:
        before, _, after = row["quote"].partition(row["printed"])
        return before, after
    at = row["value_start"] - row["char_start"]
    before, after = row["passage"][:at], row["passage"][at + len(row["printed"]) :]
    first = max(before.rfind(mark, 0, max(len(before) - SURROUNDING, 0)) for mark in "。；\n") + 1
    ends = [end for mark in "。；\n" if (end := after.find(mark, SURROUNDING)) >= 0]
    return ("…" if first else "") + before[first:], after[: min(ends) + 1] if ends else after
