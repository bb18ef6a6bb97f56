"""Whether 和, 及 and their kin join two works (甲水厂和乙水厂) or stand within one name (甲水厂及配套管网)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pipelines.extract.projects.heads import BUILD, evidence_of, head_of
from pipelines.extract.projects.words import HeadClass, vocabulary

_BRIEF = 4  # characters of a mere name


@dataclass(frozen=True, slots=True)
class _Side:
    """What stands on one side of the conjunction: its words, what they end in, and how far they say which one it is."""

    text: str
    kind: HeadClass | None
    word: str
    evidence: int


def apart(left: str, right: str, joint: str, region: tuple[str, ...]) -> bool:
    """Whether both sides of a conjunction are names of their own.

    >>> apart("石坪水厂", "白鹭大桥", "和", ()), apart("石坪水厂", "配套管网", "和", ())
    (True, False)
    """
    if len(left) < 2 or len(right) < 2 or right.startswith(tuple(vocabulary()["belonging"])):
        return False
    a, b = _side(left, region), _side(right, region)
    if a.kind == "facility" and b.kind == "work" and BUILD.search(left):
        return False
    return any(way(a, b, joint) for way in _WAYS)


def _side(text: str, region: tuple[str, ...]) -> _Side:
    kind, word, _ = head_of(text)
    return _Side(text, kind, word, evidence_of(text, region))


def _two_projects(a: _Side, b: _Side, joint: str) -> bool:
    """甲项目和乙工程."""
    return a.kind == b.kind == "work" and a.text.endswith(("项目", "工程"))


def _of_one_kind(a: _Side, b: _Side, joint: str) -> bool:
    """石坪中医院和人民医院: the same word ends both."""
    return a.kind == b.kind == "facility" and len(a.text) > _BRIEF and a.word == b.word


def _and_also(a: _Side, b: _Side, joint: str) -> bool:
    """石坪片区，以及白鹭水厂: 以及 joins things and never words within a name."""
    return joint == "以及" and len(a.text) >= _BRIEF and bool(b.evidence)


def _two_works(a: _Side, b: _Side, joint: str) -> bool:
    """石坪路拓宽和白鹭桥改造; 石坪路拓宽和白鹭水厂."""
    if a.kind != "works":
        return False
    return b.kind == "works" and a.evidence == b.evidence == 2 or (
        b.kind == "facility" and bool(a.evidence) and b.evidence == 2)  # fmt: skip


def _after_another(a: _Side, b: _Side, joint: str) -> bool:
    """石坪试验区和白鹭水厂: what stands on the left is none, what stands on the right is one."""
    return a.kind == "other" and b.kind == "facility" and b.evidence == 2


def _after_a_thing(a: _Side, b: _Side, joint: str) -> bool:
    """石坪水厂和白鹭二期: a thing of its own on the left, a name on the right."""
    return a.kind in ("facility", "work") and len(a.text) >= _BRIEF and bool(b.evidence)


def _two_names(a: _Side, b: _Side, joint: str) -> bool:
    """久盛和五丰机电: mere names on both sides."""
    brief = len(a.text) <= _BRIEF and len(b.text) <= 2 * _BRIEF
    return brief and a.evidence > 1 and b.evidence > 1 and a.kind is None and b.kind is None


_WAYS: tuple[Callable[[_Side, _Side, str], bool], ...] = (
    _two_projects, _of_one_kind, _and_also, _two_works, _after_another, _after_a_thing, _two_names,
)  # fmt: skip
