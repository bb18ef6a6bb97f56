"""Whether 和, 及 and their kin join two works (甲水厂和乙水厂) or stand within one name (甲水厂及配套管网)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pipelines.extract.projects.heads import BUILD, HAN_RUN, evidence_of, head_of
from pipelines.extract.projects.words import HeadClass, generic, vocabulary
from pipelines.lexicon.patterns import patterns as written

_P = written("projects.apart")
_BRIEF = 4  # characters of a mere name


@dataclass(slots=True)
class _Side:
    """What stands on one side of the conjunction: its words, what they end in, and how far they say which one it is."""

    text: str
    kind: HeadClass | None
    word: str
    evidence: int


def apart(left: str, right: str, joint: str, region: tuple[str, ...], listed: bool = False) -> bool:
    """Whether both sides of a conjunction are names of their own; `listed` where a list of works ends behind them.

    >>> apart("石坪水厂", "白鹭大桥", "和", ()), apart("石坪水厂", "配套管网", "和", ())
    (True, False)
    >>> apart("久盛空分装置", "五丰豆粕", "和", (), listed=True), apart("甲线", "乙线间联络线", "与", ())
    (True, False)
    """
    if len(left) < 2 or len(right) < 2 or right.startswith(tuple(vocabulary()["belonging"])):
        return False
    if _P["between"].search(right):
        return False
    a, b = _side(left, region), _side(right, region)
    if listed and any(way(a, b, joint) for way in _LISTED):
        return True
    if a.kind == "facility" and b.kind == "work" and BUILD.search(left) or vocabulary()["together"] in right:
        return False
    return any(way(a, b, joint) for way in _WAYS)


def _side(text: str, region: tuple[str, ...]) -> _Side:
    kind, word, _ = head_of(text)
    return _Side(text, kind, word, evidence_of(text, region))


def _without_work(text: str) -> str:
    return text.removesuffix("工程").removesuffix("项目")


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
    """石坪路拓宽和白鹭桥改造; 石坪路拓宽和白鹭水厂; 石坪炉窑改造和白鹭智创园项目."""
    if a.kind != "works":
        return False
    if b.kind == "work" and head_of(_without_work(b.text))[0] == "facility":
        return joint == "和" and a.evidence == b.evidence == 2 and len(b.text) >= 2 * _BRIEF
    return b.kind == "works" and a.evidence == b.evidence == 2 or (
        b.kind == "facility" and bool(a.evidence) and b.evidence == 2)  # fmt: skip


def _after_another(a: _Side, b: _Side, joint: str) -> bool:
    """石坪试验区和白鹭水厂: what stands on the left is none, what stands on the right is one."""
    told = b.evidence == 2 or joint == "和" and len(a.text) > _BRIEF and len(b.text) >= 2 * _BRIEF
    return a.kind == "other" and b.kind == "facility" and told


def _work_and_work(a: _Side, b: _Side, joint: str) -> bool:
    """石坪航道扩能和白鹭水库整治工程: each says what is done to which thing."""
    both = a.evidence == b.evidence == 2 and len(a.text) > _BRIEF and len(b.text) > _BRIEF
    return (
        joint == "和"
        and both
        and a.kind == "works"
        and b.kind == "work"
        and head_of(_without_work(b.text))[0] == "works"
    )


def _behind_a_batch(a: _Side, b: _Side, joint: str) -> bool:
    """第三批和石坪专用线: what is left of a work's batches, and the next work."""
    return joint in "和与" and bool(_P["batch"].fullmatch(a.text)) and b.evidence == 2


def _unlike_things(a: _Side, b: _Side, joint: str) -> bool:
    """石坪实验室和高端制造创新中心: 和 between two things of different kinds, the second too long to belong to the first."""
    long = len(a.text) > _BRIEF and len(b.text) >= 2 * _BRIEF and len(b.word) > 1
    return joint == "和" and long and a.kind == b.kind == "facility" and a.evidence == 2 and a.word != b.word


def _in_two_places(a: _Side, b: _Side, joint: str) -> bool:
    """石坪和白鹭社区文体馆: two places have one each of what stands at one place; a road between them is one."""
    at_one = b.text.endswith(tuple(vocabulary()["one_place_each"])) and b.kind == "facility" and b.evidence == 2
    return joint == "和" and at_one and a.kind is None and a.evidence == 2 and len(a.text) <= _BRIEF <= len(b.text) - 2


def _after_a_thing(a: _Side, b: _Side, joint: str) -> bool:
    """石坪水厂和白鹭二期: a thing of its own on the left, a name on the right."""
    return a.kind in ("facility", "work") and len(a.text) >= _BRIEF and bool(b.evidence)


def _two_names(a: _Side, b: _Side, joint: str) -> bool:
    """久盛和五丰机电: mere names on both sides."""
    brief = len(a.text) <= _BRIEF and len(b.text) <= 2 * _BRIEF
    return brief and a.evidence > 1 and b.evidence > 1 and a.kind is None and b.kind is None


def _own_first(text: str) -> bool:
    """Whether a text begins with words of its own: 益民豆粕 does, 配套管网 and 高端装备 do not."""
    run = HAN_RUN.match(generic().sub("|", text))
    return run is not None and len(run.group()) > 1


def _two_listed(a: _Side, b: _Side, joint: str) -> bool:
    """久盛空分装置和五丰豆粕 at the end of a list: each begins with a name, and neither is too short to be one."""
    both = a.evidence == b.evidence == 2 and len(a.text) > _BRIEF and len(b.text) >= _BRIEF
    return joint == "和" and both and _own_first(a.text) and _own_first(b.text)


def _place_of_next(a: _Side, b: _Side, joint: str) -> bool:
    """石坪水库扩建及白鹭 at the end of a list: behind a work stands a place, whose thing the next member names."""
    work = a.kind in ("works", "facility") and a.evidence == 2 and len(a.text) > _BRIEF
    return joint in ("和", "及") and work and b.kind is None and b.evidence == 2 and len(b.text) < _BRIEF


_LISTED = (_two_listed, _place_of_next)
_WAYS: tuple[Callable[[_Side, _Side, str], bool], ...] = (
    _two_projects, _of_one_kind, _and_also, _two_works, _work_and_work, _after_another, _after_a_thing, _two_names,
    _unlike_things, _in_two_places, _behind_a_batch,
)  # fmt: skip
