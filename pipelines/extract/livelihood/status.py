"""The status of a 民生实事 from wording and numbers, with the name of the rule that decided.

Every clause of a completion takes the first rule of livelihood.yml that fits; then, in this order: something is
expected later → in_progress; only waiting → not_started; done beside unfinished → partly; only unfinished →
in_progress; only done → completed, unless the numbers say partly or exceeded. What no rule reads is unknown.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from typing import Literal

from pipelines.extract.livelihood.words import words
from pipelines.lexicon.patterns import patterns

_P = patterns("livelihood.status")

Status = Literal["completed", "exceeded", "partly", "in_progress", "not_started", "unknown"]
_UNFINISHED: tuple[Status, ...] = ("in_progress", "not_started")
_DIGIT = re.compile(r"[0-9]")  # a digit is no rule
_CLAUSES = _P["clauses"]


@cache
def _rules() -> tuple[tuple[str, str, bool, re.Pattern[str]], ...]:
    fits = patterns("livelihood_words.clause_rules")
    return tuple((r["rule"], r["reads"], r.get("in_name") == "keep", fits[r["name"]]) for r in words()["clause_rules"])


def clause_rule(clause: str, promised: str = "") -> tuple[str, str]:
    """(rule, reading) of one clause; ('', '') where no rule fits. `promised` is the task's name and plan.

    >>> clause_rule("完成选址"), clause_rule("完成改造344户"), clause_rule("加强管理")
    (('step_of_preparation', 'in_progress'), ('done_in_words', 'done'), ('', ''))
    """
    for rule, reads, keep, pattern in _rules():
        m = pattern.search(clause)
        if m and not (keep and _is_the_task(m.group(), promised)):
            return rule, reads
    return "", ""


def _is_the_task(caught: str, promised: str) -> bool:
    """Whether the step that a rule caught is itself what was promised (a plan to draw up a plan)."""
    return len(caught) >= 3 and caught[-3:] in promised


def done_clauses(completion: str, promised: str = "") -> list[tuple[int, int]]:
    """Spans of the clauses that say that work was done, if only a step of it; a rate that was reached is no such work."""
    done: list[tuple[int, int]] = []
    for a, b in _clauses(completion):
        rule, reads = clause_rule(completion[a:b], promised)
        if (reads == "done" and rule != "reached") or rule.startswith("step_of"):
            done.append((a, b))
    return done


def _clauses(text: str) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    start = 0
    for m in _CLAUSES.finditer(text):
        spans.append((start, m.start()))
        start = m.end()
    spans.append((start, len(text)))
    return [(a, b) for a, b in spans if b > a]


_WHOLE = _P["whole"]
_NEAR = Decimal("0.015")  # a printed rate may be rounded


def doubts(completion: str | None, promised: str, ratios: Sequence[Decimal], rate: Decimal | None) -> list[str]:
    """Names of the checks that what a sub-item says of itself does not pass.

    `rate_differs`: the printed rate is none of its quantities'. `words_differ`: 全部完成 beside a part of the plan.

    >>> doubts("完成280个，完成率90%", "", [Decimal("0.8")], Decimal("0.9")), doubts("全部完成", "", [Decimal("0.8")], None)
    (['rate_differs'], ['words_differ'])
    """
    found = []
    if rate is not None and ratios and all(abs(rate - r) > _NEAR for r in ratios):
        found.append("rate_differs")
    least = min([r for r in (rate, *ratios) if r is not None], default=None)
    if completion and _WHOLE.search(completion) and least is not None and least < 1 - _NEAR:
        found.append("words_differ")
    return found


def task_status(
    completion: str | None, promised: str, ratios: Sequence[Decimal], rate: Decimal | None = None
) -> tuple[Status, str]:
    """(status, rule) of a sub-item; `ratios` are completed over planned, one for each comparable pair of quantities.

    A printed `rate` decides first, then quantities beside words that say that something was done, then words.

    >>> task_status("完成无障碍改造344户。", "无障碍改造344户", [Decimal(1)])
    ('completed', 'done_in_words')
    >>> task_status("开展培训8353人次。", "开展培训8000人", [Decimal("1.044125")])
    ('exceeded', 'more_than_planned')
    >>> task_status(None, "改造", [])
    ('unknown', 'no_completion_stated')
    """
    if not completion:
        return "unknown", "no_completion_stated"
    if rate is not None:
        return _by_rate(rate, ratios)
    read = [(completion[a:b], *clause_rule(completion[a:b], promised)) for a, b in _clauses(completion)]
    by = {reads: next(rule for _, rule, r in read if r == reads) for _, _, reads in read if reads}
    if "later" in by:
        return "in_progress", by["later"]
    unfinished = next((status for status in _UNFINISHED if status in by), None)
    if "done" in by and unfinished:
        return _done_beside(read, by, unfinished, ratios)
    if unfinished:
        return unfinished, by[unfinished]
    if ratios:
        return _by_quantities(ratios, by.get("done"))
    return ("completed", by["done"]) if "done" in by else ("unknown", "no_rule")


def _done_beside(
    read: list[tuple[str, str, str]], by: dict[str, str], unfinished: Status, ratios: Sequence[Decimal]
) -> tuple[Status, str]:
    """The status of words that tell of something done beside something that is not: by the quantities, else partly done,
    unless what was done is only what the work is about."""
    if ratios and min(ratios) >= 1:
        return "completed", "quantity_reached"
    weak = all(rule in words()["weak_rules"] for _, rule, reads in read if reads == "done")
    counted = any(_DIGIT.search(clause) for clause, _, reads in read if reads not in ("", "done"))
    if weak and not counted:
        return unfinished, by[unfinished]
    return "partly", f"done_beside_{by[unfinished]}"


def _by_quantities(ratios: Sequence[Decimal], done: str | None) -> tuple[Status, str]:
    """The status that completed over planned tells, where words tell of nothing unfinished."""
    if min(ratios) < 1:
        return ("partly", "less_than_planned") if max(ratios) > 0 else ("not_started", "nothing_done")
    return ("exceeded", "more_than_planned") if min(ratios) > 1 else ("completed", done or "quantity_reached")


def _by_rate(rate: Decimal, ratios: Sequence[Decimal]) -> tuple[Status, str]:
    """The status that a printed rate tells; more than the plan where the quantities say so too."""
    if rate > 1 or rate == 1 and ratios and min(ratios) > 1:
        return "exceeded", "printed_rate"
    if rate == 1:
        return "completed", "printed_rate"
    return ("partly" if rate else "not_started"), "printed_rate"


def project_status(statuses: Sequence[Status]) -> Status:
    """The status of a 民生实事 from those of its sub-items: what all have, or partly where some are done and some not.

    >>> project_status(["completed", "exceeded"]), project_status(["completed", "in_progress"])
    ('completed', 'partly')
    >>> project_status(["in_progress", "not_started"]), project_status(["completed", "unknown"])
    ('in_progress', 'unknown')
    """
    kinds = set(statuses)
    if len(kinds) == 1:
        return statuses[0]
    if kinds <= {"completed", "exceeded"}:
        return "completed"
    if "unknown" in kinds and not kinds & {"in_progress", "not_started", "partly"}:
        return "unknown"
    return "partly" if kinds & {"completed", "exceeded", "partly"} else "in_progress"
