"""民生实事 on lines: below a title that announces them, numbered in any style or labelled, and within a paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipelines.documents.model import Document
from pipelines.extract.livelihood.promise import (
    DONE_TITLE,
    LABELLED,
    SENTENCE_NAME,
    Promise,
    Span,
    is_announced,
    item_at,
    year_of,
)
from pipelines.extract.livelihood.told import pattern
from pipelines.extract.livelihood.words import is_title, number_of, ordinal, rank_of, split_outside, unquoted, words
from pipelines.extract.tables.lines import Line, is_heading, is_panel, split_lines
from pipelines.extract.tables.periods import find_period
from pipelines.lexicon.patterns import patterns

_P = patterns("livelihood.lined")

_NUMBERED = _P["numbered"]
_ORDINALS = _P["ordinals"]
_LINES = 200  # that a list may have
_SHORT = 130  # characters of an item that has only a label
_TITLE = 44  # characters of a title
_INTRO = 3  # lines between a title and the first item
_ABOVE = 6  # lines above a title in which its year may stand
_BEFORE = 16  # characters before the words 民生实事 in which their number may stand
_FEW = 3
_NOTICES = frozenset({"press", "other"})
"""Kinds without parts that say what is planned."""
_MARKED = 0.5  # of the items must tell of something done for a list without a word on it to be one of results


def line_lists(document: Document) -> Iterator[list[Promise]]:
    """Lists under a title that speaks of 民生实事, and enumerations (一是…；二是…) behind a sentence that does."""
    lines = list(split_lines(document.text))
    tables = [(t.start, t.end) for t in document.tables]
    listed: list[Span] = []
    for i, line in enumerate(lines):
        if not is_title(line.text) or any(a <= line.start < b for a, b in (*tables, *listed)):
            continue
        group = _under_title(document, lines, i) if _announces(lines, i) else []
        if group:
            listed.append((group[0].start, group[-1].end))
            yield group
    for start, end in _paragraphs(document, lines):
        paragraph = document.text[start:end]
        if len(paragraph) > 40 and is_title(paragraph) and not any(a <= start < b for a, b in (*tables, *listed)):
            yield _in_prose(document, paragraph, start)


def _announces(lines: list[Line], i: int) -> bool:
    """Whether a line that speaks of 民生实事 says that they follow: a title, a colon, or how many, before number one."""
    text = lines[i].text
    if text.endswith(("：", ":")) or _is_list_title(text):
        return True
    below = next((line for line in lines[i + 1 : i + 3] if line.kind != "blank"), None)
    first = _NUMBERED.match(below.text) if below else None
    return bool(first and ordinal(first) == 1 and _P["counted"].search(text))


def _is_list_title(text: str) -> bool:
    return len(text) <= _TITLE and not text.endswith(("。", "；")) and bool(_P["list_title"].search(text))


def _paragraphs(document: Document, lines: list[Line]) -> Iterator[Span]:
    """The paragraphs of prose; the lines of the text where the document has not been cut into passages."""
    if document.passages:
        yield from ((p.start, p.end) for p in document.passages if p.kind in ("prose", "list_item"))
    else:
        yield from ((line.start, line.end) for line in lines if line.kind != "blank")


@dataclass(slots=True)
class _Item:
    """An item: its number (0 for a mere label), where its words begin and end, and on how many lines they stand."""

    number: int
    start: int
    end: int
    lines: int = 1


@dataclass(slots=True)
class _Listed:
    """A list under a title as far as it is read.

    loose: the title alone says that a list follows; then a few lines may stand before it, and short sentences name items.
    rank: how high the style of its numbers stands (一、 above 1.); numbers of a lower style belong to an item.
    """

    loose: bool
    bare: bool = False
    """Whether short lines without numbers are items, which is asked where nothing else makes a list."""
    items: list[_Item] = field(default_factory=list)
    rank: int = 0
    gap: int = 0
    intro: list[str] = field(default_factory=list)
    stopped: bool = False
    """The last line ends in 。 or ；."""

    def take(self, line: Line) -> bool:
        """Whether a line belongs to the list; it is read if so."""
        if line.kind == "blank":
            self.gap += 1
            return True
        took = self._number(line) or self._more(line)
        self.gap, self.stopped = 0, line.text.endswith(("。", "；", ";"))
        return took

    def _number(self, line: Line) -> bool:
        """Take a line with the next number of the list, or with a number of a lower style within the last item."""
        numbered = None if self.bare else _NUMBERED.match(line.text)
        if numbered is None:
            return False
        own, rank = ordinal(numbered), rank_of(numbered)
        counted = bool(self.items and self.items[0].number)
        if self.items and not counted:
            return False
        if own == (self.items[-1].number if self.items else 0) + 1 and (not self.items or rank == self.rank):
            self.rank = rank
            self.items.append(_Item(own, line.start + numbered.end(), line.end))
            return True
        if self.items and rank > self.rank and self.gap < 2:
            self._extend(line)
            return True
        return False

    def _more(self, line: Line) -> bool:
        """Take a line without a number of the list: a label, the words before the first item, or more of the last one."""
        text = line.text
        if _P["closing"].match(text) or is_panel(text) or is_heading(text) or self.gap > 1 and self.items:
            return False
        if not (self.items and self.items[0].number) and self._named(text):
            self.items.append(_Item(0, line.start, line.end))
            return True
        if not self.items:
            self.intro.append(text)
            return self.loose and len(self.intro) <= _INTRO and _NUMBERED.match(text) is None
        return self._goes_on(line)

    def _named(self, text: str) -> bool:
        if self.bare:
            return _P["bare_item"].fullmatch(text) is not None and not is_title(text)
        return bool(LABELLED.match(text) or self.loose and SENTENCE_NAME.match(text))

    def _goes_on(self, line: Line) -> bool:
        """Whether a line goes on with the last item; 牵头单位：… is no part of it, but does not end the list."""
        if pattern("other_label").match(line.text):
            return True
        if self.gap and not self._is_head() or _NUMBERED.match(line.text):
            return False
        if self._ended():
            return False
        self._extend(line)
        return True

    def _ended(self) -> bool:
        """Whether the last item is a whole sentence, as all before it are on one line: then no more of it follows."""
        *before, last = self.items
        whole = len(before) >= _FEW and all(item.lines == 1 and item.number for item in before)
        return whole and last.lines == 1 and self.stopped

    def _is_head(self) -> bool:
        """Whether the last item is only a heading as yet, whose words may follow a blank line."""
        item = self.items[-1]
        return self.rank == 0 and item.lines == 1 and item.end - item.start <= _TITLE

    def _extend(self, line: Line) -> None:
        self.items[-1].end = line.end
        self.items[-1].lines += 1

    def is_list(self, text: str, title: str) -> bool:
        """Whether there are several items; those without numbers must be short, and chapters are none."""
        if len(self.items) < 2:
            return False
        if not self.items[0].number:
            lengths = sorted(item.end - item.start for item in self.items)
            return lengths[len(lengths) // 2] <= _SHORT
        if self.rank:
            return True
        stated = _P["counted"].search(" ".join([title, *self.intro]))
        if stated and number_of(stated["n"] or stated["n2"]) == len(self.items):
            return True
        heads = [text[item.start : item.end].split("\n")[0] for item in self.items]
        several = len(heads) >= _FEW or all(item.lines > 1 for item in self.items)
        return self.loose and several and not any(_P["chapter"].search(head) for head in heads)


def _under_title(document: Document, lines: list[Line], i: int) -> list[Promise]:
    title = lines[i].text
    listed = _listed(_Listed(_is_list_title(title)), lines, i)
    if not listed.is_list(document.text, title):
        listed = _listed(_Listed(True, bare=True), lines, i) if _is_list_title(title) else listed
        if len(listed.items) < _FEW or not listed.bare:
            return []
    said = " ".join([title, *listed.intro]) if listed.intro and listed.items else title
    year, done = year_of(document, said, lines[i].start)
    if find_period(said, None) is None:
        year = _year_above(lines, i) or year
    if done and not DONE_TITLE.search(said):
        done = _tells(document.text, listed.items)
    return [item_at(document, k, item.start, item.end, year, done) for k, item in enumerate(listed.items, 1)]


def _listed(listed: _Listed, lines: list[Line], i: int) -> _Listed:
    """The list as far as the lines below its title belong to it."""
    for line in lines[i + 1 : i + 1 + _LINES]:
        if not listed.take(line):
            break
    return listed


def _year_above(lines: list[Line], i: int) -> int | None:
    """The year of a title on 民生实事 that stands a few lines above a list that names none."""
    for line in reversed(lines[max(0, i - _ABOVE) : i]):
        period = find_period(line.text, None) if is_title(line.text) else None
        if period and period.end:
            return period.end
    return None


def _tells(text: str, items: list[_Item]) -> bool:
    """Whether items of a list that does not say so tell of what was done: most of them, with 已 or its kin."""
    marked = sum(bool(_P["done_mark"].search(text, item.start, item.end)) for item in items)
    return marked >= _MARKED * len(items)


def _in_prose(document: Document, paragraph: str, start: int) -> list[Promise]:
    """The members of an enumeration that begins within a short distance of the words 民生实事."""
    at = max(paragraph.find(word) for word in words()["titles"])
    marks: list[re.Match[str]] = []
    for m in _ORDINALS.finditer(paragraph, at):
        if ordinal(m) == len(marks) + 1 and (marks or m.start() - at < 80):
            marks.append(m)
    if len(marks) < _FEW:
        return _named(document, paragraph, start)
    year, done = year_of(document, paragraph[max(0, at - 40) : at + 40], start)
    done = done and not (document.meta.kind in _NOTICES and is_announced(document, start + at))
    found: list[Promise] = []
    for k, m in enumerate(marks):
        stop = marks[k + 1].start() if k + 1 < len(marks) else paragraph.find("。", m.end()) % (len(paragraph) + 1)
        found.append(item_at(document, k + 1, start + m.end(), start + stop, year, done))
    return found


def _named(document: Document, paragraph: str, start: int) -> list[Promise]:
    """The promises that a sentence names without numbers (这3件实事是：甲；乙；丙), if it says how many there are."""
    for word in words()["titles"]:
        at = paragraph.find(word)
        follow = _P["members_follow"].match(paragraph, at + len(word)) if at >= 0 else None
        if follow is None:
            continue
        stop = paragraph.find("。", follow.end()) % (len(paragraph) + 1)
        named = paragraph[follow.end() : stop]
        spans = [
            unquoted(named, *span) for span in split_outside(named, "；;" if "；" in named or ";" in named else "、")
        ]
        stated = _P["counted"].search(paragraph[max(0, at - _BEFORE) : follow.end()])
        if stated and number_of(stated["n"] or stated["n2"]) == len(spans) >= _FEW:
            year, done = year_of(document, paragraph[max(0, at - 40) : follow.end()], start)
            done = done and bool(_P["done_mark"].search(named))
            first = start + follow.end()
            return [item_at(document, k, first + a, first + b, year, done) for k, (a, b) in enumerate(spans, 1)]
    return []
