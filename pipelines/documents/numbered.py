"""What a numbered paragraph is: a heading alone, a heading with its text behind it, a topic, or an item of a list."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipelines.documents.entry import Entry, Part
from pipelines.documents.headings import Mark, ends_sentence, first_sentence, read_label, skip_bookmark, tidy

_GENERAL = frozenset({"part", "chapter", "section", "cn_dun", "cn_paren"})
_SPECIFIC = frozenset({"ar_dun", "ar_dot", "ar_paren", "circled"})
_DIGIT = re.compile(r"\d")
_CLAUSE = re.compile(r"[，,。；：:]")
_GOES_ON = "，、；："  # a heading does not end with these
_LONGEST_HEADING = 90
_LONGEST_CLOSED = 45  # of a heading that ends with a full stop
_LONGEST_ORDINAL = 40
_LONGEST_DASH = 30
_LONGEST_TITLE = 60  # of a sentence that heads the text behind it
_LONGEST_CLAUSE = 40  # characters in which the clause ends that heads a long sentence
_CUT_CLAUSE = 30


@dataclass(frozen=True, slots=True)
class _Numbered:
    """A paragraph that begins with a number or a dash."""

    words: str
    style: str
    begin: int
    """Where the words behind the number begin."""
    sentence: str | None
    """The first sentence behind the number, where it is short enough for a heading."""
    over_body: bool
    """Whether what follows is the body of a heading, and not the next item of a list."""

    @property
    def behind(self) -> str:
        return self.words[self.begin :]

    @property
    def lead(self) -> str:
        """The number with the first sentence."""
        return self.words[: self.begin + len(self.sentence or "")]

    @property
    def rest(self) -> int:
        """How many characters stand behind the first sentence and its mark."""
        return len(self.words) - len(self.lead) - 1 if self.sentence is not None else 0

    @property
    def single(self) -> bool:
        """Whether it is no more than one sentence."""
        return "。" not in self.words[:-1] and "；" not in self.words

    @property
    def closed(self) -> bool:
        return ends_sentence(self.words)


_Rule = Callable[[_Numbered], tuple[Part, str] | None]


def classify_numbered(entries: Sequence[Entry], index: int) -> None:
    """Sets part, style and title of a paragraph with a mark; the first rule that reads it decides."""
    entry = entries[index]
    mark = entry.paragraph.mark
    assert mark is not None
    words = entry.paragraph.text
    begin = skip_bookmark(words) + mark.end
    numbered = _Numbered(words, mark.style, begin, first_sentence(words, begin), _over_body(entries, index, mark))
    entry.style = mark.style
    entry.part, entry.title = next(read for rule in _RULES if (read := rule(numbered)) is not None)


def _over_body(entries: Sequence[Entry], index: int, mark: Mark) -> bool:
    """Whether what follows a heading is its body: a next number of the same style makes both items of a list."""
    at = index + 1
    while at < min(len(entries), index + 4) and entries[at].part == "furniture":
        at += 1
    if at >= len(entries):
        return False
    other = entries[at].paragraph.mark
    return entries[at].paragraph.lines[0].after_table or other is None or other.style != mark.style


def _dash(of: _Numbered) -> tuple[Part, str] | None:
    """A dash begins a heading where a few words without a figure follow, and an item everywhere else."""
    if of.style != "dash":
        return None
    if (
        of.sentence is not None
        and len(of.sentence) <= _LONGEST_DASH
        and not _DIGIT.search(of.sentence)
        and of.rest >= 12
    ):
        return "run_in", tidy(of.lead)
    short = len(of.words) <= _LONGEST_DASH and not _DIGIT.search(of.words) and of.words[-1] not in "；;，"
    return ("heading", tidy(of.words)) if short and of.over_body else ("item", "")


def _open_line(of: _Numbered) -> tuple[Part, str] | None:
    """A line without an end: a heading over its body, else an item (一是加强领导 above 二是加强监督)."""
    if not of.single or of.closed or len(of.words) > _LONGEST_HEADING or of.words[-1] in _GOES_ON:
        return None
    short = of.style != "ordinal" or len(of.words) <= _LONGEST_ORDINAL
    return ("heading", tidy(of.words)) if of.over_body and short else ("item", "")


def _closed_line(of: _Numbered) -> tuple[Part, str] | None:
    """A heading that is printed with a full stop."""
    if of.single and of.closed and of.style in _GENERAL and len(of.words) <= _LONGEST_CLOSED and of.over_body:
        return "heading", tidy(of.words[:-1])
    return None


def _label(of: _Numbered) -> tuple[Part, str] | None:
    """A label with its passage (1.汽车摩托车：…)."""
    label = read_label(of.behind) if of.style in _SPECIFIC else None
    return ("topic", label[0]) if label else None


def _first_sentence(of: _Numbered) -> tuple[Part, str] | None:
    """A short sentence that heads the text behind it (一是工业提质发展。产业体系…)."""
    if of.sentence is None or len(of.sentence) > _LONGEST_TITLE or of.rest < 10:
        return None
    return ("run_in", tidy(of.lead)) if of.words[len(of.lead)] in "。！" else None


def _first_clause(of: _Numbered) -> tuple[Part, str] | None:
    """A long sentence behind a number of a section: its first clause heads it."""
    if of.style not in _GENERAL and of.style != "ordinal":
        return None
    cut = _CLAUSE.search(of.behind[:_LONGEST_CLAUSE])
    return "run_in", tidy(of.words[: of.begin + (cut.start() if cut else _CUT_CLAUSE)])


def _item(of: _Numbered) -> tuple[Part, str]:
    return "item", ""


_RULES: tuple[_Rule, ...] = (_dash, _open_line, _closed_line, _label, _first_sentence, _first_clause, _item)
