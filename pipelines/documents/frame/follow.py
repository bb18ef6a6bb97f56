"""The frames of a document's passages: what headings and paragraphs say of the time, carried on as a reader carries it.

A heading's time holds for what stands below it. A paragraph that turns (五年来, 刚刚过去的2025年) holds for what follows in
the same section and below it, until another one turns or a heading names a time of its own. In a part whose heading names
one year and no more, 五年来 holds for its own paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipelines.documents import dates
from pipelines.documents.frame.clock import clock_of
from pipelines.documents.frame.model import Clock, Level, PassageFrame, Time
from pipelines.documents.frame.place import of_heading
from pipelines.documents.frame.time import fold, heading_times, read_turn
from pipelines.documents.headings import read_mark
from pipelines.documents.model import Metadata, Part, Passage, Section, Statement
from pipelines.documents.view import view
from pipelines.lexicon.patterns import patterns

_SENTENCE = re.compile(r"[^。！!\n\s][^。！!\n]*")
_HINT = re.compile("[五年届任]")
_SPACED = re.compile(r"[\u4e00-\u9fff][ \u3000\xa0]+\d|\d[ \u3000\xa0]+年|^[ \u3000\xa0]", re.MULTILINE)
_SILENT = frozenset({"heading", "caption", "foreign", "furniture"})
_FORESEEN = re.compile("预计" + patterns("scope")["foreseen"].pattern)  # as it governs the rest of its own passage
_NEAR = 4  # characters of a passage within which its first sentence begins
_SPANS = frozenset({"five_past", "years_past", "five_next", "plan", "range"})
_LIST = frozenset({"dash", "ordinal", "circled"})


def read_frames(
    text: str, sections: Sequence[Section], spans: Sequence[Passage], meta: Metadata
) -> tuple[PassageFrame, ...]:
    """One frame for each passage, in their order."""
    follower = Follower(sections, clock_of(meta), meta)
    return tuple(follower.frame(text, passage) for passage in spans)


def frames_of(
    text: str, parts: Sequence[Part], sections: Sequence[Section], passages: Sequence[Passage]
) -> tuple[PassageFrame, ...]:
    """The frames of a document's passages, those of each part counted from its own years."""
    frames: list[PassageFrame] = []
    for part in parts:
        frames += read_frames(text, sections, [p for p in passages if part.start <= p.start < part.end], part.meta)
    return tuple(frames)


class Follower:
    """Reads the passages of a document from the first to the last."""

    def __init__(self, sections: Sequence[Section], clock: Clock, meta: Metadata) -> None:
        self.sections = sections
        self.clock = clock
        self.meta = meta
        self.times: dict[int, list[Time]] = {s.number: heading_times(s.title, clock) for s in sections}
        self.places = {s.number: of_heading(s.title, meta.region_code) for s in sections}
        self.turned: dict[int, Time] = {}
        self.known: dict[int | None, tuple[Clock, PassageFrame]] = {}
        self.foreseen = False
        """Whether a passage has called its statistics and those behind it estimates (预计（下同）)."""

    def frame(self, text: str, passage: Passage) -> PassageFrame:
        """The frame in which a passage begins; its own turns are kept for the passages behind it."""
        section = self.sections[passage.section - 1] if passage.section is not None else None
        clock, inherited = self._standing_at(section)
        if passage.kind in _SILENT:
            return inherited
        frame = inherited
        for time in _turns(text, passage, clock):
            if (
                not self._allowed(inherited, time)
                or time.end is None
                and time.kind == "year_past"
                and inherited.year_end
            ):
                continue
            if time.at <= passage.start + _NEAR:
                frame = self._turned(inherited, time)
            if section is not None:
                self._keep(section, passage, time)
        return self._foreseen(frame, text, passage)

    def _foreseen(self, frame: PassageFrame, text: str, passage: Passage) -> PassageFrame:
        """预计（下同）: the statistics behind the passage that says so are estimates like those in it."""
        standing = self.foreseen
        if not standing and text.find("下同", passage.start, passage.end) >= 0:
            self.foreseen = _FORESEEN.search(text, passage.start, passage.end) is not None
        return replace(frame, foreseen=True) if standing else frame

    def _standing_at(self, section: Section | None) -> tuple[Clock, PassageFrame]:
        """The clock and the frame of a section, as long as nothing turns."""
        number = section.number if section is not None else None
        if number not in self.known:
            clock = self._clock(section)
            inherited = replace(
                self._inherited(section),
                span=clock.span,
                review=clock.review,
                place=self._place(section),
                several=self._several(section),
            )
            self.known[number] = clock, inherited
        return self.known[number]

    def _several(self, section: Section | None) -> bool:
        """Whether the nearest heading with a time names spans of years and no single one."""
        named = next((times for above in self._chain(section) if (times := self.times[above.number])), [])
        return bool(named) and all(time.kind in _SPANS for time in named)

    def _place(self, section: Section | None) -> str:
        """The place that the nearest heading consists of."""
        return next((place for above in self._chain(section) if (place := self.places[above.number])), "")

    def _clock(self, section: Section | None) -> Clock:
        """The clock with the years of the part: the span and the year that a heading above names."""
        span, review = None, None
        for above in self._chain(section):
            for time in self.times[above.number]:
                if time.start is None or time.role == "plan":
                    continue
                if time.start != time.end:
                    span = span or (time.start, time.end)
                elif time.kind == "year" and review is None:
                    review = time.end
        return replace(self.clock, span=span, review=review if review is not None else self.clock.review)  # type: ignore[arg-type]

    def _chain(self, section: Section | None) -> Iterator[Section]:
        while section is not None:
            yield section
            section = self.sections[section.parent - 1] if section.parent is not None else None

    def _inherited(self, section: Section | None) -> PassageFrame:
        """What the innermost turn or heading with a time says, else what the section inherits from the document."""
        if section is None:
            known = self.meta.review_year
            return PassageFrame(known, known, level="document" if known is not None else "unknown")
        base = self._standing(section)
        for above in self._chain(section):
            if above.number in self.turned:
                return self._turned(base, self.turned[above.number])
            named = self.times[above.number]
            if named:
                return self._headed(base, above, named)
        return base

    def _standing(self, section: Section) -> PassageFrame:
        known = section.year_end is not None
        return PassageFrame(
            section.year_start, section.year_end, section.statement, section.role,
            "document" if known else "unknown", mixed=any(self._is_mixed(s) for s in self._chain(section)),
        )  # fmt: skip

    def _is_mixed(self, section: Section) -> bool:
        return len({t.role for t in self.times[section.number] if t.role}) > 1

    def _headed(self, base: PassageFrame, section: Section, named: list[Time]) -> PassageFrame:
        """The time of a heading: where it names several, the first, which the text behind it most often begins with."""
        first = named[0]
        if len({t.years for t in named}) == 1 or first.years == (base.year_start, base.year_end):
            first = next((t for t in named if t.years == (base.year_start, base.year_end)), first)
        several = len({t.years for t in named}) > 1
        role = first.role if base.mixed and first.role else base.role
        statement: Statement = base.statement if role == base.role else "target" if role == "plan" else "actual"
        part = dates.period_label(fold(section.title))
        label = part[1] if part and (part[0], part[0]) == first.years else ""
        return PassageFrame(
            first.start, first.end, statement, role, "section" if first.end is not None else "unknown",
            section.start + first.at, section.start + first.stop, guessed=several, mixed=base.mixed, label=label,
        )  # fmt: skip

    def _turned(self, base: PassageFrame, time: Time) -> PassageFrame:
        """The frame that a sentence turned to."""
        role = time.role if time.role and (base.mixed or not base.role) else base.role
        statement = base.statement
        if time.role and time.role != base.role:
            statement = "target" if time.role == "plan" else "actual"
        level: Level = "paragraph" if time.end is not None else "unknown"
        return replace(
            base, year_start=time.start, year_end=time.end, statement=statement, role=role, level=level,
            word_start=time.at, word_end=time.stop, guessed=False,
        )  # fmt: skip

    def _allowed(self, inherited: PassageFrame, time: Time) -> bool:
        """In a plan a look back holds for its sentence, in a review a look ahead; only a part on both turns."""
        spans = inherited.several or inherited.year_start != inherited.year_end
        if time.kind == "year_said" and inherited.several or time.kind == "year_weak" and spans:
            return False
        return inherited.mixed or not inherited.role or not time.role or time.role == inherited.role

    def _keep(self, section: Section, passage: Passage, time: Time) -> None:
        """Keep a turn for what follows: in the section of the paragraph, or above it where that is an item of a list."""
        holder = section
        while passage.start > section.start and holder.parent is not None and _is_item(holder):
            holder = self.sections[holder.parent - 1]
        if (
            len(self.times[holder.number]) == 1
            and self.times[holder.number][0].kind == "year"
            and time.start != time.end
        ):
            return  # 五年来 in a part on one year holds for its own paragraph
        self.turned[holder.number] = time
        self.known.clear()


def _is_item(section: Section) -> bool:
    mark = read_mark(section.title)
    return mark is not None and mark.style in _LIST


def _turns(text: str, passage: Passage, clock: Clock) -> Iterator[Time]:
    """The turns at the beginnings of a passage's sentences, with their places in the text."""
    words = text[passage.start : passage.end]
    if not _HINT.search(words):
        return
    seen = view(text, passage.start, passage.end) if _SPACED.search(words) else None
    words = fold(seen.text if seen else words)
    for match in _SENTENCE.finditer(words):
        turn = read_turn(words, clock, match.start())
        if turn is not None:
            at = seen.span(turn.at, turn.stop) if seen else (turn.at + passage.start, turn.stop + passage.start)
            yield replace(turn, at=at[0], stop=at[1])
