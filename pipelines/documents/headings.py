"""What a paragraph's first characters say about it: its numbering, a panel's heading, a caption, a topic's label."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipelines.documents import vocabulary
from pipelines.lexicon.forms import firsts

_WORDS = vocabulary.load("headings")
STYLES: tuple[str, ...] = tuple(_WORDS["styles"])
_STYLE = re.compile("|".join(f"(?P<{name}>{vocabulary.numbered(p)})" for name, p in _WORDS["styles"].items()))
_STYLE_BEGINS = firsts(_STYLE)
_BOX = re.compile(vocabulary.numbered(_WORDS["box"]))
_CAPTION = re.compile(vocabulary.numbered(_WORDS["caption"]))
_CLOSING = vocabulary.any_of(_WORDS["closings"])
_YEAR_PARAGRAPH = re.compile(_WORDS["year_paragraphs"])
_YEARS_PARAGRAPH = re.compile(_WORDS["years_paragraphs"])
_NUMERAL = re.compile(rf"{vocabulary.CN}|{vocabulary.AR}|[①-⑳]")
# What a word processor or Markdown puts before the words.
_BOOKMARK = re.compile(r"(?:\[bookmark:[^\]\n]{0,80}\]\s*|#{1,6}\s+|\*{2,3}(?=\S)|>\s+){1,4}")
_LABEL = re.compile(r"(?P<label>[^\s，。；：！？,;:!?|][^，。；：！？,;:!?\n|]{0,27})[：:](?!//)(?!\d)")
_NOT_TOPIC = frozenset(_WORDS["not_topics"]["whole"])
_NOT_TOPIC_END = tuple(_WORDS["not_topics"]["ends"])
_CLOSERS = "”’\"'』」）)】》〉] \u3000"
_BLANKS = re.compile(r"[ \u3000\t]+")
_NOTE = re.compile(r"[\[［〔]\d{1,3}$")
_FIRST_SENTENCE = re.compile(r"[^。！？!?；;\n]{0,80}[。！？!?；;]")


@dataclass(frozen=True, slots=True)
class Mark:
    """A heading's numbering: its style, its number (0 where it has none), and where the words begin."""

    style: str
    number: int
    end: int


def read_mark(text: str) -> Mark | None:
    """The numbering at the beginning of a paragraph.

    >>> read_mark("（二）锚定主业"), read_mark("1.6万户")
    (Mark(style='cn_paren', number=2, end=3), None)
    """
    match = _STYLE.match(text) if text[:1] in _STYLE_BEGINS else None
    if match is None or match.lastgroup is None:
        return None
    numeral = _NUMERAL.search(match.group())
    value = 0
    if numeral:
        printed = numeral.group()
        value = ord(printed) - 0x245F if "①" <= printed <= "⑳" else vocabulary.number(printed)
    return Mark(match.lastgroup, value, match.end())


def is_box(text: str) -> bool:
    """Whether a paragraph is the heading of a boxed panel (专栏3：2023年教育科技人才发展重点事项)."""
    return (
        len(text) <= 70
        and _BOX.match(text, skip_bookmark(text)) is not None
        and not ends_sentence(text)
        and "。" not in text
    )


def is_caption(text: str) -> bool:
    """Whether a paragraph is the caption of a table or figure."""
    return (
        len(text) <= 70
        and _CAPTION.match(text, skip_bookmark(text)) is not None
        and not ends_sentence(text)
        and "。" not in text
    )


def is_closing(text: str) -> bool:
    """Whether a paragraph speaks of the whole part again, after its last sub-heading."""
    return _CLOSING.match(text) is not None


def year_of_paragraph(text: str) -> str | None:
    """The words that say that a paragraph is about one year (刚刚过去的2022年), None where nothing does."""
    match = _YEAR_PARAGRAPH.match(text)
    return match.group() if match else None


def speaks_of_years(text: str) -> bool:
    """Whether a paragraph turns back from one year to the five years that its part is about."""
    return _YEARS_PARAGRAPH.match(text) is not None


def read_label(text: str) -> tuple[str, int] | None:
    """The label of a topic (汽车摩托车：…) and where its passage begins, or None.

    >>> read_label("“增绿添园”工程：建设口袋公园6个。")
    ('“增绿添园”工程', 9)
    """
    at = skip_bookmark(text)
    match = _LABEL.match(text, at)
    if match is None:
        return None
    label = match.group("label").strip()
    core = label.strip(" 　（）()【】[]")
    if core in _NOT_TOPIC or core.endswith(_NOT_TOPIC_END) or sum("\u4e00" <= c <= "\u9fff" for c in core) < 2:
        return None
    if label.count("“") != label.count("”") or label.count("（") != label.count("）"):
        return None
    return label, match.end()


def skip_bookmark(text: str) -> int:
    """How much of the beginning is a word processor's bookmark or the marks of Markdown."""
    match = _BOOKMARK.match(text)
    return match.end() if match else 0


def tidy(text: str) -> str:
    """A heading as it is shown: without marks of Markdown, with single blanks, without the full stop.

    >>> tidy("## 一、工作  回顾。")
    '一、工作 回顾'
    """
    return _BLANKS.sub(" ", text[skip_bookmark(text) :]).strip(" 。，*")


def first_sentence(text: str, start: int) -> str | None:
    """The first sentence from `start` on, without its mark; None where it is longer than a heading can be."""
    match = _FIRST_SENTENCE.match(text, start)
    return match.group()[:-1] if match else None


def ends_sentence(text: str) -> bool:
    """Whether a line ends where a sentence or an item of a list ends.

    >>> ends_sentence("坚持“稳中求进”。"), ends_sentence("建成通车（二期）"), ends_sentence("力争“开门红。”")
    (True, False, True)
    """
    tail = text[-12:].rstrip(_CLOSERS)
    if tail[-1:].isdecimal():
        tail = _NOTE.sub("", tail)
    return tail[-1:] in "。！？!?；;：:…" if tail else text[-1:] in "）)”"
