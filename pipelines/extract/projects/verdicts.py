"""Whether a member of a list is a project's name: what it ends in, what it says of itself, where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from pipelines.extract.projects.heads import COUNTED, LONGEST, OWN, evidence_of, head_of
from pipelines.extract.projects.lists import Listing
from pipelines.extract.projects.refusals import refused
from pipelines.extract.projects.stages import Reading
from pipelines.extract.projects.words import patterns, vocabulary
from pipelines.lexicon.patterns import patterns as written

_P = written("projects.verdicts")

Verdict = tuple[float, str]
"""Confidence (0: not a project's name) and the rule without its clause's shape."""

NO: Verdict = (0.0, "")
COUNT_FIRST = _P["count_first"]
_MEASURE_FIRST = _P["measure_first"]


@dataclass(slots=True)
class _Case:
    """A member as it is judged: its head, what it says of itself (0–2), and where it stands."""

    name: str
    word: str
    phased: bool
    evidence: int
    reading: Reading
    listing: Listing
    in_list: bool
    shares: bool

    @property
    def modifier(self) -> int:
        return len(self.name) - len(self.word)


def judge(name: str, reading: Reading, listing: Listing, shares: bool, region: tuple[str, ...]) -> Verdict:
    """(confidence, rule) of a member; confidence 0 where it is no project's name."""
    kind, word, phased = head_of(name)
    if kind == "other" or kind is None and not _may_lack_head(name, listing, shares):
        return NO
    if _is_malformed(name) or patterns()["not_inside"].search(name) or refused(name):
        return NO
    evidence = evidence_of(name, region)
    task = patterns()["tasks"].search(name)
    if task and task.group() == name:
        return NO
    if task and evidence < 2:
        apart = len(name) - len(task.group())
        if not (evidence and kind in ("work", "facility") or kind == "facility" and reading.strong and apart >= 6):
            return NO
    case = _Case(name, word, phased, evidence, reading, listing, listing.projects is True, shares)
    way = {None: _headless, "works": _works, "work": _work, "facility": _facility}[kind]
    confidence, rule = way(case)
    return (confidence, f"{reading.shape}.{rule}") if confidence else NO


def _is_malformed(name: str) -> bool:
    """Whether a member is too long, cut from a quotation or a title, or counts things."""
    broken = len(name) > LONGEST or "《" in name or name.count("”") > name.count("“")
    return broken or COUNTED.search(name) is not None or COUNT_FIRST.match(name) is not None


def entitled(name: str, reading: Reading) -> bool:
    """Whether a clause tells that a thing was given a title (国家湿地公园获批)."""
    return reading.shape == "after" and bool(_P["title"].search(name)) and (
        set(reading.verbs) <= set(vocabulary()["entitled"]))  # fmt: skip


def _may_lack_head(name: str, listing: Listing, shares: bool) -> bool:
    """Whether a name without a project's word may be one: its list says so, or what it ends in may be begun and opened."""
    return listing.etc or shares or listing.projects is True or name.endswith(_bare_ends())


@cache
def _bare_ends() -> tuple[str, ...]:
    return tuple(vocabulary()["bare_ends"])


def _headless(case: _Case) -> Verdict:
    """A name without a project's word (久盛, 永津): the list or a strong verb must say what it is."""
    strong, own, reading = case.reading.strong, case.evidence == 2, case.reading
    if case.in_list and (verdict := _of_list(case))[0]:
        return verdict
    if case.shares and own:
        return 0.8, "shared"
    if case.listing.etc and strong and own and reading.shape != "inside" and len(case.name) >= 5:
        return 0.75, "etc"
    return (0.6, "bare") if own and _opened(case) else NO


def _of_list(case: _Case) -> Verdict:
    """A name without a project's word in a list of projects."""
    strong, reading = case.reading.strong, case.reading
    if case.evidence == 2:
        return 0.86, "list"
    if strong and (case.evidence or _MEASURE_FIRST.match(case.name)):
        return 0.8, "list"
    return (0.6, "list_common") if strong and len(case.name) >= 6 and reading.shape != "inside" else NO


def _opened(case: _Case) -> bool:
    """Whether a strong verb says that a thing with a name of its own was begun or opened (锦峰口岸店开业)."""
    reading = case.reading
    told = reading.stage in ("start", "completion") and reading.shape in ("before", "both", "after") and reading.strong
    ends = case.name.endswith(_bare_ends())
    return told and ends and not reading.bare and reading.verbs != ("建成",)


def _works(case: _Case) -> Verdict:
    """What is done to a thing (甲路拓宽改造): which thing must be said."""
    reading = case.reading
    if case.evidence == 2 and case.modifier >= 2:
        return (0.88 if reading.strong or case.in_list else 0.75), "works"
    if case.evidence and (case.in_list or OWN.match(case.name) and reading.stage in ("start", "completion")):
        return 0.7, "works"
    if case.in_list and (reading.strong or reading.stage == "start") and len(case.name) >= 6:
        return 0.6, "works_common"
    return NO


def _work(case: _Case) -> Verdict:
    """Something called 项目 or 工程."""
    name, reading = case.name, case.reading
    if case.evidence == 2:
        return 0.93, "project"
    if case.evidence or case.phased:
        return 0.86, "project"
    if "“" in name:  # a slogan's 工程 is a programme
        return NO
    if (reading.strong or reading.stage == "completion") and len(name) >= 7:
        return 0.6, "project_common"
    if len(name) >= 8 and reading.shape in ("before", "list") and case.word == "工程":
        return 0.55, "project_common"
    return NO


def _facility(case: _Case) -> Verdict:
    """A thing that is built, and less surely one that a place wants to be (打造石坪建材基地)."""
    confidence, rule = _thing(case)
    if not confidence or not _wished(case):
        return confidence, rule
    return (min(confidence, 0.6), "facility_wished") if case.evidence else NO


def _thing(case: _Case) -> Verdict:
    """A thing that is built; without a name of its own only where a strong verb builds it and it is told from others."""
    name, reading = case.name, case.reading
    if len(case.word) == 1 and len(name) < 4 and not (case.in_list or reading.strong):
        return NO
    if case.evidence == 2 and case.modifier >= 1:
        return (0.85 if len(case.word) == 1 else 0.93 if _sure(reading) else 0.87), "facility"
    if case.evidence and case.modifier >= 2 and _around(case):
        return 0.84, "facility"
    if _general(case):
        return NO
    if _MEASURE_FIRST.match(name) and reading.bare:
        return 0.62, "facility_common"
    return (0.62, "facility_common") if case.modifier >= 2 and _built(case) else NO


def _general(case: _Case) -> bool:
    """Whether a thing without a name of its own is one of many: by its word, among things that are all done up (全民健身中心等改造),
    or joined to another."""
    if case.word in vocabulary()["named_only"] or case.listing.etc and head_of(case.listing.kind)[0] == "works":
        return True
    return not case.reading.strong and bool(_P["both_general"].search(case.name))


def _around(case: _Case) -> bool:
    """Whether the words around a thing that is known by its place tell that it is built."""
    reading = case.reading
    return reading.strong or case.in_list or reading.bare or reading.shape in ("after", "both")


def _wished(case: _Case) -> bool:
    """Whether 打造 alone governs a thing of the kind that places want to be (打造绿色建材基地)."""
    only = _P["wished"].fullmatch("".join(case.reading.verbs))
    return bool(only) and not case.in_list and case.word in vocabulary()["aspired"] and "“" not in case.name


def _sure(reading: Reading) -> bool:
    """Whether what a clause says of a thing with a name leaves no doubt that it is built."""
    if reading.stage == "preparation":
        return False
    return reading.strong and "打造" not in reading.verbs or reading.shape in ("after", "both")


def _built(case: _Case) -> bool:
    """Whether a clause tells that a thing without a name of its own is built, begun or opened."""
    reading, size = case.reading, len(case.name)
    if case.in_list and reading.strong and size >= 4:
        return True
    opened = reading.strong and reading.shape in ("after", "both") and reading.stage in ("start", "completion")
    if opened and size >= 5:
        return True
    built = reading.bare and (reading.stage == "completion" or size >= 8)
    return size >= 6 and (reading.strong or case.in_list or built)
