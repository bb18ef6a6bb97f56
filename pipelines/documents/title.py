"""The title of an official document, which may be broken over several lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.documents import vocabulary
from pipelines.documents.headings import ends_sentence
from pipelines.documents.lines import Line

_WORDS = vocabulary.load("metadata")
_KINDS = [(entry["kind"], re.compile(entry["pattern"])) for entry in _WORDS["kinds"]]
_ENDS = re.compile(rf".*{_WORDS['title_ends']}")
_NOT = re.compile(_WORDS["title_not"])
_FRONT_ENDS = re.compile(_WORDS["front_ends"])
_BLANK = re.compile(r"\s+")
_MARKS = re.compile(r"(?:[①-⑳]|[\[〔［【（(]\s?(?:注?\d{1,2}|[①-⑳])\s?[\]〕］】）)]|[＊*])+$")
_WHOLE = re.compile(r"^.{0,12}(?:全文|公报|报告)(?:如下|见下)[：:]?$|^[↓▼]+$")
_FRONT = 40  # lines in which a title can stand
_PARTS = 5  # lines that a title can take
_LONGEST = 100  # characters of the longest title


@dataclass(frozen=True, slots=True)
class Title:
    """A title: the lines that it takes (first and last index), its words without blanks, and the kind it names."""

    first: int
    last: int
    text: str
    kind: str


def kind_of(title: str) -> str | None:
    """The kind of document that a title names, None where it names none.

    >>> kind_of("关于甲县2019年国民经济和社会发展计划执行情况与2020年计划草案的报告"), kind_of("2023年甲县统计公报")
    ('plan_report', 'communique')
    """
    return next((kind for kind, pattern in _KINDS if pattern.search(title)), None)


def without_marks(title: str) -> str:
    """A title without the footnote marks behind it.

    >>> without_marks("甲县2023年国民经济和社会发展统计公报[1]"), without_marks("甲县统计公报①"), without_marks("（草案）")
    ('甲县2023年国民经济和社会发展统计公报', '甲县统计公报', '（草案）')
    """
    return _MARKS.sub("", title)


def front(lines: Sequence[Line]) -> int:
    """How many lines stand before the address, the first part or the first paragraph."""
    for index, line in enumerate(lines[:_FRONT]):
        if _FRONT_ENDS.match(line.text) or (line.width >= 120 and ends_sentence(line.text)):
            return index
    return min(len(lines), _FRONT)


def find_title(lines: Sequence[Line]) -> Title | None:
    """The first complete title of a known kind before the text begins; None for texts without one (newspapers)."""
    found = _title_among(lines, 0, front(lines))
    if found is None:  # an article that announces a document, and then prints it whole
        for index, line in enumerate(lines):
            if _WHOLE.match(line.text.strip()):
                found = _title_among(lines, index + 1, min(index + 1 + 2 * _PARTS, len(lines)))
            if found:
                break
    return found


def _title_among(lines: Sequence[Line], begin: int, limit: int) -> Title | None:
    """The first complete title of a known kind that starts in these lines."""
    for first in range(begin, limit):
        joined = ""
        for last in range(first, min(first + _PARTS, limit)):
            line = lines[last]
            words = without_marks(_BLANK.sub("", line.text).lstrip("#*").rstrip("*"))
            if (last > first and line.gap > 2) or _NOT.search(words) or ends_sentence(words):
                break
            joined += words
            if len(joined) > _LONGEST:
                break
            kind = kind_of(joined) if _ENDS.fullmatch(joined) else None
            if kind and not _goes_on(lines, last, limit):
                return Title(first, last, joined, kind)
    return None


def _goes_on(lines: Sequence[Line], last: int, limit: int) -> bool:
    """Whether a title that could end at lines[last] clearly has another line (…执行情况 / 与2024年计划草案的报告)."""
    if last + 1 >= limit:
        return False
    words = _BLANK.sub("", lines[last + 1].text)
    return re.match(r"[与及和暨的]", words) is not None and _ENDS.fullmatch(words) is not None
