"""Where a document states its 民生实事: completion tables, boxed and numbered lists, enumerations in prose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from pipelines.documents.model import Cell, Document, Table
from pipelines.extract.livelihood.headed import chapters, counted, one_by_one
from pipelines.extract.livelihood.promise import DONE_TITLE, LABELLED, Promise, Span, default_year, item_at, year_of
from pipelines.extract.livelihood.status import task_status
from pipelines.extract.livelihood.told import pattern
from pipelines.extract.livelihood.words import is_title, number_of, words
from pipelines.extract.tables.index import index_of
from pipelines.extract.tables.lines import Line, is_heading, is_panel, split_lines
from pipelines.extract.tables.periods import find_period
from pipelines.extract.tables.words import column_role, head_in, squeeze
from pipelines.extract.tables.words import words as table_words
from pipelines.lexicon.patterns import patterns

_P = patterns("livelihood.sources")

_NUMBERED = _P["numbered"]
_ORDINALS = _P["ordinals"]
_LIST_TITLE = _P["list_title"]
_LINES = 200  # that a list may have
_SHORT = 130  # characters of an item that has only a label


def promises(document: Document) -> list[Promise]:
    """All 民生实事 of a document; of two statements for one year the fuller table comes before lists and prose."""
    groups = [g for t in document.tables if _promises(t) and (g := promises_of_table(document, t))]
    groups += [g for g in (one_by_one(document), chapters(document), *_lists(document), *counted(document)) if g]
    best: dict[int | None, list[Promise]] = {}
    for group in groups:
        known = best.get(group[0].year)
        if known is None or (known[0].origin == "prose" and (group[0].origin == "table" or len(group) > len(known))):
            best[group[0].year] = group
    return sorted((p for group in best.values() for p in group), key=lambda p: (p.start, p.number))


def _promises(table: Table) -> bool:
    """Whether a table promises: by its kind, or by its caption where plan and completion are columns of numbers."""
    return table.kind == "livelihood" or (
        table.kind == "target_actual" and is_title(table.caption) and {"name", "plan"} <= set(_columns(table))
    )


def promises_of_table(document: Document, table: Table) -> list[Promise]:
    """The 民生实事 of one table, in its order."""
    columns = _columns(table)
    stated = find_period(table.caption, None)
    year = stated.end if stated and stated.end else default_year(document, table.start, "completion" not in columns)
    found: list[Promise] = []
    for cells in index_of(table).rows.values():
        by = {key: cells.get(col) for key, col in columns.items()}
        spans = (_span(by.get("plan")), _span(by.get("completion")))
        if not any(spans):
            continue
        if found and "name" in columns and not _text(by.get("name")) and not _number(by.get("sequence")):
            last = found.pop()
            end = max(s[1] for s in spans if s)
            found.append(Promise(last.number, last.name, last.start, end, (*last.parts, spans), year, "table", False))
            continue
        label = _text(by.get("name")) or (_text(by.get("plan")) or _text(by.get("completion")))[:60]
        number = _number(by.get("sequence")) or len(found) + 1
        unit = _text(by.get("unit")) if table.kind != "livelihood" else ""
        rate = _span(by.get("rate"))
        found.append(Promise(number, label, *_reach(cells), (spans,), year, "table", False, rate, unit=unit))
    numbers = [p.number for p in found]
    if len(set(numbers)) < len(numbers):
        found = [replace(p, number=n) for n, p in enumerate(found, 1)]
    return found


def _reach(cells: dict[int, Cell]) -> Span:
    """Where the words of a row begin and end."""
    filled = [c for c in cells.values() if c.text]
    return min(c.start for c in filled), max(c.end for c in filled)


def _text(cell: Cell | None) -> str:
    return squeeze(cell.text) if cell else ""


def _columns(table: Table) -> dict[str, int]:
    names = table_words()["livelihood"]
    heads = dict(enumerate(index_of(table).heads))
    found: dict[str, int] = {}
    for key in ("rate", "completion", "plan", "name"):
        col = next((c for c, h in heads.items() if h and head_in(h[-1], names[key]) and c not in found.values()), None)
        if col is not None:
            found[key] = col
    sequence = next(
        (c for c, h in heads.items() if h and head_in(h[-1], table_words()["roles"]["sequence"]["exact"])), None
    )
    if sequence is not None:
        found["sequence"] = sequence
    unit = next((c for c, h in heads.items() if h and column_role(h[-1]) == "unit"), None)
    if unit is not None:
        found["unit"] = unit
    return found


def _span(cell: Cell | None) -> Span | None:
    return (cell.start, cell.end) if cell and cell.text else None


def _number(cell: Cell | None) -> int:
    return number_of(squeeze(cell.text)) if cell and cell.text else 0


def _lists(document: Document) -> Iterator[list[Promise]]:
    """Lists under a title that speaks of 民生实事, and enumerations (一是…；二是…) behind a sentence that does."""
    lines = split_lines(document.text)
    tables = [(t.start, t.end) for t in document.tables]
    listed: list[Span] = []
    for i, line in enumerate(lines):
        if not is_title(line.text) or any(a <= line.start < b for a, b in tables):
            continue
        title = len(line.text) <= 40 and not line.text.endswith(("。", "；")) and _LIST_TITLE.search(line.text)
        if title or line.text.endswith(("：", ":")):
            group = _under_title(document, lines, i)
            if group:
                listed.append((group[0].start, group[-1].end))
                yield group
    for start, end in _paragraphs(document, lines):
        paragraph = document.text[start:end]
        if len(paragraph) > 40 and is_title(paragraph) and not any(a <= start < b for a, b in (*tables, *listed)):
            yield _in_prose(document, paragraph, start)


def _paragraphs(document: Document, lines: list[Line]) -> Iterator[Span]:
    """The paragraphs of prose; the lines of the text where the document has not been cut into passages."""
    if document.passages:
        yield from ((p.start, p.end) for p in document.passages if p.kind in ("prose", "list_item"))
    else:
        yield from ((line.start, line.end) for line in lines if line.kind != "blank")


@dataclass(slots=True)
class _Listed:
    """A list under a title as far as it is read: number (0 for a mere label), start and end of each item."""

    items: list[tuple[int, int, int]] = field(default_factory=list)
    gap: int = 0

    def take(self, line: Line) -> bool:
        """Whether a line belongs to the list; it is read if so."""
        if line.kind == "blank":
            self.gap += 1
            return True
        numbered = _NUMBERED.match(line.text)
        own = _ordinal(numbered) if numbered else 0
        counted = not self.items or bool(self.items[0][0])
        if numbered and own and counted and own == (self.items[-1][0] if self.items else 0) + 1:
            self.items.append((own, line.start + numbered.end(), line.end))
        elif is_heading(line.text) or is_panel(line.text) or (self.gap > 1 and self.items):
            return False
        elif not (self.items and counted) and LABELLED.match(line.text):
            self.items.append((0, line.start, line.end))
        elif not self._goes_on(line, bool(numbered)):
            return False
        self.gap = 0
        return True

    def _goes_on(self, line: Line, numbered: bool) -> bool:
        """Whether a line goes on with the last item; 牵头单位：… is no part of it, but does not end the list."""
        if not self.items:
            return False
        if pattern("other_label").match(line.text):
            return True
        if self.gap or numbered:
            return False
        number, start, _ = self.items[-1]
        self.items[-1] = (number, start, line.end)
        return True

    def is_list(self) -> bool:
        """Whether there are several items, and, where they have no numbers, short ones."""
        lengths = sorted(end - start for _, start, end in self.items)
        return len(self.items) > 1 and (self.items[0][0] > 0 or lengths[len(lengths) // 2] <= _SHORT)


def _under_title(document: Document, lines: list[Line], i: int) -> list[Promise]:
    listed = _Listed()
    for line in lines[i + 1 : i + 1 + _LINES]:
        if not listed.take(line):
            break
    if not listed.is_list():
        return []
    year, done = year_of(document, lines[i].text, lines[i].start)
    if done and not DONE_TITLE.search(lines[i].text):
        said = (task_status(document.text[start:end], "", [])[1] for _, start, end in listed.items)
        done = any(
            rule not in ("no_rule", *words()["weak_rules"]) for rule in said
        )  # a list of what is to be done, in a text on the past
    return [item_at(document, k, start, end, year, done) for k, (_, start, end) in enumerate(listed.items, 1)]


def _ordinal(m: re.Match[str]) -> int:
    if m["c"]:
        return ord(m["c"]) - ord("①") + 1
    return number_of(next(g for g in (m["n"], m["m"], m["s"]) if g))


def _in_prose(document: Document, paragraph: str, start: int) -> list[Promise]:
    """The members of an enumeration that begins within a short distance of the words 民生实事."""
    at = max(paragraph.find(word) for word in words()["titles"])
    marks: list[re.Match[str]] = []
    for m in _ORDINALS.finditer(paragraph, at):
        if _ordinal(m) == len(marks) + 1 and (marks or m.start() - at < 80):
            marks.append(m)
    if len(marks) < 3:
        return []
    year, done = year_of(document, paragraph[max(0, at - 40) : at + 40], start)
    found: list[Promise] = []
    for k, m in enumerate(marks):
        stop = marks[k + 1].start() if k + 1 < len(marks) else paragraph.find("。", m.end()) % (len(paragraph) + 1)
        found.append(item_at(document, k + 1, start + m.end(), start + stop, year, done))
    return found
