"""Tables told by their shading: coloured cells, or every other row coloured, stand for the rules that are not drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.readers.pdf.grid import Component
from pipelines.readers.pdf.lines import Piece, rows_of
from pipelines.readers.pdf.page import Box
from pipelines.readers.pdf.rules import Drawing, Rule, merged

_NEAR = 2.0  # points between edges that are one
_APART = 150.0  # points that a row without colour may take
_BAND = 40.0  # points of a coloured row without columns
_MANY = 4000  # coloured boxes of a page that is a picture, not a table


@dataclass(slots=True)
class Patch:
    """Coloured boxes that touch: a row of cells, or a header of several rows."""

    boxes: list[Box]

    @property
    def box(self) -> Box:
        return (
            min(b[0] for b in self.boxes), min(b[1] for b in self.boxes), max(b[2] for b in self.boxes),
            max(b[3] for b in self.boxes),
        )  # fmt: skip

    def edges(self) -> set[float]:
        """The x of its boxes' left and right edges."""
        return {round(x, 1) for b in self.boxes for x in (b[0], b[2])}


def shaded(drawing: Drawing, ruled: Sequence[Component], pieces: Sequence[Piece]) -> list[Component]:
    """A component for each stack of coloured rows that no drawn rules bound, with the rules that the colours stand for."""
    if len(drawing.fills) > _MANY:
        return []
    patches = [p for p in _patches(drawing.fills) if not any(_meets(p.box, component.box) for component in ruled)]
    return [component for stack in _stacks(patches) if (component := _component(stack, pieces)) is not None]


def _patches(fills: Sequence[Box]) -> list[Patch]:
    """Coloured boxes that touch side by side or above each other, from the top down; each colour's box only once."""
    patches: list[Patch] = []
    for fill in sorted({fill for fill in fills if 4 < fill[3] - fill[1] < 400}, key=lambda f: (round(f[1]), f[0])):
        touching = [p for p in patches[-12:] if any(_touches(fill, box) for box in p.boxes)]
        if touching:
            touching[0].boxes.append(fill)
            for other in touching[1:]:
                touching[0].boxes += other.boxes
                patches.remove(other)
        else:
            patches.append(Patch([fill]))
    return patches


def _touches(one: Box, other: Box) -> bool:
    return (
        one[0] < other[2] + _NEAR
        and other[0] < one[2] + _NEAR
        and one[1] < other[3] + _NEAR
        and other[1] < one[3] + _NEAR
    )


def _stacks(patches: Sequence[Patch]) -> list[list[Patch]]:
    """Coloured rows of one width above each other; a single patch of several rows is a stack too."""
    stacks: list[list[Patch]] = []
    for patch in patches:
        box = patch.box
        for stack in stacks:
            last = stack[-1].box
            same = abs(last[0] - box[0]) < _NEAR and abs(last[2] - box[2]) < _NEAR
            shared = any(abs(x - y) < _NEAR for x in _inner(patch) for other in stack for y in _inner(other))
            if same and -_NEAR < box[1] - last[3] < _APART and (shared or box[3] - box[1] < _BAND):
                stack.append(patch)
                break
        else:
            stacks.append([patch])
    return [stack for stack in stacks if len(stack) > 1 or len({round(b[1]) for b in stack[0].boxes}) > 2]


def _inner(patch: Patch) -> list[float]:
    """The edges between a patch's cells."""
    left, _, right, _ = patch.box
    return [x for x in patch.edges() if left + _NEAR < x < right - _NEAR]


def _component(stack: Sequence[Patch], pieces: Sequence[Piece]) -> Component | None:
    """The rules that a stack of coloured rows stands for, None where it shows no columns."""
    left, _, right, _ = stack[0].box
    inner = _shared_edges(stack)
    if not inner:
        return None
    boxes = [box for patch in stack for box in patch.boxes]
    across = [Rule(y, b[0], b[2]) for b in boxes for y in (b[1], b[3])]
    down = [Rule(x, b[1], b[3]) for b in boxes for x in (b[0], b[2])]
    spaces = [(one.box[3], other.box[1]) for one, other in zip(stack, stack[1:], strict=False)]
    top, bottom = stack[0].box[1], stack[-1].box[3]
    begin = _first_row(top, (left, right), inner, pieces)
    if begin is not None:
        spaces.append((begin, top))
        across.append(Rule(begin, left, right))
    end = _last_row(bottom, (left, right), inner, pieces)
    if end is not None:
        spaces.append((bottom, end))
        across.append(Rule(end, left, right))
    down += [rule for space in spaces for rule in _between(space, (left, right), inner, pieces)]
    return Component(merged(across), merged(down))


def _shared_edges(stack: Sequence[Patch]) -> list[float]:
    """The x of the borders between columns that at least half of the rows have."""
    left, _, right, _ = stack[0].box
    edges = [patch.edges() for patch in stack]
    inner = sorted({x for own in edges for x in own if left + _NEAR < x < right - _NEAR})
    return [x for x in inner if 2 * sum(any(abs(x - e) < _NEAR for e in own) for own in edges) >= len(edges)]


def _between(
    space: tuple[float, float], sides: tuple[float, float], inner: Sequence[float], pieces: Sequence[Piece]
) -> list[Rule]:
    """The borders of columns in a row without colour; a band's words go over them."""
    top, bottom = space
    if bottom - top <= _NEAR:
        return []
    words = [p for p in pieces if top < p.base < bottom]
    free = [x for x in inner if not any(p.x0 < x - 1 and p.x1 > x + 1 for p in words)]
    return [Rule(x, top, bottom) for x in (sides[0], *free, sides[1])]


def _first_row(
    bottom: float, sides: tuple[float, float], inner: Sequence[float], pieces: Sequence[Piece]
) -> float | None:
    """Where a header without colour begins, None where there is none: its words stand over at least two columns."""
    above = [p for p in pieces if p.unit is None and bottom - _BAND < p.base < bottom]
    begin = bottom
    columns: set[int] = set()
    for row in reversed(rows_of(above)):
        outside = any(p.x0 < sides[0] - 1 or p.x1 > sides[1] + 1 for p in row)
        if outside or begin - max(p.bottom for p in row) > 0.9 * row[0].size or (len(row) == 1 and not columns):
            break
        begin = min(p.top for p in row)
        columns |= {sum(x < p.x0 + 1 for x in inner) for p in row}
    return begin - 1 if len(columns) > 1 else None


def _last_row(top: float, sides: tuple[float, float], inner: Sequence[float], pieces: Sequence[Piece]) -> float | None:
    """Where a last row without colour ends, None where there is none: its words keep to the columns."""
    below = [p for p in pieces if p.unit is None and top < p.base < top + _APART]
    end, columns = top, set()
    for row in rows_of(below):
        first = min(p.top for p in row)
        crossing = any(p.x0 < x - 1 and p.x1 > x + 1 for p in row for x in inner)
        outside = any(p.x0 < sides[0] - 1 or p.x1 > sides[1] + 1 for p in row)
        if crossing or outside or first - end > 1.2 * row[0].size:
            break
        end = max(p.bottom for p in row)
        columns |= {sum(x < p.x0 + 1 for x in inner) for p in row}
    return end + 1 if len(columns) > 1 else None


def _meets(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
