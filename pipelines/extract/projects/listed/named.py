"""Whether a list's member is a project's name, and where the name ends and what is said of it begins."""

from __future__ import annotations

from pipelines.extract.projects.heads import COUNTED, LONGEST, evidence_of, head_of
from pipelines.extract.projects.listed.words import pattern, plain
from pipelines.extract.projects.words import patterns
from pipelines.lexicon.patterns import patterns as written

_P = written("projects.listed.named")

_BRACKET = _P["bracket"]
_SAID = _P["said"]
_STOP = _P["stop"]
_BRIEFEST = 3
_SURE, _LIKELY, _DOUBTFUL = 0.92, 0.86, 0.7


def sure_of(name: str, region: tuple[str, ...]) -> float:
    """How sure a member of a list of projects is one: 0 where it is none.

    >>> sure_of("城北水厂", ()) > 0.9, sure_of("办案经费", ()), sure_of("共有9个项目", ()), sure_of("加强组织领导", ())
    (True, 0.0, 0.0, 0.0)
    """
    words = plain(name)
    bare = _BRACKET.sub("", words)
    if not _BRIEFEST <= len(bare) <= LONGEST or pattern("not_projects").search(bare):
        return 0.0
    if pattern("not_items").search(bare) or COUNTED.search(bare) or any(mark in bare for mark in "。；，《"):
        return 0.0
    kind = head_of(bare)[0]
    evidence = evidence_of(bare, region)
    if kind == "other" or patterns()["not_inside"].search(bare):
        return 0.0
    if kind is None:
        return _DOUBTFUL if evidence == 2 else 0.0
    if patterns()["tasks"].search(bare) and evidence < 2:
        return _DOUBTFUL if kind == "work" else 0.0
    return _SURE if evidence == 2 else _LIKELY


def name_end(text: str, start: int, end: int) -> int:
    """Where a member's name ends: before a mark, or a bracket that says what it costs or who builds it.

    >>> def f(t):
    ...     return t[: name_end(t, 0, len(t))]
    >>> f("甲园（一期）（总投资2亿元）"), f("乙桥，总投资3亿元"), f("丙厂：新建厂房"), f("丁路（东段）")
    ('甲园（一期）', '乙桥', '丙厂', '丁路（东段）')
    """
    position = start
    while position < end:
        stop = _STOP.search(text, position, end)
        bracket = _BRACKET.search(text, position, end)
        if bracket is None or stop is not None and stop.start() < bracket.start():
            return stop.start() if stop else end
        if _SAID.search(bracket["in"]):
            return bracket.start()
        position = bracket.end()
    return end
