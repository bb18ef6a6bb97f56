"""The headline of a newspaper page, which the order of a page's text may put anywhere."""

from __future__ import annotations

import re
from collections.abc import Sequence

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
    if best is None or best[0] < 0.5:
        return None
    return re.sub(r"[ \u3000]+", " ", lines[best[1]].text).lstrip("# *").rstrip("*")


def _alone(line: Line) -> bool:
    return 16 <= line.width <= 90 and not ends_sentence(line.text) and len(_HAN.findall(line.text)) >= 6


def _score(lines: Sequence[Line], index: int) -> float | None:
    line = lines[index]
    words = line.text
    before = lines[index - 1] if index else None
    after = lines[index + 1] if index + 1 < len(lines) else None
    if not _alone(line) or _NOT.fullmatch(words) or _AWAY.search(words) or read_mark(words) or is_caption(words):
        return None
    if read_date(words) or (("：" in words or ":" in words) and read_label(words) is None):
        return None
    if "\t" in line.indent or _LABEL.search(words) or words[-1] in "，、；" or words[0] in "，。、；：）":
        return None
    if before is not None and line.gap == 0 and not _stands(before):
        return None  # goes on from the line above
    if (
        after is not None
        and after.gap == 0
        and not line.indent
        and abs(after.width - line.width) < 0.4 * line.width
        and not _alone(after)
    ):
        return None  # a column's line
    verbs = sum(verb in words for verb in _WORDS["headline_verbs"])
    score = 1.0 + min(verbs, 3) - 1.5 * (len(re.findall("[，,；;]", words)) > 0)
    score += 2.0 * (index == 0) + 1.0 * any(_LABEL.search(n.text) and n.width < 60 for n in (before, after) if n)
    score += 0.5 * (re.search(r"[\u4e00-\u9fff”][ \u3000][\u4e00-\u9fff“]", words) is not None)
    if (
        line.gap == 0
        and index
        and not line.indent
        and before is not None
        and before.width < 40
        and not ends_sentence(before.text)
    ):
        score -= 1.5  # the lower part of a heading over two lines
    if after is not None and after.width > 100 and index > 2:
        score -= 1.0  # a sub-heading over its paragraph
    return score


def _stands(line: Line) -> bool:
    """Whether a line could end a paragraph or be a heading of its own."""
    return (
        ends_sentence(line.text)
        or re.search(r"[\u4e00-\u9fff”][ \u3000]+[\u4e00-\u9fff“]", line.text) is not None
        or line.width <= 24
    )
