"""One 民生实事 as stated, of which year it is, and whether the words tell a plan or what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pipelines.documents.model import Document, Section
from pipelines.extract.livelihood.told import Told, before_labels, labelled, pattern, tell, without_share
from pipelines.extract.tables.periods import find_period
from pipelines.extract.tables.words import squeeze
from pipelines.lexicon.patterns import patterns

_P = patterns("livelihood.promise")

Span = tuple[int, int]

LABELLED = _P["labelled"]
SENTENCE_NAME = _P["sentence_name"]
DONE_TITLE = _P["done_title"]
_NAME = 24

_BEFORE = 160
"""Characters before a promise in which words may say that it is to be done."""
_OWNED = 4  # characters of an item before who answers for it


@dataclass(frozen=True, slots=True)
class Promise:
    """One 民生实事 as stated. `parts` pairs plan and completion, several where the table has a row for each sub-item.

    Spans are offsets in the document's text. `listed` is true for lists, whose texts enumerate their sub-items.
    """

    number: int
    name: str
    start: int
    end: int
    parts: tuple[tuple[Span | None, Span | None], ...]
    year: int | None
    origin: Literal["table", "prose"]
    listed: bool
    rate: Span | None = None
    """The cell with the printed rate of completion, where a table has a column for it."""
    told: tuple[Told, ...] = ()
    """The tasks, where the item's own words tell what was planned beside what was done."""
    unit: str = ""
    """The unit of the figures, where plan and completion are columns of mere numbers."""


def item_at(document: Document, number: int, start: int, end: int, year: int | None, done: bool) -> Promise:
    """A list member: a label before a colon (or a first short sentence) is its name, else all of it is."""
    while start < end and document.text[start].isspace():
        start += 1
    text = document.text[start:end]
    owner = _P["owner"].search(text)
    if owner and owner.start() >= _OWNED and owner.end() == len(text):
        text, end = text[: owner.start()], start + owner.start()
    m = _P["first_line"].match(text) or LABELLED.match(text) or SENTENCE_NAME.match(text)
    if m and pattern("plan_cue").match(m["label"]):
        m = None  # 目标任务：… is no name
    name = _P["told"].sub("", squeeze(m["label"])) if m else squeeze(text).rstrip("。；;，,")
    return promise_at(document.text, number, name, (start, end), start + (m.end() if m else 0), year, done)


def promise_at(text: str, number: int, name: str, span: Span, body: int, year: int | None, done: bool) -> Promise:
    """An item whose words begin at `body`: cut by its labels, by what it tells of plan and outcome, or as it stands."""
    start, end = span
    plans, dones = labelled(text, body, end)
    if dones:
        told = _by_labels(text, plans, dones)
    else:
        told = () if plans or not done else tuple(tell(text, before_labels(text, body, end)))
    if told:
        parts = tuple((plan, said) for _, plan, said in told)
        short = without_share(_P["marks"].split(name)[0] if len(name) > _NAME else name)
        alone = told[0][1] if len(told) == 1 and body == start else None
        label = squeeze(text[slice(*alone)]) if alone else squeeze(short) or name
        return Promise(number, label.rstrip("。；，"), start, end, parts, year, "prose", True, told=told)
    whole = (body, end)
    parts = ((None, whole),) if done else ((whole, None),)
    return Promise(number, name, start, end, parts, year, "prose", True)


def _by_labels(text: str, plans: list[Span], dones: list[Span]) -> tuple[Told, ...]:
    """The tasks of an item with labels: what its plan and its completion tell side by side, else one."""
    if not plans and len(dones) == 1:
        return tuple(tell(text, dones[0]))
    if len(plans) == len(dones):
        return tuple(("", plan, said) for plan, said in zip(plans, dones, strict=True))
    plan = (plans[0][0], plans[-1][1]) if plans else None
    return (("", plan, (dones[0][0], dones[-1][1])),)


def year_of(document: Document, title: str, at: int) -> tuple[int | None, bool]:
    """(year of a list, whether it tells what was done rather than what is promised)."""
    stated = find_period(title, None)
    section = _section(document, at)
    review = section is not None and section.role == "review"
    planned = bool(_P["plan_title"].search(title)) and not DONE_TITLE.search(title)
    done = bool(DONE_TITLE.search(title)) or (
        review and not planned and not (stated and stated.end == document.meta.plan_year)
    )
    named = _P["named_year"].search(title)
    if named:
        return int(named["year"]), done
    if stated and stated.end:
        return stated.end, done
    if planned and document.meta.plan_year:
        return document.meta.plan_year, done
    return default_year(document, at, not done), done


def is_announced(document: Document, at: int) -> bool:
    """Whether the title, or the words before an offset, say that what follows was chosen, handed out or is to be done."""
    lead = f"{document.meta.title or ''}\n{document.text[max(0, at - _BEFORE) : at]}"
    return _P["to_do"].search(lead) is not None and DONE_TITLE.search(lead) is None


def default_year(document: Document, at: int, plan: bool) -> int | None:
    section = _section(document, at)
    if section is not None and section.year_end:
        return section.year_end
    meta = document.meta
    return (meta.plan_year or meta.review_year) if plan else meta.review_year


def _section(document: Document, at: int) -> Section | None:
    """The innermost section that holds an offset."""
    inside = [s for s in document.sections if s.start <= at < s.end]
    return max(inside, key=lambda s: (s.level, s.start)) if inside else None
