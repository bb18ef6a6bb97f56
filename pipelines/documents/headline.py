"""The headline of a newspaper page, which the order of a page's text may put anywhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipelines.documents import vocabulary
from pipelines.documents.dates import read_date
from pipelines.documents.headings import ends_sentence, is_caption, read_label, read_mark
from pipelines.documents.lines import Line

_WORDS = vocabulary.load("metadata")
_FURNITURE = vocabulary.load("furniture")
_LABEL = re.compile(_WORDS["press_labels"])
_NOT = re.compile(
    "|".join(
        _FURNITURE["page_numbers"]
        + [vocabulary.numbered(p) for p in _FURNITURE["furniture"]]
        + [_FURNITURE["byline"], _FURNITURE["advertisement"]]
    )
)
_AWAY = re.compile("|".join(map(re.escape, _FURNITURE["invitations"])))
_HAN = re.compile(r"[\u4e00-\u9fff]")
_PAUSE = re.compile("[，,；;]")
_HALVES = re.compile(r"[\u4e00-\u9fff”][ \u3000][\u4e00-\u9fff“]")
_WIDE_GAP = re.compile(r"[\u4e00-\u9fff”][ \u3000]+[\u4e00-\u9fff“]")
_LEAST = 0.5  # below it nothing is a headline
_MOST_VERBS = 3  # verbs that speak for a headline; more add nothing


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A line with its neighbours on the page."""

    index: int
    line: Line
    before: Line | None
    after: Line | None


def find_headline(lines: Sequence[Line]) -> str | None:
    """The line that reads most like a headline, None where no line stands alone.

    A headline is short and ends without a mark; verbs of the trade, the page's label beside it and a place at the head
    of the page speak for it, a comma and running text right below speak against it.
    """
    best: tuple[float, int] | None = None
    for index in range(len(lines)):
        score = _score(lines, index)
        if score is not None and (best is None or score > best[0]):
            best = (score, index)
    if best is None or best[0] < _LEAST:
        return None
    return re.sub(r"[ \u3000]+", " ", lines[best[1]].text).lstrip("# *").rstrip("*")


def _alone(line: Line) -> bool:
    return 16 <= line.width <= 90 and not ends_sentence(line.text) and len(_HAN.findall(line.text)) >= 6


def _stands(line: Line) -> bool:
    """Whether a line could end a paragraph or be a heading of its own."""
    return ends_sentence(line.text) or _WIDE_GAP.search(line.text) is not None or line.width <= 24


def _score(lines: Sequence[Line], index: int) -> float | None:
    """How much a line reads like a headline; None where it cannot be one."""
    before = lines[index - 1] if index else None
    after = lines[index + 1] if index + 1 < len(lines) else None
    of = _Candidate(index, lines[index], before, after)
    if not _alone(of.line) or any(never(of) for never in _NEVER):
        return None
    verbs = sum(verb in of.line.text for verb in _WORDS["headline_verbs"])
    return 1.0 + min(verbs, _MOST_VERBS) + sum(weight for sign, weight in _SIGNS if sign(of))


def _other_part(of: _Candidate) -> bool:
    """Page furniture, an advertisement's invitation, a numbered heading, a caption, a date, a newspaper's label."""
    words = of.line.text
    if _NOT.fullmatch(words) or _AWAY.search(words) or _LABEL.search(words):
        return True
    return read_mark(words) is not None or is_caption(words) or read_date(words) is not None


def _labels_nothing(of: _Candidate) -> bool:
    """A line with a colon that is no label with its passage."""
    words = of.line.text
    return ("：" in words or ":" in words) and read_label(words) is None


def _within_text(of: _Candidate) -> bool:
    """A cell of a table, or a line that begins or ends within a sentence."""
    return "\t" in of.line.indent or of.line.text[-1] in "，、；" or of.line.text[0] in "，。、；：）（("


def _goes_on(of: _Candidate) -> bool:
    """A line that goes on from the one above it."""
    return of.before is not None and of.line.gap == 0 and not _stands(of.before)


def _of_column(of: _Candidate) -> bool:
    """A line of a column: the next one is about as wide, without space between them."""
    if of.after is None or of.after.gap or of.line.indent or _alone(of.after):
        return False
    return abs(of.after.width - of.line.width) < 0.4 * of.line.width


def _has_pause(of: _Candidate) -> bool:
    return _PAUSE.search(of.line.text) is not None


def _heads_page(of: _Candidate) -> bool:
    return of.index == 0


def _beside_label(of: _Candidate) -> bool:
    """The page's label stands above it or below it."""
    return any(_LABEL.search(near.text) and near.width < 60 for near in (of.before, of.after) if near)


def _in_halves(of: _Candidate) -> bool:
    """A blank parts it into two halves, as newspapers print them."""
    return _HALVES.search(of.line.text) is not None


def _lower_line(of: _Candidate) -> bool:
    """The lower part of a heading over two lines."""
    if of.before is None or of.line.gap or of.line.indent:
        return False
    return of.before.width < 40 and not ends_sentence(of.before.text)


def _over_paragraph(of: _Candidate) -> bool:
    """A sub-heading over its paragraph."""
    return of.after is not None and of.after.width > 100 and of.index > 2


_Sign = Callable[[_Candidate], bool]
_NEVER: tuple[_Sign, ...] = (_other_part, _labels_nothing, _within_text, _goes_on, _of_column)
_SIGNS: tuple[tuple[_Sign, float], ...] = (
    (_heads_page, 2.0),
    (_beside_label, 1.0),
    (_in_halves, 0.5),
    (_over_paragraph, -1.0),
    (_has_pause, -1.5),
    (_lower_line, -1.5),
)
