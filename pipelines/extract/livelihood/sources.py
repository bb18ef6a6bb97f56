"""Where a document states its 民生实事: completion tables, boxed and numbered lists, enumerations in prose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from pipelines.documents.model import Cell, Document, Section, Table
from pipelines.documents.view import view
from pipelines.extract.livelihood.status import task_status
from pipelines.extract.livelihood.told import Told, labelled, pattern, tell
from pipelines.extract.livelihood.words import is_title, number_of, words
from pipelines.extract.tables.index import index_of
from pipelines.extract.tables.lines import Line, is_heading, is_panel, split_lines
from pipelines.extract.tables.periods import find_period
from pipelines.extract.tables.words import head_in, squeeze
from pipelines.extract.tables.words import words as table_words
from pipelines.lexicon.patterns import patterns

_P = patterns("livelihood.sources")

Span = tuple[int, int]

_NUMBERED = _P["numbered"]
_LABELLED = _P["labelled"]
_SENTENCE_NAME = _P["sentence_name"]
_ORDINALS = _P["ordinals"]
_LIST_TITLE = _P["list_title"]
_DONE_TITLE = _P["done_title"]

_HEADED = _P["headed"]
_CHAPTER = _P["chapter"]
_TITLE, _FRONT, _HEAD, _NAME, _FEW = 60, 12, 400, 24, 2
_LINE = _P["line"]
_DONE_LINE = _P["done_line"]


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


def promises(document: Document) -> list[Promise]:
    """All 民生实事 of a document; of two statements for one year the fuller table comes before lists and prose."""
    groups = [g for t in document.tables if t.kind == "livelihood" and (g := promises_of_table(document, t))]
    groups += [g for g in (_one_by_one(document), _chapters(document), *_lists(document), *_counted(document)) if g]
    best: dict[int | None, list[Promise]] = {}
    for group in groups:
        known = best.get(group[0].year)
        if known is None or (known[0].origin == "prose" and (group[0].origin == "table" or len(group) > len(known))):
            best[group[0].year] = group
    return sorted((p for group in best.values() for p in group), key=lambda p: (p.start, p.number))


def promises_of_table(document: Document, table: Table) -> list[Promise]:
    """The 民生实事 of one table, in its order."""
    columns = _columns(table)
    stated = find_period(table.caption, None)
    year = stated.end if stated and stated.end else _default_year(document, table.start, "completion" not in columns)
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
        found.append(Promise(number, label, start, end, (spans,), year, "table", False, rate))
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


def _one_by_one(document: Document) -> list[Promise]:
    """民生实事 under headings of their own (民生实事项目之一), with a paragraph that begins 完成情况：."""
    text, found = document.text, []
    heads = list(_HEADED.finditer(text))
    for k, head in enumerate(heads):
        stop = heads[k + 1].start() if k + 1 < len(heads) else len(text)
        lines = list(_LINE.finditer(text, head.end(), stop))
        name = head["name"].strip()
        if not name and lines and len(lines[0].group()) <= 40 and "。" not in lines[0].group():
            name = lines.pop(0).group()
        done = next((m for m in lines if _DONE_LINE.match(m.group())), None)
        plans = [m for m in lines if done is None or m.start() < done.start()]
        if not name or not lines:
            continue
        plan = (plans[0].start(), plans[-1].end()) if plans else None
        body = (done.start() + _DONE_LINE.match(done.group()).end(), done.end()) if done else None  # type: ignore[union-attr]
        year = int(head["year"]) if head["year"] else _default_year(document, head.start(), done is None)
        end = (done or lines[-1]).end()
        found.append(
            Promise(number_of(head["number"]), squeeze(name), head.start(), end, ((plan, body),), year, "prose", False)
        )
    return found if len(found) > 1 else []


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
        elif not (items and items[0][0]) and _LABELLED.match(line.text):
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
    year, done = _year_of(document, lines[i].text, lines[i].start)
    if done and not _DONE_TITLE.search(lines[i].text):
        said = (task_status(document.text[start:end], "", [])[1] for _, start, end in items)
        done = any(
            rule not in ("no_rule", *words()["weak_rules"]) for rule in said
        )  # a list of what is to be done, in a text on the past
    return [_item(document, k, start, end, year, done) for k, (_, start, end) in enumerate(items, 1)]


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
    year, done = _year_of(document, paragraph[max(0, at - 40) : at + 40], start)
    found: list[Promise] = []
    for k, m in enumerate(marks):
        stop = marks[k + 1].start() if k + 1 < len(marks) else paragraph.find("。", m.end()) % (len(paragraph) + 1)
        found.append(_item(document, k + 1, start + m.end(), start + stop, year, done))
    return found


def _item(document: Document, number: int, start: int, end: int, year: int | None, done: bool) -> Promise:
    """A list member: a label before a colon (or a first short sentence) is its name, else all of it is."""
    text = document.text[start:end]
    m = _LABELLED.match(text) or _SENTENCE_NAME.match(text)
    if m and pattern("plan_cue").match(m["label"]):
        m = None  # 目标任务：… is no name
    name = squeeze(m["label"]) if m else squeeze(text).rstrip("。；;，,")
    return _promise(document.text, number, name, (start, end), start + (m.end() if m else 0), year, done)


def _promise(text: str, number: int, name: str, span: Span, body: int, year: int | None, done: bool) -> Promise:
    """An item whose words begin at `body`: cut by its labels, by what it tells of plan and outcome, or as it stands."""
    start, end = span
    plans, dones = labelled(text, body, end)
    told = _by_labels(text, plans, dones) if plans or dones else tuple(tell(text, (body, end)) if done else ())
    if told:
        parts = tuple((plan, said) for _, plan, said in told)
        short = _P["marks"].split(name)[0] if len(name) > _NAME else name
        alone = told[0][1] if len(told) == 1 and body == start else None
        label = squeeze(text[slice(*alone)]) if alone else squeeze(short) or name
        return Promise(number, label.rstrip("。；，"), start, end, parts, year, "prose", True, told=told)
    whole = (body, end)
    parts = ((None, whole),) if done else ((whole, None),)
    return Promise(number, name, start, end, parts, year, "prose", True)


def _by_labels(text: str, plans: list[Span], dones: list[Span]) -> tuple[Told, ...]:
    """The tasks of an item with labels: what its plan and its completion tell side by side, else one."""
    if not dones:
        return ()
    if not plans and len(dones) == 1:
        return tuple(tell(text, dones[0]))
    if len(plans) == len(dones):
        return tuple(("", plan, said) for plan, said in zip(plans, dones, strict=True))
    plan = (plans[0][0], plans[-1][1]) if plans else None
    return (("", plan, (dones[0][0], dones[-1][1])),)


def _chapters(document: Document) -> list[Promise]:
    """Items under headings of their own, each with lines 目标任务：… and 完成情况：… below it."""
    text, lines = document.text, [line for line in split_lines(document.text) if line.kind != "blank"]
    titles = [line for line in lines[:_FRONT] if is_title(line.text) and len(line.text) <= _TITLE]
    if not titles:
        return []
    year, _ = _year_of(document, titles[0].text, titles[0].start)
    heads = [k for k, line in enumerate(lines) if _CHAPTER.match(line.text) and len(line.text) <= _TITLE]
    found: list[Promise] = []
    for k, at in enumerate(heads):
        last = heads[k + 1] - 1 if k + 1 < len(heads) else len(lines) - 1
        head = lines[at]
        if (
            last == at
            or not pattern("done_label").match(text, lines[at + 1].start)
            and not any(pattern("done_label").match(text, line.start) for line in lines[at + 1 : last + 1])
        ):
            continue
        begin = head.start + _CHAPTER.match(head.text).end()  # type: ignore[union-attr]
        end = lines[last].end
        name = squeeze(text[begin : head.end]).rstrip("。；：:")
        made = _promise(text, len(found) + 1, name, (begin, end), head.end, year, True)
        found.append(replace(made, name=name))
    return found if len(found) > 1 else []


def _counted(document: Document) -> Iterator[list[Promise]]:
    """What a paragraph on the 民生实事 counts one by one: 5个社区食堂已开办3个（60%），22座公厕已完工14座."""
    titled = any(is_title(line.text) for line in split_lines(document.text[:_HEAD]) if line.kind != "blank")
    for passage in document.passages:
        words_ = document.text[passage.start : passage.end]
        if passage.kind not in ("prose", "list_item") or not (is_title(words_) or titled):
            continue
        seen = view(document.text, passage.start, passage.end)
        hits = [m for m in pattern("k_of_n").finditer(seen.text) if not is_title(m.group())]
        if len(hits) < _FEW:
            continue
        year, _ = _year_of(document, words_[:_TITLE], passage.start)
        group = []
        for number, m in enumerate(hits, 1):
            plan, said = seen.span(*m.span("plan")), seen.span(*m.span("done"))
            name = squeeze(m["name"])
            told = (("", plan, said),)
            group.append(Promise(number, name, plan[0], said[1], ((plan, said),), year, "prose", True, told=told))
        yield group


def _year_of(document: Document, title: str, at: int) -> tuple[int | None, bool]:
    """(year of a list, whether it tells what was done rather than what is promised)."""
    stated = find_period(title, None)
    section = _section(document, at)
    review = section is not None and section.role == "review"
    done = bool(_DONE_TITLE.search(title)) or (review and not (stated and stated.end == document.meta.plan_year))
    if stated and stated.end:
        return stated.end, done
    return _default_year(document, at, not done), done


def _default_year(document: Document, at: int, plan: bool) -> int | None:
    section = _section(document, at)
    if section is not None and section.year_end:
        return section.year_end
    meta = document.meta
    return (meta.plan_year or meta.review_year) if plan else meta.review_year


def _section(document: Document, at: int) -> Section | None:
    """The innermost section that holds an offset."""
    inside = [s for s in document.sections if s.start <= at < s.end]
    return max(inside, key=lambda s: (s.level, s.start)) if inside else None
