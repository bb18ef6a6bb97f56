"""民生实事 that have headings or clauses of their own: 民生实事之一, a chapter an item, 5个社区食堂已开办3个."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipelines.documents.model import Document
from pipelines.documents.view import TextView, view
from pipelines.extract.livelihood.promise import Promise, Span, default_year, promise_at, year_of
from pipelines.extract.livelihood.told import Told, clean_name, pattern, planned_in
from pipelines.extract.livelihood.words import is_title, number_of
from pipelines.extract.tables.lines import split_lines
from pipelines.extract.tables.words import squeeze
from pipelines.lexicon.patterns import patterns

_P = patterns("livelihood.headed")

_HEADED = _P["headed"]
_CHAPTER = _P["chapter"]
_LINE = _P["line"]
_DONE_LINE = _P["done_line"]
_TITLE, _FRONT, _HEAD, _FEW = 60, 12, 400, 2


def one_by_one(document: Document) -> list[Promise]:
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
        year = int(head["year"]) if head["year"] else default_year(document, head.start(), done is None)
        end = (done or lines[-1]).end()
        found.append(
            Promise(number_of(head["number"]), squeeze(name), head.start(), end, ((plan, body),), year, "prose", False)
        )
    return found if len(found) > 1 else []


def chapters(document: Document) -> list[Promise]:
    """Items under headings of their own, each with lines 目标任务：… and 完成情况：… below it."""
    text, lines = document.text, [line for line in split_lines(document.text) if line.kind != "blank"]
    titles = [line for line in lines[:_FRONT] if is_title(line.text) and len(line.text) <= _TITLE]
    if not titles:
        return []
    year, done = year_of(document, titles[0].text, titles[0].start)
    heads = [k for k, line in enumerate(lines) if _CHAPTER.match(line.text) and len(line.text) <= _TITLE]
    found: list[Promise] = []
    told = 0
    for k, at in enumerate(heads):
        last = heads[k + 1] - 1 if k + 1 < len(heads) else len(lines) - 1
        head = lines[at]
        if last == at or _P["of_all"].search(head.text):
            continue
        labelled_ = any(pattern("done_label").match(text, line.start) for line in lines[at + 1 : last + 1])
        begin = head.start + _CHAPTER.match(head.text).end()  # type: ignore[union-attr]
        end = lines[last].end
        name = squeeze(text[begin : head.end]).rstrip("。；：:")
        made = promise_at(text, len(found) + 1, name, (begin, end), head.end, year, True)
        if labelled_ or done:
            found.append(replace(made, name=name))
            told += labelled_ or bool(made.told)
    return found if len(found) > 1 and 2 * told >= len(found) else []


def counted(document: Document, taken: Sequence[Span] = ()) -> Iterator[list[Promise]]:
    """What paragraphs on the 民生实事 count one by one: 5个社区食堂已开办3个（60%），22座公厕已完工14座; in a text whose
    title speaks of them all its paragraphs together, else each by itself. Lists that were read (`taken`) tell it better."""
    front = (line for line in split_lines(document.text[:_HEAD]) if line.kind != "blank")
    title = next((line for line in front if is_title(line.text)), None)
    together: list[Promise] = []
    for passage in document.passages:
        words_ = document.text[passage.start : passage.end]
        if passage.kind not in ("prose", "list_item") or not (is_title(words_) or title):
            continue
        if any(a < passage.end and passage.start < b for a, b in taken):
            continue
        year, _ = year_of(document, title.text if title else words_[:_TITLE], passage.start)
        seen = view(document.text, passage.start, passage.end)
        group = [_counted(k, name, plan, done, year) for k, (name, plan, done) in enumerate(_one_by_one(seen), 1)]
        own = _P["sentence"].match(words_)
        if own and len(group) == 1:
            group = [replace(group[0], name=_P["span"].sub("", squeeze(own["label"])))]
        if title:
            together += group
        elif len(group) >= _FEW:
            yield group
    if len(together) >= _FEW:
        yield [replace(promise, number=k, year=together[0].year) for k, promise in enumerate(together, 1)]


def _one_by_one(seen: TextView) -> Iterator[Told]:
    """(name, plan, completion) of what a paragraph counts: k of n, so much of the task, or a plan and what came of it."""
    hits = [m for m in pattern("k_of_n").finditer(seen.text) if not is_title(m.group())]
    for m in hits:
        yield m["name"], seen.span(*m.span("plan")), seen.span(*m.span("done"))
    shares = [] if hits else list(pattern("of_task").finditer(seen.text))
    for m in shares:
        yield m["name"] + m["what"], None, seen.span(*m.span())
    if not hits and not shares and _P["planned"].search(seen.text):
        yield from planned_in(seen)


def _counted(number: int, name: str, plan: Span | None, done: Span | None, year: int | None) -> Promise:
    start, end = (plan or done or (0, 0))[0], (done or plan or (0, 0))[1]
    told = (("", plan, done),)
    return Promise(number, clean_name(squeeze(name)), start, end, ((plan, done),), year, "prose", True, told=told)
