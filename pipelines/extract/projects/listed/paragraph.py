"""Lists of projects within a paragraph: 其中：续建甲（总投资2亿元）、乙；新开工丙, and 项目包括：甲、乙、丙."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from pipelines.extract.livelihood.words import split_outside
from pipelines.extract.projects.listed.details import details_in
from pipelines.extract.projects.listed.model import STAGE_OF, Details, Nature
from pipelines.extract.projects.listed.named import name_end, sure_of
from pipelines.extract.projects.listed.words import nature_in, pattern
from pipelines.extract.projects.refusals import refused
from pipelines.extract.projects.words import Stage, vocabulary
from pipelines.lexicon.patterns import patterns

_P = patterns("projects.listed.paragraph")

_MONEY = _P["money"]
_LEAST = 2
_MANY, _MOST = 4, 0.66  # of the members of a long list, so many must be projects for the others to be none among them
_SURE = 0.8


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a paragraph's list that says how many projects it has (竣工项目3个：); the span of these words."""

    name: str
    count: int
    span: tuple[int, int]
    whole: bool = True
    """All of its projects are named: the list does not end in 等."""


@dataclass(frozen=True, slots=True)
class Member:
    """A project in a paragraph: its name's span and that of what is said around it, in the paragraph's text."""

    start: int
    end: int
    stop: int
    stage: Stage | None
    confidence: float
    details: Details
    rule: str
    group: Part | None = None


def members_of(text: str, region: tuple[str, ...]) -> list[Member]:
    """The projects that a paragraph lists after a colon or with their money in brackets; [] for other prose.

    >>> t = "实施重点项目9个，其中：续建石坪物流园（总投资2亿元，年度投资0.5亿元）、白鹭灌区；新开工沙洲医院（总投资3亿元）。"
    >>> [(t[m.start : m.end], m.stage, str(m.details.total_investment)) for m in members_of(t, ())]
    [('石坪物流园', 'construction', '2'), ('白鹭灌区', 'construction', 'None'), ('沙洲医院', 'start', '3')]
    """
    found: list[Member] = []
    if not may_list(text):
        return found
    for start, end, listed in _stretches(text):
        money = bool(_MONEY.search(text, start, end))
        if not listed and not money:
            continue
        group = list(_group(text, start, end, region, listed))
        named = [m for m in group if m.details.total_investment is not None or m.details.planned_investment is not None]
        whole = listed and _is_whole(group, _parts(text, start, end))
        found += group if whole else [m for m in group if m.end < m.stop and m in named]
    return found


@lru_cache(maxsize=256)
def may_list(text: str) -> bool:
    """Whether a paragraph has what a list of projects in it needs: words that announce one, or money in brackets.

    >>> may_list("重点项目包括：石坪物流园、白鹭灌区。"), may_list("石坪物流园（总投资2亿元）开工。"), may_list("产业集聚。")
    (True, True, False)
    """
    return pattern("opener").search(text) is not None or _MONEY.search(text) is not None


def _is_whole(group: list[Member], parts: int) -> bool:
    """Whether the members that are projects make a stretch a list of them: all of a few, most and surely of many."""
    sure = sum(member.confidence > _SURE for member in group)
    return len(group) >= _LEAST and (len(group) == parts or parts >= _MANY and sure >= _MOST * parts)


def _stretches(text: str) -> Iterator[tuple[int, int, bool]]:
    """(start, end, whether a colon after 项目 announced it): sentences, from the colon on where there is one."""
    for a, b in split_outside(text, "。！"):
        opener = pattern("opener").search(text, a, b)
        several = opener and len(split_outside(text[opener.end() : b], "、；;")) >= _LEAST
        if opener and several and not _P["kinds"].search(text, opener.end(), b):
            yield opener.end(), b, True
        else:
            yield a, b, False


def _parts(text: str, start: int, end: int) -> int:
    """How many members a stretch has by its marks: where one of a few is no project, the whole is no list of them."""
    return sum(
        len(split_outside(text[a:b], "、")) for a, b in _pieces(text, start, end) if _P["names"].match(text, a, b)
    )


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The pieces of a stretch: between ；, and behind 等3个水利项目，."""
    for a, b in split_outside(text[start:end], "；;"):
        position = start + a
        for cut in _P["part_end"].finditer(text, position, start + b):
            yield position, cut.end() - 1
            position = cut.end()
        if position < start + b:
            yield position, start + b


@dataclass(slots=True)
class _Said:
    """What the words that lead a part say of the members behind them, until the next ones do."""

    nature: Nature | None = None
    stage: Stage | None = None

    def hear(self, word: str) -> None:
        """Take the word that leads a part (新开工, 实施)."""
        self.nature, self.stage = nature_in(word), vocabulary()["leading_verbs"].get(word)

    def told(self) -> Stage | None:
        return STAGE_OF[self.nature] if self.nature else self.stage


def _group(text: str, start: int, end: int, region: tuple[str, ...], listed: bool) -> Iterator[Member]:
    """The members of a stretch; the words that lead a part (新开工) hold until the next ones do."""
    said = _Said()
    part = _part_before(text, start)
    for a, b in _pieces(text, start, end):
        counted = pattern("counted_part").search(text, max(a - 1, 0), b)
        if counted:
            part, a = _part(counted, text, b), counted.end()
        if part is not None and (counted or a == start):
            said.nature = nature_in(part.name) or said.nature
        for k, (c, d) in enumerate(split_outside(text[a:b], "、")):
            first, last = _after_lead(text, a + c, a + d, k == 0, said), a + d
            member = _member(text, first, last, region, said, part)
            if member is not None:
                yield member
            elif listed and k == 0 and not found_money(text, first, last):
                said.nature = nature_in(text[first:last]) or said.nature


def _part(counted: re.Match[str], text: str, end: int) -> Part:
    """The part of a list that its words count, up to `end`."""
    name = counted["name"] or counted["name2"]
    whole = _P["etc"].search(text, counted.end(), end) is None
    return Part(name, int(counted["n"] or counted["n2"]), (counted.start(), counted.end()), whole)


def _after_lead(text: str, first: int, last: int, opens: bool, said: _Said) -> int:
    """Where a member begins behind the words that lead it; within a part only those lead that say a nature."""
    lead = pattern("lead").match(text, first, last)
    if lead is None or lead.end() == first or not (opens or lead["nature"]):
        return first
    if lead["nature"]:
        said.hear(lead["nature"])
    return lead.end()


def _member(text: str, first: int, last: int, region: tuple[str, ...], said: _Said, part: Part | None) -> Member | None:
    """The project that text[first:last] names, with what is said behind its name or, of its money, before it."""
    etc = _P["etc"].search(text, first, last)
    last = etc.start() if etc and etc.start() > first else last
    money = _P["money_before"].match(text, first, last)
    begin = money.end() if money else first
    stop = name_end(text, begin, last)
    while stop > begin and text[stop - 1] in "等的":
        stop -= 1
    sure = sure_of(text[begin:stop], region) if stop > begin and not refused(text[begin:stop]) else 0.0
    if not sure:
        return None
    details = details_in(text[first:begin].rstrip("的") if money else text[stop:last].strip("（）()"), said.nature)
    return Member(begin, stop, last, said.told(), sure, details, "paragraph.list", part)


def _part_before(text: str, start: int) -> Part | None:
    """The part that the words right before a list count (竣工项目3个：甲、乙、丙)."""
    found = [m for m in pattern("counted_part").finditer(text, 0, start) if m.end() == start]
    return _part(found[0], text, _sentence_end(text, start)) if found else None


def _sentence_end(text: str, start: int) -> int:
    stops = [at for mark in "。；;" if (at := text.find(mark, start)) >= 0]
    return min(stops, default=len(text))


def found_money(text: str, start: int, end: int) -> bool:
    """Whether a bracket with money stands in text[start:end]."""
    return bool(_MONEY.search(text, start, end))
