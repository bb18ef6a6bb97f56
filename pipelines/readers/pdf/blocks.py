"""Printed lines to paragraphs: over lines, columns and pages.

A line goes on with the one above when that one is full (the next word would not have fitted), and it does not begin
with an indent, other letters or more space above. What the words say only decides where the page leaves it open.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pipelines.documents.headings import ends_sentence, is_box, is_caption, read_label, read_mark
from pipelines.extract.tables.lines import unit_of_line
from pipelines.readers.pdf.content import Content, Printed, Run
from pipelines.readers.pdf.lines import typical
from pipelines.readers.pdf.wrap import need

_MANY = 8  # lines that show a column's edges
_NEVER_STARTS = "，。、；：！？”’）》〉」』】%％"


@dataclass(slots=True)
class Block:
    """A paragraph (its printed lines), or a unit. `space` is whether more than the usual space is above it."""

    lines: list[Printed] = field(default_factory=list)
    unit: Any = None
    space: bool = False


@dataclass(slots=True)
class _Column:
    """What is usual in a run: its edges, the distance of its lines, its letters' size, whether first lines are indented.

    `body` is the size of the document's running text, `step` the distance of lines above which there is extra space.
    """

    left: float
    right: float
    leading: float
    size: float
    indented: bool
    body: float
    step: float


def read_blocks(pages: Sequence[Content]) -> list[Block]:
    """The blocks of a document in reading order; the pages' furniture has been taken out before."""
    body = _body_size(pages)
    seen = [_measure(run, body) for page in pages for run in page.runs if len(run.lines) >= _MANY]
    made = _Blocks()
    for page in pages:
        for run, column in zip(page.runs, _columns(page.runs, body, seen), strict=True):
            if run.unit is not None:
                made.unit(run.unit)
            else:
                made.run(run, column)
    return made.blocks


@dataclass(slots=True)
class _Blocks:
    """The blocks so far, and the column of the last lines."""

    blocks: list[Block] = field(default_factory=list)
    column: _Column | None = None

    def unit(self, unit: Any) -> None:
        self.blocks.append(Block(unit=unit))
        self.column = None

    def run(self, run: Run, column: _Column) -> None:
        """The lines of a run; the first may go on with the paragraph at the end of the run before."""
        above: Printed | None = None
        for line in run.lines:
            space, goes_on = self._below(above, line, column) if above else self._over_columns(line, column)
            if goes_on:
                self.blocks[-1].lines.append(line)
            else:
                self.blocks.append(Block([line], space=space))
            above = line
        self.column = column

    def _over_columns(self, line: Printed, column: _Column) -> tuple[bool, bool]:
        """(extra space above, whether it goes on) of a run's first line."""
        if self.column is None or not self.blocks or self.blocks[-1].unit is not None:
            return True, False
        last = self.blocks[-1].lines[-1]
        space = last.page == line.page and line.top - last.bottom > 0.9 * max(line.size, last.size)
        return space, _goes_on(last, line, self.column, column) and not _begins(last, line)

    @staticmethod
    def _below(last: Printed, line: Printed, column: _Column) -> tuple[bool, bool]:
        """(extra space above, whether it goes on) of a line below another one of its run."""
        usual = 2.1 * line.size if line.size > 1.12 * column.body else 0.0
        space = line.base - last.base > max(column.step, usual)
        return space, not space and _goes_on(last, line, column, column)


def _body_size(pages: Sequence[Content]) -> float:
    """The size of most letters."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for run in page.runs:
            for line in run.lines:
                sizes[round(line.size * 2) / 2] += len(line.text)
    return max(sorted(sizes), key=lambda size: sizes[size], default=10.0)


def _columns(runs: Sequence[Run], body: float, seen: Sequence[_Column]) -> list[_Column]:
    """Each run's column; a run of few lines takes its edges from longer ones in its place, here or on other pages."""
    own = [_measure(run, body) if run.lines else None for run in runs]
    result = []
    for run, column in zip(runs, own, strict=True):
        if column is None:
            result.append(_Column(0, 0, 1, 1, False, body, 1))
            continue
        if len(run.lines) < _MANY and run.edges is None:
            here = [c for r, c in zip(runs, own, strict=True) if c is not None and len(r.lines) > len(run.lines)]
            around = [other for other in [*here, *seen] if _inside(column, other)]
            column = _within(column, _like_first(column, around)[0]) if around else column
        result.append(column)
    return result


def _like_first(column: _Column, others: Sequence[_Column]) -> list[_Column]:
    """The others, those whose letters are of the column's size in front."""
    return sorted(others, key=lambda other: abs(other.size - column.size) > 0.1 * column.size)


def _inside(column: _Column, other: _Column) -> bool:
    """Whether a few lines stand in another run's column."""
    overlap = min(column.right, other.right) - max(column.left, other.left)
    return overlap > 0.8 * (column.right - column.left)


def _within(column: _Column, other: _Column) -> _Column:
    """The column of a few lines with the edges and habits of the column that they stand in."""
    left, right = min(column.left, other.left), max(column.right, other.right)
    if abs(other.size - column.size) > 0.1 * column.size:
        return replace(column, left=left, right=right, indented=other.indented)
    leading, step = min(column.leading, other.leading), min(column.step, other.step)
    return replace(other, left=left, right=right, leading=leading, step=step)


def _measure(run: Run, size_of_body: float) -> _Column:
    lines = run.lines
    size = typical((line.size for line in lines), 10)
    body = [line for line in lines if abs(line.size - size) < 0.12 * size] or list(lines)
    starts = Counter(round(line.x0 / 2) for line in body)
    # the commonest edge, or the one further left where lines that only go on are rare
    common = max(starts, key=lambda x: (starts[x], -x)) * 2
    left = min((line.x0 for line in body if line.x0 > common - 2.6 * size), default=common)
    ends = sorted(line.x1 for line in body)
    right = ends[-1] if len(ends) < 12 else ends[-1 - len(ends) // 40]
    steps = sorted(b.base - a.base for a, b in zip(body, body[1:], strict=False) if 0 < b.base - a.base < 4 * size)
    indents = sum(1 for line in body if 1.4 * size <= line.x0 - left <= 2.7 * size)
    if run.edges is not None:
        # lines that all end far from the frame are short ones; what is less is the frame's own margin
        right = run.edges[1] - size if run.edges[1] - right > 6 * size else right
    leading = typical(steps[: max(1, len(steps) * 3 // 4)], 1.5 * size)
    even = sum(abs(step - leading) < 0.06 * leading for step in steps) >= max(3, len(steps) // 2)
    step = (1.22 if even else 1.45) * leading
    return _Column(left, right, leading, size, indents >= max(1, len(body) // 20), size_of_body, step)


def _goes_on(last: Printed, line: Printed, before: _Column, column: _Column) -> bool:
    """Whether `line` continues the paragraph that `last` ends so far."""
    size = last.size
    if abs(line.size - size) > 0.13 * max(size, line.size):
        return False
    if line.text[0] in _NEVER_STARTS or (last.text[-1] == "—" == line.text[0]):
        return True
    if unit_of_line(line.text.strip()) is not None:  # 单位：亿元 below a title
        return False
    if _centred(last, before) and _centred(line, column) and min(size, line.size) > 1.12 * column.body:
        return True
    if line.x0 - column.left > 1.2 * size or is_box(last.text) or is_caption(last.text):
        return False
    ended = ends_sentence(last.text)
    if ended and is_box(line.text.strip()):
        return False
    return _filled(last, line, before, before.indented and column.indented, ended)


def _filled(last: Printed, line: Printed, column: _Column, indented: bool, ended: bool) -> bool:
    """Whether a line goes on because the one above it is full; `indented` where paragraphs begin with an indent."""
    size = last.size
    free = column.right - last.x1 - need(line)
    if indented:
        # a line without an indent goes on, unless much room was left
        return free < (3.0 if ended else 5.0) * size and not (free > size and read_mark(line.text))
    if free > (0.5 if ended else 1.0) * size:
        return False
    # without indents only a full line speaks for going on; a numbered beginning speaks against it
    fresh = read_mark(line.text) is not None or read_label(line.text) is not None
    return not ended or (not fresh and column.right - last.x1 < 0.8 * size)


def _begins(last: Printed, line: Printed) -> bool:
    """Over a column's end: a sentence was ended and a numbered paragraph begins."""
    return ends_sentence(last.text) and read_mark(line.text) is not None


def _centred(line: Printed, column: _Column) -> bool:
    left, right = line.x0 - column.left, column.right - line.x1
    return abs(left - right) < 1.5 * line.size
