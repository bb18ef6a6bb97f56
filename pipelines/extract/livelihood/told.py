"""An item that tells in one breath what was planned and what came of it: cut into plan and completion."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from pipelines.documents.view import TextView, view
from pipelines.extract.livelihood.status import clause_rule
from pipelines.extract.livelihood.words import split_outside
from pipelines.lexicon.patterns import patterns

_P = patterns("livelihood.told")

Span = tuple[int, int]
Told = tuple[str, Span | None, Span | None]
"""Name ('' where the item's own serves), plan and completion."""

_NUMBERING = _P["numbering"]
_STATUS = _P["status"]
_DASH = _P["dash"]
_DIGIT = re.compile(r"\d")  # a digit is no rule
_HUNDRED = Decimal(100)


@cache
def pattern(name: str) -> re.Pattern[str]:
    """A pattern of `reports` in livelihood.yml."""
    return patterns("livelihood_words.reports")[name]


def labelled(text: str, start: int, end: int) -> tuple[list[Span], list[Span]]:
    """(plans, completions) of text[start:end] by their labels (目标任务：…完成情况：…); what stands before any label is
    plan only where a completion follows; other labels' words (牵头单位：…) belong to neither."""
    marks: list[tuple[int, int, str]] = []
    for kind in ("other_label", "done_label", "plan_label"):
        for m in pattern(kind).finditer(text, start, end):
            if not any(a <= m.start() < b for a, b, _ in marks):
                marks.append((m.start(), m.end(), kind))
    marks.sort()
    plans, dones = list[Span](), list[Span]()
    before = (start, marks[0][0] if marks else end)
    for k, (_, body, kind) in enumerate(marks):
        stop = marks[k + 1][0] if k + 1 < len(marks) else end
        span = _trimmed(text, body, stop)
        if span and kind != "other_label":
            (plans if kind == "plan_label" else dones).append(span)
    lead = _trimmed(text, *before)
    if lead and dones and not plans:
        plans.insert(0, lead)
    return plans, dones


def before_labels(text: str, start: int, end: int) -> Span:
    """text[start:end] as far as no label of another kind (责任单位：…) ends it."""
    other = pattern("other_label").search(text, start, end)
    return _trimmed(text, start, other.start() if other else end) or (start, end)


def _trimmed(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start] in " \t\r\n\u3000，,；;。":
        start += 1
    while end > start and text[end - 1] in " \t\r\n\u3000，,；;":
        end -= 1
    return (start, end) if end > start else None


def tell(text: str, span: Span) -> list[Told]:
    """The tasks of an item whose words tell plan and completion together; [] where no plan can be told from them.

    >>> t = "一是新增就业5000人，完成5230人；二是建设社区养老中心3个，已建成2个。"
    >>> [(t[slice(*plan)], t[slice(*done)]) for _, plan, done in tell(t, (0, len(t)))]
    [('新增就业5000人', '完成5230人'), ('建设社区养老中心3个', '已建成2个')]
    """
    seen = view(text, *span)
    parts = _parts(seen.text)
    found = [_one(seen, a, b, len(parts) > 1) for a, b in parts]
    told = [t for t in found if t is not None]
    if not told or len(told) < len(found) / 2:
        return []
    return told if len(told) > 1 or len(parts) > 1 else [("", *told[0][1:])]


def planned_in(seen: TextView) -> Iterator[Told]:
    """What the sentences of a paragraph tell of plans and of what came of them; those that tell only one are left out."""
    for a, b in split_outside(seen.text, "。；;"):
        told = _one(seen, a, b, False)
        if told is not None and told[1] is not None:
            yield told


def without_share(name: str) -> str:
    """A name without the share of the task that is printed behind it (新增床位80张，为计划的101%)."""
    return _P["share"].split(name)[0]


def clean_name(name: str) -> str:
    """A task's name without the words that say that it was planned."""
    return _P["planned"].sub("", name).strip("。；;，,：:、 ")


def _parts(text: str) -> list[Span]:
    """The stretches that are told one by one: by numbers, else by ； where each part has a plan."""
    marks = [m.start() for m in pattern("tasks").finditer(text)]
    if len(marks) > 1:
        return [(a, b) for a, b in zip(marks, [*marks[1:], len(text)], strict=True) if b > a]
    sentences = split_outside(text, "。；;")
    planned = [s for s in sentences if _cut(text, *s) is not None]
    if len(planned) > 1 and len(planned) == len(sentences):
        return sentences
    return [(0, len(text))]


def _one(seen: TextView, start: int, end: int, among: bool) -> Told | None:
    text = seen.text
    number = _NUMBERING.match(text[start:end])
    start += number.end() if number else 0
    while end > start and text[end - 1] in "。；;，, ":
        end -= 1
    aside = _P["aside"].match(text, start, end)
    start = aside.end() if aside else start
    label = _P["label"].match(text[start:end])
    body = start + (label.end() if label else 0)
    cut = _cut(text, body, end, among)
    if cut is None:
        return None
    plan, done = cut
    first = without_share(text[slice(*(plan or done))])
    name = text[start : body - 1] if label else first if plan is None or plan > done else text[slice(*plan)]
    if plan and plan > done:
        name = text[start : body - 1] if label else text[slice(*done)]
    return name, seen.span(*plan) if plan else None, seen.span(*done)


def _cut(text: str, start: int, end: int, among: bool = False) -> tuple[Span | None, Span] | None:
    """(plan, completion) of a stretch, None where it tells only one of them; no plan where only its share is told.

    `among`: it is one of several (一是…；二是…); then words alone (正在施工) may say what came of a plan.
    """
    told = _by_form(text, start, end) or _by_clauses(text, start, end, among)
    if told is None and pattern("of_task").search(text, start, end):
        return None, (start, end)
    return told


def _by_form(text: str, start: int, end: int) -> tuple[Span, Span] | None:
    """The cut of k of n, of 超额完成40所的年度任务, of what came of it in brackets or behind a dash."""
    k_of_n = pattern("k_of_n").fullmatch(text, start, end)
    if k_of_n:
        return k_of_n.span("plan"), k_of_n.span("done")
    passed = pattern("of_plan").search(text, start, end)
    if passed and passed.start() > start:
        return passed.span("plan"), (start, passed.start())
    status = _STATUS.search(text, start, end)
    if status and clause_rule(status["in"].split("，")[0])[1] and status.start() > start:
        return (start, status.start()), status.span("in")
    dash = _DASH.search(text, start, end)
    if dash and clause_rule(text[dash.end() : end])[1] and dash.start() - start > 3:
        return (start, dash.start()), (dash.end(), end)
    return None


def _by_clauses(text: str, start: int, end: int, among: bool) -> tuple[Span, Span] | None:
    """The cut before the first clause that says what was done, where the words before it promise something."""
    clauses = [(start + a, start + b) for a, b in split_outside(text[start:end], "，,；;。")]
    for k, (a, b) in enumerate(clauses):
        if k and pattern("done_cue").match(text[a:b]) and not pattern("plan_cue").match(text[a:b]):
            plan = (start, clauses[k - 1][1])
            promised = text[slice(*plan)]
            said = _DIGIT.search(text, a, end) or among and clause_rule(text[a:b])[1] in ("in_progress", "not_started")
            if pattern("plan_cue").match(promised) or _promises(promised) and said:
                return plan, (a, end)
            return None
    return None


def _promises(plan: str) -> bool:
    """Whether words without a cue may be a plan: they have a figure, and do not tell of what was done."""
    return bool(_DIGIT.search(plan)) and not _P["done_word"].search(plan)


def printed_rate(completion: str, column: bool = False) -> Decimal | None:
    """Completed over planned as a report prints it; None where it prints none or several that differ.

    `column`: the words are a cell of a column of rates, whose head has the %.

    >>> printed_rate("实际完成280个，完成率80%"), printed_rate("形象进度80%"), printed_rate("60%")
    (Decimal('0.8'), None, Decimal('0.6'))
    """
    if column and (number := _P["rate_cell"].fullmatch(completion)):
        return Decimal(number["n"]) / _HUNDRED
    hits = list(pattern("rate").finditer(completion.replace(" ", "").rstrip("。；")))
    named = [m for m in hits if _P["named_rate"].match(m.group())]
    found = {Decimal(next(n for n in m.groups() if n)) / _HUNDRED for m in named or hits}
    return found.pop() if len(found) == 1 else None


def rates_in(text: str) -> list[Span]:
    """Where a text prints rates of completion: their figures count nothing that was done."""
    return [m.span() for m in pattern("rate").finditer(text) if _P["named_rate"].match(m.group())]
