"""Where a document states its 民生实事: completion tables, boxed and numbered lists, enumerations in prose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

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
        name, plan, done = by.get("name"), by.get("plan"), by.get("completion")
        spans = (_span(plan), _span(done))
        if not any(spans):
            continue
        if found and not (name and name.text) and "name" in columns and not _number(by.get("sequence")):
            last = found.pop()
            end = max(s[1] for s in spans if s)
            found.append(Promise(last.number, last.name, last.start, end, (*last.parts, spans), year, "table", False))
            continue
        label = squeeze(name.text) if name and name.text else squeeze((plan or done).text)[:60]  # type: ignore[union-attr]
        filled = [c for c in cells.values() if c.text]
        start, end = min(c.start for c in filled), max(c.end for c in filled)
        number = _number(by.get("sequence")) or len(found) + 1
        rate = _span(by.get("rate"))
        unit = by.get("unit")
        unit_ = squeeze(unit.text) if unit and table.kind != "livelihood" else ""
        found.append(Promise(number, label, start, end, (spans,), year, "table", False, rate, unit=unit_))
    numbers = [p.number for p in found]
    if len(set(numbers)) < len(numbers):
        found = [replace(p, number=n) for n, p in enumerate(found, 1)]
    return found


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


def _under_title(document: Document, lines: list[Line], i: int) -> list[Promise]:
    items: list[tuple[int, int, int]] = []  # number or 0, start, end
    gap = 0
    for line in lines[i + 1 : i + 1 + 200]:
        if line.kind == "blank":
            gap += 1
            continue
        numbered = _NUMBERED.match(line.text)
        own = _ordinal(numbered) if numbered else 0
        in_order = own == (items[-1][0] if items else 0) + 1
        if numbered and (own and in_order) and (not items or items[0][0]):
            items.append((own, line.start + numbered.end(), line.end))
        elif is_heading(line.text) or is_panel(line.text) or (gap > 1 and items):
            break
        elif not (items and items[0][0]) and LABELLED.match(line.text):
            items.append((0, line.start, line.end))
        elif items and pattern("other_label").match(line.text):
            pass  # 牵头单位：… belongs to the item and is neither its plan nor its completion
        elif items and gap == 0 and not numbered:
            items[-1] = (items[-1][0], items[-1][1], line.end)
        else:
            break
        gap = 0
    lengths = sorted(end - start for _, start, end in items)
    if len(items) < 2 or (not items[0][0] and lengths[len(lengths) // 2] > 130):
        return []
    year, done = year_of(document, lines[i].text, lines[i].start)
    if done and not DONE_TITLE.search(lines[i].text):
        said = (task_status(document.text[start:end], "", [])[1] for _, start, end in items)
        done = any(
            rule not in ("no_rule", *words()["weak_rules"]) for rule in said
        )  # a list of what is to be done, in a text on the past
    return [item_at(document, k, start, end, year, done) for k, (_, start, end) in enumerate(items, 1)]


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
