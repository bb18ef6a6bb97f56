"""Several reports in one file: where each begins, and what it says about itself.

A report begins at its title, at an article of a newspaper's page, or where the first heading of the one before stands
again (一、综合). What has no text of its own is none: a table of contents, a list of links, an attachment's name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from pipelines import yamls
from pipelines.documents.frame.time import fold
from pipelines.documents.headings import ends_sentence, read_mark
from pipelines.documents.lines import Line, read_lines
from pipelines.documents.model import Metadata, Part
from pipelines.documents.overrides import apply
from pipelines.documents.title import kind_of

_LINES_OF_TITLE = 3
_LONGEST = 80  # characters of a title
_RUNNING = 60  # characters from which a line with a full stop is running text
_LINKS = 2
_OPENINGS = frozenset({"part", "chapter", "cn_dun", "cn_paren"})
_FRONT = 12  # lines above a heading in which the year of its report may stand
_DIGIT = re.compile(r"\d")


class PartError(ValueError):
    """documents.yml names a part that the text does not have; the message says which, and what to do."""


@dataclass(frozen=True, slots=True)
class _Begin:
    """Where a part may begin: its first line, its title or year (None where it has none)."""

    line: int
    named: int
    """Where the part's own title or text begins, behind a cover: a line, in the end an offset."""
    title: str | None = None
    year: int | None = None
    article: bool = False
    said: dict[str, Any] = field(default_factory=dict)
    """What documents.yml says of the part."""
    covers: int = 0
    """How many lines that read as titles stand before it without a text: more than one are a list of links."""


@cache
def _words() -> dict[str, Any]:
    table = yamls.read(Path(__file__).with_name("parts.yml"))
    return {name: re.compile(value) if isinstance(value, str) else value for name, value in table.items()}


def read_parts(
    text: str, meta: Metadata, read: Callable[[str], Metadata], given: Sequence[dict[str, Any]] = ()
) -> tuple[Part, ...]:
    """The parts of a text in order, disjoint and covering all of it; one part for a file with one report.

    `read` says what a stretch of text says about itself; `given` are the parts of documents.yml ({"starts": first words},
    with what is said of them), which win.
    """
    begins = _given(text, given) if given else _found(text, meta)
    if len(begins) < 2:
        return (_part(1, meta, 0, len(text)),)
    ends = [start for start, _ in begins[1:]] + [len(text)]
    parts = []
    for number, ((start, begin), end) in enumerate(zip(begins, ends, strict=True), 1):
        start = 0 if number == 1 else start
        own = _own(meta, read(text[max(start, begin.named) : end]), begin, number)
        own = apply(own, {key: value for key, value in begin.said.items() if key != "starts"})
        parts.append(_part(number, own, start, end))
    return tuple(parts)


def _part(number: int, meta: Metadata, start: int, end: int) -> Part:
    return Part(number, start, end, meta)


def _own(document: Metadata, own: Metadata, begin: _Begin, number: int) -> Metadata:
    """What a part says about itself; place, source and licence are the document's where the part names none."""
    if begin.title is None and begin.year is not None:
        own = replace(
            document, title=None, review_year=begin.year, plan_year=None, published_date=None, period_label=None
        )
    elif number == 1 and begin.title is None:
        return document
    if own.region_name is None or document.region_name is not None and own.title is None:
        own = replace(own, region_name=document.region_name, region_code=document.region_code)
    return replace(own, source_url=document.source_url, licence=document.licence)


def _given(text: str, given: Sequence[dict[str, Any]]) -> list[tuple[int, _Begin]]:
    """The places where the first words of documents.yml stand, in their order in the text; PartError where they do not."""
    found = []
    position = 0
    for entry in given:
        at = text.find(entry["starts"], position)
        if at < 0:
            raise PartError(
                f"documents.yml says that a part starts with {entry['starts']!r}, which does not stand in the text behind"
                f" character {position}; write the words as they are printed there"
            )
        found.append((at, _Begin(0, at, entry.get("title") or entry["starts"], said=entry)))
        position = at + 1
    return found


@dataclass(slots=True)
class _Finder:
    """Collects where parts begin, line by line. What was read of the last one: a text, its first numbered heading."""

    lines: Sequence[Line]
    begins: list[_Begin] = field(default_factory=list)
    text: bool = False
    opening: str | None = None

    @property
    def complete(self) -> bool:
        """Whether the last part has a text, with an order of headings unless it is an article."""
        return self.text and (self.opening is not None or self.begins[-1].article)

    def begin(self, begin: _Begin) -> None:
        if begin.title and self.begins and begin.title == self.begins[-1].title:
            return
        if not self.begins or self.complete:
            self.begins.append(begin)
        else:  # a cover, or a line of a list of titles: the title behind it names the part
            last = self.begins[-1]
            self.begins[-1] = replace(begin, line=last.line, covers=last.covers + 1)
        self.text, self.opening = False, None

    def read(self, line: Line) -> None:
        if self.opening is None:
            mark = read_mark(line.text)
            if mark is not None and mark.style in _OPENINGS and mark.number == 1:
                self.opening = _bare(line.text)
        self.text = self.text or _is_text(line)

    def found(self) -> list[_Begin]:
        """The beginnings that have a text of their own; a report without a title may stand above them."""
        begins = list(self.begins)
        if begins and _text_before(self.lines[: begins[0].line]):
            begins.insert(0, _Begin(0, 0))
        if len(begins) > 1 and not self.complete:
            begins.pop()
        return begins[:1] + [begin for begin in begins[1:] if begin.covers < _LINKS]


def _found(text: str, meta: Metadata) -> list[tuple[int, _Begin]]:
    """Beginnings that have a text of their own before the next one, and an order of headings in it."""
    lines = read_lines(text)
    finder = _Finder(lines)
    for index, line in enumerate(lines):
        begin = _begin(lines, index, finder.opening, meta)
        if begin is not None:
            finder.begin(begin)
        finder.read(line)
    return [(lines[begin.line].start, replace(begin, named=lines[begin.named].start)) for begin in finder.found()]


def _is_text(line: Line) -> bool:
    """Whether a line is of a report's text: it ends a sentence, and has a figure or is long."""
    return ends_sentence(line.text) and (_DIGIT.search(line.text) is not None or len(line.text) > _RUNNING)


def _text_before(lines: Sequence[Line]) -> bool:
    """Whether a report without a title stands in these lines: running text below a first heading."""
    marks = [read_mark(line.text) for line in lines]
    headed = any(mark is not None and mark.style == "cn_dun" and mark.number == 1 for mark in marks)
    return headed and any(
        ends_sentence(line.text) and len(line.text) > _RUNNING and _DIGIT.search(line.text) for line in lines
    )


def _begin(lines: Sequence[Line], index: int, opening: str | None, meta: Metadata) -> _Begin | None:
    title = _title(lines, index)
    if title is not None:
        return _Begin(index, index, title)
    words = lines[index].text
    if meta.kind in ("press", "other") and _words()["article"].match(words):
        first = index
        while first > 0 and index - first < _LINES_OF_TITLE and not ends_sentence(lines[first - 1].text):
            first -= 1
        return _Begin(first, first, _bare(lines[first].text) if first < index else None, article=True)
    if opening is not None and _bare(words) == opening and meta.kind in ("communique", "other", "press"):
        return _again(lines, index)
    return None


def _again(lines: Sequence[Line], index: int) -> _Begin | None:
    """The first heading of the report before stands again: the new one begins with the line above that names its year."""
    for above in range(index - 1, max(-1, index - _FRONT), -1):
        if read_mark(lines[above].text) is not None:
            return None
        year = _words()["year_line"].match(fold(lines[above].text))
        if year:
            return _Begin(above, above, None, int(year["year"]))
    return None


def _title(lines: Sequence[Line], index: int) -> str | None:
    """The title that begins at a line and takes up to three."""
    words = _words()
    joined = ""
    for last in range(index, min(index + _LINES_OF_TITLE, len(lines))):
        printed = _bare(lines[last].text)
        if (last > index and lines[last].gap > 1) or not printed or len(joined) + len(printed) > _LONGEST:
            return None
        if words["not_title"].search(printed):
            return None
        if ends_sentence(lines[last].text) and not printed.endswith(("）", ")")):
            return None
        joined += printed
        if words["title"].fullmatch(joined):
            return joined if kind_of(joined) in words["kinds"] else None
    return None


@lru_cache(maxsize=16)  # a line is looked at as the first, second and third of a title
def _bare(words: str) -> str:
    bare = "".join(words.split()).strip("#*")
    note = _words()["footnote"]
    return note.sub("", bare) if note.search(bare) else bare
