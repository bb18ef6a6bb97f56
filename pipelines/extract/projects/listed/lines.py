"""Lists of projects on lines: under a title that announces them, with or without numbers, in groups or in none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from pipelines.documents.metadata import published_year
from pipelines.documents.model import Document, Statement
from pipelines.extract.livelihood.words import split_outside
from pipelines.extract.projects.keys import region_words
from pipelines.extract.projects.listed.belongs import with_group
from pipelines.extract.projects.listed.details import details_in
from pipelines.extract.projects.listed.groups import Label, Path, read_label, stated_count
from pipelines.extract.projects.listed.model import STAGE_OF, Entry, Group, ProjectList, Span
from pipelines.extract.projects.listed.named import name_end, sure_of
from pipelines.extract.projects.listed.words import nature_in, pattern
from pipelines.extract.projects.words import vocabulary
from pipelines.extract.tables.lines import Line, split_lines
from pipelines.extract.tables.periods import find_period
from pipelines.lexicon.patterns import patterns

_P = patterns("projects.listed.lines")

_TITLE = 44  # characters of a title at most
_GROUP = 36
_INTRO = 3  # paragraphs between a title and the first project
_FEW = 2
_MOST = 0.8  # of the lines that must be names for the whole to be a list of projects
_HALF = 0.5
_NEXT = _P["next"]
_LABELLED = _P["labelled"]


@dataclass(slots=True)
class _Reading:
    """A list as far as it is read. `refused` counts lines that could have been projects and are none."""

    title: str
    year: int | None
    statement: Statement
    path: Path = field(default_factory=Path)
    entries: list[Entry] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    refused: int = 0
    intro: int = 0
    waiting: list[tuple[Label, Span]] = field(default_factory=list)
    last: tuple[Span, float] | None = None


def line_lists(document: Document) -> Iterator[ProjectList]:
    """The lists of a document that stand on lines, outside its tables."""
    tables = [(t.start, t.end) for t in document.tables]
    lines = [
        line
        for line in split_lines(document.text)
        if line.kind != "blank" and not any(a <= line.start < b for a, b in tables)
    ]
    i = 0
    while i < len(lines):
        if not _opens(lines, i):
            i += 1
            continue
        found, i = _read(document, lines, i)
        if found is not None:
            yield found


def _opens(lines: list[Line], i: int) -> bool:
    """A title that announces projects, or a counted group with a numbered line below it."""
    text = lines[i].text
    if len(text) > _TITLE or _P["sentence"].search(text) or lines[i].kind not in ("text", "spaced"):
        return False
    if pattern("titles").search(text) and not pattern("item").match(text):
        return True
    below = i + 1 < len(lines) and pattern("item").match(lines[i + 1].text)
    if below and pattern("announced").match(text):
        return True
    return bool(pattern("group_title").match(text) and read_label(text).count is not None and below)


def _read(document: Document, lines: list[Line], i: int) -> tuple[ProjectList | None, int]:
    """The list whose title is line i and the first line behind it."""
    region = region_words(document.meta.region_name)
    title = lines[i].text
    period = find_period(title, None)
    meta = document.meta
    year = period.end if period and period.end else meta.plan_year or meta.review_year or published_year(meta)
    done = any(w in title for w in vocabulary()["tables"]["done"])
    reading = _Reading(title, year, "actual" if done else "target")
    whole = Group("", (lines[i].start, lines[i].end))
    reading.groups.append(whole)
    j = i if _is_group(title) and not pattern("titles").search(title) else i + 1
    while j < len(lines) and _take(document, reading, lines[j], region):
        j += 1
    whole.declared_count = _declared(reading, lines[i + 1 : i + 1 + _INTRO]) if j > i + 1 else None
    if not reading.entries and len(reading.waiting) >= _FEW:
        _groups_as_items(document, reading, region)
    counted = any(g.declared_count for g in reading.groups)
    enough = len(reading.entries) >= (1 if counted else _FEW)
    most = _HALF if pattern("announced").match(title) else _MOST  # tasks may be counted among works
    names = len(reading.entries) >= most * (len(reading.entries) + reading.refused)
    if not enough or not names:
        return None, i + 1
    return ProjectList(tuple(reading.entries), tuple(reading.groups), title), max(j, i + 1)


def _declared(reading: _Reading, below: list[Line]) -> int | None:
    """How many projects the title says that there are, or a sentence between it and the first of them."""
    count = read_label(reading.title).count
    if count is not None or len(reading.entries) < _FEW:
        return count
    first = reading.entries[0].span[0]
    return stated_count(line.text for line in below if line.end <= first)


def _take(document: Document, reading: _Reading, line: Line, region: tuple[str, ...]) -> bool:
    """Whether a line belongs to the list; it is read if so."""
    text = line.text
    if pattern("titles").search(text) and len(text) <= _TITLE and reading.entries and find_period(text, None):
        return False
    if _is_group(text):
        _enter(reading, read_label(text), (line.start, line.end))
        return True
    head = _LABELLED.match(text)
    if head and _is_group(head.group()) and read_label(head.group()).count is not None:
        _enter(reading, read_label(head.group()), (line.start, line.start + head.end()))
        return _members(document, reading, line.start + head.end(), line.end, region) > 0
    numbered = pattern("item").match(text)
    if numbered:
        return _items(document, reading, line, region)
    if _continues(reading, line):
        return _more(document, reading, line)
    if len(text) > _TITLE or "。" in text:
        reading.intro += 1
        if reading.path.depth() and _members(document, reading, line.start, line.end, region):
            return True
        return not reading.entries and reading.intro <= _INTRO
    return _bare(document, reading, line, region)


def _is_group(text: str) -> bool:
    if len(text) > _GROUP or _P["clause"].search(text):
        return False
    label = read_label(text)
    if label.count is not None and pattern("groups", "counted").search(text) and not pattern("item").match(text):
        return True
    if label.style in ("a", "b", "c", "e"):
        return True
    return bool(pattern("group_title").match(text) and (label.count is not None or nature_in(text) and len(text) <= 12))


def _enter(reading: _Reading, label: Label, span: Span) -> None:
    path = reading.path.enter(label)
    reading.groups.append(Group(path, span, label.count))
    reading.waiting.append((label, span))
    reading.last = None


def _items(document: Document, reading: _Reading, line: Line, region: tuple[str, ...]) -> bool:
    """The numbered projects of a line, of which there may be several."""
    starts, first = list(_NEXT.finditer(line.text)), pattern("item").match(line.text)
    if first is not None and (not starts or starts[0].start() != 0):
        starts = [first, *starts]
    bounds = [line.start + m.start() for m in starts[1:]] + [line.end]
    took = False
    for mark, stop in zip(starts, bounds, strict=True):
        took = _add(document, reading, line.start + mark.end(), stop, region, "list.numbered") or took
    return took or bool(reading.entries) and reading.refused <= len(reading.entries)


def _bare(document: Document, reading: _Reading, line: Line, region: tuple[str, ...]) -> bool:
    """A line without a number: a project, or several in a row; else the list is over."""
    if "、" in line.text and _members(document, reading, line.start, line.end, region):
        return True
    if sure_of(line.text[: name_end(line.text, 0, len(line.text))], region):
        return _add(document, reading, line.start, line.end, region, "list.bare")
    return not reading.entries and reading.intro < _INTRO


def _members(document: Document, reading: _Reading, start: int, end: int, region: tuple[str, ...]) -> int:
    """The projects of a line that names several; none where one of them is no name."""
    text = document.text[start:end]
    for marks in ("；;。", "、；;。", "，、；;。"):
        spans = split_outside(text, marks)
        ends = [name_end(text, a, b) for a, b in spans]
        if len(spans) >= 1 and all(sure_of(text[a:e], region) for (a, _), e in zip(spans, ends, strict=True)):
            for a, b in spans:
                _add(document, reading, start + a, start + b, region, "list.members")
            return len(spans)
    return 0


def _add(document: Document, reading: _Reading, start: int, end: int, region: tuple[str, ...], rule: str) -> bool:
    """Add text[start:end] to the list if it begins with a project's name."""
    text = document.text
    while start < end and text[start].isspace():
        start += 1
    stop = name_end(text, start, end)
    while stop > start and text[stop - 1] in " \t\u3000、：:":
        stop -= 1
    confidence = sure_of(text[start:stop], region)
    if not confidence:
        reading.refused += 1
        return False
    _append(reading, (start, stop), text[stop:end], text[start:end], rule, confidence)
    return True


def _append(reading: _Reading, span: Span, said: str, quote: str, rule: str, confidence: float) -> None:
    names = reading.path.names()
    natures = [n for n in [nature_in(said) if len(said) < 12 else None, *map(nature_in, names)] if n]
    nature = natures[0] if natures else nature_in(reading.title)
    period = next((p for name in names if (p := find_period(name, None)) and p.end), None)
    entry = Entry(
        span,
        STAGE_OF[nature] if nature else None,
        reading.statement,
        period.end if period else reading.year,
        quote.strip(),
        rule,
        confidence,
        with_group(details_in(said, nature), names),
        reading.path.now() or None,
    )
    reading.entries.append(entry)
    reading.last = (span, confidence)
    for group in reading.groups:
        if not group.path or (entry.group_path or "").startswith(group.path):
            group.entries.append(entry)


def _continues(reading: _Reading, line: Line) -> bool:
    """A line that goes on with what is said of the project above it (建设内容：…)."""
    return reading.last is not None and bool(_P["detail"].match(line.text)) and (
        bool(_LABELLED.match(line.text)) or "投资" in line.text[:6])  # fmt: skip


def _more(document: Document, reading: _Reading, line: Line) -> bool:
    """Read the details of the last project anew with a further line."""
    old = reading.entries.pop()
    for group in reading.groups:
        if group.entries and group.entries[-1] is old:
            group.entries.pop()
    quote = document.text[old.span[0] : line.end]
    said = document.text[old.span[1] : line.end].replace("\n", "；")
    _append(reading, old.span, said, quote, old.rule, old.confidence)
    return True


def _groups_as_items(document: Document, reading: _Reading, region: tuple[str, ...]) -> None:
    """Lines numbered 一、二、 with nothing below them are the projects themselves."""
    reading.path, reading.groups = Path(), reading.groups[:1]
    for label, (start, end) in reading.waiting:
        mark = pattern("groups", "mark").match(document.text, start, end)
        if label.style:
            _add(document, reading, mark.end() if mark else start, end, region, "list.numbered")
