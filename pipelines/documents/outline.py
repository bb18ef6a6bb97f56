"""Paragraph by paragraph, what is a heading, what begins one, what is a list, a caption, a note, or only furniture."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.documents import vocabulary
from pipelines.documents.dates import is_date_line, read_date
from pipelines.documents.entry import Entry
from pipelines.documents.frame.model import Clock
from pipelines.documents.frame.time import heading_times
from pipelines.documents.furniture import mark_furniture, mark_glossary
from pipelines.documents.headings import (
    ends_sentence,
    first_sentence,
    is_box,
    is_caption,
    is_closing,
    read_label,
    skip_bookmark,
)  # fmt: skip
from pipelines.documents.paragraphs import read_paragraphs
from pipelines.documents.roles import opens_part

_WORDS = vocabulary.load("furniture")
_NOTE = re.compile(_WORDS["notes"])
_PRESS_LABEL = re.compile(vocabulary.load("metadata")["press_labels"])
_HAN = re.compile(r"[\u4e00-\u9fff]")
_GENERAL = frozenset({"part", "chapter", "section", "cn_dun", "cn_paren"})
_SPECIFIC = frozenset({"ar_dun", "ar_dot", "ar_paren", "circled"})
_MARKDOWN = re.compile(r"#{1,6} ")
_SESSION = re.compile("会议上?$|大会上?$|全会上?$")
_LONGEST_TITLE = 60
_SHORT_HEADING = 40
_FIGURE = re.compile(r"\d(?!\d{0,3}年)")


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
    _mark_topics(entries)
    _mark_bare(entries)
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
        entry.part, entry.style, entry.title = "box", "box", _tidy(words)
    elif len(words) <= 70 and is_caption(words):
        entry.part = "caption"
    elif _MARKDOWN.match(words) and len(words) <= 90:
        entry.part, entry.style, entry.title = "heading", f"markdown{words.index(' ')}", _tidy(words)
    elif _NOTE.match(words):
        entry.part = "note"
    elif is_closing(words):
        entry.part = "closing"
    elif paragraph.mark is not None:
        _classify_numbered(entries, index)


def _classify_numbered(entries: list[Entry], index: int) -> None:
    """A numbered paragraph: a heading alone, a heading with its text behind it, or an item of a list."""
    entry = entries[index]
    words = entry.paragraph.text
    mark = entry.paragraph.mark
    assert mark is not None
    begin = skip_bookmark(words) + mark.end
    entry.style = mark.style
    sentence = first_sentence(words, begin)
    alone = "。" not in words[:-1] and "；" not in words
    rest = len(words) - begin - len(sentence) - 1 if sentence is not None else 0
    closed = ends_sentence(words)
    if mark.style == "dash":
        short = sentence is not None and len(sentence) <= 30 and not re.search(r"\d", sentence) and rest >= 12
        stands = (
            len(words) <= 30
            and not re.search(r"\d", words)
            and words[-1] not in "；;，"
            and _follows_body(entries, index)
        )
        entry.part = "run_in" if short else "heading" if stands else "item"
        entry.title = _tidy(words[: begin + len(sentence)] if short and sentence else words) if entry.heads else ""
    elif alone and len(words) <= 90 and not closed and words[-1] not in "，、；：":
        followed = _follows_body(entries, index)
        entry.part = "heading" if followed and (mark.style != "ordinal" or len(words) <= 40) else "item"
        entry.title = _tidy(words) if entry.part == "heading" else ""
    elif alone and closed and mark.style in _GENERAL and len(words) <= 45 and _follows_body(entries, index):
        entry.part, entry.title = "heading", _tidy(words[:-1])
    elif mark.style in _SPECIFIC and (label := read_label(words[begin:])) is not None:
        entry.part, entry.title = "topic", label[0]
    elif (
        sentence is not None
        and len(sentence) <= _LONGEST_TITLE
        and rest >= 10
        and words[begin + len(sentence)] in "。！"
    ):
        entry.part, entry.title = "run_in", _tidy(words[: begin + len(sentence)])
    elif mark.style in _GENERAL or mark.style == "ordinal":
        cut = re.search(r"[，,。；：:]", words[begin : begin + 40])
        entry.part, entry.title = "run_in", _tidy(words[: begin + (cut.start() if cut else 30)])
    else:
        entry.part = "item"


def _follows_body(entries: list[Entry], index: int) -> bool:
    """Whether what follows a heading is its body: a next number of the same style makes both items of a list."""
    mark = entries[index].paragraph.mark
    at = index + 1
    while at < min(len(entries), index + 4) and entries[at].part == "furniture":
        at += 1
    if at >= len(entries) or mark is None:
        return False
    other = entries[at].paragraph.mark
    return entries[at].paragraph.lines[0].after_table or other is None or other.style != mark.style


def _mark_topics(entries: list[Entry]) -> None:
    """Labels with their passages: in a panel all of them, elsewhere only where at least two stand in a row."""
    boxed, seen = False, False
    candidates: list[int] = []
    for index, entry in enumerate(entries):
        if entry.part == "topic":
            seen = boxed
            continue
        if entry.part == "box":
            boxed, seen, candidates = True, False, []
            continue
        if entry.heads or entry.part == "closing":
            boxed, candidates = False, []
            continue
        label = read_label(entry.paragraph.text) if entry.part == "text" else None
        if label is None:
            # two empty lines end a panel, and so does running text behind its topics
            if boxed and seen and entry.part == "text" and entry.paragraph.gap >= 2:
                boxed, entry.after_box = False, True
            seen = seen or entry.part in ("text", "item")
            candidates = []
            continue
        bare = label[1] >= len(entry.paragraph.text.rstrip())
        if boxed and not (seen and entry.paragraph.gap >= 3):
            _set_topic(entry, label[0])
            seen = True
        elif not bare and len(label[0]) <= 16:
            candidates.append(index)
            if len(candidates) >= 2:
                for candidate in candidates:
                    _set_topic(entries[candidate], (read_label(entries[candidate].paragraph.text) or ("", 0))[0])
                candidates = candidates[-1:]
        else:
            candidates = []


def _set_topic(entry: Entry, label: str) -> None:
    entry.part, entry.style, entry.title = "topic", "topic", label


def _mark_bare(entries: list[Entry]) -> None:
    """Headings without a number: a short line alone over running text, as newspapers and some reports have them."""
    boxed = False
    index = 0
    begun = False
    while index < len(entries):
        entry = entries[index]
        if entry.part == "box":
            boxed = True
        elif entry.heads and entry.part != "topic":
            boxed = False
        if entry.part == "text" and entry.paragraph.gap >= 2:
            boxed = False
        begun = begun or entry.heads or (entry.part == "text" and _is_running(entry.paragraph.text))
        run = 0
        while not boxed and index + run < len(entries) and _looks_bare(entries[index + run]):
            run += 1
        body = entries[index + run] if 0 < run <= 3 and index + run < len(entries) else None
        if (
            body is not None
            and body.part in ("text", "run_in", "topic", "item", "closing")
            and (begun and _is_running(body.paragraph.text) or _heads_part(entries[index + run - 1], body))
        ):
            _join_bare(entries[index : index + run])
            run += 1
        else:
            for lone in entries[index : index + run]:
                if not _FIGURE.search(lone.paragraph.text):
                    lone.part = "title"
        index += max(run, 1)


def _heads_part(line: Entry, body: Entry) -> bool:
    """Whether a line names the time of the sentence below it, however short that is (2012年工作回顾)."""
    words = line.paragraph.text
    return len(words) <= _SHORT_HEADING and ends_sentence(body.paragraph.text) and opens_part(words)


def _is_running(words: str) -> bool:
    """Whether a paragraph is running text that a heading can stand over."""
    return len(words) >= 28 or (len(words) >= 15 and ends_sentence(words) and re.search("[，；,;]", words) is not None)


def _join_bare(run: list[Entry]) -> None:
    """Lines that stand together over a text: the last ones without space between them are one heading."""
    first = len(run) - 1
    while first > 0 and run[first].paragraph.gap == 0 and not run[first].paragraph.lines[0].indent:
        first -= 1
    title = " ".join(_tidy(entry.paragraph.text) for entry in run[first:])
    part = len(title) <= _SHORT_HEADING and bool(heading_times(title, Clock()))
    run[first].part, run[first].style, run[first].title = "bare", "bare_part" if part else "bare", title
    for entry in run[first + 1 :]:
        entry.part = "title"


def _looks_bare(entry: Entry) -> bool:
    paragraph = entry.paragraph
    words = paragraph.text
    if (
        entry.part != "text"
        or len(words) > 50
        or len(words) < 4
        or paragraph.mark is not None
        or len(paragraph.lines) > 3
    ):
        return False
    if "\t" in paragraph.lines[0].indent or ends_sentence(words) or words[-1] in "，、；：":
        return False
    if ("：" in words or ":" in words) and read_label(words) is None and not heading_times(words, Clock()):
        return False
    return len(_HAN.findall(words)) >= max(3, len(words) // 2) and not _PRESS_LABEL.search(words) and "|" not in words


def _tidy(words: str) -> str:
    return re.sub(r"[ \u3000\t]+", " ", words[skip_bookmark(words) :]).strip(" 。，*")
