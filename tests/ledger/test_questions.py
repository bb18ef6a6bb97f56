"""Questions with known answers, a third of which the documents do not answer: none may get an invented number."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from pipelines.serve.ledger.answers import ask
from pipelines.serve.ledger.names import indicator_in, nearest_indicators, search_indicators
from pipelines.serve.ledger.question import form_of, vocabulary
from pipelines.serve.query import connect
from tests.command import House

Asked = Callable[[str], Any]
QUESTIONS = yaml.safe_load(Path(__file__).with_name("questions.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def asked(ledger: House) -> Iterator[Asked]:
    """The answer to a question, worked out once for the tests that look at it."""
    with connect(ledger.published) as opened:
        yield cache(lambda question: ask(opened, question))


def test_there_are_enough_and_a_third_has_no_answer() -> None:
    assert len(QUESTIONS) >= 60
    assert sum(question.get("stated") is False for question in QUESTIONS) * 10 >= len(QUESTIONS) * 3


def test_what_is_offered_instead_is_answered(asked: Asked) -> None:
    offered = [offer for question in QUESTIONS for offer in asked(question["ask"]).offers]
    assert len(offered) >= 10
    for question in offered:
        answer = asked(question)
        assert answer.stated and answer.figures, question
    (first, *_) = asked("祥云县2021年地区生产总值是多少").offers
    assert "2022年地区生产总值" in first
    assert any("玉米" not in offer and "粮食产量" in offer for offer in asked("祥云县2023年玉米粮食产量").offers)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question["ask"])
def test_question(asked: Asked, question: dict[str, Any]) -> None:
    answer = asked(question["ask"])
    said = answer.text()
    assert answer.stated is question.get("stated", True), said
    for words in question.get("says", ()):
        assert words in said, said
    for words in question.get("not", ()):
        assert str(words) not in "\n".join(answer.lines), said
    if not answer.stated:
        assert not answer.figures and "未载明" in said or not answer.understood, said


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question["ask"])
def test_every_number_stands_in_a_source(asked: Asked, question: dict[str, Any]) -> None:
    answer = asked(question["ask"])
    held = {Decimal(f.value).normalize() for f in answer.figures}
    for line in answer.lines:
        if "〔计算〕" in line or "：" not in line:
            continue
        quoted = {Decimal(n).normalize() for n in re.findall(r"\d+(?:\.\d+)?", "".join(re.findall("“(.*?)”", line)))}
        for numeral in re.findall(r"-?\d+(?:\.\d+)?(?=亿元|万吨|人|%)", line.partition("：")[2]):
            assert Decimal(numeral).normalize() in held | quoted or f"差 {numeral}" in line, (line, held)


@pytest.mark.parametrize("form", vocabulary()["forms"], ids=lambda form: form["name"])
def test_forms_hold_their_examples(form: dict[str, Any]) -> None:
    assert form["examples"] and form["why"]
    for example in form["examples"]:
        assert form_of(example)[0] == form["name"], example
    for other in form["not"]:
        assert form_of(other)[0] != form["name"], other


def test_names(connection: duckdb.DuckDBPyConnection) -> None:
    assert [known.code for known in search_indicators(connection, "城镇 就业")][0] == "new_urban_jobs"
    assert search_indicators(connection, "没有这个词") == []
    assert nearest_indicators(connection, "粮食总产")[0].code == "grain_output"
    assert indicator_in("没有指标的话") is None
