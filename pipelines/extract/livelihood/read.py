"""民生实事: the promises of a year to residents, their sub-items, what was planned, what was done, and how far it got."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pipelines.documents.model import Document
from pipelines.documents.view import view
from pipelines.extract.livelihood.items import Item, items_of
from pipelines.extract.livelihood.promise import Promise, Span
from pipelines.extract.livelihood.quantities import Pair, Quantity, figures, pair, quantities
from pipelines.extract.livelihood.sources import promises
from pipelines.extract.livelihood.status import Status, done_clauses, doubts, project_status, task_status
from pipelines.extract.livelihood.told import printed_rate, rates_in
from pipelines.extract.livelihood.words import is_title, number_of
from pipelines.extract.tables.periods import find_period
from pipelines.lexicon.patterns import patterns

_P = patterns("livelihood.read")

_STATED = _P["stated"]
_AMOUNT = _P["amount"]
_SENTENCE = _P["sentence"]


@dataclass(frozen=True, slots=True)
class LivelihoodTotal:
    """What a document says of the whole of a year's 民生实事, beside what was counted in it (None: nothing listed).

    `start`..`end` is the sentence. `amount` with its unit is the money that the sentence names.
    """

    year: int | None
    start: int
    end: int
    stated_projects: int | None
    stated_tasks: int | None
    amount: Decimal | None
    amount_unit: str
    counted_projects: int | None
    counted_tasks: int | None


@dataclass(frozen=True, slots=True)
class Told:
    """A promise with its sub-items, and the quantities of each: planned and completed."""

    promise: Promise
    items: list[tuple[Item, list[Pair]]]


def read_promises(document: Document) -> list[Told]:
    """The promises of a document, for both of the functions that make rows of them."""
    return [
        Told(promise, [(item, _pairs(document.text, item, promise.unit)) for item in items])
        for promise, items in _read(document)
    ]


def read_livelihood(
    document: Document, read: list[Told] | None = None
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """(livelihood_project rows, livelihood_task rows) as staged, in the order of the text; `read` are the promises, where
    the caller has read them already.

    Sub-items are counted as livelihood_items.py explains. planned_value and completed_value are the task's first
    quantities that count the same thing, else the first planned, else the first that a clause of completion states; all
    of its quantities are in `livelihood_quantities`. Status is `unknown` for what is only promised.
    """
    projects: list[dict[str, Any]] = []
    tasks: list[dict[str, Any]] = []
    for told in read_promises(document) if read is None else read:
        promise = told.promise
        statuses: list[Status] = []
        for number, (item, pairs) in enumerate(told.items, 1):
            row = _task_row(document, promise, number, item, pairs)
            statuses.append(row["status"])
            tasks.append(row)
        plans = [plan for plan, _ in promise.parts if plan]
        dones = [done for _, done in promise.parts if done]
        projects.append({
            "document_id": document.document_id, "source_file": document.source_file,
            "region_code": document.meta.region_code, "year": promise.year, "number": promise.number,
            "name": promise.name, "plan_text": _text(document.text, plans),
            "completion_text": _text(document.text, dones), "status": project_status(statuses),
            "origin": promise.origin, "char_start": promise.start, "char_end": promise.end,
        })  # fmt: skip
    return projects, tasks


def livelihood_quantities(document: Document, read: list[Told] | None = None) -> list[dict[str, Any]]:
    """Every quantity of every sub-item: planned and completed side by side where they count the same thing.

    Keys: year, project_number, task_number, quantity_number, planned_value, planned_unit, completed_value,
    completed_unit, completion_ratio, planned_start, planned_end, completed_start, completed_end.
    """
    rows: list[dict[str, Any]] = []
    for told in read_promises(document) if read is None else read:
        promise = told.promise
        for task_number, (_, pairs) in enumerate(told.items, 1):
            for number, each in enumerate(pairs, 1):
                plan, done = each.planned, each.completed
                rows.append({
                    "document_id": document.document_id, "source_file": document.source_file, "year": promise.year,
                    "project_number": promise.number, "task_number": task_number, "quantity_number": number,
                    "planned_value": plan and plan.value, "planned_unit": plan and plan.unit,
                    "completed_value": done and done.value, "completed_unit": done and done.unit,
                    "completion_ratio": each.ratio,
                    "planned_start": plan and plan.start, "planned_end": plan and plan.end,
                    "completed_start": done and done.start, "completed_end": done and done.end,
                })  # fmt: skip
    return rows


def livelihood_totals(document: Document) -> list[LivelihoodTotal]:
    """Sentences and titles that count a year's 民生实事 (18件38项, 11.8亿元), with what the document lists of that year."""
    counted: dict[int | None, tuple[int, int]] = {}
    for promise, items in _read(document):
        projects, tasks = counted.get(promise.year, (0, 0))
        counted[promise.year] = (projects + 1, tasks + len(items))
    totals: list[LivelihoodTotal] = []
    for m in _SENTENCE.finditer(document.text):
        if not is_title(m.group()):
            continue
        seen = view(document.text, *m.span())
        near = [s for s in _STATED.finditer(seen.text) if is_title(s.group()) or _near_title(seen.text, *s.span())]
        if not near:
            continue
        stated = near[0]
        amounts = [
            a for a in _AMOUNT.finditer(seen.text) if max(stated.start() - a.end(), a.start() - stated.end()) <= 24
        ]
        amount = amounts[0] if amounts else None
        year = _year(document, m.group(), stated["projects"], m.start())
        projects_read, tasks_read = counted.get(year, (None, None))
        start, end = seen.span(0, len(seen.text))
        totals.append(LivelihoodTotal(
            year, start, end, number_of(stated["projects"]), int(stated["tasks"]) if stated["tasks"] else None,
            Decimal(amount["amount"]) if amount else None, amount["unit"] if amount else "",
            projects_read, tasks_read,
        ))  # fmt: skip
    return totals


def _near_title(text: str, start: int, end: int) -> bool:
    return is_title(text[end : end + 14]) or is_title(text[max(0, start - 14) : start])


def _year(document: Document, sentence: str, count: str, at: int) -> int | None:
    """The year that stands before the count in its sentence, else the section's, else the reviewed one."""
    stated = find_period(sentence[: max(0, sentence.find(count))], document.meta.review_year)
    if stated and stated.end:
        return stated.end
    inside = [s for s in document.sections if s.start <= at < s.end and s.year_end]
    return max(inside, key=lambda s: s.level).year_end if inside else document.meta.review_year


def _read(document: Document) -> Iterator[tuple[Promise, list[Item]]]:
    for promise in promises(document):
        yield promise, items_of(document.text, promise)


def _text(text: str, spans: list[Span]) -> str | None:
    """The spans' words, one line for each line that they have in print; None where there are none."""
    lines = [line.strip() for a, b in spans for line in text[a:b].split("\n")]
    return "\n".join(line for line in lines if line) or None


def _pairs(text: str, item: Item, unit: str = "") -> list[Pair]:
    """Pairs of quantities of a sub-item; without a planned one, the first that a clause of completion states is alone.

    `unit` is that of a table whose plan and completion are mere numbers.
    """
    if unit:
        return pair(figures(text, item.plan, unit), figures(text, item.completion, unit))
    planned = quantities(text, item.plan)
    if planned:
        alone = figures(text, item.completion, planned[0].unit) if len(planned) == 1 else []
        return pair(planned, alone) if alone else _paired(text, planned, item)
    if item.completion is None:
        return []
    seen = view(text, *item.completion)
    return [Pair(None, q, None) for q in quantities(text, item.completion, done_clauses(seen.text, item.name))]


def _paired(text: str, planned: list[Quantity], item: Item) -> list[Pair]:
    """Planned quantities with those of the completion that are no printed rates: with those of its clauses that say that
    work was done (已建成12个，另有8个正在改造), where these fit all, else with any."""
    if item.completion is None:
        return pair(planned, [])
    seen = view(text, *item.completion)
    rates = [seen.span(*span) for span in rates_in(seen.text)]
    within = done_clauses(seen.text, item.name)
    some = [
        [q for q in found if not any(a <= q.start < b for a, b in rates)]
        for found in (quantities(text, item.completion, within), quantities(text, item.completion))
    ]
    first = pair(planned, some[0])
    return first if all(p.ratio is not None for p in first) else pair(planned, some[1])


def _task_row(document: Document, promise: Promise, number: int, item: Item, pairs: list[Pair]) -> dict[str, Any]:
    text = document.text
    completion = view(text, *item.completion).text if item.completion else None
    promised = item.name + (view(text, *item.plan).text if item.plan else "")
    ratios = [p.ratio for p in pairs if p.ratio is not None and not _spent(p)]
    rate = _rate(text, promise, completion)
    status, rule = task_status(completion, promised, ratios, rate)
    return {
        "document_id": document.document_id, "source_file": document.source_file, "year": promise.year,
        "project_number": promise.number, "task_number": number, "task_name": item.name,
        "plan_text": _text(text, [item.plan] if item.plan else []),
        "completion_text": _text(text, [item.completion] if item.completion else []),
        **_first(pairs), "printed_ratio": rate, "status": status,
        "status_rule": rule, "checks": doubts(completion, promised, ratios, rate),
        **_where("plan", item.plan), **_where("completion", item.completion),
    }  # fmt: skip


def _spent(pair_: Pair) -> bool:
    """Whether a pair says what a work was to cost and what it took: less money is no less of the work."""
    plan = pair_.planned
    return plan is not None and plan.unit.endswith("元") and bool(_P["cost"].search(plan.about))


def _rate(text: str, promise: Promise, completion: str | None) -> Decimal | None:
    """The printed rate of completion: in the words, else in the column that the table has for it."""
    rate = printed_rate(completion) if completion else None
    if rate is None and promise.rate and len(promise.parts) == 1:
        return printed_rate(text[slice(*promise.rate)], column=True)
    return rate


def _first(pairs: list[Pair]) -> dict[str, Any]:
    """The quantities that stand for a sub-item: the first pair that can be compared, else the first."""
    first = next((p for p in pairs if p.ratio is not None), pairs[0] if pairs else Pair(None, None, None))
    plan, done = first.planned, first.completed
    return {
        "planned_value": plan.value if plan else None, "planned_unit": plan.unit if plan else None,
        "completed_value": done.value if done else None, "completed_unit": done.unit if done else None,
        "completion_ratio": first.ratio,
    }  # fmt: skip


def _where(key: str, span: Span | None) -> dict[str, int | None]:
    start, end = span or (None, None)
    return {f"{key}_start": start, f"{key}_end": end}
