"""Answers to questions: what the documents state, each figure with its sentence, and 未载明 where they state nothing.

answer = ask(connection, "永川区2022年地区生产总值目标是多少，完成了吗")
print(answer.text())

No figure stands in an answer that does not stand in the warehouse. The one exception is a difference that was asked for
(比上年增加多少): it is computed from two figures that are both shown, and marked 〔计算〕.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from pipelines.serve.ledger import forms, others
from pipelines.serve.ledger.names import Places
from pipelines.serve.ledger.question import NotUnderstood, Question, read
from pipelines.serve.ledger.sentences import NOT_STATED, Answer

if TYPE_CHECKING:
    import duckdb

_FORMS: dict[str, Callable[[duckdb.DuckDBPyConnection, Question, Places], Answer]] = {
    "value": forms.value,
    "target": forms.target,
    "missed": forms.missed,
    "trend": forms.trend,
    "compared": forms.difference,
    "highest": forms.highest,
    "project": others.projects,
    "livelihood": others.livelihood,
    "conflict": others.conflicts,
}


def ask(connection: duckdb.DuckDBPyConnection, text: str) -> Answer:
    """The answer to a question in Chinese."""
    places = Places(connection)
    try:
        question = read(connection, text, places)
    except NotUnderstood as error:
        return Answer((str(error),), understood=False, stated=False)
    unknown = [place for place in question.places if not place.figures]
    if unknown and question.form != "highest":
        names = "、".join(place.name for place in unknown)
        held = "、".join(place.name for place in places.held[:8])
        return Answer((f"{NOT_STATED}：台账里没有{names}的文件。有的是：{held}",), stated=False)
    return _FORMS[question.form](connection, question, places)
