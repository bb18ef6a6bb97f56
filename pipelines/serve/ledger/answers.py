"""Answers to questions: what the documents state, each figure with its sentence, and 未载明 where they state nothing.

answer = ask(connection, "永川区2022年地区生产总值目标是多少，完成了吗")
print(answer.text())

No figure stands in an answer that does not stand in the warehouse. The exceptions are a difference and a position that were
asked for (比上年增加多少, 排第几): they are worked out of figures that are all shown, and marked 〔计算〕. Where the documents
do not state what was asked for, the answer offers questions that they do answer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from pipelines.serve.ledger import forms, others, ranking, things
from pipelines.serve.ledger.names import Places
from pipelines.serve.ledger.nearest import offers
from pipelines.serve.ledger.question import LISTS, NotUnderstood, Question, read
from pipelines.serve.ledger.sentences import NOT_STATED, Answer

if TYPE_CHECKING:
    import duckdb

_FORMS: dict[str, Callable[[duckdb.DuckDBPyConnection, Question, Places], Answer]] = {
    "value": forms.value,
    "target": forms.target,
    "missed": forms.missed,
    "trend": forms.trend,
    "compared": forms.difference,
    "highest": ranking.highest,
    "position": ranking.position,
    "places": ranking.beside,
    "project": things.projects,
    "livelihood": things.livelihood,
    "conflict": others.conflicts,
}


def ask(connection: duckdb.DuckDBPyConnection, text: str) -> Answer:
    """The answer to a question in Chinese; where there is none, with the nearest questions that have one."""
    places = Places(connection)
    try:
        question = read(connection, text, places)
    except NotUnderstood as error:
        return Answer((str(error),), understood=False, stated=False)
    answer = _answer(connection, question, places)
    if answer.stated or question.form in LISTS:
        return answer
    near = offers(
        connection, question, places, lambda other: _answer(connection, read(connection, other, places), places)
    )
    return replace(answer, offers=near)


def _answer(connection: duckdb.DuckDBPyConnection, question: Question, places: Places) -> Answer:
    unknown = [place for place in question.places if not place.figures]
    if unknown and question.form not in ("highest", "places"):
        names = "、".join(place.name for place in unknown)
        held = "、".join(place.name for place in places.held[:8])
        return Answer((f"{NOT_STATED}：台账里没有{names}的文件。有的是：{held}",), stated=False)
    return forms.refusal(connection, question) or _FORMS[question.form](connection, question, places)
