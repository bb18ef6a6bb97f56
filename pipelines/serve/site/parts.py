"""Which documents go on which page: all on one, or one page per region, per year, or per some documents of a year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

LIMIT = 50_000  # observations that a browser opens in a moment, on a phone too


@dataclass(frozen=True, slots=True)
class PageDocument:
    """A document as far as it decides on its page; `year` is the plan year, or the one that stands for it."""

    document_id: str
    source_file: str
    title: str | None
    region_code: str | None
    region_name: str | None
    year: int | None
    observations: int


@dataclass(frozen=True, slots=True)
class Part:
    """The documents of one page. `file` is its name; region and year are set where all documents share them."""

    file: str
    documents: tuple[PageDocument, ...]
    region_name: str | None = None
    year: int | None = None
    number: int | None = None

    @property
    def observations(self) -> int:
        return sum(document.observations for document in self.documents)


def split(documents: Sequence[PageDocument], limit: int = LIMIT) -> list[Part]:
    """The pages, in the order of the documents (which come sorted by region and year).

    One page `index.html` while the observations are at most `limit`; else one per region, a region above the limit one
    per year, a year above it in runs of documents. A document is never cut, so one above the limit has a page of its own.

    >>> few = [PageDocument("a", "a.txt", None, "11", "甲", 2024, 30), PageDocument("b", "b.txt", None, "12", "乙", 2024, 30)]
    >>> [part.file for part in split(few, 60)], [part.file for part in split(few, 50)]
    (['index.html'], ['part-11.html', 'part-12.html'])
    """
    if sum(document.observations for document in documents) <= limit:
        return [Part("index.html", tuple(documents))]
    parts: list[Part] = []
    for number, (region, group) in enumerate(groupby(documents, key=lambda d: (d.region_code, d.region_name))):
        name = region[0] or f"place{number}"
        parts.extend(_region(f"part-{name}", region[1] or region[0], list(group), limit))
    return parts


def _region(stem: str, region: str | None, documents: list[PageDocument], limit: int) -> Iterator[Part]:
    if _total(documents) <= limit:
        yield Part(f"{stem}.html", tuple(documents), region)
        return
    for year, group in groupby(documents, key=lambda d: d.year):
        runs = list(_runs(group, limit))
        for number, run in enumerate(runs, start=1):
            suffix = f"-{number}" if len(runs) > 1 else ""
            label = "unknown" if year is None else str(year)
            yield Part(f"{stem}-{label}{suffix}.html", tuple(run), region, year, number if len(runs) > 1 else None)


def _runs(documents: Iterable[PageDocument], limit: int) -> Iterator[list[PageDocument]]:
    run: list[PageDocument] = []
    for document in documents:
        if run and _total(run) + document.observations > limit:
            yield run
            run = []
        run.append(document)
    if run:
        yield run


def _total(documents: Iterable[PageDocument]) -> int:
    return sum(document.observations for document in documents)
