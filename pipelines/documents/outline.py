"""Paragraph by paragraph, what is a heading, what begins one, what is a list, a caption, a note, or only furniture."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.documents import vocabulary
from pipelines.documents.bare import mark_bare
from pipelines.documents.dates import is_date_line, read_date
from pipelines.documents.entry import Entry
from pipelines.documents.furniture import mark_furniture, mark_glossary
from pipelines.documents.headings import ends_sentence, is_box, is_caption, is_closing, tidy
from pipelines.documents.numbered import classify_numbered
from pipelines.documents.paragraphs import read_paragraphs
from pipelines.documents.topics import mark_topics

_NOTE = re.compile(vocabulary.load("furniture")["notes"])
_PRESS_LABEL = re.compile(vocabulary.load("metadata")["press_labels"])
_MARKDOWN = re.compile(r"#{1,6} ")
_SESSION = re.compile("会议上?$|大会上?$|全会上?$")


def read_outline(text: str, skip: Sequence[tuple[int, int]] = ()) -> list[Entry]:
    """One entry for each paragraph outside the spans to skip.

    >>> [(e.part, e.title) for e in read_outline("一、工作回顾\\n一是投资增长。完成投资9亿元，建成项目3个。")]
    [('heading', '一、工作回顾'), ('run_in', '一是投资增长')]
    """
    entries = [Entry(paragraph) for paragraph in read_paragraphs(text, skip)]
    mark_furniture(entries, text)
    mark_glossary(entries)
    for index, entry in enumerate(entries):
        if entry.part == "text":
            _classify(entries, index)
    _mark_front(entries)
    mark_topics(entries)
    mark_bare(entries)
    return entries


def _mark_front(entries: list[Entry]) -> None:
    """The line with the session's date, and a page's running title, say what the text is and belong to no section."""
    for entry in entries[:12]:
        words = entry.paragraph.text
        if entry.style == "dash" and len(words) <= 60 and entry.part != "run_in" and _is_dateline(words):
            entry.part, entry.style = "title", ""
        elif entry.part == "text" and is_date_line(words):
            entry.part = "title"
    for entry in entries:
        words = entry.paragraph.text
        if entry.part == "text" and len(words) <= 30 and _PRESS_LABEL.search(words) and not ends_sentence(words):
            entry.part = "title"


def _is_dateline(words: str) -> bool:
    return bool(read_date(words) or _PRESS_LABEL.search(words) or _SESSION.search(words))


def _classify(entries: list[Entry], index: int) -> None:
    """Title, panel, caption, note, numbered heading or list item; everything else stays text."""
    entry = entries[index]
    paragraph = entry.paragraph
    words = paragraph.text
    if paragraph.title:
        entry.part = "title"
    elif len(words) <= 70 and is_box(words):
        entry.part, entry.style, entry.title = "box", "box", tidy(words)
    elif len(words) <= 70 and is_caption(words):
        entry.part = "caption"
    elif _MARKDOWN.match(words) and len(words) <= 90:
        entry.part, entry.style, entry.title = "heading", f"markdown{words.index(' ')}", tidy(words)
    elif _NOTE.match(words):
        entry.part = "note"
    elif is_closing(words):
        entry.part = "closing"
    elif paragraph.mark is not None:
        classify_numbered(entries, index)
