"""Printed lines to paragraphs: columns and page breaks are read through, separate paragraphs stay apart.

A line continues in the next one when it ends within a sentence and the next begins within one. How sure that is
depends on the page: in a newspaper's column most lines end within a sentence, in a report one line is one paragraph
and only a page break cuts it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from pipelines.documents import vocabulary
from pipelines.documents.flat import cut_lines
from pipelines.documents.headings import Mark, ends_sentence, is_box, is_caption, read_label, read_mark, skip_bookmark
from pipelines.documents.lines import Line, read_lines
from pipelines.documents.title import find_title

_PAGE_NUMBER = vocabulary.any_of(vocabulary.load("furniture")["page_numbers"])
_WITHIN = frozenset("，。、；：！？）】》”’」』％%,;:!?)]}+＋±×÷~～·/‰℃")  # no sentence begins with these
_OPEN = frozenset("，、,（(“《【‘「『+＋~～-/")  # no sentence ends with these
_COMMA = re.compile(r"[，,；;。]")
_SPACED = re.compile(r"[\u4e00-\u9fff”）)][ \u3000]+[\u4e00-\u9fff“（(]")
_STRONG = frozenset({"part", "chapter", "section", "cn_dun", "cn_paren", "ar_dun", "ar_dot", "ar_paren", "circled"})
_GENERAL = frozenset({"part", "chapter", "section", "cn_dun", "cn_paren"})
_ADDRESS = ("各位代表", "各位委员", "同志们")
_BULLET = re.compile(r"[●■◆▲★☆•◇□○▶►◎※#|＊*]|>\s")
# A line that ends so wants the figure that the next line begins with (a year there begins a sentence).
_WANTS = re.compile(
    r"(?:增长|下降|达|达到|完成|实现|突破|约|超|超过|占|占比|为|至|到|较|比|由|从|和|及|与|的|了|第|共)$"
)
_QUANTITY = re.compile(r"(?!\d{4}\s?年)\d[\d.]{0,12}\s?[^\d\s.]{1,2}[^\d\s]")
# A figure with its comma cannot begin a paragraph (58个，总投资…).
_ELLIPTIC = re.compile(r"(?!\d{4}\s?年)\d[\d.]{0,9}\s?[^\d\s，。；、]{1,3}[，、。；]")
_YEAR = re.compile(r"\d{4}\s?年")
_TOKEN = re.compile(r"[“（《]?(?:[\w.%][0-9A-Za-z.%]{0,20}|.)[，。、；：！？”）》]{0,2}")
_NEAR = 5  # lines looked at on either side to see how wide a column is
_COLUMN = 140  # the widest column that is taken for one, in half-width characters


@dataclass(slots=True)
class Paragraph:
    """A paragraph of one or more printed lines: text[start:end] covers them, `text` is how they read, joined."""

    lines: list[Line]
    title: bool = False
    page_number: bool = False
    mark: Mark | None = None
    _text: str | None = field(default=None, repr=False)

    @property
    def start(self) -> int:
        return self.lines[0].start

    @property
    def end(self) -> int:
        return self.lines[-1].end

    @property
    def gap(self) -> int:
        """Empty lines above."""
        return self.lines[0].gap

    @property
    def text(self) -> str:
        if self._text is None:
            self._text = "".join(line.text for line in self.lines)
        return self._text


def read_paragraphs(text: str, skip: Sequence[tuple[int, int]] = ()) -> list[Paragraph]:
    """The paragraphs outside the spans to skip, in order.

    >>> [p.text for p in read_paragraphs("一、目标\\n地区生产总值增长\\n\\n7%以上，投资增长8%。\\n完成投资。")]
    ['一、目标', '地区生产总值增长7%以上，投资增长8%。', '完成投资。']
    """
    lines = list(cut_lines(read_lines(text, skip)))
    title = find_title(lines)
    paragraphs: list[Paragraph] = []
    waiting: list[Line] = []  # page numbers between two lines that may belong together
    for index, line in enumerate(lines):
        if title and title.first <= index <= title.last:
            if index == title.first:
                paragraphs.append(Paragraph([line], title=True))
            else:
                paragraphs[-1].lines.append(line)
            continue
        if _PAGE_NUMBER.fullmatch(line.text):
            waiting.append(line)
            continue
        last = paragraphs[-1] if paragraphs else None
        if last and not last.title and _continues(last, line, lines, index - len(waiting) - 1, broken=bool(waiting)):
            last.lines += [*waiting, line]
            last._text = None
        else:
            paragraphs += [Paragraph([number], page_number=True) for number in waiting]
            paragraphs.append(Paragraph([line], mark=read_mark(line.text[skip_bookmark(line.text) :])))
        waiting = []
    return paragraphs + [Paragraph([number], page_number=True) for number in waiting]


@dataclass
class _Below:
    """A line below a paragraph that ends at lines[at]; `broken` where a page number stands between them."""

    paragraph: Paragraph
    line: Line
    lines: list[Line]
    at: int
    broken: bool

    @cached_property
    def last(self) -> Line:
        """The paragraph's last line."""
        return self.paragraph.lines[-1]

    @cached_property
    def alone(self) -> bool:
        """Whether the paragraph is one line so far."""
        return len(self.paragraph.lines) == 1

    @cached_property
    def commas(self) -> int:
        return len(_COMMA.findall(self.last.text))

    @cached_property
    def starts(self) -> int:
        return _starts(self.line)


def _starts(line: Line) -> int:
    """How surely a line begins a paragraph by its look: 2 numbered or labelled, 1 perhaps (一是 ——), 0 not."""
    mark = read_mark(line.text)
    if mark:
        return 2 if mark.style in _STRONG else 1
    if _BULLET.match(line.text) or line.text.startswith(_ADDRESS):
        return 2
    label = read_label(line.text)
    return 1 if label and len(label[0]) <= 16 else 0


def _continues(paragraph: Paragraph, line: Line, lines: list[Line], at: int, broken: bool) -> bool:
    """Whether `line` goes on with the sentence that ends `paragraph` at lines[at]; the first rule that knows decides."""
    below = _Below(paragraph, line, lines, at, broken)
    return next((says for rule in _RULES if (says := rule(below)) is not None), False)


def _set_off(of: _Below) -> bool | None:
    """What stands behind a table or far below, and a panel's or table's own heading, goes on with nothing."""
    if of.line.after_table or of.line.gap > 4 or is_box(of.line.text) or is_caption(of.line.text):
        return False
    return None


def _begins_within(of: _Below) -> bool | None:
    """A line goes on that begins with what no sentence begins with: a mark, or the second half of a dash."""
    words = of.line.text
    if words[0] in _WITHIN and not read_mark(words) and not _BULLET.match(words):
        return True
    half = words[0] == "—" and words[1:2] not in ("—", "")
    return True if half and not ends_sentence(of.last.text) else None


def _behind_sentence(of: _Below) -> bool | None:
    """Behind a sentence that ended, a line goes on only where the sentence filled its column."""
    if not ends_sentence(of.last.text):
        return None
    return of.line.gap == 0 and not of.line.indent and of.starts == 0 and _fills_column(of)


def _behind_open_end(of: _Below) -> bool | None:
    """Behind a comma, or within a quotation or a bracket, a line goes on that is not numbered and no further label."""
    if of.last.text[-1] not in _OPEN and not _quote_open(of.last.text):
        return None
    return of.starts < 2 and not (read_label(of.line.text) and read_label(of.paragraph.lines[0].text))


def _at_heading(of: _Below) -> bool | None:
    """A numbered line begins anew; a heading goes on only where it was broken at the column's edge."""
    if of.starts < 2 and not _is_heading(of.paragraph):
        return None
    return of.starts == 0 and of.line.gap == 0 and _heading_goes_on(of)


def _behind_clauses(of: _Below) -> bool | None:
    """A long line with clauses, or one with a comma above a page number, was cut within its sentence."""
    wide = of.last.width >= 60 and of.commas >= 2
    return True if of.starts == 0 and (wide or of.broken and of.commas) else None


def _wanted(of: _Below) -> bool | None:
    """A number waits for its unit, a comma belongs to a figure, or a verb waits for its quantity."""
    if of.line.gap > 1:
        return None
    last, words = of.last.text, of.line.text
    unit = last[-1].isdigit() and not words[0].isdigit() and (of.commas or not of.alone)
    elliptic = of.commas and _ELLIPTIC.match(words)
    return True if unit or elliptic or _WANTS.search(last) and _QUANTITY.match(words) else None


def _set_apart(of: _Below) -> bool | None:
    """White space (an indent, an empty line, wide gaps between words) parts a line from the paragraph above."""
    if of.line.indent or (of.alone and _SPACED.search(of.last.text) and not (of.commas and of.line.gap == 0)):
        return False
    if _SPACED.search(of.line.text) and (of.line.gap or of.alone):
        return False
    apart = of.line.gap > 1 or (of.line.gap == 1 and of.alone and not _COMMA.search(of.last.text))
    return False if apart else None


def _in_column(of: _Below) -> bool:
    """Whether lines[at] is a full line of a column: others near it are as wide and end within a sentence too."""
    width = of.lines[of.at].width
    if not 20 <= width <= _COLUMN or of.line.width > width * 1.35:
        return False
    if not of.alone and width >= 0.8 * of.paragraph.lines[-2].width:
        return True
    alike = commas = 0
    for other in of.lines[max(0, of.at - _NEAR) : of.at + _NEAR + 1]:
        if 0.8 * width <= other.width <= 1.25 * width and not ends_sentence(other.text) and not other.indent:
            alike += 1
            commas += _COMMA.search(other.text) is not None
    return alike >= 3 and commas >= 1


# Each says whether the line goes on, or None where it does not know.
_RULES: tuple[Callable[[_Below], bool | None], ...] = (
    _set_off,
    _begins_within,
    _behind_sentence,
    _behind_open_end,
    _at_heading,
    _behind_clauses,
    _wanted,
    _set_apart,
    _in_column,
)


def _is_heading(paragraph: Paragraph) -> bool:
    """Whether a paragraph so far is a heading on a line or two of its own."""
    if len(paragraph.lines) > 3:
        return False
    text = paragraph.text
    if is_box(text) or is_caption(text):
        return True
    if paragraph.mark is None or len(text) > 90 or "。" in text or len(_COMMA.findall(text)) >= 3:
        return False
    return paragraph.mark.style in _GENERAL or read_label(text[paragraph.mark.end :]) is None


def _heading_goes_on(of: _Below) -> bool:
    """Whether a heading was broken at the column's edge: what follows is short and no sentence."""
    if of.paragraph.mark is not None and of.paragraph.mark.style not in _STRONG:
        return False
    if _is_full(of):
        return True
    if len(of.paragraph.lines) > 2 or ends_sentence(of.line.text) or of.line.width > of.last.width:
        return False
    following = of.lines[of.at + 2] if of.at + 2 < len(of.lines) else None
    if following is not None and following.gap == 0 and not _starts(following):
        # a column of running text under the heading looks the same; a heading's end is followed by a paragraph
        return of.line.width < of.last.width * 0.7 and following.width > of.line.width * 1.3
    return of.line.width < of.last.width * 0.8 and of.last.width >= 36


def _quote_open(text: str) -> bool:
    """Whether a line ends within a quotation or a bracket that it opened."""
    tail = text[-40:]
    return (
        tail.rfind("“") > tail.rfind("”") or tail.rfind("（") > tail.rfind("）") or tail.rfind("《") > tail.rfind("》")
    )


def _fills_column(of: _Below) -> bool:
    """Whether a line that ends with a sentence is as wide as its column, so that the paragraph more likely goes on."""
    return _in_column(of) and not _YEAR.match(of.line.text) and _is_full(of)


def _is_full(of: _Below) -> bool:
    """Whether a line reaches the edge of a column of running text, so that the next line's first word had no place.

    The edge is what lines without a number around it reach; a number or a Latin word and a mark behind it go together.
    """
    width = of.lines[of.at].width
    near = [other for other in of.lines[max(0, of.at - _NEAR) : of.at + _NEAR + 1] if other.width <= _COLUMN]
    edge = sorted(other.width for other in near)[(3 * len(near)) // 4] if near else 0
    running = sum(abs(other.width - width) <= 4 and not read_mark(other.text) for other in near)
    token = _TOKEN.match(of.line.text)
    wanted = (len(token.group().encode("utf-8", "surrogatepass")) + len(token.group())) // 2 if token else 2
    return 20 <= width <= _COLUMN and width + wanted > edge and running >= 3
