"""The tree of headings: which part of a report a figure stands in, for which years, and whether it is done or planned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipelines.documents import roles
from pipelines.documents.entry import Entry
from pipelines.documents.headings import STYLES, speaks_of_years, year_of_paragraph
from pipelines.documents.model import Metadata, Part, Section
from pipelines.documents.outline import read_outline

_SEPARATOR = " / "
_BODY = 6000  # characters of a newspaper's section that are read for its tense


def read_sections(
    text: str, meta: Metadata, skip: Sequence[tuple[int, int]] = (), outline: Sequence[Entry] | None = None
) -> tuple[Section, ...]:
    """The sections in the order of their headings, numbered from 1; `skip` are the spans of tables.

    Levels are learnt from the document: a numbering that first appears below another one belongs below it. A text
    before the first heading gets a section without a title where the whole document is a review (press, communiqué),
    and so does a paragraph on one year within a part on several, with the year's words for a title.
    """
    entries = read_outline(text, skip) if outline is None else outline
    heads = [index for index, entry in enumerate(entries) if entry.heads]
    tree = _Tree(_learn_order(entries, heads), meta, _opening(entries, heads, meta, text))
    for index, entry in enumerate(entries):
        tree.leave(entry)
        if entry.heads:
            spoken = entry.part == "bare" and meta.kind in ("press", "other") or tree.is_top(entry)
            tree.enter(entry, entry.title, entry.style, _body(text, entries, index) if spoken else "")
        elif entry.part in ("text", "closing") and tree.spans_years():
            words = year_of_paragraph(entry.paragraph.text[:20])
            if words:
                tree.enter(entry, words, "year")
    return tree.finished(_end_of_text(entries, text))


def sections_of(
    text: str, parts: Sequence[Part], skip: Sequence[tuple[int, int]], outline: Sequence[Entry]
) -> tuple[Section, ...]:
    """The sections of all parts of a document, each part's read by its own years, numbered through."""
    if len(parts) == 1:
        return read_sections(text, parts[0].meta, skip, outline)
    found: list[Section] = []
    for part in parts:
        entries = [entry for entry in outline if part.start <= entry.paragraph.start < part.end]
        for section in read_sections(text, part.meta, skip, entries):
            above = section.parent + len(found) - (section.number - 1) if section.parent is not None else None
            number = len(found) + 1
            found.append(replace(section, number=number, parent=above, end=min(section.end, part.end)))
    return tuple(found)


class _Tree:
    """The sections so far and the headings that are still open above the next paragraph."""

    def __init__(self, order: list[str], meta: Metadata, sections: list[Section]) -> None:
        self.rank = {style: float(place) for place, style in enumerate(order)}
        self.rank["year"] = 0.5
        self.meta = meta
        self.sections = sections
        self.ends = {index: section.end for index, section in enumerate(sections)}
        self.open: list[tuple[str, int, bool]] = []  # style, index of the section, does it run on into its text
        self.last_top: roles.Standing | None = None

    def leave(self, entry: Entry) -> None:
        """Close the sections that a paragraph ends without being a heading itself."""
        start = entry.paragraph.start
        if entry.part == "closing":
            self._close(start, 1)
        elif entry.after_box:
            place = next((i for i, (style, _, _) in enumerate(self.open) if style == "box"), len(self.open))
            self._close(start, place)
        elif entry.part == "text" and self.open and self.open[-1][0] == "dash" and self.open[-1][2]:
            self._close(start, len(self.open) - 1)  # ——这一年… is a section of one paragraph
        elif (
            entry.part == "text" and self.open and self.open[-1][0] == "year" and speaks_of_years(entry.paragraph.text)
        ):
            self._close(start, len(self.open) - 1)

    def enter(self, entry: Entry, title: str, style: str, body: str = "") -> None:
        """Open the section that begins with a paragraph."""
        start = entry.paragraph.start
        depth = next(
            (i for i, (other, _, _) in enumerate(self.open) if self.rank[other] >= self.rank[style]), len(self.open)
        )
        if entry.part == "bare" and self.open and self.sections[self.open[0][1]].role == "review":
            depth = 0 if roles.turns_to_plan(title) else depth
        self._close(start, depth)
        parent = self.sections[self.open[-1][1]] if self.open else None
        above = _standing_of(parent) if parent else roles.root(self.meta)
        own = roles.standing(title, above, self.last_top, self.meta, top=parent is None, body=body)
        if parent is None:
            self.last_top = own
        self.sections.append(_section(entry, title, len(self.sections) + 1, parent, own))
        self.open.append((style, len(self.sections) - 1, entry.part == "run_in"))

    def is_top(self, entry: Entry) -> bool:
        """Whether a heading opens a part of a report."""
        report = self.meta.kind in ("work_report", "plan_report", "budget_report")
        return report and all(self.rank[style] >= self.rank[entry.style] for style, _, _ in self.open)

    def spans_years(self) -> bool:
        """Whether the part that is open is about several years."""
        if not self.open:
            return False
        section = self.sections[
            next(index for style, index, _ in reversed(self.open) if style != "year" or len(self.open) == 1)
        ]
        return section.year_start is not None and section.year_start != section.year_end

    def finished(self, end: int) -> tuple[Section, ...]:
        """All sections with their ends."""
        self._close(end, 0)
        return tuple(replace(section, end=self.ends[index]) for index, section in enumerate(self.sections))

    def _close(self, position: int, depth: int) -> None:
        while len(self.open) > depth:
            self.ends[self.open.pop()[1]] = position


def _section(entry: Entry, title: str, number: int, parent: Section | None, own: roles.Standing) -> Section:
    return Section(
        number=number,
        level=parent.level + 1 if parent else 1,
        title=title,
        start=entry.paragraph.start,
        end=-1,
        parent=parent.number if parent else None,
        path=parent.path + _SEPARATOR + title if parent and parent.path else title,
        role=own.role,
        year_start=own.year_start,
        year_end=own.year_end,
        statement=own.statement,
        topic=entry.part == "topic",
    )


def _standing_of(section: Section) -> roles.Standing:
    return roles.Standing(section.role, section.year_start, section.year_end, section.statement)


def _opening(entries: Sequence[Entry], heads: list[int], meta: Metadata, text: str) -> list[Section]:
    """A section without a title for what stands before the first heading, where it already is the report."""
    first = heads[0] if heads else len(entries)
    body = [e for e in entries[:first] if e.part in ("text", "item", "closing", "note", "caption")]
    if not body or (heads and meta.kind in ("plan_report", "work_report", "budget_report")):
        return []
    own = roles.root(meta)
    if not own.role and meta.review_year is not None:
        own = roles.Standing("review", meta.review_year, meta.review_year)
    end = entries[first].paragraph.start if heads else _end_of_text(entries, text)
    return [
        Section(1, 1, "", body[0].paragraph.start, end, None, "", own.role, own.year_start, own.year_end, own.statement)
    ]


def _end_of_text(entries: Sequence[Entry], text: str) -> int:
    """Where the document's own text ends: before the advertisements at its end."""
    end = len(text)
    for entry in reversed(entries):
        if entry.part not in ("foreign", "furniture"):
            break
        if entry.part == "foreign":
            end = entry.paragraph.start
    return end


def _body(text: str, entries: Sequence[Entry], index: int) -> str:
    """The text between a heading and the next one."""
    start = entries[index].paragraph.end
    end = start
    for following in range(index + 1, len(entries)):
        entry = entries[following]
        if entry.heads or entry.part == "foreign" or entry.paragraph.start > start + _BODY:
            break
        end = entry.paragraph.end
    return text[start:end]


def _learn_order(entries: Sequence[Entry], heads: list[int]) -> list[str]:
    """The document's styles from the most general to the most particular.

    A style is placed below the heading that it first appears under; a heading of a more particular style by custom
    (1. over 一、) stays above it only if its own count goes on behind it.
    """
    order: list[str] = []
    open_: list[int] = []
    numbers = _next_numbers(entries, heads)
    for index in heads:
        style = entries[index].style
        if style not in order:
            while open_ and _custom(entries[open_[-1]].style) > _custom(style) and not numbers[open_[-1]]:
                open_.pop()
            order.insert(order.index(entries[open_[-1]].style) + 1 if open_ else 0, style)
        rank = order.index(style)
        while open_ and order.index(entries[open_[-1]].style) >= rank:
            open_.pop()
        open_.append(index)
    return order


def _custom(style: str) -> float:
    """How particular a style is by custom: a bare heading that names a time stands above 一、, any other one below 一、, a panel below （一）, a topic above 1.; Markdown's
    headings stand above all."""
    if style.startswith("markdown"):
        return int(style[-1]) - 10
    if style == "bare_part":
        return -0.5  # 2018年：实干争先见成效 stands above 一、
    places = {"bare": "cn_paren", "box": "ar_dun", "topic": "ar_dun"}
    return STYLES.index(style) if style in STYLES else STYLES.index(places[style]) - 0.5


def _next_numbers(entries: Sequence[Entry], heads: list[int]) -> dict[int, bool]:
    """For each heading, whether the next one of its style carries the next number."""
    goes_on: dict[int, bool] = {}
    last: dict[str, int] = {}
    for index in heads:
        entry = entries[index]
        mark = entry.paragraph.mark
        goes_on[index] = False
        before = last.get(entry.style)
        earlier = None if before is None else entries[before].paragraph.mark
        if before is not None and mark is not None and earlier is not None:
            goes_on[before] = mark.number == earlier.number + 1
        last[entry.style] = index
    return goes_on
