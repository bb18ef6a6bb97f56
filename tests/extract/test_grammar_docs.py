"""docs/grammar.md stays true: its examples are read, its tables are what comes out, its list of rules is complete.

A block quote is a text; the Markdown table behind it is all that is read from it, `no row` the nothing. Columns that a
table does not show have the value that the place of the text gives them. A fence `report` is a whole document.
"""

from __future__ import annotations

import ast
import doctest
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

import pytest

from pipelines.documents.model import Metadata
from pipelines.documents.view import view
from pipelines.extract.document import extract
from pipelines.extract.facts import Comparison, Context, Measure
from pipelines.extract.prose.qualitative import read_qualitative
from pipelines.extract.prose.statements import read_statements
from pipelines.lexicon.cues import cues
from pipelines.readers.read import parse_text

from . import gold
from .case_files import known_failures, load_cases, run

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "grammar.md"
TEXT = PAGE.read_text(encoding="utf-8")
REGION = "甲省乙市丙区"
REVIEW = Context(2022, 2022, published_year=2023, region=REGION)
PLAN = Context(2023, 2023, "target", published_year=2023, region=REGION)
HIDDEN = ("statement", "period", "qualifier", "region", "part of")

_EXAMPLE = re.compile(
    r"^(?:> (?P<plan>\*plan 2023\* )?(?P<quote>.+)|```report\n(?P<report>[\s\S]*?)\n```)\n\n(?P<rows>(?:\|.*\n)+|\*no row\*\n)",
    re.M,
)
_RULE_ROW = re.compile(r"^\| (`[^|]+`) \|", re.M)
_RULE_NAME = re.compile(r"(?:G\d+|table)\.[a-z_.]+")


@dataclass(frozen=True, slots=True)
class Example:
    """A text of the page and the rows that the page says it gives."""

    text: str
    plan: bool
    report: bool
    rows: tuple[dict[str, str], ...]


def examples() -> Iterator[Example]:
    """All examples of the page, in order."""
    for match in _EXAMPLE.finditer(TEXT):
        yield Example(
            match["quote"] or match["report"],
            bool(match["plan"]),
            match["report"] is not None,
            tuple(table(match["rows"])),
        )


def table(markdown: str) -> Iterator[dict[str, str]]:
    """The rows of a Markdown table by column."""
    lines = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in markdown.splitlines() if line.startswith("|")
    ]
    for cells in lines[2:]:
        yield dict(zip(lines[0], cells, strict=True))


def read(example: Example) -> list[dict[str, Any]]:
    """What is read from an example, with every column that a table may show."""
    if example.report:
        staged = extract(parse_text(example.text, Metadata(review_year=2022, plan_year=2023)))["observation"]
        return [
            row | {"indicator": row["indicator_name"], "period": row["period_label"] or "", "region": "", "part of": ""}
            for row in staged
        ]
    context = PLAN if example.plan else REVIEW
    seen = view(example.text, 0, len(example.text)).text
    facts = read_statements(seen, context)
    rows: list[dict[str, Any]] = [
        {"value": f.value, "unit": f.unit, "indicator": f.indicator, "measure": f.measure, "statement": f.statement,
         "period": f.period_label, "qualifier": f.qualifier, "region": f.region, "rule": f.rule,
         "part of": "" if f.whole is None else facts[f.whole].indicator}
        for f in facts
    ]  # fmt: skip
    for q in read_qualitative(seen, context):
        rows.append({"indicator": q.indicator, "comparison": q.comparison, "statement": q.statement, "text": q.text,
                     "period": str(q.period_end), "rule": q.rule})  # fmt: skip
    return rows


def defaults(example: Example) -> dict[str, str]:
    """What the columns hold that a table does not show."""
    own = {"statement": "target", "period": "2023"} if example.plan else {"statement": "actual", "period": "2022"}
    return own | {"qualifier": "", "region": "", "part of": ""}


@pytest.mark.parametrize("example", [pytest.param(e, id=e.text[:24].replace("\n", " ")) for e in examples()])
def test_the_page_says_what_is_read(example: Example) -> None:
    got = read(example)
    shown = set(example.rows[0]) if example.rows else set()
    assert [{k: str(row[k]) for k in wanted} for row, wanted in zip(got, example.rows, strict=False)] == list(
        example.rows
    )
    assert len(got) == len(example.rows)
    for row in got:
        for column in set(HIDDEN) - shown & set(row):
            if column in row:
                assert row[column] == defaults(example)[column], (column, row)


def test_every_quoted_text_is_an_example() -> None:
    assert len(list(examples())) == len(re.findall(r"^> ", TEXT, re.M)) + TEXT.count("```report") >= 50


def test_each_pattern_has_an_example() -> None:
    for number in range(1, 21):
        part = TEXT.partition(f"### G{number} ")[2].partition("\n### ")[0].partition("\n## ")[0]
        assert _EXAMPLE.search(part), f"G{number} has no example"


def test_the_code_on_the_page_runs() -> None:
    failed, run_ = doctest.testfile(str(PAGE), module_relative=False, encoding="utf-8")
    assert run_ > 10 and failed == 0


def documented() -> set[str]:
    """The rules of the page's table, with G6 and table written out by their measures."""
    found = {name for row in _RULE_ROW.findall(TEXT) for name in re.findall(r"`([^`]+)`", row)}
    return {name for name in found if _RULE_NAME.fullmatch(name)}


def is_documented(rule: str) -> bool:
    """Whether the page has this rule; a list's rule is G6 with the last word of its members' own."""
    known = documented()
    last = rule.rpartition(".")[2]
    if rule in (f"G6.{last}", f"G6.list.{last}"):
        return f"G6.{last}" in known or any(name.rpartition(".")[2] == last for name in known)
    return rule in known


def rules_in_code() -> set[str]:
    """Every rule name that stands in the code of the statement layer, as a literal."""
    found = {f"G19.{name}" for name in get_args(Comparison)} | {f"table.{measure}" for measure in get_args(Measure)}
    for path in sorted((ROOT / "pipelines" / "extract").rglob("*.py")):
        if {"projects", "livelihood"} & set(path.relative_to(ROOT).parts):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and _RULE_NAME.fullmatch(node.value):
                found.add(node.value)
    return {name for name in found if not name.endswith(".")}


def test_the_page_lists_the_rules_that_there_are() -> None:
    assert rules_in_code() - documented() == set(), "not on the page"
    last = {rule.rpartition(".")[2] for rule in rules_in_code()}
    lists = {rule for rule in documented() if rule.startswith("G6.") and rule.rpartition(".")[2] in last}
    assert documented() - rules_in_code() - lists == set(), "on the page and not in the code"


def test_rules_of_rows_are_on_the_page() -> None:
    rules = {fact.rule for case in load_cases() for fact in run(case)[0]}
    rules |= {row["rule"] for text, _ in gold.labelled_documents() for row in gold.observations(text)}
    assert sorted(rule for rule in rules if not is_documented(rule)) == []
    assert len(rules) > 35


def test_the_page_explains_every_list_of_cue_words() -> None:
    part = TEXT.partition("**A cue word**")[2].partition("**A rule**")[0]
    explained = {name for row in _RULE_ROW.findall(part) for name in re.findall(r"`([^`]+)`", row)}
    explained |= set(re.findall(r"`(keep_in_name)`", part))
    assert explained == set(cues())


def test_known_failures_are_on_the_page() -> None:
    part = TEXT.partition("## What it does not read")[2]
    assert set(re.findall(r"`([a-z]+\d*-\d{3})`", part)) == known_failures()
