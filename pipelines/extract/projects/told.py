"""What a clause leaves open of the stage: 推进 alone says that a work is pushed and not how far it is, 落地见效 that it is
of use, and what is said of a part of it (部分路段通车) is not said of the whole."""

from __future__ import annotations

from dataclasses import replace

from pipelines.extract.projects.stages import Reading
from pipelines.extract.projects.words import word_set
from pipelines.lexicon.patterns import patterns

_P = patterns("projects.told")

NEEDED = _P["needed"]


def settled(text: str, start: int, end: int, reading: Reading) -> Reading:
    """The reading of the clause text[start:end] with what it really tells of the stage.

    >>> def s(t, a, b, stage, shape, verbs=()):
    ...     r = settled(t, 0, len(t), Reading(a, b, stage, True, shape, verbs)); return t[r.start:r.end], r.stage, r.told
    >>> s("推进石坪水厂项目", 2, 8, "construction", "before", ("推进",))
    ('石坪水厂项目', 'construction', False)
    >>> s("石坪路部分路段通车", 0, 7, "completion", "after")
    ('石坪路', 'construction', True)
    """
    if not reading.stage or not reading.told:
        return reading
    if reading.stage == "preparation" and reading.bare and _P["funded"].match(text, reading.start, reading.end):
        return replace(reading, stage="construction")
    partly = _P["partly"].search(text, reading.start, reading.end)
    if partly and partly.start() > reading.start + 1 and reading.stage == "completion":
        return replace(reading, end=partly.start(), stage="construction")
    return replace(reading, told=False) if _open(text, start, end, reading) else reading


def _open(text: str, start: int, end: int, reading: Reading) -> bool:
    """Whether no word of the clause says how far its works are."""
    behind = text[reading.end : end]
    if "落地" in behind and _P["vague"].match(behind) or _P["either"].search(text, reading.start, reading.end):
        return True
    if reading.stage != "construction" or reading.bare:
        return False
    if reading.shape == "after":
        return _P["pushed"].fullmatch(behind) is not None
    lead, named = text[start : reading.start], text[reading.start : reading.end]
    only = reading.shape == "before" and word_set("pushed").issuperset(reading.verbs)
    return only and not _P["under_way"].search(lead) and not _P["going_on"].search(named)
