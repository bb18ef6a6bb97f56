"""The names in a stretch: members of a list, the head or tail that they share, and whether each is a project's name.

A name is a project's name by what it ends in (基地, 高速, 项目), by what no vocabulary explains in it (望城坡, 五一), by the
list that it stands in (甲、乙等项目) and by the verb that governs it. General tasks (老旧小区改造, 口袋公园6个) are none.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.extract.projects.heads import COUNTED, LONGEST, OWN, evidence_of, head_of
from pipelines.extract.projects.lists import Listing, full_name, read_list, shared_tails, skip_modifier, trim
from pipelines.extract.projects.refusals import refused
from pipelines.extract.projects.stages import Reading
from pipelines.extract.projects.words import patterns, vocabulary
from pipelines.lexicon.patterns import patterns as written

_P = written("projects.names")

Verdict = tuple[float, str]
"""Confidence (0: not a project's name) and the rule without its clause's shape."""

_NO: Verdict = (0.0, "")
_COUNT_FIRST = _P["count_first"]
_MEASURE_FIRST = _P["measure_first"]
_PLURAL = _P["plural"]
_MONEY_BRACKET = _P["money_bracket"]
_AMOUNT = _P["amount"]


@dataclass(frozen=True, slots=True)
class Name:
    """A project's name: [start, end) in the text that was read, the name in full, how sure, and by which rule."""

    start: int
    end: int
    full: str
    confidence: float
    rule: str


def names_in(text: str, reading: Reading, region: tuple[str, ...] = ()) -> list[Name]:
    """The project names in a clause's stretch, in order; `region` are the words that name the document's own place.

    >>> t = "建成五丰、久盛等汽车零部件生产项目"
    >>> [(t[n.start:n.end], n.full) for n in names_in(t, Reading(2, len(t), "completion", True, "before"))]
    [('五丰', '五丰汽车零部件生产项目'), ('久盛', '久盛汽车零部件生产项目')]
    """
    start = skip_modifier(text, reading.start, reading.end)
    listing = read_list(text, start, reading.end, region)
    plural = bool(_PLURAL.match(text, start, reading.end) or _PLURAL.match(text, reading.start, reading.end))
    if listing.projects is False or plural and not listing.etc:
        return []
    found: list[Name] = []
    doubtful: list[Name] = []
    tails = shared_tails(text, listing)
    for i, ((a, b), tail) in enumerate(zip(listing.members, tails, strict=True)):
        a, b = trim(text, a, b)
        if b - a < 2 or plural and i == 0:
            continue
        a, b = _without_count(text, a, _before_money(text, a, b), region)
        found += _in_bracket(text, a, b, reading, region)
        b = _before_long_bracket(text, a, b)
        name = text[a:b]
        full = full_name(name, tail, listing)
        shares = bool(tail) and i < len(tails) - 1 and (listing.projects is True or not listing.etc)
        judged = _judge(name, reading, listing, shares, region)
        if judged[0]:
            found.append(Name(a, b, full, *judged))
        elif _beside(name, listing, region):
            doubtful.append(Name(a, b, full, 0.6, f"{reading.shape}.beside"))
    if not any(tails) and _of_tasks(found, len(tails)):
        return []
    if len(found) >= max(2, 2 * len(doubtful)) or found and len(tails) == 2:
        found = sorted([*found, *doubtful], key=lambda n: n.start)
    return found


def _of_tasks(found: list[Name], members: int) -> bool:
    """Whether a list names tasks or trades (支持高标农田、粮食安全、美丽乡村等项目建设): only the list makes some of its members
    projects, and most it does not."""
    return members > 2 and 2 * len(found) < members and all(n.rule.endswith((".list", ".list_common")) for n in found)


def _beside(name: str, listing: Listing, region: tuple[str, ...]) -> bool:
    """Whether a member that is no project by its own words may be one beside members that are."""
    if listing.projects and len(name) >= 4 and _says_what(name, region):
        return _could_be(name)
    return len(listing.members) > 2 and len(name) <= LONGEST and evidence_of(name, region) > 0 and _could_be(name)


def _before_long_bracket(text: str, start: int, end: int) -> int:
    """Where a name ends that is only too long for the bracket behind it."""
    opening = text.find("（", start, end)
    return opening if end - start > LONGEST and text[end - 1] in "）)" and 4 <= opening - start <= LONGEST else end


def _says_what(name: str, region: tuple[str, ...]) -> bool:
    """Whether a name ends in a thing that is built or tells which one it is: 集成电路封装 beside projects does neither."""
    return bool(head_of(name)[0] or evidence_of(name, region)) or name.endswith(tuple(vocabulary()["bare_ends"]))


def _could_be(name: str) -> bool:
    """Whether a member that says little of itself may be a project beside members that are."""
    return head_of(name)[0] != "other" and not refused(name) and not patterns()["tasks"].search(name) and not COUNTED.search(name) and (
        not _COUNT_FIRST.match(name) and "《" not in name and not name.startswith("“"))  # fmt: skip


def _without_count(text: str, start: int, end: int, region: tuple[str, ...]) -> tuple[int, int]:
    """A named thing without the size behind it (甲竹园30亩); what only counts stays as it is."""
    match = COUNTED.search(text, start, end)
    if match and match.start() - start >= 3 and match.group().rstrip("以上左右内")[-1] in "亩里米":
        name = text[start : match.start()]
        if evidence_of(name, region) == 2 and head_of(name)[0] == "facility":
            return start, match.start()
    return start, end


def _before_money(text: str, start: int, end: int) -> int:
    """Where a name ends that has its money behind it in brackets (甲园（总投资2亿元）)."""
    match = _MONEY_BRACKET.search(text, start, end)
    return match.start() if match and match.start() - start >= 2 else end


def _in_bracket(text: str, start: int, end: int, reading: Reading, region: tuple[str, ...]) -> list[Name]:
    """The projects that a bracket behind a name lists (甲医院二期项目（乙楼项目、丙楼项目）)."""
    opening = max(text.rfind("（", start, end), text.rfind("(", start, end))
    if opening < 0 or text[end - 1] not in "）)" or "、" not in text[opening:end]:
        return []
    spans, found, position = text[opening + 1 : end - 1].split("、"), [], opening + 1
    for part in spans:
        if head_of(part)[0] in ("work", "facility") and evidence_of(part, region):
            found.append(Name(position, position + len(part), part, 0.8, f"{reading.shape}.bracket"))
        position += len(part) + 1
    return found if len(found) == len(spans) else []


@dataclass(frozen=True, slots=True)
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


def _judge(name: str, reading: Reading, listing: Listing, shares: bool, region: tuple[str, ...]) -> Verdict:
    """(confidence, rule) of a member; confidence 0 where it is no project's name."""
    if len(name) > LONGEST or "《" in name or COUNTED.search(name) or _COUNT_FIRST.match(name):
        return _NO
    if patterns()["not_inside"].search(name) or refused(name):
        return _NO
    evidence = evidence_of(name, region)
    kind, word, phased = head_of(name)
    if kind == "other":
        return _NO
    task = patterns()["tasks"].search(name)
    if task and task.group() == name:
        return _NO
    if task and evidence < 2:
        apart = len(name) - len(task.group())
        if not (evidence and kind in ("work", "facility") or kind == "facility" and reading.strong and apart >= 6):
            return _NO
    case = _Case(name, word, phased, evidence, reading, listing, listing.projects is True, shares)
    judge = {None: _headless, "works": _works, "work": _work, "facility": _facility}[kind]
    confidence, rule = judge(case)
    return (confidence, f"{reading.shape}.{rule}") if confidence else _NO


def _headless(case: _Case) -> Verdict:
    """A name without a project's word (久盛, 永津): the list or a strong verb must say what it is."""
    strong, own, reading = case.reading.strong, case.evidence == 2, case.reading
    if case.in_list and (verdict := _of_list(case))[0]:
        return verdict
    if case.shares and own:
        return 0.8, "shared"
    if case.listing.etc and strong and own and reading.shape != "inside" and len(case.name) >= 5:
        return 0.75, "etc"
    return (0.6, "bare") if own and _opened(case) else _NO


def _of_list(case: _Case) -> Verdict:
    """A name without a project's word in a list of projects."""
    strong, reading = case.reading.strong, case.reading
    if case.evidence == 2:
        return 0.86, "list"
    if strong and (case.evidence or _MEASURE_FIRST.match(case.name)):
        return 0.8, "list"
    return (0.6, "list_common") if strong and len(case.name) >= 6 and reading.shape != "inside" else _NO


def _opened(case: _Case) -> bool:
    """Whether a strong verb says that a thing with a name of its own was begun or opened (锦峰口岸店开业)."""
    reading = case.reading
    told = reading.stage in ("start", "completion") and reading.shape in ("before", "both", "after") and reading.strong
    ends = case.name.endswith(tuple(vocabulary()["bare_ends"]))
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
    return _NO


def _work(case: _Case) -> Verdict:
    """Something called 项目 or 工程."""
    name, reading = case.name, case.reading
    if case.evidence == 2:
        return 0.93, "project"
    if case.evidence or case.phased:
        return 0.86, "project"
    if "“" in name:  # a slogan's 工程 is a programme
        return _NO
    if (reading.strong or reading.stage == "completion") and len(name) >= 7:
        return 0.6, "project_common"
    if len(name) >= 8 and reading.shape in ("before", "list") and case.word == "工程":
        return 0.55, "project_common"
    return _NO


def _facility(case: _Case) -> Verdict:
    """A thing that is built, and less surely one that a place wants to be (打造石坪建材基地)."""
    confidence, rule = _thing(case)
    return (min(confidence, 0.6), "facility_wished") if confidence and _wished(case) else (confidence, rule)


def _thing(case: _Case) -> Verdict:
    """A thing that is built; without a name of its own only where a strong verb builds it and it is told from others."""
    name, reading = case.name, case.reading
    if len(case.word) == 1 and len(name) < 4 and not (case.in_list or reading.strong):
        return _NO
    if case.evidence == 2 and case.modifier >= 1:
        return (0.85 if len(case.word) == 1 else 0.93 if _sure(reading) else 0.87), "facility"
    if case.evidence and case.modifier >= 2 and _around(case):
        return 0.84, "facility"
    if case.word in vocabulary()["named_only"]:
        return _NO
    if not reading.strong and _P["both_general"].search(name):
        return _NO
    if _MEASURE_FIRST.match(name) and reading.bare:
        return 0.62, "facility_common"
    return (0.62, "facility_common") if case.modifier >= 2 and _built(case) else _NO


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


def amount_in(text: str, start: int, end: int) -> tuple[str, str] | None:
    """(number, unit) of the total investment that a stretch states, None where it states none or several."""
    found = list(_AMOUNT.finditer(text, start, end))
    return (found[0]["n"], found[0]["u"]) if len(found) == 1 else None
