"""What documents say differently of one and the same thing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipelines.serve.ledger.figures import Wanted, figures
from pipelines.serve.ledger.names import Places
from pipelines.serve.ledger.question import Question
from pipelines.serve.ledger.sentences import KINDS, Answer

if TYPE_CHECKING:
    import duckdb


def conflicts(connection: duckdb.DuckDBPyConnection, question: Question, places: Places) -> Answer:
    conditions: list[str] = ["true"]
    parameters: list[Any] = []
    if question.code:
        conditions.append("indicator_code = ?")
        parameters.append(question.code)
    if question.places:
        conditions.append("region_code is not distinct from ?")
        parameters.append(question.places[0].code)
    if question.years:
        conditions.append("year between ? and ?")
        parameters += question.years
    rows = connection.execute(
        f"select indicator_name, year, kind, values_text, explanation, observation_ids from fct_conflict where {' and '.join(conditions)} order by year, indicator_name limit 40",
        parameters,
    ).fetchall()
    if not rows:
        return Answer(("台账里没有这样的矛盾：各文件对此说法一致，或只有一处说到。",))
    ids = [i for row in rows for i in row[5]]
    lines = [
        f"{name}（{year or '时期不明'}，{KINDS.get(kind, kind)}）：{values}" for name, year, kind, values, _, _ in rows
    ]
    return Answer(
        tuple(lines),
        tuple(figures(connection, Wanted(ids=ids))),
        notes=tuple(dict.fromkeys(row[4] for row in rows if row[4]))[:5],
    )
