"""Where an article or a notice lists 民生实事 that are still to be done: its figures there are aimed at, not reached."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.documents.model import Document
from pipelines.documents.view import TextView
from pipelines.extract.facts import Fact
from pipelines.extract.livelihood.promise import Span, is_announced
from pipelines.extract.livelihood.sources import promises
from pipelines.extract.livelihood.words import is_title
from pipelines.lexicon.patterns import patterns

_P = patterns("livelihood.aimed")

_KINDS = frozenset({"press", "other"})
"""Reports have parts that say what is planned."""


def aimed_spans(document: Document) -> list[Span]:
    """Where the promises of an article or a notice stand that are only announced; [] for reports.

    The title, or the words before the first promise, must say that they were chosen, are to be done or are handed out.
    """
    if document.meta.kind not in _KINDS or not is_title(document.text):
        return []
    listed = promises(document)
    if not listed or not is_announced(document, listed[0].start):
        return []
    return [(p.start, p.end) for p in listed if not p.told and all(plan and not done for plan, done in p.parts)]


def is_done(words: str) -> bool:
    """Whether a sentence within an announced promise tells what was done all the same.

    >>> is_done("改造学校3所，已完成2所"), is_done("完成棚户区改造500套")
    (True, False)
    """
    return _P["done"].search(words) is not None


def aim(facts: Sequence[Fact], seen: TextView, spans: Sequence[Span]) -> None:
    """Make the figures of a passage that stand within these spans what they are there: aimed at."""
    for fact in facts if spans else ():
        at = seen.span(fact.start, fact.end)[0]
        within = fact.statement == "actual" and any(a <= at < b for a, b in spans)
        if within and not is_done(seen.text[fact.quote_start : fact.end]):
            fact.statement = "target"
