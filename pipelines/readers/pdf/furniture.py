"""Running headers, footers and page numbers: lines that stand at the same place on page after page."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from pipelines.extract.tables.lines import is_caption, unit_of_line
from pipelines.readers.pdf.content import Content, Printed

_ZONE = 0.13  # of the page's height, at its top and at its bottom
_NEAR = 5.0  # points between the places of one header on two pages
_EDGE_LINES = 4  # lines looked at from either end of a page
_DIGITS = re.compile(r"[0-9０-９]+")
_NUMBER = re.compile(
    r"[-—–－―─·•.|\s]*(?:第\s*)?(?P<page>[0-9０-９]{1,4})\s*(?:页)?\s*(?:[/／]\s*[0-9０-９]{1,4}|[,，]?\s*共\s*[0-9０-９]{1,4}\s*页)?[-—–－―─·•.|\s]*"
)
# A newspaper's head: its date with the day of the week, the number of the page, who edited it.
_HEAD = re.compile(
    r".{0,40}(?:星期[一二三四五六日天]|\b[A-Z]?\d{1,2}\s*版|第[\d一二三四五六七八九十]{1,3}版).{0,40}|(?:责编|责任编辑|版式|校对).{0,60}"
)
_DRESSED = re.compile(r"[-—–－―─·•]\s*[0-9０-９]{1,4}\s*[-—–－―─·•]|第\s*[0-9０-９]{1,4}\s*页.*")


def drop_furniture(pages: Sequence[Content]) -> list[str]:
    """Take the furniture out of the pages' runs; returns the distinct headers and footers, for the record."""
    numbers = _page_numbers(pages)
    repeated = _repeated(pages)
    said: set[str] = set()
    for page in pages:
        gone = numbers.get(page.number, set()) | repeated.get(page.number, set())
        if not gone:
            continue
        for run in page.runs:
            said |= {line.text for line in run.lines if id(line) in gone and not _NUMBER.fullmatch(line.text)}
            run.lines = [line for line in run.lines if id(line) not in gone]
        page.runs = [run for run in page.runs if run.lines or run.unit is not None]
    return sorted(said)


def _edges(page: Content) -> list[tuple[Printed, bool]]:
    """(line, is it at the top) for the lines near the page's upper and lower edge."""
    lines = page.lines()
    tops = [line for line in lines[:_EDGE_LINES] if line.bottom < _ZONE * page.height]
    ends = [line for line in lines[-_EDGE_LINES:] if line.top > (1 - _ZONE) * page.height]
    return [(line, True) for line in tops] + [(line, False) for line in ends]


def _page_numbers(pages: Sequence[Content]) -> dict[int, set[int]]:
    """Ids of the lines that count the pages: numbers at the edge that go up with the page, or dressed ones (— 3 —)."""
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)  # number minus page -> (page, line)
    result: dict[int, set[int]] = defaultdict(set)
    for page in pages:
        for line, _ in _edges(page):
            if _HEAD.fullmatch(line.text.strip()) and line.text[-1] not in "。；，：":
                result[page.number].add(id(line))
                continue
            match = _NUMBER.fullmatch(line.text)
            if match is None:
                continue
            if _DRESSED.fullmatch(line.text.strip()):
                result[page.number].add(id(line))
            found[int(match["page"]) - page.number].append((page.number, id(line)))
    for offset, places in found.items():
        if len({page for page, _ in places}) >= 2 or (len(pages) == 1 and offset == 0):
            for number, place in places:
                result[number].add(place)
    return result


def _repeated(pages: Sequence[Content]) -> dict[int, set[int]]:
    """Ids of lines that say the same (but for numbers) at the same height of at least three pages.

    In a document of two pages both must say it. Left and right pages may have their own. A unit line (单位：万元) at
    the same height of many pages belongs to each page's table and is none.
    """
    places: dict[tuple[str, bool], list[tuple[int, float, int]]] = defaultdict(list)
    for page in pages:
        for line, above in _edges(page):
            key = _DIGITS.sub("#", re.sub(r"\s", "", line.text))
            if 1 < len(key) <= 80 and unit_of_line(line.text.strip()) is None:
                y = line.base if above else page.height - line.base
                places[key, above].append((page.number, y, id(line)))
    result: dict[int, set[int]] = defaultdict(set)
    needed = min(3, len(pages))
    for (words, _), occurrences in places.items():
        named = is_caption(words)  # a table's name over each of its pages: the first one names it
        for _, y, _ in occurrences:
            same = [(number, place) for number, other, place in occurrences if abs(other - y) <= _NEAR]
            if len({number for number, _ in same}) >= max(2, needed):
                ordered = sorted(same)
                for number, place in ordered[1:] if named else ordered:
                    result[number].add(place)
    return result
