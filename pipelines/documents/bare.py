"""Headings without a number: a short line alone over running text, as newspapers and some reports have them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.documents import vocabulary
from pipelines.documents.entry import Entry
from pipelines.documents.frame.model import Clock
from pipelines.documents.frame.time import heading_times
from pipelines.documents.headings import ends_sentence, read_label, tidy
from pipelines.documents.roles import opens_part

_PRESS_LABEL = re.compile(vocabulary.load("metadata")["press_labels"])
_HAN = re.compile(r"[\u4e00-\u9fff]")
_FIGURE = re.compile(r"\d(?!\d{0,3}年)")
_PAUSE = re.compile("[，；,;]")
_SHORT = 40  # characters of a heading that can name a part
_MOST_LINES = 3
_BODIES = frozenset({"text", "run_in", "topic", "item", "closing"})


@dataclass(slots=True)
class _Above:
    """What was read above a line: whether it stands in a panel, and whether the report's own text has begun."""

    boxed: bool = False
    begun: bool = False

    def read(self, entry: Entry) -> None:
        if entry.part == "box":
            self.boxed = True
        elif entry.heads and entry.part != "topic" or entry.part == "text" and entry.paragraph.gap >= 2:
            self.boxed = False
        self.begun = self.begun or entry.heads or (entry.part == "text" and _is_running(entry.paragraph.text))


def mark_bare(entries: Sequence[Entry]) -> None:
    """Lines over running text become its heading; other lines that look like one, without a figure, become titles."""
    above = _Above()
    index = 0
    while index < len(entries):
        above.read(entries[index])
        end = index if above.boxed else _end_of_lines(entries, index)
        lines = entries[index:end]
        if 0 < len(lines) <= _MOST_LINES and end < len(entries) and _stands_over(lines[-1], entries[end], above.begun):
            _join(lines)
            index = end + 1
            continue
        for line in lines:
            if not _FIGURE.search(line.paragraph.text):
                line.part = "title"
        index = max(end, index + 1)


def _end_of_lines(entries: Sequence[Entry], index: int) -> int:
    """Where the lines end that look like headings, from `index` on."""
    while index < len(entries) and _looks_bare(entries[index]):
        index += 1
    return index


def _stands_over(line: Entry, body: Entry, begun: bool) -> bool:
    """Whether a line heads the paragraph below it: that is running text, or the line names its time."""
    if body.part not in _BODIES:
        return False
    return begun and _is_running(body.paragraph.text) or _heads_part(line, body)


def _heads_part(line: Entry, body: Entry) -> bool:
    """Whether a line names the time of the sentence below it, however short that is (2012年工作回顾)."""
    words = line.paragraph.text
    return len(words) <= _SHORT and ends_sentence(body.paragraph.text) and opens_part(words)


def _is_running(words: str) -> bool:
    """Whether a paragraph is running text that a heading can stand over."""
    return len(words) >= 28 or (len(words) >= 15 and ends_sentence(words) and _PAUSE.search(words) is not None)


def _join(lines: Sequence[Entry]) -> None:
    """Lines that stand together over a text: the last ones without space between them are one heading."""
    first = len(lines) - 1
    while first > 0 and lines[first].paragraph.gap == 0 and not lines[first].paragraph.lines[0].indent:
        first -= 1
    title = " ".join(tidy(line.paragraph.text) for line in lines[first:])
    part = len(title) <= _SHORT and bool(heading_times(title, Clock()))
    lines[first].part, lines[first].style, lines[first].title = "bare", "bare_part" if part else "bare", title
    for line in lines[first + 1 :]:
        line.part = "title"


def _looks_bare(entry: Entry) -> bool:
    """Whether a paragraph looks like a heading: a few words on a line of their own that no sentence is made of."""
    paragraph = entry.paragraph
    words = paragraph.text
    if entry.part != "text" or not 4 <= len(words) <= 50 or paragraph.mark is not None or len(paragraph.lines) > 3:
        return False
    if "\t" in paragraph.lines[0].indent or ends_sentence(words) or words[-1] in "，、；：":
        return False
    if ("：" in words or ":" in words) and read_label(words) is None and not heading_times(words, Clock()):
        return False
    return len(_HAN.findall(words)) >= max(3, len(words) // 2) and not _PRESS_LABEL.search(words) and "|" not in words
