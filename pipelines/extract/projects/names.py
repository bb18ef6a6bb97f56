"""The names in a stretch: members of a list, the head or tail that they share, and whether each is a project's name.

A name is a project's name by what it ends in (基地, 高速, 项目), by what no vocabulary explains in it (望城坡, 五一), by the
list that it stands in (甲、乙等项目) and by the verb that governs it. General tasks (老旧小区改造, 口袋公园6个) are none.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from pipelines.extract.projects.heads import COUNTED, LONGEST, evidence_of, head_of
from pipelines.extract.projects.lists import Listing, read_list, skip_modifier, trim
from pipelines.extract.projects.refusals import refused
from pipelines.extract.projects.stages import Reading
from pipelines.extract.projects.tails import full_name, shared_tails
from pipelines.extract.projects.verdicts import COUNT_FIRST, NO, entitled, judge
from pipelines.extract.projects.words import patterns, vocabulary
from pipelines.lexicon.patterns import patterns as written

_P = written("projects.names")

_PLURAL = _P["plural"]
_MONEY_BRACKET = _P["money_bracket"]
_AMOUNT = _P["amount"]
_RANK = 8  # characters before a name in which a rank stands


@dataclass(slots=True)
class Name:
    """A project's name: [start, end) in the text that was read, the name in full, how sure, and by which rule."""

    start: int
    end: int
    full: str
    confidence: float
    rule: str


def may_name(text: str, start: int, end: int) -> bool:
    """Whether any name can be found in a stretch: by its last word, by its phase, or as a member of a list.

    >>> may_name("推进产业集聚", 2, 6), may_name("推进久盛、五丰等项目", 2, 10)
    (False, True)
    """
    return patterns()["naming"].search(text, start, end) is not None


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
    reader = _Members(text, reading, listing, region, shared_tails(text, listing))
    for k in range(1 if plural else 0, len(listing.members)):
        reader.take(k)
    return reader.names()


@dataclass(slots=True)
class _Members:
    """The members of a list as far as they are judged: `doubtful` may be names beside others that are."""

    text: str
    reading: Reading
    listing: Listing
    region: tuple[str, ...]
    tails: list[str]
    found: list[Name] = field(default_factory=list)
    doubtful: list[Name] = field(default_factory=list)

    def take(self, k: int) -> None:
        """Judge the member at k."""
        text, listing, tail = self.text, self.listing, self.tails[k]
        last = k == len(self.tails) - 1
        a, b = _without_slogan(text, *trim(text, *listing.members[k]), last=last and k > 0)
        if b - a < 2 or _P["ranked"].search(text, max(0, a - _RANK), a):
            return
        a, b = _without_count(text, a, _before_money(text, a, b), self.region)
        self.found += _in_bracket(text, a, b, self.reading, self.region)
        a, b = _behind_rank(text, a, b, self.region), _before_long_bracket(text, a, b)
        name, full = text[a:b], full_name(text[a:b], tail, listing)
        if self.reading.work and head_of(full)[0] == "facility":
            full += self.reading.work
        shares = bool(tail) and not last and (listing.projects is True or not listing.etc)
        judged = NO if entitled(full, self.reading) else judge(name, self.reading, listing, shares, self.region)
        if judged[0]:
            self.found.append(Name(a, b, full, *judged))
        elif _beside(name, listing, self.region):
            self.doubtful.append(Name(a, b, full, 0.6, f"{self.reading.shape}.beside"))

    def names(self) -> list[Name]:
        """Those that are names, with the doubtful ones where enough others are."""
        found, doubtful = self.found, self.doubtful
        if not any(self.tails) and _of_tasks(found, len(self.tails)):
            return []
        if len(found) >= max(2, 2 * len(doubtful)) or found and len(self.tails) == 2:
            return sorted([*found, *doubtful], key=lambda n: n.start)
        return found


def _without_slogan(text: str, start: int, end: int, last: bool) -> tuple[int, int]:
    """The last member of a list without the slogan that sums the list up (甲园、乙园“一河两园”工程)."""
    slogan = _P["apposition"].search(text, start, end) if last and "“" in text[start:end] else None
    if slogan and head_of(text[start : slogan.start()])[0] == "facility":
        return start, slogan.start()
    return start, end


def _behind_rank(text: str, start: int, end: int, region: tuple[str, ...]) -> int:
    """Where a name begins behind its rank, if the rest says which one it is (全国首个石坪豆豉研究院)."""
    rank = _P["first_of"].match(text, start, end)
    if rank is None or refused(text[start:end]):
        return start
    return rank.end() if evidence_of(text[rank.end() : end], region) == 2 else start


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
    if patterns()["not_inside"].search(name):
        return False
    return head_of(name)[0] != "other" and not refused(name) and not patterns()["tasks"].search(name) and not COUNTED.search(name) and (
        not COUNT_FIRST.match(name) and "《" not in name and not name.startswith("“"))  # fmt: skip


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


def amount_in(text: str, start: int, end: int) -> tuple[str, str] | None:
    """(number, unit) of the total investment that a stretch states, None where it states none or several."""
    found = list(_AMOUNT.finditer(text, start, end))
    return (found[0]["n"], found[0]["u"]) if len(found) == 1 else None
