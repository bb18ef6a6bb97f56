"""The vocabulary of project lists, `lexicon/project_lists.yml`, as tables and patterns."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from pipelines.extract.projects.listed.model import Nature
from pipelines.lexicon.files import content
from pipelines.lexicon.patterns import patterns

_P = patterns("projects.listed.words")

_YEAR_HEAD = _P["year_head"]
_HEAD_BRACKET = _P["head_bracket"]
_BLANKS = _P["blanks"]


@cache
def listing() -> dict[str, Any]:
    """project_lists.yml as it stands."""
    return content("project_lists")


@cache
def pattern(*path: str) -> re.Pattern[str]:
    """The compiled pattern at a path of the file: pattern("titles"), pattern("details", "years")."""
    return patterns(".".join(("project_lists", *path[:-1])))[path[-1]]


def plain(text: str) -> str:
    """Text without blanks, Latin brackets as Chinese ones."""
    return _BLANKS.sub("", text).replace("(", "（").replace(")", "）")


@cache
def column_kind(head: str) -> tuple[str, bool]:
    """(kind of the column, whether its head says so by itself) of a head; ('', False) where the vocabulary has none.

    >>> column_kind("2025年计划投资（万元）"), column_kind("项目名称"), column_kind("名称"), column_kind("总投资（亿元）")
    (('planned_investment', True), ('name', True), ('name', False), ('total_investment', True))
    """
    whole = plain(head)
    bare = _HEAD_BRACKET.sub("", whole)
    without_year = _YEAR_HEAD.sub("年", bare)
    forms = {whole, bare, without_year, without_year.removeprefix("年度"), without_year.removeprefix("年")}
    dated = without_year != bare
    kinds = listing()["columns"]
    for kind, words in kinds.items():
        if forms & set(words["exact"]) and not (dated and kind == "total_investment"):
            return kind, True
    if dated and bare.endswith("投资"):
        return ("planned_investment", True) if "完成" not in bare or "计划" in bare else ("", False)
    for kind, words in kinds.items():
        if any(part in bare for part in words.get("part", ())):
            return kind, True
    return ("name", False) if bare in kinds["name"]["weak"] else ("", False)


def nature_in(text: str) -> Nature | None:
    """The nature that a cell, a group's name or a caption tells.

    >>> nature_in("续建项目"), nature_in("计划竣工"), nature_in("前期项目"), nature_in("新开工"), nature_in("交通")
    ('continuing', 'completing', 'reserve', 'new', None)
    """
    found = [nature for nature, words in listing()["groups"]["nature"].items() if any(w in text for w in words)]
    return found[0] if len(found) == 1 else None  # of several (续建、新建项目) none is told


def is_sum(label: str) -> bool:
    """合计, 小计 and their kin, with or without a count."""
    return any(label.startswith(word) or label == word for word in listing()["groups"]["totals"])
