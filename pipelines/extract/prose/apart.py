"""Names that a passage gives to two different figures are told apart by what each is of.

城市低保人数0.2万人，月人均标准1070元；农村低保人数6.9万人，月人均标准864元: a name that says enough where it stands says too
little beside the other one. What it is of is the whole before 其中, or the body that its part of the sentence began with.
"""

from __future__ import annotations

from collections import Counter, defaultdict

from pipelines.extract.facts import Fact
from pipelines.extract.prose import names
from pipelines.extract.prose.measures.model import dimension
from pipelines.lexicon.patterns import patterns
from pipelines.lexicon.word_lists import word_lists

_P = patterns("apart")
_W = word_lists("apart")
_STOP = _P["stop"]
_SEMICOLON = _P["semicolon"]
_COUNT_NOUN = _P["count_noun"]
_OF_WHICH = _P["of_which"]
_OWNERSHIP = _P["ownership"]
_BODIES = frozenset({"count", "people", "person_times", ""})
_MEASURES = frozenset({"level", "growth", "share", "change"})
_CARRIED = ("G5.", "G1.", "G8.", "G11.")
_LONGEST = 32
_PARTS = 40  # parts of a sentence that are looked through for an owner
_KEPT = _W["things"]
_TRAFFIC = _W["traffic"]


def name_apart(facts: list[Fact], text: str) -> None:
    """Give figures of one passage that would share a name the name of what each is of; `indicator` is changed in place.

    facts: in the order of the text; `whole` points into the list.
    """
    if len(facts) < 2:
        return
    place = _places(facts, text)
    source = _sources(facts, place)
    firsts = _Firsts(place)
    owners = {i: _owner(facts, i, firsts) or _whole_before(facts, i, firsts, text) for i in sorted(set(source))}
    if not any(owners.values()):
        return
    chosen = {i for i, owner in owners.items() if _owned_by_kind(owner, facts[i])} | _clashing(facts, source, owners)
    for i, fact in enumerate(facts):
        if source[i] in chosen:
            joined = _joined(owners[source[i]], fact.indicator)
            if len(joined) <= _LONGEST:
                fact.indicator = joined


def _places(facts: list[Fact], text: str) -> list[tuple[int, int]]:
    """(sentence, part between semicolons) of each fact."""
    found, sentence, part, at = [], 0, 0, facts[0].start
    for fact in facts:
        if fact.start > at:
            if _STOP.search(text, at, fact.start):
                sentence, part = sentence + 1, 0
            elif _SEMICOLON.search(text, at, fact.start):
                part += 1
            at = fact.end
        found.append((sentence, part))
    return found


def _sources(facts: list[Fact], place: list[tuple[int, int]]) -> list[int]:
    """For each fact the one that its name was said for: itself, or the fact before that it goes on with."""
    source: list[int] = []
    for i, fact in enumerate(facts):
        before = facts[i - 1] if i else None
        follows = before is not None and before.indicator == fact.indicator and place[i] == place[i - 1]
        source.append(source[i - 1] if follows and fact.rule.startswith(_CARRIED) else i)
    return source


class _Firsts:
    """The first fact of each part of each sentence, so that no figure looks through all that stand before it."""

    def __init__(self, place: list[tuple[int, int]]) -> None:
        self.place = place
        self.at: dict[tuple[int, int], int] = {}
        self.of_sentence: dict[int, list[int]] = defaultdict(list)
        for i, where in enumerate(place):
            if where not in self.at:
                self.at[where] = i
                self.of_sentence[where[0]].append(i)

    def before(self, i: int) -> list[int]:
        """The firsts that may own fact i: of its own part, and of the parts before it where it begins its own."""
        own = self.at[self.place[i]]
        if own != i:
            return [own]
        return [j for j in self.of_sentence[self.place[i][0]][:_PARTS] if j < i]


def _owner(facts: list[Fact], i: int, firsts: _Firsts) -> str:
    """What a figure is of, '' where the sentence says nothing before it."""
    fact = facts[i]
    if fact.whole is not None and fact.whole < i:
        return facts[fact.whole].indicator
    for j in firsts.before(i):
        other, same_part = facts[j], firsts.place[j] == firsts.place[i]
        body = dimension(other.unit) in _BODIES or other.indicator.endswith(_TRAFFIC)
        both_people = dimension(other.unit) == dimension(fact.unit) == "people"  # 在园幼儿5万人，教职工7千人
        counted = body and other.measure == "level" and other.indicator != fact.indicator and not both_people
        if counted and (same_part or dimension(other.unit) == "count"):
            return other.indicator
    return ""


def _whole_before(facts: list[Fact], i: int, firsts: _Firsts, text: str) -> str:
    """…民营经济增加值3591亿元，增长4%。其中，第一产业增加值290亿元: a sentence that begins with 其中 is about the one before."""
    sentence = firsts.place[i][0]
    first = firsts.at.get((sentence, 0), i)
    if not first or not _OF_WHICH.search(text, facts[first - 1].end, facts[first].start):
        return ""
    start = firsts.of_sentence[sentence - 1][0] if firsts.of_sentence.get(sentence - 1) else first
    before = (f for f in facts[start:first] if f.measure == "level")
    return next((f.indicator for f in before if dimension(f.unit) == dimension(facts[i].unit)), "")


def _owned_by_kind(owner: str, fact: Fact) -> bool:
    """民营经济增加值…，其中第一产业增加值: a part of the private economy is not that of the place."""
    owned = _OWNERSHIP.match(owner)
    return owned is not None and owned.group() not in fact.indicator


def _clashing(facts: list[Fact], source: list[int], owners: dict[int, str]) -> set[int]:
    """The sources of names that several owners of the passage share with different values."""
    groups: dict[tuple, set[int]] = defaultdict(set)
    values: dict[tuple, set] = defaultdict(set)
    said = Counter(fact.indicator for fact in facts)
    for i, fact in enumerate(facts):
        if said[fact.indicator] > 1 and fact.measure in _MEASURES:
            key = (fact.indicator, fact.region, fact.measure, fact.statement, fact.period_end, dimension(fact.unit))
            groups[key].add(source[i])
            values[key].add((fact.value, fact.unit))
    return {
        i
        for key, found in groups.items()
        if len(values[key]) > 1 and len({owners[i] for i in found}) > 1
        for i in found
        if owners[i]
    }


def _joined(owner: str, name: str) -> str:
    """A name behind what it is of, whose own quantity is left out.

    >>> _joined("农村居民最低生活保障人数", "月人均保障标准"), _joined("吸纳技术合同", "成交金额")
    ('农村居民最低生活保障月人均保障标准', '吸纳技术合同成交金额')
    >>> _joined("民营经济增加值", "第一产业增加值"), _joined("城镇居民人均可支配收入", "工资性收入")
    ('民营经济第一产业增加值', '城镇居民工资性收入')
    """
    owner = _COUNT_NOUN.sub("", owner) or owner
    owner = owner if owner.endswith(_KEPT) else names.root_of(owner) if owner != name else ""
    owner = owner.removesuffix("量")  # 客运量 of 客运周转量: the same traffic
    return name if not owner or owner in name else owner + name
